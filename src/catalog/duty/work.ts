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
import { calendarFor, departmentNames, holdersIn, namesOfHolders } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { coverageLabels } from '../rules/coverage.ts'
import { departmentsOfItems } from '../store.ts'
import { coverOne } from './cover.ts'

type Row = Omit<Work, 'kind'>
type Duty = Row & { readonly bodyId: number; readonly department: number | null }

const makers: readonly string[] = ['drafter', 'departmentHead']
const order = { overdue: 0, due: 1 } as const

/**
 * 公开义务 on the worklist: one row an item of which a period is due or over, with the most urgent of them; what was never published and has
 * no day is one row together. It waits for the department that answers for the item; what no department answers for waits for the openness
 * unit, which also watches all that is late (J 二(一)2).
 */
export function dutyWork(house: Pick<House, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house

  async function dutiesIn(bodyId: number): Promise<Duty[]> {
    const today = dayOf(house.now())
    const calendar = await calendarFor(house, bodyId)
    const year = Number(today.slice(0, 4))
    const covered = await coverOne(db, bodyId, { year, today, calendarOf: () => calendar })
    if (!covered) return []
    const departments = await departmentsOfItems(db, bodyId)
    const names = await departmentNames(
      db,
      [...departments.values()].filter(id => id !== null),
    )
    const holders = await holdersIn(db, [bodyId])
    const since = isoOf(startOf(covered.catalogs.map(c => c.publishedOn).sort()[0] ?? today))
    const placeOf = (department: number | null) => ({
      bodyId,
      department,
      rank: plainRank,
      since,
      turn:
        department === null
          ? namesOfHolders(holders, { bodyId, departments: [] }, ['opennessOfficer'])
          : namesOfHolders(
              holders.filter(h => h.departmentId !== null),
              { bodyId, departments: [department] },
              makers,
            ),
    })
    const named = (department: number | null) =>
      department === null ? '没有定责任部门' : (names.get(department) ?? '')
    const empty = new Map<number | null, number>()
    const dated = covered.items.flatMap((c): Duty[] => {
      const department = departments.get(`${c.field} ${c.item.key}`) ?? null
      const wants = c.wants.flatMap(w =>
        w.state === 'empty' || w.dueOn === null ? [] : [{ state: w.state, dueOn: w.dueOn }],
      )
      wants.sort((a, b) => order[a.state] - order[b.state] || a.dueOn.localeCompare(b.dueOn))
      const first = wants[0]
      if (!first) {
        if (c.wants.length > 0) empty.set(department, (empty.get(department) ?? 0) + 1)
        return []
      }
      const left = calendar.workingDaysBetween(today, first.dueOn)
      return [
        {
          ...placeOf(department),
          id: `${bodyId}-${c.field}-${c.item.key}`,
          title: c.name,
          facts: [
            guidelineOf(c.field).field,
            named(department),
            ...(wants.length > 1 ? [`${wants.length}期没有公开`] : []),
          ],
          step: coverageLabels[first.state],
          dueOn: first.dueOn,
          light: lightOfLeft(left),
          words: wordsOfLeft(left),
          left,
          address: `/catalogs/coverage?body=${bodyId}&year=${year}&field=${c.field}&item=${c.item.key}`,
        },
      ]
    })
    return [
      ...dated,
      ...[...empty].map(([department, count]) => ({
        ...placeOf(department),
        id: `${bodyId}-empty-${department ?? 'none'}`,
        title: `标准目录里有${count}个事项还没有公开过信息`,
        facts: ['空白事项', named(department)],
        step: coverageLabels.empty,
        dueOn: null,
        light: 'none' as const,
        words: '',
        left: undue,
        address: '/catalogs/coverage?way=duties',
      })),
    ]
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
