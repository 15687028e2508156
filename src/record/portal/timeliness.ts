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

/** The time from one day to another; null where the calendar does not know them. */
function timeOf(issuedOn: string, publishedOn: string, calendar: Calendar) {
  if (issuedOn < calendar.firstDay || publishedOn > calendar.lastDay || issuedOn > publishedOn) return null
  const dueOn = calendar.addWorkingDays(issuedOn, publishWithin)
  const took = calendar.workingDaysBetween(issuedOn, publishedOn)
  return { dueOn, took, onTime: publishedOn <= dueOn }
}

/** Reads the time each publication took; days outside the calendar are left out. */
export function timingsOf(rows: readonly Timed[], calendar: Calendar): Timing[] {
  return rows.flatMap(row => {
    const publishedOn = dayOf(row.published_at)
    const time = timeOf(row.issued_on, publishedOn, calendar)
    if (!time) return []
    const { dueOn } = time
    const over = calendar.workingDaysBetween(dueOn, publishedOn)
    return [
      {
        ...row,
        ...time,
        publishedOn,
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

type Time = Pick<Timing, 'took' | 'onTime'> & { readonly n?: number }

/** Null where there is nothing to sum up. `n`: so many took that time. */
export function summaryOf(times: readonly Time[]): Summary | null {
  const n = times.reduce((sum, t) => sum + (t.n ?? 1), 0)
  if (n === 0) return null
  const byTook = [...times].sort((a, b) => a.took - b.took)
  const at = (place: number) => {
    let before = 0
    return byTook.find(t => (before += t.n ?? 1) > place)!.took
  }
  const median = (at((n - 1) >> 1) + at(n >> 1)) / 2
  return { n, onTime: times.reduce((sum, t) => sum + (t.onTime ? (t.n ?? 1) : 0), 0), median }
}

/** The same from pairs of days with how often each occurs. */
export const summaryOfTimes = (
  pairs: readonly { readonly issuedOn: string; readonly publishedOn: string; readonly n: number }[],
  calendar: Calendar,
): Summary | null =>
  summaryOf(
    pairs.flatMap(({ issuedOn, publishedOn, n }) => {
      const time = timeOf(issuedOn, publishedOn, calendar)
      return time ? [{ ...time, n }] : []
    }),
  )

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
