import { sql, type InferResult, type RawBuilder, type SqlBool, type Updateable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { CleanupItem } from '#kit/schema.gen.ts'
import { moverOf } from '#kit/subjectTable.ts'
import { takenInto } from '../../rounds/store.ts'
import type { Cleanup, Conclusion, Item, ItemFilter } from './model.ts'
import type { CleanupState, ItemState } from './workflow.ts'

/** All SQL of the clean-up and of what is looked at before it expires. */

type CleanupRow = InferResult<ReturnType<typeof allCleanups>>[number]
const allCleanups = (db: Query) => db.selectFrom('cleanup').selectAll()

const cleanupFrom = (r: CleanupRow): Cleanup => ({
  id: r.id,
  bodyId: r.body_id,
  name: r.name,
  opinionsBy: r.opinions_by,
  issuedUntil: r.issued_until,
  columns: r.columns,
  state: r.state as CleanupState,
  version: r.version,
  takenIn: r.taken_in,
  draftId: r.draft_id,
  openedBy: r.opened_by,
  openedAt: r.opened_at,
  concludedAt: r.concluded_at,
})

export async function readCleanup(db: Query, id: number): Promise<Cleanup | null> {
  const row = await allCleanups(db).where('id', '=', id).executeTakeFirst()
  return row ? cleanupFrom(row) : null
}

export async function lockCleanup(trx: Trx, id: number): Promise<Cleanup | null> {
  const row = await allCleanups(trx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? cleanupFrom(row) : null
}

export async function moveCleanup(
  trx: Trx,
  row: { readonly id: number },
  to: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('cleanup')
    .set(eb => ({
      state: to,
      version: eb('version', '+', 1),
      ...(to === 'concluded' ? { concluded_at: at } : {}),
    }))
    .where('id', '=', row.id)
    .execute()
}

export async function cleanupsOf(db: Query, bodyIds: readonly number[]): Promise<Cleanup[]> {
  if (bodyIds.length === 0) return []
  const rows = await allCleanups(db)
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows.map(cleanupFrom)
}

/** Inserts the round; null where the body has one that is still open. */
export async function insertCleanup(
  trx: Trx,
  c: { bodyId: number; name: string; issuedUntil: string; opinionsBy: string; openedBy: number; at: Date },
): Promise<number | null> {
  const row = await trx
    .insertInto('cleanup')
    .values({
      body_id: c.bodyId,
      name: c.name,
      issued_until: c.issuedUntil,
      opinions_by: c.opinionsBy,
      state: 'open',
      opened_by: c.openedBy,
      opened_at: c.at,
    })
    .onConflict(o => o.column('body_id').where('state', '=', 'open').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function linkDraft(trx: Trx, cleanupId: number, documentId: number): Promise<void> {
  await trx.updateTable('cleanup').set({ draft_id: documentId }).where('id', '=', cleanupId).execute()
}

/** Everything public and in force that was issued by a day; answers how many of each department. */
export async function takeIn(
  trx: Trx,
  cleanupId: number,
  bodyId: number,
  issuedUntil: string,
  today: string,
): Promise<{ departmentId: number; count: number }[]> {
  return takenInto(
    trx,
    { table: 'cleanup', id: cleanupId },
    sql`
      insert into cleanup_item (cleanup_id, document_id, body_id, department_id, drafter_id, state)
      select ${cleanupId}, d.id, d.body_id, d.department_id, d.drafter_id, 'asked'
      from document d left join normative n on n.document_id = d.id
      where d.body_id = ${bodyId} and d.state = 'published' and d.normative
        and coalesce(d.issued_on, d.written_on, d.original_published_on) <= ${issuedUntil}::date
        and coalesce(n.repealed_on > ${today}::date, true) and coalesce(n.expires_on >= ${today}::date, true)
      order by d.department_id, d.id
      returning department_id`,
  )
}

/** Public documents whose term ends in [today, until] and that nobody has been asked about yet. */
export async function raiseExpiring(
  trx: Trx,
  today: string,
  until: string,
): Promise<{ id: number; documentId: number; bodyId: number; expiresOn: string }[]> {
  const { rows } = await sql<{ id: number; document_id: number; body_id: number; expires_on: string }>`
    insert into cleanup_item (document_id, body_id, department_id, drafter_id, state, expires_on)
    select d.id, d.body_id, d.department_id, d.drafter_id, 'asked', n.expires_on
    from normative n join document d on d.id = n.document_id
    where d.state = 'published' and n.repealed_on is null
      and n.expires_on between ${today}::date and ${until}::date
      and not exists (select 1 from cleanup_item i join cleanup c on c.id = i.cleanup_id
        where i.document_id = d.id and c.state = 'open')
    order by d.body_id, d.id
    on conflict (document_id, expires_on) where cleanup_id is null do nothing
    returning id, document_id, body_id, expires_on`.execute(trx)
  return rows.map(r => ({
    id: r.id,
    documentId: r.document_id,
    bodyId: r.body_id,
    expiresOn: r.expires_on,
  }))
}

const columns = [
  'item.id',
  'item.cleanup_id',
  'item.document_id',
  'item.body_id',
  'item.department_id',
  'item.drafter_id',
  'item.state',
  'item.version',
  'item.expires_on',
  'item.opinion',
  'item.opinion_reason',
  'item.opinion_until',
  'item.answered_by',
  'item.decision',
  'item.decision_reason',
  'item.decision_until',
  'item.decision_on',
  'item.public_note',
  'item.decided_by',
  'item.decided_at',
  'item.applied_at',
  'item.refused',
  'item.reminded_at',
  'c.opinions_by',
  'd.title',
  'd.document_number',
  'd.issued_on',
  'd.state as present_state',
  'n.expires_on as present_expiry',
  'n.repealed_on as present_repeal',
] as const

const joined = (db: Query) =>
  db
    .selectFrom('cleanup_item as item')
    .innerJoin('document as d', 'd.id', 'item.document_id')
    .leftJoin('cleanup as c', 'c.id', 'item.cleanup_id')
    .leftJoin('normative as n', 'n.document_id', 'item.document_id')
const withColumns = (db: Query) => joined(db).select(columns)
type ItemRow = InferResult<ReturnType<typeof withColumns>>[number]

const itemFrom = (r: ItemRow): Item => ({
  id: r.id,
  cleanupId: r.cleanup_id,
  documentId: r.document_id,
  bodyId: r.body_id,
  departmentId: r.department_id,
  drafterId: r.drafter_id,
  state: r.state as ItemState,
  version: r.version,
  expiresOn: r.expires_on,
  opinion: r.opinion as Conclusion | null,
  opinionReason: r.opinion_reason,
  opinionUntil: r.opinion_until,
  answeredBy: r.answered_by,
  decision: r.decision as Conclusion | null,
  decisionReason: r.decision_reason,
  decisionUntil: r.decision_until,
  decisionOn: r.decision_on,
  publicNote: r.public_note,
  decidedBy: r.decided_by,
  decidedAt: r.decided_at,
  appliedAt: r.applied_at,
  refused: r.refused,
  remindedAt: r.reminded_at,
  dueOn: r.opinions_by ?? r.expires_on!,
  title: r.title,
  documentNumber: r.document_number,
  issuedOn: r.issued_on,
  presentExpiry: r.present_expiry,
  presentRepeal: r.present_repeal,
  presentState: r.present_state,
})

export async function readItem(db: Query, id: number): Promise<Item | null> {
  const row = await withColumns(db).where('item.id', '=', id).executeTakeFirst()
  return row ? itemFrom(row) : null
}

/** Locks the item; the document is locked by what changes it. */
export async function lockItem(trx: Trx, id: number): Promise<Item | null> {
  const row = await withColumns(trx).where('item.id', '=', id).forUpdate('item').executeTakeFirst()
  return row ? itemFrom(row) : null
}

export const moveItem = moverOf('cleanup_item')

export async function changeItem(db: Query, id: number, change: Updateable<CleanupItem>): Promise<void> {
  await db.updateTable('cleanup_item').set(change).where('id', '=', id).execute()
}

export type Chosen = {
  /** Null: what was raised by an expiry. */
  readonly cleanupId: number | null
  readonly filter: ItemFilter
  readonly visible: RawBuilder<SqlBool>
}

function chosen({ cleanupId, filter, visible }: Chosen): RawBuilder<SqlBool> {
  const all: RawBuilder<unknown>[] = [
    cleanupId === null ? sql`item.cleanup_id is null` : sql`item.cleanup_id = ${cleanupId}`,
    visible,
  ]
  if (filter.state) all.push(sql`item.state = ${filter.state}`)
  if (filter.department !== null) all.push(sql`item.department_id = ${filter.department}`)
  if (filter.conclusion) all.push(sql`coalesce(item.decision, item.opinion) = ${filter.conclusion}`)
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, c => `\\${c}`)}%`
    all.push(sql`(d.title like ${like} or d.document_number like ${like})`)
  }
  return sql<SqlBool>`${sql.join(all, sql` and `)}`
}

export async function itemsOf(
  db: Query,
  of: Chosen,
  page: { readonly limit: number; readonly offset: number },
): Promise<Item[]> {
  const rows = await withColumns(db)
    .where(chosen(of))
    .orderBy(sql`item.state = 'applied'`)
    .orderBy('item.expires_on')
    .orderBy('item.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map(itemFrom)
}

export async function countItems(db: Query, of: Chosen): Promise<number> {
  const { n } = await joined(db)
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where(chosen(of))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Everything of a round, in the order in which it was taken in. */
export async function allItems(db: Query, cleanupId: number): Promise<Item[]> {
  const rows = await withColumns(db)
    .where('item.cleanup_id', '=', cleanupId)
    .orderBy('d.issued_on')
    .orderBy('item.id')
    .execute()
  return rows.map(itemFrom)
}

/** How many of a round stand where, and what was decided. */
export async function numbersOf(db: Query, cleanupIds: readonly number[]) {
  if (cleanupIds.length === 0) return new Map<number, Numbers>()
  const { rows } = await sql<Numbers & { id: number }>`
    select cleanup_id as id, count(*)::integer as total,
      count(*) filter (where state = 'asked')::integer as asked,
      count(*) filter (where state = 'answered')::integer as answered,
      count(*) filter (where state = 'decided')::integer as decided,
      count(*) filter (where state = 'applied')::integer as applied,
      count(*) filter (where refused is not null and state = 'decided')::integer as refused,
      count(*) filter (where decision = 'keep')::integer as keep,
      count(*) filter (where decision = 'amend')::integer as amend,
      count(*) filter (where decision = 'repeal')::integer as repeal,
      count(*) filter (where decision = 'expire')::integer as expire
    from cleanup_item where cleanup_id = any(${[...cleanupIds]}::bigint[]) group by cleanup_id`.execute(db)
  return new Map(rows.map(r => [r.id, r]))
}
export type Numbers = {
  readonly total: number
  readonly asked: number
  readonly answered: number
  readonly decided: number
  readonly applied: number
  readonly refused: number
  readonly keep: number
  readonly amend: number
  readonly repeal: number
  readonly expire: number
}

/** Items of a document that somebody has still to do with, newest first. */
export async function openItemsOf(db: Query, documentId: number): Promise<Item[]> {
  const rows = await withColumns(db)
    .where('item.document_id', '=', documentId)
    .orderBy('item.id', 'desc')
    .limit(20)
    .execute()
  return rows.map(itemFrom)
}

/** Raised by an expiry that is near and still without an opinion, one by one to be reminded of once. */
export async function unanswered(db: Query, by: string, today: string): Promise<Item[]> {
  const rows = await withColumns(db)
    .where('item.cleanup_id', 'is', null)
    .where('item.state', '=', 'asked')
    .where('item.expires_on', '<=', by)
    .where('item.expires_on', '>=', today)
    .where('item.reminded_at', 'is', null)
    .where('d.state', '=', 'published')
    .execute()
  return rows.map(itemFrom)
}

/** Open rounds of some bodies in which every document is decided. */
export async function cleanupsDecided(db: Query, bodyIds: readonly number[]): Promise<Cleanup[]> {
  if (bodyIds.length === 0) return []
  const rows = await allCleanups(db)
    .where('body_id', 'in', [...bodyIds])
    .where('state', '=', 'open')
    .where(
      sql<SqlBool>`not exists (select from office.cleanup_item i where i.cleanup_id = cleanup.id
        and i.state in ('asked', 'answered'))`,
    )
    .execute()
  return rows.map(cleanupFrom)
}

/** Conclusions before an expiry that somebody other than these people decided and nobody has carried out, by body. */
export async function conclusionsWaiting(
  db: Query,
  bodyIds: readonly number[],
  hands: readonly number[],
): Promise<{ bodyId: number; count: number; since: Date }[]> {
  if (bodyIds.length === 0) return []
  const { rows } = await sql<{ bodyId: number; count: number; since: Date }>`
    select body_id as "bodyId", count(*)::integer as count, min(decided_at) as since
    from office.cleanup_item
    where body_id = any(${[...bodyIds]}::integer[]) and state = 'decided' and cleanup_id is null
      and not coalesce(decided_by = any(${[...hands]}::integer[]), false)
    group by body_id`.execute(db)
  return rows
}
