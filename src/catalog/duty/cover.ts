import type { Query } from '#kit/db.ts'
import { CalendarError, type Calendar } from '#law/calendar.ts'
import type { LocalItem } from '../localItem.ts'
import type { DeadlineRule, GuidelineName } from '../model.ts'
import { Coverage, dutiesOf, type Absence, type CoverageState } from '../rules/coverage.ts'
import { marksOf, nameOfItem, type Marks } from '../rules/marks.ts'
import type { PublicAbsence } from './model.ts'
import { absencesIn, publishedLines, standingCatalogs, type StandingCatalog } from './store.ts'

/** An item of a body in one year: what it asks and what became of it. Computed from the record whenever it is asked for. */
export type CoveredItem = {
  readonly field: GuidelineName
  readonly item: LocalItem
  readonly name: string
  readonly marks: Marks
  readonly state: CoverageState
  /** January first. */
  readonly months: readonly CoverageState[]
  readonly counts: readonly number[]
  readonly published: number
  readonly late: number
  /** Why nothing needs to stand there, and who said so. */
  readonly absence: PublicAbsence | null
  /** Last days of the periods that still want something. */
  readonly wants: readonly { readonly state: 'due' | 'overdue' | 'empty'; readonly dueOn: string | null }[]
}

export type CoveredBody = {
  readonly bodyId: number
  readonly catalogs: readonly StandingCatalog[]
  readonly items: readonly CoveredItem[]
}

/** Which year, as it stands on which day; the working days of each body are those of its region. */
export type CoverOf = {
  readonly year: number
  readonly today: string
  readonly calendarOf: (bodyId: number) => Calendar
}

/** Bodies read at once: some megabytes of lines. */
const chunk = 100

/** Days told outside the calendar are not judged. */
function lastDayOf(calendar: Calendar): (day: string, n: number) => string {
  const known = new Map<string, string>()
  return (day, n) => {
    const key = `${n}|${day}`
    let last = known.get(key)
    if (last === undefined) {
      try {
        last = calendar.addWorkingDays(day, n)
      } catch (error) {
        if (!(error instanceof CalendarError)) throw error
        last = '9999-12-31'
      }
      known.set(key, last)
    }
    return last
  }
}

const onRequest: Absence = { by: '目录', on: '', reason: '依申请公开的事项，不要求主动公开。' }

/**
 * Coverage of some bodies in a year, as it stands on `today` (civil day of Asia/Shanghai), body by body. Bodies without a catalog
 * in force are left out. One publication counts under every item it names. (J 二(一)2, M 一(三))
 */
export async function* coverAll(
  db: Query,
  catalogs: readonly StandingCatalog[],
  of: CoverOf,
): AsyncGenerator<CoveredBody> {
  const known = new Map<Calendar, ReturnType<typeof lastDayOf>>()
  const lastDayIn = (bodyId: number) => {
    const calendar = of.calendarOf(bodyId)
    const lastDay = known.get(calendar) ?? lastDayOf(calendar)
    known.set(calendar, lastDay)
    return lastDay
  }
  const byBody = new Map<number, StandingCatalog[]>()
  for (const c of catalogs) byBody.set(c.bodyId, [...(byBody.get(c.bodyId) ?? []), c])
  const ids = [...byBody.keys()]
  for (let from = 0; from < ids.length; from += chunk) {
    const some = ids.slice(from, from + chunk)
    const [lines, said] = [await publishedLines(db, some, of.year), await absencesIn(db, some, of.year)]
    const saidBy = new Map<number, PublicAbsence[]>()
    for (const a of said) saidBy.set(a.bodyId, [...(saidBy.get(a.bodyId) ?? []), a])
    for (const id of some)
      yield {
        bodyId: id,
        catalogs: byBody.get(id)!,
        items: byBody
          .get(id)!
          .flatMap(c =>
            coverCatalog(c, lines.get(id) ?? '', saidBy.get(id) ?? [], { ...of, lastDay: lastDayIn(id) }),
          ),
      }
  }
}

function coverCatalog(
  catalog: StandingCatalog,
  lines: string,
  absences: readonly PublicAbsence[],
  of: { year: number; today: string; lastDay: (day: string, n: number) => string },
): CoveredItem[] {
  const marks = marksOf(catalog.items)
  const items = catalog.items.filter(i => marks.has(i.key))
  const rules = items.map(i => i.deadlineRule)
  const coverage = new Coverage({
    rules,
    bodies: 1,
    year: of.year,
    lastDay: of.lastDay,
    since: catalog.effectiveOn,
  })
  const placesOf = new Map<string, number[]>()
  for (const [place, item] of items.entries())
    for (const mark of marks.get(item.key)!.metBy) placesOf.set(mark, [...(placesOf.get(mark) ?? []), place])
  if (lines !== '')
    for (const line of lines.split('\n')) {
      const [shown, formed, carried] = line.split('|', 3) as [string, string, string]
      const one = carried.includes(',') ? null : placesOf.get(carried)
      const places = one ?? new Set(carried.split(',').flatMap(mark => placesOf.get(mark) ?? []))
      for (const place of places) coverage.add(0, place, shown, formed === '' ? null : formed)
    }
  const stated = items.map(
    item => absences.find(a => a.field === catalog.field && a.itemKey === item.key) ?? null,
  )
  const said = new Map<number, Absence>()
  for (const [place, item] of items.entries()) {
    const a = stated[place]
    if (a) said.set(place, { by: a.saidBy, on: a.saidOn, reason: a.reason })
    else if (item.mode === '依申请') said.set(place, onRequest)
  }
  const wants = new Map<number, ReturnType<typeof dutiesOf>>()
  for (const duty of dutiesOf(coverage, 0, rules, of.today, said))
    wants.set(duty.item, [...(wants.get(duty.item) ?? []), duty])
  return items.map((item, place) => {
    const absence = said.get(place) ?? null
    const counts = months.map(m => coverage.counts(0, place, m))
    return {
      field: catalog.field,
      item,
      name: nameOfItem(item),
      marks: marks.get(item.key)!,
      state: coverage.item(0, place, of.today, absence),
      months: months.map(m => coverage.month(0, place, m, of.today, absence)),
      counts: counts.map(c => c.published),
      published: counts.reduce((n, c) => n + c.published, 0),
      late: counts.reduce((n, c) => n + c.late, 0),
      absence: stated[place]!,
      wants: wants.get(place) ?? [],
    }
  })
}

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/** Coverage of one body; null where it has no catalog in force. */
export async function coverOne(db: Query, bodyId: number, of: CoverOf): Promise<CoveredBody | null> {
  for await (const body of coverAll(db, await standingCatalogs(db, [bodyId]), of)) return body
  return null
}

/** The worst first: what a cell of several local items shows. */
const gravity: readonly CoverageState[] = ['overdue', 'empty', 'late', 'due', 'met', 'quiet', 'notApplicable']

/** What a body's items say of one national item; null where its catalog has none. */
export function cellOf(covered: CoveredBody, code: string): CoveredItem | null {
  const some = covered.items.filter(i => i.item.lineage.codes.includes(code))
  return some.sort((a, b) => gravity.indexOf(a.state) - gravity.indexOf(b.state))[0] ?? null
}

/** The last day for what was formed on a day; null where the rule or the calendar tells none. */
export function lastDayFor(
  rule: DeadlineRule | null,
  formedOn: string | null,
  calendar: Calendar,
): string | null {
  if (rule?.kind !== 'workingDays' || formedOn === null) return null
  try {
    return calendar.addWorkingDays(formedOn, rule.n)
  } catch (error) {
    if (error instanceof CalendarError) return null
    throw error
  }
}

/** As many publications as a cell shows. */
export const mostEvidence = 200

/** From the first day to the first day after; a whole year without a month. */
export function spanOf(year: number, month: number | null): { from: string; until: string } {
  const two = (n: number) => String(n).padStart(2, '0')
  if (month === null) return { from: `${year}-01-01`, until: `${year + 1}-01-01` }
  return {
    from: `${year}-${two(month)}-01`,
    until: month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`,
  }
}
