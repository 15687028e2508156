import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { Frequency, Wish } from '../model.ts'

/** What the public side may do, with the rights of the portal role: the functions of schema intake. */

export async function requestSubscription(
  db: Query,
  given: Wish & { sealed: Buffer; frequency: Frequency },
): Promise<void> {
  await sql`select intake.subscribe(${given.sealed}, ${given.frequency}, ${given.bodyId}::integer, ${given.columnId}::text,
    ${given.keyword}::text, ${given.item}::text, ${given.query}::text)`.execute(db)
}

export type Known = Wish & { readonly state: string; readonly frequency: Frequency }

export async function subscriptionOf(db: Query, tokenHash: Buffer): Promise<Known | null> {
  const { rows } = await sql<{
    state: string
    frequency: Frequency
    body_id: number | null
    column_id: string | null
    keyword: string | null
    item: string | null
    query: string | null
  }>`select * from intake.subscription_of(${tokenHash})`.execute(db)
  const r = rows[0]
  return r
    ? {
        state: r.state,
        frequency: r.frequency,
        bodyId: r.body_id,
        columnId: r.column_id,
        keyword: r.keyword,
        item: r.item,
        query: r.query,
      }
    : null
}

export async function confirmSubscription(db: Query, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql<{
    done: boolean
  }>`select intake.confirm_subscription(${tokenHash}) as done`.execute(db)
  return rows[0]!.done
}

export async function endSubscription(db: Query, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select intake.end_subscription(${tokenHash}) as done`.execute(
    db,
  )
  return rows[0]!.done
}
