import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { settingDefaults } from './settings.ts'

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
  return rows.map(r => ({ id: r.body_id, days: r.confirm_days ?? settingDefaults.confirmDays }))
}

const fallbacks = { identity_days: settingDefaults.identityDays, personal_days: settingDefaults.personalDays }
const endedLongAgo = (column: keyof typeof fallbacks) =>
  sql<boolean>`coalesce(r.replied_on, r.ended_on) + coalesce(s.${sql.ref(column)}, ${sql.lit(fallbacks[column])}) < `

/** Identity papers whose term is over on `today`: `identity_days` after the case ended. */
export async function papersToForget(
  db: Query,
  today: string,
): Promise<{ id: number; hash: string; request_id: number; body_id: number }[]> {
  const { rows } = await sql<{ id: number; hash: string; request_id: number; body_id: number }>`
    select f.id, f.hash, f.request_id, r.body_id from request_file f
    join request r on r.id = f.request_id left join request_setting s on s.body_id = r.body_id
    where f.role = 'identity' and f.deleted_at is null and r.state in ('replied', 'closed')
      and ${endedLongAgo('identity_days')} ${today}::date
    order by f.id limit 500`.execute(db)
  return rows
}

export type DueCase = {
  readonly id: number
  readonly body_id: number
  readonly state: string
  readonly subject: string
  readonly applicant_kind: string
  readonly sealed: Buffer
}

/** Cases whose personal data is due to go on `today`: `personal_days` after they ended. */
export async function casesToForget(db: Query, today: string): Promise<DueCase[]> {
  const { rows } = await sql<DueCase>`
    select r.id, r.body_id, r.state, r.subject, r.applicant_kind, r.sealed from request r left join request_setting s on s.body_id = r.body_id
    where r.sealed is not null and r.state in ('replied', 'closed') and ${endedLongAgo('personal_days')} ${today}::date
      and not exists (select from request_remedy y where y.request_id = r.id and y.result = 'pending')
    order by r.id limit 500`.execute(db)
  return rows
}

export async function markFileGone(trx: Trx, id: number, at: Date): Promise<void> {
  await trx
    .updateTable('request_file')
    .set({ deleted_at: at, name: '身份证明（已按期删除）' })
    .where('id', '=', id)
    .execute()
}

export const forgottenWords = '（已按期删除）'

/**
 * Empties everything of a case that may name somebody: whatever lies closed, free words, names of files, words of searches. What stays:
 * numbers, days, outcome, who did what, hashes, and `subject`, what it was about. Answers the hashes of the files that are needless from now on.
 */
export async function forgetCase(trx: Trx, id: number, subject: string, at: Date): Promise<string[]> {
  const delivered = await trx
    .deleteFrom('request_delivered')
    .where('request_id', '=', id)
    .returning('hash')
    .execute()
  const files = await trx
    .selectFrom('request_file')
    .select('hash')
    .where('request_id', '=', id)
    .where('deleted_at', 'is', null)
    .execute()
  await trx
    .updateTable('request_file')
    .set(eb => ({
      deleted_at: eb.fn.coalesce('deleted_at', eb.val(at)),
      name: forgottenWords,
      checked: null,
    }))
    .where('request_id', '=', id)
    .execute()
  await trx
    .updateTable('request')
    .set({
      sealed: null,
      applicant_key: null,
      erased_at: at,
      query_hash: null,
      reader_key: null,
      subject,
      description: '',
      likeness: [],
      case_file: '{}',
    })
    .where('id', '=', id)
    .execute()
  await sql`update request_fact set sealed = null, data = data - array['systems', 'scope', 'keywords', 'period']
    where request_id = ${id} and (sealed is not null or data ?| array['systems', 'scope', 'keywords', 'period'])`.execute(
    trx,
  )
  await trx
    .updateTable('request_letter')
    .set({ sealed: null, erased_at: at })
    .where('request_id', '=', id)
    .where('sealed', 'is not', null)
    .execute()
  await trx
    .updateTable('request_task')
    .set(eb => ({
      asked: forgottenWords,
      opinion: eb.case().when('opinion', 'is', null).then(null).else(forgottenWords).end(),
    }))
    .where('request_id', '=', id)
    .execute()
  await trx.updateTable('request_remedy').set({ note: '' }).where('request_id', '=', id).execute()
  await trx
    .updateTable('request_message')
    .set({ reader_sealed: null, office_sealed: null })
    .where('request_id', '=', id)
    .execute()
  return [...delivered, ...files].map(f => f.hash)
}

/** Wrong queries of applications in the hour that runs, by the database's own clock. */
export async function guessesThisHour(db: Query): Promise<{ hour: string; wrong: number; numbers: number }> {
  const { rows } = await sql<{ hour: string; wrong: number; numbers: number }>`
    select date_trunc('hour', now())::text as hour, coalesce(sum(wrong), 0)::integer as wrong, count(*)::integer as numbers
    from request_guess where hour = date_trunc('hour', now())`.execute(db)
  return rows[0]!
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
