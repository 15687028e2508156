/* Search over titles and numbers in an export of files: loads only the small parts of the index that the query needs. Chromium 88 and later. */
;(() => {
  'use strict'
  const root = new URL('..', document.currentScript.src).href
  // Display modes: on a server they are a cookie, here they are kept by the browser.
  const modes = { elder: '长者版', contrast: '高对比', grey: '灰度' }
  const keep = (() => {
    try {
      return window.localStorage
    } catch {
      return null
    }
  })()
  const html = document.documentElement
  const utility = document.querySelector('.utility')
  const list = document.createElement('ul')
  for (const [name, label] of Object.entries(modes)) {
    if (keep && keep.getItem('zm-' + name)) html.classList.add(name)
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = label
    button.setAttribute('aria-pressed', String(html.classList.contains(name)))
    button.addEventListener('click', () => {
      const on = html.classList.toggle(name)
      button.setAttribute('aria-pressed', String(on))
      if (keep) {
        if (on) keep.setItem('zm-' + name, '1')
        else keep.removeItem('zm-' + name)
      }
    })
    const item = document.createElement('li')
    item.append(button)
    list.append(item)
  }
  if (utility) {
    const nav = document.createElement('nav')
    nav.className = 'modes'
    nav.setAttribute('aria-label', '显示方式')
    nav.append(list)
    utility.append(nav)
  }

  const place = document.getElementById('found')
  if (!place) return
  const load = async path => {
    const answer = await fetch(root + 'search/' + path)
    if (answer.status === 404) return null
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
  }
  const fold = text =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  const pairs = word => {
    const c = [...word]
    return c.slice(1).map((x, i) => c[i] + x)
  }
  const shardOf = (pair, shards) => {
    let n = 0
    for (const c of pair) n = (n * 31 + c.codePointAt(0)) >>> 0
    return n % shards
  }
  const say = text => {
    const p = document.createElement('p')
    p.className = 'lead'
    p.textContent = text
    place.append(p)
    return p
  }
  const q = (new URLSearchParams(location.search).get('q') || '').slice(0, 100)
  for (const input of document.querySelectorAll('input[name="q"]')) input.value = q
  const words = fold(q)
    .split(' ')
    .filter(w => [...w].length > 1)
  if (fold(q) === '') return
  if (words.length === 0) {
    say('请至少输入两个字。')
    return
  }
  const wanted = [...new Set(words.flatMap(pairs))]
  const hits = document.createElement('ol')
  hits.className = 'index'
  let shown = 0
  const show = row => {
    const [, title, number, day, path] = row
    const item = document.createElement('li')
    const time = document.createElement('time')
    time.dateTime = day
    time.textContent = day
    const box = document.createElement('div')
    box.className = 'entry-title'
    const link = document.createElement('a')
    link.href = root + path
    link.textContent = title
    box.append(link)
    if (number) {
      const under = document.createElement('span')
      under.className = 'under'
      under.textContent = number
      box.append(under)
    }
    item.append(time, box)
    hits.append(item)
    shown++
  }
  const inBlock = async (block, meta) => {
    const shards = [...new Set(wanted.map(p => shardOf(p, meta.shards)))]
    const parts = await Promise.all(shards.map(s => load(block + '/p' + s + '.json')))
    const lists = new Map()
    for (const part of parts) if (part) for (const pair of wanted) if (part[pair]) lists.set(pair, part[pair])
    if (lists.size < wanted.length) return
    let places = null
    for (const gaps of lists.values()) {
      let at = -1
      const here = new Set(gaps.map(g => (at += g + 1)))
      places = places === null ? here : new Set([...places].filter(x => here.has(x)))
    }
    const pages = [...new Set([...places].map(x => Math.floor(x / meta.page)))].sort((a, b) => b - a)
    for (const n of pages) {
      const rows = (await load(block + '/t' + n + '.json')) || []
      for (const row of rows.reverse()) {
        const text = fold(row[1] + ' ' + row[2]).replace(/ /g, '')
        if (places.has(row[0]) && words.every(w => text.includes(w))) show(row)
      }
      if (shown >= 200) return
    }
  }
  const run = async () => {
    const status = say('正在查找……')
    place.append(hits)
    try {
      const meta = await load('meta.json')
      for (const block of meta.blocks) {
        await inBlock(block, meta)
        if (shown >= 200) break
      }
      status.textContent =
        shown === 0
          ? `没有找到标题或文号里有“${q}”的信息。可以换一个词，或按栏目、年份查找。`
          : `标题或文号里有“${q}”的，${shown >= 200 ? '最近的' : '共'} ${shown} 件，后公开的在前。`
    } catch (error) {
      status.textContent =
        location.protocol === 'file:'
          ? '直接打开的文件不能检索，请用任意网页服务器打开，或按栏目、年份查找。'
          : `检索没有完成（${error.message}），请稍后再试。`
    }
  }
  run()
})()
