import { canonical, sha256Hex } from '#kit/crypto.ts'
import type { Vault } from '#kit/vault.ts'
import type { LetterRow } from '../store/letters.ts'
import type { LetterFacts } from './values.ts'
import { letterForm } from './forms.ts'
import { fill, personalPlaces, type LetterForm, type Values } from './model.ts'

/** What lies sealed in a letter: its words, and once it is finished what its places were filled with and the day. */
export type Kept = {
  readonly text: string
  readonly values?: Values
  readonly on?: string
}

/** What stands in the place of a letter whose words were deleted after their term. */
export const forgottenLetter = '（文书内容已按期删除，只留下编号、日期和指纹。）'

export const sealWords = (vault: Vault, kept: Kept): Buffer => vault.seal(JSON.stringify(kept))
export const openWords = (vault: Vault, row: Pick<LetterRow, 'sealed'>): Kept =>
  row.sealed === null ? { text: forgottenLetter } : (JSON.parse(vault.open(row.sealed)) as Kept)

/** The hash that stands for the words: of the form, its number, its day and the whole text as it goes out. */
export function wordsHash(letter: {
  readonly form: string
  readonly number: string | null
  readonly on: string | null
  readonly text: string
}): string {
  return sha256Hex(canonical({ schema: 'zhaoming-letter/1', ...letter }))
}

/** A new draft: every place filled but the personal ones, which stay as places until the paper is made. */
export const draftText = (text: string, facts: LetterFacts): string =>
  // What a person wrote ends its sentence itself; a bureau's own text may end it once more.
  fill(text.replaceAll('{征求意见内容}。', '{征求意见内容}'), facts.values, personalPlaces).replace(
    /。{2,}/g,
    '。',
  )

/** The words as they go out, or `shown` as the screens of the office show them. */
export function wholeText(kept: Kept, facts: LetterFacts, shown = false): string {
  return fill(kept.text, shown ? facts.masked : (kept.values ?? facts.values))
}

export function formOf(row: Pick<LetterRow, 'form'>): LetterForm {
  const form = letterForm(row.form)
  if (!form) throw new Error(`letter: unknown form ${row.form}`)
  return form
}
