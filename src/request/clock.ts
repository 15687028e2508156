import { clocks } from '#law/clocks.ts'
import type { Calendar } from '#law/calendar.ts'
import { readClock } from '#law/readClock.ts'
import type { ClockEvent, Reading } from '#law/reading.ts'
import type { Fact } from './facts.ts'

/** The clocks of a case, read from its facts: nothing of them is stored. */

/** What the clocks of a request read. Other facts (检索、联系、消息) tell them nothing. */
const clockKinds = new Set([
  'receive',
  'askSupplement',
  'supplement',
  'extend',
  'delay',
  'reply',
  'abandon',
  'cancel',
  'consultThirdParty',
  'hearThirdParty',
  'consultAgency',
  'hearAgency',
  'receiveFeeNotice',
  'pay',
  'endBase',
])

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Facts as events of clocks, in the order of their days and then of their entry. */
export function clockEvents(facts: readonly Fact[]): ClockEvent[] {
  return facts
    .filter(fact => clockKinds.has(fact.kind))
    .map((fact, at) => ({ fact, at }))
    .sort((a, b) => (a.fact.on < b.fact.on ? -1 : a.fact.on > b.fact.on ? 1 : a.at - b.at))
    .map(({ fact: { kind, on, ref, data } }) => ({
      kind,
      on,
      ...(ref === null ? {} : { ref }),
      ...(typeof data.length === 'number' ? { length: data.length } : {}),
      ...(textOf(data.until) ? { until: textOf(data.until)! } : {}),
      ...(textOf(data.limit) ? { limit: textOf(data.limit)! } : {}),
    }))
}

/** R04, the answer (条例第三十三条), on a day; null while the receipt day is not settled. */
export function readReply(facts: readonly Fact[], today: string, calendar: Calendar): Reading | null {
  return readClock(clocks.R04, clockEvents(facts), today, calendar)
}

/** R03, asking once to supplement (条例第三十条). */
export function readSupplement(facts: readonly Fact[], today: string, calendar: Calendar): Reading | null {
  return readClock(clocks.R03, clockEvents(facts), today, calendar)
}

/**
 * The last day of the ordinary 20 working days, without any extension: by it the notice of extension must be out
 * (条例第三十三条第二款).
 */
export function baseDue(facts: readonly Fact[], today: string, calendar: Calendar): string | null {
  const events = clockEvents(facts).filter(e => e.kind !== 'extend' && e.kind !== 'delay')
  return readClock(clocks.R04, events, today, calendar)?.due ?? null
}

/** How long whoever was written to may answer: R06 of a third party, R07 of a co-maker (条例第三十二条、第三十四条). */
export function consultationLimit(
  who: 'thirdParty' | 'coMaker',
  receivedOn: string,
  calendar: Calendar,
): string {
  const clock = who === 'thirdParty' ? clocks.R06 : clocks.R07
  return readClock(clock, [{ kind: 'receiveLetter', on: receivedOn }], receivedOn, calendar)!.due!
}

/** R09: the last day to pay (109号 第六条). */
export function payBy(noticeReceivedOn: string, calendar: Calendar): string {
  return readClock(
    clocks.R09,
    [{ kind: 'receiveFeeNotice', on: noticeReceivedOn }],
    noticeReceivedOn,
    calendar,
  )!.due!
}
