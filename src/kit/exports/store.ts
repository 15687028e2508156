import type { Selectable } from 'kysely'
import type { Db, Query, Trx } from '../db.ts'
import type { Export as Table } from '../schema.gen.ts'

export type ExportRow = Selectable<Table>

export type NewExport = {
  readonly bodyId: number
  readonly staffId: number
  readonly source: string
  readonly title: string
  readonly query: unknown
  readonly full: boolean
  readonly reason: string
  readonly at: Date
}

export async function insertExport(trx: Trx, made: NewExport): Promise<number> {
  const row = await trx
    .insertInto('export')
    .values({
      body_id: made.bodyId,
      staff_id: made.staffId,
      source: made.source,
      title: made.title,
      query: JSON.stringify(made.query),
      full_text: made.full,
      reason: made.reason,
      state: 'making',
      asked_at: made.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function exportById(db: Query, id: number): Promise<ExportRow | undefined> {
  return db.selectFrom('export').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function exportsOf(db: Query, staffId: number): Promise<ExportRow[]> {
  return db
    .selectFrom('export')
    .selectAll()
    .where('staff_id', '=', staffId)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
}

export async function readyExport(
  trx: Trx,
  id: number,
  file: { lines: number; hash: string; size: number; at: Date; expiresAt: Date },
): Promise<void> {
  await trx
    .updateTable('export')
    .set({
      state: 'ready',
      lines: file.lines,
      file_hash: file.hash,
      size: file.size,
      ready_at: file.at,
      expires_at: file.expiresAt,
    })
    .where('id', '=', id)
    .execute()
}

export async function failExport(db: Query, id: number): Promise<void> {
  await db.updateTable('export').set({ state: 'failed' }).where('id', '=', id).execute()
}

/** Those whose time is over become expired; answers the files that no kept export names. */
export async function expireExports(db: Db, at: Date): Promise<string[]> {
  const over = await db
    .updateTable('export')
    .set({ state: 'expired' })
    .where('state', '=', 'ready')
    .where('expires_at', '<=', at)
    .returning('file_hash')
    .execute()
  const hashes = [...new Set(over.flatMap(r => r.file_hash ?? []))]
  if (hashes.length === 0) return []
  const kept = await db
    .selectFrom('export')
    .select('file_hash')
    .where('file_hash', 'in', hashes)
    .where('state', '=', 'ready')
    .execute()
  return hashes.filter(hash => !kept.some(k => k.file_hash === hash))
}
