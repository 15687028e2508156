import { sql } from 'kysely'
import { and, andNot, count, makeBits, or, setBit, type Bits } from '#kit/bits.ts'
import type { Db, Query } from '#kit/db.ts'
import { compact } from '#kit/segment.ts'
import { Crowded, makeLimit } from '#kit/limit.ts'
import { facetNames, type FacetName } from '#record/roll/facets.ts'
import type { Counts, Narrowing, Roll } from '#record/roll/roll.ts'
import { pairsWanted, type Asked } from './query.ts'
import { hitsOf, numbersByName, titlesOf, type Hit } from './store/hits.ts'
import { matching, sealedNow } from './store/match.ts'

export type How = {
  readonly within: 'text' | 'title'
  readonly order: 'relevance' | 'time'
}

export type Found = {
  /** Exact, as the counts are. */
  readonly total: number
  readonly counts: Counts
  readonly hits: readonly Hit[]
}

/** So many titles are read to see whether half a title stands in them as it was typed; among more, its pairs must do. */
const mostTitlesRead = 300

type Tier = { readonly bits: Bits; readonly length: number }
type Result = { readonly total: number; readonly counts: Counts; readonly tiers: readonly Tier[] }

/** A query of two characters that are one word: who holds the word holds the whole query. */
const isOneWord = ({ compact, terms }: Asked): boolean =>
  [...compact].length === 2 &&
  terms.length === 1 &&
  terms[0]!.ways.length === 1 &&
  terms[0]!.ways[0]!.length === 1 &&
  terms[0]!.ways[0]![0] === compact

/** Titles that hold the whole query; empty for one of a single character. `holding`: those that hold its words. */
async function wholeTitles(
  db: Query,
  roll: Roll,
  sealed: ReadonlyMap<number, number>,
  asked: Asked,
  holding: Bits,
): Promise<Bits> {
  if (isOneWord(asked)) return holding
  const bits = await matching(db, roll, sealed, 'title', pairsWanted(asked.compact))
  const n = count(bits)
  if (n === 0 || n > mostTitlesRead || [...asked.compact].length <= 2) return bits
  const numbers = roll.page(bits, 0, mostTitlesRead)
  const titles = await titlesOf(db, numbers)
  const whole = makeBits(bits.length * 32)
  for (const number of numbers)
    if (compact(titles.get(number) ?? '').includes(asked.compact)) setBit(whole, number)
  return whole
}

/** What one snapshot looks at. */
type Looking = {
  readonly db: Query
  readonly roll: Roll
  /** Read once, when it is first asked for. */
  sealed(): Promise<ReadonlyMap<number, number>>
}

/** All that is found and how it is ordered: 文号 and 索引号, whole titles, words in titles, words in texts; each from the newest. */
async function look(
  { db, roll, sealed: readSealed }: Looking,
  asked: Asked,
  narrowing: Narrowing,
  how: How,
  counted: readonly FacetName[],
): Promise<Result> {
  if (asked.shown === '') {
    const { hits, total, counts } = roll.narrow(null, narrowing, counted)
    return { total, counts, tiers: [{ bits: hits, length: total }] }
  }
  const sealed = await readSealed()
  const named = makeBits(roll.size)
  for (const number of await numbersByName(db, asked)) setBit(named, number)
  const titles = await matching(db, roll, sealed, 'title', asked.terms)
  const whole = await wholeTitles(db, roll, sealed, asked, titles)
  const texts =
    how.within === 'title'
      ? makeBits(titles.length * 32)
      : await matching(db, roll, sealed, 'words', asked.terms)
  const all = or(or(or(texts.slice(), titles), whole), named)
  const { hits, total, counts } = roll.narrow(all, narrowing, counted)
  if (how.order === 'time') return { total, counts, tiers: [{ bits: hits, length: total }] }
  const rest = hits.slice()
  const tiers: Tier[] = []
  for (const tier of [named, whole, titles]) {
    const bits = and(rest.slice(), tier)
    const length = count(bits)
    if (length === 0) continue
    tiers.push({ bits, length })
    andNot(rest, bits)
  }
  tiers.push({ bits: rest, length: count(rest) })
  return { total, counts, tiers }
}

/** The numbers of hits from `offset` on, at most `limit`. */
function numbersOf(roll: Roll, tiers: readonly Tier[], offset: number, limit: number): number[] {
  const numbers: number[] = []
  let skip = offset
  for (const { bits, length } of tiers) {
    if (numbers.length >= limit) break
    if (skip >= length) skip -= length
    else {
      for (const n of roll.page(bits, skip, limit - numbers.length, length)) numbers.push(n)
      skip = 0
    }
  }
  return numbers
}

/** Searches at one time: whatever comes, half of the portal's connections stay for documents and lists. */
export const atOnce = 4
/** Some two hundred searches are answered in a second (bench/portal.ts): so many wait two seconds, and who would wait longer is told so. */
export const patience = { waiting: 400, milliseconds: 5000, retryAfter: 10 } as const
const turns = new WeakMap<Db, ReturnType<typeof makeLimit>>()
function inTurn<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const own = turns.get(db) ?? makeLimit(atOnce, patience)
  turns.set(db, own)
  return own(work)
}

/** The database stopped a statement that took too long. */
export const isTooSlow = (error: unknown) => (error as { code?: string }).code === '57014'

/** Help that comes late is no help: it took too long, or too many search. */
export const isLate = (error: unknown) => isTooSlow(error) || error instanceof Crowded

/**
 * One snapshot for everything that a search reads. Throws the database's 57014 when a statement takes longer than 3 s, Crowded when
 * its turn does not come.
 */
const inOneLook = <T>(db: Db, roll: Roll, use: (looking: Looking) => Promise<T>): Promise<T> =>
  inTurn(db, () =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async trx => {
        await sql`set local statement_timeout = '3s'`.execute(trx)
        let sealed: ReturnType<typeof sealedNow> | null = null
        return use({ db: trx, roll, sealed: () => (sealed ??= sealedNow(trx)) })
      }),
  )

/**
 * One page of hits, how many there are, and how many have each value; all exact, whatever the page. Without a query, all that stands.
 * A page after the last has no hits.
 */
export function find(
  db: Db,
  roll: Roll,
  asked: Asked,
  narrowing: Narrowing,
  how: How,
  page: { readonly size: number; readonly number: number },
): Promise<Found> {
  return inOneLook(db, roll, async looking => {
    const { total, counts, tiers } = await look(looking, asked, narrowing, how, facetNames)
    const numbers = numbersOf(roll, tiers, (page.number - 1) * page.size, page.size)
    return { total, counts, hits: await hitsOf(looking.db, numbers) }
  })
}

/** How many each of some queries finds, in one snapshot. */
export function howMany(
  db: Db,
  roll: Roll,
  queries: readonly Asked[],
  narrowing: Narrowing,
  how: How,
): Promise<number[]> {
  if (queries.length === 0) return Promise.resolve([])
  return inOneLook(db, roll, async looking => {
    const totals: number[] = []
    for (const asked of queries) totals.push((await look(looking, asked, narrowing, how, [])).total)
    return totals
  })
}

/** The likeliest of each of some queries, at most `most`, and how many it finds: without facets, in one snapshot. */
export function firstOf(
  db: Db,
  roll: Roll,
  queries: readonly { readonly asked: Asked; readonly how: How }[],
  narrowing: Narrowing,
  most: number,
): Promise<{ readonly total: number; readonly hits: readonly Hit[] }[]> {
  if (queries.length === 0) return Promise.resolve([])
  return inOneLook(db, roll, async looking => {
    const found: { total: number; numbers: number[] }[] = []
    for (const { asked, how } of queries) {
      const { total, tiers } = await look(looking, asked, narrowing, how, [])
      found.push({ total, numbers: numbersOf(roll, tiers, 0, most) })
    }
    const hits = await hitsOf(looking.db, [...new Set(found.flatMap(f => f.numbers))])
    const byNumber = new Map(hits.map(h => [h.number, h]))
    return found.map(({ total, numbers }) => ({ total, hits: numbers.flatMap(n => byNumber.get(n) ?? []) }))
  })
}

/** All hits in their order, in batches: for exports and feeds. What is withdrawn meanwhile is left out. */
export async function* everyHit(
  db: Db,
  roll: Roll,
  asked: Asked,
  narrowing: Narrowing,
  how: How,
  size = 500,
): AsyncGenerator<readonly Hit[]> {
  const { tiers, total } = await inOneLook(db, roll, looking => look(looking, asked, narrowing, how, []))
  const numbers = numbersOf(roll, tiers, 0, total)
  for (let i = 0; i < numbers.length; i += size) yield await hitsOf(db, numbers.slice(i, i + size))
}
