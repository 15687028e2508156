import type { Trx } from './db.ts'

/** Enters a stored file among those that rooms may name; nothing happens where it is known. */
export async function noteFile(
  trx: Trx,
  file: { readonly hash: string; readonly size: number; readonly contentType: string },
  at: Date,
): Promise<void> {
  await trx
    .insertInto('file')
    .values({ hash: file.hash, size: file.size, content_type: file.contentType, stored_at: at })
    .onConflict(c => c.doNothing())
    .execute()
}
