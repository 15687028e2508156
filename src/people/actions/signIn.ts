import { sha256Hex, token } from '#kit/crypto.ts'
import type { Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import type { JsonMembers } from '#kit/events.ts'
import { dayOf, instant, later, minuteOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { loadActor } from '../actor.ts'
import { record, type PeopleEvent } from '../history.ts'
import type { SignInForm } from '../model.ts'
import { nobodysHash, passwordFits } from '../passwords.ts'
import { accountLock, addressLock, giveBack, reserve } from '../rules/lock.ts'
import { sessionId, shortId } from '../session.ts'
import { rootBody } from '../store/bodies.ts'
import {
  deleteGuard,
  endSessions,
  insertSession,
  lockedAmong,
  lockGuard,
  openSession,
  saveGuard,
} from '../store/sessions.ts'
import { staffByAccount, useTotpStep, type StaffRecord } from '../store/staff.ts'
import { stepOfCode } from '../totp.ts'

export type SignInPolicy = {
  readonly idleMinutes: number
  readonly longestHours: number
  /** True: signing in ends the person's other sessions. */
  readonly single: boolean
}
export const signInPolicy: SignInPolicy = { idleMinutes: 30, longestHours: 12, single: false }

/** Where a request comes from, for the history. */
export type Origin = { readonly address: string; readonly agent: string }

type People = Pick<House, 'db' | 'now' | 'vault'>

export const accountKey = (account: string): string => `account:${sha256Hex(account)}`
const addressKey = (address: string): string => `address:${address.slice(0, 64)}`

/**
 * Signs in and answers the token for the cookie. A session the same browser still had is replaced by the new one.
 * Refused, the same whether the account exists or not: wrong account or password (signed-out), too many failures of the
 * account or from the address (too-many, with the time). Only to one who knows the password: a missing or wrong one-time
 * code (invalid, field `code`), a disabled account (forbidden).
 */
export async function signIn(
  house: People,
  form: SignInForm,
  origin: Origin,
  options: { readonly replaces?: string | undefined; readonly policy?: SignInPolicy } = {},
): Promise<{ readonly token: string; readonly id: string }> {
  const at = house.now()
  const tries = await countAttempt(house, form.account, origin.address, at)
  const [staff, root, nobodys] = [
    await staffByAccount(house.db, form.account),
    await rootBody(house.db),
    await nobodysHash(),
  ]
  const fits = await passwordFits(staff?.password_hash ?? nobodys, form.password)
  const fail = (why: string) => refuseSignIn(house, { form, origin, tries, root, staff, why, at })
  if (!staff || !fits) return fail('password')
  if (!staff.active) {
    await fail('disabled').catch(() => undefined)
    throw new Refused('forbidden', '这个账号已停用。如需恢复，请联系本单位系统管理员。')
  }
  if (staff.totp_on) {
    if (!form.code) {
      await forgive(house, form.account, tries, at)
      throw new Refused('invalid', [{ field: 'code', text: '请输入动态口令' }])
    }
    const step = stepOfCode(house.vault.open(staff.totp_secret!), form.code, at)
    const used =
      step !== null && (await house.db.transaction().execute(trx => useTotpStep(trx, staff.id, step)))
    if (!used) return fail('code')
  }
  return open(house, staff, { form, origin, at, ...options })
}

/** `lock`: the lock that this attempt sets if it fails. */
type Tries = { readonly lock: number | null; readonly left: number }

/**
 * Refuses while the address or the account is locked. Counts the attempt on the account before the password is looked
 * at, so that many at once get no more tries than one by one. The address is only charged with failures: at nine in the
 * morning a whole bureau signs in from one.
 */
async function countAttempt(house: People, account: string, address: string, at: Date): Promise<Tries> {
  const answer = await house.db.transaction().execute(async trx => {
    const here = (await lockedAmong(trx, [addressKey(address)], at)).get(addressKey(address))
    if (here) return blockedText(here)
    const reserved = reserve(await lockGuard(trx, accountKey(account), at), at.getTime(), accountLock)
    if (!reserved.allowed) return lockedText(instant(reserved.lockedUntil))
    await saveGuard(trx, accountKey(account), reserved.next)
    return { lock: reserved.lockedUntil, left: reserved.left }
  })
  if (typeof answer === 'string') throw new Refused('too-many', answer)
  return answer
}

/** Rounded up: at the minute named, it is over. */
const minuteAfter = (until: Date) => minuteOf(later(until, 59_999))
const lockedText = (until: Date) =>
  `连续 ${accountLock.failures} 次登录失败，为保护账号，${minuteAfter(until)} 之前不能再登录。如不是您本人操作，请告诉本单位系统管理员。`
const blockedText = (until: Date) =>
  `来自您所在网络地址的登录失败过多，${minuteAfter(until)} 之前不能再从这里登录。如有疑问，请联系本单位系统管理员。`

/** The password was right: the attempt is taken back. */
async function forgive(house: People, account: string, tries: Tries, at: Date): Promise<void> {
  await house.db.transaction().execute(async trx => {
    const guard = await lockGuard(trx, accountKey(account), at)
    if (guard) await saveGuard(trx, accountKey(account), giveBack(guard, tries.lock))
  })
}

/** Charges a failure to the address; the instant until which it is locked by it, if it is. */
async function chargeAddress(trx: Trx, address: string, at: Date): Promise<number | null> {
  const reserved = reserve(await lockGuard(trx, addressKey(address), at), at.getTime(), addressLock)
  if (!reserved.allowed) return null
  await saveGuard(trx, addressKey(address), reserved.next)
  return reserved.lockedUntil
}

type Failure = {
  readonly form: SignInForm
  readonly origin: Origin
  readonly tries: Tries
  readonly root: number | null
  readonly staff: StaffRecord | null
  readonly why: string
  readonly at: Date
}

/**
 * Writes the failure into the history, for an unknown account into that of the topmost body, so that both take the same
 * steps. Of a name that belongs to nobody only the beginning is kept: people type passwords into the wrong field.
 */
async function refuseSignIn(house: People, f: Failure): Promise<never> {
  const bodyId = f.staff?.body_id ?? f.root
  const data = {
    account: f.staff ? f.form.account : `${f.form.account.slice(0, 2)}***`,
    why: f.why,
    ...f.origin,
  }
  const event = (verb: string, more: JsonMembers = {}): PeopleEvent => ({
    kind: 'session',
    subject: f.staff?.id ?? 0,
    verb,
    data: { ...data, ...more },
  })
  const lock = f.tries.lock === null ? null : instant(f.tries.lock)
  await house.db.transaction().execute(async trx => {
    const blocked = await chargeAddress(trx, f.origin.address, f.at)
    if (bodyId === null) return
    const events = [event('failSignIn')]
    if (lock) events.push(event('lock', { until: minuteOf(lock) }))
    if (blocked !== null) events.push(event('block', { until: minuteOf(instant(blocked)) }))
    await record(trx, bodyId, f.at, 'stranger', events)
  })
  if (lock) throw new Refused('too-many', lockedText(lock))
  const left = f.tries.left <= 2 ? `再错 ${f.tries.left} 次，账号将被锁定。` : ''
  if (f.why === 'code')
    throw new Refused('invalid', [
      { field: 'code', text: `动态口令不正确或已使用过，请等下一个再试。${left}` },
    ])
  throw new Refused('signed-out', `账号或口令不正确。${left}`)
}

async function open(
  house: People,
  staff: StaffRecord,
  how: {
    readonly form: SignInForm
    readonly origin: Origin
    readonly at: Date
    readonly replaces?: string | undefined
    readonly policy?: SignInPolicy
  },
): Promise<{ token: string; id: string }> {
  const policy = how.policy ?? signInPolicy
  const secret = token()
  const id = sessionId(secret)
  const { at, origin } = how
  await house.db.transaction().execute(async trx => {
    await deleteGuard(trx, accountKey(how.form.account))
    const before = how.replaces ? await openSession(trx, sessionId(how.replaces)) : null
    if (before) await endSessions(trx, { staffId: before.staff_id, only: before.id }, 'replaced', at)
    if (policy.single) await endSessions(trx, { staffId: staff.id }, 'replaced', at)
    await insertSession(trx, {
      id,
      staffId: staff.id,
      csrf: token(),
      at,
      idleMinutes: policy.idleMinutes,
      endsAt: later(at, policy.longestHours * 3_600_000),
      address: origin.address,
      agent: origin.agent,
    })
    const actor = await loadActor(trx, staff.id, dayOf(at))
    await record(trx, staff.body_id, at, actor ?? 'stranger', [
      { kind: 'session', subject: staff.id, verb: 'signIn', data: { session: shortId(id), ...origin } },
    ])
  })
  return { token: secret, id }
}
