import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { nextNumber } from '#kit/numbers.ts'

/**
 * The next 顺序号 of a series (机关代字, or 索引号) of one body and year: from 1, without gaps, never used twice
 * (GB/T 9704 7.2.5: no leading zeros). Runs in the act that uses it.
 */
export async function takeNumber(
  trx: Trx,
  use: { bodyId: number; series: string; year: number; documentId: number; at: Date },
): Promise<number> {
  const sequence = await nextNumber(trx, use.bodyId, use.series, use.year)
  await trx
    .insertInto('number_used')
    .values({
      body_id: use.bodyId,
      series: use.series,
      year: use.year,
      sequence,
      document_id: use.documentId,
      used_at: use.at,
    })
    .execute()
  return sequence
}

/** A number that was taken and will not be used: kept with its reason, never given again. */
export async function voidNumber(
  trx: Trx,
  number: { bodyId: number; series: string; year: number; sequence: number },
  reason: string,
): Promise<void> {
  await trx
    .updateTable('number_used')
    .set({ void_reason: reason })
    .where('body_id', '=', number.bodyId)
    .where('series', '=', number.series)
    .where('year', '=', number.year)
    .where('sequence', '=', number.sequence)
    .execute()
}

export type Series = { readonly code: string; readonly name: string }

export async function seriesOf(db: Query, bodyId: number): Promise<Series[]> {
  return db
    .selectFrom('number_series')
    .select(['code', 'name'])
    .where('body_id', '=', bodyId)
    .orderBy('sort')
    .orderBy('id')
    .execute()
}

export async function addSeries(trx: Trx, bodyId: number, series: Series, sort: number): Promise<void> {
  await trx
    .insertInto('number_series')
    .values({ body_id: bodyId, code: series.code, name: series.name, sort })
    .onConflict(c => c.doNothing())
    .execute()
}

/** The last number taken in each series of a year, to show what would come next. Not a promise: another act may be faster. */
export async function lastNumbers(db: Query, bodyId: number, year: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('number_counter')
    .select(['series', 'last'])
    .where('body_id', '=', bodyId)
    .where('year', '=', year)
    .execute()
  return new Map(rows.map(r => [r.series, r.last]))
}

/**
 * Whether a document of the body already bears a number (文号不得重复). The body's numbers are locked until the transaction ends, so
 * that two cannot take the same one at once.
 */
export async function isNumberBorne(
  trx: Trx,
  bodyId: number,
  documentNumber: string,
  except?: number,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(7202612, ${bodyId})`.execute(trx)
  const row = await trx
    .selectFrom('document')
    .select('id')
    .where('body_id', '=', bodyId)
    .where('document_number', '=', documentNumber)
    .where('state', 'not in', ['cancelled', 'removed'])
    .$if(except !== undefined, q => q.where('id', '<>', except!))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
