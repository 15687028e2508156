import { describe, expect, test } from 'vitest'
import { nationalCalendar } from '#law/calendar.ts'
import type { DeadlineRule } from '../model.ts'
import { Coverage, dutiesOf, windowOf, type Absence } from './coverage.ts'

const days = (n: number): DeadlineRule => ({ kind: 'workingDays', n, from: 'formedOrChanged' })
const half: DeadlineRule = { kind: 'periodic', months: 6 }
const rules: (DeadlineRule | null)[] = [days(20), half, { kind: 'asProgresses' }, null]
const make = () =>
  new Coverage({
    rules,
    bodies: 2,
    year: 2024,
    lastDay: (day, n) => nationalCalendar().addWorkingDays(day, n),
  })
const absence: Absence = { by: '公开审查员', on: '2024-02-01', reason: '本单位无此职能' }

describe('目录项覆盖率（焦作 二(一)2；390号 一(三)）', () => {
  test('20个工作日：第20天公开是按期，第21天是逾期（跨中秋、国庆调休）', () => {
    // Formed on 2024-09-10: the 20th working day is 2024-10-14.
    const coverage = make()
    coverage.add(0, 0, '2024-10-14', '2024-09-10')
    expect(coverage.item(0, 0, '2024-12-31')).toBe('met')
    coverage.add(0, 0, '2024-10-15', '2024-09-10')
    expect(coverage.month(0, 0, 10, '2024-12-31')).toBe('late')
    expect(coverage.item(0, 0, '2024-12-31')).toBe('late')
    expect(coverage.counts(0, 0, 10)).toEqual({ published: 2, late: 1 })
  })

  test('不知道形成日期的不算逾期；别的年份、别的机关不算数', () => {
    const coverage = make()
    coverage.add(0, 0, '2024-05-01', null)
    coverage.add(1, 0, '2023-05-01', null)
    expect([coverage.item(0, 0, '2024-06-01'), coverage.item(1, 0, '2024-06-01')]).toEqual(['met', 'empty'])
  })

  test('半年一次：期内待公开，过期没有是超期，期内任何一个月公开即可', () => {
    expect([1, 6, 7, 12].map(m => windowOf(half, m))).toEqual([{ from: 1, to: 6 }, { from: 1, to: 6 }, { from: 7, to: 12 }, { from: 7, to: 12 }]) // prettier-ignore
    const coverage = make()
    expect(coverage.month(0, 1, 6, '2024-06-30')).toBe('due')
    expect(coverage.month(0, 1, 6, '2024-07-01')).toBe('overdue')
    expect(coverage.month(0, 1, 12, '2024-06-30')).toBe('quiet')
    expect(coverage.item(0, 1, '2024-07-01')).toBe('overdue')
    coverage.add(0, 1, '2024-02-29', null)
    expect(coverage.month(0, 1, 6, '2024-07-01')).toBe('quiet')
    expect(coverage.item(0, 1, '2024-07-01')).toBe('due')
    coverage.add(0, 1, '2024-08-01', null)
    expect(coverage.item(0, 1, '2024-12-31')).toBe('met')
  })

  test('不适用要有人说明；说了不适用又公开了，仍算公开', () => {
    const coverage = make()
    expect(coverage.item(0, 2, '2024-12-31')).toBe('empty')
    expect(coverage.item(0, 2, '2024-12-31', absence)).toBe('notApplicable')
    coverage.add(0, 2, '2024-03-01', null)
    expect(coverage.item(0, 2, '2024-12-31', absence)).toBe('met')
  })

  test('一件信息可以满足几个事项；待办按期限先后', () => {
    const coverage = make()
    for (const item of [0, 3]) coverage.add(0, item, '2024-01-05', null)
    expect(dutiesOf(coverage, 0, rules, '2024-08-01')).toEqual([
      { item: 1, state: 'overdue', dueOn: '2024-06-30' },
      { item: 1, state: 'due', dueOn: '2024-12-31' },
      { item: 2, state: 'empty', dueOn: null },
    ])
    expect(dutiesOf(coverage, 0, rules, '2024-08-01', new Map([[2, absence], [1, absence]]))).toEqual([]) // prettier-ignore
  })
})
