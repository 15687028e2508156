import type { LocalItem } from '../localItem.ts'

/** The rows of a catalog as a draft that merges row by row: two people at two rows do not disturb each other. */
export type Sheet = { readonly order: readonly string[]; readonly [row: `i.${string}`]: LocalItem }
export type Change = Partial<Sheet>

const rowOf = (key: string) => `i.${key}` as const

/** The draft of these items. */
export function sheetOf(items: readonly LocalItem[]): Sheet {
  return { order: items.map(i => i.key), ...Object.fromEntries(items.map(i => [rowOf(i.key), i])) } as Sheet
}

/** The items of a draft in their order. */
export function itemsOf(sheet: Sheet): LocalItem[] {
  return sheet.order.flatMap(key => sheet[rowOf(key)] ?? [])
}

/** What changes when these items get these values; rows that already have them are not named. */
export function changeOf(sheet: Sheet, changed: ReadonlyMap<string, Partial<LocalItem>>): Change {
  const change: Record<`i.${string}`, LocalItem> = {}
  for (const [key, part] of changed) {
    const item = sheet[rowOf(key)]
    if (!item) continue
    const next = { ...item, ...part }
    if (JSON.stringify(next) !== JSON.stringify(item)) change[rowOf(key)] = next
  }
  return change
}

/** New rows behind `after`, or at the end. */
export function insertion(sheet: Sheet, items: readonly LocalItem[], after: string | null = null): Change {
  const at = after === null ? sheet.order.length : sheet.order.indexOf(after) + 1
  const keys = items.map(i => i.key)
  return {
    ...Object.fromEntries(items.map(i => [rowOf(i.key), i])),
    order: [...sheet.order.slice(0, at), ...keys, ...sheet.order.slice(at)],
  }
}

/** Rows taken out; their text stays in the draft until it is opened anew, so that it can come back. */
export const removal = (sheet: Sheet, keys: ReadonlySet<string>): Change => ({
  order: sheet.order.filter(key => !keys.has(key)),
})

type Step = { readonly before: Change; readonly after: Change }
export type History = { readonly past: readonly Step[]; readonly future: readonly Step[] }
export const noHistory: History = { past: [], future: [] }
const longest = 200

/** Remembers what a change replaces. */
export function remembered(history: History, sheet: Sheet, after: Change): History {
  const before = Object.fromEntries(
    (Object.keys(after) as (keyof Sheet)[]).filter(k => k in sheet).map(k => [k, sheet[k]]),
  ) as Change
  return { past: [...history.past, { before, after }].slice(-longest), future: [] }
}

/** One step back: what to put, and what remains; null at the beginning. */
export function undone(history: History): { change: Change; history: History } | null {
  const step = history.past.at(-1)
  if (!step) return null
  return {
    change: step.before,
    history: { past: history.past.slice(0, -1), future: [step, ...history.future] },
  }
}

/** One step forward again; null where nothing was undone. */
export function redone(history: History): { change: Change; history: History } | null {
  const step = history.future[0]
  if (!step) return null
  return { change: step.after, history: { past: [...history.past, step], future: history.future.slice(1) } }
}
