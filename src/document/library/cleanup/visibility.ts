import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Actor, HeldRole } from '#kit/actor.ts'
import type { Cleanup, Item } from './model.ts'

/** Those who answer for the whole of a body's rules. */
const wholeBody: readonly string[] = ['legalReviewer', 'opennessOfficer', 'publisher', 'leader']
/** Those who answer for what their department drafted. */
const drafting: readonly string[] = ['departmentHead', 'drafter']

const takesPart = (role: HeldRole) => wholeBody.includes(role.role) || drafting.includes(role.role)

type Seen = Pick<Item, 'bodyId' | 'departmentId' | 'drafterId'>

/** Whether an item exists for this person: his own body; a department's staff only what the department drafted. */
export function seesItem(item: Seen, actor: Actor): boolean {
  return actor.roles.some(
    r =>
      takesPart(r) &&
      r.bodyId === item.bodyId &&
      (r.departmentId === null || r.departmentId === item.departmentId) &&
      (r.role !== 'drafter' || r.departmentId !== null || (r.onBehalfOf ?? actor.staffId) === item.drafterId),
  )
}

/** The same rule as a condition on `cleanup_item as item`: a test holds the two against each other. */
export function itemsVisibleTo(actor: Actor): RawBuilder<SqlBool> {
  const each = actor.roles.filter(takesPart).map(r => {
    const conditions = [sql`item.body_id = ${r.bodyId}`]
    if (r.departmentId !== null) conditions.push(sql`item.department_id = ${r.departmentId}`)
    if (r.role === 'drafter' && r.departmentId === null)
      conditions.push(sql`item.drafter_id = ${r.onBehalfOf ?? actor.staffId}`)
    return sql`(${sql.join(conditions, sql` and `)})`
  })
  return each.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(each, sql` or `)})`
}

/** A round exists for everybody of the body who has a part in it. */
export function seesCleanup(cleanup: Pick<Cleanup, 'bodyId'>, actor: Actor): boolean {
  return actor.roles.some(r => takesPart(r) && r.bodyId === cleanup.bodyId)
}

export const bodiesOf = (actor: Actor): number[] => [
  ...new Set(actor.roles.filter(takesPart).map(r => r.bodyId)),
]
