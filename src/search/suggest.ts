import type { Segmenter } from '#kit/segment.ts'
import type { PortalContext } from '#portal/page.ts'
import { rollOf } from '#record/roll/keep.ts'
import { find, howMany, type Found } from './find.ts'
import { narrowingOf, type State } from './portal/state.ts'
import { readQuery, type Asked, type Synonyms } from './query.ts'
import { foldSound, shapeOf, soundOf } from './sound.ts'
import { textsOf, type HitText } from './store/hits.ts'
import { byInitials, byOneOff, byShape, bySound, type Known } from './store/vocabulary.ts'

/** What may have been meant where nothing was found: only what finds something now. */
export type Instead = {
  readonly word: string
  readonly asked: Asked
  readonly found: Found | null
  readonly texts: Map<number, HitText>
  readonly others: readonly { readonly word: string; readonly total: number }[]
}

const longestWord = 8
/** Letters of the longest word that is looked for in a run of pinyin. */
const longestSound = 40
const mostTried = 6

/** The cheapest way to say a text with words of the vocabulary; a place where no word fits costs, and where none may, there is no way. */
export function recompose<T>(
  units: readonly T[],
  wordsAt: (from: number, to: number) => string | null,
  alone: (unit: T) => string | null,
  longest: number,
): string | null {
  const best: ({ cost: number; text: string } | null)[] = [{ cost: 0, text: '' }]
  for (let end = 1; end <= units.length; end++) {
    let least: { cost: number; text: string } | null = null
    for (let from = Math.max(0, end - longest); from < end; from++) {
      const before = best[from]
      if (!before) continue
      const word = wordsAt(from, end)
      const single = word === null && end - from === 1 ? alone(units[from]!) : null
      const text = word ?? single
      if (text === null) continue
      const cost = before.cost + (word === null ? 2 : 1)
      if (!least || cost < least.cost) least = { cost, text: before.text + text }
    }
    best.push(least)
  }
  return best.at(-1)?.text ?? null
}

const mostSeen = (words: readonly Known[], key: (k: Known) => string): Map<string, string> => {
  const best = new Map<string, Known>()
  for (const word of words) if ((best.get(key(word))?.seen ?? -1) < word.seen) best.set(key(word), word)
  return new Map([...best].map(([k, v]) => [k, v.word]))
}

/** Typed in letters: whole words in pinyin, or first letters. */
async function fromLetters(context: PortalContext, letters: string): Promise<string[]> {
  const sound = foldSound(letters)
  const units = [...sound]
  const pieces = new Set<string>()
  for (let from = 0; from < units.length; from++)
    for (let to = from + 2; to <= Math.min(units.length, from + longestSound); to++)
      pieces.add(sound.slice(from, to))
  const words = mostSeen(await bySound(context.db, [...pieces]), w => w.sound)
  const whole = recompose(
    units,
    (from, to) => words.get(sound.slice(from, to)) ?? null,
    () => null,
    longestSound,
  )
  const initials = await byInitials(context.db, letters.replace(/[^a-z0-9]/g, ''), 4)
  return [...(whole ? [whole] : []), ...initials.map(w => w.word)]
}

/** Typed in characters, some of them wrong: of the same sound, of a similar shape, or one of a word simply another. */
async function fromCharacters(context: PortalContext, asked: Asked): Promise<string[]> {
  const units = [...asked.compact]
  const pieces: [from: number, to: number, text: string][] = []
  for (let from = 0; from < units.length; from++)
    for (let to = from + 2; to <= Math.min(units.length, from + longestWord); to++)
      pieces.push([from, to, units.slice(from, to).join('')])
  const found: string[] = []
  for (const [keyOf, ask] of [
    [soundOf, bySound],
    [shapeOf, byShape],
  ] as const) {
    const keys = new Map(pieces.map(([from, to, text]) => [`${from} ${to}`, keyOf(text)]))
    const known = await ask(context.db, [...new Set(keys.values())])
    const asTyped = new Set(known.map(k => k.word))
    const words = mostSeen(known, k => keyOf(k.word))
    const text = recompose(
      units,
      (from, to) => {
        const typed = units.slice(from, to).join('')
        // What is a word as it stands was meant as it stands.
        return asTyped.has(typed) ? typed : (words.get(keys.get(`${from} ${to}`) ?? '') ?? null)
      },
      c => c,
      longestWord,
    )
    if (text && text !== asked.compact) found.push(text)
  }
  if (units.length >= 3 && units.length <= longestWord)
    found.push(...(await byOneOff(context.db, asked.compact, 3)).map(w => w.word))
  return found
}

/** The words of a query that find something alone, where all of them together do not. */
export async function alone(context: PortalContext, asked: Asked, state: State): Promise<string[]> {
  const terms = asked.terms.slice(0, mostTried)
  if (terms.length < 2) return []
  const totals = await howMany(
    context.db,
    await rollOf(context),
    terms.map(t => ({ ...asked, terms: [t], compact: t.word, number: null, indexNumber: null })),
    narrowingOf(state, context.now()),
    state,
  )
  return terms.filter((_, i) => totals[i]! > 0).map(t => t.word)
}

/** What to show where a query found nothing; null where nothing that might be meant finds anything either. */
export async function instead(
  context: PortalContext,
  asked: Asked,
  state: State,
  segmenter: Segmenter,
  synonyms: Synonyms | undefined,
): Promise<Instead | null> {
  const letters = asked.shown.toLowerCase().replace(/[\s'’]/g, '')
  const isLetters = /^[a-z]{2,60}$/.test(letters)
  const candidates = isLetters
    ? await fromLetters(context, letters)
    : /\p{Script=Han}/u.test(asked.compact)
      ? await fromCharacters(context, asked)
      : []
  const roll = await rollOf(context)
  const narrowing = narrowingOf(state, context.now())
  const words = [...new Set(candidates)].slice(0, mostTried)
  const queries = words.map(word => readQuery(word, segmenter, synonyms))
  const totals = await howMany(context.db, roll, queries, narrowing, state)
  const finding = words
    .map((word, i) => ({ word, asked: queries[i]!, total: totals[i]! }))
    .filter(({ total }) => total > 0)
  const [first, ...others] = finding
  if (!first) return null
  const found = await find(context.db, roll, first.asked, narrowing, state, { size: 20, number: state.page })
  return {
    word: first.word,
    asked: first.asked,
    found: found.hits.length > 0 ? found : null,
    texts: await textsOf(
      context.db,
      found.hits.map(h => h.number),
    ),
    others: others.map(({ word, total }) => ({ word, total })),
  }
}
