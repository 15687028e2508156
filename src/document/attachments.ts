import type { Trx } from '#kit/db.ts'
import { noteFile } from '#kit/fileRow.ts'
import { addAttachment, type Attachment } from './store.ts'

/** SQL about exchanging the files of a document. */

/** Puts another file in the place of an attachment; `keepAs` names the former one as 原稿 of the document, null lets it go. */
export async function replaceAttachment(
  trx: Trx,
  before: Attachment,
  file: { hash: string; size: number; name: string },
  { keepAs, at }: { keepAs: string | null; at: Date },
): Promise<void> {
  const { documentId, contentType } = before
  if (keepAs !== null) await addAttachment(trx, documentId, { ...before, name: keepAs, role: 'source' }, at)
  await noteFile(trx, { ...file, contentType }, at)
  await trx
    .updateTable('document_attachment')
    .set({ file_hash: file.hash, name: file.name })
    .where('id', '=', before.id)
    .execute()
}
