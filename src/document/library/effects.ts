import type { Context } from '#kit/act.ts'
import type { Actor, HeldRole } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { appendEvents, type JsonMembers } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import { publish as publishRecord } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import type { House } from '../../house.ts'
import { entryNow } from '../entry.ts'
import { lockDocument, moveDocument, type DocumentRow } from '../store.ts'
import { referenceOf } from './facts.ts'
import { changing, told, type Normative, type RelationRow } from './model.ts'
import { endOf } from './rules.ts'
import { changeRelation, incoming, normativeOf, putNormative, reachOf, relationsOf } from './store.ts'

type Signing = Pick<House, 'signer'>

export type Who = {
  readonly actor: Actor
  readonly as: HeldRole
  readonly at: Date
  readonly reason: string | null
}

/**
 * A consequence of an act on another subject: the document gets its own event in its own chain and a new revision with a public
 * note, in the caller's transaction. Answers false where it is not public (withdrawn meanwhile): then nothing is done.
 */
export async function revise(
  trx: Trx,
  house: Signing,
  p: {
    readonly documentId: number
    readonly change: Partial<Normative>
    readonly verb: string
    readonly note: string
    readonly who: Who
    readonly data?: JsonMembers
  },
): Promise<boolean> {
  const row = await lockDocument(trx, p.documentId)
  if (!row || row.state !== 'published' || !row.address) return false
  if (Object.keys(p.change).length > 0) await putNormative(trx, row.id, p.change)
  const entry = await entryNow(trx, row, dayOf(p.who.at))
  await moveDocument(trx, row, row.state, p.who.at)
  const [event] = await appendEvents(trx, row.bodyId, [
    {
      kind: 'document',
      subject: row.id,
      verb: p.verb,
      from: row.state,
      to: row.state,
      at: p.who.at,
      actor: p.who.actor.staffId,
      actorName: p.who.actor.name,
      onBehalfOf: p.who.as.onBehalfOf,
      onBehalfName: p.who.as.onBehalfName,
      role: p.who.as.role,
      reason: p.who.reason,
      data: { ...publicationData(entry, row.address), ...p.data },
    },
  ])
  await publishRecord(trx, house, {
    entry,
    bodyId: row.bodyId,
    subjectId: row.id,
    address: row.address,
    note: p.note,
    event: event!,
  })
  return true
}

/** The first day on which a relation of a document acts: as entered, else its 实施日期, its issue, today. */
export function actsOn(
  relation: Pick<RelationRow, 'on'>,
  of: { effectiveOn: string | null; issuedOn: string | null },
  today: string,
): string {
  return relation.on ?? of.effectiveOn ?? of.issuedOn ?? today
}

/** When a document becomes public: its term gets an end, its relations their days. Before its entry is made. */
export async function begun(trx: Trx, row: DocumentRow): Promise<void> {
  const normative = await normativeOf(trx, row.id)
  if (normative.termYears && !normative.expiresOn)
    await putNormative(trx, row.id, { expiresOn: endOf(normative, row.issuedOn) })
  for (const relation of await relationsOf(trx, row.id))
    if (relation.standing === 'entered') {
      const on = changing.includes(relation.relation)
        ? actsOn(relation, { effectiveOn: normative.effectiveOn, issuedOn: row.issuedOn }, row.issuedOn ?? '')
        : relation.on
      await changeRelation(trx, relation.id, { standing: 'public', on: on || null })
    }
}

/** What the relations of a document that has just become public do to the others: both sides in one transaction. */
export async function carryOut(
  house: Signing,
  { trx, row, actor, as, at, reason }: Context<DocumentRow, unknown>,
  _address: string,
): Promise<void> {
  for (const relation of await relationsOf(trx, row.id))
    if (told.includes(relation.relation))
      await touch(trx, house, relation, row, { actor, as, at, reason }, 'begin')
}

const noteOf = (relation: RelationRow, number: string | null, on: string): string => {
  if (relation.relation === 'interprets') return '解读已公开，与本件相互关联。'
  const plain = number ? `${number}文件` : '新印发的文件'
  if (relation.relation === 'amends')
    return `自${on}起被${plain}${relation.whole ? '全文修改' : '部分修改'}。`
  return `自${on}起被${plain}${relation.relation === 'replaces' ? '替代，同时废止' : '废止'}。`
}

const takenBack = (relation: RelationRow, number: string | null): string =>
  relation.relation === 'interprets'
    ? '更正：撤销此前登记的解读。'
    : `更正：撤销此前登记的被${referenceOf(number)}修改、废止或替代的关系。`

const verbs = {
  change: { begin: 'changedBy', end: 'changeEnded' },
  interprets: { begin: 'interpretedBy', end: 'interpretationEnded' },
} as const

/**
 * Lets a relation act on its target, or takes back what it did. A 解读 changes nothing, the other only names it; a body's own
 * word on a document of a body above it is shown there by the record and makes no new revision.
 */
export async function touch(
  trx: Trx,
  house: Signing,
  relation: RelationRow,
  source: Pick<DocumentRow, 'id' | 'bodyId' | 'documentNumber'>,
  who: Who,
  how: 'begin' | 'end',
): Promise<boolean> {
  if (relation.targetId === null) return false
  const isInterpretation = relation.relation === 'interprets'
  if (isInterpretation) {
    const target = await lockDocument(trx, relation.targetId)
    if (!target || !(await reachOf(trx, source.bodyId)).includes(target.bodyId)) return false
  }
  const others = (await incoming(trx, relation.targetId)).filter(
    r => r.id !== relation.id && changing.includes(r.relation) && r.on !== null,
  )
  const first = (is: (r: RelationRow) => boolean, own: string | null): string | null =>
    [...others.filter(is).map(r => r.on!), ...(own ? [own] : [])].sort()[0] ?? null
  const own = how === 'begin' ? relation.on : null
  const isEnd = (r: RelationRow) => r.relation !== 'amends'
  const change: Partial<Normative> = isInterpretation
    ? {}
    : relation.relation === 'amends'
      ? relation.whole
        ? { revisedOn: first(r => r.relation === 'amends' && r.whole, own) }
        : { amendedOn: first(r => r.relation === 'amends' && !r.whole, own) }
      : { repealedOn: first(isEnd, own) }
  const note =
    how === 'begin'
      ? noteOf(relation, source.documentNumber, relation.on ?? dayOf(who.at))
      : takenBack(relation, source.documentNumber)
  return revise(trx, house, {
    documentId: relation.targetId,
    change,
    verb: verbs[isInterpretation ? 'interprets' : 'change'][how],
    note,
    who,
    data: { by: source.id, relation: relation.relation, on: relation.on },
  })
}
