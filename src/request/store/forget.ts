import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'

/** What is due: applications nobody confirmed, identity papers and personal data whose term is over, rows left lying. */

/** Online cases not confirmed for so long that the officers have not been told of it yet. */
export async function unconfirmedSince(
  db: Query,
  bodyId: number,
  before: string,
): Promise<{ id: number; number: string | null; submitted_on: string }[]> {
  return db
    .selectFrom('request')
    .select(['id', 'number', 'submitted_on'])
    .where('body_id', '=', bodyId)
    .where('state', '=', 'submitted')
    .where('submitted_on', '<', before)
    .where('warned_at', 'is', null)
    .orderBy('id')
    .limit(500)
    .execute()
}

export async function markWarned(trx: Trx, id: number, at: Date): Promise<void> {
  await trx.updateTable('request').set({ warned_at: at }).where('id', '=', id).execute()
}

export async function bodiesWithUnconfirmed(db: Query): Promise<{ id: number; days: number }[]> {
  const rows = await db
    .selectFrom('request as r')
    .leftJoin('request_setting as s', 's.body_id', 'r.body_id')
    .select(['r.body_id', 's.confirm_days'])
    .distinct()
    .where('r.state', '=', 'submitted')
    .where('r.warned_at', 'is', null)
    .execute()
  return rows.map(r => ({ id: r.body_id, days: r.confirm_days ?? 3 }))
}

const endedLongAgo = (column: 'identity_days' | 'personal_days', fallback: number) =>
  sql<boolean>`coalesce(r.replied_on, r.ended_on) + coalesce(s.${sql.ref(column)}, ${sql.lit(fallback)}) < `

/** Identity papers whose term is over on `today`: `identity_days` after the case ended. */
export async function papersToForget(
  db: Query,
  today: string,
): Promise<{ id: number; hash: string; request_id: number; body_id: number }[]> {
  const { rows } = await sql<{ id: number; hash: string; request_id: number; body_id: number }>`
    select f.id, f.hash, f.request_id, r.body_id from request_file f
    join request r on r.id = f.request_id left join request_setting s on s.body_id = r.body_id
    where f.role = 'identity' and f.deleted_at is null and r.state in ('replied', 'closed')
      and ${endedLongAgo('identity_days', 30)} ${today}::date
    order by f.id limit 500`.execute(db)
  return rows
}

/** Cases whose personal data is due to go on `today`: `personal_days` after they ended. */
export async function casesToForget(
  db: Query,
  today: string,
): Promise<{ id: number; body_id: number; state: string }[]> {
  const { rows } = await sql<{ id: number; body_id: number; state: string }>`
    select r.id, r.body_id, r.state from request r left join request_setting s on s.body_id = r.body_id
    where r.sealed is not null and r.state = 'closed' and ${endedLongAgo('personal_days', 3650)} ${today}::date
      and not exists (select from request_remedy y where y.request_id = r.id and y.result = 'pending')
    order by r.id limit 500`.execute(db)
  return rows
}

/** Other files with the same bytes that are still needed. */
export async function isHeldElsewhere(db: Query, hash: string, fileId: number): Promise<boolean> {
  const row = await db
    .selectFrom('request_file')
    .select('id')
    .where('hash', '=', hash)
    .where('id', '<>', fileId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

export async function markFileGone(trx: Trx, id: number, at: Date): Promise<void> {
  await trx
    .updateTable('request_file')
    .set({ deleted_at: at, name: '身份证明（已按期删除）' })
    .where('id', '=', id)
    .execute()
}

export async function forgetCase(trx: Trx, id: number, at: Date): Promise<void> {
  await trx
    .updateTable('request')
    .set({ sealed: null, applicant_key: null, erased_at: at, query_hash: null, reader_key: null })
    .where('id', '=', id)
    .execute()
  await trx
    .updateTable('request_fact')
    .set({ sealed: null })
    .where('request_id', '=', id)
    .where('sealed', 'is not', null)
    .execute()
  await trx.deleteFrom('request_delivered').where('request_id', '=', id).execute()
  await trx
    .updateTable('request_message')
    .set({ reader_sealed: null, office_sealed: null })
    .where('request_id', '=', id)
    .execute()
}

/** What lies longer than it should: given-up fillings, their papers, old guesses. Returns how many rows went. */
export async function sweepRows(db: Query, at: Date): Promise<number> {
  const fillings = await sql`
    with gone as (delete from request_filling where expires_at < ${at} returning key_hash)
    delete from request_paper p where p.submission_id is null
      and (p.key_hash in (select key_hash from gone)
        or (p.received_at < ${at}::timestamptz - interval '26 hours'
          and not exists (select from request_filling f where f.key_hash = p.key_hash)))`.execute(db)
  const guesses =
    await sql`delete from request_guess where hour < ${at}::timestamptz - interval '2 days'`.execute(db)
  return Number(fillings.numAffectedRows ?? 0) + Number(guesses.numAffectedRows ?? 0)
}
