import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { ticks } from '#kit/now.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { crowding } from '../../../test/setup/effort.ts'
import { makeWholeOffice, type TestOffice } from '../../../test/setup/office.ts'
import { makeCampaignBench, type CampaignBench } from './campaign.fixture.ts'
import { issuedDocuments } from './issued.fixture.ts'
import type { BulkDone, CampaignList, CampaignView, ItemPage, PreviewView, ReportView } from './views.ts'

let bench: CampaignBench
let office: TestOffice
let other: Bureau
let above: Bureau
const size = 10_000

beforeAll(async () => {
  bench = await makeCampaignBench()
  const { t, bureau, who } = bench
  other = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
  above = await makeBureau(t.db, 'city-bureau', '测试市应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: above.bodyId, ancestors: [above.bodyId] })
    .where('id', '=', bureau.bodyId)
    .execute()
  await issuedDocuments(t.db, { ...bureau, drafterId: who.drafter.staffId }, size - 1000)
  await issuedDocuments(
    t.db,
    { bodyId: bureau.bodyId, departmentId: bureau.otherDepartmentId, drafterId: who.drafter2.staffId },
    1000,
  )
  office = await makeWholeOffice(t)
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

async function call<T = Record<string, unknown>>(
  actor: Actor | null,
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
  key?: string,
) {
  const began = ticks()
  const answer = await office.call<T>(actor, method, url, payload, key ? { 'idempotency-key': key } : {})
  return { ...answer, took: ticks() - began }
}

let campaign = 0

test('一万件公文一次纳入：一条履历写明件数，几秒之内', async () => {
  const { who, t } = bench
  const before = await call<CampaignList>(who.opennessOfficer, 'GET', '/api/reexaminations')
  expect(before.body.bodies[0]).toMatchObject({ waiting: size, mayOpen: true })
  const form = { year: 2026, opinionsBy: '2026-03-31' }
  const opened = await call<{ subject: number }>(
    who.opennessOfficer,
    'POST',
    '/api/reexaminations',
    form,
    'open-key-1',
  )
  expect(opened.status).toBe(200)
  expect(opened.took / crowding()).toBeLessThan(20_000)
  campaign = opened.body.subject
  const events = await t.db
    .selectFrom('event')
    .select('payload')
    .where('subject_kind', '=', 'reexamination')
    .execute()
  expect(events).toHaveLength(1)
  expect(JSON.parse(events[0]!.payload)).toMatchObject({ data: { takenIn: size } })
})

test('一万件的清单分页、筛选、进度和结果都很快，部门只看到自己的', async () => {
  const { who, bureau } = bench
  const officer = who.opennessOfficer
  const at = (path: string) => `/api/reexaminations/${campaign}${path}`
  for (const path of [
    '/items',
    '/items?page=150',
    '/items?state=asked&attribute=withheld&q=99',
    '',
    '/report',
  ]) {
    await call(officer, 'GET', at(path))
    const answer = await call(officer, 'GET', at(path))
    expect(answer.status, path).toBe(200)
    expect(answer.took / crowding(), path).toBeLessThan(2000)
  }
  const all = await call<ItemPage>(officer, 'GET', at('/items'))
  expect(all.body.total).toBe(size)
  expect(all.body.rows).toHaveLength(50)
  const mine = await call<ItemPage>(who.departmentHead, 'GET', at('/items'))
  expect(mine.body.total).toBe(size - 1000)
  const elsewhere = await call<ItemPage>(
    who.departmentHead,
    'GET',
    at(`/items?department=${bureau.otherDepartmentId}`),
  )
  expect(elsewhere.body).toMatchObject({ total: 0, rows: [] })
  const head = await call<CampaignView>(who.departmentHead, 'GET', at(''))
  expect(head.body.departments.map(d => d.total)).toEqual([size - 1000])
  expect(head.body.campaign.total).toBe(size - 1000)
  expect((await call(who.departmentHead, 'GET', at('/report'))).status).toBe(404)
  const ids = await call<{ id: number }[]>(officer, 'GET', at('/ids?verb=remind'))
  expect(ids.body).toHaveLength(size)
})

test('别的机关看不到，看到的和不存在的一个样；上级机关只得到数字', async () => {
  const stranger = other.actors.opennessOfficer
  const item = (await bench.items(campaign))[0]!
  const paths = ['', '/items', '/ids?verb=decide', '/report', '/report.csv', '/items.csv']
  for (const path of paths) {
    const there = await call(stranger, 'GET', `/api/reexaminations/${campaign}${path}`)
    const nowhere = await call(stranger, 'GET', `/api/reexaminations/424242${path}`)
    expect(there.status, path).toBe(404)
    expect({ ...there.body, request: '' }).toEqual({ ...nowhere.body, request: '' })
  }
  const act = await call(stranger, 'POST', `/api/reexaminations/items/${item.id}/answer`, {
    reason: '理由',
    form: { opinion: 'open' },
  })
  expect(act.status).toBe(404)
  expect((await call(null, 'GET', `/api/reexaminations/${campaign}/items`)).status).toBe(401)
  for (const admin of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const)
    expect((await call(bench.who[admin], 'GET', `/api/reexaminations/${campaign}`)).status).toBe(404)

  const city = above.actors.opennessOfficer
  const list = await call<CampaignList>(city, 'GET', '/api/reexaminations')
  expect(list.body.below).toMatchObject([{ body: '测试县应急管理局', campaign: { total: size, decided: 0 } }])
  expect(list.body.campaigns).toEqual([])
  const report = await call<ReportView>(city, 'GET', `/api/reexaminations/${campaign}/report`)
  expect(report.body.takenIn).toBe(size)
  expect(report.text + list.text).not.toContain('关于演练事项')
  expect((await call(city, 'GET', `/api/reexaminations/${campaign}/items`)).status).toBe(404)
  expect((await call(city, 'GET', `/api/reexaminations/${campaign}`)).status).toBe(404)
  expect((await call(above.actors.drafter, 'GET', `/api/reexaminations/${campaign}/report`)).status).toBe(404)
})

test('成批提出意见和决定：预览、办理、逐件结果；没有请求标识的不收', async () => {
  const { who } = bench
  const items = (await bench.items(campaign)).slice(0, 100).map(i => ({ id: i.id, version: 1 }))
  const path = `/api/reexaminations/${campaign}`
  const bulk = { verb: 'answer', items, reason: '情势没有变化', form: { opinion: 'keep' } }
  expect((await call(who.departmentHead, 'POST', `${path}/bulk`, bulk)).status).toBe(422)
  const preview = await call<PreviewView>(who.departmentHead, 'POST', `${path}/preview`, bulk)
  expect(preview.body).toMatchObject({ ok: 100, blocked: 0 })
  const done = await call<BulkDone>(who.departmentHead, 'POST', `${path}/bulk`, bulk, 'bulk-key-1')
  expect(done.body.done).toHaveLength(100)
  expect(done.took / crowding()).toBeLessThan(30_000)
  const decide = {
    verb: 'decide',
    items: items.map(i => ({ id: i.id, version: 2 })),
    reason: '维持',
    form: { decision: 'keep', secretary: who.publisher.staffId },
  }
  const decided = await call<BulkDone>(who.opennessOfficer, 'POST', `${path}/bulk`, decide, 'bulk-key-2')
  expect(decided.body.done.length + decided.body.failed.length).toBe(100)
  expect(decided.body.failed.length).toBe(33)
  expect(decided.body.failed[0]!.reasons[0]).toMatchObject({ field: 'groundStands' })
  const tooMany = { ...bulk, items: Array.from({ length: 101 }, (_, i) => ({ id: i + 1 })) }
  const refused = await call<{ message: string }>(who.departmentHead, 'POST', `${path}/preview`, tooMany)
  expect(refused.status).toBe(422)
  expect(refused.body.message).toContain('一次最多办理100件')
})

test('导出清单：只含看得到的，公式变成文字，导出本身记入履历', async () => {
  const { who, t } = bench
  await t.db
    .updateTable('document')
    .set({ title: '=HYPERLINK("x")' })
    .where('id', '=', (await bench.items(campaign)).at(-1)!.document_id)
    .execute()
  const csv = await call(
    who.opennessOfficer,
    'GET',
    `/api/reexaminations/${campaign}/items.csv?state=asked&q=HYPERLINK`,
  )
  expect(csv.text.startsWith('\uFEFF标题,文号')).toBe(true)
  expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`)
  expect(csv.text.trim().split('\r\n')).toHaveLength(2)
  const last = await t.db
    .selectFrom('event')
    .select('payload')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  expect(JSON.parse(last!.payload)).toMatchObject({ verb: 'export', data: { count: 1 } })
  const report = await call(who.leader, 'GET', `/api/reexaminations/${campaign}/report.csv`)
  expect(report.text).toContain('纳入复查,10000')
  expect(office.complaints).toEqual([])
})
