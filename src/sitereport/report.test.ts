import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { performPosting } from '#posting/actions.ts'
import { leftToFill } from '#posting/model.ts'
import { readPosting } from '#posting/store.ts'
import { publish, reserveAddress } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import { makeEntry } from '#record/model.ts'
import { recordPages } from '#record/portal.tsx'
import { append } from '#record/record.fixture.ts'
import { makeRequestBench, type RequestBench } from '#request/request.fixture.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { htmlFaults } from '../../test/setup/html.ts'
import { makeOffice, type TestOffice } from '../../test/setup/office.ts'
import { makeWeb, type Web } from '../../test/setup/web.ts'
import { siteReportRoutes } from './api.ts'
import { contentOf, siteReport } from './actions.ts'
import { columnHeads, rowsOf, tableHtml, type Row } from './model.ts'
import { siteReportPages, siteReportParts } from './portal.tsx'
import { siteReportWork } from './work.ts'

let bench: RequestBench
let other: Bureau
let office: TestOffice
let web: Web
const year = 2026

beforeAll(async () => {
  bench = await makeRequestBench('2026-03-02T09:00:00+08:00')
  const { t } = bench
  other = await makeBureau(t.db, 'biexian', '别县应急管理局')
  office = await makeOffice(siteReportRoutes(t.house))
  web = await makeWeb(t, { pages: [...recordPages(siteReportParts), ...siteReportPages] })
})
afterAll(async () => {
  await web.close()
  await office.close()
  await bench.t.close()
})

const bytesOf = async (path: string) => new Uint8Array(await (await fetch(web.url + path)).arrayBuffer())
const call = (actor: Actor, method: 'GET' | 'POST', url: string) =>
  office.call<{ message?: string; rows?: Row[] }>(actor, method, url)
const send = (actor = bench.who.opennessOfficer, of = year) =>
  call(actor, 'POST', `/api/site-reports/${of}/send`)
const report = () => siteReport(bench.t.house, bench.bureau.bodyId, year)
const valueOf = async (label: string) => (await report()).rows.find(r => r.label === label)?.value

async function publishOne(given: Partial<Parameters<typeof makeEntry>[0]>, again?: string): Promise<string> {
  const { t, bureau } = bench
  const address = await t.db.transaction().execute(async trx => {
    const entry = makeEntry({ title: '一件', issuers: ['测试县应急管理局'], html: '<p>正文。</p>', ...given })
    const address = again ?? (await reserveAddress(trx, 'test-bureau', '2026-03-02'))
    const event = await append(
      trx,
      bureau.bodyId,
      1,
      'publish',
      t.house.now(),
      publicationData(entry, address),
    )
    const note = again ? '更正。' : null
    await publish(trx, t.house, { entry, bodyId: bureau.bodyId, subjectId: 1, address, note, event })
    return address
  })
  t.house.recordChanged()
  return address
}

test('12号（2018）：数由公开记录、申请登记逐件算出，别的年份、迁入的历史、别的机关不算；不掌握的不猜', async () => {
  const { t } = bench
  await publishOne({ kind: 'news', columns: ['news'] })
  const notice = await publishOne({ kind: 'notice', columns: ['notice', 'safety'] })
  await publishOne({ kind: 'notice', columns: ['notice', 'safety'], title: '一件（更正）' }, notice)
  await publishOne({ kind: 'leader', columns: ['organization'] })
  await publishOne({ columns: ['interpretation'] })
  await publishOne({ columns: ['policy'], imported: true, originalPublishedOn: '2026-02-01' })
  await bench.register()
  t.setNow('2027-01-05T09:00:00+08:00')
  await publishOne({ kind: 'news', columns: ['news'] })
  expect(await valueOf('总数')).toBe('4')
  expect(await valueOf('政务动态信息更新量')).toBe('3')
  expect(await valueOf('概况类信息更新量')).toBe('1')
  expect(await valueOf('信息公开目录信息更新量')).toBe('1')
  expect(await valueOf('更正')).toBe('1')
  expect(await valueOf('解读信息发布总数')).toBe('1')
  expect(await valueOf('其中：通知公告')).toBe('1')
  expect(await valueOf('依申请公开：收到申请数量')).toBe('1')
  expect(await valueOf('依申请公开：网上收到数量')).toBe('0')
  expect(await valueOf('网站总访问量')).toBe('不统计')
  expect(await valueOf('安全检测评估次数')).toBe(leftToFill)
  const others = await siteReport(t.house, other.bodyId, year)
  expect(others.rows.find(r => r.label === '总数')?.value).toBe('0')
})

test('每条路由 × 每个角色：只有本机关公开工作机构看得到、送得出', async () => {
  expect(office.routes.map(r => `${r.method} ${r.url}`).sort()).toEqual([
    'GET /api/site-reports/:year',
    'POST /api/site-reports/:year/send',
  ])
  for (const [role, actor] of Object.entries(bench.who)) {
    const may = role === 'opennessOfficer'
    expect((await call(actor, 'GET', `/api/site-reports/${year}`)).status, role).toBe(may ? 200 : 403)
    if (!may) expect((await send(actor)).status, role).toBe(403)
  }
  expect((await call(bench.who.opennessOfficer, 'GET', '/api/site-reports/1999')).body.message).toContain(
    '2008年',
  )
  expect((await send(bench.who.opennessOfficer, 2027)).body.message).toContain('还没有过完')
})

const waiting = async (actor: Actor) =>
  (await siteReportWork(bench.t.house).page('todo', actor, { after: null, limit: 10, light: null })).map(
    ({ title, dueOn, light, address }) => ({ title, dueOn, light, address }),
  )

test('1月31日前要公布上一年度的报表：1月起列在网站主办机关公开工作机构的待办里，送出后不再催（国办函〔2018〕12号）', async () => {
  const { t, who } = bench
  const row = {
    title: '编报政府网站工作年度报表（2026年度）',
    dueOn: '2027-01-31',
    address: '/site-report?year=2026',
  }
  expect(await waiting(who.opennessOfficer)).toEqual([{ ...row, light: 'green' }])
  for (const [role, actor] of Object.entries(who))
    if (role !== 'opennessOfficer') expect(await waiting(actor), role).toEqual([])
  // Of a body that published nothing in that year nothing is asked.
  expect(await waiting(other.actors.opennessOfficer)).toEqual([])
  const now = t.house.now()
  t.setNow('2027-02-03T09:00:00+08:00')
  expect(await waiting(who.opennessOfficer)).toEqual([{ ...row, light: 'red' }])
  t.setNow('2026-12-31T09:00:00+08:00')
  expect(await waiting(who.opennessOfficer)).toEqual([])
  t.setNow(now.toISOString())
})

test('送成信息稿：没有填的送不了审；填好后由另一人审查公开；公开后要改走更正（条例第十七条）', async () => {
  const { t, who } = bench
  expect((await send()).status).toBe(200)
  expect(await waiting(who.opennessOfficer)).toEqual([])
  const { posting } = await report()
  const step = (verb: 'save' | 'submit' | 'publish' | 'amend', actor: Actor, more: object = {}) =>
    performPosting(t.house, { subject: posting!.id, verb, actor, ...more })
  await expect(step('submit', who.opennessOfficer)).rejects.toMatchObject({
    reasons: [expect.objectContaining({ text: expect.stringMatching(/还有\d+项没有填/) as string })],
  })
  // Counted again, it is the same draft.
  expect((await send()).status).toBe(200)
  expect((await report()).posting!.id).toBe(posting!.id)
  const { content } = (await readPosting(t.db, posting!.id))!
  await step('save', who.opennessOfficer, {
    form: { ...content, html: content.html.replaceAll(leftToFill, '无') },
  })
  await step('submit', who.opennessOfficer)
  expect((await send()).body.message).toContain('正在由另一人审查')
  await expect(step('publish', who.opennessOfficer, { form: { examined: true } })).rejects.toThrow('四眼')
  await step('publish', who.publisher, { form: { examined: true } })
  expect((await send()).body.message).toContain('先在信息发布里办理“更正”')
})

test('公布之后：首页有入口，报表页逐行一致，CSV、XLSX、JSON 与页面相同', async () => {
  const { address } = (await report()).posting!
  web.portal.changed()
  expect((await web.get('/test-bureau/disclosure/annual.html')).text).toContain(
    'href="/test-bureau/site-report.html">政府网站工作年度报表（2026年度）',
  )
  expect((await web.get('/biexian/disclosure/annual.html')).text).toContain(
    'href="/site-report.html">本站政府网站工作年度报表（2026年度）',
  )
  expect((await web.get('/')).text).toContain('政府网站工作年度报表（2026年度）')
  const page = (await web.get('/test-bureau/site-report.html')).text
  const shown = rowsOf(page)
  expect(shown.map(r => r.label)).toEqual((await report()).rows.map(r => r.label))
  expect(page).not.toContain(leftToFill)
  expect(await htmlFaults(page)).toEqual([])
  expect(page).toContain(`href="${address}"`)
  expect((await web.get('/site-report.html')).text).toContain('site-report/2026.xlsx')
  const json = JSON.parse((await web.get('/test-bureau/site-report/2026.json')).text) as {
    rows: Row[]
    url: string
  }
  expect(json.rows).toEqual(shown)
  expect(json.url).toBe(`http://zhaoming.test${address}`)
  const csv = (await web.get('/test-bureau/site-report/2026.csv')).text
  expect(csv.split('\r\n')[0]).toBe(columnHeads.join(','))
  expect(csv.trim().split('\r\n')).toHaveLength(shown.length + 1)
  const xlsx = await bytesOf('/test-bureau/site-report/2026.xlsx')
  const [sheet] = (await readXlsx(xlsx)).sheets
  expect(sheet!.rows.slice(3).map(r => String(r[1]))).toEqual(shown.map(r => r.label))
  for (const path of ['/test-bureau/site-report/2025.csv', '/nirgends/site-report.html'])
    expect((await web.get(path)).status, path).toBe(404)
  expect((await web.get('/biexian/site-report.html')).text).toContain('还没有公布过报表')
})

test('表写出去再读回来，一格不差；手改过的也读得出', () => {
  const rows: Row[] = [
    { group: '网站', label: '名称', value: '甲<乙>&"丙"', note: '' },
    { group: '网站', label: '网址', value: '0', note: '说明' },
    { group: '访问', label: '总量', value: '不统计', note: '没有' },
  ]
  expect(rowsOf(tableHtml(rows))).toEqual(rows)
  expect(rowsOf('<p>没有表</p>')).toEqual([])
  expect(contentOf({ year, title: '题', rows, toFill: 0, posting: null }).facts).toEqual({ 报表年度: '2026' })
})
