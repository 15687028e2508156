import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'

/** The changes of the record in the order of their commits. */

export type Change = {
  readonly number: number
  readonly address: string
  readonly revision: number
  readonly kind: string
  readonly standing: string
  readonly purged: boolean
  readonly body_id: number
  readonly content_hash: string
  readonly note: string | null
  readonly published_at: Date
  readonly imported: boolean
  /** Null where it does not stand any more. */
  readonly title: string | null
}

/** Changes after a number, oldest first. */
export async function changesAfter(
  db: Query,
  after: number,
  limit: number,
  bodyId: number | null = null,
): Promise<Change[]> {
  const of = bodyId === null ? sql`true` : sql`p.body_id = ${bodyId}`
  const { rows } = await sql<Change>`
    select x.number, p.address, p.revision, p.kind, p.standing, p.purged, p.body_id, p.content_hash, p.note, p.published_at, p.imported,
      case when c.standing = 'published' then c.title end as title
    from record.change x
    join record.publication p on p.id = x.publication_id
    join record.current c on c.address = p.address
    where x.number > ${after} and ${of} order by x.number limit ${limit}`.execute(db)
  return rows
}

/** The newest number given; 0 before the first change. */
export async function lastChange(db: Query): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select coalesce(max(number), 0)::bigint as n from record.change`.execute(db)
  return rows[0]!.n
}
