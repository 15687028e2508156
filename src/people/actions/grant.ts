import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { granteeOf, lineOf } from '../bodies.ts'
import { notify } from '../directory.ts'
import { record } from '../history.ts'
import { grantStateOf, isAdministratorRole, roleLabels, type GrantForm, type Role } from '../model.ts'
import {
  activateReasons,
  grantReasons,
  mayNotActivate,
  mayNotGrant,
  mayNotRevoke,
  revokeReasons,
  type Granted,
  type Grantee,
} from '../rules/grant.ts'
import type { Line } from '../rules/power.ts'
import { departmentById } from '../store/bodies.ts'
import {
  administratorsOver,
  grantById,
  insertGrant,
  lockAdministrators,
  othersHolding,
  setActivated,
  setRevoked,
} from '../store/grants.ts'
import { lockStaff } from '../store/staff.ts'
import { actorNow, refusePowerless } from './account.ts'

type People = Pick<House, 'db' | 'now'>

/** Gives a role, still without effect: a second security administrator must activate it. Answers the grant's id. */
export async function grantRole(house: People, actor: Actor, form: GrantForm): Promise<number> {
  refusePowerless(actor, 'grant')
  const at = house.now()
  return house.db.transaction().execute(async trx => {
    await lockStaff(trx, [actor.staffId, form.staff])
    const by = await actorNow(trx, actor, at)
    const grantee = await granteeOf(trx, form.staff, dayOf(at))
    if (!grantee) throw new Refused('not-found', '没有找到这个人员。')
    const line = await lineOf(trx, form.body)
    if (!line) throw new Refused('not-found', '没有找到这个单位。')
    const departmentId = form.department ?? null
    const department = departmentId === null ? null : await departmentById(trx, departmentId)
    if (departmentId !== null && !department)
      throw new Refused('invalid', [{ field: 'department', text: '没有找到所选部门。' }])
    const asked = { role: form.role, line, department }
    const forbidden = mayNotGrant(by, grantee, asked)
    if (forbidden.length > 0) throw new Refused('forbidden', forbidden)
    const reasons = grantReasons(grantee, asked)
    if (reasons.length > 0) throw new Refused('invalid', reasons)
    const id = await insertGrant(trx, {
      staffId: form.staff,
      role: form.role,
      bodyId: form.body,
      departmentId,
      grantedBy: by.staffId,
      at,
    })
    await record(trx, form.body, at, by, [
      {
        kind: 'grant',
        subject: id,
        verb: 'grant',
        to: 'pending',
        data: about(grantee, form.role, departmentId),
      },
    ])
    const others = await administratorsOver(trx, 'securityAdmin', line)
    await notify(
      trx,
      others.filter(o => o !== by.staffId && o !== form.staff),
      {
        kind: 'grant',
        subject: id,
        text: `${by.name}授予${grantee.name}“${roleLabels[form.role]}”，等待另一名安全保密管理员激活。`,
        at,
      },
    )
    return id
  })
}

const about = (grantee: Grantee, role: Role, department: number | null) => ({
  staff: grantee.staffId,
  name: grantee.name,
  role,
  label: roleLabels[role],
  department,
})

/** The second person's step: from now on the role is in force. */
export async function activateGrant(house: People, actor: Actor, id: number): Promise<void> {
  refusePowerless(actor, 'activate')
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const found = await readGrant(trx, actor, id, at)
    const { by, granted, grantee, line, row } = found
    const forbidden = mayNotActivate(by, granted, line)
    if (forbidden.length > 0) throw new Refused('forbidden', forbidden)
    const reasons = activateReasons(granted, grantee)
    if (reasons.length > 0) throw new Refused('not-now', reasons)
    await setActivated(trx, id, by.staffId, at)
    await record(trx, row.body_id, at, by, [
      {
        kind: 'grant',
        subject: id,
        verb: 'activate',
        from: 'pending',
        to: 'active',
        data: about(grantee, granted.role, row.department_id),
      },
    ])
    await notify(trx, [grantee.staffId], {
      kind: 'grant',
      subject: id,
      text: `您已担任“${roleLabels[granted.role]}”，即时生效。`,
      at,
    })
  })
}

/** Takes a role back, or a grant that waits for activation. It ends with the next request of the person. */
export async function revokeGrant(house: People, actor: Actor, id: number): Promise<void> {
  refusePowerless(actor, 'revoke')
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const { by, granted, grantee, line, row } = await readGrant(trx, actor, id, at)
    const forbidden = mayNotRevoke(by, granted, line)
    if (forbidden.length > 0) throw new Refused('forbidden', forbidden)
    if (isAdministratorRole(granted.role)) await lockAdministrators(trx)
    const reasons = revokeReasons(granted, await othersHolding(trx, granted.role, line, granted.staffId))
    if (reasons.length > 0) throw new Refused('not-now', reasons)
    await setRevoked(trx, id, by.staffId, at)
    await record(trx, row.body_id, at, by, [
      {
        kind: 'grant',
        subject: id,
        verb: 'revoke',
        from: granted.state,
        to: 'revoked',
        data: about(grantee, granted.role, row.department_id),
      },
    ])
    await notify(trx, [grantee.staffId], {
      kind: 'grant',
      subject: id,
      text: `您的“${roleLabels[granted.role]}”已由${by.name}收回。`,
      at,
    })
  })
}

async function readGrant(
  trx: Trx,
  actor: Actor,
  id: number,
  at: Date,
): Promise<{
  by: Actor
  granted: Granted
  grantee: Grantee
  line: Line
  row: NonNullable<Awaited<ReturnType<typeof grantById>>>
}> {
  const first = await grantById(trx, id)
  if (!first) throw new Refused('not-found', '没有找到这项授权。')
  await lockStaff(trx, [actor.staffId, first.staff_id])
  // Read again under the lock: a colleague may have been a moment faster.
  const row = (await grantById(trx, id))!
  const by = await actorNow(trx, actor, at)
  const granted: Granted = {
    staffId: row.staff_id,
    role: row.role as Role,
    grantedBy: row.granted_by,
    state: grantStateOf({ activatedAt: row.activated_at, revokedAt: row.revoked_at }),
  }
  const grantee = (await granteeOf(trx, row.staff_id, dayOf(at), id))!
  return { by, granted, grantee, line: (await lineOf(trx, row.body_id))!, row }
}
