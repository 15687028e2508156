import { sql, type Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { MovedTable } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import type { MovedRow, MovedState } from './model.ts'

/** Every line of SQL about old addresses. */

const made = (row: Selectable<MovedTable>): MovedRow => ({
  id: row.id,
  bodyId: row.body_id,
  departmentId: null,
  drafterId: row.taker_id,
  state: row.state as MovedState,
  version: row.version,
  name: row.name,
  rows: row.rows,
  takenAt: row.taken_at,
})

const table = subjectTable('moved_table', made, 'changed_at')
export const lockTable = table.lock
export const moveTable = table.move

export async function tablesOf(db: Query, bodyIds: readonly number[]): Promise<MovedRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('moved_table')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.map(made)
}

export async function insertTable(
  trx: Trx,
  of: { bodyId: number; takerId: number; name: string; fileHash: string; rows: number; at: Date },
): Promise<number> {
  const row = await trx
    .insertInto('moved_table')
    .values({
      body_id: of.bodyId,
      state: 'standing',
      taker_id: of.takerId,
      name: of.name,
      file_hash: of.fileHash,
      rows: of.rows,
      taken_at: of.at,
      changed_at: of.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Tables are taken in one after the other: what one finds free stays so until it is committed. */
export async function oneAtATime(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7202634)`.execute(trx)
}

export type Pair = { readonly key: string; readonly target: string }

export async function insertAddresses(trx: Trx, tableId: number, pairs: readonly Pair[]): Promise<void> {
  await sql`insert into record.old_address (key, target, table_id)
    select k, t, ${tableId} from unnest(${pairs.map(p => p.key)}::text[], ${pairs.map(p => p.target)}::text[]) as x (k, t)`.execute(
    trx,
  )
}

export async function removeAddresses(trx: Trx, tableId: number): Promise<void> {
  await trx.deleteFrom('record.old_address').where('table_id', '=', tableId).execute()
}

/** Where these old addresses lead now, and by which table. */
export async function taken(
  db: Query,
  keys: readonly string[],
): Promise<Map<string, { target: string; tableId: number }>> {
  const { rows } = await sql<{ key: string; target: string; table_id: number }>`
    select key, target, table_id from record.old_address where key = any(${[...keys]}::text[])`.execute(db)
  return new Map(rows.map(r => [r.key, { target: r.target, tableId: r.table_id }]))
}

/** Of the wanted keys in this order the first that leads somewhere. */
export async function leadsTo(db: Query, keys: readonly string[]): Promise<string | null> {
  const found = await taken(db, keys)
  return keys.map(k => found.get(k)?.target).find(t => t !== undefined) ?? null
}

export async function isAnyTaken(db: Query): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select 1 from record.old_address) as any`.execute(db)
  return rows[0]!.any
}

export type Standing = {
  readonly address: string
  readonly bodyId: number
  readonly standing: string
  readonly title: string
  readonly indexNumber: string | null
  readonly numberKey: string | null
}

/** What stands or stood at these addresses, and what stands under these numbers. */
export async function standingAt(
  db: Query,
  wanted: {
    readonly addresses: readonly string[]
    readonly indexNumbers: readonly string[]
    readonly numberKeys: readonly string[]
  },
): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select address, body_id as "bodyId", standing, title, index_number as "indexNumber", number_key as "numberKey"
    from record.current
    where address = any(${[...wanted.addresses]}::text[])
      or (standing = 'published' and index_number = any(${[...wanted.indexNumbers]}::text[]))
      or (standing = 'published' and number_key = any(${[...wanted.numberKeys]}::text[]))`.execute(db)
  return rows
}

/** A body's own number and those below it, by slug. */
export async function bodiesUnder(db: Query, bodyId: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: number; slug: string }>`
    select id, slug from record.body where id = ${bodyId} or ${bodyId} = any (ancestors)`.execute(db)
  return new Map(rows.map(r => [r.slug, r.id]))
}

export async function slugsOf(db: Query): Promise<Set<string>> {
  const rows = await db.selectFrom('record.body').select('slug').execute()
  return new Set(rows.map(r => r.slug))
}
