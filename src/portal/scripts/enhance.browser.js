/* Everything here is an addition: without it every page is whole. Written for Chromium 88 and later. */
;(() => {
  'use strict'
  const tools = document.querySelector('[data-tools]')
  const tool = (label, act) => {
    const item = document.createElement('li')
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = label
    button.addEventListener('click', () => act(button))
    item.append(button)
    tools.append(item)
    return button
  }

  const readAloud = () => {
    const voice = window.speechSynthesis
    const text = document.querySelector('.text')
    if (!voice || typeof SpeechSynthesisUtterance !== 'function' || !text) return
    const labels = { off: '朗读正文', on: '停止朗读' }
    let rest = []
    const stop = button => {
      rest = []
      voice.cancel()
      button.textContent = labels.off
    }
    // Sentence by sentence: long utterances break off in Chromium after some fifteen seconds.
    const next = button => {
      const words = rest.shift()
      if (words === undefined) return stop(button)
      const saying = new SpeechSynthesisUtterance(words)
      saying.lang = 'zh-CN'
      saying.rate = 0.9
      saying.onend = () => next(button)
      saying.onerror = () => stop(button)
      voice.speak(saying)
    }
    tool(labels.off, button => {
      if (rest.length > 0 || voice.speaking) return stop(button)
      const title = document.querySelector('h1')
      rest = `${title ? title.innerText : ''}\n${text.innerText}`
        .split(/(?<=[。；！？\n])/)
        .map(words => words.trim())
        .filter(words => words !== '')
      button.textContent = labels.on
      next(button)
    })
    window.addEventListener('pagehide', () => voice.cancel())
  }

  const copyAddress = () => {
    if (!navigator.clipboard) return
    const link = document.querySelector('link[rel=canonical]')
    tool('复制网址', button => {
      navigator.clipboard.writeText(link ? link.href : location.href).then(
        () => (button.textContent = '网址已复制'),
        () => (button.textContent = '没有复制成，请从地址栏复制'),
      )
    })
  }

  if (tools) {
    if (typeof window.print === 'function') tool('打印', () => window.print())
    readAloud()
    copyAddress()
    if (tools.children.length > 0) tools.hidden = false
  }

  // At a machine in a service hall: after two quiet minutes it asks, and half a minute later begins anew for the next person.
  const kiosk = document.querySelector('[data-kiosk]')
  if (kiosk) {
    const start = kiosk.getAttribute('data-kiosk')
    const quiet = 120
    const grace = 30
    let left = quiet + grace
    let asked = null
    const stay = () => {
      left = quiet + grace
      if (asked) asked.remove()
      asked = null
    }
    const ask = () => {
      asked = document.createElement('div')
      asked.className = 'idle'
      asked.setAttribute('role', 'alert')
      const words = document.createElement('p')
      words.textContent = `还在看吗？${grace} 秒后回到开始页，已填写的内容会清除。`
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = '继续看'
      button.addEventListener('click', stay)
      asked.append(words, button)
      document.body.append(asked)
    }
    for (const sign of ['pointerdown', 'keydown', 'scroll', 'input'])
      window.addEventListener(sign, () => (asked ? undefined : stay()), { passive: true })
    setInterval(() => {
      left -= 1
      if (left <= grace && !asked) ask()
      if (left <= 0) location.replace(start)
    }, 1000)
  }

  // While somebody describes what he wants: what is public already, below the fields.
  const matches = document.querySelector('[data-matches]')
  if (matches) {
    const fields = ['informationName', 'documentNumber', 'description']
      .map(name => matches.closest('form').elements[name])
      .filter(Boolean)
    const show = found => {
      if (found.length === 0) return matches.replaceChildren()
      const head = document.createElement('p')
      head.textContent = `可能已经公开了，可以直接看（${found.length} 条）：`
      const list = document.createElement('ul')
      for (const { title, href, facts } of found) {
        const item = document.createElement('li')
        const link = document.createElement('a')
        link.href = href
        link.target = '_blank'
        link.rel = 'noopener'
        link.textContent = `${title}（新窗口打开）`
        const small = document.createElement('span')
        small.className = 'hint'
        small.textContent = facts
        item.append(link, small)
        list.append(item)
      }
      matches.replaceChildren(head, list)
    }
    let pause = 0
    let last = ''
    const look = () => {
      const body = new URLSearchParams(fields.map(field => [field.name, field.value.trim()]))
      const typed = body.toString()
      if (typed === last) return
      last = typed
      fetch(matches.getAttribute('data-matches'), { method: 'POST', body })
        .then(answer => (answer.ok ? answer.json() : { matches: [] }))
        .then(answer => (typed === last ? show(answer.matches) : undefined))
        .catch(() => undefined)
    }
    for (const field of fields)
      field.addEventListener('input', () => {
        clearTimeout(pause)
        pause = setTimeout(look, 600)
      })
  }

  // A plain datalist: keyboard and screen readers know it already.
  for (const field of document.querySelectorAll('form[role=search] input[name=q]')) {
    const list = document.createElement('datalist')
    list.id = `${field.id}-words`
    field.after(list)
    field.setAttribute('list', list.id)
    const option = (word, typed) => {
      const one = document.createElement('option')
      one.value = word
      // Browsers offer only what holds the letters typed.
      if (/^[a-z' ]+$/i.test(typed)) one.label = typed
      return one
    }
    let waiting = 0
    let asked = ''
    const offer = typed =>
      fetch(`${field.form.action}/words.json?q=${encodeURIComponent(typed)}`)
        .then(answer => (answer.ok ? answer.json() : { words: [] }))
        .then(({ words }) => {
          if (asked === typed) list.replaceChildren(...words.map(word => option(word, typed)))
        })
        .catch(() => undefined)
    field.addEventListener('input', () => {
      clearTimeout(waiting)
      waiting = setTimeout(() => {
        const typed = field.value.trim()
        if (typed === '' || typed === asked) return
        asked = typed
        offer(typed)
      }, 200)
    })
  }
})()
