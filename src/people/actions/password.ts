import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { instant, minuteOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { record } from '../history.ts'
import type { PasswordForm } from '../model.ts'
import { fitsAny, hashPassword, passwordFits } from '../passwords.ts'
import { accountLock, reserve } from '../rules/lock.ts'
import { passwordPolicy, passwordReasons } from '../rules/password.ts'
import { deleteGuard, endSessions, lockGuard, saveGuard } from '../store/sessions.ts'
import { lockStaff, setPassword, staffById } from '../store/staff.ts'
import { accountKey } from './signIn.ts'

/**
 * Changes one's own password; the person's other sessions end. Refused (invalid) with everything that is wrong with the
 * old and the new one at once. Wrong old passwords count as failed sign-ins, so an unattended screen is no way around
 * the lock (too-many).
 */
export async function changePassword(
  house: Pick<House, 'db' | 'now'>,
  actor: Actor,
  session: string,
  form: PasswordForm,
): Promise<void> {
  const at = house.now()
  const person = await staffById(house.db, actor.staffId)
  if (!person) throw new Refused('signed-out', '请先登录。')
  const key = accountKey(person.account)
  const lockedUntil = await house.db.transaction().execute(async trx => {
    const reserved = reserve(await lockGuard(trx, key, at), at.getTime(), accountLock)
    if (reserved.allowed) await saveGuard(trx, key, reserved.next)
    return reserved.allowed ? null : reserved.lockedUntil
  })
  if (lockedUntil !== null)
    throw new Refused('too-many', `口令连续输错过多，${minuteOf(instant(lockedUntil))} 之前不能修改口令。`)

  const reasons = await house.db.transaction().execute(async trx => {
    const [staff] = await lockStaff(trx, [actor.staffId])
    const current = await passwordFits(staff!.password_hash, form.current)
    if (current) await deleteGuard(trx, key)
    // Whether the new one was used before is told only to one who knows the present one.
    const before = [staff!.password_hash, ...staff!.password_history].slice(0, passwordPolicy.remembered)
    const reused = current && (await fitsAny(before, form.next))
    const faults: Reason[] = current ? [] : [{ field: 'current', text: '原口令不正确。' }]
    faults.push(...passwordReasons(form.next, staff!, reused))
    if (faults.length > 0) return faults
    await setPassword(trx, staff!, await hashPassword(form.next), {
      mustChange: false,
      remembered: passwordPolicy.remembered,
      at,
    })
    const ended = await endSessions(trx, { staffId: actor.staffId, except: session }, 'password', at)
    await record(trx, actor.bodyId, at, actor, [
      {
        kind: 'staff',
        subject: actor.staffId,
        verb: 'changePassword',
        data: { endedSessions: ended.length },
      },
    ])
    return []
  })
  if (reasons.length > 0) throw new Refused('invalid', reasons)
}
