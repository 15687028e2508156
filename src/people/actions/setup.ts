import { Refused } from '#kit/errors.ts'
import type { House } from '../../house.ts'
import { appoint, createBody, createStaff, type BodyInput } from '../bodies.ts'
import { notify } from '../directory.ts'
import { record } from '../history.ts'
import { isAdministratorRole, roleLabels, type AdministratorRole } from '../model.ts'
import { hashPassword, randomPassword } from '../passwords.ts'
import { lineOf } from '../bodies.ts'
import { rootBody } from '../store/bodies.ts'
import { administratorsOver, heldBy } from '../store/grants.ts'
import { lockStaff, staffByAccount } from '../store/staff.ts'
import { giveNewPassword } from './account.ts'

export type FirstAccount = {
  readonly account: string
  readonly name: string
  readonly role: AdministratorRole
  readonly label: string
  /** Shown once by the caller, kept nowhere. */
  readonly password: string
}

/** Two security administrators: one grants, the other activates; with one alone nobody could ever be given a role. */
const firstOnes: readonly { account: string; name: string; role: AdministratorRole }[] = [
  { account: 'systemadmin', name: '系统管理员', role: 'systemAdmin' },
  { account: 'securityadmin1', name: '安全保密管理员甲', role: 'securityAdmin' },
  { account: 'securityadmin2', name: '安全保密管理员乙', role: 'securityAdmin' },
  { account: 'auditadmin', name: '审计管理员', role: 'auditAdmin' },
]

/**
 * First run without demonstration: the topmost body and its administrators, each with a random password that must be
 * changed at the first sign-in. Refused when the house has been set up before; there are no default passwords.
 */
export async function createFirstAdministrators(
  house: Pick<House, 'db' | 'now'>,
  body: Omit<BodyInput, 'parentId'>,
): Promise<FirstAccount[]> {
  const at = house.now()
  const made = await Promise.all(
    firstOnes.map(async one => {
      const password = randomPassword()
      return { ...one, label: roleLabels[one.role], password, hash: await hashPassword(password) }
    }),
  )
  await house.db.transaction().execute(async trx => {
    if ((await rootBody(trx)) !== null)
      throw new Refused(
        'not-now',
        '本系统已经完成初始化，不能再次建立初始管理员。如忘记口令，请用 zhaoming setup --reset 账号 重置。',
      )
    const bodyId = await createBody(trx, { ...body, parentId: null }, 'system', at)
    for (const one of made) {
      const staffId = await createStaff(
        trx,
        {
          bodyId,
          departmentId: null,
          account: one.account,
          name: one.name,
          title: null,
          passwordHash: one.hash,
          mustChange: true,
        },
        'system',
        at,
      )
      await appoint(trx, { staffId, role: one.role, bodyId }, at)
    }
  })
  return made.map(({ account, name, role, label, password }) => ({ account, name, role, label, password }))
}

/**
 * The sealed emergency door, for somebody with access to the server itself: a new random password for an administrator
 * whose colleagues may not reset it. Written into the history and told to the other administrators.
 */
export async function resetAdministrator(house: Pick<House, 'db' | 'now'>, account: string): Promise<string> {
  const at = house.now()
  const password = randomPassword()
  const hash = await hashPassword(password)
  await house.db.transaction().execute(async trx => {
    const found = await staffByAccount(trx, account)
    const [staff] = found ? await lockStaff(trx, [found.id]) : []
    const administers = staff ? (await heldBy(trx, staff.id)).some(h => isAdministratorRole(h.role)) : false
    if (!staff || !administers)
      throw new Refused('not-found', `没有账号为“${account}”的管理员。普通账号的口令由系统管理员在后台重置。`)
    await giveNewPassword(trx, staff, hash, at)
    await record(trx, staff.body_id, at, 'system', [
      {
        kind: 'staff',
        subject: staff.id,
        verb: 'resetPassword',
        reason: '在服务器上以命令重置',
        data: { account, name: staff.name },
      },
    ])
    const line = (await lineOf(trx, staff.body_id))!
    const others = [
      ...(await administratorsOver(trx, 'securityAdmin', line)),
      ...(await administratorsOver(trx, 'auditAdmin', line)),
    ]
    await notify(
      trx,
      others.filter(o => o !== staff.id),
      {
        kind: 'staff',
        subject: staff.id,
        text: `管理员账号 ${account}（${staff.name}）的口令已在服务器上重置。`,
        at,
      },
    )
  })
  return password
}
