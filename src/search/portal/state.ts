import { dayOf, later } from '#kit/now.ts'
import type { RecordBody } from '#record/model.ts'
import { validities } from '#record/model.ts'
import { columns, isColumn } from '#record/columns.ts'
import type { Bodies } from '#record/portal/data.ts'
import type { FacetName } from '#record/roll/facets.ts'
import type { Narrowing } from '#record/roll/roll.ts'
import type { How } from '../find.ts'

/** All of a search as its address says it. */
export type State = How & {
  readonly q: string
  readonly body: RecordBody | null
  /** Chosen values by facet, but the body. */
  readonly values: Readonly<Partial<Record<FacetName, string>>>
  readonly time: Time | null
  readonly page: number
  /** The query is taken as it stands: no other word is tried for it. */
  readonly literal: boolean
}

export type Time = { readonly name: Span | null; readonly from: string | null; readonly until: string | null }
export const spans = { week: '一周内', month: '一个月内', year: '一年内' } as const
export type Span = keyof typeof spans
const daysOf: Record<Span, number> = { week: 7, month: 31, year: 366 }

/** Facets with their labels, in the order in which they are shown. */
export const facetLabels = {
  body: '机关',
  validity: '有效性',
  column: '栏目',
  kind: '公文种类',
  theme: '主题分类',
  year: '年份',
  audience: '适用对象',
  tag: '标签',
  item: '目录事项',
  interpreted: '解读',
  normative: '规范性文件',
  imported: '历史公文',
} as const satisfies Record<FacetName, string>
export const facetOrder = Object.keys(facetLabels) as FacetName[]

export const queryNames = ['q', ...facetOrder, 'in', 'sort', 'time', 'from', 'until', 'literal', 'page']

const flags: Partial<Record<FacetName, string>> = {
  interpreted: '有解读',
  normative: '规范性文件',
  imported: '历史公文',
}

/** What items of standard catalogs are called, by the marks that publications carry. */
export type ItemNames = ReadonlyMap<string, string>

/** What a value is called; null for one that does not exist. */
export function valueLabel(
  facet: FacetName,
  value: string,
  bodies: Bodies,
  items?: ItemNames,
): string | null {
  switch (facet) {
    case 'item':
      if (items) return items.get(value) ?? null
      break
    case 'body':
      return bodies.byId(Number(value))?.name ?? null
    case 'column':
      return isColumn(value) ? columns[value].label : null
    case 'validity':
      return Object.hasOwn(validities, value) ? validities[value as keyof typeof validities] : null
    case 'year':
      return /^(1[89]|2\d)\d\d$/.test(value) ? `${value}年` : null
    case 'interpreted':
    case 'normative':
    case 'imported':
      return value === 'yes' ? flags[facet]! : null
  }
  return value.length <= 80 && !/[\p{C}]/u.test(value) ? value : null
}

const isDay = (text: string) => /^(1[89]|2\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)

/** The search that an address asks for, and what of the address cannot be understood, each as a sentence. */
export function readState(
  query: ReadonlyMap<string, string>,
  bodies: Bodies,
): { state: State; faults: string[] } {
  const faults: string[] = []
  const values: Partial<Record<FacetName, string>> = {}
  let body: RecordBody | null = null
  for (const facet of facetOrder) {
    const value = query.get(facet)
    if (value === undefined) continue
    if (facet === 'body') {
      body = bodies.bySlug(value) ?? null
      if (!body) faults.push(`没有“${cut(value)}”这个机关，已不按机关筛选。`)
    } else if (valueLabel(facet, value, bodies) === null)
      faults.push(`“${facetLabels[facet]}”里没有“${cut(value)}”，已去掉这项筛选。`)
    else values[facet] = value
  }
  const one = <T extends string>(name: string, allowed: readonly T[], label: string): T | null => {
    const value = query.get(name)
    if (value === undefined) return null
    if ((allowed as readonly string[]).includes(value)) return value as T
    faults.push(`没有“${cut(value)}”这种${label}，已按通常的方式。`)
    return null
  }
  const within = one('in', ['title', 'text'], '检索范围') ?? 'text'
  const order = one('sort', ['time', 'relevance'], '排序') ?? 'relevance'
  const span = one('time', Object.keys(spans) as Span[], '时间范围')
  const day = (name: string): string | null => {
    const value = query.get(name)
    if (value === undefined) return null
    if (isDay(value)) return value
    faults.push(`日期“${cut(value)}”应写成2026-11-22这样的形式，已不按它筛选。`)
    return null
  }
  const [from, until] = [day('from'), day('until')]
  if (from && until && from > until) faults.push(`开始日期${from}在结束日期${until}之后，没有这样的日子。`)
  const asPage = query.get('page') ?? '1'
  const isPage = /^[1-9]\d{0,15}$/.test(asPage)
  if (!isPage) faults.push(`页码“${cut(asPage)}”不是数，列出第1页。`)
  return {
    faults,
    state: {
      // WHATWG URL: bytes that are no UTF-8 are decoded to U+FFFD; nobody typed it.
      q: (query.get('q') ?? '').replaceAll('\ufffd', ''),
      body,
      values,
      within,
      order,
      time:
        from || until ? { name: null, from, until } : span ? { name: span, from: null, until: null } : null,
      page: isPage ? Number(asPage) : 1,
      literal: query.get('literal') === 'yes',
    },
  }
}

const cut = (text: string) => {
  const clean = text.replace(/\p{C}/gu, '')
  return [...clean].length > 20 ? `${[...clean].slice(0, 20).join('')}…` : clean
}

/** The parameters of a search without its page, with their question mark; empty where there are none. */
export function searchOf(state: State): string {
  const address = addressOf({ ...state, page: 1 })
  const cut = address.indexOf('?')
  return cut < 0 ? '' : address.slice(cut)
}

/** The address of a search; page 1 and usual choices are left out. */
export function addressOf(state: State): string {
  const params = new URLSearchParams()
  if (state.q !== '') params.set('q', state.q)
  if (state.body) params.set('body', state.body.slug)
  for (const facet of facetOrder)
    if (state.values[facet] !== undefined) params.set(facet, state.values[facet])
  if (state.within === 'title') params.set('in', 'title')
  if (state.order === 'time') params.set('sort', 'time')
  if (state.time?.name) params.set('time', state.time.name)
  if (state.time?.from) params.set('from', state.time.from)
  if (state.time?.until) params.set('until', state.time.until)
  if (state.literal) params.set('literal', 'yes')
  if (state.page > 1) params.set('page', String(state.page))
  const text = params.toString()
  return text === '' ? '/search' : `/search?${text}`
}

/** The same search with something else chosen, from its first page. */
export const changed = (state: State, change: Partial<State>): State => ({ ...state, page: 1, ...change })

export const withValue = (state: State, facet: FacetName, value: string | null, bodies: Bodies): State => {
  if (facet === 'body')
    return changed(state, { body: value === null ? null : (bodies.byId(Number(value)) ?? null) })
  const { [facet]: _, ...values } = state.values
  return changed(state, { values: value === null ? values : { ...values, [facet]: value } })
}

export const isNarrowed = (state: State) =>
  state.body !== null ||
  Object.keys(state.values).length > 0 ||
  state.time !== null ||
  state.within === 'title'

const wishable = new Set<FacetName>(['column', 'tag'])

/** Where letters of what this search finds can be asked for; null for what a subscription cannot say. */
export function wishAddress(state: State): string | null {
  const said = Object.keys(state.values) as FacetName[]
  if (state.within === 'title' || state.time !== null || state.literal || !said.every(f => wishable.has(f)))
    return null
  const params = new URLSearchParams()
  if (state.q !== '') params.set('words', state.q)
  if (state.body) params.set('body', state.body.slug)
  for (const facet of said) params.set(facet, state.values[facet]!)
  return params.size === 0 ? null : `/subscribe/?${params.toString()}`
}

/** The state as the roll understands it; spans of time end today (北京时间). */
export function narrowingOf(state: State, now: Date): Narrowing {
  const values = Object.fromEntries(
    Object.entries(state.values).map(([f, v]) => [f, [v]]),
  ) as Narrowing['values']
  const span = state.time?.name
  const until = state.time?.until
  return {
    values: state.body ? { ...values, body: [String(state.body.id)] } : values,
    from: span ? dayOf(later(now, -daysOf[span] * 86_400_000)) : (state.time?.from ?? null),
    // The last day counts whole; the 32nd of a month sorts before the first of the next.
    until: until ? dayAfter(until) : null,
  }
}

function dayAfter(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${year}-${pad(month)}-${pad(date + 1)}`
}
