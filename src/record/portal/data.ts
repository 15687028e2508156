import { resting, restOn } from '#kit/footing.ts'
import type { PortalContext, Section } from '#portal/page.ts'
import { rowsOf } from '../footing.ts'
import type { RecordBody } from '../model.ts'
import { bodiesNow, servicesNow, talliesNow } from '../store/read.ts'
import { movedNames, namesInUse, tagNamesAt } from '../store/tags.ts'
import type { TagNames } from '../tags.ts'

/** What many pages need; read once until the record changes. */

export type Bodies = {
  readonly all: readonly RecordBody[]
  byId(id: number): RecordBody | undefined
  bySlug(slug: string): RecordBody | undefined
  childrenOf(id: number | null): readonly RecordBody[]
  /** Every body below, however far. */
  under(id: number): readonly RecordBody[]
}

export function bodiesOf(context: PortalContext): Promise<Bodies> {
  return context.once('bodies', async () => {
    const all = await bodiesNow(context.db)
    const byId = new Map(all.map(b => [b.id, b]))
    const bySlug = new Map(all.map(b => [b.slug, b]))
    const children = new Map<number | null, RecordBody[]>()
    for (const b of all) {
      const parent = b.parentId !== null && byId.has(b.parentId) ? b.parentId : null
      children.set(parent, [...(children.get(parent) ?? []), b])
    }
    return {
      all,
      byId: id => byId.get(id),
      bySlug: slug => bySlug.get(slug),
      childrenOf: id => children.get(id) ?? [],
      under: id => all.filter(b => b.ancestors.includes(id)),
    }
  })
}

export type Counts = {
  /** How many stand published; `*` is every column, null every body or year. */
  of(bodyId: number | null, column: string, year?: number | null): number
  /** Any of several columns; a publication in two of them counts twice, so this only chooses a way and tells of emptiness. */
  atMost(bodyId: number | null, columns: readonly string[] | null, year?: number | null): number
  years(bodyId: number | null, columns: readonly string[] | null): readonly number[]
}

const key = (body: number | null, column: string, year: number | null) =>
  `${body ?? '*'}/${column}/${year ?? '*'}`

/** Who asks rests on the counts that he looks up, and on no others. */
export async function countsOf(context: PortalContext): Promise<Counts> {
  const counts = await resting([], () => allCounts(context))
  const of = (body: number | null) => (body === null ? null : [body])
  return {
    of(body, column, year) {
      restOn(rowsOf(of(body), [column]))
      return counts.of(body, column, year)
    },
    atMost(body, columns, year) {
      restOn(rowsOf(of(body), columns))
      return counts.atMost(body, columns, year)
    },
    years(body, columns) {
      restOn(rowsOf(of(body), columns))
      return counts.years(body, columns)
    },
  }
}

function allCounts(context: PortalContext): Promise<Counts> {
  return context.once('counts', async () => {
    const sums = new Map<string, number>()
    const years = new Map<string, Set<number>>()
    for (const t of await talliesNow(context.db))
      for (const body of [t.bodyId, null]) {
        for (const year of [t.year, null]) {
          const k = key(body, t.column, year)
          sums.set(k, (sums.get(k) ?? 0) + t.published)
        }
        const k = key(body, t.column, null)
        if (!years.has(k)) years.set(k, new Set())
        years.get(k)!.add(t.year)
      }
    const of = (body: number | null, column: string, year: number | null = null) =>
      sums.get(key(body, column, year)) ?? 0
    return {
      of,
      atMost: (body, columns, year = null) =>
        columns === null ? of(body, '*', year) : columns.reduce((n, c) => n + of(body, c, year), 0),
      years: (body, columns) =>
        [...new Set((columns ?? ['*']).flatMap(c => [...(years.get(key(body, c, null)) ?? [])]))].sort(
          (a, b) => b - a,
        ),
    }
  })
}

/** A body's own 24-hour telephone, where one that can be dialled is registered. */
export function dutyPhoneOf(body: RecordBody): string | null {
  const phone = body.site.dutyPhone
  return phone !== undefined && /\d{3}/.test(phone) ? phone : null
}

export const sectionOf = (body: RecordBody): Section => ({
  name: body.name,
  slug: body.slug,
  dutyPhone: dutyPhoneOf(body),
})

/** 首页 › 机关 …: where a page of a body lies. */
export const crumbsOf = (body: RecordBody | null) =>
  body
    ? [
        { label: '全站首页', to: '/' },
        { label: body.name, to: `/${body.slug}/` },
      ]
    : [{ label: '首页', to: '/' }]

/** Public services that are open just now, with the key that their personal data is sealed with. */
export function servicesOf(context: PortalContext): Promise<ReadonlyMap<string, string>> {
  return context.once('services', () => servicesNow(context.db))
}

/** What tags are called now in a body, and where their pages are. */
export function tagNamesOf(context: PortalContext, bodyId: number): Promise<TagNames> {
  return context.once(`tag names ${bodyId}`, () => tagNamesAt(context.db, bodyId))
}

/** Names of tags that nothing has any more, with what they are called now. */
export const movedTagsOf = (context: PortalContext): Promise<ReadonlyMap<string, string>> =>
  context.once('moved tags', () => movedNames(context.db))

export const tagsInUse = (context: PortalContext): Promise<readonly string[]> =>
  context.once('tags in use', () => namesInUse(context.db))
