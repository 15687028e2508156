import { faultsOf } from '#kit/form.ts'
import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { defaultTerms } from '#law/normativeTerms.ts'
import type { House } from '../../house.ts'
import { lockOwnDraft } from '../actions/draft.ts'
import { takeNumber } from '../numbers.ts'
import type { DocumentRow } from '../store.ts'
import { noNormative, relateForm, termForm, type Normative } from './model.ts'
import { cannotSetTerm } from './rules.ts'
import { aim } from './target.ts'
import { dropRelation, insertRelation, normativeOf, putNormative, ruleOf } from './store.ts'

const faults = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }) =>
  new Refused('invalid', faultsOf(error))

/** 实施日期、有效期 of one's own draft; like the autosave, part of drafting and no step. */
export async function saveTerm(house: House, actor: Actor, id: number, given: unknown): Promise<Normative> {
  const parsed = termForm.safeParse(given)
  if (!parsed.success) throw faults(parsed.error)
  const form = { ...parsed.data, noTermReason: parsed.data.noTermReason || null }
  return house.db.transaction().execute(async trx => {
    const row = await lockOwnDraft(trx, id, actor)
    if (!row.normative)
      throw new Refused('invalid', [
        { field: 'normative', text: '这件公文没有勾选“规范性文件”，不填有效期。请先在批办单上勾选。' },
      ])
    const today = dayOf(house.now())
    const terms = (await ruleOf(trx, row.bodyId)) ?? defaultTerms
    const reasons = cannotSetTerm(form, {
      title: row.title,
      writtenOn: row.writtenOn,
      from: row.writtenOn ?? today,
      terms,
    })
    if (reasons.length > 0) throw new Refused('invalid', reasons)
    await putNormative(trx, id, form)
    return { ...noNormative, ...(await normativeOf(trx, id)) }
  })
}

/** A relation of one's own draft; it acts when the document is published. */
export async function addRelation(house: House, actor: Actor, id: number, given: unknown): Promise<number> {
  const parsed = relateForm.safeParse(given)
  if (!parsed.success) throw faults(parsed.error)
  return house.db.transaction().execute(async trx => {
    const row = await lockOwnDraft(trx, id, actor)
    const { reasons, relation } = await aim(trx, row, parsed.data, parsed.data.on ?? null)
    if (reasons.length > 0) throw new Refused('invalid', reasons)
    return insertRelation(trx, { ...relation, standing: 'entered', by: actor.staffId, at: house.now() })
  })
}

export async function removeRelation(
  house: House,
  actor: Actor,
  id: number,
  relation: number,
): Promise<void> {
  await house.db.transaction().execute(async trx => {
    await lockOwnDraft(trx, id, actor)
    if (!(await dropRelation(trx, id, relation)))
      throw new Refused('not-found', '没有找到这个关系，可能已经在别的窗口删去。')
  })
}

const unifiedSeries = '规范性文件统一编号'

/**
 * 统一编号 (37号文: 统一登记、统一编号、统一印发) at issue, by the body's own style and without gaps; null where the body has set none
 * or the document is not a normative one. Once given it stays.
 */
export async function takeUnified(
  trx: Trx,
  row: DocumentRow,
  issuedOn: string,
  at: Date,
): Promise<string | null> {
  if (!row.normative) return null
  const before = await normativeOf(trx, row.id)
  if (before.unifiedNumber) return before.unifiedNumber
  const template = (await ruleOf(trx, row.bodyId))?.unifiedTemplate
  if (!template) return null
  const year = Number(issuedOn.slice(0, 4))
  const use = { bodyId: row.bodyId, series: unifiedSeries, year, documentId: row.id, at }
  const sequence = await takeNumber(trx, use)
  const unifiedNumber = template.replace('{year}', String(year)).replace('{seq}', String(sequence))
  await putNormative(trx, row.id, { unifiedNumber, unifiedYear: year, unifiedSequence: sequence })
  return unifiedNumber
}
