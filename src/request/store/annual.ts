import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Parts } from '../statistics/parts.ts'
import type { Table1 } from '../statistics/table1.ts'

export type AnnualDraft = {
  readonly parts: Parts
  readonly table1: Table1
  readonly version: number
  readonly changedAt: Date
  /** The posting it is published with; null before it was sent there. */
  readonly postingId: number | null
}

export async function annualDraft(db: Query, bodyId: number, year: number): Promise<AnnualDraft | null> {
  const row = await db
    .selectFrom('request_annual')
    .select(['parts', 'table1', 'version', 'changed_at', 'posting_id'])
    .where('body_id', '=', bodyId)
    .where('year', '=', year)
    .executeTakeFirst()
  return row
    ? {
        parts: row.parts as Parts,
        table1: row.table1 as unknown as Table1,
        version: row.version,
        changedAt: row.changed_at,
        postingId: row.posting_id,
      }
    : null
}

/** Keeps the text and the figures; answers the new version, null where somebody else was first. */
export async function saveAnnual(
  trx: Trx,
  bodyId: number,
  year: number,
  draft: { readonly parts: Parts; readonly table1: Table1; readonly version: number },
  by: number,
  at: Date,
): Promise<number | null> {
  const values = {
    parts: JSON.stringify(draft.parts),
    table1: JSON.stringify(draft.table1),
    changed_by: by,
    changed_at: at,
  }
  const row = await trx
    .insertInto('request_annual')
    .values({ body_id: bodyId, year, ...values })
    .onConflict(c =>
      c
        .columns(['body_id', 'year'])
        .doUpdateSet(e => ({ ...values, version: e('request_annual.version', '+', 1) }))
        .where('request_annual.version', '=', draft.version),
    )
    .returning('version')
    .executeTakeFirst()
  return row && (draft.version > 0 || row.version === 1) ? row.version : null
}

/** Which posting carries the report of a year; keeps the row of a year that was never written in. */
export async function putAnnualPosting(
  trx: Trx,
  bodyId: number,
  year: number,
  postingId: number,
  by: { readonly staffId: number; readonly at: Date },
): Promise<void> {
  await trx
    .insertInto('request_annual')
    .values({
      body_id: bodyId,
      year,
      posting_id: postingId,
      changed_by: by.staffId,
      changed_at: by.at,
    })
    .onConflict(c => c.columns(['body_id', 'year']).doUpdateSet({ posting_id: postingId }))
    .execute()
}

/** Years whose figures were entered, newest first: from what, by whom and when. */
export async function enteredYears(
  db: Query,
  bodyId: number,
): Promise<{ year: number; source: string; by: number | null; at: Date }[]> {
  return db
    .selectFrom('request_year')
    .select(['year', 'source', 'entered_by as by', 'entered_at as at'])
    .where('body_id', '=', bodyId)
    .orderBy('year', 'desc')
    .execute()
}

/** Takes the entered figures of a year away; false where there were none. */
export async function dropYear(trx: Trx, bodyId: number, year: number): Promise<boolean> {
  const done = await trx
    .deleteFrom('request_year')
    .where('body_id', '=', bodyId)
    .where('year', '=', year)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}

/** Cases received in each year, newest year first: what figures that are entered stand instead of. */
export async function registeredYears(db: Query, bodyId: number): Promise<{ year: number; cases: number }[]> {
  const { rows } = await sql<{ year: number; cases: number }>`
    select extract(year from received_on)::integer as year, count(*)::integer as cases
    from request where body_id = ${bodyId} and received_on is not null group by 1 order by 1 desc`.execute(db)
  return rows
}

/** Cases whose fee was paid in the year. */
export async function feesPaid(
  db: Query,
  bodyId: number,
  year: number,
): Promise<{ id: number; method: string; count: number; amount: number | null }[]> {
  const { rows } = await sql<{ id: number; method: string; count: number; amount: number | null }>`
    select r.id, (p.data->>'amount')::integer as amount, n.data->>'method' as method, (n.data->>'count')::integer as count
    from request_fact p join request r on r.id = p.request_id
    join lateral (select data from request_fact f where f.request_id = r.id and f.kind in ('sendFeeNotice', 'receiveFeeNotice') and f.data ? 'method'
      order by f.id desc limit 1) n on true
    where r.body_id = ${bodyId} and p.kind = 'pay'
      and p.on_day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`.execute(db)
  return rows
}
