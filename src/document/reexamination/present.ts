import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { Step } from '#kit/workflow.ts'
import { groundOf, isGround } from '#law/grounds.ts'
import { leftText } from '#law/reading.ts'
import { bodyNames, departmentNames, departmentsIn, regionsOf, staffNames } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { basisView } from '#law/clauses.ts'
import { readReexamineClock, type Finished } from './clock.ts'
import { secretariesOf } from './deeds.ts'
import type { Campaign, Item, ItemFilter } from './model.ts'
import { numbersOf, totalsOf, type CampaignNumbers, type DepartmentNumbers } from './numbers.ts'
import { verbsFor } from './procedure.ts'
import { opinionLight } from './rules.ts'
import { bodiesBelow, campaignsOf, countItems, examinable, itemsOf } from './store.ts'
import type {
  BodyDuty,
  CampaignList,
  CampaignRow,
  CampaignView,
  ClockWords,
  Conversion,
  DepartmentRow,
  ItemOffer,
  ItemPage,
  ItemView,
} from './views.ts'
import { bodiesOf, itemsVisibleTo, overseenBy } from './visibility.ts'
import { campaignWorkflow, itemStateLabels, itemWorkflow, opening, type ItemVerb } from './workflow.ts'

export const groundLabel = (code: string | null): string | null =>
  code === null ? null : isGround(code) ? groundOf(code).label : code

function campaignRow(c: Campaign, body: string, n: CampaignNumbers | undefined, today: string): CampaignRow {
  const total = n?.total ?? 0
  const decided = n?.decided ?? 0
  const finishedOn = n?.finishedOn ?? null
  const opinions = opinionLight((n?.late ?? 0) > 0 || today <= c.opinionsBy, c.opinionsBy, today)
  const state = finishedOn
    ? ({ light: 'none', words: `已完成（${finishedOn}）` } as const)
    : (n?.late ?? 0) > 0
      ? ({ light: 'red', words: `${n!.late}件提意见已逾期` } as const)
      : opinions.light === 'none'
        ? ({ light: 'yellow', words: '意见已收齐，待决定' } as const)
        : opinions
  return {
    id: c.id,
    bodyId: c.bodyId,
    body,
    year: c.year,
    opinionsBy: c.opinionsBy,
    openedAt: isoOf(c.openedAt),
    total,
    decided,
    open: n?.open ?? 0,
    kept: n?.kept ?? 0,
    late: n?.late ?? 0,
    finishedOn,
    light: state.light,
    words: state.words,
  }
}

/** R40 of a body in words; yellow in the last sixty days of it. */
export function reexamineClock(
  since: string | null,
  finished: readonly Finished[],
  today: string,
  calendar: ReturnType<House['calendar']>,
): ClockWords | null {
  const reading = readReexamineClock(since, finished, today, calendar)
  if (!reading || reading.due === null) return null
  const left = reading.left ?? 0
  return {
    dueOn: reading.due,
    light: reading.state === 'overdue' ? 'red' : left <= 60 ? 'yellow' : 'green',
    words: leftText(reading),
    basis: ['390号/四(一)4', '条例/18'].map(basisView),
  }
}

export function finishedOf(
  campaigns: readonly Campaign[],
  totals: ReadonlyMap<number, CampaignNumbers>,
): Finished[] {
  return campaigns.flatMap(c => {
    const finishedOn = totals.get(c.id)?.finishedOn
    return finishedOn ? [{ year: c.year, finishedOn }] : []
  })
}

/** The list of campaigns of the person's bodies, what is due where, and the bodies below as numbers. */
export async function campaignList(house: House, actor: Actor): Promise<CampaignList> {
  const { db } = house
  const today = dayOf(house.now())
  const year = Number(today.slice(0, 4))
  const own = bodiesOf(actor)
  const overseen = overseenBy(actor)
  const below = (await bodiesBelow(db, overseen)).filter(b => !own.includes(b.id))
  const ids = [...own, ...below.map(b => b.id)]
  const [campaigns, waiting, names, regions] = await Promise.all([
    campaignsOf(db, ids),
    examinable(db, own),
    bodyNames(db, ids),
    regionsOf(db, own),
  ])
  const totals = await totalsOf(
    db,
    campaigns.map(c => c.id),
    today,
  )
  const rowOf = (c: Campaign) => campaignRow(c, names.get(c.bodyId) ?? '', totals.get(c.id), today)
  const bodies = own
    .filter(id => overseen.includes(id))
    .map((bodyId): BodyDuty => {
      const mine = campaigns.filter(c => c.bodyId === bodyId)
      const there = waiting.get(bodyId)
      const clock = reexamineClock(
        there?.since ?? null,
        finishedOf(mine, totals),
        today,
        house.calendar(regions.get(bodyId)),
      )
      const missing = clock !== null && !mine.some(c => c.year === year)
      return {
        bodyId,
        body: names.get(bodyId) ?? '',
        waiting: there?.count ?? 0,
        clock,
        warning: missing
          ? `${year}年还没有开展年度复查：现有${there!.count}件依申请公开、不予公开公文，期限${clock.dueOn}，${clock.words}。`
          : null,
        mayOpen: actor.roles.some(
          r => r.role === 'opennessOfficer' && r.bodyId === bodyId && r.departmentId === null,
        ),
      }
    })
  return {
    year,
    bodies,
    campaigns: campaigns.filter(c => overseen.includes(c.bodyId) || own.includes(c.bodyId)).map(rowOf),
    below: below.map(b => {
      const newest = campaigns.find(c => c.bodyId === b.id)
      return { bodyId: b.id, body: b.name, campaign: newest ? rowOf(newest) : null }
    }),
    opening: { label: opening.label, effect: opening.effect, basis: opening.basis.map(basisView) },
  }
}

export function departmentRows(
  numbers: readonly DepartmentNumbers[],
  names: ReadonlyMap<number, string>,
  order: readonly number[],
  opinionsBy: string,
  today: string,
): (DepartmentRow & DepartmentNumbers)[] {
  return [...numbers]
    .sort((a, b) => b.late - a.late || order.indexOf(a.departmentId) - order.indexOf(b.departmentId))
    .map(n => ({
      ...n,
      department: names.get(n.departmentId) ?? '',
      ...opinionLight(n.asked > 0, opinionsBy, today),
    }))
}

function offersOf(actor: Actor, bodyId: number): ItemOffer[] {
  const steps = new Map<ItemVerb, Step>()
  for (const state of Object.values(itemWorkflow) as Record<string, Step>[])
    for (const [verb, step] of Object.entries(state)) steps.set(verb as ItemVerb, step)
  return [...steps]
    .filter(([, step]) => actor.roles.some(r => r.bodyId === bodyId && step.by.includes(r.role)))
    .map(([verb, step]) => ({
      verb,
      label: step.label,
      effect: step.effect,
      reason: step.reason === 'required',
      weighty: step.weighty ?? false,
      basis: step.basis.map(basisView),
    }))
}

/** A campaign's head: progress by department (of what the person sees), and what he may do in it. */
export async function campaignView(
  house: House,
  actor: Actor,
  campaign: Campaign,
  limit: number,
): Promise<CampaignView> {
  const { db } = house
  const today = dayOf(house.now())
  const [totals, numbers, names, departments, opener, secretaries] = await Promise.all([
    totalsOf(db, [campaign.id], today),
    numbersOf(db, campaign.id, itemsVisibleTo(actor), today),
    bodyNames(db, [campaign.bodyId]),
    departmentsIn(db, campaign.bodyId),
    staffNames(db, [campaign.openedBy]),
    secretariesOf(db, campaign.bodyId),
  ])
  const rows = departmentRows(
    numbers,
    new Map(departments.map(d => [d.id, d.name])),
    departments.map(d => d.id),
    campaign.opinionsBy,
    today,
  )
  const whole = overseenBy(actor).includes(campaign.bodyId)
  const sum = (of: (n: DepartmentNumbers) => number) => numbers.reduce((total, n) => total + of(n), 0)
  const all = totals.get(campaign.id)
  const seen: CampaignNumbers = {
    campaignId: campaign.id,
    total: sum(n => n.total),
    decided: sum(n => n.open + n.kept),
    open: sum(n => n.open),
    kept: sum(n => n.kept),
    late: sum(n => n.late),
    finishedOn: all?.finishedOn ?? null,
  }
  const offers = offersOf(actor, campaign.bodyId)
  return {
    campaign: campaignRow(campaign, names.get(campaign.bodyId) ?? '', whole ? all : seen, today),
    version: campaign.version,
    openedBy: opener.get(campaign.openedBy) ?? '',
    departments: rows.map(
      ({ departmentId, department, total, asked, answered, open, kept, late, light, words }) => ({
        departmentId,
        department,
        total,
        asked,
        answered,
        open,
        kept,
        late,
        light,
        words,
      }),
    ),
    offers,
    mayRemind: actor.roles.some(
      r =>
        r.bodyId === campaign.bodyId &&
        (campaignWorkflow.open.remind.by as readonly string[]).includes(r.role),
    ),
    mayReport: whole,
    secretaries: offers.some(o => o.verb === 'decide') ? secretaries.filter(s => s.id !== actor.staffId) : [],
    bulkLimit: limit,
  }
}

function conversionOf(item: Item): { conversion: Conversion | null; conversionWords: string | null } {
  if (item.state !== 'decided-open') return { conversion: null, conversionWords: null }
  if (item.presentState === 'published') return { conversion: 'published', conversionWords: '已转换，已公布' }
  if (item.presentAttribute === 'proactive')
    return { conversion: 'converted', conversionWords: '已转换，待公布' }
  return item.conversionRefused === null
    ? { conversion: 'converting', conversionWords: '正在转换' }
    : { conversion: 'refused', conversionWords: `没有转成：${item.conversionRefused}` }
}

export async function itemViews(house: House, actor: Actor, items: readonly Item[]): Promise<ItemView[]> {
  const today = dayOf(house.now())
  const [departments, names] = await Promise.all([
    departmentNames(
      house.db,
      items.map(i => i.departmentId),
    ),
    staffNames(
      house.db,
      items.flatMap(i => [i.drafterId, i.answeredBy, i.decidedBy, i.secretaryId].filter(id => id !== null)),
    ),
  ])
  const nameOf = (id: number | null) => (id === null ? null : (names.get(id) ?? ''))
  return items.map(item => ({
    id: item.id,
    version: item.version,
    documentId: item.documentId,
    title: item.title,
    documentNumber: item.documentNumber,
    issuedOn: item.issuedOn,
    attribute: item.attribute,
    ground: item.ground,
    groundLabel: groundLabel(item.ground),
    department: departments.get(item.departmentId) ?? '',
    drafter: nameOf(item.drafterId) ?? '',
    state: item.state,
    stateLabel: itemStateLabels[item.state],
    opinion: item.opinion,
    opinionReason: item.opinionReason,
    answeredBy: nameOf(item.answeredBy),
    decisionReason: item.decisionReason,
    decidedBy: nameOf(item.decidedBy),
    secretary: nameOf(item.secretaryId),
    ...conversionOf(item),
    reminders: item.reminders,
    ...opinionLight(item.state === 'asked', item.opinionsBy, today),
    // 不再等待 means nothing before the last day has passed.
    verbs: verbsFor(item, actor).filter(verb => verb !== 'proceed' || today > item.opinionsBy),
  }))
}

export const pageSize = 50

/** One page of the items a person sees in a campaign: four queries, whatever its size. */
export async function itemPage(
  house: House,
  actor: Actor,
  campaignId: number,
  filter: ItemFilter,
  page: number,
): Promise<ItemPage> {
  const of = { campaignId, filter, visible: itemsVisibleTo(actor), today: dayOf(house.now()) }
  const [items, total] = await Promise.all([
    itemsOf(house.db, of, { limit: pageSize, offset: (page - 1) * pageSize }),
    countItems(house.db, of),
  ])
  return { total, page, pageSize, rows: await itemViews(house, actor, items) }
}
