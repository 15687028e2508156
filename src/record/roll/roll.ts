import { andNot, clearBit, count, hasBit, makeBits, setBit, type Bits } from '#kit/bits.ts'
import { facetNames, makeShelf, type FacetName, type Shelf } from './facets.ts'

/**
 * The roll: what stands published, by number, in memory: the order in which lists show it and the values by which they narrow it.
 * Counting a million and finding the fifty-thousandth page costs milliseconds and nothing of the database. About 50 bytes each.
 */

/** Numbers of one chunk: those that are equal above these bits. */
export const chunkBits = 15

/** One row of the record for the roll. */
export type RollRow = {
  readonly number: number
  readonly isPublished: boolean
  readonly publicationId: number
  /** `YYYY-MM-DD` */
  readonly shownOn: string
  readonly changed: number
  /** For each of facetNames, in their order and parted by U+001E, its values parted by U+001F: a million arrays cost more than all else. */
  readonly facets: string
}

/** What is wanted: of each facet one of these values; shown days in [from, until). */
export type Narrowing = {
  readonly values: Readonly<Partial<Record<FacetName, readonly string[]>>>
  /** Without history moved in. */
  readonly own?: boolean
  readonly from?: string | null
  readonly until?: string | null
}

export type Counts = Readonly<Record<FacetName, ReadonlyMap<string, number>>>

export type Roll = {
  /** One more than the highest number. */
  readonly size: number
  /** How many stand published. */
  readonly length: number
  readonly live: Bits
  /** Published numbers changed since their chunk was built, by the number of the transaction; null: the chunk never was. */
  changedSince(built: (chunk: number) => number | null): number[]
  /** Takes in rows as they are now. */
  take(rows: readonly RollRow[]): void
  /**
   * Those of `among` (null: all) that are wanted, and how many have each value; the counts of a facet leave that facet's own
   * narrowing out, so that they say what another choice would bring.
   */
  narrow(
    among: Bits | null,
    wanted: Narrowing,
    counted?: readonly FacetName[],
  ): { hits: Bits; total: number; counts: Counts }
  /** How many of each of these values were shown in each month (`YYYY-MM`) since `from`, of those wanted; only the newest are walked. */
  monthly(
    name: FacetName,
    values: readonly string[],
    from: string,
    body: string | null,
  ): ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Members from the newest, those from `offset` on, at most `limit`; with `total` (how many there are) the last as fast as the first. */
  page(hits: Bits, offset: number, limit: number, total?: number): number[]
}

/** A civil day as a number that sorts. */
const dayNumber = (day: string) =>
  Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10))

/** `least`: room for so many numbers from the start. */
export function makeRoll(least = 0): Roll {
  let size = 0
  let room = 0
  let live: Bits = makeBits(0)
  let shown = new Int32Array(0)
  let publication = new Float64Array(0)
  let order = new Uint32Array(0)
  let changed = new Float64Array(0)
  /** The latest change of every chunk. */
  const latest: number[] = []
  const shelves = Object.fromEntries(facetNames.map(f => [f, makeShelf()])) as Record<FacetName, Shelf>

  function grow(least: number) {
    if (least <= room) return
    room = Math.max(1024, Math.ceil(least * 1.2))
    const [l, s, p, c] = [
      makeBits(room),
      new Int32Array(room),
      new Float64Array(room),
      new Float64Array(room),
    ]
    l.set(live)
    s.set(shown)
    p.set(publication)
    c.set(changed)
    ;[live, shown, publication, changed] = [l, s, p, c]
    for (const f of facetNames) shelves[f].grow(room)
  }
  if (least > 0) grow(least)
  const newer = (a: number, b: number) => shown[b]! - shown[a]! || publication[b]! - publication[a]!

  function take(rows: readonly RollRow[]) {
    if (rows.length === 0) return
    whole = null
    // Mostly what comes is new, and nothing has to be taken out first.
    const touched = new Set<number>()
    for (const { number } of rows) if (number < size && hasBit(live, number)) touched.add(number)
    const kept = touched.size > 0 ? order.filter(n => !touched.has(n)) : order
    const fresh: number[] = []
    for (const row of rows) {
      grow(row.number + 1)
      size = Math.max(size, row.number + 1)
      changed[row.number] = row.changed
      const chunk = row.number >>> chunkBits
      latest[chunk] = Math.max(latest[chunk] ?? 0, row.changed)
      if (!row.isPublished) {
        clearBit(live, row.number)
        continue
      }
      setBit(live, row.number)
      shown[row.number] = dayNumber(row.shownOn)
      publication[row.number] = row.publicationId
      const facets = row.facets.split('\u001e')
      for (let f = 0; f < facetNames.length; f++) {
        const values = facets[f] ?? ''
        const shelf = shelves[facetNames[f]!]
        // Most have nothing of most facets.
        shelf.put(row.number, values === '' ? 0 : shelf.codeOf(values))
      }
      fresh.push(row.number)
    }
    const isOnce = fresh.every((number, i) => i === 0 || fresh[i - 1]! < number)
    const added = Uint32Array.from(isOnce ? fresh : new Set(fresh)).sort(newer)
    const next = new Uint32Array(kept.length + added.length)
    let from = 0
    for (let n = 0; n < added.length; n++) {
      const number = added[n]!
      // What comes is mostly newer than all that is there.
      let [low, high] = [from, from < kept.length && newer(kept[from]!, number) < 0 ? kept.length : from]
      while (low < high) {
        const middle = (low + high) >>> 1
        if (newer(kept[middle]!, number) < 0) low = middle + 1
        else high = middle
      }
      if (low > from) next.set(kept.subarray(from, low), from + n)
      next[low + n] = number
      from = low
    }
    next.set(kept.subarray(from), from + added.length)
    order = next
  }

  /** Counts of all that stands, until something changes. */
  let whole: Map<FacetName, Uint32Array> | null = null
  const wholeOf = (name: FacetName): Uint32Array => {
    whole ??= new Map()
    let n = whole.get(name)
    if (!n) {
      n = tally(shelves[name], listOf(live))
      whole.set(name, n)
    }
    return n
  }

  function narrow(among: Bits | null, wanted: Narrowing, counted: readonly FacetName[] = facetNames) {
    const tests = testsOf(wanted)
    if (among === null && tests.length === 0 && counted.length === 0)
      return { hits: live.slice(0, (size + 31) >>> 5), total: order.length, counts: emptyCounts() }
    const base = makeBits(size)
    const from = among ?? live
    for (let i = 0; i < base.length; i++) base[i] = live[i]! & (from[i] ?? 0)
    const list = listOf(base)
    const counts = emptyCounts()
    if (tests.length === 0) {
      // Of more than half, the others are counted and taken from all.
      const others = list.length * 2 > order.length ? listOf(without(live, base)) : null
      for (const name of counted) {
        const shelf = shelves[name]
        const n = tally(shelf, others ?? list)
        if (others) wholeOf(name).forEach((all, code) => (n[code] = all - n[code]!))
        spread(shelf, n, counts[name])
      }
      return { hits: base, total: list.length, counts }
    }
    const misses = new Uint8Array(list.length)
    const last = new Uint8Array(list.length)
    tests.forEach((test, t) => test.mark(list, misses, last, t + 1))
    const held = list.filter((_, i) => misses[i] === 0)
    for (const name of counted) {
      const n = tally(shelves[name], held)
      const t = tests.findIndex(test => test.name === name) + 1
      if (t > 0)
        tally(
          shelves[name],
          list.filter((_, i) => misses[i] === 1 && last[i] === t),
          n,
        )
      spread(shelves[name], n, counts[name])
    }
    const hits = makeBits(size)
    for (let i = 0; i < held.length; i++) hits[held[i]! >>> 5]! |= 1 << (held[i]! & 31)
    return { hits, total: held.length, counts }
  }

  type Test = {
    readonly name: FacetName | null
    mark(list: Uint32Array, misses: Uint8Array, last: Uint8Array, t: number): void
  }
  function testsOf(wanted: Narrowing): Test[] {
    const tests: Test[] = []
    const byCode = (name: FacetName, holds: (set: readonly string[]) => boolean) => {
      const allowed = Uint8Array.from(shelves[name].sets, set => (holds(set) ? 1 : 0))
      const codes = shelves[name].codes()
      tests.push({
        name,
        mark(list, misses, last, t) {
          for (let i = 0; i < list.length; i++)
            if (allowed[codes[list[i]!]!] === 0) {
              misses[i]!++
              last[i] = t
            }
        },
      })
    }
    for (const name of facetNames) {
      const values = wanted.values[name]
      if (values) byCode(name, set => set.some(v => values.includes(v)))
    }
    if (wanted.own) byCode('imported', set => !set.includes('yes'))
    if (wanted.from || wanted.until) {
      const from = wanted.from ? dayNumber(wanted.from) : 0
      const until = wanted.until ? dayNumber(wanted.until) : 99_999_999
      tests.push({
        name: null,
        mark(list, misses, last, t) {
          for (let i = 0; i < list.length; i++) {
            const day = shown[list[i]!]!
            if (day < from || day >= until) {
              misses[i]!++
              last[i] = t
            }
          }
        },
      })
    }
    return tests
  }

  return {
    get size() {
      return size
    },
    get length() {
      return order.length
    },
    get live() {
      return live
    },
    changedSince(built) {
      const numbers: number[] = []
      for (let chunk = 0; chunk << chunkBits < size; chunk++) {
        const at = built(chunk) ?? 0
        if ((latest[chunk] ?? 0) < at) continue
        const end = Math.min(size, (chunk + 1) << chunkBits)
        for (let n = chunk << chunkBits; n < end; n++)
          if (changed[n]! >= at && hasBit(live, n)) numbers.push(n)
      }
      return numbers
    },
    take,
    narrow,
    monthly(name, values, from, body) {
      const counts = new Map(values.map(v => [v, new Map<string, number>()]))
      const shelf = shelves[name]
      const ofSet = shelf.sets.map(set => set.flatMap(v => counts.get(v) ?? []))
      const isBody = shelves.body.sets.map(set => body === null || set.includes(body))
      const [codes, bodies, first] = [shelf.codes(), shelves.body.codes(), dayNumber(from)]
      for (const number of order) {
        const day = shown[number]!
        if (day < first) break
        if (!isBody[bodies[number]!]) continue
        for (const months of ofSet[codes[number]!]!) {
          const month = `${Math.floor(day / 10_000)}-${String(Math.floor(day / 100) % 100).padStart(2, '0')}`
          months.set(month, (months.get(month) ?? 0) + 1)
        }
      }
      return counts
    },
    page(hits, offset, limit, total) {
      const found: number[] = []
      if (limit <= 0) return found
      if (total !== undefined && offset * 2 > total) {
        // From the end: what follows the page is passed over, then the page is met backwards.
        const size = Math.min(limit, total - offset)
        let skip = total - offset - size
        for (let i = order.length - 1; i >= 0 && found.length < size; i--)
          if (hasBit(hits, order[i]!) && skip-- <= 0) found.push(order[i]!)
        return found.reverse()
      }
      let skip = offset
      for (let i = 0; i < order.length && found.length < limit; i++)
        if (hasBit(hits, order[i]!) && skip-- <= 0) found.push(order[i]!)
      return found
    },
  }
}

const emptyCounts = () =>
  Object.fromEntries(facetNames.map(f => [f, new Map<string, number>()])) as Record<
    FacetName,
    Map<string, number>
  >

const without = (all: Bits, some: Bits): Bits => andNot(all.slice(0, some.length), some)

/** The members of a set, ascending. */
function listOf(bits: Bits): Uint32Array {
  const list = new Uint32Array(count(bits))
  let at = 0
  for (let i = 0; i < bits.length; i++)
    for (let w = bits[i]!; w !== 0; w &= w - 1) list[at++] = (i << 5) + 31 - Math.clz32(w & -w)
  return list
}

/** How many of a list have each code. */
function tally(
  shelf: Shelf,
  list: Uint32Array,
  n: Uint32Array = new Uint32Array(shelf.sets.length),
): Uint32Array {
  const codes = shelf.codes()
  if (shelf.sets.length > 1) for (let i = 0; i < list.length; i++) n[codes[list[i]!]!]!++
  return n
}

/** Codes say sets of values: each value gets what its sets have. */
function spread(shelf: Shelf, n: Uint32Array, counts: Map<string, number>): void {
  n.forEach((many, code) => {
    if (many > 0) for (const value of shelf.sets[code]!) counts.set(value, (counts.get(value) ?? 0) + many)
  })
}
