import type { Actor } from '#kit/actor.ts'
import type { Reason } from '#kit/errors.ts'
import { isAdministratorRole, roleLabels, roleScopes, type GrantState, type Role } from '../model.ts'
import { holdsAdministrator, lastReason, powerReason, type Held, type Line } from './power.ts'

/** The person a role is given to or taken from. */
export type Grantee = {
  readonly staffId: number
  readonly name: string
  readonly bodyId: number
  readonly active: boolean
  readonly held: readonly Held[]
  /** Delegations given or received that are in force or still to come. */
  readonly delegations: number
}

export type GrantAsked = {
  readonly role: Role
  /** The body in which it is to be held, and the bodies above it. */
  readonly line: Line
  readonly department: { readonly id: number; readonly bodyId: number } | null
}

/** Why this person may not grant this to that one at all (answered as forbidden). */
export function mayNotGrant(granter: Actor, grantee: Grantee, asked: GrantAsked): Reason[] {
  const reasons: Reason[] = []
  const power = powerReason(granter, 'grant', asked.line)
  if (power) reasons.push(power)
  if (granter.staffId === grantee.staffId)
    reasons.push({ text: '不能给自己授予角色，须由另一名安全保密管理员授予。' })
  return reasons
}

/** Every reason why this grant cannot stand, whoever makes it; asked again when it is activated. */
export function grantReasons(grantee: Grantee, asked: GrantAsked): Reason[] {
  const reasons = conflictReasons(grantee, asked.role)
  const add = (text: string, field: string) => reasons.push({ text, field })
  const label = roleLabels[asked.role]
  const body = asked.line[0]!
  if (!asked.line.includes(grantee.bodyId))
    add(`${grantee.name}不是这个单位或其上级单位的人员，不能在这里任“${label}”。`, 'body')
  const scope = roleScopes[asked.role]
  if (scope === 'department' && !asked.department) add(`“${label}”须指明是哪个部门的。`, 'department')
  if (scope === 'body' && asked.department) add(`“${label}”面向全单位，不能限定部门。`, 'department')
  if (asked.department && asked.department.bodyId !== body) add('所选部门不属于这个单位。', 'department')
  const same = grantee.held.find(
    h => h.role === asked.role && h.bodyId === body && h.departmentId === (asked.department?.id ?? null),
  )
  if (same)
    add(
      same.state === 'active'
        ? `${grantee.name}已经是这里的“${label}”。`
        : `给${grantee.name}的“${label}”已经授予，正等待激活。`,
      'role',
    )
  return reasons
}

function conflictReasons(grantee: Grantee, role: Role): Reason[] {
  const reasons: Reason[] = []
  const add = (text: string, field = 'role') => reasons.push({ text, field })
  if (!grantee.active) add(`${grantee.name}的账号已停用，不能授予角色。`, 'staff')
  if (isAdministratorRole(role)) {
    if (holdsAdministrator(grantee.held)) add('一个账号最多担任三员（系统、安全保密、审计管理员）中的一员。')
    if (grantee.held.some(h => !isAdministratorRole(h.role)))
      add(`${grantee.name}担任着业务角色，管理员不能兼任业务角色，请先收回或另设账号。`)
    if (grantee.delegations > 0) add(`${grantee.name}有未结束的请假代理，须先终止，才能任管理员。`)
  } else if (holdsAdministrator(grantee.held)) add(`${grantee.name}是管理员，管理员不能兼任业务角色。`)
  return reasons
}

/** A grant as it lies there. */
export type Granted = {
  readonly staffId: number
  readonly role: Role
  readonly grantedBy: number | null
  readonly state: GrantState
}

/** Why this person may not activate it (forbidden): no power, or one of the two who may not be the second person. */
export function mayNotActivate(activator: Actor, granted: Granted, line: Line): Reason[] {
  const reasons: Reason[] = []
  const power = powerReason(activator, 'activate', line)
  if (power) reasons.push(power)
  if (activator.staffId === granted.staffId) reasons.push({ text: '不能激活授予自己的角色。' })
  if (activator.staffId === granted.grantedBy)
    reasons.push({ text: '授予和激活须由两个人分别办理，这一授权由您授予，须由另一名安全保密管理员激活。' })
  return reasons
}

/** Why it cannot be activated now, whoever asks. `grantee.held` is without the grant itself. */
export function activateReasons(granted: Granted, grantee: Grantee): Reason[] {
  if (granted.state === 'active') return [{ text: '这一授权已经生效。' }]
  if (granted.state === 'revoked') return [{ text: '这一授权已经收回，不能再激活。' }]
  return conflictReasons(grantee, granted.role)
}

/** Why this person may not take it back (forbidden). Nobody judges his own roles, upwards or downwards. */
export function mayNotRevoke(revoker: Actor, granted: Granted, line: Line): Reason[] {
  const reasons: Reason[] = []
  const power = powerReason(revoker, 'revoke', line)
  if (power) reasons.push(power)
  if (revoker.staffId === granted.staffId)
    reasons.push({ text: '不能收回自己的角色，须由另一名安全保密管理员办理。' })
  return reasons
}

/** Why it cannot be taken back now. `others`: other active holders of the role standing over the body. */
export function revokeReasons(granted: Granted, others: number): Reason[] {
  if (granted.state === 'revoked') return [{ text: '这一授权已经收回。' }]
  const last = granted.state === 'active' ? lastReason(granted.role, others) : null
  return last ? [last] : []
}
