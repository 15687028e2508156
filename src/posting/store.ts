import type { Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { noteFile } from '#kit/fileRow.ts'
import type { Posting } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import {
  contentSchema,
  type Content,
  type PostingFile,
  type PostingKind,
  type PostingRow,
  type PostingState,
} from './model.ts'

/** Every line of SQL about postings. */

const made = (row: Selectable<Posting>): PostingRow => ({
  id: row.id,
  bodyId: row.body_id,
  departmentId: row.department_id,
  drafterId: row.drafter_id,
  kind: row.kind as PostingKind,
  state: row.state as PostingState,
  version: row.version,
  content: contentSchema.parse(row.content),
  address: row.address,
  publishedAt: row.published_at,
  changedAt: row.changed_at,
})

const table = subjectTable('posting', made, 'changed_at')
export const readPosting = table.read
export const lockPosting = table.lock
export const movePosting = table.move

export async function readPostings(db: Query, ids: readonly number[]): Promise<PostingRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('posting')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(made)
}

export async function insertPosting(
  trx: Trx,
  p: {
    bodyId: number
    departmentId: number | null
    kind: PostingKind
    drafterId: number
    content: Content
    at: Date
  },
): Promise<number> {
  const row = await trx
    .insertInto('posting')
    .values({
      body_id: p.bodyId,
      department_id: p.departmentId,
      kind: p.kind,
      state: 'draft',
      drafter_id: p.drafterId,
      title: p.content.title,
      content: JSON.stringify(p.content),
      changed_at: p.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function putContent(trx: Trx, id: number, content: Content): Promise<void> {
  await trx
    .updateTable('posting')
    .set({ title: content.title, content: JSON.stringify(content) })
    .where('id', '=', id)
    .execute()
}

export async function putPublished(trx: Trx, id: number, address: string, at: Date): Promise<void> {
  await trx.updateTable('posting').set({ address, published_at: at }).where('id', '=', id).execute()
}

const pageSize = 30

/** Postings of some bodies, last touched first. */
export async function postingsOf(
  db: Query,
  bodyIds: readonly number[],
  filter: { kind: PostingKind | null; state: PostingState | null; q: string },
  page: number,
): Promise<{ rows: PostingRow[]; total: number; pageSize: number }> {
  if (bodyIds.length === 0) return { rows: [], total: 0, pageSize }
  let base = db.selectFrom('posting').where('body_id', 'in', [...bodyIds])
  if (filter.kind) base = base.where('kind', '=', filter.kind)
  if (filter.state) base = base.where('state', '=', filter.state)
  if (filter.q !== '') base = base.where('title', 'like', `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`)
  const rows = await base
    .selectAll()
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { n } = await base.select(eb => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  return { rows: rows.map(made), total: n, pageSize }
}

/** The files of a posting in their order, originals of what was masked among them; what was taken away is not. */
export async function filesOf(db: Query, postingId: number): Promise<PostingFile[]> {
  const rows = await db
    .selectFrom('posting_attachment as a')
    .innerJoin('file as f', 'f.hash', 'a.file_hash')
    .select(['a.id', 'a.name', 'a.role', 'a.sort', 'f.hash', 'f.size', 'f.content_type'])
    .where('a.posting_id', '=', postingId)
    .where('a.role', '<>', 'former')
    .orderBy('a.sort')
    .orderBy('a.id')
    .execute()
  return rows.map(r => ({
    id: r.id,
    name: r.name,
    hash: r.hash,
    size: r.size,
    contentType: r.content_type,
    role: r.role as PostingFile['role'],
    sort: r.sort,
  }))
}

export async function insertFile(
  trx: Trx,
  postingId: number,
  file: Omit<PostingFile, 'id' | 'sort'> & { readonly sort?: number },
  at: Date,
): Promise<number> {
  await noteFile(trx, file, at)
  const row = await trx
    .insertInto('posting_attachment')
    .values(eb => ({
      posting_id: postingId,
      file_hash: file.hash,
      name: file.name,
      role: file.role,
      added_at: at,
      sort:
        file.sort ??
        eb
          .selectFrom('posting_attachment')
          .select(e => e(e.fn.coalesce(e.fn.max('sort'), e.lit(0)), '+', 1).as('sort'))
          .where('posting_id', '=', postingId),
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Takes a file away without a trace: nothing of it was ever published. */
export async function dropFile(trx: Trx, postingId: number, id: number): Promise<void> {
  await trx
    .deleteFrom('posting_attachment')
    .where('posting_id', '=', postingId)
    .where('id', '=', id)
    .execute()
}

/** Takes a file away, or keeps it as 原稿. */
export async function retireFile(
  trx: Trx,
  postingId: number,
  id: number,
  as: { readonly role: 'source' | 'former'; readonly name?: string },
): Promise<void> {
  await trx
    .updateTable('posting_attachment')
    .set({ role: as.role, ...(as.name === undefined ? {} : { name: as.name }) })
    .where('posting_id', '=', postingId)
    .where('id', '=', id)
    .where('role', '<>', 'former')
    .execute()
}

/** Forgets every file a posting ever had; answers their hashes. */
export async function forgetFiles(trx: Trx, postingId: number): Promise<string[]> {
  const rows = await trx
    .deleteFrom('posting_attachment')
    .where('posting_id', '=', postingId)
    .returning('file_hash')
    .execute()
  return rows.map(r => r.file_hash)
}

/** Keeps what was typed without a step of its own; answers the new version. */
export async function keepContent(trx: Trx, id: number, content: Content, at: Date): Promise<number> {
  await putContent(trx, id, content)
  const row = await trx
    .updateTable('posting')
    .set(eb => ({ version: eb('version', '+', 1), changed_at: at }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** What waits in some bodies: everything submitted, and the drafts of some people; the longest waiting first. */
export async function postingsWaiting(
  db: Query,
  bodyIds: readonly number[],
  drafters: readonly number[],
  limit: number,
): Promise<PostingRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('posting')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .where(eb =>
      eb.or([
        eb('state', 'in', ['submitted', 'resubmitted']),
        eb.and([eb('state', 'in', ['draft', 'amending']), eb('drafter_id', 'in', [...drafters])]),
      ]),
    )
    .orderBy('changed_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(made)
}
