import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'

/** What came from the portal, on the office's side: submissions, papers, messages; and what is to be forgotten. */

export type Submission = {
  readonly id: number
  readonly bodyId: number
  readonly receipt: string
  readonly queryHash: Buffer
  readonly readerKey: string
  readonly sealed: Buffer
  readonly at: Date
}

/** A submission nobody has taken in yet, locked; null where it is done. */
export async function lockSubmission(trx: Trx, id: number): Promise<Submission | null> {
  const row = await trx
    .selectFrom('request_submission')
    .selectAll()
    .where('id', '=', id)
    .where('taken_at', 'is', null)
    .where('sealed', 'is not', null)
    .forUpdate()
    .executeTakeFirst()
  return row
    ? {
        id: row.id,
        bodyId: row.body_id,
        receipt: row.receipt_code,
        queryHash: row.query_hash,
        readerKey: row.reader_key,
        sealed: row.sealed!,
        at: row.submitted_at,
      }
    : null
}

export async function papersOf(
  trx: Trx,
  submissionId: number,
): Promise<{ id: number; sealed: Buffer; received_at: Date }[]> {
  return trx
    .selectFrom('request_paper')
    .select(['id', 'sealed', 'received_at'])
    .where('submission_id', '=', submissionId)
    .orderBy('id')
    .execute()
}

/** The submission became a case: what was sealed for the office goes, the codes stay with the case. */
export async function markTaken(trx: Trx, id: number, requestId: number, at: Date): Promise<void> {
  await trx.deleteFrom('request_paper').where('submission_id', '=', id).execute()
  await trx
    .updateTable('request_submission')
    .set({ sealed: null, taken_at: at, request_id: requestId, fault: null })
    .where('id', '=', id)
    .execute()
}

export async function putFault(db: Query, id: number, fault: string): Promise<void> {
  await db.updateTable('request_submission').set({ fault }).where('id', '=', id).execute()
}

export async function waitingSubmissions(db: Query): Promise<number[]> {
  const rows = await db
    .selectFrom('request_submission')
    .select('id')
    .where('taken_at', 'is', null)
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map(r => r.id)
}

/** Whose confirmation letter may go now; marks it, so that it goes once. */
export async function claimMail(
  db: Query,
  submissionId: number,
  at: Date,
): Promise<{ request_id: number; receipt_code: string } | null> {
  const row = await db
    .updateTable('request_submission')
    .set({ mailed_at: at })
    .where('id', '=', submissionId)
    .where('mailed_at', 'is', null)
    .where('request_id', 'is not', null)
    .returning(['request_id', 'receipt_code'])
    .executeTakeFirst()
  return row ? { request_id: row.request_id!, receipt_code: row.receipt_code } : null
}

export async function unclaimMail(db: Query, submissionId: number): Promise<void> {
  await db
    .updateTable('request_submission')
    .set({ mailed_at: null })
    .where('id', '=', submissionId)
    .execute()
}

export async function insertSealedFile(
  trx: Trx,
  file: { requestId: number; name: string; contentType: string; size: number; hash: string; at: Date },
): Promise<void> {
  await trx
    .insertInto('request_file')
    .values({
      request_id: file.requestId,
      role: 'identity',
      name: file.name,
      content_type: file.contentType,
      size: file.size,
      hash: file.hash,
      sealed: true,
      added_at: file.at,
    })
    .execute()
}

export type Message = {
  readonly id: number
  readonly requestId: number
  readonly bodyId: number
  readonly state: string
  readonly kind: 'message' | 'supplement' | 'withdraw' | 'satisfaction'
  readonly sealed: Buffer | null
  readonly score: number | null
  readonly at: Date
}

export async function lockMessage(trx: Trx, id: number): Promise<Message | null> {
  const row = await trx
    .selectFrom('request_message as m')
    .innerJoin('request as r', 'r.id', 'm.request_id')
    .select([
      'm.id',
      'm.request_id',
      'r.body_id',
      'r.state',
      'm.kind',
      'm.office_sealed',
      'm.score',
      'm.sent_at',
    ])
    .where('m.id', '=', id)
    .where('m.direction', '=', 'applicant')
    .where('m.taken_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row
    ? {
        id: row.id,
        requestId: row.request_id,
        bodyId: row.body_id,
        state: row.state,
        kind: row.kind as Message['kind'],
        sealed: row.office_sealed,
        score: row.score,
        at: row.sent_at,
      }
    : null
}

export async function markHeard(trx: Trx, id: number, factId: number, at: Date): Promise<void> {
  await trx
    .updateTable('request_message')
    .set({ taken_at: at, fact_id: factId, office_sealed: null })
    .where('id', '=', id)
    .execute()
}

export async function waitingMessages(db: Query): Promise<number[]> {
  const rows = await db
    .selectFrom('request_message')
    .select('id')
    .where('direction', '=', 'applicant')
    .where('taken_at', 'is', null)
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map(r => r.id)
}

export async function putSatisfaction(trx: Trx, requestId: number, score: number): Promise<void> {
  await trx
    .updateTable('request')
    .set({ satisfaction: score })
    .where('id', '=', requestId)
    .where('satisfaction', 'is', null)
    .execute()
}

/** The public half of the applicant's key; null where the case has none. */
export async function readerKeyOf(db: Query, requestId: number): Promise<string | null> {
  const row = await db
    .selectFrom('request')
    .select('reader_key')
    .where('id', '=', requestId)
    .executeTakeFirst()
  return row?.reader_key ?? null
}

export async function putOfficeMessage(
  trx: Trx,
  message: {
    requestId: number
    kind: 'message' | 'ask-supplement'
    factId: number | null
    sealed: Buffer
    at: Date
  },
): Promise<void> {
  await trx
    .insertInto('request_message')
    .values({
      request_id: message.requestId,
      direction: 'office',
      kind: message.kind,
      fact_id: message.factId,
      reader_sealed: message.sealed,
      sent_at: message.at,
      taken_at: message.at,
    })
    .execute()
}

/** The newest fact of a kind with something sealed: what a message was written into. */
export async function lastSealedFact(
  trx: Trx,
  requestId: number,
  kind: string,
): Promise<{ id: number; sealed: Buffer } | null> {
  const row = await trx
    .selectFrom('request_fact')
    .select(['id', 'sealed'])
    .where('request_id', '=', requestId)
    .where('kind', '=', kind)
    .where('sealed', 'is not', null)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row ? { id: row.id, sealed: row.sealed! } : null
}

/** Every matter of a letter, the first among them. */
export async function mattersOf(trx: Trx, requestId: number): Promise<{ id: number; first: number }[]> {
  const row = await trx
    .selectFrom('request')
    .select(['id', 'letter_id'])
    .where('id', '=', requestId)
    .executeTakeFirstOrThrow()
  const first = row.letter_id ?? row.id
  const rows = await trx
    .selectFrom('request')
    .select('id')
    .where(eb => eb.or([eb('id', '=', first), eb('letter_id', '=', first)]))
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(r => ({ id: r.id, first }))
}

export async function putCodes(
  trx: Trx,
  requestId: number,
  codes: { receipt: string | null; queryHash: Buffer; readerKey: string },
): Promise<void> {
  await trx
    .updateTable('request')
    .set({ receipt_code: codes.receipt, query_hash: codes.queryHash, reader_key: codes.readerKey })
    .where('id', '=', requestId)
    .execute()
}

/** Messages of a case with the facts that hold their words for the office. */
export async function messagesWithFacts(
  trx: Trx,
  requestId: number,
): Promise<{ id: number; sealed: Buffer }[]> {
  const rows = await trx
    .selectFrom('request_message as m')
    .innerJoin('request_fact as f', 'f.id', 'm.fact_id')
    .select(['m.id', 'f.sealed'])
    .where('m.request_id', '=', requestId)
    .where('f.sealed', 'is not', null)
    .execute()
  return rows.map(r => ({ id: r.id, sealed: r.sealed! }))
}

export async function reseal(trx: Trx, messageId: number, sealed: Buffer | null): Promise<void> {
  await trx
    .updateTable('request_message')
    .set({ reader_sealed: sealed })
    .where('id', '=', messageId)
    .execute()
}

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

/** The public half of the key that applications are closed with. */
export async function openRequestService(db: Query, publicKey: string, at: Date): Promise<void> {
  const values = { public_key: publicKey, is_open: true, changed_at: at }
  await db
    .insertInto('record.service')
    .values({ name: 'request', ...values })
    .onConflict(c => c.column('name').doUpdateSet(values))
    .execute()
}
