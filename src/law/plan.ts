/** What the readers of a clock share: the case as they find it, and what they hand to the account. */
import type { Calendar } from './calendar.ts'
import { eventNames } from './clock.ts'
import type { Clock, Period } from './clock.ts'
import { proseDay } from './day.ts'
import type { Day, Moment } from './day.ts'
import type { Span } from './pauses.ts'
import type { ClockEvent, ClockState } from './reading.ts'

/** Periods of a length: working days, days, months, hours. */
export type Measured = Extract<Period, { length: number }>

/** The case at hand. `since` lies after the start, in time order; `end` is what stopped or closed the clock. */
export type Case = {
  readonly clock: Clock
  readonly start: ClockEvent
  readonly since: readonly ClockEvent[]
  readonly all: readonly ClockEvent[]
  readonly end: ClockEvent | undefined
  readonly now: Day | Moment
  readonly today: Day
  readonly calendar: Calendar
}

/** Everything the day-by-day account needs. */
export type Plan = {
  readonly clock: Clock
  readonly period: Period
  readonly start: ClockEvent
  readonly due: Day | Moment | null
  /** The end before rolling. */
  readonly unrolled: Day
  readonly spans: readonly Span[]
  readonly extended: number
  readonly adviseOn: Day | null
  readonly calendar: Calendar
}

export const includes = (kinds: readonly string[], kind: string): boolean => kinds.includes(kind)

export function eventName(kind: string): string {
  return Object.hasOwn(eventNames, kind) ? eventNames[kind as keyof typeof eventNames] : kind
}

/** A clock of hours takes an event without a time as of its midnight: the strictest reading. */
export function momentOfEvent(event: ClockEvent): Moment {
  return event.at ?? `${event.on}T00:00`
}

/** State of a clock whose duty must be done by `due`, or whose minimum lasts until `due`. */
export function stateOf(
  { clock, end }: Case,
  due: Day | Moment,
  now: Day | Moment,
  stopped: Day | Moment | null,
  paused: boolean,
): ClockState {
  if (end && includes(clock.closes, end.kind)) return 'closed'
  if (clock.bound === 'atLeast') {
    if (stopped !== null) return stopped < due && !clock.mayEndEarly ? 'short' : 'met'
    return now <= due ? 'running' : 'met'
  }
  if (stopped !== null) return stopped <= due ? 'met' : 'late'
  if (paused) return 'paused'
  return now <= due ? 'running' : 'overdue'
}

/** A rest day in words: `周末`, `节假日（国庆节）`. */
export function restName(day: Day, calendar: Calendar): string {
  const { kind, name } = calendar.kindOf(day)
  return kind === 'holiday' ? (name ? `节假日（${name}）` : '节假日') : '周末'
}

export function provisionalNote(from: Day, to: Day, calendar: Calendar): string {
  const years = calendar
    .sourcesBetween(from, to)
    .filter(source => source.provisional)
    .map(source => `${source.year}年`)
  return `${years.join('、')}的放假安排尚未录入，到期日为暂定，录入后重新计算。`
}

/** The working day to aim at where the last day is a rest day that does not roll, and the sentence that says so. */
export function adviceFor(
  clock: Clock,
  due: Day,
  calendar: Calendar,
): { on: Day | null; note: string | null } {
  if (clock.roll === 'nextWorkingDay' || calendar.isWorkingDay(due)) return { on: null, note: null }
  const rest = restName(due, calendar)
  if (clock.bound === 'atLeast') {
    const on = calendar.nextWorkingDay(due)
    return { on, note: `最短期限在${proseDay(due)}届满，当天是${rest}，建议截止到${proseDay(on)}。` }
  }
  const on = calendar.previousWorkingDay(due)
  return { on, note: `最后一日${proseDay(due)}是${rest}，不顺延，请在${proseDay(on)}前办结。` }
}
