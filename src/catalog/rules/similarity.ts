import { fold } from './fold.ts'

/** Pairs of neighbouring characters, each once. */
export function pairs(text: string): Set<string> {
  const folded = fold(text)
  const found = new Set<string>()
  for (let i = 0; i + 1 < folded.length; i++) found.add(folded.slice(i, i + 2))
  return found
}

/** How much each pair tells, by how few of the texts have it: common words of a field weigh next to nothing. */
export type Weights = (pair: string) => number

export function weightsOf(texts: readonly string[]): Weights {
  const counts = new Map<string, number>()
  for (const text of texts) for (const pair of pairs(text)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  const all = texts.length + 1
  const known = new Map([...counts].map(([pair, n]) => [pair, Math.max(Math.log(all / n), 0)]))
  const unknown = Math.log(all / 0.7)
  return pair => known.get(pair) ?? unknown
}

const sum = (set: Iterable<string>, weigh: Weights) => {
  let total = 0
  for (const pair of set) total += weigh(pair)
  return total
}

/** The share of `part` (weighted) that stands in `whole`, 0 to 1. */
export function contained(part: ReadonlySet<string>, whole: ReadonlySet<string>, weigh: Weights): number {
  const total = sum(part, weigh)
  if (total === 0) return 0
  let common = 0
  for (const pair of part) if (whole.has(pair)) common += weigh(pair)
  return common / total
}

/** Likeness of two sets of pairs (weighted Dice), 0 to 1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>, weigh: Weights): number {
  const total = sum(a, weigh) + sum(b, weigh)
  if (total === 0) return 0
  let common = 0
  for (const pair of a) if (b.has(pair)) common += weigh(pair)
  return (2 * common) / total
}
