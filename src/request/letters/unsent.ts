import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { lettersOf, type LetterRow } from '../store/letters.ts'
import type { LetterForm } from './model.ts'
import { formOf } from './words.ts'
import { stateOf } from './workflow.ts'

/** 文书 that a case says it has sent, and that are still drafts. */

/** Goes out of the house in our words; a reply goes its own way, through review and approval. */
export const goesOut = (form: LetterForm): boolean =>
  !form.isReply && !form.isReturned && ['applicant', 'thirdParty', 'coMaker'].includes(form.to)

/** A step of the case says that it was sent: 补正、理由、延期、征求意见、收费. */
const isOfStep = (form: LetterForm): boolean =>
  goesOut(form) && (form.verb !== undefined || form.code === 'consultNotice')

export type Unsent = {
  readonly form: LetterForm
  readonly ref: string | null
}

const drafts = (letters: readonly LetterRow[], which: (form: LetterForm) => boolean): Unsent[] =>
  letters
    .filter(letter => stateOf(letter) === 'draft')
    .map(letter => ({ form: formOf(letter), ref: letter.ref }))
    .filter(({ form }) => which(form))

/** Drafts of what the steps of a case say was sent, oldest first. */
export const unsentIn = (letters: readonly LetterRow[]): Unsent[] => drafts(letters, isOfStep)

export const nameOfUnsent = ({ form, ref }: Unsent): string =>
  `《${form.title}》${ref === null ? '' : `（第${ref}份）`}`

const askToSend = (unsent: Unsent): Reason => ({
  text: `${nameOfUnsent(unsent)}还是草稿，没有发出。请在“文书”里定稿后发出；${unsent.form.verb === 'consult' ? '不再发出的，在“文书”里作废，这段时间照常计入答复期限。' : '不再发出的，写明理由作废。'}`,
  basis: unsent.form.basis[0],
})

const isOfVerb = (verb: string) => (form: LetterForm) => form.verb === verb
/** Which drafts stand against a step. Nobody gives up a request over what he was never told (条例第三十条). */
const stopped: Readonly<Record<string, (form: LetterForm) => boolean>> = {
  propose: isOfStep,
  lapse: isOfVerb('askSupplement'),
  lapseFee: isOfVerb('charge'),
  archive: goesOut,
}

/** What stands against a decision (`propose`), a request given up or the archive of a case: words that were said to be out and are not. */
export async function unsentReasons(db: Query, requestId: number, verb: string): Promise<Reason[]> {
  const which = Object.hasOwn(stopped, verb) ? stopped[verb] : undefined
  if (!which) return []
  return drafts(await lettersOf(db, requestId), which).map(askToSend)
}
