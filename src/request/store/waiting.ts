import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import { readCases, type Case } from './cases.ts'

/**
 * Cases that may wait for somebody: those under way in some stages of a body, the oldest receipt first. What was answered and only waits
 * for the archive comes behind. At most `limit` of them.
 */
export async function casesWaiting(
  db: Query,
  which: { readonly bodyIds: readonly number[]; readonly states: readonly string[] },
  limit: number,
): Promise<Case[]> {
  if (which.bodyIds.length === 0 || which.states.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select id from office.request
    where body_id = any(${[...which.bodyIds]}::integer[]) and state = any(${[...which.states]}::text[]) and not imported
    order by state = 'replied', received_on nulls first, id limit ${limit}`.execute(db)
  return readCases(
    db,
    rows.map(r => r.id),
  )
}

/** Cases that some departments were handed and have not answered. */
export async function casesAsked(db: Query, departments: readonly number[], limit: number): Promise<Case[]> {
  if (departments.length === 0) return []
  const rows = await db
    .selectFrom('request_task')
    .select('request_id')
    .distinct()
    .where('department_id', 'in', [...departments])
    .where('answered_at', 'is', null)
    .orderBy('request_id')
    .limit(limit)
    .execute()
  return readCases(
    db,
    rows.map(r => r.request_id),
  )
}

/** The last day that each asked department was given, by case and department. */
export async function taskDays(db: Query, ids: readonly number[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('request_task')
    .select(['request_id', 'department_id', 'due_on'])
    .where('request_id', 'in', [...ids])
    .where('answered_at', 'is', null)
    .execute()
  return new Map(rows.map(r => [`${r.request_id} ${r.department_id}`, r.due_on]))
}
