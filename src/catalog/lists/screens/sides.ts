import type { PairEntry, PairingView, PairItem } from '../views.ts'

export type Sides = {
  readonly items: ReadonlyMap<string, PairItem>
  readonly entries: ReadonlyMap<string, PairEntry>
}

/** What stands beside what, and what on either side stands alone or open. */
export function tallyOf(view: Pick<PairingView, 'items' | 'entries' | 'pairs'>) {
  const pairs = view.pairs.filter(p => p.verdict === 'paired')
  const [left, right] = [new Set(pairs.map(p => p.item)), new Set(pairs.map(p => p.entry))]
  return {
    pairs,
    itemsPaired: left.size,
    entriesPaired: right.size,
    itemsAlone: view.items.filter(i => i.alone).length,
    entriesAlone: view.entries.filter(e => e.alone).length,
    itemsOpen: view.items.filter(i => !i.alone && !left.has(i.id)).map(i => i.id),
    entriesOpen: view.entries.filter(e => !e.alone && !right.has(e.id)).map(e => e.id),
  }
}
