import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Frequency, Wish } from '../model.ts'

/** Subscriptions as rows: office side. What the portal may do with them stands in schema intake. */

export type Subscription = Wish & {
  readonly id: number
  readonly state: 'requested' | 'asked' | 'active' | 'ended'
  readonly frequency: Frequency
  readonly sealed: Buffer | null
}

const fields = [
  'id',
  'state',
  'frequency',
  'body_id',
  'column_id',
  'keyword',
  'item',
  'query',
  'sealed',
] as const
type Row = {
  id: number
  state: string
  frequency: string
  body_id: number | null
  column_id: string | null
  keyword: string | null
  item: string | null
  query: string | null
  sealed: Buffer | null
}
const made = (r: Row): Subscription => ({
  id: r.id,
  state: r.state as Subscription['state'],
  frequency: r.frequency as Frequency,
  bodyId: r.body_id,
  columnId: r.column_id,
  keyword: r.keyword,
  item: r.item,
  query: r.query,
  sealed: r.sealed,
})

/** Wishes that nobody has been asked about yet, oldest first; locked. */
export async function takeRequested(trx: Trx, limit: number): Promise<Subscription[]> {
  const rows = await trx
    .selectFrom('subscription')
    .select(fields)
    .where('state', '=', 'requested')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map(made)
}

/** A subscription, locked until the end of the transaction. */
export async function lockSubscription(trx: Trx, id: number): Promise<Subscription | null> {
  const row = await trx
    .selectFrom('subscription')
    .select(fields)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? made(row) : null
}

export async function markAsked(
  trx: Trx,
  id: number,
  given: { addressKey: Buffer; tokenHash: Buffer; at: Date },
): Promise<void> {
  await trx
    .updateTable('subscription')
    .set({
      state: 'asked',
      address_key: given.addressKey,
      token_hash: given.tokenHash,
      asked_at: given.at,
    })
    .where('id', '=', id)
    .execute()
}

export type EndedBy = 'reader' | 'bounce' | 'unconfirmed' | 'repeated' | 'office'

/** Ends a subscription: its address is forgotten, what is still owed is suppressed. */
export async function end(trx: Trx, id: number, by: EndedBy, at: Date, why: string): Promise<void> {
  await trx
    .updateTable('subscription')
    .set({ state: 'ended', ended_at: at, ended_by: by, sealed: null, address_key: null })
    .where('id', '=', id)
    .where('state', '<>', 'ended')
    .execute()
  await trx
    .updateTable('subscription_due')
    .set({ state: 'suppressed', why, settled_at: at })
    .where('subscription_id', '=', id)
    .where('state', '=', 'waiting')
    .where('letter_id', 'is', null)
    .execute()
}

/** What the same address has already: how many standing wishes, how many of them the same as this, how many asked since. */
export async function heldBy(
  trx: Trx,
  addressKey: Buffer,
  wish: Wish,
  since: Date,
): Promise<{ all: number; same: number; recent: number }> {
  const { rows } = await sql<{ all: number; same: number; recent: number }>`
    select count(*)::integer as all,
      (count(*) filter (where state = 'active' and (body_id, column_id, keyword, item, query) is not distinct from
        (${wish.bodyId}::integer, ${wish.columnId}::text, ${wish.keyword}::text, ${wish.item}::text, ${wish.query}::text)))::integer as same,
      (count(*) filter (where asked_at >= ${since}))::integer as recent
    from office.subscription where address_key = ${addressKey} and state in ('asked', 'active')`.execute(trx)
  return rows[0]!
}

/** Wishes that were never confirmed and came before `before`. */
export async function unconfirmed(db: Query, before: Date, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('subscription')
    .select('id')
    .where('state', 'in', ['requested', 'asked'])
    .where('requested_at', '<', before)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(r => r.id)
}

export async function countBounce(trx: Trx, id: number): Promise<number> {
  const row = await trx
    .updateTable('subscription')
    .set(eb => ({ bounces: eb('bounces', '+', 1) }))
    .where('id', '=', id)
    .returning('bounces')
    .executeTakeFirst()
  return row?.bounces ?? 0
}

export async function forgetBounces(trx: Trx, id: number): Promise<void> {
  await trx
    .updateTable('subscription')
    .set({ bounces: 0 })
    .where('id', '=', id)
    .where('bounces', '>', 0)
    .execute()
}

/** Says to the public side whether subscriptions are taken, and with which key their addresses are sealed. */
export async function openService(
  db: Query,
  service: { publicKey: string; isOpen: boolean; at: Date },
): Promise<void> {
  const values = { public_key: service.publicKey, is_open: service.isOpen, changed_at: service.at }
  await db
    .insertInto('record.service')
    .values({ name: 'subscription', ...values })
    .onConflict(c => c.column('name').doUpdateSet(values))
    .execute()
}
