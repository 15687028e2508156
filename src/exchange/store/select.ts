import { sql, type RawBuilder } from 'kysely'
import type { Db, Query } from '#kit/db.ts'
import { resting, restOn } from '#kit/footing.ts'
import { at, whole } from '#record/footing.ts'
import type { Selection } from '../selection.ts'

/** Reading the record for programs, with the rights of the portal role. */

const fields =
  sql.raw(`c.address, c.number, c.publication_id, c.kind, c.body_id, c.title, c.document_number, c.index_number, c.issuer,
  c.written_on, c.issued_on, c.published_at, c.shown_on, c.imported, c.validity, c.document_kind, c.theme, c.columns, c.tags, c.audience,
  c.catalog_items, c.attachments, c.summary`)

export type Row = {
  readonly address: string
  readonly number: number
  readonly publication_id: number
  readonly kind: string
  readonly body_id: number
  readonly title: string
  readonly document_number: string | null
  readonly index_number: string | null
  readonly issuer: string | null
  readonly written_on: string | null
  readonly issued_on: string | null
  readonly published_at: Date
  readonly shown_on: string
  readonly imported: boolean
  readonly validity: string | null
  readonly document_kind: string | null
  readonly theme: string | null
  readonly columns: string[]
  readonly tags: string[]
  readonly audience: string[]
  readonly catalog_items: string[]
  readonly attachments: number
  readonly summary: string | null
}

function conditions(s: Selection): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`c.standing = 'published'`]
  if (s.bodyIds)
    parts.push(
      s.bodyIds.length === 1
        ? sql`c.body_id = ${s.bodyIds[0]!}`
        : sql`c.body_id = any(${[...s.bodyIds]}::integer[])`,
    )
  if (s.columns) parts.push(sql`c.columns && ${[...s.columns]}::text[]`)
  if (s.from) parts.push(sql`c.shown_on >= ${s.from}::date`)
  if (s.until) parts.push(sql`c.shown_on < ${s.until}::date`)
  if (s.own) parts.push(sql`not c.imported`)
  if (s.kind) parts.push(sql`c.document_kind = ${s.kind}`)
  if (s.theme) parts.push(sql`c.theme = ${s.theme}`)
  if (s.validity) parts.push(sql`c.validity = ${s.validity}`)
  if (s.tag) parts.push(sql`c.tags && ${[...s.tag]}::text[]`)
  if (s.audience) parts.push(sql`c.audience && ${[...s.audience]}::text[]`)
  if (s.item) parts.push(sql`c.catalog_items @> array[${s.item}]::text[]`)
  if (s.search) {
    const any: RawBuilder<unknown>[] = []
    if (s.search.words) any.push(sql`c.words @@ ${s.search.words}::tsquery`)
    const number = s.search.number
    if (number?.whole) any.push(sql`c.number_key = ${number.key}`)
    else if (number)
      any.push(
        sql`(c.number_key >= ${number.key} collate "C" and c.number_key < ${`${number.key.slice(0, -1)}}`} collate "C")`,
      )
    if (s.search.indexNumber) any.push(sql`c.index_number = ${s.search.indexNumber}`)
    parts.push(sql`(${sql.join(any, sql` or `)})`)
  }
  return sql.join(parts, sql` and `)
}

/** The newest of a selection, by the day shown. */
export async function newest(db: Query, s: Selection, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`select ${fields} from record.current c where ${conditions(s)}
    order by c.shown_on desc, c.publication_id desc limit ${limit}`.execute(db)
  return rows
}

/** A page of a walk by number: it is the same number for ever, so nothing is met twice and what stands all the while is met once. */
export async function walk(
  db: Query,
  s: Selection,
  at: { readonly after: number | null; readonly ascending: boolean; readonly limit: number },
): Promise<Row[]> {
  const { after, ascending, limit } = at
  const beyond = after === null ? sql`true` : ascending ? sql`c.number > ${after}` : sql`c.number < ${after}`
  const { rows } = await sql<Row>`select ${fields} from record.current c where ${conditions(s)} and ${beyond}
    order by c.number ${sql.raw(ascending ? 'asc' : 'desc')} limit ${limit}`.execute(db)
  return rows
}

const batch = 1000

/**
 * Every row of a selection, newest first. Which rows these are is read at once; what each says is read in portions as the reader
 * takes them, so that a slow reader holds no connection. What was withdrawn meanwhile is left out.
 */
export async function* every(db: Db, s: Selection): AsyncGenerator<Row> {
  const { rows } = await sql<{ numbers: number[] | null }>`
    select array_agg(n.number::integer) as numbers from (
      select c.number from record.current c where ${conditions(s)} order by c.shown_on desc, c.publication_id desc) n`.execute(
    db,
  )
  const numbers = rows[0]?.numbers ?? []
  for (let i = 0; i < numbers.length; i += batch) {
    const some = numbers.slice(i, i + batch)
    const { rows: page } =
      await sql<Row>`select ${fields} from record.current c where c.number = any(${some}::bigint[]) and c.standing = 'published'`.execute(
        db,
      )
    const byNumber = new Map(page.map(r => [r.number, r]))
    for (const number of some) {
      const row = byNumber.get(number)
      if (row) yield row
    }
  }
}

/** How many a selection holds, counted no further than `most`. */
export async function countUpTo(db: Query, s: Selection, most: number): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::integer as n from (select 1 from record.current c where ${conditions(s)} limit ${most}) x`.execute(
    db,
  )
  return rows[0]!.n
}

/** The contents of some addresses as they stand published, by address. */
export async function contentsOf(db: Query, addresses: readonly string[]): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map()
  const { rows } = await sql<{ address: string; content: string }>`
    select c.address, t.content from record.current c
    join record.publication p on p.id = c.publication_id
    join record.content t on t.hash = p.content_hash
    where c.address = any(${[...addresses]}::text[]) and c.standing = 'published'`.execute(db)
  return new Map(rows.map(r => [r.address, r.content]))
}

/** The row of one address or number, published or withdrawn. */
export async function rowAt(
  db: Query,
  at: { readonly address: string } | { readonly number: number } | { readonly indexNumber: string },
): Promise<(Row & { readonly standing: string }) | null> {
  const where =
    'address' in at
      ? sql`c.address = ${at.address}`
      : 'number' in at
        ? sql`c.number = ${at.number}`
        : sql`c.index_number = ${at.indexNumber} and c.standing = 'published'`
  const { rows } = await sql<
    Row & { standing: string }
  >`select ${fields}, c.standing from record.current c where ${where} order by c.number desc limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}

/** A numbered page, newest address first, for readers that know no cursor. */
export async function walkPage(db: Query, s: Selection, size: number, page: number): Promise<Row[]> {
  const { rows } = await sql<Row>`select ${fields} from record.current c where ${conditions(s)}
    order by c.number desc limit ${size} offset ${(page - 1) * size}`.execute(db)
  return rows
}

/** The rows of these numbers that stand published, in the order of the numbers. */
export async function rowsAt(db: Query, numbers: readonly number[]): Promise<Row[]> {
  if (numbers.length === 0) return []
  const query = sql<Row>`
    select ${fields} from record.current c where c.number = any(${[...numbers]}::bigint[]) and c.standing = 'published'`
  const { rows } = await resting([], () => query.execute(db))
  restOn(rows.length < new Set(numbers).size ? [whole] : rows.map(r => at(r.address)))
  const byNumber = new Map(rows.map(r => [r.number, r]))
  return numbers.flatMap(n => byNumber.get(n) ?? [])
}
