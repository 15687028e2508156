import type { Query } from '#kit/db.ts'
import type { GuidelineName } from '../model.ts'
import type { ListEntry, ListKind } from './model.ts'
import { publicPairs, standingLists } from './store.ts'

/** An entry of a published list that an item stands beside. */
export type Counterpart = { readonly kind: ListKind; readonly entry: ListEntry }

/** What the items of a body's catalog stand beside, as it was published, by the keys of the items; and which lists it has published. */
export async function counterpartsOf(
  db: Query,
  bodyId: number,
  field: GuidelineName,
): Promise<{ counterparts: ReadonlyMap<string, readonly Counterpart[]>; lists: readonly ListKind[] }> {
  const found = new Map<string, Counterpart[]>()
  const lists = await standingLists(db, bodyId)
  const entries = new Map(lists.flatMap(l => l.entries.map(e => [`${l.kind}/${e.key}`, e])))
  for (const p of await publicPairs(db, bodyId)) {
    if (p.field !== field) continue
    const entry = entries.get(`${p.kind}/${p.entry}`)
    if (entry) found.set(p.item, [...(found.get(p.item) ?? []), { kind: p.kind, entry }])
  }
  return { counterparts: found, lists: lists.map(l => l.kind) }
}
