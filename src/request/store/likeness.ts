import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import { askedFor, bandsOf } from '../likeness.ts'
import { settingDefaults } from './settings.ts'

/** Finding requests for the same information. */

export type Candidate = {
  readonly id: number
  readonly number: string | null
  readonly subject: string
  readonly description: string
  readonly receivedOn: string | null
  readonly state: string
  readonly outcome: string | null
  readonly applicantKey: Buffer | null
  readonly ended: boolean
}

/** Cases of a body that share bands with a text, those that share most first: how alike they are is for the caller to measure. */
export async function candidates(
  db: Query,
  of: { readonly id: number; readonly bodyId: number; readonly text: string },
  since: string,
): Promise<Candidate[]> {
  const bands = bandsOf(of.text)
  if (bands.length === 0) return []
  const { rows } = await sql<Candidate>`
    select id, number, subject, description, received_on as "receivedOn", state, outcome, applicant_key as "applicantKey",
      (replied_on is not null or ended_on is not null) as ended
    from office.request
    where likeness && ${bands}::integer[] and body_id = ${of.bodyId} and id <> ${of.id}
      and coalesce(received_on, submitted_on) >= ${since}::date and erased_at is null
    order by (select count(*) from unnest(likeness) b where b = any(${bands}::integer[])) desc, id desc limit 200`.execute(
    db,
  )
  return rows
}

/** Cases that came in before bands were kept, so many at a time; answers how many were done. */
export async function fillBands(db: Query, limit: number): Promise<number> {
  const rows = await db
    .selectFrom('request')
    .select(['id', 'subject', 'description'])
    .where('likeness', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  for (const row of rows)
    await db
      .updateTable('request')
      .set({ likeness: bandsOf(askedFor(row)) })
      .where('id', '=', row.id)
      .execute()
  return rows.length
}

/** From how many different applicants on the body wants a proposal to open what they ask for. */
export async function repeatAfterOf(db: Query, bodyId: number): Promise<number> {
  const row = await db
    .selectFrom('request_setting')
    .select('repeat_after')
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  return row?.repeat_after ?? settingDefaults.repeatAfter
}
