import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { PastCase } from '../history.ts'

/** Registration numbers that the body already has. */
export async function numbersTaken(db: Query, bodyId: number, numbers: readonly string[]): Promise<string[]> {
  if (numbers.length === 0) return []
  const { rows } = await sql<{ number: string }>`
    select number from request where body_id = ${bodyId} and number = any(${[...numbers]}::text[]) limit 20`.execute(
    db,
  )
  return rows.map(r => r.number)
}

/** Inserts past cases with their facts; they hold nothing personal. Answers their ids in the order given. */
export async function insertPast(
  trx: Trx,
  bodyId: number,
  cases: readonly PastCase[],
  note: string,
  at: Date,
): Promise<number[]> {
  const rows = await trx
    .insertInto('request')
    .values(
      cases.map(c => ({
        body_id: bodyId,
        state: c.endedOn === null ? 'handling' : 'closed',
        number: c.number,
        channel: c.channel,
        submitted_on: c.receivedOn,
        arrived_on: c.receivedOn,
        received_on: c.receivedOn,
        applicant_kind: c.applicantKind,
        applicant_shown: '（历史登记）',
        subject: c.subject,
        carrier: 'paper',
        delivery: 'post',
        imported: true,
        source_note: note,
        outcome: c.outcome,
        report_row: c.reportRow,
        grounds: [...c.grounds],
        replied_on: c.outcome === 'O17' ? null : c.endedOn,
        ended_on: c.outcome === 'O17' ? c.endedOn : null,
        reached_at: at,
        created_at: at,
      })),
    )
    .returning('id')
    .execute()
  const ids = rows.map(r => r.id)
  const facts = cases.flatMap((c, i) => [
    { request_id: ids[i]!, kind: 'receive', on_day: c.receivedOn, at },
    ...(c.endedOn === null
      ? []
      : [{ request_id: ids[i]!, kind: c.outcome === 'O17' ? 'cancel' : 'reply', on_day: c.endedOn, at }]),
  ])
  await trx.insertInto('request_fact').values(facts).execute()
  return ids
}

/** The steps of a case with the links that tie them into the chain of its body, its papers, files and letters included. */
export async function chainLinks(
  db: Query,
  requestId: number,
): Promise<{ position: number; previous: string; hash: string; payload: string }[]> {
  const { rows } = await sql<{ position: number; previous: Buffer; hash: Buffer; payload: string }>`
    select position::integer as position, previous, hash, payload from event
    where (subject_kind = 'request' and subject_id = ${requestId})
      or (subject_kind = 'request-letter' and subject_id in
        (select id from request_letter where request_id = ${requestId}))
      or (subject_kind = 'request-file' and subject_id in
        (select id from request_file where request_id = ${requestId}))
      or (subject_kind = 'request-remedy' and subject_id in
        (select id from request_remedy where request_id = ${requestId}))
    order by id`.execute(db)
  return rows.map(r => ({
    position: r.position,
    previous: r.previous.toString('hex'),
    hash: r.hash.toString('hex'),
    payload: r.payload,
  }))
}
