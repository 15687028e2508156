import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Ledger, LetterKind } from '../model.ts'

/** Letters on their way. */

export type LetterRow = {
  readonly id: number
  readonly subscription_id: number
  readonly kind: LetterKind
  readonly header: string
  readonly attempts: number
  readonly made_at: Date
}

export async function insertLetter(
  trx: Trx,
  letter: { subscriptionId: number; kind: LetterKind; header: string; at: Date },
): Promise<number> {
  const row = await trx
    .insertInto('subscription_letter')
    .values({
      subscription_id: letter.subscriptionId,
      kind: letter.kind,
      state: 'waiting',
      header: letter.header,
      next_try_at: letter.at,
      made_at: letter.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Takes the next letter that may be tried now, for so long; nobody else gets it meanwhile. */
export async function claimLetter(db: Query, now: Date, leaseUntil: Date): Promise<LetterRow | null> {
  const { rows } = await sql<LetterRow>`
    update office.subscription_letter set state = 'sending', attempts = attempts + 1, lease_until = ${leaseUntil}
    where id = (select id from office.subscription_letter where state = 'waiting' and next_try_at <= ${now}
      order by next_try_at, id limit 1 for update skip locked)
    returning id, subscription_id, kind, header, attempts, made_at`.execute(db)
  return rows[0] ?? null
}

/** Just before the first byte leaves. False: the letter is no longer ours. */
export async function markHanding(db: Query, id: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('subscription_letter')
    .set({ state: 'handing' })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends a letter; false where somebody ended it before. */
export async function finishLetter(
  trx: Trx,
  id: number,
  state: 'sent' | 'failed' | 'suppressed',
  at: Date,
  fault: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('subscription_letter')
    .set({ state, fault, lease_until: null, ...(state === 'sent' ? { sent_at: at } : {}) })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'sending', 'handing'])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function tryLater(db: Query, id: number, at: Date, fault: string): Promise<void> {
  await db
    .updateTable('subscription_letter')
    .set({ state: 'waiting', next_try_at: at, lease_until: null, fault })
    .where('id', '=', id)
    .where('state', 'in', ['sending', 'handing'])
    .execute()
}

/** Letters whose worker died: not handed over yet, or perhaps handed over. */
export async function abandoned(db: Query, now: Date) {
  return db
    .selectFrom('subscription_letter')
    .select(['id', 'state'])
    .where('state', 'in', ['sending', 'handing'])
    .where('lease_until', '<', now)
    .orderBy('id')
    .limit(500)
    .execute()
}

/** The whole account: sums, what does not add up, the last days, the last faults. */
export async function ledgerNow(
  db: Query,
  days: number,
): Promise<
  Omit<Ledger, 'faults'> & {
    faults: {
      id: number
      at: Date
      kind: LetterKind
      sealed: Buffer | null
      attempts: number
      text: string
    }[]
  }
> {
  const { rows: sums } = await sql<{
    due: number
    sent: number
    failed: number
    suppressed: number
    waiting: number
    unbalanced: number
  }>`
    select coalesce(sum(due), 0)::integer as due, coalesce(sum(sent), 0)::integer as sent, coalesce(sum(failed), 0)::integer as failed,
      coalesce(sum(suppressed), 0)::integer as suppressed, coalesce(sum(waiting), 0)::integer as waiting,
      (count(*) filter (where due <> sent + failed + suppressed + waiting))::integer as unbalanced
    from office.subscription_reconciliation`.execute(db)
  const { rows: perDay } = await sql<Ledger['days'][number]>`
    select (matched_at at time zone 'Asia/Shanghai')::date::text as day, sum(due)::integer as due, sum(sent)::integer as sent,
      sum(failed)::integer as failed, sum(suppressed)::integer as suppressed, sum(waiting)::integer as waiting
    from office.subscription_reconciliation where due > 0 group by 1 order by 1 desc limit ${days}`.execute(
    db,
  )
  const { rows: states } = await sql<{ active: number; asked: number; open: boolean }>`
    select (count(*) filter (where state = 'active'))::integer as active,
      (count(*) filter (where state in ('requested', 'asked')))::integer as asked,
      coalesce((select is_open from record.service where name = 'subscription'), false) as open
    from office.subscription`.execute(db)
  const { rows: faults } = await sql<{
    id: number
    at: Date
    kind: LetterKind
    sealed: Buffer | null
    attempts: number
    text: string
  }>`
    select l.id, l.made_at as at, l.kind, s.sealed, l.attempts, l.fault as text
    from office.subscription_letter l join office.subscription s on s.id = l.subscription_id
    where l.fault is not null and l.state in ('waiting', 'failed') order by l.id desc limit 50`.execute(db)
  return { ...sums[0]!, ...states[0]!, days: perDay, faults }
}
