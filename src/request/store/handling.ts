import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'

export type HandledCase = {
  readonly id: number
  readonly number: string | null
  readonly subject: string
  readonly receivedOn: string
  readonly repliedOn: string | null
  /** Answered or ended without an answer. */
  readonly endedOn: string | null
  readonly reportRow: string | null
  readonly score: number | null
  readonly imported: boolean
}

/** Cases of a body that ended in a year, and those that are open and came in by its end; in the order they came in. */
export async function handledCases(db: Query, bodyId: number, year: number): Promise<HandledCase[]> {
  const { rows } = await sql<HandledCase>`
    select id, number, subject, received_on as "receivedOn", replied_on as "repliedOn",
      coalesce(replied_on, ended_on) as "endedOn", report_row as "reportRow", satisfaction as score, imported
    from request
    where body_id = ${bodyId} and received_on <= ${`${year}-12-31`}::date
      and (coalesce(replied_on, ended_on) is null
        or coalesce(replied_on, ended_on) between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date)
    order by received_on, id`.execute(db)
  return rows
}
