import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'

/** A case of the body by its registration number. */
export async function caseByNumber(
  db: Query,
  bodyId: number,
  number: string,
): Promise<{ id: number; applicant_key: Buffer | null; ended: boolean; replied: boolean } | null> {
  const row = await db
    .selectFrom('request')
    .select(['id', 'applicant_key', 'replied_on', 'ended_on'])
    .where('body_id', '=', bodyId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row
    ? {
        id: row.id,
        applicant_key: row.applicant_key,
        ended: row.replied_on !== null || row.ended_on !== null,
        replied: row.replied_on !== null,
      }
    : null
}

export type RegisterFilter = {
  readonly states?: readonly string[]
  readonly from?: string
  readonly until?: string
  readonly kind?: string
  readonly channel?: string
  readonly outcome?: string
  readonly row?: string
  readonly q?: string
  /** Of open cases alone: what falls due first before all, what waits for others last. */
  readonly dueFirst?: true
  /** Only what waits for these departments. */
  readonly departments?: readonly number[]
  /** What these departments may open: what they keep, as the openness unit does, and what was handed out to them. */
  readonly reach?: readonly number[]
}

export type RegisterRow = {
  readonly id: number
  readonly body_id: number
  readonly number: string | null
  readonly state: string
  readonly channel: string
  readonly subject: string
  readonly applicant_kind: string
  readonly applicant_shown: string
  readonly submitted_on: string
  readonly received_on: string | null
  readonly replied_on: string | null
  readonly ended_on: string | null
  readonly outcome: string | null
  readonly report_row: string | null
}

function conditions(bodyIds: readonly number[], filter: RegisterFilter) {
  const parts = [sql`body_id = any(${[...bodyIds]}::integer[])`]
  if (filter.states?.length) parts.push(sql`state = any(${[...filter.states]}::text[])`)
  if (filter.dueFirst) parts.push(sql`replied_on is null and ended_on is null`)
  if (filter.from) parts.push(sql`received_on >= ${filter.from}::date`)
  if (filter.until) parts.push(sql`received_on <= ${filter.until}::date`)
  if (filter.kind) parts.push(sql`applicant_kind = ${filter.kind}`)
  if (filter.channel) parts.push(sql`channel = ${filter.channel}`)
  if (filter.outcome) parts.push(sql`outcome = ${filter.outcome}`)
  if (filter.row) parts.push(sql`report_row = ${filter.row}`)
  if (filter.departments)
    parts.push(
      sql`exists (select from request_task t where t.request_id = request.id and t.department_id = any(${[...filter.departments]}::integer[]))`,
    )
  if (filter.reach)
    parts.push(
      sql`(department_id = any(${[...filter.reach]}::integer[]) or id in (select t.request_id from request_task t where t.department_id = any(${[...filter.reach]}::integer[])))`,
    )
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, c => `\\${c}`)}%`
    parts.push(sql`(number ilike ${like} or subject ilike ${like} or receipt_code = ${filter.q})`)
  }
  return sql.join(parts, sql` and `)
}

/** Lines of the register, newest receipt first and those not yet confirmed before all, unless they go by the day they fall due. */
export async function registerRows(
  db: Query,
  bodyIds: readonly number[],
  filter: RegisterFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<RegisterRow[]> {
  if (bodyIds.length === 0) return []
  const order = filter.dueFirst ? sql`due_on nulls last, id` : sql`received_on desc nulls first, id desc`
  const { rows } = await sql<RegisterRow>`
    select id, body_id, number, state, channel, subject, applicant_kind, applicant_shown, submitted_on, received_on, replied_on,
      ended_on, outcome, report_row
    from request where ${conditions(bodyIds, filter)}
    order by ${order} limit ${page.limit} offset ${page.offset}`.execute(db)
  return rows
}

export async function registerCount(
  db: Query,
  bodyIds: readonly number[],
  filter: RegisterFilter,
): Promise<number> {
  if (bodyIds.length === 0) return 0
  const { rows } = await sql<{
    n: number
  }>`select count(*)::integer as n from request where ${conditions(bodyIds, filter)}`.execute(db)
  return rows[0]!.n
}

/** The hash of the code an applicant asks by; null where none was given out. */
export async function queryHashOf(db: Query, id: number): Promise<Buffer | null> {
  const row = await db.selectFrom('request').select('query_hash').where('id', '=', id).executeTakeFirst()
  return row?.query_hash ?? null
}
