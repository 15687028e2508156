import type { Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { noteFile } from '#kit/fileRow.ts'
import type { DocumentPaper } from '#kit/schema.gen.ts'
import { moverOf } from '#kit/subjectTable.ts'
import type { Paper, PaperState } from './model.ts'

const fromRow = (row: Selectable<DocumentPaper>): Paper => ({
  id: row.id,
  documentId: row.document_id,
  bodyId: row.body_id,
  departmentId: row.department_id,
  atState: row.at_state,
  verb: row.verb,
  deciderId: row.decider_id,
  clerkId: row.clerk_id,
  decidedOn: row.decided_on,
  fileHash: row.file_hash,
  fileName: row.file_name,
  state: row.state as PaperState,
  version: row.version,
  objection: row.objection,
  void: row.void_at !== null,
  enteredAt: row.entered_at,
})

/** Every decision of a document that was entered from paper, oldest first. */
export async function papersOf(db: Query, documentId: number): Promise<Paper[]> {
  const rows = await db
    .selectFrom('document_paper')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

export async function lockPaper(trx: Trx, id: number): Promise<Paper | null> {
  const row = await trx
    .selectFrom('document_paper')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? fromRow(row) : null
}

export const movePaper = moverOf('document_paper')

export async function setObjection(trx: Trx, id: number, objection: string | null): Promise<void> {
  await trx.updateTable('document_paper').set({ objection }).where('id', '=', id).execute()
}

/** A return took the decided steps back: what was decided in these states no longer stands. */
export async function voidPapers(
  trx: Trx,
  documentId: number,
  states: readonly string[],
  at: Date,
): Promise<void> {
  if (states.length === 0) return
  await trx
    .updateTable('document_paper')
    .set({ void_at: at })
    .where('document_id', '=', documentId)
    .where('at_state', 'in', [...states])
    .where('void_at', 'is', null)
    .execute()
}

export async function insertPaper(
  trx: Trx,
  paper: Pick<
    Paper,
    'documentId' | 'bodyId' | 'departmentId' | 'atState' | 'verb' | 'deciderId' | 'clerkId' | 'decidedOn'
  > & { readonly file: { hash: string; size: number; name: string; contentType: string }; readonly at: Date },
): Promise<number> {
  const { file, at } = paper
  await noteFile(trx, file, at)
  const { id } = await trx
    .insertInto('document_paper')
    .values({
      document_id: paper.documentId,
      body_id: paper.bodyId,
      department_id: paper.departmentId,
      at_state: paper.atState,
      verb: paper.verb,
      decider_id: paper.deciderId,
      clerk_id: paper.clerkId,
      decided_on: paper.decidedOn,
      file_hash: file.hash,
      file_name: file.name,
      entered_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
