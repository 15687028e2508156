import { sql, type RawBuilder } from 'kysely'
import type { Query } from '#kit/db.ts'
import { startOf } from '#kit/now.ts'
import type { Place } from '#kit/worklist/work.ts'
import { readingPlace } from '../channels.ts'
import { rowsOf, type DocumentRow } from '../store.ts'
import type { ListName, Sort } from './model.ts'
import type { Where } from './where.ts'

const rank = sql<number>`case document.urgency when '特急' then 0 when '加急' then 1 when '平急' then 2 else 3 end`
/** As the rows of all rooms tell it: to the second. */
const reached = sql<Date>`date_trunc('second', document.reached_at)`

const orders = (left: RawBuilder<number>): Record<Sort, RawBuilder<unknown>> => ({
  due: sql`${left}, ${rank}, document.reached_at, document.id`,
  reached: sql`document.reached_at desc, document.id desc`,
  newest: sql`document.id desc`,
  issued: sql`document.issued_on desc nulls last, document.id desc`,
  published: sql`document.published_at desc nulls last, document.id desc`,
})

type Stretch = { readonly limit: number; readonly offset: number }
type Order = { readonly sort: Sort; readonly left: RawBuilder<number> }

/** So many of the newest are looked through first: most filters fill a page from them. */
const probed = 10_000

/**
 * The ids (with versions) of a stretch of a list, in its order. The database cannot know whether a filter leaves much or little, and a
 * wrong guess walks through a million rows: the newest are tried first, and what they do not fill is gathered by index and sorted.
 */
export async function idsIn(
  db: Query,
  where: Where,
  order: Order,
  stretch: Stretch,
  narrow: { readonly bodyIds: readonly number[] } | null,
): Promise<{ id: number; version: number }[]> {
  const query = db
    .selectFrom('document')
    .select(['document.id', 'document.version'])
    .where(where)
    .limit(stretch.limit)
    .offset(stretch.offset)
  if (!narrow || order.sort === 'due') return query.orderBy(orders(order.left)[order.sort]).execute()
  if (order.sort === 'newest' && narrow.bodyIds.length === 1) {
    const { rows } = await sql<{ from: number | null }>`select min(id) as "from" from (
      select id from office.document where body_id = ${narrow.bodyIds[0]!} order by id desc limit ${probed}) newest`.execute(
      db,
    )
    const found = await query
      .where('document.id', '>=', rows[0]?.from ?? 0)
      .orderBy('document.id', 'desc')
      .execute()
    if (found.length === stretch.limit) return found
  }
  return query.orderBy(gathered[order.sort]).execute()
}

/** The ids of documents behind a place of the worklist, first due first, with the working days left. */
export async function idsBehind(
  db: Query,
  where: Where,
  left: RawBuilder<number>,
  after: Place | null,
  limit: number,
): Promise<{ id: number; left: number }[]> {
  let query = db
    .selectFrom('document')
    .select(['document.id', left.as('left')])
    .where(where)
  if (after) {
    // Of the same place, the kinds stand in the order of their names.
    const id =
      after.kind === 'document' ? Number(after.id) : after.kind < 'document' ? 0 : Number.MAX_SAFE_INTEGER
    query = query.where(
      sql<boolean>`(${left}, ${rank}, ${reached}, document.id) > (${after.left}::int, ${after.rank}::int, ${after.since}::timestamptz, ${id}::bigint)`,
    )
  }
  return query
    .orderBy(sql`${left}, ${rank}, ${reached}, document.id`)
    .limit(limit)
    .execute()
}

/** The same orders in words that no index follows: the rows are gathered by their filters first. */
const gathered: Record<Exclude<Sort, 'due'>, RawBuilder<unknown>> = {
  reached: sql`document.reached_at + interval '0' desc, document.id desc`,
  newest: sql`document.id + 0 desc`,
  issued: sql`document.issued_on + 0 desc nulls last, document.id desc`,
  published: sql`document.published_at + interval '0' desc nulls last, document.id desc`,
}

/** Some documents without their bodies, in the order of the ids. */
export async function rowsById(db: Query, ids: readonly number[]): Promise<DocumentRow[]> {
  if (ids.length === 0) return []
  const rows = new Map(
    (await rowsOf(db, eb => eb('document.id', 'in', [...ids]), { limit: ids.length })).map(r => [r.id, r]),
  )
  return ids.flatMap(id => rows.get(id) ?? [])
}

/** How many, counted up to a limit. */
export async function countUpTo(
  db: Query,
  where: Where,
  most: number,
): Promise<{ total: number; isMore: boolean }> {
  const { n } = await db
    .selectFrom(eb =>
      eb
        .selectFrom('document')
        .select(sql`1`.as('one'))
        .where(where)
        .limit(most + 1)
        .as('found'),
    )
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return { total: Math.min(Number(n), most), isMore: Number(n) > most }
}

export type Saved = {
  readonly id: number
  readonly list: ListName
  readonly name: string
  readonly query: string
}

export async function savedQueriesOf(db: Query, staffId: number): Promise<Saved[]> {
  const rows = await db
    .selectFrom('saved_query')
    .select(['id', 'list', 'name', 'query'])
    .where('staff_id', '=', staffId)
    .orderBy('name')
    .execute()
  return rows.map(r => ({ ...r, list: r.list as ListName }))
}

/** Keeps a query under its name; the same name again replaces it. */
export async function saveQuery(
  db: Query,
  saved: Omit<Saved, 'id'> & { staffId: number; at: Date },
): Promise<void> {
  await db
    .insertInto('saved_query')
    .values({
      staff_id: saved.staffId,
      list: saved.list,
      name: saved.name,
      query: saved.query,
      saved_at: saved.at,
    })
    .onConflict(c =>
      c.columns(['staff_id', 'list', 'name']).doUpdateSet({ query: saved.query, saved_at: saved.at }),
    )
    .execute()
}

export async function forgetQuery(db: Query, staffId: number, id: number): Promise<void> {
  await db.deleteFrom('saved_query').where('staff_id', '=', staffId).where('id', '=', id).execute()
}

/** The years that documents of some bodies were issued in: first and last. */
export async function yearsOf(
  db: Query,
  bodyIds: readonly number[],
): Promise<{ first: number; last: number } | null> {
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    select min(f) as first, max(l) as last from unnest(${[...bodyIds]}::int[]) as b(id), lateral (
      select (select d.issued_on from office.document d where d.body_id = b.id and d.issued_on is not null
          order by d.issued_on limit 1) as f,
        (select max(d.issued_on) from office.document d where d.body_id = b.id) as l) as one`.execute(db)
  const row = rows[0]
  return row?.first && row.last
    ? { first: Number(row.first.slice(0, 4)), last: Number(row.last.slice(0, 4)) }
    : null
}

/** Whether somebody was reminded of a document on a day (`YYYY-MM-DD`, Asia/Shanghai). */
export async function remindedOn(db: Query, id: number, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('event')
    .select('id')
    .where('subject_kind', '=', 'document')
    .where('subject_id', '=', id)
    .where('verb', '=', 'remind')
    .where('happened_at', '>=', startOf(day))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Documents whose paper copy has not been receipted: few, whatever the number of documents. */
export async function papersOpen(db: Query): Promise<number[]> {
  const rows = await db
    .selectFrom('document_channel')
    .select('document_id')
    .where('channel', '=', readingPlace)
    .where('receipt_on', 'is', null)
    .limit(1000)
    .execute()
  return rows.map(r => r.document_id)
}
