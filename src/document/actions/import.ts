import { begin, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import { parseDocumentNumber } from '#law/documentNumber.ts'
import { isColumn } from '#record/columns.ts'
import type { House } from '../../house.ts'
import { cleanHtml } from '../intake/clean.ts'
import { emptyDraft, importSchema, type Import } from '../model.ts'
import { isNumberBorne } from '../numbers.ts'
import { insertDocument } from '../store.ts'
import { rulesInForce } from '../variants/inForce.ts'
import { beginnings } from '../workflow.ts'
import { drafterRole } from './draft.ts'

function cannotImport(given: Import, today: string): Reason[] {
  const reasons: Reason[] = []
  const add = (field: string, text: string) => reasons.push({ field, text })
  const number = given.documentNumber === null ? null : parseDocumentNumber(given.documentNumber)
  if (number && !number.ok) add('documentNumber', number.reason)
  for (const column of given.columns) if (!isColumn(column)) add('columns', `没有“${column}”这个栏目。`)
  for (const [field, name] of [
    ['writtenOn', '成文日期'],
    ['issuedOn', '印发日期'],
    ['originalPublishedOn', '原发布日期'],
  ] as const) {
    const day = given[field]
    if (day && day > today) add(field, `${name} ${day}在今天之后，请核对。`)
  }
  if (given.writtenOn && given.issuedOn && given.writtenOn > given.issuedOn)
    add('issuedOn', `成文日期${given.writtenOn}晚于印发日期${given.issuedOn}，两个日期矛盾，请核对。`)
  if (given.issuedOn && given.originalPublishedOn && given.issuedOn > given.originalPublishedOn)
    add(
      'originalPublishedOn',
      `原发布日期${given.originalPublishedOn}早于印发日期${given.issuedOn}，请核对。`,
    )
  return reasons
}

/**
 * 补录历史公文: enters a document issued before this system with its own dates. Somebody else checks and publishes it
 * (`confirm`); the publication then says when it was first published and that it was moved in (国办秘函〔2019〕19号：
 * 伪造发稿日期一票否决).
 */
export async function importDocument(
  house: House,
  actor: Actor,
  given: unknown,
  key?: string,
): Promise<Done> {
  const form = readForm(importSchema, given)
  const today = dayOf(house.now())
  const reasons = cannotImport(form, today)
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  const role = drafterRole(actor, beginnings.import.by, beginnings.import.label)
  const number = form.documentNumber === null ? null : parseDocumentNumber(form.documentNumber)
  const request = { kind: 'document', bodyId: role.bodyId, role: role.role, verb: 'import', actor, key, form }
  return begin(house, request, async (trx, at) => {
    if (number?.ok && (await isNumberBorne(trx, role.bodyId, number.text)))
      throw new Refused('invalid', [
        {
          field: 'documentNumber',
          text: `本机关已有一件公文的文号是“${number.text}”，文号不能重复。请核对；确是同一件的，不必再补录。`,
          basis: '党政机关公文处理工作条例/发文字号',
        },
      ])
    const id = await insertDocument(
      trx,
      {
        bodyId: role.bodyId,
        departmentId: role.departmentId,
        drafterId: role.onBehalfOf ?? actor.staffId,
        state: 'import-check',
        draft: {
          ...emptyDraft,
          title: form.title,
          kind: form.kind,
          theme: form.theme,
          attribute: form.attribute,
          normative: form.normative,
          addressee: form.addressee,
          signatories: form.signatories,
          columns: form.columns,
          writtenOn: form.writtenOn,
          bodyHtml: cleanHtml(form.bodyHtml),
        },
        variantId: (await rulesInForce(trx, role.bodyId, today))?.id ?? null,
        at,
      },
      {
        imported: true,
        source_note: form.sourceNote,
        issued_on: form.issuedOn,
        original_published_on: form.originalPublishedOn,
        index_number: form.indexNumber,
        document_number: number?.ok ? number.text : null,
        // The text carries the label it was issued with; nothing is added to an imported document.
        label: null,
      },
    )
    return { id, state: 'import-check', data: { sourceNote: form.sourceNote } }
  })
}
