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
import { calendarFor, holdersIn, namesOfHolders } from '#people/directory.ts'
import { publishedInYear } from '#record/standing.ts'
import type { House } from '../../house.ts'
import { annualPosting, reportShown } from '../actions/publishAnnual.ts'
import { registeredYears } from '../store/annual.ts'
import { bodyById } from '../store/statistics.ts'

/** 每年1月31日前公布上一年度的报告 (条例第四十九条). */
export const lastDayOf = (year: number): string => `${year + 1}-01-31`

/**
 * 年度报告 on the worklist of 公开工作机构: from 1 January until the report of the year before lies as a draft, which then waits in its own
 * room, or is public. A year in which nothing was published or asked for here asks for none.
 */
export function annualWork(house: House): WorkSource {
  const { db } = house
  async function todo(actor: Actor): Promise<Omit<Work, 'kind'>[]> {
    const bodyId = actor.roles.find(r => r.role === 'opennessOfficer')?.bodyId
    if (bodyId === undefined) return []
    const today = dayOf(house.now())
    const year = Number(today.slice(0, 4)) - 1
    const posting = await annualPosting(db, bodyId, year)
    if (posting && posting.state !== 'withdrawn' && posting.state !== 'cancelled') return []
    if (await reportShown(db, bodyId, year, posting)) return []
    const isKept =
      (await registeredYears(db, bodyId)).some(one => one.year === year) ||
      (await publishedInYear(db, [bodyId], year))
    if (!isKept) return []
    const dueOn = lastDayOf(year)
    const left = (await calendarFor(house, bodyId)).workingDaysBetween(today, dueOn)
    const turn = namesOfHolders(await holdersIn(db, [bodyId]), { bodyId, departments: [] }, [
      'opennessOfficer',
    ])
    return [
      {
        id: `${bodyId}-${year}`,
        title: `编写、公布政府信息公开工作年度报告（${year}年度）`,
        facts: [(await bodyById(db, bodyId))!.name],
        step: '待编报',
        turn,
        dueOn,
        light: lightOfLeft(left),
        words: wordsOfLeft(left),
        left,
        rank: plainRank,
        since: isoOf(startOf(`${year + 1}-01-01`)),
        address: `/requests/report?year=${year}`,
      },
    ]
  }
  return gathered({
    kind: 'request-annual',
    label: '年度报告',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
