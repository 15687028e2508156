import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf, startOf } from '#kit/now.ts'
import {
  gathered,
  lightOfLeft,
  plainRank,
  undue,
  wordsOfLeft,
  type Work,
  type WorkSource,
} from '#kit/worklist/work.ts'
import { departmentNames, holdersIn, namesOfHolders } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { coverageLabels } from '../rules/coverage.ts'
import { departmentsOfItems } from '../store.ts'
import { coverOne } from './cover.ts'

type Row = Omit<Work, 'kind'>
type Duty = Row & { readonly bodyId: number; readonly department: number | null }

const makers: readonly string[] = ['drafter', 'departmentHead']
const order = { overdue: 0, due: 1, empty: 2 } as const

/**
 * 公开义务 on the worklist: one row an item that still wants something, with the most urgent of its periods. It waits for the department
 * that answers for the item; what no department answers for waits for the openness unit, which also watches all that is late (J 二(一)2).
 */
export function dutyWork(house: Pick<House, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house

  async function dutiesIn(bodyId: number): Promise<Duty[]> {
    const today = dayOf(house.now())
    const calendar = house.calendar()
    const year = Number(today.slice(0, 4))
    const covered = await coverOne(db, bodyId, { year, today, calendar })
    if (!covered) return []
    const departments = await departmentsOfItems(db, bodyId)
    const names = await departmentNames(
      db,
      [...departments.values()].filter(id => id !== null),
    )
    const holders = await holdersIn(db, [bodyId])
    return covered.items.flatMap(c => {
      const wants = [...c.wants].sort(
        (a, b) => order[a.state] - order[b.state] || (a.dueOn ?? '').localeCompare(b.dueOn ?? ''),
      )
      const first = wants[0]
      if (!first) return []
      const department = departments.get(`${c.field} ${c.item.key}`) ?? null
      const left = first.dueOn === null ? undue : calendar.workingDaysBetween(today, first.dueOn)
      return [
        {
          id: `${bodyId}-${c.field}-${c.item.key}`,
          title: c.name,
          facts: [
            `${guidelineOf(c.field).field}领域`,
            department === null ? '没有定责任部门' : (names.get(department) ?? ''),
            ...(wants.length > 1 ? [`${wants.length}期没有公开`] : []),
          ],
          step: coverageLabels[first.state],
          turn:
            department === null
              ? namesOfHolders(holders, { bodyId, departments: [] }, ['opennessOfficer'])
              : namesOfHolders(
                  holders.filter(h => h.departmentId !== null),
                  { bodyId, departments: [department] },
                  makers,
                ),
          dueOn: first.dueOn,
          light: first.dueOn === null ? ('none' as const) : lightOfLeft(left),
          words: first.dueOn === null ? coverageLabels[first.state] : wordsOfLeft(left),
          left,
          rank: plainRank,
          since: isoOf(startOf(`${year}-01-01`)),
          address: `/catalogs/coverage?body=${bodyId}&year=${year}&field=${c.field}&item=${c.item.key}`,
          bodyId,
          department,
        },
      ]
    })
  }

  const rowOf = ({ bodyId: _body, department: _department, ...row }: Duty): Row => row

  async function all(list: 'todo' | 'watch', actor: Actor): Promise<Row[]> {
    const overseeing = ['opennessOfficer', 'leader']
    const roles = actor.roles.filter(r =>
      list === 'watch'
        ? overseeing.includes(r.role)
        : r.role === 'opennessOfficer' || (makers.includes(r.role) && r.departmentId !== null),
    )
    const rows: Row[] = []
    for (const bodyId of new Set(roles.map(r => r.bodyId))) {
      const own = roles.filter(r => r.bodyId === bodyId)
      const waits = (duty: Duty) =>
        list === 'watch'
          ? duty.light === 'red'
          : own.some(r =>
              r.role === 'opennessOfficer' ? duty.department === null : r.departmentId === duty.department,
            )
      rows.push(...(await dutiesIn(bodyId)).filter(waits).map(rowOf))
    }
    return rows
  }

  return gathered({ kind: 'duty', label: '目录公开义务', all })
}
