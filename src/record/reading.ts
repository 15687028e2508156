import type { Query } from '#kit/db.ts'
import { addressPattern, entrySchema, type Entry } from './model.ts'
import { numberKeyOf } from './numberKey.ts'
import { contentAt, standingNow } from './store/read.ts'
import { standingOf, type Found } from './store/relations.ts'

export type { Found } from './store/relations.ts'

/** What stands published, for rooms that look through it: patrol, statistics, export. */
export type PublishedEntry = {
  readonly address: string
  /** The last number of the address: the order in which addresses were given. */
  readonly number: number
  readonly bodyId: number
  readonly subjectId: number
  readonly entry: Entry
}

const columns = ['c.address', 'c.number', 'c.body_id', 'p.subject_id', 't.content'] as const

function read(db: Query) {
  return db
    .selectFrom('record.current as c')
    .innerJoin('record.publication as p', 'p.id', 'c.publication_id')
    .innerJoin('record.content as t', 't.hash', 'p.content_hash')
    .select(columns)
    .where('c.standing', '=', 'published')
}

type Row = Awaited<ReturnType<ReturnType<typeof read>['execute']>>[number]

const made = (row: Row): PublishedEntry => ({
  address: row.address,
  number: row.number!,
  bodyId: row.body_id,
  subjectId: row.subject_id,
  entry: entrySchema.parse(JSON.parse(row.content)),
})

/** Published entries of some bodies in the order of their numbers, those after `number`, at most `limit`. */
export async function publishedAfter(
  db: Query,
  bodyIds: readonly number[],
  number: number,
  limit: number,
): Promise<PublishedEntry[]> {
  if (bodyIds.length === 0) return []
  const rows = await read(db)
    .where('c.body_id', 'in', [...bodyIds])
    .where('c.number', '>', number)
    .orderBy('c.number')
    .limit(limit)
    .execute()
  return rows.map(made)
}

/** Addresses of what stands published since an instant, in order, after one: new ones and new revisions. */
export async function addressesSince(
  db: Query,
  since: Date,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('record.current as c')
    .innerJoin('record.publication as p', 'p.id', 'c.publication_id')
    .select('c.address')
    .where('c.standing', '=', 'published')
    .where('p.published_at', '>=', since)
    .where('c.address', '>', after)
    .orderBy('c.address')
    .limit(limit)
    .execute()
  return rows.map(r => r.address)
}

/** What stands published at an address; null when nothing does. */
export async function publishedAt(db: Query, address: string): Promise<PublishedEntry | null> {
  const row = await read(db).where('c.address', '=', address).executeTakeFirst()
  return row ? made(row) : null
}

/** The body whose pages lie under this first part of an address. */
export async function bodyAt(
  db: Query,
  slug: string,
): Promise<{ readonly id: number; readonly slug: string } | null> {
  const row = await db
    .selectFrom('record.body')
    .select(['id', 'slug'])
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row ?? null
}

/** Bodies that have something standing published. */
export async function publishingBodies(db: Query): Promise<{ readonly id: number; readonly slug: string }[]> {
  return db
    .selectFrom('record.body as b')
    .select(['b.id', 'b.slug'])
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('record.tally as t')
          .select('t.body_id')
          .whereRef('t.body_id', '=', 'b.id')
          .where('t.published', '>', 0),
      ),
    )
    .orderBy('b.id')
    .execute()
}

/** A body and all below it, as the public record knows them; null: every body. */
export async function bodiesUnder(db: Query, id: number | null): Promise<number[]> {
  const rows = await db.selectFrom('record.body').select(['id', 'ancestors']).orderBy('id').execute()
  return rows.filter(b => id === null || b.id === id || b.ancestors.includes(id)).map(b => b.id)
}

/**
 * What a person means by the address, the number or the whole title of something published; several where a number was given
 * twice, none where nothing of it stands. `known`: in which of the three ways the text was read.
 */
export async function publishedUnder(
  db: Query,
  text: string,
): Promise<{ readonly known: 'address' | 'number' | 'title'; readonly rows: Found[] }> {
  const trimmed = text.trim()
  const path = /\/[a-z][a-z0-9-]{1,39}\/content\/\d{8}-\d+\.html/.exec(trimmed)?.[0]
  if (path && addressPattern.test(path))
    return { known: 'address', rows: await standingOf(db, { address: path }) }
  const numberKey = numberKeyOf(trimmed)
  if (numberKey) return { known: 'number', rows: await standingOf(db, { numberKey }) }
  const title = trimmed.replace(/^《|》$/g, '')
  return { known: 'title', rows: await standingOf(db, { title }) }
}

/** What stands published at some addresses of bodies this house keeps, by the number of the document that was published. */
export async function standingAt(db: Query, address: string): Promise<Found | null> {
  return (await standingOf(db, { address }))[0] ?? null
}

/** The revisions of an address that stands, oldest first; none where it is withdrawn. */
export async function revisionsOf(
  db: Query,
  address: string,
): Promise<{ readonly revision: number; readonly publishedAt: Date; readonly note: string | null }[]> {
  const standing = await standingNow(db, { address })
  return standing?.entry ? [...standing.revisions].reverse() : []
}

/** The content of one revision of what stands at an address; null where there is none. */
export const revisionContent = (db: Query, address: string, revision: number): Promise<string | null> =>
  contentAt(db, address, revision)
