import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { bodyNames } from '#people/directory.ts'
import { publishedUnder, type Found } from '#record/reading.ts'
import type { DocumentRow } from '../store.ts'
import { changing, type RelateForm, type RelationRow } from './model.ts'
import { cannotRelate, type Target } from './rules.ts'
import { changesAlready, normativeOf, reachOf, relationsOf } from './store.ts'

export type Aimed = {
  readonly reasons: readonly Reason[]
  readonly relation: Omit<RelationRow, 'id' | 'standing'>
}

const asTarget = (found: Found): Target => ({
  id: found.subject_id,
  bodyId: found.body_id,
  title: found.title,
  number: found.document_number,
  issuedOn: found.issued_on ?? found.written_on,
  validity: found.validity,
  endedOn: found.validity === 'expired' ? found.expires_on : null,
})

/** 《…》 alone names a document that is not here; anything else has to be found. */
const named = /^《([^》]{2,200})》(?:（([^）]{2,60})）)?$/

/**
 * The document a person means by number, address or title, and everything that stands against the relation. What is not in this
 * system is named in 《》 and gets no link.
 */
export async function aim(
  db: Query,
  document: DocumentRow,
  form: RelateForm,
  on: string | null,
): Promise<Aimed> {
  const under = await publishedUnder(db, form.target)
  const known = under.known
  const rows = under.rows.filter(r => r.kind === 'document')
  const name = named.exec(form.target)
  const blank: Aimed['relation'] = {
    documentId: document.id,
    relation: form.relation,
    targetId: null,
    targetAddress: null,
    targetTitle: name?.[1] ?? form.target,
    targetNumber: name?.[2] ?? null,
    whole: form.relation === 'amends' && form.whole === 'whole',
    on: changing.includes(form.relation) ? on : null,
  }
  const against = (text: string): Aimed => ({ reasons: [{ field: 'target', text }], relation: blank })
  if (rows.length > 1)
    return against(
      `${known === 'number' ? '这个文号' : '这个标题'}有${rows.length}件已公开的文件：${rows.map(r => `《${r.title}》`).join('、')}。请改为粘贴其中一件的网址。`,
    )
  const found = rows[0]
  if (!found && !name)
    return against(
      known === 'address'
        ? '这个网址上没有正在公开的文件，请核对网址。'
        : `没有找到“${form.target}”。请填写已公开文件的文号、网址或完整标题；不在本系统的文件，写成《文件全称》（文号），只登记名称。`,
    )
  const source = { id: document.id, bodyId: document.bodyId, issuedOn: document.issuedOn, effectiveOn: null }
  const relations = await relationsOf(db, document.id)
  const target: Target = found
    ? asTarget(found)
    : {
        id: null,
        bodyId: null,
        title: name![1]!,
        number: name![2] ?? null,
        issuedOn: null,
        validity: null,
        endedOn: null,
      }
  const repealedOn =
    found && found.validity === 'repealed' ? (await normativeOf(db, found.subject_id)).repealedOn : null
  const isKnown = relations.some(
    r =>
      r.relation === form.relation &&
      (found ? r.targetAddress === found.address : r.targetTitle === target.title),
  )
  const [reach, isCycle, names] = await Promise.all([
    reachOf(db, document.bodyId),
    found && found.subject_id !== document.id
      ? changesAlready(db, found.subject_id, document.id)
      : Promise.resolve(false),
    bodyNames(db, found ? [found.body_id] : []),
  ])
  const reasons = cannotRelate(
    form.relation,
    on,
    source,
    repealedOn ? { ...target, endedOn: repealedOn } : target,
    { reach, isCycle, isKnown, targetBody: found ? (names.get(found.body_id) ?? '其他机关') : '' },
  )
  return {
    reasons,
    relation: found
      ? {
          ...blank,
          targetId: found.subject_id,
          targetAddress: found.address,
          targetTitle: found.title,
          targetNumber: found.document_number,
        }
      : blank,
  }
}
