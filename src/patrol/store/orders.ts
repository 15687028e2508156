import type { Query, Trx } from '#kit/db.ts'
import { startOf } from '#kit/now.ts'
import type { Subject } from '#kit/procedure.ts'
import { spanOfPeriod, type OrderFilters } from '../filters.ts'
import type { Kind } from '../model.ts'
import type { OrderState } from '../workflow.ts'

/** SQL about orders. */

export type OrderRow = Subject & {
  readonly state: OrderState
  readonly address: string
  readonly title: string
  readonly findingId: string
  readonly kind: Kind
  readonly tier: 'A' | 'B'
  readonly message: string
  readonly place: string
  readonly excerpt: string
  readonly ownerId: number | null
  readonly ownerName: string | null
  readonly dueOn: string
  readonly lexicon: string
  readonly foundAt: Date
  readonly checkedAt: Date
  readonly closedAt: Date | null
  readonly closedWhy: string | null
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]
const select = (db: Query) => db.selectFrom('patrol_order').selectAll()

const made = (r: Row): OrderRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: null,
  drafterId: 0,
  state: r.state as OrderState,
  version: r.version,
  address: r.address,
  title: r.title,
  findingId: r.finding_id,
  kind: r.kind as Kind,
  tier: r.tier as 'A' | 'B',
  message: r.message,
  place: r.place,
  excerpt: r.excerpt,
  ownerId: r.owner_id,
  ownerName: r.owner_name,
  dueOn: r.due_on,
  lexicon: r.lexicon,
  foundAt: r.found_at,
  checkedAt: r.checked_at,
  closedAt: r.closed_at,
  closedWhy: r.closed_why,
})

export async function lockOrder(trx: Trx, id: number): Promise<OrderRow | null> {
  const row = await select(trx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? made(row) : null
}

export async function orderById(db: Query, id: number): Promise<OrderRow | null> {
  const row = await select(db).where('id', '=', id).executeTakeFirst()
  return row ? made(row) : null
}

/** Some of them, in no order. */
export async function ordersById(db: Query, ids: readonly number[]): Promise<OrderRow[]> {
  if (ids.length === 0) return []
  const rows = await select(db)
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(made)
}

/** Open and excused orders of an address: what need not be opened again. */
export async function ordersAt(db: Query, address: string): Promise<OrderRow[]> {
  const rows = await select(db)
    .where('address', '=', address)
    .where('state', 'in', ['open', 'excused'])
    .orderBy('id')
    .execute()
  return rows.map(made)
}

/** Addresses with open orders, in order, after one. */
export async function openAddresses(db: Query, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('patrol_order')
    .select('address')
    .distinct()
    .where('state', '=', 'open')
    .where('address', '>', after)
    .orderBy('address')
    .limit(limit)
    .execute()
  return rows.map(r => r.address)
}

/** Columns of a body, and its statutory list, with open orders. */
export async function openColumns(db: Query, slug: string): Promise<string[]> {
  const rows = await db
    .selectFrom('patrol_order')
    .select('address')
    .distinct()
    .where('state', '=', 'open')
    .where(eb =>
      eb.or([
        eb('address', 'like', `/${slug.replace(/[\\%_]/g, '\\$&')}/list/%`),
        eb('address', '=', `/${slug}/disclosure/statutory.html`),
      ]),
    )
    .execute()
  return rows.map(r => r.address)
}

export type Wanted = OrderFilters & { readonly bodyIds: readonly number[]; readonly today: string }

function wanted(db: Query, { bodyIds, state, kind, period, today }: Wanted) {
  let q = db.selectFrom('patrol_order').where('body_id', 'in', [...bodyIds])
  if (state) q = q.where('state', '=', state)
  if (kind) q = q.where('kind', '=', kind)
  if (!period) return q
  const { from, until } = spanOfPeriod(period, today)
  return q.where('found_at', '>=', startOf(from)).where('found_at', '<', startOf(until))
}

export async function countOf(db: Query, which: Wanted): Promise<number> {
  const { n } = await wanted(db, which)
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Open ones first, the nearest day first. */
export async function ordersOf(
  db: Query,
  which: Wanted & { readonly limit: number; readonly offset: number },
): Promise<OrderRow[]> {
  const rows = await wanted(db, which)
    .selectAll()
    .orderBy(eb => eb.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('due_on')
    .orderBy('id')
    .limit(which.limit)
    .offset(which.offset)
    .execute()
  return rows.map(made)
}

/** How many orders of some bodies are in each state. */
export async function countOrders(
  db: Query,
  which: Omit<Wanted, 'state'>,
): Promise<Record<OrderState, number>> {
  const rows = await wanted(db, which)
    .select(['state', eb => eb.fn.countAll<number>().as('n')])
    .groupBy('state')
    .execute()
  const counts = { open: 0, mended: 0, excused: 0 }
  for (const row of rows) counts[row.state as OrderState] = Number(row.n)
  return counts
}

export async function insertOrder(
  trx: Trx,
  o: Omit<OrderRow, 'id' | 'departmentId' | 'drafterId' | 'state' | 'version' | 'closedAt' | 'closedWhy'>,
): Promise<number | null> {
  const row = await trx
    .insertInto('patrol_order')
    .values({
      body_id: o.bodyId,
      state: 'open',
      address: o.address,
      title: o.title,
      finding_id: o.findingId,
      kind: o.kind,
      tier: o.tier,
      message: o.message,
      place: o.place,
      excerpt: o.excerpt,
      owner_id: o.ownerId,
      owner_name: o.ownerName,
      due_on: o.dueOn,
      lexicon: o.lexicon,
      found_at: o.foundAt,
      checked_at: o.checkedAt,
    })
    .onConflict(c => c.columns(['address', 'finding_id']).where('state', '=', 'open').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function moveOrder(trx: Trx, id: number, to: OrderState, at: Date): Promise<void> {
  await trx
    .updateTable('patrol_order')
    .set(eb => ({ state: to, version: eb('version', '+', 1), checked_at: at }))
    .where('id', '=', id)
    .execute()
}

export async function closeOrder(
  trx: Trx,
  id: number,
  closed: { at: Date; by: number | null; why: string },
): Promise<void> {
  await trx
    .updateTable('patrol_order')
    .set({ closed_at: closed.at, closed_by: closed.by, closed_why: closed.why })
    .where('id', '=', id)
    .execute()
}

export async function touchOrders(trx: Trx, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('patrol_order')
    .set({ checked_at: at })
    .where('id', 'in', [...ids])
    .execute()
}

/** A published text that had to go for secrecy: what its orders quote of it goes, too. */
export async function forgetOrders(trx: Trx, address: string): Promise<void> {
  await trx
    .updateTable('patrol_order')
    .set({ title: '（已清除）', excerpt: '' })
    .where('address', '=', address)
    .execute()
}

/** Open orders of some bodies, the first due first. */
export async function openOrders(db: Query, bodyIds: readonly number[], limit: number): Promise<OrderRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await select(db)
    .where('body_id', 'in', [...bodyIds])
    .where('state', '=', 'open')
    .orderBy('due_on')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(made)
}
