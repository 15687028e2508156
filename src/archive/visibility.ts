import type { Actor, HeldRole } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'

/** Roles that look at the whole of a body, not at a department's part of it. */
const insideRoles: readonly string[] = ['opennessOfficer', 'publisher', 'leader', 'secrecyOfficer']
const fileRoles: readonly string[] = ['opennessOfficer', 'publisher']
const upwardRoles: readonly string[] = ['opennessOfficer', 'publisher', 'leader']

const inBody = (actor: Actor, bodyId: number, roles: readonly string[]): HeldRole[] =>
  actor.roles
    .filter(r => r.bodyId === bodyId && r.departmentId === null && roles.includes(r.role))
    .sort((a, b) => Number(a.onBehalfOf !== null) - Number(b.onBehalfOf !== null))

/** Whether the full register of a body, its transfers and retention exist for this person. Administrators never (三员分立). */
export const seesRegister = (actor: Actor, bodyId: number): boolean =>
  inBody(actor, bodyId, insideRoles).length > 0

/** The role in which this person may file, explain numbers and set retention; Refused where there is none. */
export function officeFor(actor: Actor, bodyId: number, what: string): HeldRole {
  if (!seesRegister(actor, bodyId))
    throw new Refused('not-found', '没有找到这个机关的登记簿，或您没有查看它的权限。')
  const role = inBody(actor, bodyId, fileRoles)[0]
  if (!role)
    throw new Refused('forbidden', [{ text: `“${what}”由公开机构经办人或发布员办理，您没有这项权限。` }])
  return role
}

/** How a person may read the filed lists of a body: whole inside it, the upward list from a body above, else not at all. */
export function readsFilings(
  actor: Actor,
  body: { readonly id: number; readonly ancestors: readonly number[] },
): 'list' | 'upward' | null {
  if (seesRegister(actor, body.id)) return 'list'
  return body.ancestors.some(above => inBody(actor, above, upwardRoles).length > 0) ? 'upward' : null
}

/** Bodies from which this person looks down on filed lists. */
export const looksDownFrom = (actor: Actor): number[] => [
  ...new Set(
    actor.roles.filter(r => r.departmentId === null && upwardRoles.includes(r.role)).map(r => r.bodyId),
  ),
]

export const registersOf = (actor: Actor): number[] => [
  ...new Set(
    actor.roles.filter(r => r.departmentId === null && insideRoles.includes(r.role)).map(r => r.bodyId),
  ),
]
