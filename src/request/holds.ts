import type { Calendar } from '#law/calendar.ts'
import { consultationsOf } from './consultations.ts'
import { feeNoticeOf, type Fact } from './facts.ts'
import type { Held, ReasonsHeard } from './needs.ts'

/** 说明理由 (条例第三十五条): what became of it by this day. */
export function reasonsHeard(facts: readonly Fact[], today: string): ReasonsHeard {
  const asked = facts.findLast(f => f.kind === 'askReasons')
  if (!asked) return 'not-asked'
  const heard = facts.findLast(f => f.kind === 'hearReasons' && f.id > asked.id)
  if (heard) return heard.data.reasonable === true ? 'reasonable' : 'unreasonable'
  const { until } = asked.data
  return typeof until === 'string' && today > until ? 'silent' : 'waiting'
}

/** What the steps of a case have gathered for its reply, as of a civil day. */
export function heldOf(
  facts: readonly Fact[],
  openParts: { readonly count: number; readonly checked: boolean; readonly verified: boolean },
  today: string,
  calendar: Calendar,
): Held {
  const has = (kind: Fact['kind']) => facts.some(f => f.kind === kind)
  const lapsedSince = (kind: Fact['kind']) =>
    has('abandon') &&
    facts.findLastIndex(f => f.kind === 'abandon') > facts.findLastIndex(f => f.kind === kind)
  const asked = consultationsOf(facts, today, calendar).filter(c => c.answer !== 'unreached')
  const thirdParties = asked.filter(c => c.who === 'thirdParty')
  return {
    searches: facts.filter(f => f.kind === 'search').length,
    supplementAsked: has('askSupplement'),
    supplementReceived: has('supplement'),
    supplementLapsed: has('askSupplement') && lapsedSince('supplement') && lapsedSince('askSupplement'),
    reasons: reasonsHeard(facts, today),
    feeNotified: feeNoticeOf(facts) !== null,
    feeLapsed: has('receiveFeeNotice') && lapsedSince('pay') && lapsedSince('receiveFeeNotice'),
    thirdPartiesConsulted: thirdParties.length,
    thirdPartiesPending: asked.filter(c => c.answer === null).length,
    thirdPartyConsented: thirdParties.length > 0 && thirdParties.every(c => c.answer === 'consents'),
    thirdPartyRefused: thirdParties.some(c => c.answer === 'refusesWithReasons'),
    openPart: openParts.count > 0,
    openPartChecked: openParts.checked,
    redactionVerified: openParts.verified,
  }
}
