import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import { resting, restOn } from '#kit/footing.ts'
import { startOf } from '#kit/now.ts'
import { at as atAddress, rowsOf, whole } from '../footing.ts'
import { bodySiteSchema, entrySchema, type Entry, type Kind, type RecordBody } from '../model.ts'

/** Everything the public pages read, with the rights of the portal role: schema record and nothing else. */

export async function bodiesNow(db: Query): Promise<RecordBody[]> {
  const rows = await db.selectFrom('record.body').selectAll().orderBy('sort').orderBy('id').execute()
  return rows.map(b => ({
    id: b.id,
    parentId: b.parent_id,
    ancestors: b.ancestors,
    slug: b.slug,
    name: b.name,
    shortName: b.short_name,
    level: b.level,
    sort: b.sort,
    site: bodySiteSchema.catch({}).parse(b.site),
  }))
}

export type Tally = {
  readonly bodyId: number
  readonly column: string
  readonly year: number
  readonly published: number
}

/** How many stand published, by body, column (`*`: all) and year. */
export async function talliesNow(db: Query): Promise<Tally[]> {
  const rows = await db.selectFrom('record.tally').selectAll().where('published', '>', 0).execute()
  return rows.map(r => ({ bodyId: r.body_id, column: r.column_id, year: r.year, published: r.published }))
}

const listed = [
  'address',
  'body_id',
  'title',
  'document_number',
  'index_number',
  'issuer',
  'written_on',
  'issued_on',
  'published_at',
  'shown_on',
  'imported',
  'validity',
  'document_kind',
  'theme',
  'columns',
  'attachments',
  'summary',
] as const

export type Which = {
  /** Null: of every body. */
  readonly bodyIds: readonly number[] | null
  /** Null: whatever the column; several: in any of them. */
  readonly columns: readonly string[] | null
  /** Shown days in [from, until). */
  readonly from: string | null
  readonly until: string | null
  /** Only what was published here, without history moved in. */
  readonly own?: boolean
  /** Only what is news: without what a body tells of itself once and for long. */
  readonly fresh?: boolean
}

const lasting: readonly Kind[] = [
  'guide',
  'basic-catalog',
  'negative-list',
  'organization',
  'leader',
  'absence',
]

/** How many rows may be gathered and sorted where that reads no more than walking the newest of a million for so many. */
const fewFor = (wanted: number) => Math.sqrt(wanted * 1_000_000)

/**
 * A page of what stands published, newest first. `expected` (how many there are, from the tally) chooses the way: few are
 * gathered by the index of columns and sorted, many are met by walking the newest; of several bodies each gives its newest.
 */
export function listPublished(db: Query, which: Which, expected: number, limit: number, offset: number) {
  return resting(rowsOf(which.bodyIds, which.columns), () =>
    publishedRows(db, which, expected, limit, offset),
  )
}

async function publishedRows(db: Query, which: Which, expected: number, limit: number, offset: number) {
  const base = (ofEach = false) => {
    let q = db.selectFrom('record.current').where('standing', '=', 'published')
    if (which.bodyIds && !ofEach)
      q =
        which.bodyIds.length === 1
          ? q.where('body_id', '=', which.bodyIds[0]!)
          : q.where('body_id', 'in', [...which.bodyIds])
    if (which.columns) q = q.where(sql<boolean>`columns && ${[...which.columns]}::text[]`)
    if (which.from) q = q.where('shown_on', '>=', which.from)
    if (which.until) q = q.where('shown_on', '<', which.until)
    if (which.own) q = q.where('imported', '=', false)
    if (which.fresh) q = q.where('kind', 'not in', [...lasting])
    return q
  }
  if (which.bodyIds && which.bodyIds.length > 1 && !which.columns)
    return db
      .selectFrom(sql<{ id: number }>`(select unnest(${[...which.bodyIds]}::integer[]) as id)`.as('of'))
      .innerJoinLateral(
        base(true)
          .select(listed)
          .select('publication_id')
          .where(sql<boolean>`body_id = "of".id`)
          .orderBy('shown_on', 'desc')
          .orderBy('publication_id', 'desc')
          .limit(limit + offset)
          .as('newest'),
        join => join.onTrue(),
      )
      .select(listed)
      .orderBy('shown_on', 'desc')
      .orderBy('publication_id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute()
  if (which.columns && expected <= fewFor(limit + offset))
    return db
      .with(
        cte => cte('few').materialized(),
        () => base().select(listed).select('publication_id'),
      )
      .selectFrom('few')
      .select(listed)
      .orderBy('shown_on', 'desc')
      .orderBy('publication_id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute()
  return base()
    .select(listed)
    .orderBy('shown_on', 'desc')
    .orderBy('publication_id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
}
export type Listed = Awaited<ReturnType<typeof listPublished>>[number]

/** Rows of a list by their numbers, in that order; those withdrawn meanwhile are left out. */
export async function listNumbers(db: Query, numbers: readonly number[]): Promise<Listed[]> {
  if (numbers.length === 0) return []
  const rows = await resting([], () =>
    db
      .selectFrom('record.current')
      .select(listed)
      .select('number')
      .where('standing', '=', 'published')
      .where('number', 'in', [...numbers])
      .execute(),
  )
  restOn(rows.length < new Set(numbers).size ? [whole] : rows.map(r => atAddress(r.address)))
  const byNumber = new Map(rows.map(r => [r.number, r]))
  return numbers.flatMap(n => byNumber.get(n) ?? [])
}

export type Revision = {
  readonly revision: number
  readonly standing: string
  readonly note: string | null
  readonly publishedAt: Date
  readonly contentHash: string
  readonly chainPosition: number
}

export type Standing = {
  readonly address: string
  readonly number: number
  readonly bodyId: number
  readonly standing: 'published' | 'withdrawn'
  readonly purged: boolean
  readonly title: string
  readonly entry: Entry | null
  /** The bytes whose hash is in the receipt. */
  readonly content: string | null
  /** Newest first. */
  readonly revisions: readonly Revision[]
}

type StandingRow = {
  readonly address: string
  readonly number: number
  readonly body_id: number
  readonly standing: string
  readonly title: string
  readonly revision: number
  readonly was: string
  readonly note: string | null
  readonly published_at: Date
  readonly content_hash: string
  readonly purged: boolean
  readonly chain_position: number
  /** Of the newest revision alone, and only where it stands. */
  readonly content: string | null
}

/** What stands at an address: the entry with its revisions, or its tombstone; null when nothing was ever there. One look. */
export async function standingNow(
  db: Query,
  at: { address: string } | { number: number },
): Promise<Standing | null> {
  const standing = await resting([], () => readStanding(db, at))
  restOn('address' in at ? [atAddress(at.address)] : standing ? [atAddress(standing.address)] : [whole])
  return standing
}

async function readStanding(
  db: Query,
  at: { address: string } | { number: number },
): Promise<Standing | null> {
  const { rows } = await sql<StandingRow>`
    select c.address, c.number, c.body_id, c.standing, c.title, p.revision, p.standing as was, p.note, p.published_at,
      p.content_hash, p.purged, p.chain_position, t.content
    from record.current c
    join record.publication p on p.address = c.address
    left join record.content t on c.standing = 'published' and p.id = c.publication_id and t.hash = p.content_hash
    where ${'address' in at ? sql`c.address = ${at.address}` : sql`c.number = ${at.number}`}
    order by p.revision desc`.execute(db)
  const newest = rows[0]
  if (!newest) return null
  return {
    address: newest.address,
    number: newest.number,
    bodyId: newest.body_id,
    standing: newest.standing === 'published' ? 'published' : 'withdrawn',
    purged: newest.purged,
    title: newest.title,
    entry: newest.content === null ? null : entrySchema.parse(JSON.parse(newest.content)),
    content: newest.content,
    revisions: rows.map(r => ({
      revision: r.revision,
      standing: r.was,
      note: r.note,
      publishedAt: r.published_at,
      contentHash: r.content_hash,
      chainPosition: r.chain_position,
    })),
  }
}

/** The content of one revision of something that stands; null when it is withdrawn or there is no such revision. */
export async function contentAt(db: Query, address: string, revision: number | null): Promise<string | null> {
  let q = db
    .selectFrom('record.publication as p')
    .innerJoin('record.current as c', 'c.address', 'p.address')
    .innerJoin('record.content as t', 't.hash', 'p.content_hash')
    .select('t.content')
    .where('p.address', '=', address)
    .where('c.standing', '=', 'published')
  q = revision === null ? q.orderBy('p.revision', 'desc').limit(1) : q.where('p.revision', '=', revision)
  const row = await resting([atAddress(address)], () => q.executeTakeFirst())
  return row?.content ?? null
}

export type Timed = Pick<Listed, 'address' | 'title' | 'document_number' | 'body_id'> & {
  readonly issued_on: string
  readonly published_at: Date
}

/** What was published in [from, until) after having been issued here: for 按时率 and 中位时长. History moved in does not count. */
export async function timedBetween(
  db: Query,
  bodyIds: readonly number[] | null,
  from: string,
  until: string,
  limit: number,
) {
  let q = db
    .selectFrom('record.current')
    .select(['address', 'title', 'document_number', 'body_id', 'issued_on', 'published_at'])
    .where('standing', '=', 'published')
    .where('imported', '=', false)
    .where('issued_on', 'is not', null)
    .where('published_at', '>=', startOf(from))
    .where('published_at', '<', startOf(until))
  if (bodyIds) q = q.where('body_id', 'in', [...bodyIds])
  const rows = await resting(rowsOf(bodyIds, null), () =>
    q.orderBy('published_at', 'desc').orderBy('publication_id', 'desc').limit(limit).execute(),
  )
  return rows.map(r => ({ ...r, issued_on: r.issued_on! }))
}

/** How often an issue on one day met a publication on another, of what timedBetween reads: a year is some thousand pairs of days. */
export async function timesBetween(
  db: Query,
  bodyIds: readonly number[] | null,
  from: string,
  until: string,
): Promise<{ issuedOn: string; publishedOn: string; n: number }[]> {
  const of = bodyIds ? sql`body_id = any(${[...bodyIds]}::integer[])` : sql`true`
  const query = sql<{ issued_on: string; published_on: string; n: number }>`
    select issued_on, (published_at at time zone 'Asia/Shanghai')::date as published_on, count(*)::integer as n
    from record.current
    where standing = 'published' and not imported and issued_on is not null
      and published_at >= ${startOf(from)} and published_at < ${startOf(until)} and ${of}
    group by 1, 2`
  const { rows } = await resting(rowsOf(bodyIds, null), () => query.execute(db))
  return rows.map(r => ({ issuedOn: r.issued_on, publishedOn: r.published_on, n: r.n }))
}

/** Addresses for the site map, by number, with the day of their last change. */
export async function addressesAfter(db: Query, number: number, size: number) {
  return db
    .selectFrom('record.current')
    .select(['address', 'number', 'published_at'])
    .where('standing', '=', 'published')
    .where('number', '>', number)
    .where('number', '<=', number + size)
    .orderBy('number')
    .execute()
}

/**
 * The pages of the site map: addresses by their number in steps of `size`, so that a page is one range of the index and keeps its
 * address whatever is published or withdrawn later; steps without anything published are left out.
 */
export async function siteMapPages(db: Query, size: number): Promise<{ after: number; lastmod: Date }[]> {
  const { rows } = await sql<{ after: number; lastmod: Date }>`
    select b.after, x.lastmod
    from generate_series(0, (select max(number) - 1 from record.current where standing = 'published'), ${size}::bigint) as b (after)
    cross join lateral (
      select max(published_at) as lastmod from record.current
      where standing = 'published' and number > b.after and number <= b.after + ${size}::bigint) x
    where x.lastmod is not null
    order by 1`.execute(db)
  return rows
}

/** The last public link of every body's chain. */
export async function publicHeads(db: Query) {
  const { rows } = await sql<{
    body_id: number
    chain_position: number
    event_hash: Buffer
    published_at: Date
    n: number
  }>`
    select b.id as body_id, p.chain_position, p.event_hash, p.published_at,
      n.publications as n
    from record.body b
    join record.publication_count n on n.body_id = b.id
    cross join lateral (
      select chain_position, event_hash, published_at from record.publication p
      where p.body_id = b.id order by p.chain_position desc, p.id desc limit 1) p
    order by b.id`.execute(db)
  return rows
}

export async function publicKeys(db: Query) {
  return db
    .selectFrom('record.signing_key')
    .select(['id', 'public_key', 'since'])
    .orderBy('since', 'desc')
    .execute()
}

/** How many were published here in [from, until) and stand; history moved in does not count. */
export async function countShown(
  db: Query,
  bodyIds: readonly number[] | null,
  from: string,
  until: string,
): Promise<number> {
  let q = db
    .selectFrom('record.current')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('standing', '=', 'published')
    .where('shown_on', '>=', from)
    .where('shown_on', '<', until)
    .where('imported', '=', false)
  if (bodyIds) q = q.where('body_id', 'in', [...bodyIds])
  return (await resting(rowsOf(bodyIds, null), () => q.executeTakeFirstOrThrow())).n
}

/** Open services and the public halves of their keys. */
export async function servicesNow(db: Query): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('record.service')
    .select(['name', 'public_key'])
    .where('is_open', '=', true)
    .execute()
  return new Map(rows.map(r => [r.name, r.public_key]))
}
