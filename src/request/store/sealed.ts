import type { Db, Trx } from '#kit/db.ts'
import { sealedColumn } from '#kit/sealed.ts'

/** What of requests lies closed in the database; the files are beside it (online/sealedFiles.ts). */
export const sealedColumns = [
  sealedColumn({ name: '申请人信息', table: 'request', column: 'sealed' }),
  sealedColumn({ name: '办理记录', table: 'request_fact', column: 'sealed' }),
  sealedColumn({ name: '办理文书', table: 'request_letter', column: 'sealed' }),
  sealedColumn({
    name: '网上提交（待登记）',
    table: 'request_submission',
    column: 'sealed',
    isEnvelope: true,
  }),
  sealedColumn({
    name: '网上提交的证明（待登记）',
    table: 'request_paper',
    column: 'sealed',
    isEnvelope: true,
  }),
  sealedColumn({
    name: '申请人来信（待登记）',
    table: 'request_message',
    column: 'office_sealed',
    isEnvelope: true,
  }),
  sealedColumn({
    name: '随来信提交的材料（待登记）',
    table: 'request_message_file',
    column: 'sealed',
    isEnvelope: true,
  }),
]

export type SealedFileRow = { readonly id: number; readonly hash: string }

/** Files of cases that are there, in order. */
export async function sealedFilesAfter(db: Db, after: number, limit: number): Promise<SealedFileRow[]> {
  return db
    .selectFrom('request_file')
    .select(['id', 'hash'])
    .where('id', '>', after)
    .where('sealed', '=', true)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The same file closed anew; false where it went or changed meanwhile. */
export async function moveFile(trx: Trx, row: SealedFileRow, hash: string): Promise<boolean> {
  const changed = await trx
    .updateTable('request_file')
    .set({ hash })
    .where('id', '=', row.id)
    .where('hash', '=', row.hash)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}
