import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'

/** What the static export reads of the record besides its pages. */

export type TitleRow = {
  readonly number: number
  readonly address: string
  readonly title: string
  readonly document_number: string | null
  readonly shown_on: string
}

/** Titles of what stands published, by number, in [from, until). */
export async function titlesBetween(db: Query, from: number, until: number): Promise<TitleRow[]> {
  const { rows } = await sql<TitleRow>`
    select number, address, title, document_number, shown_on from record.current
    where standing = 'published' and number >= ${from} and number < ${until} order by number`.execute(db)
  return rows
}

/** The blocks of so many numbers that hold something published. */
export async function blocksNow(db: Query, size: number): Promise<number[]> {
  const { rows } = await sql<{ block: number }>`
    select distinct (number / ${size}::integer)::integer as block from record.current where standing = 'published' order by 1 desc`.execute(
    db,
  )
  return rows.map(r => r.block)
}

export type Place = { readonly address: string; readonly number: number; readonly standing: string }

/** Every address ever given, by number: what stands and what was withdrawn. */
export async function addressesFrom(db: Query, after: number, limit: number): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select address, number, standing from record.current where number > ${after} order by number limit ${limit}`.execute(
    db,
  )
  return rows
}

/** What stands published with a copy made by a transaction not older than `since`. */
export async function copiedSince(db: Query, since: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select distinct c.address, c.number, c.standing from record.copy y
    join record.publication p on p.content_hash = y.content_hash
    join record.current c on c.publication_id = p.id and c.standing = 'published'
    where y.changed >= ${since}::text::xid8`.execute(db)
  return rows
}

/** What changed after a change: the addresses, their bodies, and whoever names them in a relation. */
export async function touchedSince(
  db: Query,
  change: number,
): Promise<{ places: Place[]; bodyIds: number[] }> {
  const { rows } = await sql<Place & { body_id: number }>`
    with own as (
      select distinct p.address from record.change x join record.publication p on p.id = x.publication_id where x.number > ${change})
    select c.address, c.number, c.standing, c.body_id from record.current c join own using (address)
    union
    select c.address, c.number, c.standing, c.body_id from own o
      join record.current c on c.standing = 'published' and c.links @> jsonb_build_array(jsonb_build_object('address', o.address))
    order by 2`.execute(db)
  return { places: rows, bodyIds: [...new Set(rows.map(r => r.body_id))] }
}

/** A mark of what stands on every page besides its own content: the bodies, and the alerts that hold now. With another mark every page is another. */
export async function frameMark(db: Query, now: Date): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select md5(concat(
      (select string_agg(b::text, ',' order by b.id) from record.body b), ';',
      (select string_agg(a::text, ',' order by a.id) from record.alert a
        where a.lowered_at is null and a.starts_at <= ${now} and (a.ends_at is null or a.ends_at > ${now})), ';',
      (select string_agg(concat(t.body_id, ' ', t.number), ',' order by t.body_id) from record.thesaurus t))) as mark`.execute(
    db,
  )
  return rows[0]!.mark
}

/** Publications whose validity the calendar alone turned in (from, until]. */
export async function turnedBetween(db: Query, from: string, until: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select address, number, standing from record.current where turns_on > ${from}::date and turns_on <= ${until}::date`.execute(
    db,
  )
  return rows
}

/** Addresses withdrawn, for the web server's own list. */
/** Addresses of the site before this one, and where each leads. */
export async function oldAddresses(db: Query): Promise<{ key: string; target: string }[]> {
  return db.selectFrom('record.old_address').select(['key', 'target']).orderBy('key').execute()
}

export async function withdrawnNow(db: Query): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select address from record.current where standing = 'withdrawn' order by number`.execute(db)
  return rows.map(r => r.address)
}

/** Years in which a selection shows something, newest first. */
export async function yearsOf(
  db: Query,
  s: { readonly bodyIds: readonly number[] | null; readonly columns: readonly string[] | null },
): Promise<number[]> {
  const body = s.bodyIds ? sql`body_id = any(${[...s.bodyIds]}::integer[])` : sql`true`
  const column = s.columns ? sql`column_id = any(${[...s.columns]}::text[])` : sql`column_id = '*'`
  const { rows } = await sql<{ year: number }>`
    select distinct year from record.tally where published > 0 and ${body} and ${column} order by year desc`.execute(
    db,
  )
  return rows.map(r => r.year)
}
