import type { Calendar } from './calendar.ts'
import type { Clock, Period } from './clock.ts'
import { dayOfMoment, daysBetween } from './day.ts'
import type { Day, Moment } from './day.ts'
import { includes } from './plan.ts'
import { readDays } from './readDays.ts'
import { readHours, readRecurring } from './readOther.ts'
import type { ClockEvent, Reading } from './reading.ts'

const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)

/** Time order. Events of one day go by their times where all of them have one, else in the order given. */
function inOrder(events: readonly ClockEvent[]): readonly ClockEvent[] {
  if (events.length < 2) return events
  const untimed = new Set(events.filter(event => event.at === undefined).map(event => event.on))
  return [...events].sort(
    (a, b) => order(a.on, b.on) || (untimed.has(a.on) ? 0 : order(a.at ?? a.on, b.at ?? b.on)),
  )
}

/** Where the count begins: the first start, or the last restart after it. A yearly date counts from its last start. */
function startIndex(clock: Clock, events: readonly ClockEvent[]): number {
  const starts = (event: ClockEvent) => includes(clock.starts, event.kind)
  const renewed = clock.period?.unit === 'fixedDate' || clock.bound === 'before'
  const first = renewed ? events.findLastIndex(starts) : events.findIndex(starts)
  return Math.max(
    first,
    events.findLastIndex(event => includes(clock.restarts, event.kind)),
  )
}

/**
 * Reads a clock from what happened. Nothing is stored, so nothing goes stale.
 *
 * In: a clock; the events of a case in any order; now (a day, or for clocks of hours a moment `YYYY-MM-DDTHH:MM`, both in
 * Asia/Shanghai); a calendar. Out: the reading, or null where the clock has not begun (and for a rule that is no period,
 * R08). The day of the event is not counted (民法典第二百零一条); a period of days or months that ends on a rest day rolls as
 * the clock says (第二百零三条). What the law does not allow (an extension too long or too late) changes nothing and is listed
 * in `refused`. Throws `CalendarError` for days outside the calendar.
 */
export function readClock(
  clock: Clock,
  events: readonly ClockEvent[],
  now: Day | Moment,
  calendar: Calendar,
): Reading | null {
  if (clock.period === null) return null
  const all = inOrder(events)
  const at = startIndex(clock, all)
  const start = all[at]
  if (!start) return null
  // A decision or judgement that sets a last day counts the days of the calendar up to it.
  const period: Period =
    includes(clock.restarts, start.kind) && start.until !== undefined && start.until > start.on
      ? { unit: 'days', length: daysBetween(start.on, start.until) }
      : clock.period
  const since = clock.bound === 'before' ? all : all.slice(at + 1)
  const repeats = period.unit === 'yearly' || period.unit === 'daily'
  const end = since.find(
    event => (!repeats && includes(clock.stops, event.kind)) || includes(clock.closes, event.kind),
  )
  const found = { clock, start, since, all, end, now, today: dayOfMoment(now), calendar }
  switch (period.unit) {
    case 'hours':
      return readHours(found, period)
    case 'workingDays':
    case 'days':
    case 'months':
      return readDays(found, period)
    default:
      return readRecurring(found, period)
  }
}
