import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne } from '#record/record.fixture.ts'
import { browserWanted, openBrowser } from '../../../test/setup/browser.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { htmlFaults, lookFaults } from '../pages.fixture.ts'
import { columnHeads } from './layout.ts'
import { standCatalog } from './stand.fixture.ts'
import { showAbsence } from './store.ts'

let p: TestPortal
let address: string
const base = '/jiaozuo/catalog/disaster-relief'
const keys: string[] = []

beforeAll(async () => {
  p = await makeTestPortal()
  const { house } = p.t
  address = await publishOne(house, { body: 3, kind: 'catalog', title: '焦作市应急管理局救灾领域基层政务公开标准目录', columns: ['catalog'] }) // prettier-ignore
  await publishOne(house, {
    body: 3,
    title: '关于印发《救灾款物管理办法》的通知',
    issuedOn: '2026-11-18',
    catalogItems: ['JZ-ZC-01', 'JZ-ZC-02'],
  })
  await publishOne(house, {
    body: 3,
    title: '迟到的规定',
    issuedOn: '2026-08-03',
    catalogItems: ['JZ-ZC-02'],
  })
  keys.push(...(await standCatalog(p.t, 3, address)))
  await house.db.transaction().execute(async trx => {
    await showAbsence(
      trx,
      1,
      {
        body: 3,
        field: 'disaster-relief',
        item: keys[4]!,
        year: null,
        kind: 'noDuty',
        reason: '由民政部门负责 <b>',
      },
      { by: '焦作市应急管理局政务公开机构', on: '2026-11-20', position: 1 },
    )
  })
  house.recordChanged()
})
afterAll(() => p.close())

const plain = (html: string) => html.replace(/<[^>]*>/g, '')
const pages = () => [`${base}.html`, `${base}/coverage.html`, `${base}/below.html`, `${base}/${keys[1]}.html`]

describe('公开的标准目录（390号附件的表，焦作 二(一)2）', () => {
  test('官方列次，按一级事项分行组；每行写明状态、件数、最近公开日期，没有的写明谁说的为什么', async () => {
    const { status, text } = await p.get(`${base}.html`)
    expect(status).toBe(200)
    const heads = [...text.matchAll(/<th scope="col"(?: class="level-1")?>([^<]*)<\/th>/g)].map(m => m[1])
    const guideline = guidelineOf('disaster-relief')
    // A table for every 一级事项, each with all the heads: one folds without the others.
    expect(heads).toEqual(guideline.level1Order.flatMap(() => [...columnHeads, '公开情况']))
    expect(text.match(/<details class="duty-group" open>/g)).toHaveLength(guideline.level1Order.length)
    for (const [n, level1] of guideline.level1Order.entries())
      expect(text).toContain(`<a href="#group-${n + 1}">${level1}</a>`)
    expect(text.match(/<th scope="rowgroup"/g)).toHaveLength(guideline.level1Order.length)
    const spans = [...text.matchAll(/rowspan="(\d+)"/gi)].map(m => Number(m[1])).reduce((a, b) => a + b, 0)
    expect(spans).toBe(text.match(/<th scope="row">/g)!.length)
    expect(plain(text)).toContain('逾期公开共 2 件')
    expect(text).toContain('由民政部门负责 &lt;b&gt;')
    expect(plain(text)).toContain('焦作市应急管理局政务公开机构')
    expect(text).toContain(`href="${base}/${keys[1]}.html"`)
    expect(text).toContain('■')
    expect(text).not.toContain('□')
  })

  test('每个事项都通到自己的页面：目录对它的规定一项不少，方框全列；没有公开的也不是空页', async () => {
    for (const key of keys) {
      const { status, text } = await p.get(`${base}/${key}.html`)
      expect([key, status]).toEqual([key, 200])
      const words = plain(text)
      for (const label of [
        '公开内容',
        '公开依据',
        '公开时限',
        '公开主体',
        '公开渠道和载体',
        '公开对象',
        '公开方式',
        '公开层级',
      ])
        expect(words, key).toContain(label)
    }
    expect(plain((await p.get(`${base}/${keys[0]}.html`)).text)).toMatch(/■政府网站 □政府公报/)
  })

  test('公布的目录的页面链到公开情况；没有目录的机关、没有的领域和事项、将来的年份都是404', async () => {
    expect((await p.get(address)).text).toContain(`href="${base}.html"`)
    for (const path of [
      '/henan/catalog/disaster-relief.html',
      '/jiaozuo/catalog/fire.html',
      '/jiaozuo/catalog/safety-production.html',
      `${base}/none.html`,
      `${base}/coverage.html?year=2099`,
      `${base}/${keys[1]}.html?month=13`,
    ])
      // prettier-ignore
      expect([path, (await p.get(path)).status]).toEqual([path, 404])
  })

  test('每一格都能打开：逐月、逐机关的链接都通到列出公文的页面，逾期的写明期限', async () => {
    for (const page of [`${base}/coverage.html`, `${base}/below.html`]) {
      const { text } = await p.get(page)
      const links = [...text.matchAll(new RegExp(`href="(${base}/key[^"]*)"`, 'g'))].map(m => m[1]!.replaceAll('&amp;', '&')) // prettier-ignore
      expect(links.length).toBeGreaterThan(5)
      for (const link of links.slice(0, 40)) expect([link, (await p.get(link)).status]).toEqual([link, 200])
    }
    const { text } = await p.get(`${base}/${keys[1]}.html?year=2026&month=11`)
    expect(plain(text)).toContain('共 2 件')
    expect(plain(text)).toMatch(/迟到的规定.*逾期公开/s)
    expect(plain((await p.get(`${base}/${keys[1]}.html?year=2026&month=10`)).text)).toContain(
      '没有公开的信息',
    )
  })

  test('XLSX、DOCX、CSV、JSON 与页面同列次；表格里没有公式', async () => {
    const xlsx = await fetch(`${p.url}${base}.xlsx`)
    const book = await readXlsx(new Uint8Array(await xlsx.arrayBuffer()))
    const sheet = book.sheets[0]!
    expect(sheet.rows[2]!.slice(0, 11)).toEqual([...columnHeads])
    expect(sheet.rows[4]![11]).toBe('逾期公开')
    expect(sheet.merges!.length).toBeGreaterThan(3)
    const csv = (await p.get(`${base}.csv`)).text
    expect(csv.split('\r\n')[0]!.replace('\ufeff', '').split(',').slice(0, 11)).toEqual([...columnHeads])
    const docx = await fetch(`${p.url}${base}.docx`)
    expect(
      Buffer.from(await docx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    const data = JSON.parse((await p.get(`${base}.json`)).text) as { items: Record<string, unknown>[] }
    expect(data.items[1]).toMatchObject({ state: 'late', published: 2, late_in_year: 1, national_codes: ['JZ-ZC-02'], last_published_on: '2026-11-22' }) // prettier-ignore
    expect(data.items.find(i => i['key'] === keys[4])!['not_applicable']).toMatchObject({ kind: 'noDuty' })
  })

  test('HTML 合乎规范', async () => {
    for (const path of pages()) expect(await htmlFaults(p, path)).toEqual([])
  })
})

describe.skipIf(!browserWanted)('标准目录的页面在浏览器里', { timeout: 240_000 }, () => {
  test('axe 没有问题，窄屏上页面本身不左右滚动，不用脚本', async () => {
    expect(await lookFaults(p, pages())).toEqual([])
  })

  test('宽屏上一屏看得到几个事项，表头滚动时留在视线里；一组收起只剩组名和状态；手机上每个事项一张短卡片', async () => {
    const browser = await openBrowser()
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, javaScriptEnabled: false })
      await page.goto(`${p.url}${base}.html`)
      const rows = page.locator('.duties tbody tr')
      expect(await rows.count()).toBe(20)
      for (const box of await rows.evaluateAll(all => all.map(r => r.getBoundingClientRect().height)))
        expect(box).toBeLessThan(300)
      const last = page.locator('.duty-group').first().locator('tbody tr').last()
      await last.scrollIntoViewIfNeeded()
      await last.evaluate(row => row.scrollIntoView({ block: 'start', behavior: 'instant' }))
      const head = page.locator('.duty-group').first().locator('thead th').first()
      expect(Math.round((await head.boundingBox())!.y)).toBe(0)
      await page.locator('.duty-group summary').first().click()
      expect(await last.isVisible()).toBe(false)
      expect(await page.locator('.duty-group h2').first().isVisible()).toBe(true)
      await page.setViewportSize({ width: 375, height: 800 })
      const card = page.locator('.duty-group').nth(1).locator('tbody tr').first()
      expect((await card.boundingBox())!.height).toBeLessThan(420)
      expect(await card.locator('th a').isVisible()).toBe(true)
      expect(await card.locator('.mark').isVisible()).toBe(true)
      expect(await card.locator('.at-item').first().isVisible()).toBe(false)
      await page.setViewportSize({ width: 1100, height: 1400 })
      await page.emulateMedia({ media: 'print' })
      const second = page.locator('.duty-group').nth(1)
      expect(await second.locator('thead th').first().isVisible()).toBe(true)
      expect(await second.locator('.at-item').first().isVisible()).toBe(true)
    } finally {
      await browser.close()
    }
  })
})
