import type { Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { calendarFor } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { redoIn, redoWords, sameAgain } from '../redo.ts'
import { readCase, type Case } from '../store/cases.ts'
import { isConsultation, withdrawnLetters } from '../clock.ts'
import { consultationsOf } from '../consultations.ts'
import { factsOf } from '../store/facts.ts'
import {
  changeLetter,
  insertLetter,
  lettersOf,
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
  const redo = form.isReply ? redoIn(await factsOf(trx, row.id)) : null
  const full = redo === null ? plain : withSecond(plain, redoWords(redo))
  const text = draftText(isOrganization ? full.replaceAll('您', '贵单位') : full, facts)
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

/** A paragraph behind the one that says what was asked for. */
function withSecond(text: string, words: string): string {
  const [addressee = '', about = '', ...rest] = text.split('\n')
  return [addressee, about, words, ...rest].join('\n')
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
    if (code === 'consultNotice' && (await isToldOfDay(trx, row.id))) continue
    const ref = form.ref ? await lastConsultation(trx, row.id) : null
    made.push(await writeLetter(house, trx, row, form, { staffId: step.staffId, at: step.at, ref }))
  }
  if (step.verb === 'propose')
    for (const ref of await overruled(house, trx, row)) {
      const form = letterForm('disclosureNotice')!
      made.push(await writeLetter(house, trx, row, form, { staffId: step.staffId, at: step.at, ref }))
    }
  return made
}

/** Third parties that refused with good reason what is opened all the same: each must be told in writing (条例第三十二条). */
async function overruled(
  house: Pick<RequestHouse, 'now' | 'calendar'>,
  trx: Trx,
  row: Case,
): Promise<string[]> {
  const opens = row.outcome === 'O2' || (row.outcome === 'O3' && !row.grounds.includes('E15'))
  if (!opens) return []
  const calendar = await calendarFor({ db: trx, calendar: house.calendar }, row.bodyId)
  return consultationsOf(await factsOf(trx, row.id), dayOf(house.now()), calendar)
    .filter(c => c.who === 'thirdParty' && c.answer === 'refusesWithReasons')
    .map(c => c.ref)
}

/** What stands against giving the answer out: a third party that was overruled and has not been written to. */
export async function untoldReasons(house: RequestHouse, trx: Trx, row: Case): Promise<Reason[]> {
  const written = new Set(
    (await lettersOf(trx, row.id)).filter(l => l.form === 'disclosureNotice' && l.final).map(l => l.ref),
  )
  return (await overruled(house, trx, row))
    .filter(ref => !written.has(ref))
    .map(ref => ({
      text: `第${ref}份征求意见书的第三方不同意公开，决定公开的应当把内容和理由书面告知第三方。请先把“依申请公开告知书（给第三方）”定稿发出，再送达答复。`,
      basis: '条例/32',
    }))
}

/** Whom else one asks on the same day, the notice of that day tells the applicant of as well. */
async function isToldOfDay(trx: Trx, requestId: number): Promise<boolean> {
  const facts = await factsOf(trx, requestId)
  const withdrawn = withdrawnLetters(facts)
  const sent = facts.filter(f => isConsultation(f) && !withdrawn.has(f.ref))
  const last = sent.at(-1)
  return sent.some(f => f !== last && f.on === last?.on)
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
  return [
    ...checkLetter(formOf(letter), text, facts.values, facts.remedy),
    ...sameAgain(row, await factsOf(trx, row.id)),
  ]
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
