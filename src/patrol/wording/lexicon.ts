import { longestWord, type LexiconEntry, type Tier } from '../model.ts'
import { foldText, foldWord, hasMarks, holdsTogether, type Folded } from './fold.ts'
import { buildMatcher, buildMatcherInSlices, checkSize, type Matcher } from './matcher.ts'

export type WordHit = {
  readonly entry: LexiconEntry
  /** Offsets in the text; `end` is behind the last character. */
  readonly start: number
  readonly end: number
  /** Blanks or signs stand between the characters. */
  readonly spaced: boolean
}

/** A lexicon ready to be looked through. */
export type Lexicon = {
  /** Says which: changes with every change of an entry. */
  readonly version: string
  readonly entries: readonly LexiconEntry[]
  readonly matcher: Matcher
  /** What it finds in a text, by place; at most `mostHits`. Linear in the text and the finds. */
  find(text: string): WordHit[]
}

/** Finds in one text beyond which nobody reads on. */
export const mostHits = 2000

/** Spellings that one entry may stand for. */
export const mostVariants = 64

/** The spellings that `wrong` stands for, or a sentence that says why it cannot be read. */
export function variantsOf(wrong: string): string[] | string {
  if (!/[|[\]()]/.test(wrong)) return wrong.trim() === '' ? '错误写法是空的。' : [wrong.trim()]
  const all: string[] = []
  for (const alternative of wrong.split('|')) {
    let spellings = ['']
    let rest = alternative.trim()
    while (rest !== '') {
      const group = /^\[([^[\]()|]{1,30})\]/.exec(rest) ?? /^\(([^[\]()|]{1,30})\)/.exec(rest)
      const plain = group ? null : /^[^[\]()|]+/.exec(rest)
      if (!group && !plain) return `“${wrong}”里的括号不成对。方括号列出可以互换的字，圆括号写可有可无的字。`
      const choices = !group ? [plain![0]] : rest.startsWith('[') ? [...group[1]!] : ['', group[1]!]
      spellings = spellings.flatMap(s => choices.map(c => s + c))
      if (spellings.length > mostVariants) return `“${wrong}”的变体超过${mostVariants}种，请分成几条。`
      rest = rest.slice((group ?? plain)![0].length)
    }
    all.push(...spellings)
  }
  const spellings = [...new Set(all.filter(s => s !== ''))]
  if (spellings.length === 0) return '错误写法是空的。'
  if (spellings.length > mostVariants) return `“${wrong}”的变体超过${mostVariants}种，请分成几条。`
  return spellings
}

/** What is wrong with an entry, in sentences; empty when it can stand. */
export function entryFaults(entry: LexiconEntry): string[] {
  const spellings = variantsOf(entry.wrong)
  if (typeof spellings === 'string') return [spellings]
  const faults: string[] = []
  for (const spelling of spellings) {
    const folded = foldWord(spelling)
    if (folded === '') faults.push(`“${spelling}”去掉标点和空格后没有字，无法查找。`)
    else if (folded.length > longestWord)
      faults.push(`“${spelling.slice(0, 20)}…”超过${longestWord}个字，请只写出错的词。`)
    else if (folded.length === 1 && entry.tier !== 'C')
      faults.push(`“${spelling}”只有一个字，会误伤很多正确的词，只能定为C级提示。`)
    if (entry.right !== null && foldWord(entry.right) === folded) faults.push(`“${spelling}”与正确写法相同。`)
  }
  for (const except of entry.except)
    if (!spellings.some(s => foldWord(except).includes(foldWord(s))))
      faults.push(`例外“${except}”里没有“${entry.wrong}”，不会起作用。`)
  return faults
}

const grave: Record<Tier, number> = { A: 0, B: 1, C: 2 }

type Spelling = {
  readonly entry: LexiconEntry
  /** Some spelling of it has punctuation of its own. */
  withMarks: boolean
  /** Folded characters before and behind the word that make it right. */
  readonly around: readonly (readonly [before: string, behind: string])[]
}

function spell(entries: readonly LexiconEntry[]): { words: string[]; spellings: Spelling[] } {
  const words: string[] = []
  const spellings: Spelling[] = []
  const known = new Map<string, Spelling>()
  // A graver entry takes precedence where two share a spelling.
  const byGravity = [...entries].sort((a, b) => grave[a.tier] - grave[b.tier])
  let characters = 0
  for (const entry of byGravity) {
    const variants = variantsOf(entry.wrong)
    if (typeof variants === 'string') continue
    const right = entry.right === null ? [] : entry.right.split('|').map(foldWord)
    const contexts = [...entry.except.map(foldWord), ...right]
    for (const variant of variants) {
      const word = foldWord(variant)
      if (word === '' || word.length > longestWord) continue
      const same = known.get(word)
      if (same) {
        same.withMarks ||= hasMarks(variant)
        continue
      }
      const around: [string, string][] = []
      for (const context of contexts)
        for (let at = context.indexOf(word); at >= 0; at = context.indexOf(word, at + 1))
          if (context.length > word.length)
            around.push([context.slice(0, at), context.slice(at + word.length)])
      words.push(word)
      characters += word.length
      const spelling = { entry, withMarks: hasMarks(variant), around }
      known.set(word, spelling)
      spellings.push(spelling)
    }
    checkSize(words.length, characters)
  }
  return { words, spellings }
}

function standsAt(folded: Folded, from: number, expected: string): boolean {
  if (from < 0 || from + expected.length > folded.length) return false
  for (let i = 0; i < expected.length; i++)
    if (folded.codes[from + i] !== expected.charCodeAt(i)) return false
  return true
}

function finder(matcher: Matcher, spellings: readonly Spelling[]): Lexicon['find'] {
  return text => {
    const folded = foldText(text)
    const hits: WordHit[] = []
    let seen = 0
    matcher.each(folded.codes, folded.length, (word, start, end) => {
      const { entry, withMarks, around } = spellings[word]!
      const hold = holdsTogether(folded, start, end, withMarks)
      const isRight = around.some(
        ([before, behind]) =>
          standsAt(folded, start - before.length, before) && standsAt(folded, end, behind),
      )
      if (hold !== null && !isRight)
        hits.push({
          entry,
          start: folded.at[start]!,
          end: folded.at[end - 1]! + 1,
          spaced: hold === 'spaced',
        })
      // A text that is nothing but finds must not fill the memory.
      return ++seen < mostHits * 20 && hits.length < mostHits
    })
    return withoutInner(hits)
  }
}

/** A find inside a longer one that is as grave says nothing new. */
function withoutInner(hits: readonly WordHit[]): WordHit[] {
  const byStart = [...hits].sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: WordHit[] = []
  for (const hit of byStart) {
    let isInner = false
    for (let i = kept.length - 1; i >= 0 && i >= kept.length - 8; i--) {
      const outer = kept[i]!
      if (
        outer.start <= hit.start &&
        hit.end <= outer.end &&
        grave[outer.entry.tier] <= grave[hit.entry.tier]
      ) {
        isInner = true
        break
      }
    }
    if (!isInner) kept.push(hit)
  }
  return kept
}

const made = (
  version: string,
  entries: readonly LexiconEntry[],
  matcher: Matcher,
  spellings: readonly Spelling[],
): Lexicon => ({ version, entries, matcher, find: finder(matcher, spellings) })

/** Builds a lexicon at once. Entries that cannot be read are left out (`entryFaults` says why). Throws TooManyWords. */
export function makeLexicon(version: string, entries: readonly LexiconEntry[]): Lexicon {
  const { words, spellings } = spell(entries)
  return made(version, entries, buildMatcher(words), spellings)
}

/** The same in slices of some ten milliseconds; `rest` lets others work in between. */
export async function makeLexiconInSlices(
  version: string,
  entries: readonly LexiconEntry[],
  rest: () => Promise<void>,
): Promise<Lexicon> {
  const { words, spellings } = spell(entries)
  return made(version, entries, await buildMatcherInSlices(words, rest), spellings)
}
