import { z } from 'zod'
import { kindLabels, type Kind } from './model.ts'
import { orderStateLabels, orderStates } from './workflow.ts'

/** What the orders may be asked for: by their screen, and by who takes them out as a table (19号文 the self-check of a quarter). */

export const periods = {
  quarter: '本季度',
  lastQuarter: '上季度',
  year: '今年',
  lastYear: '去年',
} as const
export type Period = keyof typeof periods

const keysOf = <T extends object>(o: T) => Object.keys(o) as [keyof T & string, ...(keyof T & string)[]]

export const orderFilters = z.object({
  state: z.enum(orderStates, '没有这个状态。').optional(),
  kind: z.enum(keysOf(kindLabels), '没有这类问题。').optional(),
  /** When they were found. */
  period: z.enum(keysOf(periods), '没有这个期间。').optional(),
})
export type OrderFilters = z.infer<typeof orderFilters>

/** First day and the first day after of a period, on a civil day of Asia/Shanghai. */
export function spanOfPeriod(
  period: Period,
  today: string,
): { readonly from: string; readonly until: string } {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const first = (months: number) => {
    const count = year * 12 + months
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-01`
  }
  const quarter = Math.floor((month - 1) / 3) * 3
  switch (period) {
    case 'quarter':
      return { from: first(quarter), until: first(quarter + 3) }
    case 'lastQuarter':
      return { from: first(quarter - 3), until: first(quarter) }
    case 'year':
      return { from: first(0), until: first(12) }
    case 'lastYear':
      return { from: first(-12), until: first(0) }
  }
}

/** The conditions in words, as they stand in the sheet and as the auditor reads them. */
export function conditionsOf({ state, kind, period }: OrderFilters, today: string): string {
  const span = period && spanOfPeriod(period, today)
  const words = [
    state && `状态：${orderStateLabels[state]}`,
    kind && `问题：${kindLabels[kind as Kind]}`,
    span && `发现日期：${span.from}起，${span.until}以前`,
  ].filter(Boolean)
  return words.length > 0 ? words.join('；') : '全部'
}
