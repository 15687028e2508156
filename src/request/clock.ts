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
  'redo',
  'endBase',
])

/** What must be told to whoever counts elsewhere: these, and what says whether and when a letter went out. */
export const countedKinds: readonly Fact['kind'][] = [
  ...(clockKinds as ReadonlySet<Fact['kind']>),
  'receiveLetter',
  'withdrawLetter',
]

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** When whoever was written to had the letter: known at once, or entered later; null while nobody knows. */
export function letterReceivedOn(asked: Fact, facts: readonly Fact[]): string | null {
  const later = facts.find(f => f.kind === 'receiveLetter' && f.ref === asked.ref)
  return textOf(asked.data.receivedOn) ?? later?.on ?? null
}

/** A 征求意见书, to whomever. */
export const isConsultation = (fact: Fact): boolean =>
  fact.kind === 'consultThirdParty' || fact.kind === 'consultAgency'

/** The last day to answer a 征求意见书, by the calendar of today; null while its receipt is not known and for other agencies. */
export function limitOf(asked: Fact, facts: readonly Fact[], calendar: Calendar): string | null {
  const receivedOn = letterReceivedOn(asked, facts)
  if (receivedOn === null || asked.data.who === 'agency') return null
  return consultationLimit(
    asked.kind === 'consultThirdParty' ? 'thirdParty' : 'coMaker',
    receivedOn,
    calendar,
  )
}

/** The 征求意见书 that never went out: to no clock did they happen. */
export const withdrawnLetters = (facts: readonly Fact[]): ReadonlySet<string | null> =>
  new Set(facts.flatMap(f => (f.kind === 'withdrawLetter' ? [f.ref] : [])))

/** Facts as events of clocks, in the order of their days and then of their entry. */
export function clockEvents(facts: readonly Fact[], calendar: Calendar): ClockEvent[] {
  const withdrawn = withdrawnLetters(facts)
  return facts
    .filter(fact => clockKinds.has(fact.kind) && !(isConsultation(fact) && withdrawn.has(fact.ref)))
    .map((fact, at) => ({ fact, at }))
    .sort((a, b) => (a.fact.on < b.fact.on ? -1 : a.fact.on > b.fact.on ? 1 : a.at - b.at))
    .map(({ fact }) => {
      const { kind, on, ref, data } = fact
      const limit = kind.startsWith('consult') ? limitOf(fact, facts, calendar) : null
      return {
        kind,
        on,
        ...(ref === null ? {} : { ref }),
        ...(typeof data.length === 'number' ? { length: data.length } : {}),
        ...(textOf(data.until) ? { until: textOf(data.until)! } : {}),
        ...(limit === null ? {} : { limit }),
      }
    })
}

/**
 * Whether the answer's period begins anew with the supplement: only where it was asked for within the 7 working days of 条例第三十条.
 * What a body asks too late costs the applicant no day.
 */
export function supplementRestarts(facts: readonly Fact[], calendar: Calendar): boolean {
  if (!facts.some(f => f.kind === 'askSupplement')) return true
  const asking = clockEvents(
    facts.filter(f => f.kind === 'receive' || f.kind === 'askSupplement'),
    calendar,
  )
  return readClock(clocks.R03, asking, asking.at(-1)!.on, calendar)?.state !== 'late'
}

function replyEvents(facts: readonly Fact[], calendar: Calendar): ClockEvent[] {
  const events = clockEvents(facts, calendar)
  return events.some(e => e.kind === 'supplement') && !supplementRestarts(facts, calendar)
    ? events.filter(e => e.kind !== 'supplement')
    : events
}

/** R04, the answer (条例第三十三条), on a day; null while the receipt day is not settled. */
export function readReply(facts: readonly Fact[], today: string, calendar: Calendar): Reading | null {
  return readClock(clocks.R04, replyEvents(facts, calendar), today, calendar)
}

/** R03, asking once to supplement (条例第三十条). */
export function readSupplement(facts: readonly Fact[], today: string, calendar: Calendar): Reading | null {
  return readClock(clocks.R03, clockEvents(facts, calendar), today, calendar)
}

/**
 * The last day of the ordinary 20 working days, without any extension: by it the notice of extension must be out
 * (条例第三十三条第二款).
 */
export function baseDue(facts: readonly Fact[], today: string, calendar: Calendar): string | null {
  const events = replyEvents(facts, calendar).filter(e => e.kind !== 'extend' && e.kind !== 'delay')
  return readClock(clocks.R04, events, today, calendar)?.due ?? null
}

/** How long whoever was written to may answer: R06 of a third party, R07 of a co-maker (条例第三十二条、第三十四条). */
export function readConsultation(
  who: 'thirdParty' | 'coMaker',
  receivedOn: string,
  today: string,
  calendar: Calendar,
): Reading {
  const clock = who === 'thirdParty' ? clocks.R06 : clocks.R07
  return readClock(clock, [{ kind: 'receiveLetter', on: receivedOn }], today, calendar)!
}

export const consultationLimit = (
  who: 'thirdParty' | 'coMaker',
  receivedOn: string,
  calendar: Calendar,
): string => readConsultation(who, receivedOn, receivedOn, calendar).due!

/** R09, the applicant's time to pay (109号 第六条). */
export function readPayment(noticeReceivedOn: string, today: string, calendar: Calendar): Reading {
  return readClock(clocks.R09, [{ kind: 'receiveFeeNotice', on: noticeReceivedOn }], today, calendar)!
}

export const payBy = (noticeReceivedOn: string, calendar: Calendar): string =>
  readPayment(noticeReceivedOn, noticeReceivedOn, calendar).due!
