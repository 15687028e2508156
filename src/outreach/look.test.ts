import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '#kit/projectRoot.ts'
import { browserWanted, follow, openBrowser } from '../../test/setup/browser.ts'
import { makeReaders, type Readers } from './readers.fixture.ts'

let r: Readers
let browser: Browser
let kinds: string[]
const axe = readFileSync(join(projectRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

beforeAll(async () => {
  r = await makeReaders()
  const asked = await r.subscribe({ body: '3' }, false)
  const active = await r.subscribe({ tag: '防汛' })
  kinds = [
    '/subscribe/',
    '/subscribe/?column=notice&body=jiaozuo',
    '/subscribe/asked.html',
    `/subscribe/confirm/${asked.token}`,
    `/subscribe/stop/${active.token}`,
    `/subscribe/confirm/${active.token}`,
  ]
})
afterAll(() => r.close())

type Violation = { id: string; nodes: { html: string }[] }

describe('订阅的页面', () => {
  it('HTML 合格', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
      rules: {
        'void-style': 'off',
        'tel-non-breaking': 'off',
        'long-title': 'off',
        'require-sri': 'off',
        'no-inline-style': 'error',
      },
    })
    for (const path of kinds) {
      const report = await validator.validateString((await r.p.get(path)).text)
      const messages = report.results.flatMap(x => x.messages.map(m => `${path} ${m.ruleId}: ${m.message}`))
      expect(messages).toEqual([])
    }
  })
})

describe.skipIf(!browserWanted)('订阅的页面在浏览器里', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  it.each(['', 'elder', 'contrast', 'grey'])('无障碍检查没有问题，三种宽度都不横向滚动（%s）', async mode => {
    for (const width of [1440, 768, 375]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true })
      if (mode) await context.addCookies([{ name: 'zm', value: mode, url: r.p.url }])
      const page = await context.newPage()
      for (const path of kinds) {
        await page.goto(r.p.url + path)
        await page.evaluate(axe)
        const found = await page.evaluate(async () => {
          const { axe } = window as unknown as {
            axe: { run(d: Document, o: object): Promise<{ violations: Violation[] }> }
          }
          const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
          return (await axe.run(document, { runOnly: { type: 'tag', values } })).violations
        })
        expect(found.map(v => `${width} ${path} ${v.id} ${v.nodes[0]?.html ?? ''}`)).toEqual([])
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(over, `${width} ${path}`).toBeLessThanOrEqual(0)
      }
      await context.close()
    }
  })

  it('不用脚本也走得完：填错有提示，填对到下一页', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${r.p.url}/subscribe/?column=notice`)
    await page.fill('#email', 'wrong')
    await follow(page.locator('main button[type="submit"]'))
    expect(await page.textContent('.errors')).toContain('电子邮箱写法不对')
    expect(await page.inputValue('#column')).toBe('notice')
    await page.fill('#email', 'right@example.cn')
    await follow(page.locator('main button[type="submit"]'))
    expect(new URL(page.url()).pathname).toBe('/subscribe/asked.html')
    await context.close()
  })
})
