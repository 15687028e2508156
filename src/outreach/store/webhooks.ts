import { sql, type Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Webhook } from '#kit/schema.gen.ts'
import type { DeliveryState, Sums, WebhookForm, WebhookRow, WebhookState } from '../webhook/model.ts'
import { patience } from '../webhook/rules.ts'

/** Every line of SQL about webhooks and what they are owed. */

const made = (row: Selectable<Webhook>): WebhookRow => ({
  id: row.id,
  bodyId: row.body_id,
  state: row.state as WebhookState,
  version: row.version,
  name: row.name,
  contact: row.contact,
  url: row.url,
  below: row.below,
  secret: row.secret,
  formerSecret: row.former_secret,
  formerUntil: row.former_until,
  matchedTo: row.matched_to,
  failingSince: row.failing_since,
  registeredBy: row.registered_by,
  registeredAt: row.registered_at,
  changedAt: row.changed_at,
})

export async function insertWebhook(
  trx: Trx,
  w: WebhookForm & { bodyId: number; secret: Buffer; matchedTo: number; by: number; at: Date },
): Promise<number> {
  const row = await trx
    .insertInto('webhook')
    .values({
      body_id: w.bodyId,
      state: 'active',
      name: w.name,
      contact: w.contact,
      url: w.url,
      below: w.below,
      secret: w.secret,
      matched_to: w.matchedTo,
      registered_by: w.by,
      registered_at: w.at,
      changed_at: w.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function readWebhook(db: Query, id: number): Promise<WebhookRow | null> {
  const row = await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? made(row) : null
}

export async function lockWebhook(trx: Trx, id: number): Promise<WebhookRow | null> {
  const row = await trx.selectFrom('webhook').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? made(row) : null
}

export async function moveWebhook(trx: Trx, row: { id: number }, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('webhook')
    .set(eb => ({
      state: to,
      version: eb('version', '+', 1),
      changed_at: at,
      ...(to === 'removed' ? { secret: null, former_secret: null, former_until: null } : {}),
    }))
    .where('id', '=', row.id)
    .execute()
}

export async function changeWebhook(trx: Trx, id: number, form: WebhookForm): Promise<void> {
  const { name, contact, url, below } = form
  await trx.updateTable('webhook').set({ name, contact, url, below }).where('id', '=', id).execute()
}

export async function putSecret(trx: Trx, id: number, secret: Buffer, formerUntil: Date): Promise<void> {
  await trx
    .updateTable('webhook')
    .set(eb => ({ former_secret: eb.ref('secret'), former_until: formerUntil, secret }))
    .where('id', '=', id)
    .execute()
}

/** A secret whose time is over is not kept. */
export async function forgetFormerSecrets(db: Query, now: Date): Promise<void> {
  await db
    .updateTable('webhook')
    .set({ former_secret: null, former_until: null })
    .where('former_until', '<=', now)
    .execute()
}

export async function setFailing(trx: Trx, id: number, since: Date | null): Promise<void> {
  await trx.updateTable('webhook').set({ failing_since: since }).where('id', '=', id).execute()
}

/** Webhooks of some bodies, the removed ones last. */
export async function webhooksOf(db: Query, bodyIds: readonly number[]): Promise<WebhookRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .orderBy(sql`state = 'removed'`)
    .orderBy('id')
    .execute()
  return rows.map(made)
}

export async function activeWebhooks(db: Query): Promise<number[]> {
  const rows = await db
    .selectFrom('webhook')
    .select('id')
    .where('state', '=', 'active')
    .orderBy('id')
    .execute()
  return rows.map(r => r.id)
}

/** Whether a body's changes reach it: its own, and those of the bodies below where it wants them. */
const within = (w: Pick<WebhookRow, 'bodyId' | 'below'>) =>
  w.below
    ? sql`p.body_id in (select b.id from record.body b where b.id = ${w.bodyId} or ${w.bodyId} = any(b.ancestors))`
    : sql`p.body_id = ${w.bodyId}`

/** Puts in what the changes after `after` up to `upTo` owe to a webhook; answers how many. `replay` 0 is the first time. */
export async function oweChanges(
  trx: Trx,
  w: Pick<WebhookRow, 'id' | 'bodyId' | 'below'>,
  range: { readonly after: number; readonly upTo: number },
  replay: number,
  at: Date,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into office.webhook_delivery (webhook_id, change_number, replay, next_try_at, made_at)
    select ${w.id}, x.number, ${replay}, ${at}, ${at} from record.change x join record.publication p on p.id = x.publication_id
    where x.number > ${range.after} and x.number <= ${range.upTo} and ${within(w)} order by x.number
    on conflict do nothing`.execute(trx)
  const due = Number(numAffectedRows ?? 0n)
  if (due > 0)
    await sql`
      insert into office.webhook_owed (webhook_id, day, due) values (${w.id}, (${at}::timestamptz at time zone 'Asia/Shanghai')::date, ${due})
      on conflict (webhook_id, day) do update set due = webhook_owed.due + excluded.due`.execute(trx)
  return due
}

/** How many changes between two numbers reach a webhook. */
export async function countChanges(
  db: Query,
  w: Pick<WebhookRow, 'bodyId' | 'below'>,
  range: { readonly after: number; readonly upTo: number },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from record.change x join record.publication p on p.id = x.publication_id
    where x.number > ${range.after} and x.number <= ${range.upTo} and ${within(w)}`.execute(db)
  return rows[0]!.n
}

export async function lastReplay(db: Query, id: number): Promise<number> {
  const row = await db
    .selectFrom('webhook_delivery')
    .select(eb => eb.fn.max('replay').as('n'))
    .where('webhook_id', '=', id)
    .executeTakeFirst()
  return row?.n ?? 0
}

export async function moveMatched(trx: Trx, id: number, to: number): Promise<void> {
  await trx.updateTable('webhook').set({ matched_to: to }).where('id', '=', id).execute()
}

/** Webhooks to which something may be sent now. */
export async function webhooksDue(db: Query, now: Date): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct d.webhook_id as id from office.webhook_delivery d join office.webhook w on w.id = d.webhook_id
    where w.state = 'active' and ((d.state = 'waiting' and d.next_try_at <= ${now}) or (d.state = 'sending' and d.lease_until < ${now}))
    order by 1`.execute(db)
  return rows.map(r => r.id)
}

export type Claimed = {
  readonly id: number
  readonly number: number
  readonly replay: number
  readonly attempts: number
}

/**
 * Takes what is to be sent next, for so long; the webhook's row must be locked. In order: what has not been refused many times keeps
 * the later ones waiting. Null where nothing may be sent now, or somebody else is sending.
 */
export async function claimDelivery(
  trx: Trx,
  webhookId: number,
  now: Date,
  leaseUntil: Date,
): Promise<Claimed | null> {
  const { rows } = await sql<Claimed>`
    with open as (
      select * from office.webhook_delivery where webhook_id = ${webhookId} and state in ('waiting', 'sending')
    ), next as (
      select id from open
      where not exists (select from open where state = 'sending' and lease_until >= ${now})
        and (state = 'sending' or next_try_at <= ${now})
        and (attempts >= ${patience} or id = (select min(id) from open where attempts < ${patience}))
      order by id limit 1
    )
    update office.webhook_delivery d set state = 'sending', attempts = attempts + 1, lease_until = ${leaseUntil}
    from next where d.id = next.id
    returning d.id, d.change_number as number, d.replay, d.attempts`.execute(trx)
  return rows[0] ?? null
}

/** Settles a delivery that is being sent; false where it was settled before. */
export async function settleDelivery(
  trx: Trx,
  id: number,
  to: { state: 'delivered' | 'failed' | 'suppressed'; status: number | null; fault: string | null; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('webhook_delivery')
    .set({ state: to.state, status: to.status, fault: to.fault, settled_at: to.at, lease_until: null })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function deferDelivery(
  trx: Trx,
  id: number,
  to: { nextTryAt: Date; status: number | null; fault: string | null },
): Promise<void> {
  await trx
    .updateTable('webhook_delivery')
    .set({
      state: 'waiting',
      next_try_at: to.nextTryAt,
      status: to.status,
      fault: to.fault,
      lease_until: null,
    })
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

/** What is still owed to a webhook is not sent any more. */
export async function suppressOpen(trx: Trx, webhookId: number, why: string, at: Date): Promise<void> {
  await trx
    .updateTable('webhook_delivery')
    .set({ state: 'suppressed', fault: why, settled_at: at, lease_until: null })
    .where('webhook_id', '=', webhookId)
    .where('state', 'in', ['waiting', 'sending'])
    .execute()
}

/** What waits for its time is tried at once: somebody has mended the receiver. */
export async function tryNow(trx: Trx, webhookId: number, at: Date): Promise<void> {
  await trx
    .updateTable('webhook_delivery')
    .set({ next_try_at: at, attempts: 0 })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'waiting')
    .execute()
}

const sums =
  sql.raw(`coalesce(sum(due), 0)::integer as due, coalesce(sum(delivered), 0)::integer as delivered,
  coalesce(sum(failed), 0)::integer as failed, coalesce(sum(suppressed), 0)::integer as suppressed,
  coalesce(sum(waiting), 0)::integer as waiting`)

/** The account of some webhooks. */
export async function sumsOf(db: Query, ids: readonly number[]): Promise<Map<number, Sums>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Sums & { webhook_id: number }>`
    select webhook_id, ${sums} from office.webhook_reconciliation where webhook_id = any(${[...ids]}::bigint[]) group by 1`.execute(
    db,
  )
  return new Map(rows.map(({ webhook_id, ...rest }) => [webhook_id, rest]))
}

/** The last days of one webhook, newest first, and how many days do not add up (0 is right). */
export async function daysOf(
  db: Query,
  id: number,
  most: number,
): Promise<{ days: (Sums & { day: string })[]; unbalanced: number }> {
  const { rows } = await sql<Sums & { day: string }>`
    select day::text as day, due, delivered, failed, suppressed, waiting from office.webhook_reconciliation
    where webhook_id = ${id} order by day desc limit ${most}`.execute(db)
  const { rows: wrong } = await sql<{ n: number }>`
    select count(*)::integer as n from office.webhook_reconciliation
    where webhook_id = ${id} and due <> delivered + failed + suppressed + waiting`.execute(db)
  return { days: rows, unbalanced: wrong[0]!.n }
}

export type DeliveryRow = {
  readonly id: number
  readonly number: number
  readonly replay: number
  readonly state: DeliveryState
  readonly attempts: number
  readonly status: number | null
  readonly fault: string | null
  readonly madeAt: Date
  readonly settledAt: Date | null
  readonly nextTryAt: Date
}

/** Deliveries of one webhook, newest first. */
export async function deliveriesOf(
  db: Query,
  id: number,
  filter: { readonly state: DeliveryState | null },
  page: { readonly limit: number; readonly offset: number },
): Promise<{ rows: DeliveryRow[]; total: number }> {
  let base = db.selectFrom('webhook_delivery').where('webhook_id', '=', id)
  if (filter.state) base = base.where('state', '=', filter.state)
  const rows = await base.selectAll().orderBy('id', 'desc').limit(page.limit).offset(page.offset).execute()
  const { n } = await base.select(eb => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  return {
    total: n,
    rows: rows.map(r => ({
      id: r.id,
      number: r.change_number,
      replay: r.replay,
      state: r.state as DeliveryState,
      attempts: r.attempts,
      status: r.status,
      fault: r.fault,
      madeAt: r.made_at,
      settledAt: r.settled_at,
      nextTryAt: r.next_try_at,
    })),
  }
}
