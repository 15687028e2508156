import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf, startOf } from '#kit/now.ts'
import {
  gathered,
  lightOfLeft,
  plainRank,
  wordsOfLeft,
  type Work,
  type WorkSource,
} from '#kit/worklist/work.ts'
import { holdersIn, namesOfHolders } from '#people/directory.ts'
import { allBodies, publishedInYear } from '#record/standing.ts'
import type { House } from '../house.ts'
import { lastDayOf, nameOf } from './model.ts'
import { reportersAmong, stateOfReport } from './actions.ts'

/**
 * 网站年度报表 on the worklist: from 1 January until the report of the year before lies as a draft, which then waits in its own room. It
 * waits for the body whose website it is: the topmost here, and whoever reported in an earlier year (国办函〔2018〕12号: 1月31日前). A year in
 * which nothing was published here asks for none.
 */
export function siteReportWork(house: Pick<House, 'db' | 'now' | 'calendar' | 'site'>): WorkSource {
  const { db, site } = house
  async function todo(actor: Actor): Promise<Omit<Work, 'kind'>[]> {
    const bodyId = actor.roles.find(r => r.role === 'opennessOfficer')?.bodyId
    if (bodyId === undefined) return []
    const today = dayOf(house.now())
    const year = Number(today.slice(0, 4)) - 1
    const bodies = await allBodies(db)
    const body = bodies.find(b => b.id === bodyId)
    if (!body || !(await reportersAmong(db, [body], year)).includes(body)) return []
    const state = await stateOfReport(db, bodyId, year)
    if (state !== null && state !== 'withdrawn' && state !== 'cancelled') return []
    const ids = [bodyId, ...bodies.filter(b => b.ancestors.includes(bodyId)).map(b => b.id)]
    if (!(await publishedInYear(db, ids, year))) return []
    const dueOn = lastDayOf(year)
    const left = house.calendar().workingDaysBetween(today, dueOn)
    const turn = namesOfHolders(await holdersIn(db, [bodyId]), { bodyId, departments: [] }, [
      'opennessOfficer',
    ])
    return [
      {
        id: `${bodyId}-${year}`,
        title: `编报政府网站工作年度报表（${year}年度）`,
        facts: [nameOf(body, site)],
        step: '待编报',
        turn,
        dueOn,
        light: lightOfLeft(left),
        words: wordsOfLeft(left),
        left,
        rank: plainRank,
        since: isoOf(startOf(`${year + 1}-01-01`)),
        address: `/site-report?year=${year}`,
      },
    ]
  }
  return gathered({
    kind: 'site-report',
    label: '网站年度报表',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
