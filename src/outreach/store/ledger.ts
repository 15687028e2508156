import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { moverOf } from '#kit/subjectTable.ts'
import type { Count, LetterState } from '../ledger/model.ts'
import type { Frequency, LetterKind } from '../model.ts'

/** The account of subscriptions, for the changes of some bodies. */

const counts = sql.raw(`count(*)::integer as due, (count(*) filter (where d.state = 'sent'))::integer as sent,
  (count(*) filter (where d.state = 'failed'))::integer as failed,
  (count(*) filter (where d.state = 'suppressed'))::integer as suppressed,
  (count(*) filter (where d.state = 'waiting'))::integer as waiting`)

const owedFor = (bodyIds: readonly number[]) => sql`office.subscription_due d
  join office.subscription_matched m using (change_number)
  join record.publication p on p.id = d.publication_id and p.body_id = any(${[...bodyIds]}::integer[])`

export async function ledgerSums(db: Query, bodyIds: readonly number[]): Promise<Count> {
  const { rows } = await sql<Count>`select ${counts} from ${owedFor(bodyIds)}`.execute(db)
  return rows[0]!
}

/** The last days on which something was owed, each by how often people wanted to hear, newest first. */
export async function ledgerDays(
  db: Query,
  bodyIds: readonly number[],
  since: Date,
): Promise<(Count & { day: string; frequency: Frequency })[]> {
  const { rows } = await sql<Count & { day: string; frequency: Frequency }>`
    select (m.matched_at at time zone 'Asia/Shanghai')::date::text as day, s.frequency, ${counts}
    from ${owedFor(bodyIds)} join office.subscription s on s.id = d.subscription_id
    where m.matched_at >= ${since}
    group by 1, 2 order by 1 desc, array_position(array['at-once', 'daily', 'weekly'], s.frequency)`.execute(
    db,
  )
  return rows
}

/** How many changes of these bodies have rows that do not add up to what was counted when they were matched. */
export async function ledgerUnbalanced(db: Query, bodyIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from office.subscription_reconciliation r
    join record.change x on x.number = r.change_number
    join record.publication p on p.id = x.publication_id
    where p.body_id = any(${[...bodyIds]}::integer[]) and r.due <> r.sent + r.failed + r.suppressed + r.waiting`.execute(
    db,
  )
  return rows[0]!.n
}

/** Whether e-mail can be sent, and how many subscriptions stand that ask for these bodies or for all. */
export async function ledgerService(
  db: Query,
  bodyIds: readonly number[],
): Promise<{ isOpen: boolean; active: number }> {
  const { rows } = await sql<{ isOpen: boolean; active: number }>`
    select coalesce((select is_open from record.service where name = 'subscription'), false) as "isOpen",
      (count(*) filter (where state = 'active' and (body_id is null or body_id = any(${[...bodyIds]}::integer[]))))::integer as active
    from office.subscription`.execute(db)
  return rows[0]!
}

export type FaultyLetter = {
  readonly id: number
  readonly version: number
  readonly kind: LetterKind
  readonly state: 'waiting' | 'failed'
  readonly sealed: Buffer | null
  readonly attempts: number
  readonly fault: string
  readonly madeAt: Date
  readonly nextTryAt: Date
  readonly bodyId: number
}

/**
 * The body that a letter belongs to: that of the first change in it; of a confirmation, which has none, the body that was asked for,
 * or the topmost one.
 */
const bodyOfLetter = sql`coalesce(
  (select p.body_id from office.subscription_due d join record.publication p on p.id = d.publication_id
    where d.letter_id = l.id order by d.change_number limit 1),
  s.body_id,
  (select b.id from office.body b where b.parent_id is null order by b.id limit 1))`

/** Letters that did not go out, newest first. */
export async function faultyLetters(
  db: Query,
  bodyIds: readonly number[],
  limit: number,
): Promise<FaultyLetter[]> {
  const { rows } = await sql<FaultyLetter>`
    select * from (
      select l.id, l.version, l.kind, l.state, s.sealed, l.attempts, l.fault, l.made_at as "madeAt",
        l.next_try_at as "nextTryAt", ${bodyOfLetter} as "bodyId"
      from office.subscription_letter l join office.subscription s on s.id = l.subscription_id
      where l.fault is not null and l.state in ('waiting', 'failed')) f
    where f."bodyId" = any(${[...bodyIds]}::integer[]) order by f.id desc limit ${limit}`.execute(db)
  return rows
}

export type LetterSubject = {
  readonly id: number
  readonly state: LetterState
  readonly version: number
  readonly bodyId: number
  /** The subscription still stands (or still waits for its confirmation). */
  readonly isWanted: boolean
}

export async function lockLetter(trx: Trx, id: number): Promise<LetterSubject | null> {
  const { rows } = await sql<LetterSubject>`
    select l.id, l.state, l.version, ${bodyOfLetter} as "bodyId", (s.state <> 'ended') as "isWanted"
    from office.subscription_letter l join office.subscription s on s.id = l.subscription_id
    where l.id = ${id} for update of l`.execute(trx)
  return rows[0] ?? null
}

/** A letter that failed waits again, and what it owed is owed once more. */
export async function reopenLetter(trx: Trx, id: number, at: Date): Promise<number> {
  await trx
    .updateTable('subscription_letter')
    .set({ attempts: 0, next_try_at: at, lease_until: null })
    .where('id', '=', id)
    .execute()
  const { numUpdatedRows } = await trx
    .updateTable('subscription_due')
    .set({ state: 'waiting', why: null, settled_at: null })
    .where('letter_id', '=', id)
    .where('state', '=', 'failed')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export const moveLetter = moverOf('subscription_letter')
