import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { FacetName } from '../roll/facets.ts'
import type { RollRow } from '../roll/roll.ts'

const facts =
  sql.raw(`c.number, c.standing, c.publication_id, c.shown_on, c.changed::text as changed, c.body_id, c.columns,
  c.document_kind, c.theme, c.validity, c.audience, c.tags, c.catalog_items, c.normative, c.imported,
  c.links @> '[{"relation":"interpreted-by"}]' as interpreted`)

type Row = {
  number: number
  standing: string
  publication_id: number
  shown_on: string
  changed: string
  body_id: number
  columns: string[]
  document_kind: string | null
  theme: string | null
  validity: string | null
  audience: string[]
  tags: string[]
  catalog_items: string[]
  normative: boolean
  imported: boolean
  interpreted: boolean
}

const one = (value: string | null) => (value === null ? [] : [value])
const flag = (value: boolean) => (value ? ['yes'] : [])

function rollRow(r: Row): RollRow {
  return {
    number: r.number,
    isPublished: r.standing === 'published',
    publicationId: r.publication_id,
    shownOn: r.shown_on,
    changed: Number(r.changed),
    values: {
      body: [String(r.body_id)],
      column: r.columns,
      kind: one(r.document_kind),
      theme: one(r.theme),
      year: [r.shown_on.slice(0, 4)],
      validity: one(r.validity),
      audience: r.audience,
      tag: r.tags,
      item: r.catalog_items,
      interpreted: flag(r.interpreted),
      normative: flag(r.normative),
      imported: flag(r.imported),
    } satisfies Record<FacetName, readonly string[]>,
  }
}

/** The transaction before which everything has ended, as of now. */
export async function horizon(db: Query): Promise<string> {
  const { rows } = await sql<{
    x: string
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as x`.execute(db)
  return rows[0]!.x
}

/** Rows for the roll by number, those after `after`, at most `limit`. */
export async function rollAfter(db: Query, after: number, limit: number): Promise<RollRow[]> {
  const { rows } = await sql<Row>`
    select ${facts} from record.current c where c.number > ${after} order by c.number limit ${limit}`.execute(
    db,
  )
  return rows.map(rollRow)
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
