import { compact, foldText, type Segmenter, type Term } from '#kit/segment.ts'
import { numberProbe } from '#record/numberKey.ts'

/** What somebody typed, understood. */
export type Asked = {
  /** As shown back: folded only in length. */
  readonly shown: string
  readonly wasCut: boolean
  /** All of these a hit must hold; empty: nothing that could be looked for. */
  readonly terms: readonly Term[]
  /** For half titles: the query without spaces and marks. */
  readonly compact: string
  readonly number: { readonly key: string; readonly whole: boolean } | null
  readonly indexNumber: string | null
}

/** Longer queries are cut, and the reader is told. */
export const longestQuery = 100
const mostTerms = 16

const indexNumber = /^[0-9A-Z]{9}(?:[0-9A-Z]{9})?\/\d{4}-\d{5}$/

/** Reads a query of any kind of input: widths, brackets, control characters, operators, lone surrogates. Never throws. */
export function readQuery(typed: string, segmenter: Segmenter): Asked {
  // Cut before anything costly: the address may carry sixteen thousand characters.
  const characters = [
    ...typed
      .slice(0, longestQuery * 4)
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim(),
  ]
  const wasCut = characters.length > longestQuery || typed.length > longestQuery * 4
  const shown = characters.slice(0, longestQuery).join('')
  const terms = segmenter.queryTerms(shown).slice(0, mostTerms)
  const upper = shown.normalize('NFKC').toUpperCase().replace(/\s/g, '')
  return {
    shown,
    wasCut,
    terms: withoutFiller(terms),
    compact: compact(shown),
    number: numberProbe(shown),
    indexNumber: indexNumber.test(upper) ? upper : null,
  }
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

function withoutFiller(terms: readonly Term[]): readonly Term[] {
  const telling = terms.filter(t => !filler.has(t.word))
  return telling.length > 0 ? telling : terms
}

const quoted = (word: string) => `'${word.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`

/** The terms as a tsquery: each word, or the shorter words that cover it. Lexemes are quoted, so nothing typed is an operator. */
export function tsqueryOf(terms: readonly Term[]): string {
  return terms
    .map(t =>
      t.parts.length === 0 ? quoted(t.word) : `(${quoted(t.word)} | (${t.parts.map(quoted).join(' & ')}))`,
    )
    .join(' & ')
}

/** Every pair of characters of half a title. */
export function pairsQuery(text: string): string | null {
  const characters = [...text].slice(0, 60)
  if (characters.length < 2) return null
  const pairs = new Set(characters.slice(1).map((c, i) => characters[i]! + c))
  return [...pairs].map(quoted).join(' & ')
}

/** Stretches of a text and whether they are to be marked: the words of the query, wherever their folded forms stand. */
export type Stretch = { readonly text: string; readonly isHit: boolean }

export function highlight(text: string, asked: Pick<Asked, 'terms' | 'compact'>): Stretch[] {
  const words = [...new Set([asked.compact, ...asked.terms.flatMap(t => [t.word, ...t.parts])])].filter(
    w => w.length > 0,
  )
  const hits = new Array<boolean>(text.length).fill(false)
  // Character by character, so that a place in the folded text is a place in the text.
  const folded: string[] = []
  const places: number[] = []
  for (let i = 0; i < text.length; i++) {
    const f = foldText(text[i]!)
    for (const c of f) {
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
export function passage(text: string, asked: Pick<Asked, 'terms' | 'compact'>, length: number): string {
  const flat = text.replace(/\s+/g, ' ')
  const words = [...new Set(asked.terms.flatMap(t => [t.word, ...t.parts]))].filter(w => w.length > 1)
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
