import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixedAssets, scriptPath, stylesheet } from '#portal/stylesheet.ts'
import { browserWanted, follow, openBrowser } from '../../test/setup/browser.ts'
import { fill, makeTestPortal, raiseAlert, type TestPortal } from './portal.fixture.ts'
import { publishOne } from './record.fixture.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; nodes: { target: string[]; failureSummary?: string }[] }

describe('样式表', () => {
  it('旧浏览器（Chromium 88 一代的国产浏览器）也认得：没有嵌套、容器查询、:has、color-mix、区间写法和级联层', () => {
    expect(stylesheet).not.toMatch(
      /:has\(|@container|color-mix\(|@layer|@property|\bdvh\b|\bsubgrid\b|oklch|light-dark\(/,
    )
    expect(stylesheet).not.toMatch(/@media[^{]*[<>]/)
    let depth = 0
    let isMedia = false
    for (const line of stylesheet.split('\n')) {
      if (line.startsWith('@media') || line.startsWith('@page')) isMedia = true
      depth += (line.match(/\{/g) ?? []).length - (line.match(/\}/g) ?? []).length
      if (depth === 0) isMedia = false
      expect(depth, line).toBeLessThanOrEqual(isMedia ? 2 : 1)
    }
    expect(depth).toBe(0)
  })

  it('颜色只在记号里：一种品牌蓝、一族灰、一种红，绿与琥珀只用于状态', () => {
    const outside = stylesheet.split('\n').filter(l => /#[0-9a-f]{3,8}\b/i.test(l) && !/^--/.test(l.trim()))
    expect(outside).toEqual([])
    // Red: the rule of the document, what is overdue, the level of an emergency response.
    expect(stylesheet.match(/var\(--red\)/g)!.length).toBeLessThanOrEqual(3)
    expect(stylesheet).not.toMatch(/gradient|box-shadow: (?!inset 0 -3px)|@import/)
    expect(stylesheet.match(/url\([^)]*\)/g)).toEqual(['url(pointer.svg)'])
  })
})

describe('脚本', () => {
  it('旧浏览器（Chromium 88）原样认得，不取别处的东西，不存任何东西，一共不到 7 KB', async () => {
    const [, , script] = fixedAssets.find(([path]) => path === scriptPath)!
    const { transform } = await import('esbuild')
    const [old, present] = await Promise.all(
      ['chrome88', 'esnext'].map(target => transform(script, { target, charset: 'utf8' })),
    )
    expect(old!.code).toBe(present!.code)
    expect(old!.warnings).toEqual([])
    expect(script).not.toMatch(/\.(?:at|findLast|hasOwn|toSorted)\(|structuredClone|XMLHttp/)
    expect(script).not.toMatch(
      /https?:|import\(|localStorage|sessionStorage|document\.cookie|innerHTML|eval\(/,
    )
    expect(Buffer.byteLength(script)).toBeLessThan(7 * 1024)
  })
})

describe.skipIf(!browserWanted)('门户在浏览器里', { timeout: 240_000 }, () => {
  let p: TestPortal
  let data: Awaited<ReturnType<typeof fill>>
  let browser: Browser
  let kinds: string[]
  let templates: string[]
  beforeAll(async () => {
    p = await makeTestPortal()
    data = await fill(p.t)
    browser = await openBrowser()
    kinds = [
      '/',
      '/jiaozuo/',
      '/henan/',
      '/henan/list/all/?below=1',
      '/henan/timeliness.html',
      '/bodies.html',
      '/jiaozuo/disclosure/',
      '/jiaozuo/disclosure/guide.html',
      '/jiaozuo/disclosure/system.html',
      '/jiaozuo/disclosure/statutory.html',
      '/jiaozuo/disclosure/annual.html',
      '/jiaozuo/disclosure/request.html',
      '/jiaozuo/list/all/',
      '/list/all/',
      '/henan/list/notice/',
      data.live,
      data.history,
      data.ended,
      data.withdrawn,
      '/search?q=%E5%85%AC%E5%BC%80',
      '/search?q=zzzz',
      '/search',
      '/jiaozuo/timeliness.html',
      '/interaction.html',
      '/jiaozuo/interaction.html',
      '/service.html',
      '/about.html',
      '/sitemap.html',
      '/nowhere.html',
      '/jiaozuo/institution.html',
      '/jiaozuo/kiosk.html',
      '/jiaozuo/alerts.html',
      '/mistakes.html',
      '/thanks.html?n=1',
      `/report.html?at=${encodeURIComponent(data.live)}`,
      `/leave/${/-(\d+)\.html$/.exec(data.live)![1]}-1.html`,
    ]
    templates = [
      '/',
      '/jiaozuo/disclosure/statutory.html',
      '/jiaozuo/list/all/',
      data.live,
      data.withdrawn,
      kinds.find(k => k.startsWith('/search?'))!,
      '/jiaozuo/timeliness.html',
      '/about.html',
      '/jiaozuo/institution.html',
      '/jiaozuo/kiosk.html',
      `/report.html?at=${encodeURIComponent(data.live)}`,
    ]
    await raiseAlert(p.t, 1)
  })
  afterAll(async () => {
    await browser?.close()
    await p?.close()
  })

  async function context(mode: string, width = 1280, script = true): Promise<BrowserContext> {
    const made = await browser.newContext({
      viewport: { width, height: 900 },
      javaScriptEnabled: script,
      bypassCSP: true,
    })
    if (mode) await made.addCookies([{ name: 'zm', value: mode, url: p.url }])
    return made
  }

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe)
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(d: Document, o: object): Promise<{ violations: Violation[] }> }
      }
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const result = await axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        rules: { 'target-size': { enabled: true } },
      })
      return result.violations
    })
    return found.map(
      v =>
        `${v.id}: ${v.nodes
          .slice(0, 3)
          .map(n => `${n.target.join(' ')} — ${n.failureSummary?.split('\n')[1] ?? ''}`)
          .join(' | ')}`,
    )
  }

  it.each([
    '',
    'elder',
    'contrast',
    'grey',
    'elder.contrast',
    'contrast.grey',
    'pointer.size2',
    'kiosk-jiaozuo',
  ])('无障碍（WCAG 2.2 AA，axe）：每种页面在“%s”显示方式下没有问题', async mode => {
    // Every kind as it comes; in the other modes every template once, narrow where the text is large.
    for (const width of mode === '' ? [1280, 375] : mode === 'elder' ? [375] : [1280]) {
      const made = await context(mode, width)
      const page = await made.newPage()
      for (const path of mode === '' ? kinds : templates) {
        await page.goto(p.url + path)
        expect(await violations(page), `${mode} ${width} ${path}`).toEqual([])
      }
      await made.close()
    }
  })

  it('“如何识别官方网站”打开以后：不用脚本，没有横向滚动，没有无障碍问题，长者版也一样', async () => {
    for (const [mode, width] of [
      ['', 1280],
      ['', 320],
      ['elder', 375],
      ['contrast', 1280],
    ] as const) {
      const made = await context(mode, width)
      const page = await made.newPage()
      await page.goto(p.url)
      await page.click('.official summary')
      expect(await page.locator('.official li').first().isVisible()).toBe(true)
      expect(await violations(page), `${mode} ${width}`).toEqual([])
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(over, `${mode} ${width}`).toBeLessThanOrEqual(0)
      await made.close()
    }
  })

  it('任何宽度都不横向滚动（1920、1440、1366、1280、768、375、320），长者版也一样', async () => {
    const wide: string[] = []
    for (const mode of ['', 'elder']) {
      const made = await context(mode)
      const page = await made.newPage()
      for (const path of kinds) {
        await page.goto(p.url + path)
        for (const width of [1920, 1440, 1366, 1280, 1024, 900, 768, 375, 320]) {
          await page.setViewportSize({ width, height: 900 })
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          if (over > 0) wide.push(`${mode} ${width} ${path} +${over}`)
        }
      }
      await made.close()
    }
    expect(wide).toEqual([])
  })

  it('长者版（国办公开办函〔2021〕28号）：文字不小于 18 px，标题不小于 30 px，行距不小于 1.3，可点处不小于 44 px，主要入口 60 px', async () => {
    const all: string[] = []
    for (const width of [1280, 375]) {
      const made = await context('elder', width)
      const page = await made.newPage()
      for (const path of kinds) {
        await page.goto(p.url + path)
        const faults = await page.evaluate(() => {
          const out: string[] = []
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
          while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement!
            if (!walker.currentNode.textContent!.trim() || parent.closest('script,.hidden')) continue
            const style = getComputedStyle(parent)
            const box = parent.getBoundingClientRect()
            if (style.display === 'none' || box.width === 0) continue
            const size = parseFloat(style.fontSize)
            if (size < 18) out.push(`${parent.className || parent.tagName} ${size}px`)
            if (parseFloat(style.lineHeight) / size < 1.3)
              out.push(`${parent.className || parent.tagName} 行距 ${style.lineHeight}`)
          }
          const h1 = document.querySelector('h1')!
          if (parseFloat(getComputedStyle(h1).fontSize) < 30) out.push('h1')
          for (const target of document.querySelectorAll('a,button,input:not([type=hidden]),summary')) {
            const box = target.getBoundingClientRect()
            if (box.width === 0 || target.classList.contains('skip')) continue
            // A link inside a sentence is exempt (WCAG 2.5.8 inline), as are the words of the text itself.
            if (target.closest('.text, .prose p, .prose li, .lead, .empty, .doc-notice, dd')) continue
            const least = target.closest('.main-nav, .search button, .door h2') ? 60 : 44
            if (box.height < least - 0.5)
              out.push(`${target.textContent!.slice(0, 12)} ${Math.round(box.height)}px`)
          }
          return [...new Set(out)]
        })
        all.push(...faults.map(fault => `${width} ${path} ${fault}`))
      }
      await made.close()
    }
    expect(all).toEqual([])
  })

  it('关掉脚本的读者：从首页搜索、打开公文、切到长者版、换页后仍是长者版、再换回', async () => {
    const made = await context('', 1280, false)
    const page = await made.newPage()
    await page.goto(p.url)
    await page.fill('input[name=q]', '应急厅函(2019)390号')
    await follow(page.locator('button[type=submit]'))
    await follow(page.locator('.hits h2 a'))
    expect(await page.textContent('h1')).toContain('基层政务公开标准目录指引')
    await follow(page.locator('text=长者版'))
    expect(page.url()).toContain('/mem/content/')
    expect(await page.getAttribute('html', 'class')).toBe('elder')
    await follow(page.locator('.main-nav >> text=公开'))
    expect(await page.getAttribute('html', 'class')).toBe('elder')
    await follow(page.locator('text=返回标准版'))
    expect(await page.getAttribute('html', 'class')).toBeNull()
    await made.close()
  })

  it('有脚本的浏览器：正文页多出打印、朗读，不支持朗读的浏览器里没有“朗读”；没有脚本时这一行不出现', async () => {
    for (const [script, voice] of [
      [true, true],
      [true, false],
      [false, true],
    ] as const) {
      const made = await context('', 1280, script)
      if (!voice)
        await made.addInitScript(() => Object.defineProperty(window, 'speechSynthesis', { value: undefined }))
      const page = await made.newPage()
      await page.goto(p.url + data.live)
      expect(await page.locator('.tools').isVisible()).toBe(script)
      const labels = await page.locator('.tools button').allInnerTexts()
      expect(labels.includes('打印')).toBe(script)
      expect(labels.includes('朗读正文')).toBe(script && voice)
      await made.close()
    }
  })

  it('正文里的表：窄屏上没有一字一行的列，在表内左右移动；列多的表在宽屏上占满一行', async () => {
    const row = (tag: string, n: number) => `<tr>${`<${tag}>这一列的文字较长</${tag}>`.repeat(n)}</tr>`
    const table = (n: number) => `<table>${row('th', n)}${row('td', n)}</table>`
    const six = await publishOne(p.t.house, { body: 3, title: '六列的表', html: table(6) })
    const eleven = await publishOne(p.t.house, { body: 3, title: '十一列的表', html: table(11) })
    for (const mode of ['', 'elder']) {
      const made = await context(mode, 320, false)
      const page = await made.newPage()
      for (const path of [six, eleven]) {
        await page.goto(p.url + path)
        const letters = await page.evaluate(() => {
          const inLetters = (td: Element, s = getComputedStyle(td)) =>
            (td.clientWidth - 2 * parseFloat(s.paddingLeft)) / parseFloat(s.fontSize)
          return Math.min(...[...document.querySelectorAll('.text td')].map(td => inLetters(td)))
        })
        expect(letters, `${mode} ${path}`).toBeGreaterThanOrEqual(2)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
      }
      await made.close()
    }
    const made = await context('', 1440, false)
    const page = await made.newPage()
    await page.goto(p.url + eleven)
    const room = () => page.locator('.text .scroll').evaluate(e => [e.clientWidth, e.scrollWidth] as const)
    const [wide, held] = await room()
    expect(wide).toBeGreaterThan(1100)
    expect(held).toBe(wide)
    await page.goto(p.url + six)
    expect((await room())[0]).toBeLessThan(700)
    await made.close()
  })

  it('查阅点大屏：没有人动先问一声，按“继续看”留下，不按就回到开始页', async () => {
    const made = await context('kiosk-jiaozuo')
    const page = await made.newPage()
    await page.clock.install()
    await page.goto(p.url + data.live)
    await page.clock.runFor(121_000)
    expect(await page.locator('.idle').innerText()).toContain('还在看吗')
    await page.click('.idle button')
    expect(await page.locator('.idle').count()).toBe(0)
    await page.clock.runFor(121_000)
    expect(await page.locator('.idle').count()).toBe(1)
    await Promise.all([page.waitForURL('**/jiaozuo/kiosk.html'), page.clock.runFor(31_000)])
    await made.close()
  })

  it('键盘：第一个焦点是“跳到正文”，按下即到正文，焦点看得见', async () => {
    const made = await context('')
    const page = await made.newPage()
    await page.goto(p.url + data.live)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('跳到正文')
    const box = await page.evaluate(() => document.activeElement!.getBoundingClientRect().left)
    expect(box).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('#main')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid')
    await made.close()
  })

  it('打印：没有导航和页脚，有地址、二维码和取得时间', async () => {
    const made = await context('elder')
    const page = await made.newPage()
    await page.goto(p.url + data.live)
    await page.emulateMedia({ media: 'print' })
    const shown = (selector: string) => page.locator(selector).first().isVisible()
    for (const hidden of ['.head', '.foot', '.crumbs', '.contents'])
      expect(await shown(hidden), hidden).toBe(false)
    for (const visible of ['.doc-title', '.doc-number', '.text', '.qr', '.print-only'])
      expect(await shown(visible), visible).toBe(true)
    expect(await page.locator('.rail').innerText()).toContain(`http://zhaoming.test${data.live}`)
    expect(
      await page.evaluate(() => (document.querySelector('.rail img') as HTMLImageElement).naturalWidth),
    ).toBeGreaterThan(0)
    await made.close()
  })

  it('页面只向本站取东西，脚本策略没有被触犯', async () => {
    const made = await browser.newContext()
    const page = await made.newPage()
    const outside: string[] = []
    const complaints: string[] = []
    page.on('request', r => {
      if (!r.url().startsWith(p.url)) outside.push(r.url())
    })
    page.on('console', m => complaints.push(m.text()))
    for (const path of kinds) await page.goto(p.url + path)
    expect(outside).toEqual([])
    expect(
      complaints.filter(c => /Content Security Policy|Refused|error/i.test(c) && !/40\d|410/.test(c)),
    ).toEqual([])
    await made.close()
  })
})
