import { compact, foldText, type Segmenter } from '#kit/segment.ts'
import { numberProbe } from '#record/numberKey.ts'

/** One thing a hit must hold: any of the ways, each of whose words it holds all. The first way is the word itself. */
export type Wanted = {
  readonly word: string
  readonly ways: readonly (readonly string[])[]
}

/** Words that stand for others: from a word as typed (folded, without spaces) to what it may also be called. */
export type Synonyms = ReadonlyMap<string, readonly string[]>
export const noSynonyms: Synonyms = new Map()

/** What somebody typed, understood. */
export type Asked = {
  /** As shown back: folded only in length. */
  readonly shown: string
  readonly wasCut: boolean
  /** All of these a hit must hold; empty: nothing that could be looked for. */
  readonly terms: readonly Wanted[]
  /** Words used besides those typed, for the reader to know. */
  readonly alsoFound: readonly string[]
  /** For half titles: the query without spaces and marks. */
  readonly compact: string
  readonly number: { readonly key: string; readonly whole: boolean } | null
  readonly indexNumber: string | null
}

/** Longer queries are cut, and the reader is told. */
export const longestQuery = 100
const mostTerms = 16

const indexNumber = /^[0-9A-Z]{9}(?:[0-9A-Z]{9})?\/\d{4}-\d{5}$/

/**
 * Reads a query of any kind of input: widths, brackets, control characters, operators, lone surrogates. `synonyms` are those that
 * hold where it is asked. Never throws.
 */
export function readQuery(typed: string, segmenter: Segmenter, synonyms: Synonyms = noSynonyms): Asked {
  // Cut before anything costly: the address may carry sixteen thousand characters.
  const characters = [
    ...typed
      .slice(0, longestQuery * 4)
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim(),
  ]
  const wasCut = characters.length > longestQuery || typed.length > longestQuery * 4
  const shown = characters.slice(0, longestQuery).join('')
  const number = numberProbe(shown)
  // A document number is meant as it stands: the names in it are no words to be said otherwise.
  const { terms, alsoFound } = termsOf(shown, segmenter, number === null ? synonyms : noSynonyms)
  const upper = shown.normalize('NFKC').toUpperCase().replace(/\s/g, '')
  return {
    shown,
    wasCut,
    terms: withoutFiller(terms).slice(0, mostTerms),
    alsoFound,
    compact: compact(shown),
    number,
    indexNumber: indexNumber.test(upper) ? upper : null,
  }
}

const plainTerms = (text: string, segmenter: Segmenter): Wanted[] =>
  segmenter
    .queryTerms(text)
    .map(({ word, parts }) => ({ word, ways: parts.length === 0 ? [[word]] : [[word], parts] }))

/** The ways to say a synonym: as its words, and as the shorter words in them. */
function waysOf(word: string, segmenter: Segmenter): string[][] {
  const terms = segmenter.queryTerms(word)
  const whole = terms.map(t => t.word)
  const parts = terms.flatMap(t => (t.parts.length === 0 ? [t.word] : t.parts))
  return parts.length === whole.length ? [whole] : [whole, parts]
}

/** Terms of the query; a stretch that has synonyms is one term with more ways. The longest stretch counts. */
function termsOf(
  shown: string,
  segmenter: Segmenter,
  synonyms: Synonyms,
): { terms: Wanted[]; alsoFound: string[] } {
  const longest = Math.min(20, Math.max(0, ...[...synonyms.keys()].map(w => w.length)))
  const terms = new Map<string, Wanted>()
  const alsoFound = new Set<string>()
  const add = (wanted: readonly Wanted[]) => {
    for (const one of wanted) if (!terms.has(one.word)) terms.set(one.word, one)
  }
  let plain = ''
  const text = segmenter.fold(shown)
  for (let i = 0; i < text.length;) {
    const found = foundAt(text, i, longest, synonyms)
    if (found === null) {
      plain += text[i++]
      continue
    }
    add(plainTerms(plain, segmenter))
    plain = ''
    const others = synonyms.get(found)!
    for (const other of others) alsoFound.add(other)
    add([{ word: found, ways: [found, ...others].flatMap(w => waysOf(w, segmenter)).slice(0, 24) }])
    i += found.length
  }
  add(plainTerms(plain, segmenter))
  return { terms: [...terms.values()], alsoFound: [...alsoFound] }
}

/** A synonym at a place; one of Latin letters has to be a whole word. */
function foundAt(text: string, at: number, longest: number, synonyms: Synonyms): string | null {
  for (let length = longest; length > 1; length--) {
    const word = text.slice(at, at + length)
    if (word.length < length || !synonyms.has(word)) continue
    const latin = /[a-z0-9]/
    if (latin.test(word[0]!) && latin.test(text[at - 1] ?? ' ')) continue
    if (latin.test(word.at(-1)!) && latin.test(text[at + length] ?? ' ')) continue
    return word
  }
  return null
}

/** Words that say nothing of what is sought, where something else does. */
const filler = new Set([
  '的',
  '了',
  '和',
  '与',
  '及',
  '或',
  '关于',
  '怎么',
  '怎样',
  '如何',
  '什么',
  '吗',
  '呢',
  '请问',
  '我',
  '在',
  '是',
])

function withoutFiller(terms: readonly Wanted[]): readonly Wanted[] {
  const telling = terms.filter(t => !filler.has(t.word))
  return telling.length > 0 ? telling : terms
}

/** A word as a lexeme of a tsquery: quoted, so that nothing typed is an operator. */
export const quoted = (word: string) => `'${word.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`

/** The terms as a tsquery: each in any of its ways. */
export function tsqueryOf(terms: readonly Wanted[]): string {
  const way = (words: readonly string[]) => words.map(quoted).join(' & ')
  return terms
    .map(({ ways }) =>
      ways.length === 1
        ? way(ways[0]!)
        : `(${ways.map(w => (w.length === 1 ? way(w) : `(${way(w)})`)).join(' | ')})`,
    )
    .join(' & ')
}

/** Every pair of neighbouring characters of half a title, each of which it must hold. */
export function pairsWanted(text: string): Wanted[] {
  const characters = [...text].slice(0, 60)
  const pairs = new Set(characters.slice(1).map((c, i) => characters[i]! + c))
  return [...pairs].map(word => ({ word, ways: [[word]] }))
}

/** Words that are marked where they stand in a hit. */
export type Marking = Pick<Asked, 'terms' | 'compact' | 'alsoFound'>
const marksOf = (asked: Marking) => [
  ...new Set([asked.compact, ...asked.alsoFound.map(compact), ...asked.terms.flatMap(t => t.ways.flat())]),
]

/** Stretches of a text and whether they are to be marked: the words of the query, wherever their folded forms stand. */
export type Stretch = { readonly text: string; readonly isHit: boolean }

const foldedCharacters = new Map<string, string>()
function foldedCharacter(c: string): string {
  let folded = foldedCharacters.get(c)
  if (folded === undefined) {
    folded = foldText(c)
    // All characters there are, at most.
    foldedCharacters.set(c, folded)
  }
  return folded
}

/** What is marked in a hit: of a word that stands whole in it, no parts of it here and there. */
export function markingIn(text: string, asked: Asked): Marking {
  const lower = text.toLowerCase()
  const terms = asked.terms.map(term => {
    const whole = term.ways.filter(way => way.length === 1)
    return whole.some(way => lower.includes(way[0]!)) ? { ...term, ways: whole } : term
  })
  return { ...asked, terms }
}

/** Whether a text holds any of the words, as written in any case. */
export function holdsAny(text: string, asked: Marking): boolean {
  const lower = text.toLowerCase()
  return marksOf(asked).some(w => w.length > 1 && lower.includes(w))
}

export function highlight(text: string, asked: Marking): Stretch[] {
  const words = marksOf(asked).filter(w => w.length > 0)
  const hits = new Array<boolean>(text.length).fill(false)
  // Character by character, so that a place in the folded text is a place in the text.
  const folded: string[] = []
  const places: number[] = []
  for (let i = 0; i < text.length; i++) {
    for (const c of foldedCharacter(text[i]!)) {
      folded.push(c)
      places.push(i)
    }
  }
  const line = folded.join('')
  for (const word of words.sort((a, b) => b.length - a.length)) {
    if (word.length === 1 && asked.compact.length > 1) continue
    for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) {
      const [from, until] = [places[at]!, places[at + word.length - 1]!]
      // A stretch broken by punctuation is still one hit; a stretch across a whole sentence is not.
      if (until - from < word.length + 4) hits.fill(true, from, until + 1)
    }
  }
  const stretches: Stretch[] = []
  for (let i = 0; i < text.length;) {
    let end = i
    while (end < text.length && hits[end] === hits[i]) end++
    stretches.push({ text: text.slice(i, end), isHit: hits[i]! })
    i = end
  }
  return stretches
}

/** About so many characters around the first place where most of the words stand. */
export function passage(text: string, asked: Marking, length: number): string {
  const flat = text.replace(/\s+/g, ' ')
  const words = marksOf(asked).filter(w => w.length > 1)
  const lower = flat.toLowerCase()
  const places = words.flatMap(w => {
    const at = lower.indexOf(w)
    return at < 0 ? [] : [at]
  })
  const whole = lower.indexOf(asked.compact)
  const first = whole >= 0 ? whole : Math.min(...places)
  if (!Number.isFinite(first)) return flat.length > length ? `${flat.slice(0, length)}…` : flat
  const from = Math.max(0, first - Math.floor(length / 4))
  const start = from === 0 ? 0 : (/[。；！？]/.exec(flat.slice(from, first))?.index ?? -1) + from + 1
  const cut = flat.slice(start, start + length)
  return `${start > 0 ? '…' : ''}${cut}${start + length < flat.length ? '…' : ''}`
}
