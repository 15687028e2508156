import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'

export type NormativeFigures = { readonly issued: number; readonly ended: number; readonly inForce: number }

/**
 * 行政规范性文件 of a body in a year as 年度报告表一 counts them: issued in it, repealed or expired in it, in force on its last day.
 * 有效期至 is the last day in force, 废止日期 the first day out of it.
 */
export async function normativeFigures(db: Query, bodyId: number, year: number): Promise<NormativeFigures> {
  const [from, until] = [`${year}-01-01`, `${year}-12-31`]
  const { rows } = await sql<NormativeFigures>`
    with own as (
      select d.issued_on, least(n.repealed_on, n.expires_on + 1) as out_on
      from document d left join normative n on n.document_id = d.id
      where d.body_id = ${bodyId} and d.normative and d.issued_on <= ${until}::date
        and d.state <> 'withdrawn')
    select count(*) filter (where issued_on >= ${from}::date)::integer as issued,
      count(*) filter (where out_on between ${from}::date and ${until}::date)::integer as ended,
      count(*) filter (where out_on is null or out_on > ${until}::date)::integer as "inForce"
    from own`.execute(db)
  return rows[0]!
}
