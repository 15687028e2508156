import type { Actor, HeldRole } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { isAdministratorRole } from './model.ts'
import { rolesInForce } from './store/grants.ts'
import { staffById } from './store/staff.ts'

type Person = {
  readonly id: number
  readonly name: string
  readonly bodyId: number
  readonly departmentId: number | null
}

/** 三员分立: an administrator acts for nobody, even where a delegation to him was made before he became one. */
export function actorOf(person: Person, roles: readonly HeldRole[]): Actor {
  const administers = roles.some(r => r.onBehalfOf === null && isAdministratorRole(r.role))
  return {
    staffId: person.id,
    name: person.name,
    bodyId: person.bodyId,
    departmentId: person.departmentId,
    roles: administers ? roles.filter(r => r.onBehalfOf === null) : roles,
  }
}

/**
 * The person as he may act on a day (`YYYY-MM-DD`, Asia/Shanghai): his own roles in force and those of colleagues whose
 * delegate he is that day. Null when there is no such account or it is disabled.
 */
export async function loadActor(db: Query, staffId: number, today: string): Promise<Actor | null> {
  const staff = await staffById(db, staffId)
  if (!staff?.active) return null
  return actorOf(
    { id: staff.id, name: staff.name, bodyId: staff.body_id, departmentId: staff.department_id },
    await rolesInForce(db, staffId, today),
  )
}
