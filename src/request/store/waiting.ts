import { sql, type RawBuilder } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { Case } from './cases.ts'

/** Of a case, what the worklist looks at: nothing sealed, no long texts. */
export type WaitingCase = Pick<
  Case,
  | 'id'
  | 'bodyId'
  | 'departmentId'
  | 'drafterId'
  | 'state'
  | 'version'
  | 'number'
  | 'channel'
  | 'submittedOn'
  | 'subject'
  | 'reachedAt'
  | 'tasked'
  | 'asked'
>

/** The cases that a query chooses, in the order of their ids: all of them and their tasks in one look. */
async function chosenCases(db: Query, chosen: RawBuilder<unknown>): Promise<WaitingCase[]> {
  const { rows } = await sql<WaitingCase>`
    with chosen as materialized (${chosen}),
      task as (
        select t.request_id, array_agg(t.department_id) as tasked,
          array_agg(t.department_id) filter (where t.answered_at is null) as asked
        from office.request_task t join chosen on chosen.id = t.request_id
        group by t.request_id)
    select r.id, r.body_id as "bodyId", r.department_id as "departmentId", coalesce(r.officer_id, 0) as "drafterId", r.state, r.version,
      r.number, r.channel, r.submitted_on as "submittedOn", r.subject, r.reached_at as "reachedAt",
      coalesce(task.tasked, '{}') as tasked, coalesce(task.asked, '{}') as asked
    from chosen join office.request r on r.id = chosen.id left join task on task.request_id = r.id
    order by r.id`.execute(db)
  return rows
}

/**
 * Cases that may wait for somebody: those under way in some stages of a body, the oldest receipt first. What was answered and only waits
 * for the archive comes behind. At most `limit` of them.
 */
export async function casesWaiting(
  db: Query,
  which: { readonly bodyIds: readonly number[]; readonly states: readonly string[] },
  limit: number,
): Promise<WaitingCase[]> {
  if (which.bodyIds.length === 0 || which.states.length === 0) return []
  return chosenCases(
    db,
    sql`
    select id from office.request
    where body_id = any(${[...which.bodyIds]}::integer[]) and state = any(${[...which.states]}::text[]) and not imported
    order by state = 'replied', received_on nulls first, id limit ${limit}`,
  )
}

/** Cases that some departments were handed and have not answered. */
export async function casesAsked(
  db: Query,
  departments: readonly number[],
  limit: number,
): Promise<WaitingCase[]> {
  if (departments.length === 0) return []
  return chosenCases(
    db,
    sql`
    select distinct request_id as id from office.request_task
    where department_id = any(${[...departments]}::integer[]) and answered_at is null
    order by id limit ${limit}`,
  )
}

/** The last day that each asked department was given, by case and department. */
export async function taskDays(db: Query, ids: readonly number[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('request_task')
    .select(['request_id', 'department_id', 'due_on'])
    .where(sql<boolean>`request_id = any(${[...ids]}::integer[])`)
    .where('answered_at', 'is', null)
    .execute()
  return new Map(rows.map(r => [`${r.request_id} ${r.department_id}`, r.due_on]))
}
