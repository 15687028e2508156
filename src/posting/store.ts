import type { Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Posting } from '#kit/schema.gen.ts'
import { contentSchema, type Content, type PostingKind, type PostingRow, type PostingState } from './model.ts'

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

export async function readPosting(db: Query, id: number): Promise<PostingRow | null> {
  const row = await db.selectFrom('posting').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? made(row) : null
}

export async function lockPosting(trx: Trx, id: number): Promise<PostingRow | null> {
  const row = await trx.selectFrom('posting').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? made(row) : null
}

export async function movePosting(trx: Trx, row: { id: number }, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('posting')
    .set(eb => ({ state: to, version: eb('version', '+', 1), changed_at: at }))
    .where('id', '=', row.id)
    .execute()
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
