import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import { rowsOf } from '../footing.ts'
import type { RollRow } from '../roll/roll.ts'

const unit = sql.raw(`E'\\x1f'`)

// Values of a facet come as one text: a million arrays cost more to read than everything else.
const facets = sql`concat_ws(E'\\x1e', c.body_id, array_to_string(c.columns, ${unit}), coalesce(c.document_kind, ''), coalesce(c.theme, ''),
    left(c.shown_on::text, 4), coalesce(c.validity, ''), array_to_string(c.audience, ${unit}), array_to_string(c.tags, ${unit}),
    array_to_string(c.catalog_items, ${unit}),
    case when c.links @> '[{"relation":"interpreted-by"}]' then 'yes' else '' end,
    case when c.normative then 'yes' else '' end, case when c.imported then 'yes' else '' end)`
const facts = sql`c.number, c.standing, c.publication_id, c.shown_on, c.changed::text as changed, ${facets} as facets`

type Row = {
  number: number
  standing: string
  publication_id: number
  shown_on: string
  changed: string
  facets: string
}

const rollRow = (r: Row): RollRow => ({
  number: r.number,
  isPublished: r.standing === 'published',
  publicationId: r.publication_id,
  shownOn: r.shown_on,
  changed: Number(r.changed),
  // In the order of facetNames.
  facets: r.facets,
})

/** The transaction before which everything has ended, as of now. */
export async function horizon(db: Query): Promise<string> {
  const { rows } = await sql<{
    x: string
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as x`.execute(db)
  return rows[0]!.x
}

/** One more than the highest number. */
export async function rollSize(db: Query): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(max(number), -1)::integer + 1 as n from record.current`.execute(db)
  return rows[0]!.n
}

/**
 * How many of these columns were shown in each month (`YYYY-MM`) since a day (null: of every body), counted in the database: what
 * `Roll.monthly` says, for whoever comes before the roll is there.
 */
export async function monthlyOf(
  db: Query,
  columns: readonly string[],
  from: string,
  bodyId: number | null,
): Promise<Map<string, Map<string, number>>> {
  const asked = sql<{ column: string; month: string; n: number }>`
    select x as column, to_char(c.shown_on, 'YYYY-MM') as month, count(*)::integer as n
    from record.current c cross join lateral unnest(c.columns) x
    where c.standing = 'published' and c.shown_on >= ${from} and x = any(${[...columns]}::text[])
      ${bodyId === null ? sql`` : sql`and c.body_id = ${bodyId}`}
    group by 1, 2`
  const { rows } = await resting(rowsOf(bodyId === null ? null : [bodyId], columns), () => asked.execute(db))
  const counts = new Map(columns.map(c => [c, new Map<string, number>()]))
  for (const { column, month, n } of rows) counts.get(column)!.set(month, n)
  return counts
}

/**
 * Rows for the roll by number, those after `after`, at most `limit`: sent as one text, for a row of its own for each of a million costs
 * the driver and the collector of garbage more than the rest together.
 */
export async function rollAfter(db: Query, after: number, limit: number): Promise<RollRow[]> {
  const { rows } = await sql<{ lines: string | null }>`
    select string_agg(x.line, E'\\x1c' order by x.number) as lines
    from (
      select c.number, concat_ws(E'\\x1e', c.number, c.standing = 'published', c.publication_id,
        c.shown_on, c.changed) || E'\\x1d' || ${facets} as line
      from record.current c where c.number > ${after} order by c.number limit ${limit}
    ) x`.execute(db)
  return rows[0]?.lines ? rows[0].lines.split('\u001c').map(lineRow) : []
}

function lineRow(line: string): RollRow {
  const [row, facets] = line.split('\u001d') as [string, string]
  const [number, isPublished, publicationId, shownOn, changed] = row.split('\u001e') as string[]
  return {
    number: Number(number),
    isPublished: isPublished === 't',
    publicationId: Number(publicationId),
    shownOn: shownOn!,
    changed: Number(changed),
    facets,
  }
}

/** Rows written by transactions not older than `since`, with the horizon of the same look. */
export async function rollSince(db: Query, since: string): Promise<{ rows: RollRow[]; until: string }> {
  const { rows } = await sql<Row & { until: string; number: number | null }>`
    select s.until, ${facts}
    from (select pg_snapshot_xmin(pg_current_snapshot())::text as until) s
    left join record.current c on c.changed >= ${since}::text::xid8`.execute(db)
  return {
    until: rows[0]!.until,
    rows: rows.flatMap(r => (r.number === null ? [] : [rollRow(r as Row)])),
  }
}
