import { redoneAtOf } from './remedies.ts'
import type { Query, Trx } from '#kit/db.ts'

/** What came from the portal, on the office's side: submissions, papers, messages, codes. */

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
  await db.updateTable('request_submission').set({ mailed_at: null }).where('id', '=', submissionId).execute()
}

export async function insertSealedFile(
  trx: Trx,
  file: {
    requestId: number
    role: 'identity' | 'message'
    name: string
    contentType: string
    size: number
    hash: string
    at: Date
  },
): Promise<void> {
  await trx
    .insertInto('request_file')
    .values({
      request_id: file.requestId,
      role: file.role,
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
  readonly kind: 'message' | 'supplement' | 'withdraw' | 'satisfaction' | 'convert' | 'acknowledge'
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

/** What was sent along with a message, still closed as it came; taken away once it is in the file of the case. */
export async function messageFiles(trx: Trx, messageId: number): Promise<Buffer[]> {
  const rows = await trx
    .selectFrom('request_message_file')
    .select('sealed')
    .where('message_id', '=', messageId)
    .orderBy('id')
    .execute()
  return rows.map(r => r.sealed)
}

export async function dropMessageFiles(trx: Trx, messageId: number): Promise<void> {
  await trx.deleteFrom('request_message_file').where('message_id', '=', messageId).execute()
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
    kind: 'message' | 'ask-supplement' | 'fee'
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

/** The public half of the key that applications are closed with. */
export async function openRequestService(db: Query, publicKey: string, at: Date): Promise<void> {
  const values = { public_key: publicKey, is_open: true, changed_at: at }
  await db
    .insertInto('record.service')
    .values({ name: 'request', ...values })
    .onConflict(c => c.column('name').doUpdateSet(values))
    .execute()
}

export async function receiptOf(db: Query, requestId: number): Promise<string | null> {
  const row = await db
    .selectFrom('request')
    .select('receipt_code')
    .where('id', '=', requestId)
    .executeTakeFirst()
  return row?.receipt_code ?? null
}

export async function isDelivered(db: Query, requestId: number): Promise<boolean> {
  const since = await redoneAtOf(db, requestId)
  let query = db.selectFrom('request_delivered').select('id').where('request_id', '=', requestId)
  if (since !== null) query = query.where('delivered_at', '>', since)
  return (await query.executeTakeFirst()) !== undefined
}

/** Lays delivered files where the page of the receipt finds them, once; returns how many. */
export async function putDelivered(
  trx: Trx,
  requestId: number,
  files: readonly { name: string; contentType: string; size: number; hash: string }[],
  at: Date,
): Promise<number> {
  await trx.selectFrom('request').select('id').where('id', '=', requestId).forUpdate().execute()
  if (files.length === 0 || (await isDelivered(trx, requestId))) return 0
  await trx
    .insertInto('request_delivered')
    .values(
      files.map(f => ({
        request_id: requestId,
        name: f.name,
        content_type: f.contentType,
        size: f.size,
        hash: f.hash,
        delivered_at: at,
      })),
    )
    .execute()
  return files.length
}

/** When and of which case an applicant first took a file of his answer; null: never, or it is gone. */
export async function fetchedOf(
  db: Query,
  deliveredId: number,
): Promise<{ requestId: number; bodyId: number; state: string; at: Date; deliveredAt: Date } | null> {
  const row = await db
    .selectFrom('request_delivered as d')
    .innerJoin('request as r', 'r.id', 'd.request_id')
    .select(['d.request_id', 'r.body_id', 'r.state', 'd.fetched_at', 'd.delivered_at'])
    .where('d.id', '=', deliveredId)
    .executeTakeFirst()
  return row?.fetched_at
    ? {
        requestId: row.request_id,
        bodyId: row.body_id,
        state: row.state,
        at: row.fetched_at,
        deliveredAt: row.delivered_at,
      }
    : null
}

/** What was closed for codes that open nothing any more: it is delivered again for the new ones. */
export async function takeBackDelivered(trx: Trx, requestId: number): Promise<string[]> {
  const rows = await trx
    .deleteFrom('request_delivered')
    .where('request_id', '=', requestId)
    .returning('hash')
    .execute()
  return rows.map(r => r.hash)
}
