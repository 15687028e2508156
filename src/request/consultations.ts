import type { Calendar } from '#law/calendar.ts'
import { maskName } from '#law/identity.ts'
import { isConsultation, letterReceivedOn, limitOf, withdrawnLetters } from './clock.ts'
import type { Fact } from './facts.ts'

/** 征求意见书 of a case, read from its facts (条例第三十二条、第三十四条). */

export const consultationAnswers = [
  'consents',
  'refuses',
  'refusesWithReasons',
  'silent',
  'unreached',
] as const
export type ConsultationAnswer = (typeof consultationAnswers)[number]
export const consultationAnswerLabels: Record<ConsultationAnswer, string> = {
  consents: '同意公开',
  refuses: '不同意，没有合理理由',
  refusesWithReasons: '不同意，理由合理',
  silent: '没有答复',
  unreached: '没有送达',
}

export type Consultation = {
  readonly ref: string
  readonly who: 'thirdParty' | 'coMaker' | 'agency'
  readonly sentOn: string
  readonly receivedOn: string | null
  /** Last day to answer; null while the receipt is not known, and for agencies, to whom the law gives none. */
  readonly limit: string | null
  readonly heardOn: string | null
  readonly answer: ConsultationAnswer | null
}

/** What stands sealed in the fact of a 征求意见书: whom it asks and about what; null where it was forgotten. */
export function consultedIn(text: string): { readonly name: string; readonly what: string } | null {
  return text.startsWith('{') ? (JSON.parse(text) as { name: string; what: string }) : null
}

/** A person's name masked, an organisation's as it is: two letters of one day must be told apart. */
export const shownParty = (name: string): string => (name.length <= 4 ? maskName(name) : name)

/** Consultations of a case that went out, oldest first; one without an answer is silent once its time is over. */
export function consultationsOf(facts: readonly Fact[], today: string, calendar: Calendar): Consultation[] {
  const withdrawn = withdrawnLetters(facts)
  return facts
    .filter(f => isConsultation(f) && !withdrawn.has(f.ref))
    .map(asked => {
      const heard = facts.find(
        f => (f.kind === 'hearThirdParty' || f.kind === 'hearAgency') && f.ref === asked.ref,
      )
      const limit = limitOf(asked, facts, calendar)
      return {
        ref: asked.ref ?? String(asked.id),
        who:
          asked.kind === 'consultThirdParty'
            ? 'thirdParty'
            : asked.data.who === 'coMaker'
              ? 'coMaker'
              : 'agency',
        sentOn: asked.on,
        receivedOn: letterReceivedOn(asked, facts),
        limit,
        heardOn: heard?.on ?? null,
        answer: heard
          ? ((heard.data.answer as Consultation['answer']) ?? null)
          : limit !== null && today > limit
            ? 'silent'
            : null,
      }
    })
}
