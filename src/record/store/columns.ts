import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import { rowsOf } from '../footing.ts'

/** The newest of what a body has in a column. */
export type Newest = {
  readonly column: string
  /** The day under which lists show it. */
  readonly shownOn: string
  /** The last day on which anything there was published or revised; of history moved in, its own day. */
  readonly touchedOn: string
}

/** Of every column in which a body has something standing. */
export async function newestInColumns(db: Query, bodyId: number): Promise<Newest[]> {
  const asked = sql<Newest>`
    select x.column_id as column, max(c.shown_on) as "shownOn",
      max(case when c.imported then c.shown_on else greatest(c.shown_on, (c.published_at at time zone 'Asia/Shanghai')::date) end)
        as "touchedOn"
    from record.current as c cross join lateral unnest(c.columns) as x (column_id)
    where c.standing = 'published' and c.body_id = ${bodyId}
    group by x.column_id`
  return (await resting(rowsOf([bodyId], null), () => asked.execute(db))).rows
}
