import type { LocalItem } from '../localItem.ts'
import { fold } from './fold.ts'
import { nameOfItem } from './marks.ts'
import { inPrintedWords } from './sameWords.ts'
import { contained, pairs, weightsOf } from './similarity.ts'

/** What is listed for disclosure somewhere: an item of a catalog, a row of the basic catalog. */
export type Listed = {
  /** safety-production, disaster-relief or basic. */
  readonly list: string
  readonly listLabel: string
  readonly key: string
  /** National codes it stands for. */
  readonly codes: readonly string[]
  readonly name: string
  readonly content: string
  /** How it is disclosed, in words. */
  readonly how: string
}

/** The items of a catalog that are listed; those left out with a reason are not disclosed under it. */
export const listedItems = (items: readonly LocalItem[], list: string, listLabel: string): Listed[] =>
  items
    .filter(i => i.leftOut === null)
    .map(i => ({
      list,
      listLabel,
      key: i.key,
      codes: i.lineage.codes,
      name: nameOfItem(i),
      content: i.content ?? '',
      how: [i.mode && `${i.mode}公开`, i.deadline].filter(Boolean).join('，'),
    }))

/** What the rule needs of an entry of the negative list. */
export type Forbidden = {
  readonly key: string
  readonly item: string
  readonly code: string | null
  readonly scope: string
  /** Its ground in words. */
  readonly why: string
}

export type Conflict = {
  readonly bar: string
  readonly list: string
  readonly item: string
  /** code: said to be the same item · name: the same name · words: read alike. Only the last can be cleared by a statement. */
  readonly how: 'code' | 'name' | 'words'
  /** What both texts say, where only the words are alike. */
  readonly shared: readonly string[]
  readonly barText: string
  readonly itemText: string
  /** Of the two texts: a statement holds while neither has changed. */
  readonly words: string
}

/** How much of an entry's name has to stand in the item; of its name and its scope each where both are looked at. */
const share = 0.6
const shareOfBoth = 0.5
const shortest = 4

/** Stretches of at least four characters that stand in both, the longest first, none inside another. */
export function sharedStretches(a: string, b: string): string[] {
  const [x, y] = [fold(a), fold(b)]
  const found: string[] = []
  for (let i = 0; i + shortest <= x.length;) {
    let length = 0
    while (i + length < x.length && y.includes(x.slice(i, i + length + 1))) length++
    if (length >= shortest) found.push(x.slice(i, i + length))
    i += Math.max(1, length >= shortest ? length : 1)
  }
  return [...new Set(found)].sort((p, q) => q.length - p.length)
}

const barText = (bar: Forbidden) => `${bar.item}：${bar.scope}${bar.why ? `（${bar.why}）` : ''}`
const itemText = (item: Listed) =>
  `${item.listLabel}“${item.name}”：${item.content}${item.how ? `（${item.how}）` : ''}`
const wordsOf = (bar: Forbidden, item: Listed) =>
  [bar.item, bar.scope, item.name, item.content].map(fold).join('|')

/**
 * Entries of the negative list against what is listed for disclosure. Certain where the entry names the item by its code or has its
 * very name; otherwise where most of what the entry is called (weighed by how rare it is in these lists) stands in the item, or the
 * item's name in the entry — that is a likeness of words and no more, and the shared words are told.
 */
export function conflictsOf(bars: readonly Forbidden[], listed: readonly Listed[]): Conflict[] {
  const weigh = weightsOf(listed.map(i => inPrintedWords(`${i.name}${i.content}`)))
  const texts = listed.map(i => {
    const words = inPrintedWords(`${i.name}。${i.content}`)
    return { item: i, name: fold(i.name), words, all: pairs(words) }
  })
  return bars.flatMap(bar => {
    const name = fold(bar.item)
    const [own, scope] = [inPrintedWords(bar.item), inPrintedWords(bar.scope)]
    const [ownPairs, scopePairs] = [pairs(own), pairs(scope)]
    return texts.flatMap(({ item, name: itemName, words, all }): Conflict[] => {
      const found = (how: Conflict['how'], shared: readonly string[]): Conflict[] => [
        {
          bar: bar.key,
          list: item.list,
          item: item.key,
          how,
          shared,
          barText: barText(bar),
          itemText: itemText(item),
          words: wordsOf(bar, item),
        },
      ]
      if (bar.code !== null && (item.key === bar.code || item.codes.includes(bar.code)))
        return found('code', [])
      if (name !== '' && name === itemName) return found('name', [])
      const named =
        itemName.length >= shortest && (name.includes(itemName) || fold(bar.scope).includes(itemName))
      const shared = sharedStretches(own, words)
      if (named) return found('words', shared.length > 0 ? shared : [item.name])
      if (shared.length > 0 && contained(ownPairs, all, weigh) >= share) return found('words', shared)
      // Said in other words: its name and what it covers both stand in the item for the most part.
      const both = [...new Set([...shared, ...sharedStretches(scope, words)])]
      const isBoth =
        both.length > 0 &&
        scopePairs.size >= 4 &&
        contained(new Set([...ownPairs, ...scopePairs]), all, weigh) >= shareOfBoth
      return isBoth ? found('words', both) : []
    })
  })
}

/** Why two texts cannot both stand, in a sentence with both of them. */
export function conflictWords(c: Conflict): string {
  const both = `负面清单：${c.barText}；${c.itemText}`
  if (c.how === 'code') return `同一个目录事项，一边不予公开、一边列入公开：${both}。请改其中一边。`
  if (c.how === 'name') return `名称相同，一边不予公开、一边列入公开：${both}。请改其中一边。`
  return `都有“${c.shared.slice(0, 3).join('”“')}”，可能是同一信息：${both}。请改其中一边，或者写明为什么不冲突。`
}
