import type { LocalItem } from '../localItem.ts'

type Keyed = { readonly key: string }

/** Rows as a draft that merges row by row: two people at two rows do not disturb each other. */
export type Sheet<R extends Keyed = LocalItem> = {
  readonly order: readonly string[]
  readonly [row: `i.${string}`]: R
}
export type Change<R extends Keyed = LocalItem> = Partial<Sheet<R>>

const rowOf = (key: string) => `i.${key}` as const

/** The draft of these items. */
export function sheetOf<R extends Keyed>(items: readonly R[]): Sheet<R> {
  return {
    order: items.map(i => i.key),
    ...Object.fromEntries(items.map(i => [rowOf(i.key), i])),
  } as Sheet<R>
}

/** The items of a draft in their order. */
export function itemsOf<R extends Keyed>(sheet: Sheet<R>): R[] {
  return sheet.order.flatMap(key => sheet[rowOf(key)] ?? [])
}

/** What somebody else changed too, in words: 第6行“重要会议”、行的先后. */
export function conflictWords<R extends Keyed>(
  sheet: Sheet<R>,
  conflicts: readonly string[],
  nameOf: (row: R) => string,
): string {
  const rows = itemsOf(sheet)
  return conflicts
    .map(c => {
      const at = rows.findIndex(r => rowOf(r.key) === c)
      if (at >= 0) return `第${at + 1}行“${nameOf(rows[at]!)}”`
      return c === 'order' ? '行的先后' : '已经删除的一行'
    })
    .join('、')
}

/** What changes when these items get these values; rows that already have them are not named. */
export function changeOf<R extends Keyed>(
  sheet: Sheet<R>,
  changed: ReadonlyMap<string, Partial<R>>,
): Change<R> {
  const change: Record<`i.${string}`, R> = {}
  for (const [key, part] of changed) {
    const item = sheet[rowOf(key)]
    if (!item) continue
    const next = { ...item, ...part }
    if (JSON.stringify(next) !== JSON.stringify(item)) change[rowOf(key)] = next
  }
  return change as Change<R>
}

/** New rows behind `after`, or at the end. */
export function insertion<R extends Keyed>(
  sheet: Sheet<R>,
  items: readonly R[],
  after: string | null = null,
): Change<R> {
  const at = after === null ? sheet.order.length : sheet.order.indexOf(after) + 1
  const keys = items.map(i => i.key)
  return {
    ...Object.fromEntries(items.map(i => [rowOf(i.key), i])),
    order: [...sheet.order.slice(0, at), ...keys, ...sheet.order.slice(at)],
  } as Change<R>
}

/** Rows taken out; their text stays in the draft until it is opened anew, so that it can come back. */
export const removal = <R extends Keyed>(sheet: Sheet<R>, keys: ReadonlySet<string>): Change<R> =>
  ({ order: sheet.order.filter(key => !keys.has(key)) }) as Change<R>

type Step<R extends Keyed> = { readonly before: Change<R>; readonly after: Change<R> }
export type History<R extends Keyed = LocalItem> = {
  readonly past: readonly Step<R>[]
  readonly future: readonly Step<R>[]
}
export const noHistory: History<never> = { past: [], future: [] }
const longest = 200

/** What of a sheet a change replaces; rows that it takes out with their text, which a sheet opened anew no longer has. */
function replaced<R extends Keyed>(sheet: Sheet<R>, after: Change<R>): Change<R> {
  const left = new Set(after.order ?? sheet.order)
  const gone = sheet.order.filter(key => !left.has(key)).map(rowOf)
  const names = new Set([...(Object.keys(after) as (keyof Sheet<R>)[]), ...gone])
  return Object.fromEntries([...names].filter(k => k in sheet).map(k => [k, sheet[k]])) as Change<R>
}

/** Remembers what a change replaces. `isMore`: it goes on with the last one, both are one step back and one on again. */
export function remembered<R extends Keyed>(
  history: History<R>,
  sheet: Sheet<R>,
  after: Change<R>,
  isMore = false,
): History<R> {
  const before = replaced(sheet, after)
  const last = history.past.at(-1)
  if (isMore && last)
    return {
      past: [
        ...history.past.slice(0, -1),
        { before: { ...before, ...last.before }, after: { ...last.after, ...after } },
      ],
      future: [],
    }
  return { past: [...history.past, { before, after }].slice(-longest), future: [] }
}

export type Turned<R extends Keyed> = { readonly change: Change<R>; readonly history: History<R> }

/** One step back: what to put, and what remains; null at the beginning. */
export function undone<R extends Keyed>(history: History<R>): Turned<R> | null {
  const step = history.past.at(-1)
  if (!step) return null
  return {
    change: step.before,
    history: { past: history.past.slice(0, -1), future: [step, ...history.future] },
  }
}

/** One step forward again; null where nothing was undone. */
export function redone<R extends Keyed>(history: History<R>): Turned<R> | null {
  const step = history.future[0]
  if (!step) return null
  return { change: step.after, history: { past: [...history.past, step], future: history.future.slice(1) } }
}

/** The newest steps that fit into so many characters (as JSON), those to come first: a step back is wanted more than one long ago. */
export function shortened<R extends Keyed>(history: History<R>, most: number): History<R> {
  let left = most
  const fits = (step: Step<R>) => (left -= JSON.stringify(step).length) >= 0
  const upTo = (steps: readonly Step<R>[]) => {
    const end = steps.findIndex(step => !fits(step))
    return end < 0 ? steps : steps.slice(0, end)
  }
  const future = upTo(history.future)
  return { past: [...upTo([...history.past].reverse())].reverse(), future }
}

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/**
 * The rows of a sheet as a short text: the same rows in the same order give the same, in whatever order their fields stand. Rows that
 * were taken out do not count.
 */
export function markOf<R extends Keyed>(sheet: Sheet<R>): string {
  const text = JSON.stringify(itemsOf(sheet), inOrder)
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  return `${text.length}.${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}`
}
