import { sql } from 'kysely'
import { and, andNot, makeBits, or, setBit, type Bits } from '#kit/bits.ts'
import type { Query } from '#kit/db.ts'
import { chunkBits, type Roll } from '#record/roll/roll.ts'
import { quoted, tsqueryOf, type Wanted } from '../query.ts'

/** Which numbers hold the wanted words: frequent words by their postings, rare ones by the index, changed rows one by one. */

export type Field = 'words' | 'title'
const column = { words: sql.raw('c.words'), title: sql.raw('c.title_words') } as const
const letter = { words: 'w', title: 't' } as const

/** A word that stands in so many documents is no longer gathered by the index where a part of it has postings. */
const mostGathered = 8_000
/** So many changed rows are asked for by name; more, by range. */
const mostNamed = 5_000

type Posting = { word: string; chunk: number; documents: number; bits: Buffer }

/** Which chunks are sealed, and as of which transaction. */
export async function sealedNow(db: Query): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{
    chunk: number
    built: string
  }>`select chunk, built::text as built from record.sealed`.execute(db)
  return new Map(rows.map(r => [r.chunk, Number(r.built)]))
}

async function postingsOf(
  db: Query,
  field: Field,
  words: readonly string[],
): Promise<Map<string, Posting[]>> {
  const { rows } = await sql<Posting>`
    select word, chunk, documents, bits from record.posting
    where word = any(${[...words]}::text[]) and field = ${letter[field]}::"char"`.execute(db)
  const found = new Map<string, Posting[]>()
  for (const row of rows) {
    const list = found.get(row.word)
    if (list) list.push(row)
    else found.set(row.word, [row])
  }
  return found
}

/** Adds what a posting says. */
function addPosting(bits: Bits, { chunk, documents, bits: bytes }: Posting): void {
  const base = chunk << chunkBits
  if (documents >= 2048) {
    const start = base >>> 5
    for (let i = 0; i < 1024 && start + i < bits.length; i++) bits[start + i]! |= bytes.readUInt32LE(i * 4)
  } else for (let i = 0; i < bytes.length; i += 2) setBit(bits, base + bytes.readUInt16BE(i))
}

type Gather = { readonly query: string; readonly from: number | null; readonly until: number | null }

/** Numbers found by the index, a set for each query. */
async function gather(db: Query, field: Field, queries: readonly Gather[], size: number): Promise<Bits[]> {
  const sets = queries.map(() => makeBits(size))
  if (queries.length === 0) return sets
  const { rows } = await sql<{ i: number; numbers: number[] }>`
    select q.i::integer as i, array_agg(c.number::integer) as numbers
    from unnest(${queries.map(q => q.query)}::text[], ${queries.map(q => q.from)}::bigint[], ${queries.map(q => q.until)}::bigint[])
      with ordinality as q (query, low, high, i)
    cross join lateral (
      select number from record.current c
      where c.standing = 'published' and ${column[field]} @@ q.query::tsquery
        and (q.low is null or c.number between q.low and q.high)) c
    group by 1`.execute(db)
  for (const { i, numbers } of rows) for (const n of numbers) setBit(sets[i - 1]!, n)
  return sets
}

/** Where no chunk is sealed, or for rows changed since (ascending): all of the query by the database. */
async function plainly(
  db: Query,
  field: Field,
  wanted: readonly Wanted[],
  size: number,
  only?: readonly number[],
) {
  const bits = makeBits(size)
  const narrowed =
    only === undefined
      ? sql``
      : only.length <= mostNamed
        ? sql`and c.number = any(${[...only]}::bigint[])`
        : sql`and c.number >= ${only[0]}`
  const { rows } = await sql<{ number: number }>`
    select c.number from record.current c
    where c.standing = 'published' and ${column[field]} @@ ${tsqueryOf(wanted)}::tsquery ${narrowed}`.execute(
    db,
  )
  for (const { number } of rows) setBit(bits, number)
  return bits
}

/** The numbers that hold all that is wanted; without anything wanted, none. In one snapshot with `sealed`. */
export async function matching(
  db: Query,
  roll: Roll,
  sealed: ReadonlyMap<number, number>,
  field: Field,
  wanted: readonly Wanted[],
): Promise<Bits> {
  const size = ((roll.size >>> chunkBits) + 1) << chunkBits
  if (wanted.length === 0) return makeBits(size)
  if (sealed.size === 0) return plainly(db, field, wanted, size)
  const postings = await postingsOf(db, field, [...new Set(wanted.flatMap(w => w.ways.flat()))])
  const isWhole = (word: string) => (postings.get(word)?.length ?? 0) === sealed.size

  const queries: Gather[] = []
  /** Makes a set of all numbers that hold these words; those the index has to find are queued, and joined when they are there. */
  const plan = (words: readonly string[]) => {
    const whole: string[] = []
    const rare: string[] = []
    const partly: { word: string; at: number[] }[] = []
    for (const word of words) {
      if (isWhole(word)) {
        whole.push(word)
        continue
      }
      const some = postings.get(word) ?? []
      if (some.reduce((n, p) => n + p.documents, 0) <= mostGathered) {
        rare.push(word)
        continue
      }
      const has = new Set(some.map(p => p.chunk))
      const at = [...sealed.keys()]
        .filter(chunk => !has.has(chunk))
        .map(
          chunk =>
            queries.push({
              query: quoted(word),
              from: chunk << chunkBits,
              until: ((chunk + 1) << chunkBits) - 1,
            }) - 1,
        )
      partly.push({ word, at })
    }
    const rareAt =
      rare.length === 0
        ? null
        : queries.push({ query: rare.map(quoted).join(' & '), from: null, until: null }) - 1
    return (found: readonly Bits[]): Bits => {
      const sets: Bits[] = whole.map(postingBits)
      for (const { word, at } of partly)
        sets.push(at.reduce((bits, i) => or(bits, found[i]!), postingBits(word)))
      if (rareAt !== null) sets.push(found[rareAt]!)
      return sets.reduce((a, b) => and(a, b))
    }
  }
  const postingBits = (word: string): Bits => {
    const bits = makeBits(size)
    for (const posting of postings.get(word) ?? []) addPosting(bits, posting)
    return bits
  }

  const single = wanted.filter(w => w.ways.length === 1).flatMap(w => w.ways[0]!)
  const singles = single.length === 0 ? null : plan([...new Set(single)])
  const several = wanted.filter(w => w.ways.length > 1).map(w => w.ways.map(plan))
  const found = await gather(db, field, queries, size)
  const parts: Bits[] = [
    ...(singles ? [singles(found)] : []),
    ...several.map(ways => ways.map(way => way(found)).reduce((a, b) => or(a, b))),
  ]
  const bits = parts.reduce((a, b) => and(a, b))

  const changed = roll.changedSince(chunk => sealed.get(chunk) ?? null)
  if (changed.length === 0) return bits
  const mask = makeBits(size)
  for (const n of changed) setBit(mask, n)
  const now = and(await plainly(db, field, wanted, size, changed), mask)
  return or(andNot(bits, mask), now)
}
