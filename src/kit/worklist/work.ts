import type { Actor } from '../actor.ts'

/** 待办、督办: the rooms each contribute rows to one worklist. Pure: the browser reads the same types. */

export const workLists = ['todo', 'watch'] as const
export type WorkList = (typeof workLists)[number]

export type WorkLight = 'red' | 'yellow' | 'green' | 'grey' | 'none'
/** Lights that can be asked for: only what is open has one that changes. */
export const askedLights = ['red', 'yellow', 'green'] as const
export type AskedLight = (typeof askedLights)[number]

/** One matter that waits for somebody. Days are `YYYY-MM-DD` in Asia/Shanghai, instants ISO texts. */
export type Work = {
  readonly kind: string
  /** Once within its kind. */
  readonly id: string
  readonly title: string
  /** Small print: numbers, whose it is. */
  readonly facts: readonly string[]
  /** What it waits for. */
  readonly step: string
  /** Whose turn it is, by name. */
  readonly turn: readonly string[]
  readonly dueOn: string | null
  readonly light: WorkLight
  readonly words: string
  /** Working days left, negative beyond the due day; `undue` where nothing runs. */
  readonly left: number
  /** 0 the most urgent. */
  readonly rank: number
  readonly since: string
  /** The screen of the console where it is done. */
  readonly address: string
  /** What the room's own screen needs to decide it on the row. */
  readonly detail?: unknown
}

/** What is not due at all stands behind everything that is. */
export const undue = 999
/** The rank of what carries no urgency. */
export const plainRank = 3

/** Where a row stands in the order of all: the cursor of a page is the place of its last row. */
export type Place = Pick<Work, 'left' | 'rank' | 'since' | 'kind' | 'id'>

const compareIds = (a: string, b: string): number =>
  /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** First due first; then by urgency, by how long it waits, by kind and number: a total order, so that no page repeats or leaves out. */
export function comparePlaces(a: Place, b: Place): number {
  return (
    a.left - b.left ||
    a.rank - b.rank ||
    compareText(a.since, b.since) ||
    compareText(a.kind, b.kind) ||
    compareIds(a.id, b.id)
  )
}

export type Counted = {
  readonly total: number
  /** There are more than were counted. */ readonly isMore: boolean
}

export type Asked = {
  readonly after: Place | null
  readonly limit: number
  readonly light: AskedLight | null
}

/** What one room has waiting. Both answers rest on the same rows: the number in the navigation is the length of the list. */
export type WorkSource = {
  readonly kind: string
  readonly label: string
  /** At most `limit` rows behind a place, in the order of `comparePlaces`. */
  page(list: WorkList, actor: Actor, asked: Asked): Promise<readonly Work[]>
  count(list: WorkList, actor: Actor, light: AskedLight | null): Promise<Counted>
}

/** So many rows of one source are gathered at once; who has more waiting finds the rest in the room's own list. */
export const mostGathered = 5000

type Gathering = Pick<WorkSource, 'kind' | 'label'> & {
  /** Everything that waits, at most `mostGathered + 1` rows, the first due among them. */
  all(list: WorkList, actor: Actor): Promise<readonly Omit<Work, 'kind'>[]>
}

/** A source small enough to be read whole and sorted here. */
export function gathered({ kind, label, all }: Gathering): WorkSource {
  const rows = async (list: WorkList, actor: Actor, light: AskedLight | null): Promise<Work[]> =>
    (await all(list, actor))
      .map(row => ({ ...row, kind }))
      .filter(row => light === null || row.light === light)
      .sort(comparePlaces)
  return {
    kind,
    label,
    async page(list, actor, { after, limit, light }) {
      const every = (await rows(list, actor, light)).slice(0, mostGathered)
      return every.filter(row => after === null || comparePlaces(row, after) > 0).slice(0, limit)
    },
    async count(list, actor, light) {
      const every = await rows(list, actor, light)
      return { total: Math.min(every.length, mostGathered), isMore: every.length > mostGathered }
    },
  }
}

/** One page out of several sources, each asked for a page of its own behind the same place. */
export async function mergedPage(
  sources: readonly WorkSource[],
  list: WorkList,
  actor: Actor,
  asked: Asked,
): Promise<{ readonly rows: readonly Work[]; readonly next: Place | null }> {
  const some = await Promise.all(
    sources.map(source => source.page(list, actor, { ...asked, limit: asked.limit + 1 })),
  )
  const every = some.flat().sort(comparePlaces)
  const rows = every.slice(0, asked.limit)
  const last = rows.at(-1)
  return { rows, next: every.length > asked.limit && last ? placeOf(last) : null }
}

export const placeOf = ({ left, rank, since, kind, id }: Place): Place => ({ left, rank, since, kind, id })

/** The working days left in a light and words, where a room has no clock of the law for it. */
export function lightOfLeft(left: number, soon = 3): WorkLight {
  return left < 0 ? 'red' : left <= soon ? 'yellow' : 'green'
}

export const wordsOfLeft = (left: number): string =>
  left < 0 ? `超期${-left}个工作日` : left === 0 ? '今天到期' : `剩${left}个工作日`
