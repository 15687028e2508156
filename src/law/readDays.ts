import { accountOf } from './account.ts'
import { unitNames } from './clock.ts'
import { addDays, addMonths, daysBetween, earlierDay, proseDay } from './day.ts'
import type { Day } from './day.ts'
import { joinSpans, pausedIn, pausesOf } from './pauses.ts'
import type { Span } from './pauses.ts'
import { adviceFor, provisionalNote, restName, stateOf } from './plan.ts'
import type { Case, Measured } from './plan.ts'
import type { ClockEvent, Reading, Refusal } from './reading.ts'

/** How days are added and measured in the unit of a period. */
function scaleOf({ unit }: Measured, { calendar }: Case) {
  return unit === 'workingDays'
    ? { add: calendar.addWorkingDays, between: calendar.workingDaysBetween }
    : { add: addDays, between: daysBetween }
}

/** The last day of `length` units after the start, paused days left out, before any rolling. */
function endOf(
  of: Case,
  period: Measured,
  length: number,
  spans: readonly Span[],
): { end: Day; paused: number } {
  const { add, between } = scaleOf(period, of)
  if (of.clock.bound === 'before') return { end: add(of.start.on, -length), paused: 0 }
  let end = period.unit === 'months' ? addMonths(of.start.on, length) : add(of.start.on, length)
  let paused = 0
  for (const { from, to } of joinSpans(spans)) {
    if (from >= end) break
    const days = between(from, to)
    paused += days
    end = add(end, days)
  }
  return { end, paused }
}

/** Extensions that the rule allows: as often, as long and as early as it says; the others with the reason. */
function extensionsOf(
  { clock }: Case,
  period: Measured,
  events: readonly ClockEvent[],
  dueWith: (extra: number) => Day,
): { extended: number; refused: Refusal[] } {
  const rule = clock.extension
  const refused: Refusal[] = []
  let extended = 0
  let times = 0
  for (const event of rule ? events : []) {
    if (!rule || event.kind !== rule.on) continue
    const length = event.length ?? rule.max
    const refuse = (reason: string) => refused.push({ kind: event.kind, on: event.on, reason })
    const due = dueWith(extended)
    if (!Number.isInteger(length) || length < 1) refuse(`延长的期限应为正整数，收到的是“${length}”。`)
    else if (times >= rule.times) refuse(`已经延长过一次，不能再延长。${rule.text}。`)
    else if (length > rule.max) refuse(`不能延长${length}${unitNames[period.unit]}。${rule.text}。`)
    else if (event.on > due)
      refuse(`期限已于${proseDay(due)}届满，届满之后不能再延长；延长须${rule.condition}。`)
    else {
      extended += length
      times++
    }
  }
  return { extended, refused }
}

/** 条例第三十五条: a reasonable delay, fixed and told to the applicant before the period is over. */
function delayOf(of: Case, due: Day, events: readonly ClockEvent[]) {
  const refused: Refusal[] = []
  let until: Day | null = null
  for (const event of events) {
    if (event.kind !== of.clock.delay?.on || event.until === undefined) continue
    if (event.on > (until ?? due) || event.until <= due) {
      const reason = `延迟答复的期限应当在${proseDay(due)}届满之前确定，并且晚于这一天。`
      refused.push({ kind: event.kind, on: event.on, reason })
    } else until = event.until
  }
  return { until, refused }
}

/** Reads a period of working days, calendar days or months. */
export function readDays(of: Case, period: Measured): Reading {
  const { clock, start, since, all, end, today, calendar } = of
  const { between } = scaleOf(period, of)
  const working = period.unit === 'workingDays'
  const asOf = end ? end.on : today
  const { spans, refused, notes } = pausesOf(clock, all, start.on, asOf, end !== undefined)
  const live = end ? since.slice(0, since.indexOf(end)) : since
  const roll = (day: Day) => (clock.roll === 'nextWorkingDay' ? calendar.nextWorkingDay(day) : day)
  const endWith = (length: number, pauses: readonly Span[] = spans) => endOf(of, period, length, pauses)

  const extension = extensionsOf(of, period, live, extra => roll(endWith(period.length + extra).end))
  const total = period.length + extension.extended
  const { end: unrolled, paused } = endWith(total)
  const delay = delayOf(of, roll(unrolled), live)
  const due = delay.until ?? roll(unrolled)
  const rolledFrom = roll(unrolled) === unrolled ? null : unrolled
  const advice = adviceFor(clock, due, calendar)

  const matters = spans.filter(span => span.from < due)
  const current = matters.filter(span => span.open || (asOf >= span.from && asOf < span.to))
  const open = current.filter(span => span.open)
  const known = open.length > 0 && open.every(span => span.limit !== null)
  const atLimit = spans.map(span => (span.open ? { ...span, to: span.limit ?? span.to } : span))

  const [low, high] = clock.bound === 'before' ? [due, start.on] : [start.on, due]
  const depends = working || clock.roll === 'nextWorkingDay'
  const [checkFrom, checkTo] = working ? [low, high] : [unrolled, due]
  const provisional = depends && calendar.provisionalBetween(checkFrom, checkTo)

  if (rolledFrom)
    notes.push(
      `期满日${proseDay(rolledFrom)}是${restName(rolledFrom, calendar)}，顺延至${proseDay(due)}（民法典第二百零三条、民事诉讼法第八十五条）。`,
    )
  else if (clock.roll === 'nextWorkingDay' && calendar.kindOf(unrolled).kind === 'makeUp')
    notes.push(`期满日${proseDay(unrolled)}是调休上班日，不是休息日，不顺延。`)
  if (delay.until)
    notes.push(`延迟至${proseDay(delay.until)}答复（《政府信息公开条例》第三十五条），应当告知申请人。`)
  for (const span of spans)
    if (span.from >= due) notes.push(`${span.name}自${proseDay(span.from)}起，当时期限已经届满，不再扣除。`)
  if (provisional) notes.push(provisionalNote(checkFrom, checkTo, calendar))
  if (advice.note) notes.push(advice.note)

  const stopped = end ? end.on : null
  const state = stateOf(of, due, today, stopped, current.length > 0)
  const from = asOf < start.on && clock.bound !== 'before' ? start.on : asOf
  const through = earlierDay(asOf, unrolled)
  const left = from <= due ? between(from, due) - pausedIn(spans, from, due, between) : between(from, due)
  const { extended } = extension
  return {
    clock: clock.id,
    unit: period.unit,
    length: period.length,
    extended,
    paused,
    start: start.on,
    startKind: start.kind,
    due,
    earliest: period.atLeast === undefined ? null : endWith(period.atLeast).end,
    dueAtLatest: known ? roll(endWith(total, atLimit).end) : null,
    state,
    counted:
      clock.bound === 'before' || through <= start.on
        ? 0
        : between(start.on, through) - pausedIn(spans, start.on, through, between),
    left: state === 'closed' ? null : left || 0,
    leftUnit: working ? 'workingDays' : 'days',
    provisional,
    rolledFrom,
    adviseOn: advice.on,
    stopped,
    notes,
    refused: [...refused, ...extension.refused, ...delay.refused],
    sources: depends ? calendar.sourcesBetween(low, high) : calendar.sourcesBetween(due, due),
    account: () =>
      accountOf({ clock, period, start, due, unrolled, spans, extended, adviseOn: advice.on, calendar }),
  }
}
