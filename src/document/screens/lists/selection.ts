/** What is chosen of a list, as it stands in its address: some documents, or everything the filter leaves but some. */
export type Selection =
  | { readonly how: 'some'; readonly ids: readonly number[] }
  | { readonly how: 'all'; readonly but: readonly number[] }

export const nothing: Selection = { how: 'some', ids: [] }

/** More would not fit into an address that every browser and proxy carries. */
export const mostByHand = 500

const write = (ids: readonly number[]) => ids.map(id => id.toString(36)).join('.')
const read = (text: string) => [
  ...new Set(
    text
      .split('.')
      .filter(part => /^[0-9a-z]{1,11}$/.test(part))
      .map(part => parseInt(part, 36)),
  ),
]

/** `sel=9ix.9iy`, or `sel=all` with `but=9ix`; nothing chosen leaves no trace. */
export function writeSelection(selection: Selection): { sel: string | null; but: string | null } {
  if (selection.how === 'all') return { sel: 'all', but: write(selection.but) || null }
  return { sel: write(selection.ids.slice(0, mostByHand)) || null, but: null }
}

export function readSelection(search: Readonly<Record<string, string>>): Selection {
  if (search.sel === 'all') return { how: 'all', but: read(search.but ?? '') }
  return search.sel ? { how: 'some', ids: read(search.sel).slice(0, mostByHand) } : nothing
}

export const isChosen = (selection: Selection, id: number): boolean =>
  selection.how === 'all' ? !selection.but.includes(id) : selection.ids.includes(id)

export function toggled(selection: Selection, id: number): Selection {
  const flip = (ids: readonly number[]) => (ids.includes(id) ? ids.filter(i => i !== id) : [...ids, id])
  return selection.how === 'all'
    ? { how: 'all', but: flip(selection.but) }
    : { how: 'some', ids: flip(selection.ids) }
}

/** A page chosen or given up as a whole; what was chosen on other pages stays. */
export function pageToggled(selection: Selection, ids: readonly number[], on: boolean): Selection {
  if (selection.how === 'all') {
    const rest = selection.but.filter(id => !ids.includes(id))
    return { how: 'all', but: on ? rest : [...rest, ...ids] }
  }
  const rest = selection.ids.filter(id => !ids.includes(id))
  return { how: 'some', ids: on ? [...rest, ...ids] : rest }
}

/** How many, where `matching` is what the filter leaves. */
export const countOf = (selection: Selection, matching: number): number =>
  selection.how === 'all' ? Math.max(0, matching - selection.but.length) : selection.ids.length
