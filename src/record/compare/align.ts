import type { Unit } from './units.ts'

/** One unit of the old text, of the new, or of both: each unit of either side is in exactly one pair. */
export type Pair = {
  readonly old: number | null
  readonly new: number | null
  /** Stands in another order than its neighbours. */
  readonly moved: boolean
}

/** Below this likeness two units are not the same one changed, but one deleted and another added. */
const leastAlike = 0.4
/** The same number in the same place may have been rewritten further. */
const leastAlikeSameLabel = 0.25
/** Beyond so many comparisons only neighbours are compared: a text of thousands of paragraphs must not stop the page. */
const mostCompared = 250_000
const near = 40

/**
 * Finds the units of the old text in the new: first what says the same, then what is most alike (第五条 stays itself when it
 * becomes 第六条), then what was moved. Rows come in the order of the new text, deleted ones where they stood.
 */
export function align(old: readonly Unit[], now: readonly Unit[]): Pair[] {
  const toNew = new Array<number>(old.length).fill(-1)
  const toOld = new Array<number>(now.length).fill(-1)
  const join = (i: number, j: number) => {
    toNew[i] = j
    toOld[j] = i
  }
  joinSame(old, now, toNew, toOld, join)
  joinAlike(old, now, toNew, toOld, join)
  const kept = inOrder(toNew)
  return rowsOf(old.length, toNew, toOld, kept)
}

const keyOf = (u: Unit) => `${u.kind}\n${u.text}`

/** Equal texts: those with the same label first, then the rest in order. */
function joinSame(
  old: readonly Unit[],
  now: readonly Unit[],
  toNew: number[],
  toOld: number[],
  join: (i: number, j: number) => void,
): void {
  for (const key of [(u: Unit) => `${u.label}\n${keyOf(u)}`, keyOf]) {
    const places = new Map<string, number[]>()
    now.forEach((u, j) => {
      if (toOld[j] === -1) places.set(key(u), [...(places.get(key(u)) ?? []), j])
    })
    old.forEach((u, i) => {
      const free = toNew[i] === -1 ? places.get(key(u)) : undefined
      const j = free?.shift()
      if (j !== undefined) join(i, j)
    })
  }
}

type Candidate = { readonly i: number; readonly j: number; readonly score: number }

function joinAlike(
  old: readonly Unit[],
  now: readonly Unit[],
  toNew: number[],
  toOld: number[],
  join: (i: number, j: number) => void,
): void {
  const left = old.map((_, i) => i).filter(i => toNew[i] === -1)
  const right = now.map((_, j) => j).filter(j => toOld[j] === -1)
  const all = left.length * right.length <= mostCompared
  const bags = new Map<Unit, Map<string, number>>()
  const bagOf = (u: Unit) => {
    const known = bags.get(u)
    if (known) return known
    const made = bag(u.text)
    bags.set(u, made)
    return made
  }
  const candidates: Candidate[] = []
  for (const [a, i] of left.entries()) {
    const [from, until] = all
      ? [0, right.length]
      : [Math.max(0, scaled(a, left, right) - near), scaled(a, left, right) + near]
    for (const j of right.slice(from, until)) {
      const [u, v] = [old[i]!, now[j]!]
      if (u.kind !== v.kind) continue
      const likeness = alike(bagOf(u), bagOf(v))
      const sameLabel = u.label !== '' && u.label === v.label
      if (likeness < (sameLabel ? leastAlikeSameLabel : leastAlike)) continue
      // The same number and the same place only decide between texts that are about equally alike.
      const place = 1 - Math.abs(i / old.length - j / now.length)
      candidates.push({ i, j, score: likeness + (sameLabel ? 0.15 : 0) + 0.05 * place })
    }
  }
  candidates.sort((a, b) => b.score - a.score || a.i - b.i || a.j - b.j)
  for (const { i, j } of candidates) if (toNew[i] === -1 && toOld[j] === -1) join(i, j)
}

const scaled = (a: number, left: readonly number[], right: readonly number[]) =>
  Math.round((a / left.length) * right.length)

function bag(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const plain = [...text.replace(/\s/g, '')]
  if (plain.length === 1) counts.set(plain[0]!, 1)
  for (let i = 0; i + 1 < plain.length; i++) {
    const pair = plain[i]! + plain[i + 1]!
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  return counts
}

/** Dice's coefficient over pairs of characters: 1 the same, 0 nothing in common. */
function alike(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let common = 0
  for (const [pair, n] of small) common += Math.min(n, large.get(pair) ?? 0)
  const total = sum(a) + sum(b)
  return total === 0 ? 1 : (2 * common) / total
}

const sum = (m: ReadonlyMap<string, number>) => {
  let n = 0
  for (const v of m.values()) n += v
  return n
}

/** Of the joined ones, the longest part whose order is unchanged; the others were moved. */
function inOrder(toNew: readonly number[]): Set<number> {
  const ends: number[] = []
  const before = new Array<number>(toNew.length).fill(-1)
  toNew.forEach((j, i) => {
    if (j === -1) return
    let low = 0
    let high = ends.length
    while (low < high) {
      const mid = (low + high) >> 1
      if (toNew[ends[mid]!]! < j) low = mid + 1
      else high = mid
    }
    before[i] = low > 0 ? ends[low - 1]! : -1
    ends[low] = i
  })
  const kept = new Set<number>()
  for (let i = ends.at(-1) ?? -1; i !== -1; i = before[i]!) kept.add(i)
  return kept
}

function rowsOf(
  oldLength: number,
  toNew: readonly number[],
  toOld: readonly number[],
  kept: ReadonlySet<number>,
): Pair[] {
  const rows: Pair[] = []
  let i = 0
  const passDeleted = (until: number) => {
    for (; i < until; i++) if (toNew[i] === -1) rows.push({ old: i, new: null, moved: false })
  }
  toOld.forEach((from, j) => {
    if (from === -1) rows.push({ old: null, new: j, moved: false })
    else if (kept.has(from)) {
      passDeleted(from)
      rows.push({ old: from, new: j, moved: false })
      i = Math.max(i, from + 1)
    } else rows.push({ old: from, new: j, moved: true })
  })
  passDeleted(oldLength)
  return rows
}
