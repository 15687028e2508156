import { sql, type Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Alert } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import type { AlertKind, AlertRow, AlertState } from './model.ts'

/** Every line of SQL about alerts: the office's rows, and what the public reads of them. */

function made(row: Selectable<Alert>): AlertRow {
  return {
    id: row.id,
    bodyId: row.body_id,
    departmentId: null,
    drafterId: row.proposer_id,
    kind: row.kind as AlertKind,
    state: row.state as AlertState,
    version: row.version,
    level: row.level,
    title: row.title,
    text: row.text,
    address: row.address,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    raisedAt: row.raised_at,
    loweredAt: row.lowered_at,
  }
}

const table = subjectTable('alert', made, 'changed_at')
export const lockAlert = table.lock
export const moveAlert = table.move

const rows = (db: Query) => db.selectFrom('alert').selectAll()

export async function alertsOf(db: Query, bodyIds: readonly number[]): Promise<AlertRow[]> {
  if (bodyIds.length === 0) return []
  const found = await rows(db)
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return found.map(made)
}

/** Some of them, in no order. */
export async function alertsById(db: Query, ids: readonly number[]): Promise<AlertRow[]> {
  if (ids.length === 0) return []
  const found = await rows(db)
    .where('id', 'in', [...ids])
    .execute()
  return found.map(made)
}

export type AlertWords = Pick<
  AlertRow,
  'kind' | 'level' | 'title' | 'text' | 'address' | 'startsAt' | 'endsAt'
>

const values = (w: AlertWords) => ({
  kind: w.kind,
  level: w.level,
  title: w.title,
  text: w.text,
  address: w.address,
  starts_at: w.startsAt,
  ends_at: w.endsAt,
})

export async function insertAlert(
  trx: Trx,
  a: AlertWords & { bodyId: number; proposerId: number; state: AlertState; at: Date },
): Promise<number> {
  const row = await trx
    .insertInto('alert')
    .values({
      ...values(a),
      body_id: a.bodyId,
      proposer_id: a.proposerId,
      state: a.state,
      raised_at: a.state === 'raised' ? a.at : null,
      changed_at: a.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function changeAlert(
  trx: Trx,
  id: number,
  set: Partial<AlertWords> & { raisedAt?: Date; loweredAt?: Date },
): Promise<void> {
  const { raisedAt, loweredAt, ...words } = set
  await trx
    .updateTable('alert')
    .set({
      ...(words.title !== undefined ? values(words as AlertWords) : {}),
      ...(raisedAt ? { raised_at: raisedAt } : {}),
      ...(loweredAt ? { lowered_at: loweredAt } : {}),
    })
    .where('id', '=', id)
    .execute()
}

/** What the public reads from now on. */
export async function putPublicAlert(
  trx: Trx,
  a: AlertWords & { id: number; bodyId: number; startsAt: Date; loweredAt: Date | null; position: number },
): Promise<void> {
  const body = await trx
    .selectFrom('record.body')
    .select('name')
    .where('id', '=', a.bodyId)
    .executeTakeFirst()
  const row = {
    ...values(a),
    starts_at: a.startsAt,
    body_id: a.bodyId,
    body_name: body?.name ?? '',
    lowered_at: a.loweredAt,
    chain_position: a.position,
  }
  await trx
    .insertInto('record.alert')
    .values({ id: a.id, ...row })
    .onConflict(c => c.column('id').doUpdateSet(row))
    .execute()
}

export type PublicAlert = {
  readonly id: number
  readonly bodyId: number
  readonly bodyName: string
  readonly kind: AlertKind
  readonly level: string | null
  readonly title: string
  readonly text: string
  readonly address: string | null
  readonly startsAt: Date
  readonly endsAt: Date | null
  readonly loweredAt: Date | null
}

/** As the public reads them, with the rights of the portal: those that are not over by `now` (or all), newest first. */
export async function publicAlerts(db: Query, over: { now: Date } | 'all'): Promise<PublicAlert[]> {
  let q = db.selectFrom('record.alert').selectAll()
  if (over !== 'all')
    q = q
      .where('lowered_at', 'is', null)
      .where(eb => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', over.now)]))
  const found = await q.orderBy('starts_at', 'desc').orderBy('id', 'desc').limit(500).execute()
  return found.map(r => ({
    id: r.id,
    bodyId: r.body_id,
    bodyName: r.body_name,
    kind: r.kind as AlertKind,
    level: r.level,
    title: r.title,
    text: r.text,
    address: r.address,
    startsAt: r.starts_at,
    endsAt: r.ends_at,
    loweredAt: r.lowered_at,
  }))
}

/** Slugs of a body and all below it, and whether nothing is above it. */
export async function slugsBelow(
  db: Query,
): Promise<Map<number, { slugs: readonly string[]; isTop: boolean }>> {
  const { rows: found } = await sql<{ id: number; slugs: string[]; top: boolean }>`
    select b.id, array_agg(x.slug order by x.id) as slugs, b.parent_id is null as top
    from record.body b join record.body x on x.id = b.id or b.id = any (x.ancestors)
    group by b.id`.execute(db)
  return new Map(found.map(r => [r.id, { slugs: r.slugs, isTop: r.top }]))
}

/** Whether a publication of this address stands. */
export async function stands(db: Query, address: string): Promise<boolean> {
  const row = await db
    .selectFrom('record.current')
    .select('address')
    .where('address', '=', address)
    .where('standing', '=', 'published')
    .executeTakeFirst()
  return row !== undefined
}

/** What was proposed in some bodies and nobody has approved, with the instant of the proposal. */
export async function alertsProposed(
  db: Query,
  bodyIds: readonly number[],
): Promise<(AlertRow & { proposedAt: Date })[]> {
  if (bodyIds.length === 0) return []
  const found = await rows(db)
    .where('body_id', 'in', [...bodyIds])
    .where('state', '=', 'proposed')
    .orderBy('id')
    .limit(200)
    .execute()
  return found.map(row => ({ ...made(row), proposedAt: row.changed_at }))
}
