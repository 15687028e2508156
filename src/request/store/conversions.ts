import type { Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { RequestConversion } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import type { Conversion, ConversionState } from '../conversion/model.ts'

/** All SQL of 转为主动公开. */

const made = (row: Selectable<RequestConversion>): Conversion => ({
  id: row.id,
  bodyId: row.body_id,
  departmentId: row.department_id,
  // Where an applicant proposed it, nobody of the house did.
  drafterId: row.proposer_id ?? 0,
  state: row.state as ConversionState,
  version: row.version,
  requestId: row.request_id,
  proposerId: row.proposer_id,
  title: row.title,
  applicants: row.applicants,
  proposedOn: row.proposed_on,
  decidedOn: row.decided_on,
  postingId: row.posting_id,
  documentId: row.document_id,
  address: row.address,
  reachedAt: row.reached_at,
})

const table = subjectTable('request_conversion', made, 'reached_at')
export const readConversion = table.read

/** Some of them, in no order. */
export async function readConversions(db: Query, ids: readonly number[]): Promise<Conversion[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('request_conversion')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(made)
}

export const lockConversion = table.lock
export const moveConversion = table.move

/** Inserts a proposal; null where one is under way for the same case. */
export async function insertConversion(
  trx: Trx,
  c: {
    bodyId: number
    departmentId: number | null
    requestId: number
    proposerId: number | null
    title: string
    applicants: number
    on: string
    cases: readonly number[]
    at: Date
  },
): Promise<number | null> {
  const row = await trx
    .insertInto('request_conversion')
    .values({
      body_id: c.bodyId,
      department_id: c.departmentId,
      request_id: c.requestId,
      proposer_id: c.proposerId,
      state: 'proposed',
      title: c.title,
      applicants: c.applicants,
      proposed_on: c.on,
      reached_at: c.at,
      created_at: c.at,
    })
    .onConflict(o => o.column('request_id').where('state', 'in', ['proposed', 'accepted']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return null
  await trx
    .insertInto('request_conversion_case')
    .values(
      [...new Set([c.requestId, ...c.cases])].map(request_id => ({ conversion_id: row.id, request_id })),
    )
    .execute()
  return row.id
}

/** What a step may set beside the state. `address` is set with the move to 已公开. */
export async function decideConversion(
  trx: Trx,
  id: number,
  change: {
    decidedOn?: string
    decidedBy?: number
    postingId?: number
    documentId?: number
  },
): Promise<void> {
  await trx
    .updateTable('request_conversion')
    .set({
      ...(change.decidedOn === undefined ? {} : { decided_on: change.decidedOn }),
      ...(change.decidedBy === undefined ? {} : { decided_by: change.decidedBy }),
      ...(change.postingId === undefined ? {} : { posting_id: change.postingId }),
      ...(change.documentId === undefined ? {} : { document_id: change.documentId }),
    })
    .where('id', '=', id)
    .execute()
}

/** The last move: state and address together, for neither stands without the other. */
export async function openConversion(trx: Trx, id: number, address: string): Promise<void> {
  await trx.updateTable('request_conversion').set({ address, state: 'opened' }).where('id', '=', id).execute()
}

/** The cases of a proposal, with the state that tells whether somebody can still be told. */
export async function casesOfConversion(
  db: Query,
  id: number,
): Promise<{ id: number; number: string | null; subject: string }[]> {
  return db
    .selectFrom('request_conversion_case as c')
    .innerJoin('request as r', 'r.id', 'c.request_id')
    .select(['r.id', 'r.number', 'r.subject'])
    .where('c.conversion_id', '=', id)
    .orderBy('r.id')
    .execute()
}

/** Proposals of some bodies, those under way first; or those a case belongs to. */
export async function conversionsOf(
  db: Query,
  which: { readonly bodyIds: readonly number[]; readonly open?: true; readonly requestId?: number },
  limit: number,
): Promise<Conversion[]> {
  if (which.bodyIds.length === 0) return []
  let query = db
    .selectFrom('request_conversion')
    .selectAll()
    .where('body_id', 'in', [...which.bodyIds])
  if (which.open) query = query.where('state', 'in', ['proposed', 'accepted'])
  if (which.requestId !== undefined)
    query = query.where('id', 'in', eb =>
      eb
        .selectFrom('request_conversion_case')
        .select('conversion_id')
        .where('request_id', '=', which.requestId!),
    )
  const rows = await query
    .orderBy(eb => eb.case().when('state', 'in', ['proposed', 'accepted']).then(0).else(1).end())
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(made)
}
