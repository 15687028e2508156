import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf, later } from '#kit/now.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { publish, reserveAddress } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import { makeEntry } from '#record/model.ts'
import { append } from '#record/record.fixture.ts'
import { recordPages } from '#record/portal.tsx'
import { browserWanted, follow, openBrowser } from '../../test/setup/browser.ts'
import { makeWeb, type Web } from '../../test/setup/web.ts'
import { announceRequests } from './jobs.ts'
import { takeAll } from './online/takeIn.ts'
import { requestPages, requestParts } from './portal.tsx'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'

const axe = readFileSync(join(projectRoot(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
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

type Violation = { id: string; nodes: { html: string }[] }

describe.skipIf(!browserWanted)('申请人的浏览器，不用脚本', { timeout: 480_000 }, () => {
  let bench: RequestBench
  let web: Web
  let url: string
  let browser: Browser
  /** The bytes as they were sent: a browser writes a document down in its own way. */
  const served = new Map<Page, Promise<string>>()
  beforeAll(async () => {
    bench = await makeRequestBench('2026-11-23T09:00:00+08:00')
    await announceRequests(bench.t.house)
    const entry = makeEntry({
      title: '测试县2025年安全生产监督检查计划',
      issuers: ['测试县应急管理局'],
      html: '<p>正文在此。</p>',
      columns: ['safety'],
    })
    const { bodyId } = bench.bureau
    await bench.t.db.transaction().execute(async trx => {
      const address = await reserveAddress(trx, 'test-bureau', '2026-11-23')
      const event = await append(
        trx,
        bodyId,
        1,
        'publish',
        bench.t.house.now(),
        publicationData(entry, address),
      )
      await publish(trx, bench.t.house, { entry, bodyId, subjectId: 1, address, event })
    })
    web = await makeWeb(bench.t, { pages: [...requestPages, ...recordPages(requestParts)] })
    url = web.url
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await web?.close()
    await bench.t.close()
  })

  /** One way from the first page to the page of the receipt; `look` is called at every page. */
  async function journey(width: number, mode: string, look: (page: Page, name: string) => Promise<void>) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale: 'zh-CN',
      javaScriptEnabled: false,
      bypassCSP: true,
    })
    if (mode) await context.addCookies([{ name: 'zm', value: mode, url }])
    const page = await context.newPage()
    page.on('response', answer => {
      if (answer.request().resourceType() === 'document' && ![301, 303].includes(answer.status()))
        served.set(page, answer.text())
    })
    const next = () => follow(page.getByRole('button', { name: '继续' }))
    await page.goto(`${url}/apply.html`)
    await look(page, '机关')
    await follow(page.getByRole('link', { name: '测试县应急管理局', exact: true }))
    await look(page, '开始')
    await follow(page.getByRole('link', { name: '开始申请' }))
    await next()
    await look(page, '要什么：有错')
    await page.getByLabel('信息的名称').fill('2025年安全生产监督检查计划')
    await follow(page.getByRole('button', { name: '再申请一项信息' }))
    await look(page, '要什么：两项')
    await page.getByLabel('内容描述').nth(1).fill('2024年应急演练评估报告')
    await next()
    expect(page.url()).toContain('/apply/found.html')
    await look(page, '是不是已经公开')
    await follow(page.getByRole('link', { name: '都不是，继续申请' }))
    await look(page, '您是谁：种类')
    await page.getByLabel('公民').check()
    await next()
    await page.getByLabel('证件号码').fill('110101199003070012')
    await page.getByLabel('居民身份证', { exact: true }).check()
    await next()
    await look(page, '您是谁：有错')
    await page.getByLabel('证件号码').fill('11010519491231002X')
    await page.getByLabel('姓名').fill('王小明')
    await page.getByLabel(/身份证明（照片/).setInputFiles({
      name: '身份证.png',
      mimeType: 'image/png',
      buffer: Buffer.from('89504e470d0a1a0a00', 'hex'),
    })
    // Enter in a field goes on, it does not upload or delete.
    await page.getByLabel('姓名').press('Enter')
    await page.getByRole('heading', { name: '怎样联系您' }).waitFor()
    await next()
    await look(page, '怎样联系您：有错')
    await page.getByLabel('联系电话').fill('13800138000')
    await next()
    await next()
    await look(page, '怎样获取：有错')
    await page.locator('#delivery-post').check()
    await next()
    await next()
    await look(page, '寄到哪里：有错')
    await page.locator('#carrier-paper').check()
    await page.getByLabel(/通信地址/).fill('北京市某区某路1号')
    await next()
    await look(page, '核对')
    await follow(page.getByRole('link', { name: '修改您是谁' }))
    expect(await page.getByText('身份证.png').count()).toBe(1)
    await next()
    expect(page.url()).toContain('/apply/check.html')
    await follow(page.getByRole('button', { name: '提交申请' }))
    await look(page, '已提交')
    const [receipt, query] = await page.locator('.receipt-code').allTextContents()
    await takeAll(bench.t.house)
    return { page, context, receipt: receipt!, query: query! }
  }

  async function check(page: Page, codes: { receipt: string; query: string }) {
    await page.goto(`${url}/apply-status.html`)
    await page.getByLabel('回执编号').fill(codes.receipt)
    await page.getByLabel('查询码').fill(codes.query)
    await follow(page.getByRole('button', { name: '查询' }))
  }

  test('申请 → 后台确认 → 查进度，看到确认的日期和最迟答复的日期；每一页 HTML 合格', async () => {
    const done = await journey(1280, '', async (page, name) => {
      const report = await validator.validateString((await served.get(page))!)
      expect(report.results.flatMap(r => r.messages.map(m => `${name} ${m.ruleId}: ${m.message}`))).toEqual(
        [],
      )
    })
    await check(done.page, done)
    await done.page.getByText('等待双方确认').first().waitFor()
    const row = await bench.t.db
      .selectFrom('request')
      .select('id')
      .where('receipt_code', '=', done.receipt)
      .executeTakeFirstOrThrow()
    await bench.t.db
      .updateTable('request')
      .set({ submitted_on: '2026-11-20', arrived_on: '2026-11-20' })
      .where('id', '=', row.id)
      .execute()
    await bench.go(row.id, 'confirm', bench.who.opennessOfficer, {
      form: { on: dayOf(bench.t.house.now()), how: 'phone' },
    })
    await check(done.page, done)
    const text = (await done.page.locator('main').textContent())!
    expect(text).toContain('已确认收到')
    expect(text).toContain('应在2026年12月21日前答复')
    expect(text).not.toContain('13800138000')
    const report = await validator.validateString((await served.get(done.page))!)
    expect(report.results.flatMap(r => r.messages.map(m => `${m.ruleId}: ${m.message}`))).toEqual([])
    await done.context.close()
  })

  test.each([
    [1440, ''],
    [375, ''],
    [320, ''],
    [768, 'elder'],
    [375, 'contrast'],
    [375, 'kiosk-test-bureau'],
  ])('无障碍检查没有问题，不横向滚动（%s 像素，%s）', async (width, mode) => {
    // Without scripts there is no axe either: the same page is looked at in a second window that has them.
    const window = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true })
    if (mode) await window.addCookies([{ name: 'zm', value: mode, url }])
    const second = await window.newPage()
    await second.goto(`${url}/apply-status.html`)
    const audit = async (page: Page, name: string) => {
      await second.setContent(await page.content())
      await second.evaluate(axe)
      const found = await second.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(d: Document, o: object): Promise<{ violations: Violation[] }> }
        }
        const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
        return (await axe.run(document, { runOnly: { type: 'tag', values } })).violations
      })
      expect(found.map(v => `${name} ${v.id} ${v.nodes[0]?.html ?? ''}`)).toEqual([])
      const over = await second.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(over, name).toBeLessThanOrEqual(0)
    }
    const done = await journey(width, mode, audit)
    await check(done.page, done)
    await audit(done.page, '进度')
    await done.context.close()
    await window.close()
  })

  test('边写边看（用脚本时）：停一停就列出可能已经公开的，读屏软件听得到，安全策略不放宽', async () => {
    const context = await browser.newContext({ viewport: { width: 768, height: 900 }, locale: 'zh-CN' })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', m => void (m.type() === 'error' ? complaints.push(m.text()) : null))
    const asked: string[] = []
    page.on('request', r => void (r.url().endsWith('matches.json') ? asked.push(r.postData() ?? '') : null))
    await page.clock.install({ time: bench.t.house.now() })
    await page.goto(`${url}/test-bureau/apply/what.html`)
    // However slowly this machine types, to the page the letters come at once and then nobody writes for a second.
    await page.clock.pauseAt(later(bench.t.house.now(), 3600_000))
    const found = page.locator('.live-matches')
    expect(await found.isVisible()).toBe(false)
    await page.getByLabel('信息的名称').pressSequentially('2025年安全生产监督检查计划')
    await page.clock.runFor(1_000)
    await page.clock.resume()
    const link = found.getByRole('link', { name: '测试县2025年安全生产监督检查计划（新窗口打开）' })
    await link.waitFor()
    expect(await found.getAttribute('aria-live')).toBe('polite')
    // Letters that follow each other quickly are one question.
    expect(asked).toHaveLength(1)
    const [opened] = await Promise.all([context.waitForEvent('page'), link.click()])
    await opened.waitForURL(/\/test-bureau\/content\/20261123-\d+\.html$/)
    await page.getByLabel('信息的名称').fill('')
    await found.waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
    await context.close()
  })
})
