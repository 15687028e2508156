import { sql, type RawBuilder } from 'kysely'
import type { Db, Query } from '#kit/db.ts'
import { compact } from '#kit/segment.ts'
import { pairsQuery, tsqueryOf, type Asked } from './query.ts'

/** The search over record.current, with the rights of the portal role. */

export type Filters = {
  readonly bodyIds: readonly number[] | null
  readonly column: string | null
  readonly year: number | null
  readonly kind: string | null
}

export const noFilters: Filters = { bodyIds: null, column: null, year: null, kind: null }

export type Hit = {
  readonly address: string
  readonly body_id: number
  readonly title: string
  readonly document_number: string | null
  readonly index_number: string | null
  readonly issuer: string | null
  readonly written_on: string | null
  readonly shown_on: string
  readonly imported: boolean
  readonly validity: string | null
  readonly document_kind: string | null
  readonly attachments: number
  readonly summary: string | null
}

export type Facet = { readonly value: string; readonly n: number }
export type Facets = {
  readonly body: Facet[]
  readonly column: Facet[]
  readonly year: Facet[]
  readonly kind: Facet[]
}

export type Found = {
  readonly hits: readonly Hit[]
  readonly total: number
  /** There are more than were counted. */
  readonly isMore: boolean
  readonly facets: Facets
}

/** Counted and paged no further; who needs more narrows the search. */
export const mostHits = 1000
const mostTitleHits = 200
/** Facets are counted over the newest so many hits. */
const mostFaceted = 5000

const fields = sql.raw(
  'address, body_id, title, document_number, index_number, issuer, written_on, shown_on, imported, validity, document_kind, attachments, summary',
)

function filterBy(f: Filters): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = [sql`standing = 'published'`]
  if (f.bodyIds) parts.push(sql`body_id = any(${[...f.bodyIds]}::integer[])`)
  if (f.column) parts.push(sql`columns @> array[${f.column}]::text[]`)
  if (f.year)
    parts.push(sql`shown_on >= ${`${f.year}-01-01`}::date and shown_on < ${`${f.year + 1}-01-01`}::date`)
  if (f.kind) parts.push(sql`document_kind = ${f.kind}`)
  return parts
}

const all = (parts: readonly RawBuilder<unknown>[]) => sql.join(parts, sql` and `)

/** Shares of the table that hold a word, from ANALYZE; words it does not list are rarer than the rarest it lists. */
export type Shares = {
  readonly rows: number
  readonly words: ReadonlyMap<string, number>
  readonly columns: ReadonlyMap<string, number>
  readonly bodies: ReadonlyMap<string, number>
}

export async function sharesNow(db: Query): Promise<Shares> {
  const [{ rows: stats }, { rows: size }] = await Promise.all([
    sql<{ attname: string; values: string[]; shares: number[] }>`
      select attname,
        coalesce(most_common_elems::text::text[], most_common_vals::text::text[]) as values,
        coalesce(most_common_elem_freqs, most_common_freqs) as shares
      from pg_stats where schemaname = 'record' and tablename = 'current' and attname in ('words', 'columns', 'body_id')`.execute(
      db,
    ),
    sql<{
      n: number
    }>`select greatest(reltuples, 0)::float8 as n from pg_class where oid = 'record.current'::regclass`.execute(
      db,
    ),
  ])
  const mapOf = (name: string) => {
    const row = stats.find(s => s.attname === name)
    return new Map((row?.values ?? []).map((v, i) => [v, row!.shares[i] ?? 0]))
  }
  return { rows: size[0]?.n ?? 0, words: mapOf('words'), columns: mapOf('columns'), bodies: mapOf('body_id') }
}

/**
 * Whether hits are so frequent that walking from the newest meets enough of them soon. Measured at a million rows: above
 * 1.2 % walk the newest and filter, below it gather by the index and sort; the planner alone guesses badly.
 */
export function isFrequent(shares: Shares, asked: Asked, filters: Filters): boolean {
  if (shares.rows < 20_000) return false
  let share = 1
  for (const { word } of asked.terms) share *= shares.words.get(word) ?? 0
  if (filters.column) share *= shares.columns.get(filters.column) ?? 0.001
  if (filters.bodyIds)
    share *= filters.bodyIds.reduce((n, id) => n + (shares.bodies.get(String(id)) ?? 0.001), 0)
  return share > 0.012
}

/** The matching rows, newest first, as a subquery that does not run through more than it must. */
function matching(condition: RawBuilder<unknown>, filters: Filters, frequent: boolean, limit: number) {
  const where = all([...filterBy(filters), condition])
  return frequent
    ? sql`select * from record.current where ${where} order by shown_on desc, publication_id desc limit ${limit}`
    : sql`select * from (
        with few as materialized (select address, publication_id, shown_on from record.current where ${where})
        select c.* from (select address from few order by shown_on desc, publication_id desc limit ${limit}) f
        join record.current c using (address)) m
      order by shown_on desc, publication_id desc`
}

/** By 发文字号 (any bracket style, also half of it) or 索引号: these come first. */
async function byNumber(db: Query, asked: Asked, filters: Filters): Promise<Hit[]> {
  const conditions: RawBuilder<unknown>[] = []
  if (asked.number?.whole) conditions.push(sql`number_key = ${asked.number.key}`)
  else if (asked.number) {
    const key = asked.number.key
    conditions.push(
      sql`(number_key >= ${key} collate "C" and number_key < ${`${key.slice(0, -1)}}`} collate "C")`,
    )
  }
  if (asked.indexNumber) conditions.push(sql`index_number = ${asked.indexNumber}`)
  if (conditions.length === 0) return []
  const found = await Promise.all(
    conditions.map(condition =>
      sql<Hit>`select ${fields} from record.current where ${all([...filterBy(filters), condition])}
        order by shown_on desc, publication_id desc limit 50`.execute(db),
    ),
  )
  return found.flatMap(f => f.rows)
}

/** Titles that hold the whole query come before titles that hold its words; both newest first. */
async function byTitle(db: Query, asked: Asked, filters: Filters, frequent: boolean): Promise<Hit[]> {
  const pairs = pairsQuery(asked.compact)
  const ask = (query: string) =>
    sql<Hit>`select ${fields} from (${matching(sql`title_words @@ ${query}::tsquery`, filters, frequent, mostTitleHits)}) m`.execute(
      db,
    )
  const [whole, words] = await Promise.all([
    pairs ? ask(pairs) : null,
    asked.terms.length > 0 ? ask(tsqueryOf(asked.terms)) : null,
  ])
  const holding = (whole?.rows ?? []).filter(hit => compact(hit.title).includes(asked.compact))
  const seen = new Set(holding.map(h => h.address))
  return [...holding, ...(words?.rows ?? []).filter(h => !seen.has(h.address))]
}

const emptyFacets: Facets = { body: [], column: [], year: [], kind: [] }

/**
 * One page of hits: numbers first, then titles, then texts, each newest first; nothing is ever ranked as a whole. Counts stop
 * at `mostHits`, facets look at the newest `mostFaceted`. Throws the database's 57014 when it takes longer than 3 s.
 */
export async function search(
  db: Db,
  asked: Asked,
  filters: Filters,
  page: { readonly size: number; readonly number: number },
  shares: Shares,
): Promise<Found> {
  return db.transaction().execute(async trx => {
    await sql`set local statement_timeout = '3s'`.execute(trx)
    const frequent = isFrequent(shares, asked, filters)
    const first = await byNumber(trx, asked, filters)
    const titles = await byTitle(trx, asked, filters, frequent)
    const ahead: Hit[] = []
    const seen = new Set<string>()
    for (const hit of [...first, ...titles]) {
      if (seen.has(hit.address)) continue
      seen.add(hit.address)
      ahead.push(hit)
    }
    if (asked.terms.length === 0)
      return {
        hits: slice(ahead, page),
        total: ahead.length,
        isMore: false,
        facets: await facetsOf(trx, asked, filters, ahead, frequent),
      }

    const condition = sql`words @@ ${tsqueryOf(asked.terms)}::tsquery`
    const rest = matching(
      sql`${condition} and not (address = any(${[...seen]}::text[]))`,
      filters,
      frequent,
      mostHits + 1,
    )
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from (${rest}) m`.execute(trx)
    const others = rows[0]!.n
    const total = Math.min(mostHits, ahead.length + others)
    const from = (page.number - 1) * page.size
    const needed = Math.max(0, Math.min(page.size, from + page.size - ahead.length))
    const offset = Math.max(0, from - ahead.length)
    const body =
      needed > 0 && offset < others
        ? (
            await sql<Hit>`select ${fields} from (${rest}) m order by shown_on desc, publication_id desc limit ${needed} offset ${offset}`.execute(
              trx,
            )
          ).rows
        : []
    return {
      hits: [...ahead.slice(from, from + page.size), ...body],
      total,
      isMore: ahead.length + others > mostHits,
      facets: await facetsOf(trx, asked, filters, ahead, frequent),
    }
  })
}

function slice(hits: readonly Hit[], page: { size: number; number: number }): Hit[] {
  return hits.slice((page.number - 1) * page.size, page.number * page.size)
}

/** Counts by body, column, year and kind over the newest hits and those found by number or title. */
async function facetsOf(
  trx: Query,
  asked: Asked,
  filters: Filters,
  ahead: readonly Hit[],
  frequent: boolean,
): Promise<Facets> {
  const addresses = ahead.map(h => h.address)
  const condition =
    asked.terms.length > 0
      ? sql`(words @@ ${tsqueryOf(asked.terms)}::tsquery)`
      : addresses.length > 0
        ? sql`address = any(${addresses}::text[])`
        : null
  if (!condition) return emptyFacets
  const { rows } = await sql<{ facet: keyof Facets; value: string; n: number }>`
    with hits as materialized (
      select address, body_id, columns, shown_on, document_kind from (${matching(condition, filters, frequent, mostFaceted)}) m
      union
      select address, body_id, columns, shown_on, document_kind from record.current where address = any(${addresses}::text[]))
    select 'body' as facet, body_id::text as value, count(*)::integer as n from hits group by 2
    union all select 'column', c, count(*)::integer from hits, unnest(columns) as c group by 2
    union all select 'year', extract(year from shown_on)::text, count(*)::integer from hits group by 2
    union all select 'kind', document_kind, count(*)::integer from hits where document_kind is not null group by 2
    order by 1, 3 desc, 2 desc`.execute(trx)
  const of = (facet: keyof Facets) =>
    rows.filter(r => r.facet === facet).map(({ value, n }) => ({ value, n }))
  return {
    body: of('body'),
    column: of('column'),
    year: of('year').sort((a, b) => Number(b.value) - Number(a.value)),
    kind: of('kind'),
  }
}

/** The texts of a page of hits, for the passage that is shown. */
export async function textsOf(db: Query, addresses: readonly string[]): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map()
  const { rows } = await sql<{ address: string; text: string }>`
    select c.address, left((t.content::jsonb)->>'text', 20000) as text
    from record.current c
    join record.publication p on p.id = c.publication_id
    join record.content t on t.hash = p.content_hash
    where c.address = any(${[...addresses]}::text[]) and c.standing = 'published'`.execute(db)
  return new Map(rows.map(r => [r.address, r.text]))
}
