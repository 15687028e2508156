import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import { startOf } from '#kit/now.ts'

/** What some bodies did in the public record within a year: counted row by row from the publications. */
export type YearOfRecord = {
  readonly byKind: readonly {
    readonly kind: string
    /** Published for the first time. */
    readonly published: number
    readonly corrected: number
    readonly withdrawn: number
  }[]
  /** Published for the first time and standing, by column; one in two columns counts in both. */
  readonly byColumn: ReadonlyMap<string, number>
}

/** Whether any of some bodies published anything here within a civil year in Beijing; history moved in does not count. */
export async function publishedInYear(db: Query, bodyIds: readonly number[], year: number): Promise<boolean> {
  const { rows } = await sql`select 1 from record.publication p
    where p.body_id = any(${[...bodyIds]}::integer[]) and not p.imported
      and p.published_at >= ${startOf(`${year}-01-01`)} and p.published_at < ${startOf(`${year + 1}-01-01`)}
    limit 1`.execute(db)
  return rows.length > 0
}

/** Of a civil year in Beijing. History moved in was published elsewhere and does not count. */
export async function yearOfRecord(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<YearOfRecord> {
  const [from, until] = [startOf(`${year}-01-01`), startOf(`${year + 1}-01-01`)]
  const within = sql`p.body_id = any(${[...bodyIds]}::integer[]) and not p.imported
    and p.published_at >= ${from} and p.published_at < ${until}`
  const kinds = await sql<{ kind: string; published: number; corrected: number; withdrawn: number }>`
    select p.kind,
      count(*) filter (where p.revision = 1)::integer as published,
      count(*) filter (where p.revision > 1 and p.standing = 'published')::integer as corrected,
      count(*) filter (where p.standing = 'withdrawn')::integer as withdrawn
    from record.publication p where ${within} group by p.kind order by p.kind`.execute(db)
  const columns = await sql<{ column_id: string; n: number }>`
    select x as column_id, count(*)::integer as n
    from record.publication p
    join record.current c on c.address = p.address and c.standing = 'published'
    cross join unnest(c.columns) x
    where ${within} and p.revision = 1 group by x`.execute(db)
  return { byKind: kinds.rows, byColumn: new Map(columns.rows.map(r => [r.column_id, r.n])) }
}

export type ReportShown = { readonly address: string; readonly title: string; readonly on: string }

/** The annual reports of bodies for a year as they stand in their columns, written here or moved in; a body without one is left out. */
export async function annualReportsShown(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<ReadonlyMap<number, ReportShown>> {
  const rows = await db
    .selectFrom('record.current')
    .distinctOn('body_id')
    .select(['body_id', 'address', 'title', 'shown_on as on'])
    .where('standing', '=', 'published')
    .where(sql<boolean>`body_id = any(${[...bodyIds]}::integer[])`)
    .where(sql<boolean>`columns && ${['annual']}::text[]`)
    .where('title', 'like', `%${year}年%报告%`)
    .orderBy('body_id')
    .orderBy('shown_on', 'desc')
    .orderBy('publication_id', 'desc')
    .execute()
  return new Map(rows.map(({ body_id, ...report }) => [body_id, report]))
}

/** The annual report of one body for a year; null where none stands. */
export async function annualReportShown(
  db: Query,
  bodyId: number,
  year: number,
): Promise<ReportShown | null> {
  return (await annualReportsShown(db, [bodyId], year)).get(bodyId) ?? null
}
