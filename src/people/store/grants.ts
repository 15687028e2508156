import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { businessRoles, type AdministratorRole, type Role } from '../model.ts'
import type { HeldRole } from '#kit/actor.ts'

/** Roles in force for a person on a day: his own, and those of colleagues on leave whose delegate he is. */
export async function rolesInForce(db: Query, staffId: number, today: string): Promise<HeldRole[]> {
  const rows = await db
    .selectFrom('role_grant as g')
    .select([
      'g.role',
      'g.body_id',
      'g.department_id',
      sql<number | null>`null::integer`.as('on_behalf_of'),
      sql<string | null>`null::text`.as('on_behalf_name'),
      'g.id',
    ])
    .where('g.staff_id', '=', staffId)
    .where('g.activated_at', 'is not', null)
    .where('g.revoked_at', 'is', null)
    .unionAll(
      db
        .selectFrom('delegation as d')
        .innerJoin('staff as p', 'p.id', 'd.from_staff')
        .innerJoin('role_grant as g', 'g.staff_id', 'd.from_staff')
        .select([
          'g.role',
          'g.body_id',
          'g.department_id',
          sql<number | null>`p.id`.as('on_behalf_of'),
          sql<string | null>`p.name`.as('on_behalf_name'),
          'g.id',
        ])
        .where('d.to_staff', '=', staffId)
        .where('d.ended_at', 'is', null)
        .where('d.from_on', '<=', today)
        .where('d.until_on', '>=', today)
        .where('p.active', '=', true)
        .where('g.activated_at', 'is not', null)
        .where('g.revoked_at', 'is', null)
        .where('g.role', 'in', businessRoles),
    )
    .execute()
  return rows
    .sort((a, b) => (a.on_behalf_of ?? 0) - (b.on_behalf_of ?? 0) || a.id - b.id)
    .map(r => ({
      role: r.role,
      bodyId: r.body_id,
      departmentId: r.department_id,
      onBehalfOf: r.on_behalf_of,
      onBehalfName: r.on_behalf_name,
    }))
}

/** Everything a person holds or is about to hold. */
export async function heldBy(db: Query, staffId: number, except?: number) {
  let query = db
    .selectFrom('role_grant')
    .select(['role', 'body_id', 'department_id', 'activated_at'])
    .where('staff_id', '=', staffId)
    .where('revoked_at', 'is', null)
  if (except !== undefined) query = query.where('id', '!=', except)
  return (await query.orderBy('id').execute()).map(r => ({
    role: r.role,
    bodyId: r.body_id,
    departmentId: r.department_id,
    state: r.activated_at ? ('active' as const) : ('pending' as const),
  }))
}

export type NewGrant = {
  readonly staffId: number
  readonly role: Role
  readonly bodyId: number
  readonly departmentId: number | null
  /** Null: appointed when the system was set up, in force at once. */
  readonly grantedBy: number | null
  readonly at: Date
}

export async function insertGrant(trx: Trx, g: NewGrant): Promise<number> {
  const row = await trx
    .insertInto('role_grant')
    .values({
      staff_id: g.staffId,
      role: g.role,
      body_id: g.bodyId,
      department_id: g.departmentId,
      granted_by: g.grantedBy,
      granted_at: g.at,
      activated_at: g.grantedBy === null ? g.at : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function grantById(db: Query, id: number) {
  return (await db.selectFrom('role_grant').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function setActivated(trx: Trx, id: number, by: number, at: Date): Promise<void> {
  await trx
    .updateTable('role_grant')
    .set({ activated_by: by, activated_at: at })
    .where('id', '=', id)
    .execute()
}

export async function setRevoked(trx: Trx, id: number, by: number, at: Date): Promise<void> {
  await trx.updateTable('role_grant').set({ revoked_by: by, revoked_at: at }).where('id', '=', id).execute()
}

/**
 * One at a time: whoever is about to take an administrator away counts the others only after this, or two at once
 * could each leave the other's one as the last.
 */
export async function lockAdministrators(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('zhaoming administrators'))`.execute(trx)
}

/** How many others, with a working account, hold this role in force in any of these bodies. */
export async function othersHolding(
  db: Query,
  role: string,
  bodies: readonly number[],
  except: number,
): Promise<number> {
  const row = await db
    .selectFrom('role_grant as g')
    .innerJoin('staff as p', 'p.id', 'g.staff_id')
    .select(sql<number>`count(distinct g.staff_id)`.as('n'))
    .where('g.role', '=', role)
    .where('g.body_id', 'in', bodies)
    .where('g.staff_id', '!=', except)
    .where('g.activated_at', 'is not', null)
    .where('g.revoked_at', 'is', null)
    .where('p.active', '=', true)
    .executeTakeFirstOrThrow()
  return row.n
}

/** Active administrators of one kind over these bodies: who is to be told of something. */
export async function administratorsOver(
  db: Query,
  role: AdministratorRole,
  bodies: readonly number[],
): Promise<number[]> {
  const rows = await db
    .selectFrom('role_grant as g')
    .innerJoin('staff as p', 'p.id', 'g.staff_id')
    .select('g.staff_id')
    .distinct()
    .where('g.role', '=', role)
    .where('g.body_id', 'in', bodies)
    .where('g.activated_at', 'is not', null)
    .where('g.revoked_at', 'is', null)
    .where('p.active', '=', true)
    .execute()
  return rows.map(r => r.staff_id)
}

/** Grants held in one body with everybody's names, the newest first. Grants taken back only when asked for. */
export async function grantsOfBody(db: Query, bodyId: number, withRevoked: boolean, only?: number) {
  let query = db
    .selectFrom('role_grant as g')
    .innerJoin('staff as p', 'p.id', 'g.staff_id')
    .innerJoin('body as b', 'b.id', 'g.body_id')
    .leftJoin('department as d', 'd.id', 'g.department_id')
    .leftJoin('staff as g1', 'g1.id', 'g.granted_by')
    .leftJoin('staff as g2', 'g2.id', 'g.activated_by')
    .leftJoin('staff as g3', 'g3.id', 'g.revoked_by')
    .select([
      'g.id',
      'g.staff_id',
      'p.name as staff_name',
      'p.account',
      'g.role',
      'g.body_id',
      'b.name as body_name',
      'g.department_id',
      'd.name as department_name',
      'g.granted_by',
      'g1.name as granted_name',
      'g.granted_at',
      'g2.name as activated_name',
      'g.activated_at',
      'g3.name as revoked_name',
      'g.revoked_at',
    ])
    .where('g.body_id', '=', bodyId)
  if (!withRevoked) query = query.where('g.revoked_at', 'is', null)
  if (only !== undefined) query = query.where('g.id', '=', only)
  return query.orderBy('g.id', 'desc').limit(2000).execute()
}

/** Roles of everybody at home in a body, wherever they hold them. */
export async function heldInBody(db: Query, bodyId: number) {
  return db
    .selectFrom('role_grant as g')
    .innerJoin('staff as p', 'p.id', 'g.staff_id')
    .select(['g.staff_id', 'g.role', 'g.activated_at'])
    .where('p.body_id', '=', bodyId)
    .where('g.revoked_at', 'is', null)
    .orderBy('g.id')
    .execute()
}
