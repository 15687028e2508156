import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { chunkBits } from '../roll/roll.ts'

/** What the search keeps of a publication besides its row: texts of its attachments, postings, words of its title. */

/** Texts of the attachments of an address that were read, by hash. */
export async function fileTextsAt(db: Query, number: number): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('record.file_text')
    .select(['hash', 'text'])
    .where('number', '=', number)
    .execute()
  return new Map(rows.map(r => [r.hash, r.text]))
}

export async function putFileText(
  trx: Trx,
  row: { number: number; hash: string; text: string; fault: string | null; at: Date },
): Promise<void> {
  const values = { text: row.text, fault: row.fault, read_at: row.at }
  await trx
    .insertInto('record.file_text')
    .values({ number: row.number, hash: row.hash, ...values })
    .onConflict(c => c.columns(['number', 'hash']).doUpdateSet(values))
    .execute()
}

/** Texts of files that the newest revision no longer has. */
export async function dropFileTexts(trx: Trx, number: number, kept: readonly string[]): Promise<void> {
  await sql`delete from record.file_text where number = ${number} and hash <> all(${[...kept]}::text[])`.execute(
    trx,
  )
}

/** The row of an address if it stands published, locked until the end of the transaction. */
export async function lockPublished(
  trx: Trx,
  address: string,
): Promise<{ number: number; content: string } | null> {
  const { rows } = await sql<{ number: number; content: string }>`
    select c.number, t.content from record.current c
    join record.publication p on p.id = c.publication_id
    join record.content t on t.hash = p.content_hash
    where c.address = ${address} and c.standing = 'published' for update of c`.execute(trx)
  return rows[0] ?? null
}

/**
 * After a purge nothing tells what the publication said: the postings of its chunk go (they are made anew by the next sealing), and
 * the words of its title that nothing else published has. Call before the row is emptied.
 */
export async function forgetWords(trx: Trx, address: string, number: number): Promise<void> {
  await sql`delete from record.sealed where chunk = ${number >>> chunkBits}`.execute(trx)
  await sql`
    delete from record.vocabulary v using (
      select unnest(tsvector_to_array(title_words)) as word from record.current where address = ${address}) w
    where v.word = w.word and v.seen <= 50 and not exists (
      select 1 from record.current c where c.standing = 'published' and c.address <> ${address}
        and c.title_words @@ ('''' || w.word || '''')::tsquery)`.execute(trx)
}
