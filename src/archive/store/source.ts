import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { Term } from '../model.ts'

/** Reads whole documents for packages: the row, its events with their links, its attachments, its own retention. */

export type SourceEvent = {
  readonly documentId: number
  readonly position: number
  readonly previous: string
  readonly hash: string
  readonly payload: string
}

export async function eventsOf(db: Query, ids: readonly number[]): Promise<Map<number, SourceEvent[]>> {
  const { rows } = await sql<SourceEvent>`
    select subject_id as "documentId", position, encode(previous, 'hex') as previous, encode(hash, 'hex') as hash, payload
    from office.event where subject_kind = 'document' and subject_id = any(${ids}::bigint[]) order by id`.execute(
    db,
  )
  const by = new Map<number, SourceEvent[]>()
  for (const row of rows) by.set(row.documentId, [...(by.get(row.documentId) ?? []), row])
  return by
}

export async function documentsOf(db: Query, ids: readonly number[]) {
  const rows = await db
    .selectFrom('document as d')
    .innerJoin('department as p', 'p.id', 'd.department_id')
    .innerJoin('staff as s', 's.id', 'd.drafter_id')
    .selectAll('d')
    .select(['p.name as department', 's.name as drafter'])
    .where('d.id', 'in', [...ids])
    .execute()
  return new Map(rows.map(r => [r.id, r]))
}
export type SourceDocument = Awaited<ReturnType<typeof documentsOf>> extends Map<number, infer R> ? R : never

export type SourceAttachment = {
  readonly documentId: number
  readonly name: string
  readonly role: string
  readonly hash: string
  readonly size: number
  readonly contentType: string
}

export async function attachmentsOf(
  db: Query,
  ids: readonly number[],
): Promise<Map<number, SourceAttachment[]>> {
  const { rows } = await sql<SourceAttachment>`
    select a.document_id as "documentId", a.name, a.role, f.hash, f.size, f.content_type as "contentType"
    from office.document_attachment a join office.file f on f.hash = a.file_hash
    where a.document_id = any(${ids}::bigint[]) order by a.sort, a.id`.execute(db)
  const by = new Map<number, SourceAttachment[]>()
  for (const row of rows) by.set(row.documentId, [...(by.get(row.documentId) ?? []), row])
  return by
}

/** The text of published contents by their hashes. */
export async function contentsOf(db: Query, hashes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ hash: string; content: string }>`
    select hash, content from record.content where hash = any(${hashes}::text[])`.execute(db)
  return new Map(rows.map(r => [r.hash, r.content]))
}

export async function ownTerms(
  db: Query,
  ids: readonly number[],
): Promise<Map<number, { term: Term; from: string | null }>> {
  const { rows } = await sql<{ id: number; term: Term; from: string | null }>`
    select document_id as id, term, from_on as "from" from office.retention where document_id = any(${ids}::bigint[])`.execute(
    db,
  )
  return new Map(rows.map(r => [r.id, { term: r.term, from: r.from }]))
}
