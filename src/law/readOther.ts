import { accountOf } from './account.ts'
import type { Period } from './clock.ts'
import { addDays, daysBetween, momentOfSeconds, secondsOf, yearOf } from './day.ts'
import type { Day, Moment } from './day.ts'
import { adviceFor, includes, momentOfEvent, stateOf } from './plan.ts'
import type { Case, Measured } from './plan.ts'
import type { Reading } from './reading.ts'

const pad = (n: number) => String(n).padStart(2, '0')

/** What a clock without pauses, extensions and rolling leaves empty. */
const plain = {
  extended: 0,
  paused: 0,
  earliest: null,
  dueAtLatest: null,
  rolledFrom: null,
  provisional: false,
  refused: [],
} as const

/** Hours run through nights, weekends and holidays: 国办发〔2016〕61号、80号 count from the event being known. */
export function readHours(of: Case, period: Measured): Reading {
  const { clock, start, end, now, calendar } = of
  const begun = momentOfEvent(start)
  const due = momentOfSeconds(secondsOf(begun) + period.length * 3600)
  const stopped = end ? momentOfEvent(end) : null
  const asOf = stopped ?? now
  const hours = (from: Moment, to: Moment) => Math.round((secondsOf(to) - secondsOf(from)) / 36) / 100
  const state = stateOf(of, due, now, stopped, false)
  return {
    ...plain,
    clock: clock.id,
    unit: period.unit,
    length: period.length,
    start: begun,
    startKind: start.kind,
    due,
    state,
    counted: Math.min(period.length, Math.max(0, hours(begun, asOf))),
    left: state === 'closed' ? null : hours(asOf, due) || 0,
    leftUnit: 'hours',
    adviseOn: null,
    stopped,
    notes: start.at === undefined ? ['只有日期、没有时刻，从当日0时起算。'] : [],
    sources: [],
    account: () =>
      accountOf({
        clock,
        period,
        start,
        due,
        unrolled: due,
        spans: [],
        extended: 0,
        adviseOn: null,
        calendar,
      }),
  }
}

/** The first such date of a year on or after a day. */
function dateFrom(day: Day, month: number, date: number): Day {
  const inYear = (year: number) => `${String(year).padStart(4, '0')}-${pad(month)}-${pad(date)}`
  return inYear(yearOf(day)) >= day ? inYear(yearOf(day)) : inYear(yearOf(day) + 1)
}

/** Reads a fixed date, a yearly or daily duty, or 及时. A yearly or daily duty done is due again. */
export function readRecurring(of: Case, period: Exclude<Period, Measured>): Reading {
  const { clock, start, since, end, today, calendar } = of
  const repeats = period.unit === 'yearly' || period.unit === 'daily'
  const done = repeats ? since.findLast(event => includes(clock.stops, event.kind)) : undefined
  const last = done ?? start
  const due = recurringDue(period, last.on, done !== undefined)
  const stopped = end ? end.on : null
  const advice = due === null || period.unit === 'daily' ? null : adviceFor(clock, due, calendar)
  const asOf = stopped ?? today
  const promptly = end ? (includes(clock.closes, end.kind) ? 'closed' : 'met') : 'running'
  const state = due === null ? promptly : stateOf(of, due, today, stopped, false)
  const adviseOn = advice?.on ?? null
  return {
    ...plain,
    clock: clock.id,
    unit: period.unit,
    length: null,
    start: last.on,
    startKind: last.kind,
    due,
    state,
    counted: Math.max(0, daysBetween(last.on, asOf)),
    left: due === null || state === 'closed' ? null : daysBetween(asOf, due) || 0,
    leftUnit: 'days',
    adviseOn,
    stopped,
    notes: due === null ? ['法律只要求“及时”，没有规定天数。'] : advice?.note ? [advice.note] : [],
    sources: due === null || period.unit === 'daily' ? [] : calendar.sourcesBetween(due, due),
    account: () =>
      accountOf({
        clock,
        period,
        start: last,
        due,
        unrolled: due ?? asOf,
        spans: [],
        extended: 0,
        adviseOn,
        calendar,
      }),
  }
}

function recurringDue(period: Exclude<Period, Measured>, last: Day, done: boolean): Day | null {
  switch (period.unit) {
    case 'fixedDate':
      return dateFrom(last, period.month, period.day)
    case 'yearly':
      return `${String(yearOf(last) + 1).padStart(4, '0')}-12-31`
    case 'daily':
      return done ? addDays(last, 1) : last
    case 'promptly':
      return null
  }
}
