import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Query, Trx } from '#kit/db.ts'
import type { Instrument, RecordInstrument } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import { rowSchema, type InstrumentKind, type InstrumentRow, type Row } from './model.ts'
import { openStates, type InstrumentState } from './workflow.ts'

/** Every line of SQL about the guide, the basic catalog and the negative list of a body. */

const rowsSchema = z.array(rowSchema)
const made = (r: Selectable<Instrument>): InstrumentRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: r.department_id,
  drafterId: r.drafter_id,
  state: r.state as InstrumentState,
  version: r.version,
  kind: r.kind as InstrumentKind,
  number: r.number,
  rows: rowsSchema.parse(r.rows),
  effectiveOn: r.effective_on,
  reviewOn: r.review_on,
  address: r.address,
  publishedAt: r.published_at,
  changedAt: r.changed_at,
})

const table = subjectTable('instrument', made, 'changed_at')
export const readInstrument = table.read
export const lockInstrument = table.lock
export const moveInstrument = table.move

export async function readInstruments(db: Query, ids: readonly number[]): Promise<InstrumentRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('instrument')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(made)
}

/** The version in force of a body and kind; null where there is none. */
export async function standingInstrument(
  db: Query,
  bodyId: number,
  kind: InstrumentKind,
): Promise<InstrumentRow | null> {
  const row = await db
    .selectFrom('instrument')
    .selectAll()
    .where('body_id', '=', bodyId)
    .where('kind', '=', kind)
    .where('state', '=', 'published')
    .executeTakeFirst()
  return row ? made(row) : null
}

/** The version on its way, the last number given and the address once given. Locks the kind of the body against a second beginning. */
export async function openInstrument(
  trx: Trx,
  bodyId: number,
  kind: InstrumentKind,
): Promise<{ open: number | null; last: number; address: string | null }> {
  await sql`select pg_advisory_xact_lock(hashtext(${`instrument-${kind}`}), ${bodyId})`.execute(trx)
  const rows = await trx
    .selectFrom('instrument')
    .select(['id', 'number', 'state', 'address'])
    .where('body_id', '=', bodyId)
    .where('kind', '=', kind)
    .orderBy('number')
    .execute()
  const open = rows.find(r => (openStates as readonly string[]).includes(r.state))
  const last = rows.at(-1)
  return {
    open: open?.id ?? null,
    last: last?.number ?? 0,
    // What was withdrawn leaves a tombstone: the next one gets an address of its own.
    address: rows.find(r => r.state === 'published')?.address ?? null,
  }
}

export async function insertInstrument(
  trx: Trx,
  v: Pick<InstrumentRow, 'bodyId' | 'kind' | 'number' | 'drafterId' | 'departmentId' | 'rows' | 'address'> & {
    at: Date
  },
): Promise<number> {
  const row = await trx
    .insertInto('instrument')
    .values({
      body_id: v.bodyId,
      kind: v.kind,
      number: v.number,
      state: 'compiling',
      drafter_id: v.drafterId,
      department_id: v.departmentId,
      rows: JSON.stringify(v.rows),
      address: v.address,
      changed_at: v.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function putRows(trx: Trx, id: number, rows: readonly Row[]): Promise<void> {
  await trx
    .updateTable('instrument')
    .set({ rows: JSON.stringify(rows) })
    .where('id', '=', id)
    .execute()
}

export async function putDays(
  trx: Trx,
  id: number,
  days: { readonly effectiveOn?: string; readonly reviewOn: string },
): Promise<void> {
  await trx
    .updateTable('instrument')
    .set({
      review_on: days.reviewOn,
      ...(days.effectiveOn === undefined ? {} : { effective_on: days.effectiveOn }),
    })
    .where('id', '=', id)
    .execute()
}

export async function putPublished(trx: Trx, id: number, address: string, at: Date): Promise<void> {
  await trx.updateTable('instrument').set({ address, published_at: at }).where('id', '=', id).execute()
}

/** All versions of some bodies, newest first. */
export async function instrumentsOf(db: Query, bodyIds: readonly number[]): Promise<InstrumentRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('instrument')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .orderBy('body_id')
    .orderBy('kind')
    .orderBy('number', 'desc')
    .execute()
  return rows.map(made)
}

/** Versions of some bodies that are on their way. */
export async function instrumentsOnTheWay(db: Query, bodyIds: readonly number[]): Promise<InstrumentRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('instrument')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .where('state', 'in', [...openStates])
    .orderBy('id')
    .execute()
  return rows.map(made)
}

/** Those in force that are to be looked through again by a day, or that have an entry which is. */
export async function toReview(db: Query, until: string): Promise<InstrumentRow[]> {
  const rows = await db
    .selectFrom('instrument')
    .selectAll()
    .where('state', '=', 'published')
    .where(eb =>
      eb.or([
        eb('review_on', '<=', until),
        sql<boolean>`jsonb_path_exists(rows, '$[*].values.reviewOn ? (@ != "" && @ <= $day)', ${JSON.stringify({ day: until })}::jsonb)`,
      ]),
    )
    .orderBy('id')
    .execute()
  return rows.map(made)
}

/** What the public may read of one in force. */
export type PublicInstrument = {
  readonly bodyId: number
  readonly kind: InstrumentKind
  readonly number: number
  readonly address: string
  readonly effectiveOn: string
  readonly reviewOn: string
  readonly publishedOn: string
  readonly rows: readonly Row[]
}

const shown = (r: Selectable<RecordInstrument>): PublicInstrument => ({
  bodyId: r.body_id,
  kind: r.kind as InstrumentKind,
  number: r.number,
  address: r.address,
  effectiveOn: r.effective_on,
  reviewOn: r.review_on,
  publishedOn: r.published_on,
  rows: rowsSchema.parse(r.rows),
})

export async function publicInstruments(db: Query, bodyId: number): Promise<PublicInstrument[]> {
  const rows = await db
    .selectFrom('record.instrument')
    .selectAll()
    .where('body_id', '=', bodyId)
    .orderBy('kind')
    .execute()
  return rows.map(shown)
}

export async function showInstrument(
  trx: Trx,
  i: PublicInstrument & { readonly instrumentId: number },
): Promise<void> {
  const row = {
    instrument_id: i.instrumentId,
    number: i.number,
    address: i.address,
    effective_on: i.effectiveOn,
    review_on: i.reviewOn,
    published_on: i.publishedOn,
    rows: JSON.stringify(i.rows),
  }
  await trx
    .insertInto('record.instrument')
    .values({ body_id: i.bodyId, kind: i.kind, ...row })
    .onConflict(x => x.columns(['body_id', 'kind']).doUpdateSet(row))
    .execute()
}

export async function showReview(
  trx: Trx,
  bodyId: number,
  kind: InstrumentKind,
  reviewOn: string,
): Promise<void> {
  await trx
    .updateTable('record.instrument')
    .set({ review_on: reviewOn })
    .where('body_id', '=', bodyId)
    .where('kind', '=', kind)
    .execute()
}

export async function hideInstrument(trx: Trx, bodyId: number, kind: InstrumentKind): Promise<void> {
  await trx.deleteFrom('record.instrument').where('body_id', '=', bodyId).where('kind', '=', kind).execute()
}

/** What a withdrawal for secrecy or privacy leaves of the rows: nothing. */
export async function emptyRows(trx: Trx, bodyId: number, kind: InstrumentKind): Promise<void> {
  await trx
    .updateTable('instrument')
    .set({ rows: '[]' })
    .where('body_id', '=', bodyId)
    .where('kind', '=', kind)
    .execute()
}
