import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Actor, HeldRole } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { gathered, lightOfLeft, plainRank, wordsOfLeft, type WorkSource } from '#kit/worklist/work.ts'
import { calendarsFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { campaignsWaiting } from './store.ts'

const either = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  conditions.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`

const self = (actor: Actor, role: HeldRole) => role.onBehalfOf ?? actor.staffId

/** Items whose opinion this person may give: as `rolesFor` reads the table. */
const mayAnswer = (actor: Actor) =>
  either(
    actor.roles
      .filter(r => r.role === 'departmentHead' || r.role === 'drafter')
      .map(r => {
        const parts = [sql`item.body_id = ${r.bodyId}`]
        if (r.departmentId !== null) parts.push(sql`item.department_id = ${r.departmentId}`)
        else if (r.role === 'drafter') parts.push(sql`item.drafter_id = ${self(actor, r)}`)
        return sql<SqlBool>`(${sql.join(parts, sql` and `)})`
      }),
  )

/** Items this person may decide on: four eyes by who gave the opinion. */
const mayDecide = (actor: Actor) =>
  either(
    actor.roles
      .filter(r => r.role === 'opennessOfficer')
      .map(r => {
        const hands = [...new Set([actor.staffId, self(actor, r)])]
        return sql<SqlBool>`(item.body_id = ${r.bodyId}
          and ${r.departmentId === null ? sql`true` : sql`item.department_id = ${r.departmentId}`}
          and not coalesce(item.answered_by = any(${hands}::int[]), false)
          and not coalesce(item.answered_for = any(${hands}::int[]), false))`
      }),
  )

/** 年度复查 on the worklist: one row a campaign, with how much of it waits for this person. */
export function reexaminationWork(house: Pick<House, 'db' | 'now' | 'calendar'>): WorkSource {
  const todo = async (actor: Actor) => {
    const today = dayOf(house.now())
    const rows = await campaignsWaiting(house.db, mayAnswer(actor), mayDecide(actor))
    const calendarOf = await calendarsFor(
      house,
      rows.map(r => r.bodyId),
    )
    return rows.map(row => {
      const left = calendarOf(row.bodyId).workingDaysBetween(today, row.opinionsBy)
      return {
        id: String(row.id),
        title: `${row.year}年度复查：依申请公开、不予公开的公文`,
        facts: [
          ...(row.asked > 0 ? [`${row.asked}件待提出意见`] : []),
          ...(row.answered > 0 ? [`${row.answered}件待决定`] : []),
        ],
        step: row.asked > 0 ? '待提出意见' : '待决定',
        turn: [actor.name],
        dueOn: row.opinionsBy,
        light: lightOfLeft(left),
        words: wordsOfLeft(left),
        left,
        rank: plainRank,
        since: isoOf(row.openedAt),
        address: `/reexaminations/${row.id}`,
      }
    })
  }
  return gathered({
    kind: 'reexamination',
    label: '年度复查',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
