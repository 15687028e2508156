import { createRequire } from 'node:module'
import type * as Jieba from 'jieba-wasm'

/** Words of a field that a general dictionary cuts wrongly. The version changes with the words: stored tokens tell with which they were made. */
export type Dictionary = {
  readonly version: number
  readonly words: readonly string[]
}

/** One word of a query: the word itself, and the shorter words that together may stand for it. */
export type Term = {
  readonly word: string
  readonly parts: readonly string[]
}

export type Segmenter = {
  readonly version: number
  /** One form for all widths and cases, as the index knows it: names with marks in them become one run. */
  fold(text: string): string
  /** Distinct words for the index: the cut, the shorter words inside long ones, pairs of characters nobody knows. */
  indexWords(text: string): string[]
  /** The same for a title, with every pair of neighbouring characters, so that half a title is found too. */
  titleWords(title: string): string[]
  /** The words of a query, all of which a hit must hold. */
  queryTerms(query: string): Term[]
}

const longest = 60

/** One form for all widths and cases; what is neither letter nor digit becomes a space. Lone surrogates and controls vanish. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Folded, without the spaces: what half a title is looked for in. */
export function compact(text: string): string {
  return foldText(text).replace(/ /g, '')
}

/** Every pair of neighbouring characters. */
export function pairsOf(text: string): string[] {
  const characters = [...text]
  return characters.slice(1).map((c, i) => characters[i]! + c)
}

// 16 MB of WebAssembly and dictionary: loaded by the first who segments, so that `zhaoming due` does not pay for it.
let loaded: typeof Jieba | undefined
let known: Dictionary | undefined

function jieba(dictionary: Dictionary): typeof Jieba {
  loaded ??= createRequire(import.meta.url)('jieba-wasm') as typeof Jieba
  if (known !== dictionary) {
    for (const word of dictionary.words) loaded.add_word(word.replace(/[^\p{L}\p{N}]/gu, ''), 100_000)
    known = dictionary
  }
  return loaded
}

const han = /\p{Script=Han}/u

type Piece = { readonly word: string; readonly parts: readonly string[] }

/** The cut of a text: known words with the shorter words inside them, runs of single characters with their pairs. */
function* pieces(engine: typeof Jieba, folded: string): Generator<Piece> {
  for (const chunk of folded.split(' ')) {
    let run = ''
    const flush = function* (): Generator<Piece> {
      const characters = [...run]
      run = ''
      if (characters.length === 1) yield { word: characters[0]!, parts: [] }
      else if (characters.length > 1)
        for (const pair of pairsOf(characters.join(''))) yield { word: pair, parts: [] }
    }
    for (const word of chunk === '' ? [] : engine.cut(chunk, false)) {
      if ([...word].length === 1 && han.test(word)) {
        run += word
        continue
      }
      yield* flush()
      if (word.length > longest) continue
      const parts =
        word.length > 2 && han.test(word)
          ? engine.cut_for_search(word, false).filter(p => p !== word && p.length > 1)
          : []
      yield { word, parts }
    }
    yield* flush()
  }
}

/** A segmenter for one dictionary. The engine keeps added words for the life of the process: use one dictionary per process. */
export function makeSegmenter(dictionary: Dictionary): Segmenter {
  // “双随机、一公开” is one name: its inner punctuation would split it before the engine sees it.
  const broken = dictionary.words.filter(w => /[^\p{L}\p{N}]/u.test(w))
  const join = (text: string) =>
    broken.reduce((t, w) => (t.includes(w) ? t.replaceAll(w, w.replace(/[^\p{L}\p{N}]/gu, '')) : t), text)
  const fold = (text: string) => foldText(join(text))
  const indexWords = (text: string) => {
    const words = new Set<string>()
    for (const piece of pieces(jieba(dictionary), fold(text))) {
      words.add(piece.word)
      for (const part of piece.parts) words.add(part)
    }
    return [...words]
  }
  return {
    version: dictionary.version,
    fold,
    indexWords,
    titleWords(title) {
      return [...new Set([...indexWords(title), ...pairsOf(compact(title))])]
    },
    queryTerms(query) {
      const terms = new Map<string, Term>()
      for (const { word, parts } of pieces(jieba(dictionary), fold(query))) {
        const covering = covers(word, parts) ? parts : []
        terms.set(word, { word, parts: covering })
      }
      return [...terms.values()]
    },
  }
}

/** Whether the parts touch every character of the word. */
function covers(word: string, parts: readonly string[]): boolean {
  const touched = new Array<boolean>(word.length).fill(false)
  for (const part of parts) {
    const at = word.indexOf(part)
    if (at >= 0) touched.fill(true, at, at + part.length)
  }
  return parts.length > 0 && touched.every(Boolean)
}
