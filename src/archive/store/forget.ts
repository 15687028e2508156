import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'

/** What the archive keeps of one document, and its removal (保密法第三十一条). */

export type FilingText = { readonly id: number; readonly list: string; readonly upward: string }

/** Filings of a body that name a document. */
export async function filingsNaming(trx: Trx, bodyId: number, documentId: number): Promise<FilingText[]> {
  const { rows } = await sql<FilingText>`select id, list, upward from office.filing
    where body_id = ${bodyId} and strpos(list, ${`"id":${documentId},`}) > 0 order by id for update`.execute(
    trx,
  )
  return rows
}

export async function expungeFiling(trx: Trx, filing: FilingText, at: Date): Promise<void> {
  await sql`update office.filing set list = ${filing.list}, upward = ${filing.upward}, expunged_at = ${at}
    where id = ${filing.id}`.execute(trx)
}

export type HoldingTransfer = {
  readonly id: number
  readonly archives: string
  readonly madeBy: number
  readonly state: string
  /** Null before it was handed over. */
  readonly manifest: string | null
}

/** The transfers that a document stands or stood in, locked. */
export async function transfersNaming(trx: Trx, documentId: number): Promise<HoldingTransfer[]> {
  const { rows } = await sql<HoldingTransfer>`
    select t.id, t.archives, t.made_by as "madeBy", t.state, t.manifest from office.transfer t
    where exists (select 1 from office.transfer_document m where m.transfer_id = t.id and m.document_id = ${documentId})
    order by t.id for update`.execute(trx)
  return rows
}

export async function forgetFrozen(trx: Trx, documentId: number): Promise<void> {
  await sql`update office.transfer_document set frozen = null, opening_note = null
    where document_id = ${documentId}`.execute(trx)
}

/** Opinions on opening that nobody has handed over yet have to be given anew. */
export async function forgetOpinions(trx: Trx, documentId: number): Promise<void> {
  await sql`update office.transfer_document m set opening = null, opening_note = null from office.transfer t
    where t.id = m.transfer_id and m.document_id = ${documentId} and t.state in ('prepared', 'checked')`.execute(
    trx,
  )
}

export async function expungeTransfer(trx: Trx, id: number, manifest: string, at: Date): Promise<void> {
  await sql`update office.transfer set manifest = ${manifest}, signature = null, expunged_at = ${at}
    where id = ${id}`.execute(trx)
}

/** Empties what was said with the deposits of a document; answers the hashes of their packages. */
export async function forgetDeposits(trx: Trx, documentId: number): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`update office.deposit set explanation = '', report = ''
    where document_id = ${documentId} returning package_hash as hash`.execute(trx)
  return rows.map(r => r.hash)
}

/** Whether a package that was handed over or received holds a file. */
export async function isHeld(db: Query, hash: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from office.transfer_document where strpos(frozen, ${hash}) > 0
    union all select 1 from office.holding where strpos(frozen, ${hash}) > 0 limit 1`.execute(db)
  return rows.length > 0
}
