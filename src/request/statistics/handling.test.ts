import { afterAll, beforeAll, expect, test } from 'vitest'
import { importHistory } from '../actions/history.ts'
import { readHistory } from '../history.ts'
import { makeRequestBench, ordinary, type RequestBench } from '../request.fixture.ts'
import { handledLines } from './handled.ts'
import { handlingLists, handlingOf, linesOf, outcomeGroups } from './handling.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

const lines = (year = 2026) => handledLines(bench.t.house, bench.bureau.bodyId, year)

test('没有办过申请的一年：都是0，没有平均数', async () => {
  expect(handlingOf(await lines(2020))).toMatchObject({ days: null, score: null, counts: { decided: 0 } })
})

test('条例第三十三条：按各自的期限判断按时、超期，撤回的、历史登记的不判断；结果、评价各计各的，每个数点得开', async () => {
  const { t, who } = bench
  const [soon, late, open, gone] = [
    (await bench.register())[0]!,
    (await bench.register())[0]!,
    (await bench.register())[0]!,
    (await bench.register())[0]!,
  ]
  await bench.go(gone.subject, 'cancel', who.opennessOfficer, { reason: '撤回', form: { on: '2026-03-02' } })
  t.setNow('2026-03-09T09:00:00+08:00')
  await bench.reply(soon.subject)
  t.setNow('2026-04-20T09:00:00+08:00')
  await bench.reply(late.subject, { ...ordinary, nature: 'publication' })
  await t.db.updateTable('request').set({ satisfaction: 2 }).where('id', '=', late.subject).execute()
  await t.db
    .updateTable('request')
    .set({ outcome: 'O2', report_row: 'r3.1' })
    .where('id', '=', open.subject)
    .execute()
  const past = readHistory(
    [
      ['登记编号', '申请人类型', '申请内容', '收到日期', '办结日期', '办理结果'],
      ['旧1', '自然人', '某项信息', '2025-12-01', '2026-02-27', 'r3.1'],
    ],
    '2026-04-20',
  )
  await importHistory(t.house, bench.bureau.bodyId, past.cases, '旧.csv', '运维人员')

  const all = await lines()
  const { counts, days, outcomes, score } = handlingOf(all)
  expect(counts).toEqual({
    ...{ decided: 4, onTime: 1, late: 1, unjudged: 2 },
    ...{ overdue: 1, scored: 1, dissatisfied: 1 },
  })
  // From 3 March to 9 March five working days; to 20 April thirty-four, 清明节 on Monday 6 April taken off.
  expect(days).toEqual({ average: 19.5, median: 19.5, longest: 34 })
  expect(score).toBe(2)
  expect(linesOf(all, 'overdue').map(l => l.id)).toEqual([open.subject])
  expect(linesOf(all, 'late').map(l => l.id)).toEqual([late.subject])
  for (const of of handlingLists) expect(linesOf(all, of), of).toHaveLength(counts[of])
  for (const { id, n } of outcomes) expect(linesOf(all, id), id).toHaveLength(n)
  expect(outcomes.reduce((sum, o) => sum + o.n, 0)).toBe(counts.decided)
  expect(outcomes.map(o => o.label)).toEqual(outcomeGroups.map(g => g.label))
  expect(Object.fromEntries(outcomes.map(o => [o.label, o.n]))).toEqual({
    ...{ 予以公开: 2, 部分公开: 0, 不予公开: 0, 无法提供: 0 },
    ...{ 不予处理: 1, 其他处理: 1 },
  })
})
