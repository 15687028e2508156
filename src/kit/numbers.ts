import type { Trx } from './db.ts'

/**
 * The next number of a series of one body and year: from 1, without gaps. The counter row is locked until the transaction ends: a
 * rolled-back act leaves no gap, two at once get two numbers.
 */
export async function nextNumber(trx: Trx, bodyId: number, series: string, year: number): Promise<number> {
  const row = await trx
    .insertInto('number_counter')
    .values({ body_id: bodyId, series, year, last: 1 })
    .onConflict(c =>
      c
        .columns(['body_id', 'series', 'year'])
        .doUpdateSet(eb => ({ last: eb('number_counter.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return row.last
}
