import type { Clock } from './clock.ts'
import { eventNames } from './clock.ts'
import { earlierDay, laterDay, proseDay } from './day.ts'
import type { Day } from './day.ts'
import type { ClockEvent, Refusal } from './reading.ts'

/** Days after `from` up to and including `to` are not counted. */
export type Span = {
  readonly from: Day
  readonly to: Day
  readonly name: string
  /** Not ended yet: `to` is only where we stand. */
  readonly open: boolean
  readonly limit: Day | null
}

/**
 * The pauses of a clock, from its events in time order. A pause ends when the answer comes or when the time to answer
 * is over, whichever is first, and never lasts beyond `asOf` (today, or the day the clock stopped).
 * 条例第三十三条第三款：征求第三方和其他机关意见所需时间不计算在答复期限内. The law gives no day rule: here the days after the letter went
 * out up to the day the answer came.
 */
export function pausesOf(
  clock: Pick<Clock, 'pauses'>,
  events: readonly ClockEvent[],
  start: Day,
  asOf: Day,
  stopped: boolean,
): { spans: Span[]; refused: Refusal[]; notes: string[] } {
  const spans: Span[] = []
  const refused: Refusal[] = []
  const notes: string[] = []
  const add = (name: string, event: ClockEvent, end: ClockEvent | null) => {
    const limit = event.limit ?? null
    let to = end ? end.on : asOf
    if (limit !== null && to > limit) {
      if (end) notes.push(`${name}：意见在${proseDay(limit)}答复期限届满后才收到，只扣除到届满之日。`)
      to = limit
    }
    if (stopped) to = earlierDay(to, asOf)
    const from = laterDay(event.on, start)
    const open = !end && !stopped && (limit === null || asOf <= limit)
    if (to > from || (open && to >= from)) spans.push({ from, to: laterDay(to, from), name, open, limit })
  }
  for (const pause of clock.pauses) {
    const pending: ClockEvent[] = []
    for (const event of events) {
      if (event.kind === pause.from) pending.push(event)
      if (event.kind !== pause.to) continue
      const at = pending.findIndex(begun => event.ref === undefined || begun.ref === event.ref)
      const [begun] = at < 0 ? [] : pending.splice(at, 1)
      if (begun) add(pause.name, begun, event)
      else
        refused.push({
          kind: event.kind,
          on: event.on,
          reason: `${proseDay(event.on)}${eventNames[pause.to]}，但没有对应的“${eventNames[pause.from]}”，未作扣除。`,
        })
    }
    for (const event of pending) if (event.on <= asOf) add(pause.name, event, null)
  }
  spans.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  return { spans, refused, notes }
}

/** Overlapping and touching pauses joined: a day is left out once, however many consultations run on it. */
export function joinSpans(spans: readonly Span[]): { from: Day; to: Day }[] {
  const joined: { from: Day; to: Day }[] = []
  for (const { from, to } of spans) {
    const last = joined.at(-1)
    if (last && from <= last.to) last.to = laterDay(last.to, to)
    else joined.push({ from, to })
  }
  return joined
}

/** The pause that takes this day out of the count, if one does. */
export function pauseOn(spans: readonly Span[], day: Day): Span | undefined {
  return spans.find(span => day > span.from && day <= span.to)
}

/** Units of (from, to] that pauses take out of the count; `between` measures in the unit. */
export function pausedIn(
  spans: readonly Span[],
  from: Day,
  to: Day,
  between: (from: Day, to: Day) => number,
): number {
  return joinSpans(spans)
    .map(span => ({ from: laterDay(span.from, from), to: earlierDay(span.to, to) }))
    .filter(span => span.from < span.to)
    .reduce((sum, span) => sum + between(span.from, span.to), 0)
}
