import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { lineOf, treeOf } from '#people/bodies.ts'
import { bodyNames, calendarFor, calendarsFor, departmentNames } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { bodiesRead } from '../actions.ts'
import { guidelineOf, isDrafted } from '../guideline/guidelines.ts'
import type { GuidelineName } from '../model.ts'
import { coverageLabels, coverageStates, type CoverageState } from '../rules/coverage.ts'
import { marksOf, nameOfItem } from '../rules/marks.ts'
import { departmentsOfItems } from '../store.ts'
import {
  cellOf,
  coverAll,
  coverOne,
  lastDayFor,
  mostEvidence,
  spanOf,
  type CoveredBody,
  type CoveredItem,
} from './cover.ts'
import { absenceKindLabels, type PublicAbsence } from './model.ts'
import { absencesIn, evidenceOf, standingCatalogs } from './store.ts'
import type { AbsenceView, BelowView, CoverageLine, CoverageView, DutiesView, EvidenceView } from './views.ts'

type At = Pick<House, 'now' | 'calendar'>

const absenceView = (a: PublicAbsence | null): AbsenceView | null =>
  a && {
    id: a.id,
    kindLabel: absenceKindLabels[a.kind],
    reason: a.reason,
    saidBy: a.saidBy,
    saidOn: a.saidOn,
    year: a.year,
  }

/** The actor works in the body or in one above it. Throws Refused('not-found'). */
async function seen(db: Query, bodyId: number, actor: Actor): Promise<void> {
  const read = bodiesRead(actor)
  const line = (await lineOf(db, bodyId)) ?? []
  if (!line.some(id => read.includes(id)))
    throw new Refused('not-found', '没有找到这个机关，或您没有查看它的目录覆盖情况的权限。')
}

const lineView = (c: CoveredItem): CoverageLine => ({
  field: c.field,
  fieldLabel: guidelineOf(c.field).field,
  key: c.item.key,
  level1: c.item.level1 ?? '其他',
  name: c.name,
  deadline: c.item.deadline,
  subject: c.item.subject,
  state: c.state,
  stateLabel: coverageLabels[c.state],
  months: c.months,
  counts: c.counts,
  published: c.published,
  late: c.late,
  absence: absenceView(c.absence),
})

const noBody = '您还没有能查看目录覆盖情况的机关。'

/** 事项×月份. `bodyId` null: the actor's own. */
export async function coverageView(
  db: Query,
  actor: Actor,
  asked: { body: number | null; year: number | null },
  at: At,
): Promise<CoverageView> {
  const own = bodiesRead(actor)
  const bodyId = asked.body ?? own[0]
  if (bodyId === undefined) throw new Refused('forbidden', noBody)
  await seen(db, bodyId, actor)
  const today = dayOf(at.now())
  const year = asked.year ?? Number(today.slice(0, 4))
  const calendarOf = await calendarsFor({ db, calendar: at.calendar }, [bodyId])
  const covered = await coverOne(db, bodyId, { year, today, calendarOf })
  const tree = await treeOf(db, own)
  const lines = covered?.items.map(lineView) ?? []
  const tally = Object.fromEntries(coverageStates.map(s => [s, 0])) as Record<CoverageState, number>
  for (const line of lines) tally[line.state]++
  return {
    body: { id: bodyId, name: (await bodyNames(db, [bodyId])).get(bodyId) ?? '' },
    bodies: tree.map(b => ({ id: b.id, name: '　'.repeat(b.depth) + b.name })),
    year,
    thisYear: Number(today.slice(0, 4)),
    lines,
    tally,
    canState: actor.roles.some(r => r.bodyId === bodyId && r.role === 'opennessOfficer'),
  }
}

/** 事项×机关: the actor's bodies and all below them. */
export async function belowView(
  db: Query,
  actor: Actor,
  asked: { field: GuidelineName; year: number | null },
  at: At,
): Promise<BelowView> {
  const own = bodiesRead(actor)
  if (own.length === 0) throw new Refused('forbidden', noBody)
  const today = dayOf(at.now())
  const year = asked.year ?? Number(today.slice(0, 4))
  const guideline = guidelineOf(asked.field)
  const tree = await treeOf(db, own)
  const catalogs = (
    await standingCatalogs(
      db,
      tree.map(b => b.id),
    )
  ).filter(c => c.field === asked.field)
  const covered = new Map<number, CoveredBody>()
  const calendarOf = await calendarsFor(
    { db, calendar: at.calendar },
    catalogs.map(c => c.bodyId),
  )
  for await (const body of coverAll(db, catalogs, { year, today, calendarOf })) covered.set(body.bodyId, body)
  return {
    year,
    thisYear: Number(today.slice(0, 4)),
    field: asked.field,
    fieldLabel: guideline.field,
    items: guideline.items.map(i => ({
      code: i.code,
      name: nameOfItem({ level2: i.level2, level3: null }),
      isDrafted: isDrafted(i),
    })),
    rows: tree.map(b => {
      const of = covered.get(b.id)
      return {
        body: { id: b.id, name: b.name, depth: b.depth },
        cells: of
          ? guideline.items.map(i => {
              const cell = cellOf(of, i.code)
              return cell
                ? { state: cell.state, published: cell.published, key: cell.item.key }
                : { state: 'notListed' as const, published: 0, key: null }
            })
          : null,
      }
    }),
  }
}

/** What a cell opens: every publication it counts, against its last day; or who said that there is none to be. */
export async function evidenceView(
  db: Query,
  actor: Actor,
  asked: { body: number; field: GuidelineName; item: string; year: number; month: number | null },
  at: At,
): Promise<EvidenceView> {
  await seen(db, asked.body, actor)
  const catalog = (await standingCatalogs(db, [asked.body])).find(c => c.field === asked.field)
  const item = catalog?.items.find(i => i.key === asked.item)
  const marks = catalog && marksOf(catalog.items).get(asked.item)
  if (!item || !marks) throw new Refused('not-found', '这个机关现行的目录里没有这个事项。')
  const { from, until } = spanOf(asked.year, asked.month)
  const rows = await evidenceOf(db, {
    bodyId: asked.body,
    marks: marks.metBy,
    from,
    until,
    limit: mostEvidence + 1,
  })
  const absence = (await absencesIn(db, [asked.body], asked.year)).find(
    a => a.field === asked.field && a.itemKey === asked.item,
  )
  const calendar = await calendarFor({ db, calendar: at.calendar }, asked.body)
  return {
    body: { id: asked.body, name: (await bodyNames(db, [asked.body])).get(asked.body) ?? '' },
    fieldLabel: guidelineOf(asked.field).field,
    name: nameOfItem(item),
    deadline: item.deadline,
    basis: item.basis ?? [],
    absence: absenceView(absence ?? null),
    rows: rows.slice(0, mostEvidence).map(r => {
      const lastDay = lastDayFor(item.deadlineRule, r.formedOn, calendar)
      return {
        address: r.address,
        title: r.title,
        shownOn: r.shownOn,
        formedOn: r.formedOn,
        lastDay,
        isLate: lastDay !== null && r.shownOn > lastDay,
        report: r.report,
      }
    }),
    hasMore: rows.length > mostEvidence,
  }
}

/**
 * What is still to be published: for drafters and heads the items of their department, and those that no department answers for;
 * for the openness office all of its body. Overdue first, then by day.
 */
export async function dutiesView(db: Query, actor: Actor, at: At): Promise<DutiesView> {
  const today = dayOf(at.now())
  const year = Number(today.slice(0, 4))
  const own = bodiesRead(actor)
  const names = await bodyNames(db, own)
  const duties: DutiesView['duties'][number][] = []
  const calendarOf = await calendarsFor({ db, calendar: at.calendar }, own)
  for (const bodyId of own) {
    const covered = await coverOne(db, bodyId, { year, today, calendarOf })
    if (!covered) continue
    const departments = await departmentsOfItems(db, bodyId)
    const named = await departmentNames(
      db,
      [...departments.values()].filter(id => id !== null),
    )
    const roles = actor.roles.filter(r => r.bodyId === bodyId)
    const all = roles.some(r => r.role === 'opennessOfficer' || r.role === 'leader')
    const mine = new Set(roles.map(r => r.departmentId))
    for (const c of covered.items) {
      const department = departments.get(`${c.field} ${c.item.key}`) ?? null
      if (!all && department !== null && !mine.has(department)) continue
      if (!all && !roles.some(r => r.role === 'drafter' || r.role === 'departmentHead')) continue
      for (const want of c.wants)
        duties.push({
          body: { id: bodyId, name: names.get(bodyId) ?? '' },
          field: c.field,
          fieldLabel: guidelineOf(c.field).field,
          key: c.item.key,
          name: c.name,
          department: department === null ? null : (named.get(department) ?? null),
          state: want.state,
          stateLabel: coverageLabels[want.state],
          dueOn: want.dueOn,
        })
    }
  }
  const order = { overdue: 0, due: 1, empty: 2 }
  return {
    duties: duties.sort(
      (a, b) => order[a.state] - order[b.state] || (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'),
    ),
  }
}
