import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Actor } from '#kit/actor.ts'

const roles: readonly string[] = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
]

/** Public documents of the person's own bodies, as a condition on `document`; what is public is no secret among colleagues. */
export function documentsVisible(actor: Actor): RawBuilder<SqlBool> {
  const bodies = [...new Set(actor.roles.filter(r => roles.includes(r.role)).map(r => r.bodyId))]
  return bodies.length === 0
    ? sql<SqlBool>`false`
    : sql<SqlBool>`document.body_id = any(${bodies}::integer[])`
}
