import { fold } from '../../rules/fold.ts'
import type { GivenEntry, ListEntry } from '../model.ts'

/** How the same entry is told in another version of its list, the surest first. */
const signs: readonly ((e: GivenEntry) => string | null)[] = [
  e => e.implementCode && `实${e.implementCode}`,
  e => e.code && `码${e.code}|${fold(e.part ?? '')}`,
  e => e.basicCode && `基${e.basicCode}|${fold(e.name)}|${fold(e.part ?? '')}`,
  e => `名${fold(e.name)}|${fold(e.part ?? '')}|${e.type ?? ''}`,
  e => `名${fold(e.name)}|${fold(e.part ?? '')}`,
]

/**
 * Entries with their keys: one given back with a key of the version before keeps it, one that is told by code or name gets the key it
 * had, all others a new one. A key is given once.
 */
export function withKeys(
  given: readonly GivenEntry[],
  before: readonly ListEntry[],
  newKey: () => string,
): ListEntry[] {
  const known = new Set(before.map(e => e.key))
  const keys = new Map<number, string>()
  const used = new Set<string>()
  const take = (place: number, key: string) => {
    keys.set(place, key)
    used.add(key)
  }
  for (const [place, e] of given.entries())
    if (e.key && known.has(e.key) && !used.has(e.key)) take(place, e.key)
  for (const sign of signs) {
    const held = new Map<string, string>()
    for (const e of before) {
      const said = sign(e)
      if (said && !used.has(e.key) && !held.has(said)) held.set(said, e.key)
    }
    for (const [place, e] of given.entries()) {
      const said = keys.has(place) ? null : sign(e)
      const key = said ? held.get(said) : undefined
      if (key && !used.has(key)) take(place, key)
    }
  }
  return given.map((e, place) => ({ ...e, key: keys.get(place) ?? newKey() }))
}

/** What a version of a list adds to the one before, changes in it and leaves out, by keys. */
export function listChanges(
  before: readonly ListEntry[],
  after: readonly ListEntry[],
): { added: string[]; changed: string[]; removed: string[] } {
  const old = new Map(before.map(e => [e.key, e]))
  const text = (e: ListEntry) =>
    JSON.stringify({ ...e, order: null })
      .normalize('NFKC')
      .replace(/\s/g, '')
  const kept = after.filter(e => old.has(e.key))
  const now = new Set(after.map(e => e.key))
  return {
    added: after.filter(e => !old.has(e.key)).map(e => e.key),
    changed: kept.filter(e => text(e) !== text(old.get(e.key)!)).map(e => e.key),
    removed: before.filter(e => !now.has(e.key)).map(e => e.key),
  }
}
