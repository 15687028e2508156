import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { Asked } from '../query.ts'

/** What a page of hits shows of each, with the rights of the portal role. */
export type Hit = {
  readonly number: number
  readonly address: string
  readonly body_id: number
  readonly title: string
  readonly document_number: string | null
  readonly index_number: string | null
  readonly issuer: string | null
  readonly written_on: string | null
  readonly shown_on: string
  readonly published_at: Date
  readonly imported: boolean
  readonly validity: string | null
  readonly document_kind: string | null
  readonly theme: string | null
  readonly attachments: number
  readonly summary: string | null
}

const fields =
  sql.raw(`number, address, body_id, title, document_number, index_number, issuer, written_on, shown_on, published_at,
  imported, validity, document_kind, theme, attachments, summary`)

/** The rows of these numbers, in their order; those that no longer stand are left out. */
export async function hitsOf(db: Query, numbers: readonly number[]): Promise<Hit[]> {
  if (numbers.length === 0) return []
  const { rows } = await sql<Hit>`
    select ${fields} from record.current where number = any(${[...numbers]}::bigint[]) and standing = 'published'`.execute(
    db,
  )
  const byNumber = new Map(rows.map(r => [r.number, r]))
  return numbers.flatMap(n => byNumber.get(n) ?? [])
}

/** By 发文字号 (any bracket style, also half of it) or 索引号. */
export async function numbersByName(db: Query, asked: Asked): Promise<number[]> {
  const key = asked.number?.key ?? null
  const upper = key === null || asked.number!.whole ? key : `${key.slice(0, -1)}}`
  if (key === null && asked.indexNumber === null) return []
  const { rows } = await sql<{ number: number }>`
    select number from record.current where standing = 'published' and (
      (${key}::text is not null and number_key is not null and (
        (${asked.number?.whole ?? false} and number_key = ${key} collate "C")
        or (not ${asked.number?.whole ?? false} and number_key >= ${key} collate "C" and number_key < ${upper} collate "C")))
      or (${asked.indexNumber}::text is not null and index_number = ${asked.indexNumber}))`.execute(db)
  return rows.map(r => r.number)
}

export async function titlesOf(db: Query, numbers: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ number: number; title: string }>`
    select number, title from record.current where number = any(${[...numbers]}::bigint[])`.execute(db)
  return new Map(rows.map(r => [r.number, r.title]))
}

export type HitText = {
  readonly text: string
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

/** The texts of a page of hits and of their attachments, for the passage that is shown; each as far as its first 20,000 characters. */
export async function textsOf(db: Query, numbers: readonly number[]): Promise<Map<number, HitText>> {
  if (numbers.length === 0) return new Map()
  const { rows } = await sql<{
    number: number
    text: string
    files: { name: string; hash: string }[] | null
  }>`
    select c.number, left(t.content::jsonb ->> 'text', 20000) as text, t.content::jsonb -> 'attachments' as files
    from record.current c
    join record.publication p on p.id = c.publication_id
    join record.content t on t.hash = p.content_hash
    where c.number = any(${[...numbers]}::bigint[]) and c.standing = 'published'`.execute(db)
  const hashes = [...new Set(rows.flatMap(r => (r.files ?? []).map(f => f.hash)))]
  const read =
    hashes.length === 0
      ? []
      : (
          await sql<{ hash: string; text: string }>`
            select hash, left(text, 20000) as text from record.file_text where hash = any(${hashes}::text[]) and text <> ''`.execute(
            db,
          )
        ).rows
  const texts = new Map(read.map(r => [r.hash, r.text]))
  return new Map(
    rows.map(r => [
      r.number,
      {
        text: r.text,
        files: (r.files ?? []).flatMap(f =>
          texts.has(f.hash) ? [{ name: f.name, text: texts.get(f.hash)! }] : [],
        ),
      },
    ]),
  )
}
