import type { Guideline, GuidelineItem } from '../model.ts'
import { fold } from './fold.ts'
import { contained, likeness, pairs, weightsOf, type Weights } from './similarity.ts'
import { openings, synonyms } from './synonyms.ts'

/** sure: name and content agree · likely: one of them does, clearly · possible: a person should look. */
export const certainties = ['sure', 'likely', 'possible'] as const
export type Certainty = (typeof certainties)[number]

export type Match = { readonly codes: readonly string[]; readonly certainty: Certainty }

/** What of a local row takes part in matching. */
export type LocalRow = {
  readonly level1: string | null
  readonly level2: string | null
  readonly level3: string | null
  readonly content: string | null
}

type Spelled = { readonly name: string; readonly heart: string; readonly pairs: ReadonlySet<string> }
const spell = (name: string): Spelled => ({ name, heart: core(name), pairs: pairs(name) })

type Known = {
  readonly item: GuidelineItem
  readonly name: string
  readonly names: readonly string[]
  /** All names, their hearts and their pairs, worked out once. */
  readonly spelled: readonly Spelled[]
  readonly level1: string
  readonly content: ReadonlySet<string>
}

const domain =
  /^(?:安全生产|应急管理|救灾|自然灾害|本级|本地|本辖区|相关|有关|涉及)+(?:领域)?(?:的|相关|有关)?(?=..)/
const ending = /(?:信息公开|公开|公示|信息|情况|工作|事项|内容|类)$/

/** The heart of a name: 安全生产行政许可信息 → 行政许可. */
function core(folded: string): string {
  let text = folded.replace(domain, '')
  for (;;) {
    const shorter = text.replace(ending, '')
    if (shorter === text || shorter.length < 2) return text
    text = shorter
  }
}

export class Matcher {
  private readonly known: readonly Known[]
  private readonly weigh: Weights

  constructor(guideline: Guideline) {
    this.known = guideline.items.map(item => {
      const name = fold(item.level2 ?? '')
      const names = [...item.aliases, ...(synonyms[item.code] ?? [])].map(fold)
      return {
        item,
        name,
        names,
        spelled: [name, ...names].filter(n => n.length >= 2).map(spell),
        level1: fold(item.level1 ?? ''),
        content: pairs(item.content ?? ''),
      }
    })
    this.weigh = weightsOf(guideline.items.map(i => `${i.content ?? ''} ${i.level2 ?? ''}`))
  }

  /** Which national items each row stands for; null where it stands for none and is local. */
  match(rows: readonly LocalRow[]): (Match | null)[] {
    const scored = rows.map(row => this.score(row))
    const found = scored.map(scores => this.best(scores))
    // A code that a row has for sure is not also guessed for another.
    const settled = new Set(found.flatMap(m => (m && m.certainty === 'sure' ? m.codes : [])))
    return found.map((match, i) => {
      if (match?.certainty === 'possible' && match.codes.every(c => settled.has(c))) return null
      const told = this.others(rows[i]!, scored[i]!, match, settled)
      const listed = this.listed(rows[i]!, scored[i]!).filter(
        c => !match?.codes.includes(c) && !told.includes(c),
      )
      const more = match?.certainty === 'sure' || told.length > 0 ? told : [...told, ...listed]
      if (!match && more.length === 0) return null
      if (more.length === 0) return match
      const codes = new Set([...(match?.codes ?? []), ...more])
      return {
        codes: this.known.map(k => k.item.code).filter(c => codes.has(c)),
        certainty: more === told ? (match?.certainty ?? 'likely') : 'possible',
      }
    })
  }

  private score(row: LocalRow): Score[] {
    const names = [row.level3, row.level2].filter(n => n !== null && n !== '').map(n => spell(fold(n!)))
    const level1 = fold(row.level1 ?? '')
    const content = pairs(row.content ?? '')
    return this.known.map(known => {
      const name = Math.max(0, ...names.map((n, i) => nameScore(n, known) - (i > 0 ? 0.01 : 0)))
      const within = contained(known.content, content, this.weigh)
      const alike = likeness(known.content, content, this.weigh)
      const isComparable = known.content.size > 0 && content.size > 0
      const class1 = level1 === '' ? 0 : level1 === known.level1 ? 0.04 : -0.06
      const total = name * 0.6 + (isComparable ? Math.max(alike, within * 0.9) * 0.4 : name * 0.2) + class1
      return {
        code: known.item.code,
        name,
        within,
        alike,
        isComparable,
        total,
        isClass: level1 === known.level1,
      }
    })
  }

  private best(scores: readonly Score[]): Match | null {
    const sorted = [...scores].sort((a, b) => b.total - a.total)
    const first = sorted[0]
    if (!first) return null
    const certainty = certaintyOf(first)
    if (certainty === null) {
      // The content may be told apart where the name is not.
      const byContent = [...scores].sort((a, b) => b.alike - a.alike)[0]!
      const other = certaintyOf(byContent)
      return other === null ? null : { codes: [byContent.code], certainty: other }
    }
    return { codes: [first.code], certainty }
  }

  /** Further items in one row: named together, or their whole content told in it. */
  private others(
    row: LocalRow,
    scores: readonly Score[],
    match: Match | null,
    settled: ReadonlySet<string>,
  ): string[] {
    const found: string[] = []
    // A 二级事项 over a 三级事项 is its class, not a second name.
    const parts = [row.level2, row.level3]
      .map(n => (n ? partsOf(n) : []))
      .filter(p => p.length > 1)
      .flat()
    const isWhole = match !== null && scores.some(s => match.codes.includes(s.code) && s.name === 1)
    for (const [i, score] of scores.entries()) {
      if (match?.codes.includes(score.code)) continue
      const known = this.known[i]!
      const isNamed = parts.length > 1 && !isWhole && parts.some(p => isExactly(p, known))
      const isTold =
        score.isComparable &&
        known.content.size >= 5 &&
        score.within >= 0.82 &&
        !settled.has(score.code) &&
        // Its own words, not those it shares with the first.
        this.distinct(known, row, match)
      const opening = openings[score.code]
      const isOpened =
        opening !== undefined && !settled.has(score.code) && fold(row.content ?? '').includes(opening)
      if (isNamed || isTold || isOpened) found.push(score.code)
    }
    return found
  }

  /** National names of one class that a row of a name of its own lists in its content: 行政执法 — 行政处罚、行政强制的依据. */
  private listed(row: LocalRow, scores: readonly Score[]): string[] {
    if (scores.some(s => s.name >= 0.6)) return []
    const content = fold(row.content ?? '')
    const named = scores.filter((s, i) => {
      const { name } = this.known[i]!
      return s.isClass && name.length >= 4 && content.includes(name)
    })
    return named.length > 1 ? named.map(s => s.code) : []
  }

  private distinct(known: Known, row: LocalRow, match: Match | null): boolean {
    const first = this.known.find(k => k.item.code === match?.codes[0])
    if (!first) return true
    const own = new Set([...known.content].filter(p => !first.content.has(p)))
    return own.size >= 3 && contained(own, pairs(row.content ?? ''), this.weigh) >= 0.8
  }
}

type Score = {
  readonly code: string
  readonly name: number
  readonly within: number
  readonly alike: number
  readonly isComparable: boolean
  readonly total: number
  readonly isClass: boolean
}

function certaintyOf(s: Score): Certainty | null {
  const content = Math.max(s.alike, s.within * 0.95)
  if (s.name >= 0.9 && (!s.isComparable || content >= 0.3))
    return s.isComparable || s.isClass ? 'sure' : 'likely'
  if (s.name >= 0.6 && content >= 0.75) return 'sure'
  if (s.alike >= 0.85 && s.isComparable) return 'sure'
  if (s.name >= 0.95) return 'likely'
  if (s.name >= 0.9 && s.isClass) return 'likely'
  if (s.alike >= 0.6 || (s.within >= 0.85 && s.isComparable)) return 'likely'
  if (s.name >= 0.6 && content >= 0.35) return 'likely'
  if (s.name >= 0.7 || s.alike >= 0.45 || (s.name >= 0.5 && content >= 0.3)) return 'possible'
  return null
}

function nameScore(own: Spelled, known: Known): number {
  if (own.name === '') return 0
  if (own.name === known.name) return 1
  if (known.names.includes(own.name)) return 0.93
  let best = 0
  for (const other of known.spelled) {
    if (other.heart === own.heart) best = Math.max(best, other.name === known.name ? 0.94 : 0.9)
    const [short, long] =
      other.name.length <= own.name.length ? [other.name, own.name] : [own.name, other.name]
    if (short.length >= 3 && long.includes(short))
      best = Math.max(best, (short.length >= 4 ? 0.6 : 0.5) + 0.3 * (short.length / long.length))
    best = Math.max(best, dice(own.pairs, other.pairs) * 0.85)
  }
  return best
}

function dice(x: ReadonlySet<string>, y: ReadonlySet<string>): number {
  if (x.size + y.size === 0) return 0
  let common = 0
  for (const pair of x) if (y.has(pair)) common++
  return (2 * common) / (x.size + y.size)
}

const isExactly = (part: string, known: Known) =>
  part === known.name || known.names.includes(part) || core(part) === core(known.name)

/** The names in a name: 法律法规、部门规章 → both; 行政许可和行政处罚 → both. */
function partsOf(name: string): string[] {
  return name
    .split(/[、，,；;/\n]|和|及|与|以及/u)
    .map(fold)
    .filter(p => p.length >= 2)
}
