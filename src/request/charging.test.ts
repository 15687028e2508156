import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal } from '../document/journey.fixture.ts'
import { readReply } from './clock.ts'
import { feeNoticeOf } from './facts.ts'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'
import { readCase } from './store/cases.ts'
import { addFact, factsOf } from './store/facts.ts'
import { stateOf } from './letters/workflow.ts'
import { lettersOf } from './store/letters.ts'
import { requestWork } from './work.ts'

let bench: RequestBench
const day = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

async function handed(change: object = {}): Promise<number> {
  day('2026-03-02')
  const [one] = await bench.register(change)
  await bench.go(one!.subject, 'handOut', bench.who.opennessOfficer, {
    form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
  })
  return one!.subject
}
const charge = (id: number, form: object = {}) =>
  bench.go(id, 'charge', bench.who.opennessOfficer, {
    form: { method: 'byVolume', count: 101, on: '2026-03-04', payTo: '到政务大厅缴纳', ...form },
  })
const stepOf = async (id: number) =>
  (
    await requestWork(bench.t.house).page('todo', bench.who.opennessOfficer, {
      after: null,
      limit: 200,
      light: null,
    })
  ).find(row => row.id === String(id))?.step

test('109号第五条：当场阅读、抄录的，没有复制、发送信息，不能按量计收', async () => {
  const id = await handed({ carrier: 'read', delivery: 'onTheSpot' })
  day('2026-03-04')
  expect((await refusal(charge(id))).message).toContain('不能按量计收')
})

test('109号第三条、第七条：收费通知由领导撤回，期限没有因收费中断，写错的可以重新发出；记下当时的数额', async () => {
  const id = await handed()
  day('2026-03-04')
  await charge(id)
  expect(feeNoticeOf(await factsOf(bench.t.db, id))).toMatchObject({ amount: 720, count: 101 })
  const officer = await refusal(
    bench.go(id, 'waiveFee', bench.who.opennessOfficer, { form: { on: '2026-03-04' }, reason: '页数数错' }),
  )
  expect(officer.code).toBe('forbidden')
  day('2026-03-10')
  const early = bench.go(id, 'waiveFee', bench.who.leader, { form: { on: '2026-03-03' }, reason: '数错' })
  expect((await refusal(early)).message).toContain('早于收费通知的日期')
  await bench.go(id, 'waiveFee', bench.who.leader, { form: { on: '2026-03-10' }, reason: '页数数错' })
  const facts = await factsOf(bench.t.db, id)
  expect((await readCase(bench.t.db, id))!.state).toBe('handling')
  expect(feeNoticeOf(facts)).toBeNull()
  expect((await lettersOf(bench.t.db, id)).filter(l => l.form === 'fee').map(stateOf)).toEqual(['dropped'])
  expect(readReply(facts, '2026-03-10', bench.t.house.calendar())?.due).toBe('2026-03-30')
  await charge(id, { count: 68, on: '2026-03-10' })
  expect(feeNoticeOf(await factsOf(bench.t.db, id))?.amount).toBe(380)
})

test('109号第六条：申请人在网上确认收到收费通知的，这一天为收到之日，工作人员登记后起算', async () => {
  const id = await handed()
  day('2026-03-04')
  await charge(id)
  expect(await stepOf(id)).toBe('待登记申请人收到收费通知')
  day('2026-03-06')
  const from = await addFact(bench.t.db as never, {
    requestId: id,
    kind: 'note',
    on: '2026-03-06',
    data: { from: 'applicant', about: 'acknowledge' },
    by: null,
    at: bench.t.house.now(),
  })
  expect(await stepOf(id)).toBe('申请人确认收到收费通知，待登记')
  day('2026-03-09')
  await bench.go(id, 'acknowledgeFee', bench.who.opennessOfficer, { form: { from } })
  expect(feeNoticeOf(await factsOf(bench.t.db, id))?.receivedOn).toBe('2026-03-06')
})

test('第四十三条：申请人在审核、批准时来信、撤回的，经办人的待办里看得到', async () => {
  const id = await handed()
  await bench.t.db.updateTable('request').set({ state: 'drafted' }).where('id', '=', id).execute()
  expect(await stepOf(id)).toBeUndefined()
  await addFact(bench.t.db as never, {
    requestId: id,
    kind: 'note',
    on: '2026-03-02',
    data: { from: 'applicant', about: 'withdraw' },
    by: null,
    at: bench.t.house.now(),
  })
  expect(await stepOf(id)).toBe('申请人提出撤回')
})
