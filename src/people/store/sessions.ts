import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { instant, later } from '#kit/now.ts'
import type { Guard } from '../rules/lock.ts'

export type NewSession = {
  readonly id: string
  readonly staffId: number
  readonly csrf: string
  readonly at: Date
  readonly idleMinutes: number
  readonly endsAt: Date
  readonly address: string
  readonly agent: string
}

export type EndedWhy =
  'sign-out' | 'replaced' | 'revoked' | 'idle' | 'expired' | 'password' | 'disabled' | 'totp'

export async function insertSession(trx: Trx, s: NewSession): Promise<void> {
  await trx
    .insertInto('session')
    .values({
      id: s.id,
      staff_id: s.staffId,
      csrf: s.csrf,
      created_at: s.at,
      seen_at: s.at,
      idle_minutes: s.idleMinutes,
      ends_at: s.endsAt,
      address: s.address,
      agent: s.agent,
    })
    .execute()
}

/** A session and whose it is; null for an id nobody was given, or one that has ended. */
export async function openSession(db: Query, id: string) {
  const row = await db
    .selectFrom('session as s')
    .innerJoin('staff as p', 'p.id', 's.staff_id')
    .select([
      's.id',
      's.staff_id',
      's.csrf',
      's.seen_at',
      's.idle_minutes',
      's.ends_at',
      'p.name',
      'p.body_id',
      'p.department_id',
      'p.active',
      'p.must_change',
      'p.password_set_at',
    ])
    .where('s.id', '=', id)
    .where('s.ended_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}
export type OpenSession = NonNullable<Awaited<ReturnType<typeof openSession>>>

/** Written at most twice a minute: a screen that loads ten things at once needs one row version, not ten. */
export async function touchSession(db: Query, id: string, at: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ seen_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('seen_at', '<', later(at, -30_000))
    .execute()
}

/** Ends the sessions that are still open among these and says which ones it ended. */
export async function endSessions(
  db: Query,
  which: { readonly staffId: number; readonly only?: string; readonly except?: string },
  why: EndedWhy,
  at: Date,
): Promise<string[]> {
  let query = db
    .updateTable('session')
    .set({ ended_at: at, ended_why: why })
    .where('staff_id', '=', which.staffId)
    .where('ended_at', 'is', null)
  if (which.only !== undefined) query = query.where('id', '=', which.only)
  if (which.except !== undefined) query = query.where('id', '!=', which.except)
  return (await query.returning('id').execute()).map(r => r.id)
}

/** Open and unexpired sessions of one person, the newest use first. */
export async function sessionsOf(db: Query, staffId: number, at: Date) {
  return db
    .selectFrom('session')
    .select(['id', 'created_at', 'seen_at', 'address', 'agent'])
    .where('staff_id', '=', staffId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', at)
    .where(sql<boolean>`seen_at + make_interval(mins => idle_minutes) > ${at}`)
    .orderBy('seen_at', 'desc')
    .execute()
}

/** Forgets what is no longer needed: sessions half a year after their end (网络安全法: 日志留存不少于六个月), old failure counts. */
export async function sweepSessions(db: Query, at: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: at, ended_why: 'expired' })
    .where('ended_at', 'is', null)
    .where('ends_at', '<', at)
    .execute()
  await db
    .deleteFrom('session')
    .where('ended_at', '<', later(at, -200 * 86_400_000))
    .execute()
  await db
    .deleteFrom('sign_in_guard')
    .where('failed_at', '<', later(at, -2 * 86_400_000))
    .where(eb => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<', at)]))
    .execute()
}

/** The failure count under a key, locked for the caller's transaction. The row exists afterwards. */
export async function lockGuard(trx: Trx, key: string, at: Date): Promise<Guard | null> {
  const made = await trx
    .insertInto('sign_in_guard')
    .values({ key, failures: 0, failed_at: at })
    .onConflict(c => c.column('key').doNothing())
    .executeTakeFirst()
  const row = await trx
    .selectFrom('sign_in_guard')
    .selectAll()
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (made.numInsertedOrUpdatedRows === 1n) return null
  return {
    failures: row.failures,
    lockouts: row.lockouts,
    failedAt: row.failed_at.getTime(),
    lockedUntil: row.locked_until?.getTime() ?? null,
  }
}

export async function saveGuard(trx: Trx, key: string, guard: Guard): Promise<void> {
  await trx
    .updateTable('sign_in_guard')
    .set({
      failures: guard.failures,
      lockouts: guard.lockouts,
      failed_at: instant(guard.failedAt),
      locked_until: guard.lockedUntil === null ? null : instant(guard.lockedUntil),
    })
    .where('key', '=', key)
    .execute()
}

export async function deleteGuard(db: Query, key: string): Promise<void> {
  await db.deleteFrom('sign_in_guard').where('key', '=', key).execute()
}

/** Of these keys, the ones locked at `at`, and until when. */
export async function lockedAmong(db: Query, keys: readonly string[], at: Date): Promise<Map<string, Date>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('sign_in_guard')
    .select(['key', 'locked_until'])
    .where('key', 'in', keys)
    .where('locked_until', '>', at)
    .execute()
  return new Map(rows.map(r => [r.key, r.locked_until!]))
}
