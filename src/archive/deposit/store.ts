import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import type { DepositState } from './workflow.ts'

/** All SQL of deposits upward. */

export type DepositRow = {
  readonly id: number
  readonly documentId: number
  readonly bodyId: number
  readonly toBodyId: number | null
  readonly toName: string
  readonly dueOn: string
  readonly state: DepositState
  readonly version: number
  readonly packageHash: string
  readonly packageSize: number
  /** The document was withdrawn for secrecy or privacy: the package is gone. */
  readonly isEmptied: boolean
  readonly sentBy: number
  readonly sentAt: Date
  readonly receiptNumber: string | null
  readonly receiptOn: string | null
}

const all = (db: Query) => db.selectFrom('deposit').selectAll()
type Selected = Awaited<ReturnType<ReturnType<typeof all>['execute']>>[number]

const from = (r: Selected): DepositRow => ({
  id: r.id,
  documentId: r.document_id,
  bodyId: r.body_id,
  toBodyId: r.to_body_id,
  toName: r.to_name,
  dueOn: r.due_on,
  state: r.state as DepositState,
  version: r.version,
  packageHash: r.package_hash,
  packageSize: Number(r.package_size),
  isEmptied: r.report === '',
  sentBy: r.sent_by,
  sentAt: r.sent_at,
  receiptNumber: r.receipt_number,
  receiptOn: r.receipt_on,
})

const table = subjectTable('deposit', from, 'reached_at')
export const readDeposit = table.read
export const lockDeposit = table.lock
export const moveDeposit = table.move

export async function noteReceipt(
  trx: Trx,
  id: number,
  receipt: { number: string; on: string; by: string },
): Promise<void> {
  await trx
    .updateTable('deposit')
    .set({ receipt_number: receipt.number, receipt_on: receipt.on, receipt_by: receipt.by })
    .where('id', '=', id)
    .execute()
}

/** Inserts a deposit; null where the document is on its way already or received. */
export async function insertDeposit(
  trx: Trx,
  d: {
    documentId: number
    bodyId: number
    toBodyId: number | null
    toName: string
    dueOn: string
    explanation: string
    report: string
    packageHash: string
    packageSize: number
    by: number
    at: Date
  },
): Promise<number | null> {
  const row = await trx
    .insertInto('deposit')
    .values({
      document_id: d.documentId,
      body_id: d.bodyId,
      to_body_id: d.toBodyId,
      to_name: d.toName,
      due_on: d.dueOn,
      state: 'sent',
      explanation: d.explanation,
      report: d.report,
      package_hash: d.packageHash,
      package_size: d.packageSize,
      sent_by: d.by,
      sent_at: d.at,
      reached_at: d.at,
    })
    .onConflict(c => c.column('document_id').where('state', '<>', 'returned').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export type Depositable = {
  readonly id: number
  readonly title: string
  readonly documentNumber: string | null
  readonly state: string
  readonly normative: boolean
  readonly imported: boolean
  readonly publishedOn: string | null
}

export async function documentFor(db: Query, bodyId: number, id: number): Promise<Depositable | null> {
  return (await documentsFor(db, bodyId, id))[0] ?? null
}

/** Public normative documents issued here (what was moved in was deposited in its time), newest first; or one of them. */
export async function documentsFor(
  db: Query,
  bodyId: number,
  id: number | null = null,
): Promise<Depositable[]> {
  const { rows } = await sql<Depositable>`
    select id, title, document_number as "documentNumber", state, normative, imported,
      (published_at at time zone 'Asia/Shanghai')::date as "publishedOn"
    from office.document where body_id = ${bodyId}
      and ${id === null ? sql`state = 'published' and normative and not imported` : sql`id = ${id}`}
    order by id desc limit 2000`.execute(db)
  return rows
}

/** Deposits of some documents, the newest of each; and those sent to some bodies. */
export async function depositsOf(
  db: Query,
  documentIds: readonly number[],
): Promise<Map<number, DepositRow>> {
  if (documentIds.length === 0) return new Map()
  const rows = await all(db)
    .where('document_id', 'in', [...documentIds])
    .orderBy('id')
    .execute()
  return new Map(rows.map(r => [r.document_id, from(r)]))
}

export async function sentTo(db: Query, bodyIds: readonly number[]) {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('deposit as d')
    .innerJoin('document as o', 'o.id', 'd.document_id')
    .innerJoin('body as b', 'b.id', 'd.body_id')
    .selectAll('d')
    .select(['o.title', 'o.state as document_state', 'o.document_number', 'b.name as body'])
    .where('d.to_body_id', 'in', [...bodyIds])
    .orderBy('d.id', 'desc')
    .limit(500)
    .execute()
  return rows.map(r => ({
    ...from(r),
    // What was withdrawn is no longer told to others, not even by its title.
    title: r.document_state === 'withdrawn' ? '（已撤回）' : r.title,
    documentNumber: r.document_number,
    body: r.body,
  }))
}

/** The body above in the tree; null at its top. */
export async function bodyAbove(db: Query, bodyId: number): Promise<{ id: number; name: string } | null> {
  const row = await db
    .selectFrom('body as b')
    .innerJoin('body as p', 'p.id', 'b.parent_id')
    .select(['p.id', 'p.name'])
    .where('b.id', '=', bodyId)
    .executeTakeFirst()
  return row ?? null
}

export async function depositDays(db: Query, bodyId: number): Promise<number | null> {
  const row = await db
    .selectFrom('normative_rule')
    .select('deposit_days')
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  return row?.deposit_days ?? null
}

export async function keepFile(trx: Trx, file: { hash: string; size: number }, at: Date): Promise<void> {
  await trx
    .insertInto('file')
    .values({ hash: file.hash, size: file.size, content_type: 'application/zip', stored_at: at })
    .onConflict(c => c.doNothing())
    .execute()
}
