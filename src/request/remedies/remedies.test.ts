import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { makeRequestBench, type RequestBench } from '../request.fixture.ts'
import { annualFigures } from '../statistics/annual.ts'
import { readCase } from '../store/cases.ts'
import { bodyById } from '../store/statistics.ts'
import { readRemedy } from '../store/remedies.ts'
import { enterRemedy, performRemedy, stateOf } from './actions.ts'
import { readDefence } from './clock.ts'

let bench: RequestBench
const day = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const base = {
  block: 'review',
  number: '测政复〔2026〕1号',
  authority: '测试县人民政府',
  receivedOn: '2026-03-02',
}
const enter = (form: object = {}, actor = bench.who.opennessOfficer) =>
  enterRemedy(bench.t.house, actor, bench.bureau.bodyId, { ...base, ...form })
const go = (subject: number, verb: string, form: object, more: object = {}) =>
  performRemedy(bench.t.house, { subject, verb, actor: bench.who.legalReviewer, form, ...more })
const clock = async (id: number) =>
  readDefence((await readRemedy(bench.t.db, id))!, dayOf(bench.t.house.now()), bench.t.house.calendar())

test('复议法第四十八条、第五十四条：简易程序5个工作日、普通程序10个工作日答复；行诉法第六十七条：15日答辩；都从次日起算', async () => {
  const simple = await enter({ number: '测政复〔2026〕2号', procedure: 'simple' })
  const ordinary = await enter({ number: '测政复〔2026〕3号', procedure: 'ordinary' })
  expect((await clock(simple.subject))?.due).toBe('2026-03-09')
  expect((await clock(ordinary.subject))?.due).toBe('2026-03-16')
  day('2026-03-10')
  expect((await clock(simple.subject))?.state).toBe('overdue')
  await go(ordinary.subject, 'defend', { on: '2026-03-10' })
  expect((await clock(ordinary.subject))?.state).toBe('met')
  const suit = await enter({ block: 'directSuit', number: '（2026）测行初1号', authority: '测试县人民法院' })
  // Fifteen days of the calendar, rest days included.
  expect((await clock(suit.subject)).due).toBe('2026-03-17')
  day('2026-03-02')
})

test('30号（2021）第三部分：结果计入年度报告表三当年，没有结案的计入尚未审结，下一年再出现', async () => {
  day('2026-06-01')
  const body = (await bodyById(bench.t.db, bench.bureau.bodyId))!
  const before = (await annualFigures(bench.t.db, body, 2026)).table3.review
  const one = await enter({ number: '测政复〔2026〕9号' })
  expect((await annualFigures(bench.t.db, body, 2026)).table3.review[3]).toBe(before[3]! + 1)
  expect((await annualFigures(bench.t.db, body, 2027)).table3.review[3]).toBe(before[3]! + 1)
  await go(one.subject, 'decide', { result: 'corrected', on: '2026-06-01', redo: false })
  const after = await annualFigures(bench.t.db, body, 2026)
  expect(after.table3.review[1]).toBe(before[1]! + 1)
  expect(after.faults).toEqual([])
  expect(stateOf((await readRemedy(bench.t.db, one.subject))!)).toBe('decided')
  day('2026-03-02')
})

test('登记与原申请相连；没有的编号、没到的日期、重复的案号，一次说全', async () => {
  const [one] = await bench.register()
  await bench.reply(one!.subject)
  const { number } = (await readCase(bench.t.db, one!.subject))!
  const made = await enter({ request: number, number: '测政复〔2026〕20号' })
  expect((await readRemedy(bench.t.db, made.subject))?.requestNumber).toBe(number)
  const said = await refusal(
    enter({ request: '没有的编号', receivedOn: '2026-12-01', number: '测政复〔2026〕20号' }),
  )
  expect(said.reasons.map(r => r.field)).toEqual(['receivedOn', 'request', 'number'])
  const early = await refusal(go(made.subject, 'defend', { on: '2026-03-01' }))
  expect(early.message).toContain('早于收到副本的日期')
})

test('更正须写理由，改动前后留在履历；结案以后不能再登记答复', async () => {
  const made = await enter({ number: '测政复〔2026〕30号' })
  const form = { ...base, number: '测政复〔2026〕31号', procedure: 'simple' }
  expect((await refusal(go(made.subject, 'amend', form))).message).toContain('理由')
  await go(made.subject, 'amend', form, { reason: '案号抄错' })
  const event = await bench.t.db
    .selectFrom('event')
    .select('payload')
    .where('subject_kind', '=', 'request-remedy')
    .where('subject_id', '=', made.subject)
    .where('verb', '=', 'amend')
    .executeTakeFirstOrThrow()
  expect(JSON.parse(event.payload)).toMatchObject({
    data: { before: { number: '测政复〔2026〕30号' }, after: { number: '测政复〔2026〕31号' } },
  })
  await go(made.subject, 'decide', { result: 'upheld', on: '2026-03-02' })
  expect((await refusal(go(made.subject, 'defend', { on: '2026-03-02' }))).code).toBe('not-now')
})

test('别的机关、三员、业务部门看不到，也登记不了', async () => {
  const made = await enter({ number: '测政复〔2026〕40号' })
  const { drafter, systemAdmin, securityAdmin, auditAdmin, publisher, leader } = bench.who
  for (const actor of [drafter, systemAdmin, securityAdmin, auditAdmin, publisher]) {
    const verb = performRemedy(bench.t.house, {
      subject: made.subject,
      verb: 'defend',
      actor,
      form: { on: '2026-03-02' },
    })
    expect((await refusal(verb)).code).toBe('not-found')
    expect((await refusal(enter({ number: '甲' }, actor))).code).toBe('forbidden')
  }
  expect((await refusal(enter({ number: '乙' }, leader))).code).toBe('forbidden')
})
