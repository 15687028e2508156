import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Actor, HeldRole } from '#kit/actor.ts'

type Seen = {
  readonly bodyId: number
  readonly departmentId: number | null
  readonly drafterId: number
}

/** Those who answer for what their department drafted. */
const drafting: readonly string[] = ['departmentHead', 'drafter']

/** Who sees what of a round; `wholeBody` are the roles that answer for the whole of it. */
export function visibilityFor(wholeBody: readonly string[]) {
  const takesPart = (role: HeldRole) => wholeBody.includes(role.role) || drafting.includes(role.role)
  return {
    /** Whether an item exists for this person: his own body; a department's staff only what the department drafted. */
    seesItem: (item: Seen, actor: Actor): boolean =>
      actor.roles.some(
        r =>
          takesPart(r) &&
          r.bodyId === item.bodyId &&
          (r.departmentId === null || r.departmentId === item.departmentId) &&
          (r.role !== 'drafter' ||
            r.departmentId !== null ||
            (r.onBehalfOf ?? actor.staffId) === item.drafterId),
      ),
    /** The same rule as a condition on the room's table `as item`: a test holds the two against each other. */
    itemsVisibleTo(actor: Actor): RawBuilder<SqlBool> {
      const each = actor.roles.filter(takesPart).map(r => {
        const conditions = [sql`item.body_id = ${r.bodyId}`]
        if (r.departmentId !== null) conditions.push(sql`item.department_id = ${r.departmentId}`)
        if (r.role === 'drafter' && r.departmentId === null)
          conditions.push(sql`item.drafter_id = ${r.onBehalfOf ?? actor.staffId}`)
        return sql`(${sql.join(conditions, sql` and `)})`
      })
      return each.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(each, sql` or `)})`
    },
    /** A round exists for everybody of the body who has a part in it; its numbers are those of what he sees. */
    seesRound: (round: { readonly bodyId: number }, actor: Actor): boolean =>
      actor.roles.some(r => takesPart(r) && r.bodyId === round.bodyId),
    /** Bodies in which this person has any part. */
    bodiesOf: (actor: Actor): number[] => [...new Set(actor.roles.filter(takesPart).map(r => r.bodyId))],
  }
}
