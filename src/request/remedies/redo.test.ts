import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { readReply } from '../clock.ts'
import { emptyFile, makeRequestBench, ordinary, type RequestBench } from '../request.fixture.ts'
import { annualFigures } from '../statistics/annual.ts'
import { readCase } from '../store/cases.ts'
import { factsOf } from '../store/facts.ts'
import { readRemedy } from '../store/remedies.ts'
import { bodyById } from '../store/statistics.ts'
import { enterRemedy, performRemedy } from './actions.ts'
import { remedyWork } from './work.ts'

let bench: RequestBench
const day = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

let made = 0

/** A case answered on 2 March and taken to review on the 9th. */
async function contested(block = 'review') {
  day('2026-03-02')
  const [one] = await bench.register()
  await bench.reply(one!.subject)
  day('2026-03-09')
  const remedy = await enterRemedy(bench.t.house, bench.who.opennessOfficer, bench.bureau.bodyId, {
    block,
    request: (await readCase(bench.t.db, one!.subject))!.number,
    number: `测政复〔2026〕${++made}号`,
    authority: '测试县人民政府',
    receivedOn: '2026-03-09',
  })
  return { request: one!.subject, remedy: remedy.subject }
}
const go = (subject: number, verb: string, form: object, more: object = {}) =>
  performRemedy(bench.t.house, { subject, verb, actor: bench.who.opennessOfficer, form, ...more })
const corrected = {
  result: 'corrected',
  on: '2026-04-10',
  redo: true,
  redoFor: 'substance',
  toldOn: '2026-04-13',
}
const reading = async (request: number) =>
  readReply(await factsOf(bench.t.db, request), dayOf(bench.t.house.now()), bench.t.house.calendar())
const todo = async (who: 'opennessOfficer' | 'legalReviewer') =>
  (
    await remedyWork(bench.t.house).page('todo', bench.who[who], { after: null, limit: 100, light: null })
  ).map(row => ({ id: Number(row.id), step: row.step, dueOn: row.dueOn, address: row.address }))

describe('结果纠正，要求重新答复（复议法第六十四条、第七十七条，行诉法第七十条）', () => {
  test('结果纠正的，要写明是否要求重新答复；要求的，还要写原因和收到的日期；期限不早于收到', async () => {
    const { remedy } = await contested()
    day('2026-04-13')
    const said = async (form: object) => (await refusal(go(remedy, 'decide', form))).reasons.map(r => r.field)
    expect(await said({ result: 'corrected', on: '2026-04-10' })).toEqual(['redo'])
    expect(await said({ result: 'corrected', on: '2026-04-10', redo: true })).toEqual(['redoFor', 'toldOn'])
    expect(await said({ ...corrected, redoBy: '2026-04-13' })).toEqual(['redoBy'])
    expect(await said({ ...corrected, toldOn: '2026-04-09' })).toEqual(['toldOn'])
    expect(await said({ ...corrected, toldOn: '2026-04-20' })).toEqual(['toldOn'])
  })

  test('没有连到原申请的，先更正登记连上', async () => {
    day('2026-03-09')
    const loose = await enterRemedy(bench.t.house, bench.who.opennessOfficer, bench.bureau.bodyId, {
      block: 'review',
      number: `测政复〔2026〕${++made}号`,
      authority: '测试县人民政府',
      receivedOn: '2026-03-09',
    })
    day('2026-04-13')
    expect((await refusal(go(loose.subject, 'decide', corrected))).message).toContain('没有连到原申请')
    const { request } = await contested()
    day('2026-04-13')
    const { number, authority, procedure, receivedOn } = (await readRemedy(bench.t.db, loose.subject))!
    await go(
      loose.subject,
      'amend',
      {
        block: 'review',
        request: (await readCase(bench.t.db, request))!.number,
        number,
        authority,
        procedure,
        receivedOn,
      },
      { reason: '登记时漏填' },
    )
    await go(loose.subject, 'decide', corrected)
    expect((await readRemedy(bench.t.db, loose.subject))?.redo).toBe(true)
  })

  test('待办里先是答复，再是重新办理；期限自收到的次日起重新计算；表二只计第一次答复，表三计纠正', async () => {
    const { request, remedy } = await contested()
    expect(await todo('opennessOfficer')).toContainEqual({
      id: remedy,
      step: '待提交答复',
      dueOn: '2026-03-23',
      address: `/requests/remedies?at=${remedy}`,
    })
    const body = (await bodyById(bench.t.db, bench.bureau.bodyId))!
    const before = await annualFigures(bench.t.db, body, 2026)
    expect((await refusal(bench.go(request, 'redo', bench.who.opennessOfficer))).message).toContain(
      '没有登记要求本件重新答复',
    )
    day('2026-04-13')
    await go(remedy, 'decide', corrected)
    expect(await todo('opennessOfficer')).toContainEqual({
      id: remedy,
      step: '结果纠正，待重新办理原申请',
      dueOn: '2026-05-13',
      address: `/requests/${request}`,
    })
    expect((await todo('legalReviewer')).map(row => row.id)).not.toContain(remedy)

    await bench.go(request, 'redo', bench.who.opennessOfficer)
    expect((await todo('opennessOfficer')).map(row => row.id)).not.toContain(remedy)
    const row = (await readCase(bench.t.db, request))!
    expect(row).toMatchObject({
      state: 'handling',
      outcome: null,
      repliedOn: null,
      replyNumber: null,
      firstOutcome: 'O2',
      firstRepliedOn: '2026-03-02',
    })
    expect(await reading(request)).toMatchObject({ start: '2026-04-13', due: '2026-05-13', state: 'running' })
    const after = await annualFigures(bench.t.db, body, 2026)
    expect(after.table2).toEqual(before.table2)
    expect(after.table3.review[1]).toBe(before.table3.review[1]! + 1)
    expect(after.faults).toEqual([])
    expect(
      (await refusal(go(remedy, 'revise', { result: 'upheld', on: '2026-04-10' }, { reason: '登记错' })))
        .message,
    ).toContain('已经按这个结果重新办理')
  })

  test('决定定了期限的，以所定期限为准', async () => {
    const { request, remedy } = await contested('directSuit')
    day('2026-04-13')
    await go(remedy, 'decide', { ...corrected, redoBy: '2026-04-28' })
    await bench.go(request, 'redo', bench.who.opennessOfficer)
    expect(await reading(request)).toMatchObject({ due: '2026-04-28', unit: 'days', left: 15 })
    day('2026-04-29')
    expect((await reading(request))?.state).toBe('overdue')
  })

  test('内容违法被纠正的，同一结果和依据不能再批准，领导写明新的理由才行；答复书写明为何重新答复', async () => {
    const { request, remedy } = await contested()
    day('2026-04-13')
    await go(remedy, 'decide', corrected)
    await bench.go(request, 'redo', bench.who.opennessOfficer)
    const again = (answers: typeof ordinary) =>
      bench.go(request, 'propose', bench.who.opennessOfficer, {
        form: { answers, file: emptyFile, grounds: [], findings: '经重新检索，情况属实。' },
      })
    await again(ordinary)
    await bench.go(request, 'review', bench.who.legalReviewer)
    const refused = await refusal(bench.go(request, 'approve', bench.who.leader))
    expect(refused.message).toContain('不得以同一事实和理由')
    await bench.go(request, 'approve', bench.who.leader, { form: { despite: '有新的证据，见案卷。' } })
    await bench.go(request, 'deliver', bench.who.opennessOfficer, {
      form: { how: 'post', on: '2026-04-13', mailNumber: 'XA00000000041' },
    })
    expect((await readCase(bench.t.db, request))!).toMatchObject({
      state: 'replied',
      repliedOn: '2026-04-13',
    })
    expect((await reading(request))?.state).toBe('met')
  })
})
