import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'

/** A staff row without its secrets. */
const plain = [
  'id',
  'body_id',
  'department_id',
  'account',
  'name',
  'title',
  'active',
  'must_change',
  'password_set_at',
  'totp_on',
] as const

export async function staffById(db: Query, id: number) {
  return (await db.selectFrom('staff').select(plain).where('id', '=', id).executeTakeFirst()) ?? null
}

/** The row with its secrets, locked until the commit. Two who change each other take the locks in one order: by id. */
export async function lockStaff(trx: Trx, ids: readonly number[]) {
  return trx
    .selectFrom('staff')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .forUpdate()
    .execute()
}
export type StaffRecord = Awaited<ReturnType<typeof lockStaff>>[number]

/** What sign-in needs to know about what was typed. */
export async function staffByAccount(db: Query, account: string) {
  const row = await db.selectFrom('staff').selectAll().where('account', '=', account).executeTakeFirst()
  return row ?? null
}

export type NewStaff = {
  readonly bodyId: number
  readonly departmentId: number | null
  readonly account: string
  readonly name: string
  readonly title: string | null
  readonly passwordHash: string
  readonly mustChange: boolean
  readonly at: Date
}

/** The new id; null when the account name is taken. */
export async function insertStaff(trx: Trx, s: NewStaff): Promise<number | null> {
  const row = await trx
    .insertInto('staff')
    .values({
      body_id: s.bodyId,
      department_id: s.departmentId,
      account: s.account,
      name: s.name,
      title: s.title,
      password_hash: s.passwordHash,
      password_set_at: s.at,
      must_change: s.mustChange,
      created_at: s.at,
    })
    .onConflict(c => c.column('account').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function setActive(trx: Trx, id: number, active: boolean): Promise<void> {
  await trx.updateTable('staff').set({ active }).where('id', '=', id).execute()
}

/** The old hash joins the remembered ones; no more than `remembered` hashes are kept, the new one among them. */
export async function setPassword(
  trx: Trx,
  staff: {
    readonly id: number
    readonly password_hash: string
    readonly password_history: readonly string[]
  },
  hash: string,
  options: { readonly mustChange: boolean; readonly remembered: number; readonly at: Date },
): Promise<void> {
  await trx
    .updateTable('staff')
    .set({
      password_hash: hash,
      password_history: [staff.password_hash, ...staff.password_history].slice(0, options.remembered - 1),
      password_set_at: options.at,
      must_change: options.mustChange,
    })
    .where('id', '=', staff.id)
    .execute()
}

export async function setTotp(
  trx: Trx,
  id: number,
  totp: { readonly secret: Buffer | null; readonly on: boolean; readonly step: number | null },
): Promise<void> {
  await trx
    .updateTable('staff')
    .set({ totp_secret: totp.secret, totp_on: totp.on, totp_used_step: totp.step })
    .where('id', '=', id)
    .execute()
}

/** Uses up a step of the one-time code; false when this or a later one has been used (a code works once). */
export async function useTotpStep(trx: Trx, id: number, step: number): Promise<boolean> {
  const result = await trx
    .updateTable('staff')
    .set({ totp_used_step: step })
    .where('id', '=', id)
    .where(eb => eb.or([eb('totp_used_step', 'is', null), eb('totp_used_step', '<', step)]))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function colleaguesOf(db: Query, bodyId: number, except: number) {
  return (
    db
      .selectFrom('staff as p')
      .leftJoin('department as d', 'd.id', 'p.department_id')
      .select(['p.id', 'p.name', 'p.title', 'd.name as department'])
      .where('p.body_id', '=', bodyId)
      .where('p.active', '=', true)
      .where('p.id', '!=', except)
      // Administrators hold nothing for anybody, so they are not offered.
      .where(eb =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('role_grant as g')
              .select('g.id')
              .whereRef('g.staff_id', '=', 'p.id')
              .where('g.revoked_at', 'is', null)
              .where('g.role', 'in', ['systemAdmin', 'securityAdmin', 'auditAdmin']),
          ),
        ),
      )
      .orderBy('d.sort')
      .orderBy('p.id')
      .execute()
  )
}

/** Staff of one body with their department and last use, for the list of the administrators. */
export async function staffOfBody(db: Query, bodyId: number, only?: number) {
  let query = db
    .selectFrom('staff as p')
    .leftJoin('department as d', 'd.id', 'p.department_id')
    .select([
      'p.id',
      'p.account',
      'p.name',
      'p.title',
      'p.body_id',
      'p.department_id',
      'd.name as department',
      'p.active',
      'p.must_change',
      'p.password_set_at',
      'p.totp_on',
      sql<Date | null>`(select max(s.seen_at) from office.session s where s.staff_id = p.id)`.as('last_seen'),
    ])
    .where('p.body_id', '=', bodyId)
  if (only !== undefined) query = query.where('p.id', '=', only)
  return query.orderBy('p.id').execute()
}
