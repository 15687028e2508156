import type { Calendar } from '#law/calendar.ts'
import { dayNumber } from '#law/day.ts'
import { dayOf } from '#kit/now.ts'
import type { Timed } from '../store/read.ts'

/** 390号文四（一）5、条例第二十六条: twenty working days from issue to publication. */
export const publishWithin = 20

export type Timing = Timed & {
  readonly publishedOn: string
  readonly dueOn: string
  /** Working days from issue to publication, the day of issue not counted. */
  readonly took: number
  readonly onTime: boolean
  /** How late, in words; null when on time. Published on the weekend after the last day is late by days, not by working days. */
  readonly late: string | null
}

/** Reads the time each publication took; days outside the calendar are left out. */
export function timingsOf(rows: readonly Timed[], calendar: Calendar): Timing[] {
  return rows.flatMap(row => {
    const publishedOn = dayOf(row.published_at)
    if (row.issued_on < calendar.firstDay || publishedOn > calendar.lastDay || row.issued_on > publishedOn)
      return []
    const dueOn = calendar.addWorkingDays(row.issued_on, publishWithin)
    const over = calendar.workingDaysBetween(dueOn, publishedOn)
    return [
      {
        ...row,
        publishedOn,
        dueOn,
        took: calendar.workingDaysBetween(row.issued_on, publishedOn),
        onTime: publishedOn <= dueOn,
        late:
          publishedOn <= dueOn
            ? null
            : over > 0
              ? `超期 ${over} 个工作日`
              : `超期 ${daysBetween(dueOn, publishedOn)} 天`,
      },
    ]
  })
}

export type Summary = { readonly n: number; readonly onTime: number; readonly median: number }

/** Null where there is nothing to sum up. */
export function summaryOf(timings: readonly Timing[]): Summary | null {
  if (timings.length === 0) return null
  const took = timings.map(t => t.took).sort((a, b) => a - b)
  const middle = took.length >> 1
  const median = took.length % 2 === 1 ? took[middle]! : (took[middle - 1]! + took[middle]!) / 2
  return { n: timings.length, onTime: timings.filter(t => t.onTime).length, median }
}

/** 100 only when every one was on time, never rounded up to it. */
export function percent(part: number, whole: number): string {
  const exact = (part / whole) * 100
  return part === whole
    ? '100'
    : exact
        .toFixed(1)
        .replace(/^100\.0$/, '99.9')
        .replace(/\.0$/, '')
}

/** Calendar days from one day to a later one. */
function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}
