import { dayOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import type { Asked, PortalContext } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { counterpartsOf, type Counterpart } from '../lists/counterparts.ts'
import type { ListKind } from '../lists/model.ts'
import { guidelineNames, type GuidelineName } from '../model.ts'
import { ensureGuidelines } from '../official/standing.ts'
import { coverAll, type CoveredBody, type CoveredItem } from './cover.ts'
import { publicRegions, standingCatalogs, totalsOf, type StandingCatalog } from './store.ts'

/** What the public pages and files of a catalog show, computed once until the record changes or the day turns. */

export type PublicCatalog = {
  readonly body: RecordBody
  readonly catalog: StandingCatalog
  readonly year: number
  readonly items: readonly (CoveredItem & { readonly ever: number; readonly last: string | null })[]
  /** What each item stands beside in the body's lists, by its key. */
  readonly counterparts: ReadonlyMap<string, readonly Counterpart[]>
  /** Which of the lists it has published. */
  readonly lists: readonly ListKind[]
}

const isField = (text: string): text is GuidelineName => (guidelineNames as readonly string[]).includes(text)

/** `/<body>/catalog/<field>…`: null where the body or its catalog is not there, or the year has not come. */
export async function askedCatalog(context: PortalContext, asked: Asked): Promise<PublicCatalog | null> {
  const { slug = '', field = '' } = asked.match.groups!
  const body = (await bodiesOf(context)).bySlug(slug)
  const year = readYear(context, asked)
  return body && isField(field) && year !== null ? publicCatalog(context, body, field, year) : null
}

export function readYear(context: PortalContext, asked: Pick<Asked, 'query'>): number | null {
  const thisYear = Number(dayOf(context.now()).slice(0, 4))
  const text = asked.query.get('year') ?? String(thisYear)
  return /^20\d\d$/.test(text) && Number(text) <= thisYear ? Number(text) : null
}

export function publicCatalog(
  context: PortalContext,
  body: RecordBody,
  field: GuidelineName,
  year: number,
): Promise<PublicCatalog | null> {
  const today = dayOf(context.now())
  return context.once(`catalog/${body.id}/${field}/${year}/${today}`, async () => {
    await ensureGuidelines(context.db)
    const catalogs = (await standingCatalogs(context.db, [body.id])).filter(c => c.field === field)
    const calendarOf = await publicCalendars(context, [body.id])
    for await (const covered of coverAll(context.db, catalogs, { year, today, calendarOf })) {
      const totals = await totalsOf(
        context.db,
        body.id,
        covered.items.map(i => ({ key: i.item.key, marks: i.marks.metBy })),
      )
      const items = covered.items.map(i => {
        const t = totals.get(i.item.key)
        return { ...i, ever: t?.published ?? 0, last: t?.last ?? null }
      })
      const beside = await counterpartsOf(context.db, body.id, field)
      return { body, catalog: catalogs[0]!, year, items, ...beside }
    }
    return null
  })
}

/** The working days of each body, as the public may count them (全国年节及纪念日放假办法第四条). */
export async function publicCalendars(
  context: PortalContext,
  bodyIds: readonly number[],
): Promise<(bodyId: number) => Calendar> {
  const regions = await publicRegions(context.db, bodyIds)
  return bodyId => context.calendarOf(regions.get(bodyId))
}

/** Every catalog in force. */
export const everyStanding = (context: PortalContext): Promise<readonly StandingCatalog[]> =>
  context.once('catalogs', async () => {
    await ensureGuidelines(context.db)
    return standingCatalogs(context.db, null)
  })

/** A body and those right below it that have a catalog of the field in force. */
export function publicBelow(
  context: PortalContext,
  body: RecordBody,
  field: GuidelineName,
  year: number,
): Promise<ReadonlyMap<number, CoveredBody>> {
  const today = dayOf(context.now())
  return context.once(`catalog-below/${body.id}/${field}/${year}/${today}`, async () => {
    const ids = [body.id, ...(await bodiesOf(context)).childrenOf(body.id).map(b => b.id)]
    const catalogs = (await standingCatalogs(context.db, ids)).filter(c => c.field === field)
    const found = new Map<number, CoveredBody>()
    const calendarOf = await publicCalendars(
      context,
      catalogs.map(c => c.bodyId),
    )
    for await (const one of coverAll(context.db, catalogs, { year, today, calendarOf }))
      found.set(one.bodyId, one)
    return found
  })
}
