import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { ApplicantKind } from '../model.ts'
import type { Counted, ResultRow, Table2 } from '../statistics/table2.ts'
import type { RemedyBlock, RemedyResult, Table3 } from '../statistics/table3.ts'

/** The figures of a year, counted from the cases: nothing of them is stored. */

/** A case counts once: with its first answer, whatever became of it in 复议、诉讼 (表三 tells of those). */
const ended = sql`coalesce(first_replied_on, replied_on, ended_on)`
const countedAs = sql`coalesce(first_report_row, report_row)`

/**
 * Counts of 表二 of one year: received in it (第三十一条之日), carried over, decided in it by row, carried on. A case that was never
 * received (withdrawn before both sides confirmed) counts nowhere.
 */
export async function countRequests(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<(Counted & { bodyId: number })[]> {
  if (bodyIds.length === 0) return []
  const [from, until] = [`${year}-01-01`, `${year}-12-31`]
  const { rows } = await sql<{ body_id: number; row: string; kind: string; n: number }>`
    with known as materialized (
      select body_id, applicant_kind as kind, received_on, ${ended} as ended, ${countedAs} as report_row
      from request
      where body_id = any(${[...bodyIds]}::integer[]) and received_on <= ${until}::date
        and (${ended} is null or ${ended} >= ${from}::date))
    select body_id, case when received_on >= ${from}::date then 'r1' else 'r2' end as row, kind, count(*)::integer as n
    from known group by 1, 2, 3
    union all
    select body_id, case when ended <= ${until}::date then report_row else 'r4' end, kind, count(*)::integer
    from known group by 1, 2, 3`.execute(db)
  return rows.map(r => ({
    bodyId: r.body_id,
    row: r.row as 'r1' | 'r2' | ResultRow | 'r4',
    kind: r.kind as ApplicantKind,
    count: r.n,
  }))
}

/** Counts of 表三 of one year: what was decided in it, and what still stood at its end. */
export async function countRemedies(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<{ bodyId: number; block: RemedyBlock; result: RemedyResult; count: number }[]> {
  if (bodyIds.length === 0) return []
  const [from, until] = [`${year}-01-01`, `${year}-12-31`]
  const { rows } = await sql<{ body_id: number; block: string; result: string; n: number }>`
    select body_id, block,
      case when decided_on is null or decided_on > ${until}::date then 'pending' else result end as result,
      count(*)::integer as n
    from request_remedy
    where body_id = any(${[...bodyIds]}::integer[]) and received_on <= ${until}::date
      and (decided_on is null or decided_on >= ${from}::date)
    group by 1, 2, 3`.execute(db)
  return rows.map(r => ({
    bodyId: r.body_id,
    block: r.block as RemedyBlock,
    result: r.result as RemedyResult,
    count: r.n,
  }))
}

export type CellCase = {
  readonly id: number
  readonly number: string | null
  readonly subject: string
  readonly received_on: string
  readonly ended: string | null
}
type CellPage = { readonly limit: number; readonly offset: number }

/** The cases behind one cell of 表二, in the order they came in, and how many they are: each cell opens them. */
export async function casesOfCell(
  db: Query,
  bodyId: number,
  year: number,
  { row, kind }: { readonly row: string; readonly kind: ApplicantKind | null },
  page: CellPage,
): Promise<{ total: number; rows: CellCase[] }> {
  const [from, until] = [`${year}-01-01`, `${year}-12-31`]
  const inRow =
    row === 'r1'
      ? sql`received_on between ${from}::date and ${until}::date`
      : row === 'r2'
        ? sql`received_on < ${from}::date and (${ended} is null or ${ended} >= ${from}::date)`
        : row === 'r4'
          ? sql`received_on <= ${until}::date and (${ended} is null or ${ended} > ${until}::date)`
          : sql`received_on is not null and ${ended} between ${from}::date and ${until}::date
              and (${row} = 'r3.7' or ${countedAs} = ${row})`
  const there = sql`from request
    where body_id = ${bodyId} and ${inRow} ${kind === null ? sql`` : sql`and applicant_kind = ${kind}`}`
  const counted = await sql<{ n: number }>`select count(*)::integer as n ${there}`.execute(db)
  const { rows } = await sql<CellCase>`select id, number, subject, received_on, ${ended} as ended ${there}
    order by received_on, id limit ${page.limit} offset ${page.offset}`.execute(db)
  return { total: counted.rows[0]!.n, rows }
}

export type CellRemedy = {
  readonly id: number
  readonly number: string
  readonly authority: string
  readonly received_on: string
  readonly decided_on: string | null
  readonly result: RemedyResult
  readonly request_id: number | null
  readonly request_number: string | null
}

/** The 复议、诉讼 behind one cell of 表三 at the end of the year, and how many they are; `result` null: 总计. */
export async function remediesOfCell(
  db: Query,
  bodyId: number,
  year: number,
  { block, result }: { readonly block: RemedyBlock; readonly result: RemedyResult | null },
  page: CellPage,
): Promise<{ total: number; rows: CellRemedy[] }> {
  const [from, until] = [`${year}-01-01`, `${year}-12-31`]
  const stands = sql`case when y.decided_on is null or y.decided_on > ${until}::date then 'pending' else y.result end`
  const there = sql`from request_remedy y left join request r on r.id = y.request_id
    where y.body_id = ${bodyId} and y.block = ${block} and y.received_on <= ${until}::date
      and (y.decided_on is null or y.decided_on >= ${from}::date)
      ${result === null ? sql`` : sql`and ${stands} = ${result}`}`
  const counted = await sql<{ n: number }>`select count(*)::integer as n ${there}`.execute(db)
  const { rows } = await sql<CellRemedy>`
    select y.id, y.number, y.authority, y.received_on, y.decided_on, ${stands} as result, y.request_id, r.number as request_number
    ${there} order by y.received_on, y.id limit ${page.limit} offset ${page.offset}`.execute(db)
  return { total: counted.rows[0]!.n, rows }
}

export type EnteredYear = { readonly table2: Table2; readonly table3: Table3; readonly source: string }

/** Figures of a year as the published report of that year had them, where they were entered. */
export async function enteredYear(db: Query, bodyId: number, year: number): Promise<EnteredYear | null> {
  const row = await db
    .selectFrom('request_year')
    .select(['table2', 'table3', 'source'])
    .where('body_id', '=', bodyId)
    .where('year', '=', year)
    .executeTakeFirst()
  return row
    ? { table2: row.table2 as unknown as Table2, table3: row.table3 as unknown as Table3, source: row.source }
    : null
}

export async function enterYear(
  trx: Trx,
  bodyId: number,
  year: number,
  entered: EnteredYear,
  by: number | null,
  at: Date,
): Promise<void> {
  const values = {
    table2: JSON.stringify(entered.table2),
    table3: JSON.stringify(entered.table3),
    source: entered.source,
    entered_by: by,
    entered_at: at,
  }
  await trx
    .insertInto('request_year')
    .values({ body_id: bodyId, year, ...values })
    .onConflict(c => c.columns(['body_id', 'year']).doUpdateSet(values))
    .execute()
}

export type BodyNamed = { readonly id: number; readonly name: string; readonly slug: string }

/** A body by its 网址名 or 统一社会信用代码. */
export async function bodyByCode(db: Query, code: string): Promise<BodyNamed | null> {
  const row = await db
    .selectFrom('body')
    .select(['id', 'name', 'slug'])
    .where(e => e.or([e('slug', '=', code), e('credit_code', '=', code.toUpperCase())]))
    .executeTakeFirst()
  return row ?? null
}

/** A body and everything below it, the body first. */
export async function bodyAndBelow(db: Query, bodyId: number): Promise<BodyNamed[]> {
  const { rows } = await sql<BodyNamed>`
    select id, name, slug from body where id = ${bodyId} or ${bodyId} = any(ancestors)
    order by (id = ${bodyId}) desc, id`.execute(db)
  return rows
}

export async function bodyById(db: Query, id: number): Promise<BodyNamed | null> {
  const row = await db
    .selectFrom('body')
    .select(['id', 'name', 'slug'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Cases of some bodies received in a year, of these applied for online, and those answered in it. */
export async function requestsInYear(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<{ received: number; online: number; replied: number }> {
  const within = (day: string) => sql`extract(year from ${sql.ref(day)}) = ${year}`
  const { rows } = await sql<{ received: number; online: number; replied: number }>`
    select (count(*) filter (where ${within('received_on')}))::integer as received,
      (count(*) filter (where ${within('received_on')} and channel = 'online'))::integer as online,
      (count(*) filter (where extract(year from coalesce(first_replied_on, replied_on)) = ${year}))::integer as replied
    from office.request where body_id = any(${[...bodyIds]}::integer[])`.execute(db)
  return rows[0]!
}
