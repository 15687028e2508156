import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { addJob } from '#kit/jobs.ts'
import { isHeldInArchive } from '#archive/forget.ts'
import { forgetTexts } from './library/store.ts'

/** Empties a document that must not be here: text, title, attachments. Answers the hashes of its files. */
export async function removeContent(trx: Trx, id: number): Promise<string[]> {
  await forgetTexts(trx, id)
  const files = await trx
    .deleteFrom('document_attachment')
    .where('document_id', '=', id)
    .returning('file_hash')
    .execute()
  const scans = await trx
    .deleteFrom('document_paper')
    .where('document_id', '=', id)
    .returning('file_hash')
    .execute()
  await trx
    .updateTable('document')
    .set({
      title: '（已清除）',
      body_html: '',
      addressee: '',
      signatories: [],
      attribute_reason: null,
      audience_why: null,
      open_part: null,
      proposal: null,
      returned_reason: null,
      body_hash: null,
      emergency_event: null,
    })
    .where('id', '=', id)
    .execute()
  return [...files, ...scans].map(f => f.file_hash)
}

/** Whether anything of the office still names a file, or a package that was handed over or received holds it. */
export async function isFileUsed(db: Query, hash: string): Promise<boolean> {
  const { rows } = await sql<{ named: boolean }>`select office.file_is_named(${hash}) as named`.execute(db)
  return rows[0]!.named || isHeldInArchive(db, hash)
}

/** Has the bytes of files removed that nothing names any more, when the transaction is committed. */
export async function purgeFilesLater(trx: Trx, hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await addJob(trx, { name: 'document:purgeFiles', payload: { hashes: [...hashes] } })
}
