import {
  elementLabels,
  elementsMissing,
  type CatalogItem,
  type Element,
  type Guideline,
  type Level,
} from '../model.ts'
import type { LocalItem } from '../localItem.ts'
import { compareDeadlines, type Verdict } from './deadline.ts'
import { fold } from './fold.ts'

/** The elements that are compared between two catalogs, in the order of the form. */
export const comparedElements = ['level1', 'level2', 'level3', 'content', 'basis', 'deadline', 'subject', 'channels', 'audience', 'mode', 'levels'] as const // prettier-ignore
export type ComparedElement = (typeof comparedElements)[number]
export const comparedLabels: Record<ComparedElement, string> = {
  level1: '一级事项',
  level2: '二级事项',
  level3: '三级事项',
  content: '公开内容',
  basis: '公开依据',
  deadline: '公开时限',
  subject: '公开主体',
  channels: '公开渠道和载体',
  audience: '公开对象',
  mode: '公开方式',
  levels: '公开层级',
}

/** An element in words, as the table prints it; '' for none. */
export function elementText(item: CatalogItem, element: ComparedElement): string {
  switch (element) {
    case 'basis':
      return item.basis?.join('\n') ?? ''
    case 'channels':
      return item.channels?.filter(c => c.preselected).map(c => c.name).join('、') ?? '' // prettier-ignore
    case 'levels':
      return item.levels?.join('、') ?? ''
    default:
      return item[element] ?? ''
  }
}

const onlyCounty = '国家目录（上级目录）只要求县级公开。'

/**
 * A body's first catalog from the one above it: every item keeps where it came from (M 一(三), CAT-2). For a township the items
 * that its level need not open are left out with that reason (R 一(三)); `newKey` gives each item a key of its own. Where
 * the body above names itself as 公开主体, this one answers for its own (`subjects`: the names of both).
 */
export function derive(
  upper: readonly LocalItem[],
  level: Level,
  newKey: () => string,
  subjects: { readonly above: string; readonly own: string } | null = null,
): LocalItem[] {
  return upper
    .filter(i => i.leftOut === null)
    .map(item => {
      const concerned = level === '县级' || item.levels === null || item.levels.includes('乡级')
      return {
        ...item,
        key: newKey(),
        lineage: { codes: item.lineage.codes, upper: item.key },
        levels: level === '乡级' && concerned ? ['乡级' as const] : item.levels,
        subject: subjects && item.subject === subjects.above ? subjects.own : item.subject,
        department: null,
        leftOut: concerned ? null : { reason: onlyCounty },
      }
    })
}

/** The guideline as the top of every line: its items are their own keys. */
export function itemsOfGuideline(guideline: Guideline): LocalItem[] {
  return guideline.items.map(i => ({
    key: i.code,
    lineage: { codes: [i.code], upper: null },
    level1: i.level1,
    level2: i.level2,
    level3: null,
    content: i.content,
    basis: i.basis,
    deadline: i.deadline,
    deadlineRule: i.deadlineRule,
    subject: i.subject,
    channels: i.channels,
    audience: i.audience,
    mode: i.mode,
    levels: i.levels,
    department: null,
    leftOut: null,
  }))
}

export type Problem = {
  readonly key: string | null
  readonly element: Element | 'leftOut' | 'lineage' | null
  readonly text: string
  /** Stands in the way of submitting. */
  readonly isGrave: boolean
}

const nameOf = (i: LocalItem) => i.level3 ?? i.level2 ?? (i.content?.slice(0, 20) || '（没有名称）')

/** What must be mended before a catalog is submitted, and what should be looked at: everything at once (CAT-4). */
export function problemsOf(items: readonly LocalItem[], guideline: Guideline): Problem[] {
  const problems: Problem[] = []
  const say = (key: string | null, element: Problem['element'], text: string, isGrave = true) =>
    void problems.push({ key, element, text, isGrave })
  const national = new Map(guideline.items.map(i => [i.code, i]))
  if (items.every(i => i.leftOut !== null)) say(null, null, '目录里没有一个列入的事项。')
  const seen = new Map<string, string>()
  for (const item of items) {
    const name = nameOf(item)
    if (item.leftOut) {
      if (item.leftOut.reason.trim().length < 4)
        say(item.key, 'leftOut', `“${name}”没有列入，请写明理由（至少四个字）。`)
      continue
    }
    for (const element of elementsMissing(item))
      say(item.key, element, `“${name}”缺少${elementLabels[element]}。`)
    const key = fold(`${item.level1 ?? ''}|${item.level2 ?? ''}|${item.level3 ?? ''}`)
    const before = seen.get(key)
    if (before !== undefined) say(item.key, 'level2', `“${name}”与另一个事项名称相同，请合并或改名。`)
    seen.set(key, item.key)
    for (const code of item.lineage.codes) {
      const upper = national.get(code)
      if (!upper) say(item.key, 'lineage', `“${name}”对应的国家事项${code}不存在。`)
      else if (compareDeadlines(item.deadlineRule, upper.deadlineRule) === 'looser')
        say(item.key, 'deadline', `“${name}”的时限“${item.deadline}”比国家目录的“${upper.deadline}”宽。`, upper.confidence !== 'drafted') // prettier-ignore
    }
  }
  const has = new Set(items.flatMap(i => i.lineage.codes))
  for (const item of guideline.items)
    if (!has.has(item.code))
      say(null, null, item.confidence === 'drafted'
        ? `没有对应${item.code}“${item.level2 ?? ''}”；这一行待核对，不能断定缺少。`
        : `缺少国家事项${item.code}“${item.level2 ?? item.content ?? ''}”：请列入，或列出后写明不列入的理由。`, item.confidence !== 'drafted') // prettier-ignore
  return problems
}

export type ElementChange = {
  readonly element: ComparedElement
  readonly before: string
  readonly after: string
  /** Of a changed time limit: against the one before. */
  readonly verdict?: Verdict
}
export type ItemChange =
  | { readonly kind: 'added' | 'removed'; readonly key: string; readonly item: LocalItem }
  | { readonly kind: 'leftOut' | 'takenIn'; readonly key: string; readonly item: LocalItem; readonly reason: string }
  | { readonly kind: 'changed'; readonly key: string; readonly before: LocalItem; readonly item: LocalItem; readonly changes: readonly ElementChange[] } // prettier-ignore

/** What differs between two items: width and blanks do not. */
export function changesOf(before: CatalogItem, after: CatalogItem): ElementChange[] {
  return comparedElements.flatMap(element => {
    const [a, b] = [elementText(before, element), elementText(after, element)]
    if (a.normalize('NFKC').replace(/\s/g, '') === b.normalize('NFKC').replace(/\s/g, '')) return []
    const verdict =
      element === 'deadline' ? compareDeadlines(after.deadlineRule, before.deadlineRule) : undefined
    return [{ element, before: a, after: b, ...(verdict ? { verdict } : {}) }]
  })
}

/** Differences between two versions of one catalog, item by item by their keys (CAT-3). */
export function differences(before: readonly LocalItem[], after: readonly LocalItem[]): ItemChange[] {
  const old = new Map(before.map(i => [i.key, i]))
  const found: ItemChange[] = []
  for (const item of after) {
    const was = old.get(item.key)
    old.delete(item.key)
    if (!was) found.push({ kind: 'added', key: item.key, item })
    else if (was.leftOut === null && item.leftOut !== null)
      found.push({ kind: 'leftOut', key: item.key, item, reason: item.leftOut.reason })
    else if (was.leftOut !== null && item.leftOut === null)
      found.push({ kind: 'takenIn', key: item.key, item, reason: was.leftOut.reason })
    else {
      const changes = changesOf(was, item)
      if (changes.length > 0) found.push({ kind: 'changed', key: item.key, before: was, item, changes })
    }
  }
  for (const item of old.values()) found.push({ kind: 'removed', key: item.key, item })
  return found
}

/** Differences against the catalog above, by lineage: what was refined, supplemented and left out. */
export function differencesFromUpper(upper: readonly LocalItem[], local: readonly LocalItem[]): ItemChange[] {
  const above = new Map(upper.map(i => [i.key, i]))
  const met = new Set<string>()
  const found: ItemChange[] = []
  for (const item of local) {
    const origin = originOf(item, upper, above)
    if (!origin) {
      found.push({ kind: 'added', key: item.key, item })
      continue
    }
    met.add(origin.key)
    if (item.leftOut) found.push({ kind: 'leftOut', key: item.key, item, reason: item.leftOut.reason })
    else {
      const changes = changesOf(origin, item)
      if (changes.length > 0) found.push({ kind: 'changed', key: item.key, before: origin, item, changes })
    }
  }
  for (const item of upper)
    if (!met.has(item.key) && item.leftOut === null) found.push({ kind: 'removed', key: item.key, item })
  return found
}

/** By the key it was derived from; against the guideline by the national code. */
function originOf(
  item: LocalItem,
  upper: readonly LocalItem[],
  above: ReadonlyMap<string, LocalItem>,
): LocalItem | undefined {
  const direct = item.lineage.upper === null ? undefined : above.get(item.lineage.upper)
  return (
    direct ??
    upper.find(
      u => u.lineage.codes.length > 0 && u.lineage.upper === null && item.lineage.codes.includes(u.key),
    )
  )
}

export type Affected = { readonly upper: ItemChange; readonly items: readonly LocalItem[] }

/** Which items of a lower catalog a change above concerns (动态调整): by the key above, or by the national code. */
export function affectedBy(changes: readonly ItemChange[], lower: readonly LocalItem[]): Affected[] {
  return changes.map(upper => ({
    upper,
    items: lower.filter(
      i => i.lineage.upper === upper.key || (i.lineage.upper === null && i.lineage.codes.includes(upper.key)),
    ),
  }))
}
