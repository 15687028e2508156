import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { House } from '../../house.ts'
import { record } from '../history.ts'
import { lockStaff, setTotp, useTotpStep } from '../store/staff.ts'
import { newTotpSecret, stepOfCode, totpInvitation } from '../totp.ts'
import type { TotpBegun } from '../views.ts'

type People = Pick<House, 'db' | 'now' | 'vault'>

const wrongCode = () =>
  new Refused('invalid', [
    { field: 'code', text: '动态口令不正确或已使用过。请核对手机时间，等下一个再试。' },
  ])

/** Makes a new secret, sealed in the database, that is not asked for until a code of it has been shown. */
export async function beginTotp(house: People, actor: Actor): Promise<TotpBegun> {
  const secret = newTotpSecret()
  const account = await house.db.transaction().execute(async trx => {
    const [staff] = await lockStaff(trx, [actor.staffId])
    if (staff!.totp_on) throw new Refused('not-now', '动态口令已经启用。如要更换，请先停用。')
    await setTotp(trx, actor.staffId, { secret: house.vault.seal(secret), on: false, step: null })
    return staff!.account
  })
  return { secret, ...(await totpInvitation(secret, account)) }
}

/** The first code proves that the authenticator works; from now on sign-in asks for one. */
export async function confirmTotp(house: People, actor: Actor, code: string): Promise<void> {
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const [staff] = await lockStaff(trx, [actor.staffId])
    if (staff!.totp_on) throw new Refused('not-now', '动态口令已经启用。')
    if (!staff!.totp_secret) throw new Refused('not-now', '请先扫描二维码，再输入动态口令。')
    const step = stepOfCode(house.vault.open(staff!.totp_secret), code, at)
    if (step === null) throw wrongCode()
    await setTotp(trx, actor.staffId, { secret: staff!.totp_secret, on: true, step })
    await record(trx, actor.bodyId, at, actor, [
      { kind: 'staff', subject: actor.staffId, verb: 'enableTotp' },
    ])
  })
}

/** Switches it off with a valid code. Who has lost the authenticator asks the security administrator. */
export async function disableTotp(house: People, actor: Actor, code: string): Promise<void> {
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const [staff] = await lockStaff(trx, [actor.staffId])
    if (!staff!.totp_on) throw new Refused('not-now', '动态口令没有启用。')
    const step = stepOfCode(house.vault.open(staff!.totp_secret!), code, at)
    if (step === null || !(await useTotpStep(trx, actor.staffId, step))) throw wrongCode()
    await setTotp(trx, actor.staffId, { secret: null, on: false, step: null })
    await record(trx, actor.bodyId, at, actor, [
      { kind: 'staff', subject: actor.staffId, verb: 'disableTotp' },
    ])
  })
}
