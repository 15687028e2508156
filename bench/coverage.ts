import { Coverage, dutiesOf } from '#catalog/rules/coverage.ts'
import type { DeadlineRule } from '#catalog/model.ts'
import { guidelineOf } from '#catalog/guideline/guidelines.ts'
import { ticks } from '#kit/now.ts'
import { nationalCalendar } from '#law/calendar.ts'
import type { Figure } from './figure.ts'

const bodies = 3000
const publications = 5_000_000
const seconds = (ms: number) => Number((ms / 1000).toFixed(3))

/** 目录覆盖率: the computation itself over the publications of a year; reading them from the database is not part of it. */
export async function bench(): Promise<Figure[]> {
  const rules: (DeadlineRule | null)[] = (['safety-production', 'disaster-relief'] as const).flatMap(name =>
    guidelineOf(name).items.map(i => i.deadlineRule),
  )
  const days = Array.from({ length: 366 }, (_, i) => {
    const date = new Date(Date.UTC(2024, 0, 1 + i))
    return date.toISOString().slice(0, 10)
  })
  const calendar = nationalCalendar()
  let state = 390
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
  const facts = Uint32Array.from({ length: publications * 4 }, (_, i) =>
    i % 4 === 0 ? next(bodies) : i % 4 === 1 ? next(rules.length) : i % 4 === 2 ? next(330) : next(36),
  )
  const began = ticks()
  const coverage = new Coverage({
    rules,
    bodies,
    year: 2024,
    lastDay: (d, n) => calendar.addWorkingDays(d, n),
  })
  for (let i = 0; i < facts.length; i += 4)
    coverage.add(facts[i]!, facts[i + 1]!, days[facts[i + 2]! + facts[i + 3]!]!, days[facts[i + 2]!]!)
  let late = 0
  for (let body = 0; body < bodies; body++)
    for (let item = 0; item < rules.length; item++) {
      if (coverage.item(body, item, '2024-12-31') === 'late') late++
      for (let month = 1; month <= 12; month++) coverage.month(body, item, month, '2024-12-31')
    }
  const full = ticks() - began
  if (late === 0) throw new Error('没有算出一个逾期，测量无效')
  const then = ticks()
  dutiesOf(coverage, 7, rules, '2024-12-31')
  const one = ticks() - then
  return [
    {
      name: '目录覆盖率：3,000个机关×48项×12个月（计算部分）',
      value: seconds(full),
      unit: '秒',
      detail: '5,000,000件公开信息，逐件算逾期，再算出每一格；不含从数据库读取',
      target: { at: 'most', value: 60 },
    },
    {
      name: '一个机关的待办公开义务（计算部分）',
      value: seconds(one),
      unit: '秒',
      detail: '48项×12个月',
      target: { at: 'most', value: 1 },
    },
  ]
}
