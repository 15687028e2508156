import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { isoOf } from '#kit/now.ts'
import type { House } from '../house.ts'
import { bodyNames, departmentNames } from './directory.ts'
import { isRole, roleLabels } from './model.ts'
import { administratorOf } from './rules/power.ts'
import { mustChangeWhy } from './session.ts'
import { unreadNotices } from './store/absence.ts'
import { bodyById } from './store/bodies.ts'
import { openSession } from './store/sessions.ts'
import { staffById } from './store/staff.ts'
import type { Me } from './views.ts'

/** Everything the console needs to know about the person at it. */
export async function meOf(
  house: Pick<House, 'db' | 'now'>,
  actor: Actor,
  sessionId: string,
  demo: boolean,
): Promise<Me> {
  const { db } = house
  const [session, staff, body] = [
    await openSession(db, sessionId),
    await staffById(db, actor.staffId),
    await bodyById(db, actor.bodyId),
  ]
  if (!session || !staff || !body) throw new Refused('signed-out', '请先登录。')
  const bodies = await bodyNames(
    db,
    actor.roles.map(r => r.bodyId),
  )
  const departments = await departmentNames(
    db,
    [actor.departmentId, ...actor.roles.map(r => r.departmentId)].filter(id => id !== null),
  )
  const nameOf = (id: number | null) => (id === null ? null : (departments.get(id) ?? null))
  const why = mustChangeWhy(session, house.now())
  return {
    staff: { id: staff.id, account: staff.account, name: staff.name, title: staff.title },
    body: { id: body.id, name: body.name, shortName: body.shortName, slug: body.slug, level: body.level },
    department:
      actor.departmentId === null ? null : { id: actor.departmentId, name: nameOf(actor.departmentId) ?? '' },
    roles: actor.roles.flatMap(r =>
      isRole(r.role)
        ? [
            {
              role: r.role,
              label: roleLabels[r.role],
              bodyId: r.bodyId,
              bodyName: bodies.get(r.bodyId) ?? '',
              departmentId: r.departmentId,
              departmentName: nameOf(r.departmentId),
              onBehalfOf: r.onBehalfOf,
              onBehalfName: r.onBehalfName,
            },
          ]
        : [],
    ),
    administrator: administratorOf(actor),
    csrf: session.csrf,
    mustChange: why !== null,
    mustChangeWhy: why,
    totpOn: staff.totp_on,
    idleMinutes: session.idle_minutes,
    endsAt: isoOf(session.ends_at),
    notices: await unreadNotices(db, actor.staffId),
    demo,
  }
}
