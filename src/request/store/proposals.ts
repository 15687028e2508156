import type { Query, Trx } from '#kit/db.ts'
import type { Change } from '../settings/model.ts'
import type { ProposalState } from '../settings/workflow.ts'

/** A change of guarded settings that waits for another person, or was decided. */
export type Proposal = {
  readonly id: number
  readonly bodyId: number
  readonly state: ProposalState
  readonly version: number
  readonly from: Change
  readonly to: Change
  readonly reason: string
  readonly proposedBy: number
  readonly proposedAt: Date
}

const columns = [
  'id',
  'body_id as bodyId',
  'state',
  'version',
  'change_from as from',
  'change_to as to',
  'reason',
  'proposed_by as proposedBy',
  'proposed_at as proposedAt',
] as const

/** Those that wait, of several bodies. */
export async function pendingProposals(db: Query, bodyIds: readonly number[]): Promise<Proposal[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('request_setting_proposal')
    .select(columns)
    .where('body_id', 'in', [...bodyIds])
    .where('state', '=', 'proposed')
    .orderBy('id')
    .execute()
  return rows as unknown as Proposal[]
}

/** The one that waits; null: none. */
export async function pendingProposal(db: Query, bodyId: number): Promise<Proposal | null> {
  return (await pendingProposals(db, [bodyId]))[0] ?? null
}

export async function lockProposal(trx: Trx, id: number): Promise<Proposal | null> {
  const row = await trx
    .selectFrom('request_setting_proposal')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return (row as unknown as Proposal | undefined) ?? null
}

export async function insertProposal(
  trx: Trx,
  p: Pick<Proposal, 'bodyId' | 'from' | 'to' | 'reason' | 'proposedBy' | 'proposedAt'>,
): Promise<number> {
  const { id } = await trx
    .insertInto('request_setting_proposal')
    .values({
      body_id: p.bodyId,
      state: 'proposed',
      change_from: JSON.stringify(p.from),
      change_to: JSON.stringify(p.to),
      reason: p.reason,
      proposed_by: p.proposedBy,
      proposed_at: p.proposedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function moveProposal(trx: Trx, id: number, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('request_setting_proposal')
    .set(eb => ({ state: to, version: eb('version', '+', 1), decided_at: at }))
    .where('id', '=', id)
    .execute()
}
