import type { Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { readCase, type Case } from '../store/cases.ts'
import { factsOf } from '../store/facts.ts'
import {
  changeLetter,
  insertLetter,
  moveLetter,
  replyOf,
  templatesOf,
  type LetterRow,
} from '../store/letters.ts'
import { letterForm } from './forms.ts'
import { checkLetter, textOfForm, type LetterForm } from './model.ts'
import { letterFacts } from './values.ts'
import { draftText, formOf, openWords, sealWords, wholeText, wordsHash } from './words.ts'

/** Letters inside the steps of a case: made with their verb, the reply checked and finished by the approval. */

type Made = { readonly id: number; readonly form: string; readonly hash: string }

/** Writes the draft of one form from the case as it stands in this transaction. */
export async function writeLetter(
  house: RequestHouse,
  trx: Trx,
  row: Case,
  form: LetterForm,
  by: { readonly staffId: number; readonly at: Date; readonly ref: string | null },
): Promise<Made> {
  const facts = await letterFacts(house, trx, row, { ref: by.ref })
  const plain = textOfForm(form, await templatesOf(trx, row.bodyId))
  const isOrganization = form.to === 'applicant' && row.applicantKind !== 'natural'
  const text = draftText(isOrganization ? plain.replaceAll('您', '贵单位') : plain, facts)
  const hash = wordsHash({ form: form.code, number: null, on: null, text })
  const id = await insertLetter(trx, {
    requestId: row.id,
    form: form.code,
    ref: by.ref,
    sealed: sealWords(house.vault, { text }),
    hash,
    by: by.staffId,
    at: by.at,
  })
  return { id, form: form.code, hash }
}

function codesFor(verb: string, form: unknown, row: Case): string[] {
  const who = (form as { who?: string } | undefined)?.who
  switch (verb) {
    case 'askSupplement':
      return ['supplement']
    case 'askReasons':
      return ['askReasons']
    case 'extend':
      return ['extension']
    case 'delay':
      return ['delay']
    case 'charge':
      return ['fee']
    case 'handOut':
      return ['assist']
    case 'consult':
      return [
        who === 'agency' ? 'consultOther' : who === 'coMaker' ? 'consultAgency' : 'consultThirdParty',
        'consultNotice',
      ]
    case 'propose':
      return row.outcome === null ? [] : [`reply-${row.outcome}`]
    default:
      return []
  }
}

/** The letters that go with a step, written in its transaction; nothing for a step that needs none. */
export async function lettersAfter(
  house: RequestHouse,
  trx: Trx,
  step: {
    readonly verb: string
    readonly form: unknown
    readonly id: number
    readonly staffId: number
    readonly at: Date
  },
): Promise<Made[]> {
  const row = (await readCase(trx, step.id))!
  const made: Made[] = []
  for (const code of codesFor(step.verb, step.form, row)) {
    const form = letterForm(code)!
    const ref = form.ref ? await lastConsultation(trx, row.id) : null
    made.push(await writeLetter(house, trx, row, form, { staffId: step.staffId, at: step.at, ref }))
  }
  return made
}

async function lastConsultation(trx: Trx, requestId: number): Promise<string | null> {
  const facts = await factsOf(trx, requestId)
  return facts.findLast(f => f.kind.startsWith('consult'))?.ref ?? null
}

/** What stands against sending the reply as it is written (条例第三十六条), all at once. */
export async function replyReasons(house: RequestHouse, trx: Trx, row: Case): Promise<Reason[]> {
  const letter = await replyOf(trx, row.id)
  if (!letter || letter.form !== `reply-${row.outcome}`)
    return [{ text: '还没有与办理结果相应的答复书，请退回承办人重新拟定。', basis: '条例/36' }]
  const facts = await letterFacts(house, trx, row)
  const text = wholeText(openWords(house.vault, letter), facts)
  return checkLetter(formOf(letter), text, facts.values, facts.remedy)
}

/** 批准: the words, the number and the day stand from now on; answers their hash. */
export async function finishReply(
  house: RequestHouse,
  trx: Trx,
  row: Case,
  number: string,
  at: Date,
): Promise<string | null> {
  const letter = await replyOf(trx, row.id)
  if (!letter) return null
  return finish(house, trx, row, letter, number, at)
}

export async function finish(
  house: RequestHouse,
  trx: Trx,
  row: Case,
  letter: LetterRow,
  number: string | null,
  at: Date,
): Promise<string> {
  const kept = openWords(house.vault, letter)
  const facts = await letterFacts(house, trx, row, { ref: letter.ref })
  const text = wholeText(kept, facts)
  const hash = wordsHash({ form: letter.form, number, on: facts.on, text })
  await changeLetter(trx, letter.id, {
    sealed: sealWords(house.vault, { text: kept.text, values: facts.values, on: facts.on }),
    hash,
    number,
  })
  if (formOf(letter).isReply) await moveLetter(trx, letter.id, 'final', at)
  return hash
}
