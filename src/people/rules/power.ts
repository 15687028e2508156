import type { Actor } from '#kit/actor.ts'
import type { Reason } from '#kit/errors.ts'
import {
  administratorRoles,
  isAdministratorRole,
  powers,
  roleLabels,
  type AdministratorRole,
  type Power,
} from '../model.ts'

/** A body and the bodies above it, itself first: an administrator of any of them stands over it. */
export type Line = readonly number[]

/** The one administrator role of a person; null for everybody who works on documents. */
export function administratorOf(actor: Pick<Actor, 'roles'>): AdministratorRole | null {
  return (
    administratorRoles.find(role => actor.roles.some(r => r.role === role && r.onBehalfOf === null)) ?? null
  )
}

/**
 * Why this person may not use this power over the body of `line`; null when he may. Administrator roles are never held
 * on somebody's behalf (三员分立: 各司其职、不可兼任).
 */
export function powerReason(actor: Pick<Actor, 'roles'>, power: Power, line: Line): Reason | null {
  const by: readonly string[] = powers[power].by
  const mine = actor.roles.filter(r => r.onBehalfOf === null && by.includes(r.role))
  if (mine.some(r => line.includes(r.bodyId))) return null
  const who = powers[power].by.map(role => roleLabels[role]).join('或')
  if (mine.length > 0)
    return { text: `“${powers[power].label}”只能在本单位及下级单位办理，这个单位不归您管理。` }
  return { text: `“${powers[power].label}”须由本单位或上级单位的${who}办理，您没有这项权限。` }
}

/** The roles that reach down to a body, as held in it: an administrator stands over his body and those below. */
export function reaching(actor: Actor, line: Line): Actor {
  const bodyId = line[0]!
  return {
    ...actor,
    roles: actor.roles
      .filter(r => r.onBehalfOf === null && line.includes(r.bodyId))
      .map(r => ({ ...r, bodyId })),
  }
}

/** The bodies over which a person holds a power by his own roles (each reaches down to everything below it). */
export function bodiesOfPower(actor: Pick<Actor, 'roles'>, power: Power): number[] {
  const by: readonly string[] = powers[power].by
  return [
    ...new Set(actor.roles.filter(r => r.onBehalfOf === null && by.includes(r.role)).map(r => r.bodyId)),
  ]
}

/** A role somebody holds or is about to hold: not taken back. */
export type Held = {
  readonly role: string
  readonly bodyId: number
  readonly departmentId: number | null
  readonly state: 'pending' | 'active'
}

export function holdsAdministrator(held: readonly Held[]): boolean {
  return held.some(h => isAdministratorRole(h.role))
}

/**
 * Why taking this administrator away would leave a body that nobody can administer. `others`: how many other active
 * ones stand over the body. Granting takes two security administrators, so two must remain.
 */
export function lastReason(role: string, others: number): Reason | null {
  if (!isAdministratorRole(role)) return null
  const needed = role === 'securityAdmin' ? 2 : 1
  if (others >= needed) return null
  return {
    text:
      role === 'securityAdmin'
        ? '授权须两名安全保密管理员分别授予和激活，此后将不足两名，请先任命接替的人。'
        : `此后将没有${roleLabels[role]}，请先任命接替的人。`,
  }
}
