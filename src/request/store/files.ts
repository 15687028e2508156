import type { Query, Trx } from '#kit/db.ts'
import type { FileRole } from '../files/model.ts'

/** What a check of a file found, as it is kept: words and counts, never the data itself. */
export type Checked = {
  readonly clean: boolean
  readonly at: string
  readonly sha256: string
  readonly findings: readonly { readonly tier: string; readonly message: string; readonly label: string }[]
  readonly checks: readonly string[]
}

export type CaseFileRow = {
  readonly id: number
  readonly requestId: number
  readonly role: FileRole
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly hash: string
  readonly sealed: boolean
  readonly checked: Checked | null
  readonly version: number
  readonly addedBy: number | null
  readonly addedAt: Date
  readonly deletedAt: Date | null
}

const columns = [
  'id',
  'request_id as requestId',
  'role',
  'name',
  'content_type as contentType',
  'size',
  'hash',
  'sealed',
  'checked',
  'version',
  'added_by as addedBy',
  'added_at as addedAt',
  'deleted_at as deletedAt',
] as const

/** The files of a case, those whose content is gone too, oldest first. */
export async function allFilesOf(db: Query, requestId: number): Promise<CaseFileRow[]> {
  const rows = await db
    .selectFrom('request_file')
    .select(columns)
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute()
  return rows as unknown as CaseFileRow[]
}

/** The files of a case that are there. */
export async function filesOf(db: Query, requestId: number): Promise<CaseFileRow[]> {
  return (await allFilesOf(db, requestId)).filter(f => f.deletedAt === null)
}

export async function readCaseFile(db: Query, id: number): Promise<CaseFileRow | null> {
  const row = await db.selectFrom('request_file').select(columns).where('id', '=', id).executeTakeFirst()
  return (row as unknown as CaseFileRow | undefined) ?? null
}

export async function lockCaseFile(trx: Trx, id: number): Promise<CaseFileRow | null> {
  const row = await trx
    .selectFrom('request_file')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return (row as unknown as CaseFileRow | undefined) ?? null
}

export async function insertCaseFile(
  trx: Trx,
  file: Pick<CaseFileRow, 'requestId' | 'role' | 'name' | 'contentType' | 'size' | 'hash' | 'sealed'> & {
    readonly by: number | null
    readonly at: Date
  },
): Promise<number> {
  const { id } = await trx
    .insertInto('request_file')
    .values({
      request_id: file.requestId,
      role: file.role,
      name: file.name,
      content_type: file.contentType,
      size: file.size,
      hash: file.hash,
      sealed: file.sealed,
      added_by: file.by,
      added_at: file.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function noteCheck(trx: Trx, id: number, checked: Checked): Promise<void> {
  await trx
    .updateTable('request_file')
    .set({ checked: JSON.stringify(checked) })
    .where('id', '=', id)
    .execute()
}

/** `removed`: the content goes, the line stays. */
export async function moveCaseFile(trx: Trx, id: number, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('request_file')
    .set(eb => ({ version: eb('version', '+', 1), ...(to === 'removed' ? { deleted_at: at } : {}) }))
    .where('id', '=', id)
    .execute()
}

/** A masked copy stands in its place: the original stays with the evidence of the case. */
export async function makeOriginal(trx: Trx, id: number, name: string): Promise<void> {
  await trx
    .updateTable('request_file')
    .set({ role: 'evidence', name, checked: null })
    .where('id', '=', id)
    .execute()
}

/** When this person last said why he looks at a file; null: never. */
export async function lastReveal(db: Query, fileId: number, staffId: number): Promise<Date | null> {
  const row = await db
    .selectFrom('event')
    .select('happened_at')
    .where('subject_kind', '=', 'request-file')
    .where('subject_id', '=', fileId)
    .where('verb', '=', 'reveal-file')
    .where('actor_id', '=', staffId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.happened_at ?? null
}

/** The parts of a case that are to be opened, and whether every one of them passed the check that nothing masked is left. */
export async function openPartsOf(
  db: Query,
  requestId: number,
): Promise<{ count: number; checked: boolean; verified: boolean }> {
  const parts = (await filesOf(db, requestId)).filter(f => f.role === 'open-part')
  return {
    count: parts.length,
    checked: parts.every(p => p.checked !== null),
    verified: parts.length > 0 && parts.every(p => p.checked?.clean === true),
  }
}

/** Whether the stamped reply was scanned into the file. */
export const hasStamped = async (db: Query, requestId: number): Promise<boolean> =>
  (await filesOf(db, requestId)).some(f => f.role === 'reply')

/** Whether some file of a case still has these bytes, or they were delivered online. */
export async function isFileHeld(db: Query, hash: string): Promise<boolean> {
  const file = await db
    .selectFrom('request_file')
    .select('id')
    .where('hash', '=', hash)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  const delivered = await db
    .selectFrom('request_delivered')
    .select('id')
    .where('hash', '=', hash)
    .executeTakeFirst()
  return file !== undefined || delivered !== undefined
}
