import type { Hit } from '../hit.ts'
import type { PersonalKind } from '../model.ts'
import { isPersonal } from '../model.ts'
import { personalHits } from '../personal/find.ts'
import { buildMatcher, codesOf, type Matcher } from '../wording/matcher.ts'

export type Change = { readonly start: number; readonly end: number; readonly text: string }

type Place = Pick<Hit, 'start' | 'end' | 'masked'>

/** What is taken out of a file: every text that proved to be personal data somewhere in it, and what stands there instead. */
export type Removal = {
  /** Looks a text through and remembers what it finds. */
  note(text: string): void
  /** What is to be exchanged in a text: finds of its own and whatever was found elsewhere in the file. */
  changes(text: string): Change[]
  /** Whether there is anything to exchange; nothing is counted. */
  holds(text: string): boolean
  /** The text with its changes. */
  masked(text: string): string
  readonly removed: ReadonlyMap<string, { readonly masked: string; readonly kind: PersonalKind | 'given' }>
  /** How often each was exchanged. */
  readonly counts: ReadonlyMap<string, number>
}

/** What stands in the place of words that somebody named: it tells nothing, not even how long they were. */
const blotted = '■■■'

/** `offices`: telephone numbers that stay. Hints (tier C) stay, too. `words`: what somebody says must go beside personal data. */
export function makeRemoval(offices: ReadonlySet<string>, words: readonly string[] = []): Removal {
  const removed = new Map<string, { masked: string; kind: PersonalKind | 'given' }>(
    words.map(word => [word, { masked: blotted, kind: 'given' }]),
  )
  const counts = new Map<string, number>()
  let matcher: { matcher: Matcher; words: string[] } | null = null

  const found = (text: string): Hit[] =>
    personalHits(text, offices).filter(hit => hit.tier !== 'C' && hit.masked !== undefined)

  const note = (text: string) => {
    for (const hit of found(text)) {
      const raw = text.slice(hit.start, hit.end)
      if (removed.has(raw) || !isPersonal(hit.kind)) continue
      removed.set(raw, { masked: hit.masked!, kind: hit.kind })
      matcher = null
    }
  }

  const elsewhere = (text: string): Place[] => {
    if (removed.size === 0) return []
    if (matcher === null) {
      const words = [...removed.keys()]
      matcher = { matcher: buildMatcher(words), words }
    }
    const { words } = matcher
    const hits: Place[] = []
    matcher.matcher.each(codesOf(text), text.length, (word, start, end) => {
      hits.push({ start, end, masked: removed.get(words[word]!)!.masked })
    })
    return hits
  }

  const meant = (text: string): Place[] => {
    note(text)
    const all = [...found(text), ...elsewhere(text)].sort((a, b) => a.start - b.start || b.end - a.end)
    const kept: Place[] = []
    for (const hit of all) if (kept.length === 0 || kept.at(-1)!.end <= hit.start) kept.push(hit)
    return kept
  }

  const changes = (text: string): Change[] =>
    meant(text).map(hit => {
      const raw = text.slice(hit.start, hit.end)
      counts.set(raw, (counts.get(raw) ?? 0) + 1)
      return { start: hit.start, end: hit.end, text: hit.masked! }
    })

  const masked = (text: string): string => {
    let result = ''
    let at = 0
    for (const change of changes(text)) {
      result += text.slice(at, change.start) + change.text
      at = change.end
    }
    return result + text.slice(at)
  }

  return { note, changes, holds: text => meant(text).length > 0, masked, removed, counts }
}
