import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'
import { readXlsx } from 'hucre/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserWanted, openBrowser } from '../../test/setup/browser.ts'
import { turnValidities } from './actions.ts'
import { makeTestPortal, type TestPortal } from './portal.fixture.ts'
import { publishOne, withdrawOne } from './record.fixture.ts'

let p: TestPortal
let old: string
let now: string
let amended: string
let expiring: string
let resting: string

const clauses = (figure: string, extra = '') =>
  `<p>第一条　为规范烟花爆竹零售点布设，制定本办法。</p><p>第二条　零售点与学校的距离不得小于${figure}米。</p>${extra}<p>第三条　本办法自发布之日起施行。</p><p class="signatory">焦作市应急管理局</p>`

const normative = { body: 3, normative: true, validity: 'in-force' as const, columns: ['normative' as const] }

beforeAll(async () => {
  p = await makeTestPortal()
  const { house } = p.t
  old = await publishOne(house, {
    ...normative,
    title: '焦作市零售点布设办法',
    documentNumber: '焦应急规〔2020〕1号',
    unifiedNumber: 'JZGS-2020-1',
    writtenOn: '2020-05-01',
    html: clauses('100'),
  })
  now = await publishOne(house, {
    ...normative,
    title: '焦作市零售点布设管理办法',
    documentNumber: '焦应急规〔2026〕2号',
    unifiedNumber: 'JZGS-2026-2',
    writtenOn: '2026-11-20',
    expiresOn: '2027-01-20',
    html: clauses('150', '<p>第三条　零售点应当专人值守。</p>').replace('第三条　本办法', '第四条　本办法'),
    links: [{ relation: 'replaces', title: '焦应急规〔2020〕1号', address: old, on: '2026-11-22' }],
  })
  await publishOne(house, {
    ...normative,
    title: '焦作市零售点布设办法',
    documentNumber: '焦应急规〔2020〕1号',
    unifiedNumber: 'JZGS-2020-1',
    writtenOn: '2020-05-01',
    html: clauses('100'),
    address: old,
    note: '自2026-11-22起被焦应急规〔2026〕2号文件替代，同时废止。',
    repealedOn: '2026-11-22',
    links: [{ relation: 'replaced-by', title: '焦应急规〔2026〕2号', address: now, on: '2026-11-22' }],
  })
  amended = await publishOne(house, { ...normative, title: '焦作市应急物资办法', amendedOn: '2026-12-01' })
  expiring = await publishOne(house, {
    ...normative,
    title: '焦作市登记办法（试行）',
    expiresOn: '2026-11-30',
  })
  resting = await publishOne(house, {
    ...normative,
    title: '焦作市零售点检查细则',
    links: [{ relation: 'implements', title: '焦应急规〔2026〕2号', address: now }],
  })
})
afterAll(() => p.close())

const get = async (path: string) => {
  const answer = await p.get(path)
  return { ...answer, plain: answer.text.replace(/<[^>]*>/g, '') }
}
const compareOf = (address: string, other: string) =>
  `${address.replace('.html', '')}.compare.html?with=${/-(\d+)\.html$/.exec(other)![1]}`
const historyOf = (address: string, query = '') => `${address.replace('.html', '')}.history.html${query}`

const validate = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    'void-style': 'off',
    'tel-non-breaking': 'off',
    'long-title': 'off',
    'require-sri': 'off',
    'no-inline-style': 'error',
  },
})

describe('规范性文件的公开页面', () => {
  test('有规范性文件的机关，首页和政府信息公开页都能到规范性文件库；没有的不给空页的链接', async () => {
    const link = 'library.html"'
    for (const path of ['/', '/jiaozuo/', '/jiaozuo/disclosure/'])
      expect((await p.get(path)).text, path).toContain(link)
    const target = /href="([^"]*jiaozuo\/library\.html)"/.exec(
      (await p.get('/jiaozuo/disclosure/')).text,
    )![1]!
    expect((await p.get(target)).status).toBe(200)
    const { rows } = await sql<{ slug: string }>`select slug from record.body b where not exists (
      select 1 from record.current c where c.body_id = b.id and 'normative' = any(c.columns)) order by id limit 1`.execute(
      p.t.db,
    )
    for (const path of [`/${rows[0]!.slug}/`, `/${rows[0]!.slug}/disclosure/`])
      expect((await p.get(path)).text, path).not.toContain(link)
  })

  test('上海一（二）：废止的留在原址，页首写明并链到替代文件；替代文件写明替代了谁', async () => {
    const before = await get(old)
    expect(before.status).toBe(200)
    expect(before.plain).toContain('本件已废止（自 2026-11-22 起），仅供查考，不能作为办事依据。现行文件：')
    expect(before.text).toContain(`<a href="${now}">《焦作市零售点布设管理办法》</a>`)
    expect(before.text).toContain('"legislationLegalForce":"https://schema.org/NotInForce"')
    const after = await get(now)
    expect(after.text).toContain(`<a href="${old}">焦作市零售点布设办法</a>`)
    expect(after.plain).toContain('JZGS-2026-2')
    expect(after.text).toContain(compareOf(now, old))
  })

  test('实施关系从另一边的数据得出：被实施的文件的页面也列出', async () => {
    const { text } = await get(now)
    expect(text).toMatch(/<dt>实施文件<\/dt>/)
    expect(text).toContain(`<a href="${resting}">焦作市零售点检查细则</a>`)
  })

  test('吉林二（二）：条款有锚点，附在条首的段落上', async () => {
    const { text } = await get(now)
    expect(text).toMatch(/<p id="art-2">第二条/)
    expect(text).not.toContain('id="art-5"')
  })

  test('有效性按日期自己变：到期次日页面、列表、数据都是已失效', async () => {
    expect((await get(expiring)).text).toContain('现行有效')
    expect((await get('/jiaozuo/library.html')).plain).toContain('还有 8 天')
    p.t.setNow('2026-12-01T00:00:05+08:00')
    try {
      const page = await get(expiring)
      expect(page.plain).toContain('本件已失效（有效期至 2026-11-30）')
      expect((await get(amended)).plain).toContain('部分内容已修改')
      const turned = await p.t.db.transaction().execute(trx => turnValidities(trx, '2026-12-01'))
      p.t.house.recordChanged()
      expect(turned.map(t => [t.title, t.to]).sort()).toEqual([
        ['焦作市应急物资办法', 'amended'],
        ['焦作市登记办法（试行）', 'expired'],
      ])
      expect((await get('/jiaozuo/library.html')).plain).not.toContain('焦作市登记办法')
      expect((await get('/jiaozuo/library.html?validity=expired')).plain).toContain('焦作市登记办法')
    } finally {
      p.t.setNow('2026-11-22T09:30:00+08:00')
      await p.t.db.transaction().execute(async trx => {
        await trx
          .updateTable('record.current')
          .set({ validity: 'in-force', validity_on: '2026-11-22', turns_on: '2026-12-01' })
          .where('address', 'in', [amended, expiring])
          .execute()
      })
      p.t.house.recordChanged()
    }
  })

  test('新旧对照：逐条、逐字，两边都能打开；不相干的两件没有对照页', async () => {
    for (const path of [compareOf(now, old), compareOf(old, now)]) {
      const { status, text, plain } = await get(path)
      expect(status).toBe(200)
      expect(plain).toContain('修改1处，新增1处，条序变化1处；未改动2处。')
      expect(text).toContain('<del>100</del>')
      expect(text).toContain('<ins>150</ins>')
      expect(plain).toContain('第三条改为第四条')
      expect(text).toContain(`${old}#art-2`)
    }
    expect((await get(compareOf(now, amended))).status).toBe(404)
    expect((await get(compareOf(now, now))).status).toBe(404)
    expect((await get(now.replace('.html', '.compare.html'))).status).toBe(404)
  })

  test('版本与差异：列出每一版和说明；只改了有效性的，正文没有差别，信息变化逐项列出', async () => {
    const { status, plain, text } = await get(historyOf(old))
    expect(status).toBe(200)
    expect(plain).toContain('公开以来共 2 个版本')
    expect(plain).toContain('两个文本没有差别。')
    expect(text).toMatch(/<td[^>]*>废止日期<\/td><td[^>]*>—<\/td><td[^>]*>2026-11-22<\/td>/)
    expect(text).toContain('.json?revision=1')
    expect((await get(historyOf(now))).plain).toContain('公开以来共 1 个版本')
    for (const query of ['?from=2&to=1', '?from=1&to=9', '?from=1', '?from=x&to=2'])
      expect((await get(historyOf(old, query))).status, query).toBe(404)
  })

  test('规范性文件库：默认列在施行的，其他有效性、年份、机关、统一编号都能查到，一件不藏', async () => {
    const page = await get('/library.html')
    expect(page.plain).not.toContain('焦作市零售点布设办法')
    expect(page.plain).toContain('现行有效（含已修改）共 4 件')
    expect(page.text).toContain('/library.html?validity=repealed')
    expect((await get('/library.html?validity=all')).plain).toContain('全部共 5 件')
    expect((await get('/library.html?validity=repealed')).plain).toContain('已废止共 1 件')
    expect((await get('/library.html?validity=all&q=jzgs-2020')).plain).toContain('焦作市零售点布设办法')
    expect((await get('/library.html?validity=all&year=2020')).plain).toContain('全部共 1 件')
    expect((await get('/library.html?body=henan')).plain).toContain('河南省应急管理厅还没有公开')
    expect((await get('/library.html?q=%25')).plain).toContain('没有符合这些条件')
    expect((await get('/henan/library.html')).plain).toContain('还没有公开现行有效的行政规范性文件')
    for (const path of [
      '/library.html?validity=x',
      '/library.html?body=nobody',
      '/library.html?page=2',
      '/library.html?year=20',
    ])
      expect((await get(path)).status, path).toBe(404)
    const csv = await p.get('/jiaozuo/library.csv?validity=all')
    expect(csv.text.split('\r\n')).toHaveLength(7)
    expect(csv.text).toContain('已废止,焦作市零售点布设办法,JZGS-2020-1,')
    const json = await p.get('/jiaozuo/library.json?validity=all')
    const told = (JSON.parse(json.text) as { documents: { title: string }[] }).documents.map(d => d.title)
    expect(told).toEqual(csv.text.split('\r\n').slice(1, -1).map(line => line.split(',')[1])) // prettier-ignore
    expect((await p.get('/jiaozuo/library.json?validity=x')).status).toBe(404)
    const xlsx = await fetch(`${p.url}/jiaozuo/library.xlsx?validity=all`)
    const [sheet] = (await readXlsx(new Uint8Array(await xlsx.arrayBuffer()))).sheets
    expect(sheet!.rows.slice(3).map(row => row[1])).toEqual(told)
  })

  test('因隐私撤回的文件，别的页面上不再有它的标题', async () => {
    const secret = await publishOne(p.t.house, { ...normative, title: '某某人员名单管理办法' })
    const other = await publishOne(p.t.house, {
      ...normative,
      title: '焦作市名单细则',
      links: [{ relation: 'implements', title: '相关文件', address: secret }],
    })
    expect((await get(other)).plain).toContain('某某人员名单管理办法')
    await withdrawOne(p.t.house, secret, 3, true)
    for (const path of [other, other.replace('.html', '.json'), '/library.html?validity=all'])
      expect((await get(path)).text, path).not.toContain('某某人员')
    await withdrawOne(p.t.house, other, 3)
  })

  const kinds = () => [
    old,
    now,
    compareOf(now, old),
    historyOf(old),
    historyOf(now),
    '/library.html',
    '/jiaozuo/library.html?validity=all',
    '/henan/library.html',
  ]

  test('HTML 没有错误，站点标签齐全，不带脚本也完整', async () => {
    for (const path of kinds()) {
      const { text, status } = await get(path)
      expect(status, path).toBe(200)
      const report = await validate.validateString(text)
      expect(
        report.results.flatMap(r => r.messages.map(m => `${path} ${m.line}: ${m.ruleId} ${m.message}`)),
      ).toEqual([])
      for (const name of ['SiteName', 'SiteDomain', 'SiteIDCode'])
        expect(text.match(new RegExp(`<meta name="${name}"`, 'g')), `${path} ${name}`).toHaveLength(1)
    }
    expect(p.errors).toEqual([])
  })

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  test.skipIf(!browserWanted)(
    '无障碍（WCAG 2.2 AA）：宽屏、窄屏、长者方式都没有问题，窄屏不横向滚动',
    async () => {
      const browser = await openBrowser()
      try {
        for (const [mode, width] of [
          ['', 1280],
          ['', 375],
          ['elder', 375],
        ] as const) {
          const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true })
          if (mode) await context.addCookies([{ name: 'zm', value: mode, url: p.url }])
          const page = await context.newPage()
          for (const path of kinds()) {
            await page.goto(p.url + path)
            await page.evaluate(axe)
            const found = await page.evaluate(async () => {
              const { axe } = window as unknown as {
                axe: {
                  run(
                    d: Document,
                    o: object,
                  ): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>
                }
              }
              const values = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
              const result = await axe.run(document, {
                runOnly: { type: 'tag', values },
                rules: { 'target-size': { enabled: true } },
              })
              return result.violations.map(
                v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`,
              )
            })
            expect(found, `${path} ${mode} ${width}`).toEqual([])
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
            expect(wide, `${path} ${width}`).toBeLessThanOrEqual(0)
          }
          await context.close()
        }
      } finally {
        await browser.close()
      }
    },
    480_000,
  )
})
