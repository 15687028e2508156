import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Term } from '../model.ts'
import type { DisposalState } from '../workflow.ts'

export type DisposalRow = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly state: DisposalState
  readonly version: number
  readonly proposedAt: Date
  readonly reachedAt: Date
}

const columns = sql`id, body_id as "bodyId", null as "departmentId", proposed_by as "drafterId", state, version,
  proposed_at as "proposedAt", reached_at as "reachedAt"`

export async function lockDisposal(trx: Trx, id: number): Promise<DisposalRow | null> {
  const { rows } =
    await sql<DisposalRow>`select ${columns} from office.disposal where id = ${id} for update`.execute(trx)
  return rows[0] ?? null
}

export async function moveDisposal(trx: Trx, row: { id: number }, to: string, at: Date): Promise<void> {
  await sql`update office.disposal set state = ${to}, version = version + 1, reached_at = ${at} where id = ${row.id}`.execute(
    trx,
  )
}

export async function disposalsOf(
  db: Query,
  bodyIds: readonly number[],
): Promise<(DisposalRow & { documents: number })[]> {
  const { rows } = await sql<DisposalRow & { documents: number }>`select ${columns},
      (select count(*) from office.disposal_document m where m.disposal_id = d.id) as documents
    from office.disposal d where body_id = any(${bodyIds}::int[]) order by id desc limit 500`.execute(db)
  return rows
}

export async function insertDisposal(
  trx: Trx,
  row: { bodyId: number; by: number; at: Date; documents: readonly { id: number; dueOn: string }[] },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into office.disposal (body_id, state, proposed_by, proposed_at, reached_at)
    values (${row.bodyId}, 'proposed', ${row.by}, ${row.at}, ${row.at}) returning id`.execute(trx)
  const id = rows[0]!.id
  await sql`insert into office.disposal_document (disposal_id, document_id, due_on)
    select ${id}, * from unnest(${row.documents.map(d => d.id)}::bigint[], ${row.documents.map(d => d.dueOn)}::date[])`.execute(
    trx,
  )
  return id
}

export async function releaseDisposal(trx: Trx, id: number): Promise<void> {
  await sql`update office.disposal_document set active = false where disposal_id = ${id}`.execute(trx)
}

export type Keepable = {
  readonly id: number
  readonly number: string | null
  readonly title: string
  readonly kind: string | null
  readonly normative: boolean
  readonly from: string
  readonly own: Term | null
}

/** Documents whose term may have ended: ten years or more old, not handed over, in no standing proposal. */
export async function agedDocuments(db: Query, bodyId: number, formedBy: string): Promise<Keepable[]> {
  const { rows } = await sql<Keepable>`
    select d.id, d.document_number as number, d.title, d.kind, d.normative, r.term as own,
      coalesce(r.from_on, d.issued_on, d.written_on, d.original_published_on) as "from"
    from office.document d left join office.retention r on r.document_id = d.id
    where d.body_id = ${bodyId} and d.state in ('issued', 'published', 'withdrawn')
      and coalesce(r.from_on, d.issued_on, d.written_on, d.original_published_on) <= ${formedBy}::date
      and not exists (select 1 from office.transfer_document m where m.document_id = d.id and m.active)
      and not exists (select 1 from office.disposal_document m where m.document_id = d.id and m.active)
    order by 7, d.id limit 20000`.execute(db)
  return rows
}

/** A document's body, for those who set its term; null where there is none in the register. */
export async function bodyOfDocument(db: Query, id: number): Promise<number | null> {
  const { rows } = await sql<{ bodyId: number }>`select body_id as "bodyId" from office.document
    where id = ${id} and state in ('issued', 'published', 'withdrawn')`.execute(db)
  return rows[0]?.bodyId ?? null
}
