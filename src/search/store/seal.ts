import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { chunkBits } from '#record/roll/roll.ts'

/** Postings of frequent words, made chunk by chunk; what changed after a chunk was made is asked for by itself. */

/** A word that stands in fewer documents of a chunk is rare there: the index finds it as fast. */
const leastDocuments = 32
/** Below so many documents the index alone is fast for every word. */
export const leastToSeal = 20_000

/** Chunks with how many of their documents changed since they were sealed, or never were. */
export async function staleChunks(db: Query): Promise<{ chunk: number; stale: number; published: number }[]> {
  const { rows } = await sql<{ chunk: number; stale: number; published: number }>`
    select (c.number >> ${chunkBits})::integer as chunk,
      count(*) filter (where c.standing = 'published')::integer as published,
      count(*) filter (where s.chunk is null or c.changed >= s.built)::integer as stale
    from record.current c left join record.sealed s on s.chunk = c.number >> ${chunkBits}
    group by 1 order by 1`.execute(db)
  return rows
}

/**
 * Marks rows as changed now whose transaction lies in the future: they came from another database cluster (a restored dump), and
 * readers would look at them again for ever. Returns how many.
 */
export async function bringToPresent(trx: Trx): Promise<number> {
  const { numAffectedRows } = await sql`
    update record.current set changed = changed where changed > pg_snapshot_xmax(pg_current_snapshot())`.execute(
    trx,
  )
  if (Number(numAffectedRows ?? 0) > 0) await sql`delete from record.sealed`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

type Places = { word: string; documents: number; places: Buffer }

const bitsOf = (places: Buffer): Buffer => {
  const bits = Buffer.alloc(1 << (chunkBits - 3))
  for (let i = 0; i < places.length; i += 2) {
    const n = places.readUInt16BE(i)
    bits[n >>> 3]! |= 1 << (n & 7)
  }
  return bits
}

/** Seals a chunk as of the caller's snapshot (repeatable read): drops what was, writes what is. Returns how many postings. */
export async function seal(trx: Trx, chunk: number): Promise<number> {
  const low = chunk << chunkBits
  const high = ((chunk + 1) << chunkBits) - 1
  await sql`delete from record.sealed where chunk = ${chunk}`.execute(trx)
  await sql`
    insert into record.sealed (chunk, built, documents)
    select ${chunk}, pg_snapshot_xmin(pg_current_snapshot()), count(*) from record.current
    where standing = 'published' and number between ${low} and ${high}`.execute(trx)
  let made = 0
  for (const [field, column] of [
    ['w', sql.raw('words')],
    ['t', sql.raw('title_words')],
  ] as const) {
    const { rows } = await sql<Places>`
      select word, count(*)::integer as documents, string_agg(int2send(at::int2), '') as places
      from (
        select unnest(tsvector_to_array(${column})) as word, (number & ${(1 << chunkBits) - 1})::integer as at from record.current
        where standing = 'published' and number between ${low} and ${high}) w
      group by word having count(*) >= ${leastDocuments}`.execute(trx)
    for (let i = 0; i < rows.length; i += 1000) {
      const some = rows.slice(i, i + 1000)
      await sql`
        insert into record.posting (word, field, chunk, documents, bits)
        select word, ${field}::"char", ${chunk}, documents, bits
        from unnest(${some.map(r => r.word)}::text[], ${some.map(r => r.documents)}::integer[],
          ${some.map(r => (r.documents >= 2048 ? bitsOf(r.places) : r.places))}::bytea[]) as p (word, documents, bits)`.execute(
        trx,
      )
    }
    made += rows.length
  }
  return made
}
