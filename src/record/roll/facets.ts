/** By what the roll can be narrowed and counted. Values as the record keeps them; some have several. The order is that of RollRow.facets. */
export const facetNames = [
  'body',
  'column',
  'kind',
  'theme',
  'year',
  'validity',
  'audience',
  'tag',
  'item',
  'interpreted',
  'normative',
  'imported',
] as const
export type FacetName = (typeof facetNames)[number]

/** What each has of a facet: a code for every set of values that occurs, so that one number says several values. */
export type Shelf = {
  readonly sets: readonly (readonly string[])[]
  /** Of values parted by the unit separator. */
  codeOf(values: string): number
  /** The code of every number. */
  codes(): Uint16Array | Uint32Array
  put(number: number, code: number): void
  grow(size: number): void
}

const separator = '\u001f'

export function makeShelf(): Shelf {
  const sets: string[][] = [[]]
  const codes = new Map<string, number>([['', 0]])
  let kept: Uint16Array | Uint32Array = new Uint16Array(0)
  const resized = (size: number, wide: boolean) => {
    const next = wide ? new Uint32Array(size) : new Uint16Array(size)
    next.set(kept)
    kept = next
  }
  return {
    sets,
    codeOf(values) {
      const known = codes.get(values)
      if (known !== undefined) return known
      // A copy: what is cut out of a longer text keeps all of it.
      const own = Buffer.from(values).toString()
      sets.push(own.split(separator))
      codes.set(own, sets.length - 1)
      if (sets.length === 0x10000) resized(kept.length, true)
      return sets.length - 1
    },
    codes: () => kept,
    put(number, code) {
      kept[number] = code
    },
    grow(size) {
      if (size > kept.length) resized(size, kept instanceof Uint32Array)
    },
  }
}
