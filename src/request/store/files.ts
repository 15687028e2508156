import { sql } from 'kysely'
import type { Db, Query, Trx } from '#kit/db.ts'
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

/** Whether any line still needs the content under this hash. */
export async function isCaseFileKept(db: Query, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('request_file')
    .select('id')
    .where('hash', '=', hash)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Identity papers whose term is over: so many days, as the body set them, after the case was closed or withdrawn. `at`: now.
 */
export async function identityPapersOver(
  db: Db,
  at: Date,
): Promise<{ id: number; hash: string; bodyId: number; requestId: number }[]> {
  const { rows } = await sql<{ id: number; hash: string; bodyId: number; requestId: number }>`
    select f.id, f.hash, r.body_id as "bodyId", r.id as "requestId"
    from request_file f join request r on r.id = f.request_id
    left join request_setting s on s.body_id = r.body_id
    where f.role = 'identity' and f.deleted_at is null and r.state = 'closed'
      and r.reached_at + make_interval(days => coalesce(s.identity_days, 30)) <= ${at}
    order by f.id limit 1000`.execute(db)
  return rows
}

/** The parts of a case that are to be opened, and whether every one of them passed the check that nothing masked is left. */
export async function openPartsOf(
  db: Query,
  requestId: number,
): Promise<{ count: number; verified: boolean }> {
  const parts = (await filesOf(db, requestId)).filter(f => f.role === 'open-part')
  return { count: parts.length, verified: parts.length > 0 && parts.every(p => p.checked?.clean === true) }
}
