import type { LocalItem } from '../localItem.ts'

/**
 * The mark of an item in a publication. A national code means the same in every body; a code that several items of one catalog
 * stand for tells only the higher body, so those items go by their own keys, as local items do.
 */
const sharedCodes = (items: readonly LocalItem[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const item of items) {
    if (item.leftOut) continue
    for (const code of item.lineage.codes) (seen.has(code) ? shared : seen).add(code)
  }
  return shared
}

export type Marks = {
  /** What a publication carries when the item is chosen. */
  readonly chosen: readonly string[]
  /** Which marks meet the item; any of them. */
  readonly metBy: readonly string[]
}

/** Marks of every item that is listed, by its key. */
export function marksOf(items: readonly LocalItem[]): ReadonlyMap<string, Marks> {
  const shared = sharedCodes(items)
  return new Map(
    items
      .filter(i => !i.leftOut)
      .map(i => {
        const own = i.lineage.codes.filter(c => !shared.has(c))
        return [
          i.key,
          {
            chosen: own.length > 0 ? i.lineage.codes : [...i.lineage.codes, i.key],
            metBy: [...new Set([...own, i.key])],
          },
        ]
      }),
  )
}

/** 三级事项 with the 二级事项 it belongs to. */
export const nameOfItem = (item: { readonly level2: string | null; readonly level3: string | null }) =>
  [item.level2, item.level3].filter(Boolean).join('·') || '（没有名称）'
