import type { Query, Trx } from '#kit/db.ts'

const named = (db: Query) =>
  db
    .selectFrom('delegation as d')
    .innerJoin('staff as f', 'f.id', 'd.from_staff')
    .innerJoin('staff as t', 't.id', 'd.to_staff')
    .select([
      'd.id',
      'd.from_staff',
      'f.name as from_name',
      'd.to_staff',
      't.name as to_name',
      'd.from_on',
      'd.until_on',
      'd.reason',
      'd.ended_at',
    ])

/** Given and received, the newest first. */
export async function delegationsOf(db: Query, staffId: number) {
  return named(db)
    .where(eb => eb.or([eb('d.from_staff', '=', staffId), eb('d.to_staff', '=', staffId)]))
    .orderBy('d.id', 'desc')
    .limit(200)
    .execute()
}

export async function delegationById(db: Query, id: number) {
  return (await named(db).where('d.id', '=', id).executeTakeFirst()) ?? null
}

/** Delegations in force on `today` or still to come. */
export async function openDelegations(db: Query, staffId: number, today: string) {
  return db
    .selectFrom('delegation')
    .select(['id', 'from_staff', 'to_staff', 'from_on as fromOn', 'until_on as untilOn'])
    .where(eb => eb.or([eb('from_staff', '=', staffId), eb('to_staff', '=', staffId)]))
    .where('ended_at', 'is', null)
    .where('until_on', '>=', today)
    .orderBy('id')
    .execute()
}

export async function insertDelegation(
  trx: Trx,
  d: { fromStaff: number; toStaff: number; fromOn: string; untilOn: string; reason: string; at: Date },
): Promise<number> {
  const row = await trx
    .insertInto('delegation')
    .values({
      from_staff: d.fromStaff,
      to_staff: d.toStaff,
      from_on: d.fromOn,
      until_on: d.untilOn,
      reason: d.reason,
      created_at: d.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** False: it had been ended already. */
export async function setDelegationEnded(trx: Trx, id: number, at: Date): Promise<boolean> {
  const result = await trx
    .updateTable('delegation')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Unread first, then the newest. */
export async function noticesOf(db: Query, staffId: number) {
  return db
    .selectFrom('notice')
    .select(['id', 'text', 'subject_kind', 'subject_id', 'created_at', 'read_at'])
    .where('staff_id', '=', staffId)
    .orderBy('read_at', o => o.desc().nullsFirst())
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

export async function unreadNotices(db: Query, staffId: number): Promise<number> {
  const row = await db
    .selectFrom('notice')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('staff_id', '=', staffId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.n
}

/** False: not his, or not there. Reading it twice is no fault. */
export async function setNoticeRead(db: Query, staffId: number, id: number, at: Date): Promise<boolean> {
  const mine = await db
    .updateTable('notice')
    .set(eb => ({ read_at: eb.fn.coalesce('read_at', eb.val(at)) }))
    .where('id', '=', id)
    .where('staff_id', '=', staffId)
    .executeTakeFirst()
  return mine.numUpdatedRows === 1n
}
