import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { JsonMembers } from '#kit/events.ts'
import { later, startOf } from '#kit/now.ts'

export type AuditFilter = {
  readonly bodies: readonly number[]
  /** Null: every kind. */
  readonly kinds: readonly string[] | null
  readonly staff: number | null
  readonly verb: string | null
  /** Civil days in Asia/Shanghai, both counted. */
  readonly from: string
  readonly until: string
}

type Payload = {
  readonly actorName: string
  readonly onBehalfName: string | null
  readonly reason: string | null
  readonly data: JsonMembers
}

const countedTo = 10_000

/** One page of the history of some bodies, the newest first. `total` stops counting at 10000. */
export async function auditEvents(db: Query, filter: AuditFilter, page: number, pageSize: number) {
  let query = db
    .selectFrom('event as e')
    .where('e.body_id', 'in', filter.bodies)
    .where('e.happened_at', '>=', startOf(filter.from))
    .where('e.happened_at', '<', later(startOf(filter.until), 86_400_000))
  if (filter.kinds) query = query.where('e.subject_kind', 'in', filter.kinds)
  if (filter.verb) query = query.where('e.verb', '=', filter.verb)
  const { staff } = filter
  if (staff !== null)
    // What he did, what was done to his account, what was done in his place.
    query = query.where(eb =>
      eb.or([
        eb('e.actor_id', '=', staff),
        eb.and([eb('e.subject_kind', 'in', ['staff', 'session']), eb('e.subject_id', '=', staff)]),
        eb(sql<string>`e.payload::jsonb ->> 'onBehalfOf'`, '=', String(staff)),
      ]),
    )
  const counted = await db
    .selectFrom(query.select('e.id').limit(countedTo).as('some'))
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const rows = await query
    .innerJoin('body as b', 'b.id', 'e.body_id')
    .select([
      'e.id',
      'e.body_id',
      'b.name as body_name',
      'e.position',
      'e.happened_at',
      'e.subject_kind',
      'e.subject_id',
      'e.verb',
      'e.role',
      'e.payload',
      'e.hash',
    ])
    .orderBy('e.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return {
    total: counted.n,
    rows: rows.map(({ payload, ...row }) => ({ ...row, ...(JSON.parse(payload) as Payload) })),
  }
}
