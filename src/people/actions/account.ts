import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { loadActor } from '../actor.ts'
import { createBody, createDepartment, createStaff, lineOf } from '../bodies.ts'
import { notify } from '../directory.ts'
import { record } from '../history.ts'
import {
  isAdministratorRole,
  powers,
  type BodyForm,
  type DepartmentForm,
  type Power,
  type StaffForm,
} from '../model.ts'
import { hashPassword, randomPassword } from '../passwords.ts'
import { changeReasons, mayNotChange, type AccountVerb } from '../rules/account.ts'
import { passwordPolicy } from '../rules/password.ts'
import { bodiesOfPower, powerReason, type Line } from '../rules/power.ts'
import { administratorsOver, heldBy, lockAdministrators, othersHolding } from '../store/grants.ts'
import { deleteGuard, endSessions } from '../store/sessions.ts'
import { lockStaff, setActive, setPassword, setTotp, type StaffRecord } from '../store/staff.ts'
import { accountKey } from './signIn.ts'

type People = Pick<House, 'db' | 'now'>

/** Somebody without the power anywhere learns nothing about what is there. */
export function refusePowerless(actor: Actor, power: Power): void {
  if (bodiesOfPower(actor, power).length === 0)
    throw new Refused('forbidden', [powerReason(actor, power, []) ?? { text: '您没有这项权限。' }])
}

/** The actor as he is in this transaction, his row locked: what was revoked a moment ago no longer counts. */
export async function actorNow(trx: Trx, actor: Actor, at: Date): Promise<Actor> {
  const now = await loadActor(trx, actor.staffId, dayOf(at))
  if (!now) throw new Refused('signed-out', '您的账号已停用。')
  return now
}

async function overBody(trx: Trx, actor: Actor, power: Power, bodyId: number): Promise<Line> {
  const line = await lineOf(trx, bodyId)
  if (!line) throw new Refused('not-found', '没有找到这个单位。')
  const reason = powerReason(actor, power, line)
  if (reason) throw new Refused('forbidden', [reason])
  return line
}

/** Sets up a body below one that the system administrator looks after. */
export async function addBody(house: People, actor: Actor, form: BodyForm): Promise<number> {
  refusePowerless(actor, 'createBody')
  const at = house.now()
  return house.db.transaction().execute(async trx => {
    await lockStaff(trx, [actor.staffId])
    const by = await actorNow(trx, actor, at)
    await overBody(trx, by, 'createBody', form.parent)
    return createBody(trx, { ...form, parentId: form.parent, creditCode: form.creditCode || null }, by, at)
  })
}

export async function addDepartment(
  house: People,
  actor: Actor,
  bodyId: number,
  form: DepartmentForm,
): Promise<number> {
  refusePowerless(actor, 'createDepartment')
  const at = house.now()
  return house.db.transaction().execute(async trx => {
    await lockStaff(trx, [actor.staffId])
    const by = await actorNow(trx, actor, at)
    await overBody(trx, by, 'createDepartment', bodyId)
    return createDepartment(trx, { bodyId, ...form }, by, at)
  })
}

/** A new account without roles and with a random password, answered once and kept nowhere. */
export async function addStaff(
  house: People,
  actor: Actor,
  form: StaffForm,
): Promise<{ readonly id: number; readonly password: string }> {
  refusePowerless(actor, 'createStaff')
  const at = house.now()
  const password = randomPassword()
  const passwordHash = await hashPassword(password)
  const id = await house.db.transaction().execute(async trx => {
    await lockStaff(trx, [actor.staffId])
    const by = await actorNow(trx, actor, at)
    await overBody(trx, by, 'createStaff', form.body)
    return createStaff(
      trx,
      {
        bodyId: form.body,
        departmentId: form.department ?? null,
        account: form.account,
        name: form.name,
        title: form.title || null,
        passwordHash,
        mustChange: true,
      },
      by,
      at,
    )
  })
  return { id, password }
}

export const disableStaff = (house: People, actor: Actor, id: number) =>
  change(house, actor, id, 'disable', async (trx, staff, at) => {
    await setActive(trx, staff.id, false)
    await endSessions(trx, { staffId: staff.id }, 'disabled', at)
  })

export const enableStaff = (house: People, actor: Actor, id: number) =>
  change(house, actor, id, 'enable', (trx, staff) => setActive(trx, staff.id, true))

export const unlockStaff = (house: People, actor: Actor, id: number) =>
  change(house, actor, id, 'unlock', (trx, staff) => deleteGuard(trx, accountKey(staff.account)))

/** For somebody who has lost his authenticator. The password stays, so no single administrator opens an account. */
export const clearTotp = (house: People, actor: Actor, id: number) =>
  change(house, actor, id, 'clearTotp', async (trx, staff, at) => {
    await setTotp(trx, staff.id, { secret: null, on: false, step: null })
    await endSessions(trx, { staffId: staff.id }, 'totp', at)
  })

/** A new random password, answered once; it must be changed at the next sign-in, and every session ends. */
export async function resetPassword(house: People, actor: Actor, id: number): Promise<string> {
  const password = randomPassword()
  const hash = await hashPassword(password)
  await change(house, actor, id, 'resetPassword', async (trx, staff, at) => {
    await giveNewPassword(trx, staff, hash, at)
  })
  return password
}

export async function giveNewPassword(trx: Trx, staff: StaffRecord, hash: string, at: Date): Promise<void> {
  await setPassword(trx, staff, hash, { mustChange: true, remembered: passwordPolicy.remembered, at })
  await endSessions(trx, { staffId: staff.id }, 'password', at)
  await deleteGuard(trx, accountKey(staff.account))
}

const told: Record<AccountVerb, string | null> = {
  disable: null,
  enable: '您的账号已由系统管理员重新启用。',
  unlock: null,
  resetPassword: '您的口令已由系统管理员重置。如不是您要求的，请立即告诉安全保密管理员。',
  clearTotp: '您的动态口令已由安全保密管理员解除，请尽快重新启用。如不是您要求的，请立即告诉系统管理员。',
}

/** One change to one account: both rows locked, rules asked again inside, history written, people told. */
async function change(
  house: People,
  actor: Actor,
  id: number,
  verb: AccountVerb,
  apply: (trx: Trx, staff: StaffRecord, at: Date) => Promise<void>,
): Promise<void> {
  refusePowerless(actor, verb)
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const staff = (await lockStaff(trx, [actor.staffId, id])).find(s => s.id === id)
    if (!staff) throw new Refused('not-found', '没有找到这个人员。')
    const by = await actorNow(trx, actor, at)
    const line = (await lineOf(trx, staff.body_id))!
    const held = await heldBy(trx, id)
    const account = { staffId: id, name: staff.name, active: staff.active, totpOn: staff.totp_on, held }
    const forbidden = mayNotChange(by, verb, account, line)
    if (forbidden.length > 0) throw new Refused('forbidden', forbidden)
    const reasons = changeReasons(verb, account, verb === 'disable' ? await othersOf(trx, id) : [])
    if (reasons.length > 0) throw new Refused('not-now', reasons)
    await apply(trx, staff, at)
    await record(trx, staff.body_id, at, by, [
      {
        kind: 'staff',
        subject: id,
        verb,
        ...(verb === 'disable'
          ? { from: 'active', to: 'disabled' }
          : verb === 'enable'
            ? { from: 'disabled', to: 'active' }
            : {}),
        data: { account: staff.account, name: staff.name },
      },
    ])
    const text = told[verb]
    if (text) await notify(trx, [id], { kind: 'staff', subject: id, text, at })
    if (verb === 'resetPassword' && held.some(h => isAdministratorRole(h.role)))
      await notify(trx, await watchersOver(trx, line, id), {
        kind: 'staff',
        subject: id,
        text: `${by.name}办理了“${powers[verb].label}”：管理员账号 ${staff.account}（${staff.name}）。`,
        at,
      })
  })
}

async function watchersOver(trx: Trx, line: Line, except: number): Promise<number[]> {
  const watchers = [
    ...(await administratorsOver(trx, 'securityAdmin', line)),
    ...(await administratorsOver(trx, 'auditAdmin', line)),
  ]
  return watchers.filter(w => w !== except)
}

async function othersOf(trx: Trx, staffId: number): Promise<{ role: string; others: number }[]> {
  const counts: { role: string; others: number }[] = []
  for (const h of await heldBy(trx, staffId))
    if (h.state === 'active' && isAdministratorRole(h.role)) {
      await lockAdministrators(trx)
      const line = await lineOf(trx, h.bodyId)
      counts.push({ role: h.role, others: await othersHolding(trx, h.role, line ?? [h.bodyId], staffId) })
    }
  return counts
}
