import { makeSegmenter } from '#kit/segment.ts'
import { isColumn } from '#record/columns.ts'
import { dictionary } from '#record/dictionary.ts'
import { validities } from '#record/model.ts'
import type { PortalContext } from '#portal/page.ts'
import { bodiesOf, type Bodies } from '#record/portal/data.ts'
import { synonymsAt } from '#search/holding.ts'
import { readQuery, tsqueryOf, type Synonyms } from '#search/query.ts'
import { listColumn } from '#record/portal/list.tsx'
import { namesOfTag } from '#record/standing.ts'
import type { Narrowing } from '#record/roll/roll.ts'

/** Which part of the record somebody wants: a column, a body, a tag, a search. The same words in every address. */
export type Selection = {
  readonly bodyIds: readonly number[] | null
  readonly columns: readonly string[] | null
  readonly from: string | null
  readonly until: string | null
  readonly kind: string | null
  readonly theme: string | null
  readonly validity: string | null
  /** By any of these names: the one asked for, and those it has now. */
  readonly tag: readonly string[] | null
  readonly audience: readonly string[] | null
  readonly item: string | null
  readonly search: Search | null
  /** Only what was published here: a month means that, as “本月公开” counts it. */
  readonly own: boolean
}

/** A search as conditions: words in the text, or the number, or the index number. */
export type Search = {
  readonly shown: string
  readonly words: string | null
  readonly number: { readonly key: string; readonly whole: boolean } | null
  readonly indexNumber: string | null
}

/** The parameters an address may carry. */
export const selectionNames = [
  'q',
  'body',
  'below',
  'column',
  'year',
  'month',
  'from',
  'until',
  'kind',
  'theme',
  'validity',
  'tag',
  'audience',
  'item',
] as const
export type SelectionName = (typeof selectionNames)[number]

export type Fault = { readonly name: string; readonly reason: string }

const segmenter = makeSegmenter(dictionary)
const one = (name: string | null) => (name === null ? null : [name])
const loneOrNull = /[\u0000\p{Surrogate}]/gu
const dayPattern = /^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

const nextMonth = (month: string) => {
  const [year, m] = month.split('-').map(Number) as [number, number]
  return m === 12 ? `${year + 1}-01-01` : `${year}-${String(m + 1).padStart(2, '0')}-01`
}

/**
 * A search typed by somebody as conditions, with the synonyms that hold where it is asked; null where nothing in it can be looked
 * for. Never throws.
 */
export function readSearch(typed: string, synonyms?: Synonyms): Search | null {
  const asked = readQuery(typed, segmenter, synonyms)
  if (asked.terms.length === 0 && !asked.number && !asked.indexNumber) return null
  return {
    shown: asked.shown,
    words: asked.terms.length > 0 ? tsqueryOf(asked.terms) : null,
    number: asked.number,
    indexNumber: asked.indexNumber,
  }
}

/** A selection as an address has it, read with the synonyms of the body it names; every fault at once. */
export async function selectionAt(context: PortalContext, get: (name: SelectionName) => string | null) {
  const bodies = await bodiesOf(context)
  const synonyms =
    get('q') === null
      ? undefined
      : await synonymsAt(context, bodies, bodies.bySlug(get('body')?.trim() ?? '') ?? null)
  const { selection, faults } = readSelection(get, bodies, synonyms)
  const names = async (asked: readonly string[] | null) => asked && namesOfTag(context.db, asked[0]!)
  const [tag, audience] = await Promise.all([names(selection.tag), names(selection.audience)])
  return { bodies, selection: { ...selection, tag, audience }, faults }
}

/** Reads a selection; every fault at once, in words for whoever wrote the address. */
function readSelection(
  get: (name: SelectionName) => string | null,
  bodies: Bodies,
  synonyms: Synonyms | undefined,
): { readonly selection: Selection; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const given = (name: SelectionName) => {
    const value = get(name)?.replace(loneOrNull, '').trim()
    return value === undefined || value === '' ? null : value
  }
  const refuse = (name: SelectionName, reason: string) => {
    faults.push({ name, reason })
    return null
  }
  const short = (name: SelectionName, most: number) => {
    const value = given(name)
    return value !== null && value.length > most ? refuse(name, `不能超过${most}个字。`) : value
  }

  const slug = given('body')
  const body = slug === null ? null : bodies.bySlug(slug)
  if (body === undefined) refuse('body', `没有“${slug!.slice(0, 40)}”这个机关，可用的简称见 /api/v1/bodies。`)

  const below = given('below')
  if (below !== null && below !== '1') refuse('below', 'below 只能是 1：下级机关的也要。')
  else if (below !== null && slug === null)
    refuse('below', 'below=1 要和 body 一起用：要哪个机关和它的下级。')

  const columnId = given('column')
  const column = columnId === null ? null : listColumn(columnId)
  if (columnId !== null && column === null)
    refuse('column', `没有“${columnId.slice(0, 40)}”这个栏目，可用的栏目见 /api/v1/columns。`)

  let [from, until]: [string | null, string | null] = [null, null]
  const year = given('year')
  const month = given('month')
  if (year !== null) {
    if (/^(19|20)\d\d$/.test(year)) [from, until] = [`${year}-01-01`, `${Number(year) + 1}-01-01`]
    else refuse('year', '年份应写成四位数字，例如 2026。')
  }
  if (month !== null) {
    if (/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(month)) [from, until] = [`${month}-01`, nextMonth(month)]
    else refuse('month', '月份应写成 2026-11 这样的形式。')
  }
  for (const name of ['from', 'until'] as const) {
    const day = given(name)
    if (day === null) continue
    if (!dayPattern.test(day)) refuse(name, '日期应写成 2026-11-22 这样的形式。')
    else if (name === 'from') from = day
    else until = day
  }
  const validity = given('validity')
  if (validity !== null && !Object.hasOwn(validities, validity))
    refuse('validity', `有效性只能是：${Object.keys(validities).join('、')}。`)
  const q = given('q')
  const search = q === null ? null : readSearch(q, synonyms)
  if (q !== null && search === null) refuse('q', '检索词里没有可以检索的文字，请输入汉字、字母或数字。')
  return {
    faults,
    selection: {
      bodyIds: body ? [body.id, ...(below === '1' ? bodies.under(body.id).map(b => b.id) : [])] : null,
      columns: column?.columns ?? null,
      from,
      until,
      kind: short('kind', 20),
      theme: short('theme', 60),
      validity,
      tag: one(short('tag', 30)),
      audience: one(short('audience', 30)),
      item: short('item', 60),
      search,
      own: month !== null,
    },
  }
}

export const everything: Selection = {
  bodyIds: null,
  columns: null,
  from: null,
  until: null,
  kind: null,
  theme: null,
  validity: null,
  tag: null,
  audience: null,
  item: null,
  search: null,
  own: false,
}

/** A selection without a search, for the roll. */
export const narrowingOf = (s: Selection): Narrowing => ({
  values: {
    ...(s.bodyIds ? { body: s.bodyIds.map(String) } : {}),
    ...(s.columns ? { column: s.columns } : {}),
    ...(s.kind ? { kind: [s.kind] } : {}),
    ...(s.theme ? { theme: [s.theme] } : {}),
    ...(s.validity ? { validity: [s.validity] } : {}),
    ...(s.tag ? { tag: s.tag } : {}),
    ...(s.audience ? { audience: s.audience } : {}),
    ...(s.item ? { item: [s.item] } : {}),
  },
  own: s.own,
  from: s.from,
  until: s.until,
})

/** What a selection is called, for titles of feeds and files. */
export function nameOf(get: (name: SelectionName) => string | null, bodies: Bodies): string {
  const body = bodies.bySlug(get('body') ?? '')
  const column = listColumn(get('column') ?? 'all') ?? listColumn('all')!
  const parts = [
    body && get('below') === '1' ? `${body.name}和下级机关` : body?.name,
    get('q') ? `搜索“${get('q')!.slice(0, 40)}”` : null,
    get('tag') ? `标签“${get('tag')!.slice(0, 30)}”` : null,
    get('q') && !isColumn(column.id) ? null : column.name,
    get('month') ?? get('year'),
  ]
  return parts.filter(Boolean).join(' · ')
}
