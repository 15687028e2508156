import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '#kit/db.ts'

/** Takes documents into a round with one insert, which returns their departments; answers how many of each. */
export async function takenInto(
  trx: Trx,
  round: { readonly table: 'cleanup' | 'reexamination'; readonly id: number },
  insert: RawBuilder<unknown>,
): Promise<{ departmentId: number; count: number }[]> {
  const { rows } = await sql<{ department_id: number; n: number }>`
    with taken as (${insert})
    select department_id, count(*)::integer as n from taken group by department_id order by department_id`.execute(
    trx,
  )
  const total = rows.reduce((sum, r) => sum + r.n, 0)
  await trx.updateTable(round.table).set({ taken_in: total }).where('id', '=', round.id).execute()
  return rows.map(r => ({ departmentId: r.department_id, count: r.n }))
}
