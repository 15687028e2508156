import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import type { Actor, HeldRole } from '#kit/actor.ts'
import type { DB } from '#kit/schema.gen.ts'
import type { OfficialDocument } from './model.ts'
import type { DocumentRole } from './workflow.ts'

const businessRoles: readonly string[] = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
] satisfies DocumentRole[]

type Seen = Pick<OfficialDocument, 'bodyId' | 'departmentId' | 'drafterId' | 'state' | 'asked'>

/**
 * Whether a document exists for this person. A body sees its own matters only; a department's staff those of the
 * department, and those asked to countersign while they are asked; a draft is seen by its drafter and the head of the department. The three administrators see none
 * (三员分立：管理员不接触业务内容).
 */
export function seesDocument(document: Seen, actor: Actor): boolean {
  return actor.roles.some(r => {
    if (!businessRoles.includes(r.role) || r.bodyId !== document.bodyId) return false
    if (r.departmentId !== null && r.departmentId !== document.departmentId)
      return (
        r.role === 'departmentHead' &&
        document.state === 'countersign' &&
        document.asked.includes(r.departmentId)
      )
    const self = r.onBehalfOf ?? actor.staffId
    if (document.state === 'draft' || document.state === 'cancelled')
      return self === document.drafterId || r.role === 'departmentHead'
    return r.role !== 'drafter' || r.departmentId !== null || self === document.drafterId
  })
}

/** The same rule as a condition, for lists: a test holds the two against each other. */
export const visibleTo =
  (actor: Actor) =>
  (eb: ExpressionBuilder<DB, 'document'>): Expression<SqlBool> => {
    const roles = actor.roles.filter(r => businessRoles.includes(r.role))
    if (roles.length === 0) return sql<SqlBool>`false`
    return eb.or(roles.map(role => seenThrough(role, actor, eb)))
  }

function seenThrough(
  role: HeldRole,
  actor: Actor,
  eb: ExpressionBuilder<DB, 'document'>,
): Expression<SqlBool> {
  const own = eb('document.drafter_id', '=', role.onBehalfOf ?? actor.staffId)
  const closed = eb('document.state', 'in', ['draft', 'cancelled'])
  const conditions: Expression<SqlBool>[] = [eb('document.body_id', '=', role.bodyId)]
  if (role.departmentId !== null) conditions.push(eb('document.department_id', '=', role.departmentId))
  if (role.role !== 'departmentHead') conditions.push(eb.or([eb.not(closed), own]))
  if (role.role === 'drafter' && role.departmentId === null) conditions.push(own)
  if (role.role !== 'departmentHead' || role.departmentId === null) return eb.and(conditions)
  return eb.or([eb.and(conditions), askedOf(role.bodyId, role.departmentId, eb)])
}

/** Documents that a department is asked to countersign now. */
export function askedOf(
  bodyId: number,
  departmentId: number,
  eb: ExpressionBuilder<DB, 'document'>,
): Expression<SqlBool> {
  return eb.and([
    eb('document.body_id', '=', bodyId),
    eb('document.state', '=', 'countersign'),
    eb.exists(
      eb
        .selectFrom('document_countersign as asked')
        .select('asked.round')
        .whereRef('asked.document_id', '=', 'document.id')
        .where('asked.department_id', '=', departmentId)
        .where('asked.answered_at', 'is', null),
    ),
  ])
}
