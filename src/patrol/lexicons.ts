import type { Db, Query } from '#kit/db.ts'
import { recordBodyOf } from '#record/actions.ts'
import type { LexiconEntry } from './model.ts'
import { starter, starterVersion } from './starter/starter.ts'
import { lexiconVersions, wordsOf, type Word } from './store/words.ts'
import { makeLexiconInSlices, type Lexicon } from './wording/lexicon.ts'

/** Where an entry comes from: it came with the program, holds for a body above, or is the body's own. */
export type Origin = 'shipped' | 'above' | 'own'
export type EffectiveEntry = LexiconEntry & {
  readonly origin: Origin
  readonly bodyId: number | null
  /** An own entry that switches a shipped one off. */
  readonly off: boolean
}

/** The bodies whose lexicons hold for one: the topmost first, itself last. A body that was never mirrored has its own alone. */
export async function lexiconBodies(db: Query, bodyId: number): Promise<number[]> {
  const body = await recordBodyOf(db, bodyId)
  return [...(body?.ancestors ?? []), bodyId]
}

/**
 * What holds for the last of the bodies: the words of those above cannot be weakened below; a shipped one may be changed or switched
 * off by any of them, the topmost first.
 */
export function merge(words: readonly Word[], bodies: readonly number[]): EffectiveEntry[] {
  const entries = new Map<string, EffectiveEntry>()
  for (const entry of starter)
    entries.set(entry.wrong, { ...entry, origin: 'shipped', bodyId: null, off: false })
  const own = bodies.at(-1)
  for (const bodyId of bodies)
    for (const word of words) {
      if (word.bodyId !== bodyId) continue
      const before = entries.get(word.wrong)
      if (before && before.origin !== 'shipped') continue
      entries.set(word.wrong, { ...word, origin: bodyId === own ? 'own' : 'above' })
    }
  return [...entries.values()]
}

async function versionFor(db: Query, bodies: readonly number[]): Promise<string> {
  const versions = await lexiconVersions(db, bodies)
  const own = bodies.filter(b => versions.has(b)).map(b => `${b}.${versions.get(b)}`)
  return [`s${starterVersion}`, ...own].join('-')
}

/** Which lexicon holds for a body now: s1-3.7-12.2 (shipped list 1, body 3 at version 7, body 12 at version 2). */
export async function lexiconVersionFor(db: Query, bodyId: number): Promise<string> {
  return versionFor(db, await lexiconBodies(db, bodyId))
}

type Kept = { readonly lexicon: Promise<Lexicon>; words: number }
/** Built lexicons of a database by version; most bodies share one. */
const kept = new WeakMap<Db, Map<string, Kept>>()
/** Words kept in memory at most, over all lexicons of a database. */
const mostKept = 2_500_000

const rest = () => new Promise<void>(resolve => setImmediate(resolve))

/** The lexicon that holds for a body, built once for every version. Throws TooManyWords for one that was allowed to grow too large. */
export async function lexiconFor(db: Db, bodyId: number): Promise<Lexicon> {
  const bodies = await lexiconBodies(db, bodyId)
  const version = await versionFor(db, bodies)
  const lexicons = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, lexicons)
  const known = lexicons.get(version)
  if (known) {
    // The latest used goes to the end; the first is the first to go.
    lexicons.delete(version)
    lexicons.set(version, known)
    return known.lexicon
  }
  const build = async () => {
    const entries = merge(await wordsOf(db, bodies), bodies).filter(e => !e.off)
    entry.words = entries.length
    return makeLexiconInSlices(version, entries, rest)
  }
  const entry: { lexicon: Promise<Lexicon> | null; words: number } = { lexicon: null, words: 0 }
  entry.lexicon = build()
  lexicons.set(version, entry as Kept)
  try {
    const lexicon = await entry.lexicon
    let total = [...lexicons.values()].reduce((sum, one) => sum + one.words, 0)
    for (const [oldest, one] of lexicons) {
      if (total <= mostKept || oldest === version) break
      lexicons.delete(oldest)
      total -= one.words
    }
    return lexicon
  } catch (error) {
    lexicons.delete(version)
    throw error
  }
}

/** Telephone numbers of a body's offices, as the public site shows them. */
export async function officesOf(db: Query, bodyId: number): Promise<string[]> {
  const site = (await recordBodyOf(db, bodyId))?.site
  return [site?.phone, site?.dutyPhone, site?.fax]
    .flatMap(text => text?.split(/[、，,;；/\s]+/) ?? [])
    .filter(text => text.replaceAll(/\D/g, '').length >= 7)
}
