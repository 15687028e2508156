import { canonical } from '#kit/crypto.ts'
import { appendEvents } from '#kit/events.ts'
import { isoOf, later } from '#kit/now.ts'
import { lastChange, noticeOf, type Notice } from '#exchange/changes.ts'
import { lineOf } from '#people/bodies.ts'
import { holdersIn, notify } from '#people/directory.ts'
import type { Site } from '#portal/site.ts'
import {
  activeWebhooks,
  claimDelivery,
  deferDelivery,
  forgetFormerSecrets,
  lockWebhook,
  moveMatched,
  moveWebhook,
  oweChanges,
  setFailing,
  settleDelivery,
  webhooksDue,
  type Claimed,
} from '../store/webhooks.ts'
import type { WebhookHouse } from './actions.ts'
import type { WebhookRow } from './model.ts'
import { post, type Answer, type Reach } from './post.ts'
import { isGivenUp, nextAttempt } from './rules.ts'
import { signedHeaders } from './sign.ts'

/**
 * The work between a change and its receivers. A delivery is repeated until the receiver has said that it has it, so after a crash
 * it may arrive twice under the same number; it is never left out.
 */
export type PushHouse = WebhookHouse & { readonly site: Pick<Site, 'origin' | 'base'> }

/** Every exchange ends long before: who is silent for so long is dead. */
const lease = 2 * 60_000
const mostMatched = 5000

/** Puts in what is owed for changes not looked at yet; answers the webhooks to which something may be sent now. */
export async function matchWebhooks(house: PushHouse): Promise<number[]> {
  const now = house.now()
  await forgetFormerSecrets(house.db, now)
  const newest = await lastChange(house.db)
  for (const id of await activeWebhooks(house.db))
    for (let more = true; more;)
      more = await house.db.transaction().execute(async trx => {
        const row = await lockWebhook(trx, id)
        if (row?.state !== 'active' || row.matchedTo >= newest) return false
        const upTo = Math.min(newest, row.matchedTo + mostMatched)
        await oweChanges(trx, row, { after: row.matchedTo, upTo }, 0, now)
        await moveMatched(trx, id, upTo)
        return upTo < newest
      })
  return webhooksDue(house.db, now)
}

type Taken = { readonly row: WebhookRow; readonly claimed: Claimed }

async function take(house: PushHouse, id: number): Promise<Taken | null> {
  return house.db.transaction().execute(async trx => {
    const row = await lockWebhook(trx, id)
    if (row?.state !== 'active') return null
    const now = house.now()
    const claimed = await claimDelivery(trx, id, now, later(now, lease))
    return claimed && { row, claimed }
  })
}

/** Sends to one webhook what may be sent now, in order, until something fails; answers how many it tried. */
export async function pushTo(
  house: PushHouse,
  id: number,
  reach: Partial<Reach> = {},
  most = 500,
): Promise<number> {
  let tried = 0
  while (tried < most) {
    const taken = await take(house, id)
    if (!taken) break
    tried++
    if (!(await one(house, taken, { origins: house.webhookOrigins, ...reach }))) break
  }
  return tried
}

async function one(house: PushHouse, { row, claimed }: Taken, reach: Reach): Promise<boolean> {
  const found = await noticeOf(house.db, house.site, claimed.number)
  if (!found?.stands) {
    await house.db.transaction().execute(trx =>
      settleDelivery(trx, claimed.id, {
        state: 'suppressed',
        status: null,
        fault: '已撤回，只推送撤回',
        at: house.now(),
      }),
    )
    return true
  }
  // Asked for again, it is another message: a receiver that keeps the numbers of messages would pass it over.
  const again = claimed.replay > 0 ? `_${claimed.replay}` : ''
  const answer = await send(house, row, `change_${claimed.number}${again}`, found.notice, reach)
  if (answer.fault === null) {
    await house.db.transaction().execute(async trx => {
      await lockWebhook(trx, row.id)
      const done = { state: 'delivered' as const, status: answer.status, fault: null, at: house.now() }
      if (await settleDelivery(trx, claimed.id, done)) await setFailing(trx, row.id, null)
    })
    return true
  }
  await failed(house, row.id, claimed, answer)
  return false
}

/** One signed POST to a webhook: with the present secret, and with the former one while that still counts. */
export function send(
  house: PushHouse,
  row: WebhookRow,
  id: string,
  notice: Notice,
  reach: Reach,
): Promise<Answer> {
  const at = house.now()
  const former = row.formerUntil && row.formerUntil > at ? row.formerSecret : null
  const secrets = [row.secret, former].flatMap(s => (s ? [house.vault.open(s)] : []))
  const body = canonical(notice)
  return post(row.url, { body, headers: signedHeaders({ id, at, body }, secrets), at }, reach)
}

/** A notice that tells of nothing: whether the receiver is there and takes the signature. */
export const testNotice = (at: Date): Notice => ({
  type: 'webhook.test',
  timestamp: isoOf(at),
  data: null,
})

async function failed(house: PushHouse, id: number, claimed: Claimed, answer: Answer): Promise<void> {
  const { status, fault } = answer
  await house.db.transaction().execute(async trx => {
    const row = await lockWebhook(trx, id)
    if (!row) return
    const now = house.now()
    const next = nextAttempt(claimed.attempts, now, answer.retryAfter)
    if (next) await deferDelivery(trx, claimed.id, { nextTryAt: next, status, fault })
    else await settleDelivery(trx, claimed.id, { state: 'failed', status, fault, at: now })
    const since = row.failingSince ?? now
    await setFailing(trx, id, since)
    if (row.state !== 'active' || (status !== 410 && !isGivenUp(since, now))) return
    const why = status === 410 ? '接收系统回答不再接收（410）' : `自 ${isoOf(since)} 起没有一次送达：${fault}`
    await moveWebhook(trx, row, 'disabled', now)
    await appendEvents(trx, row.bodyId, [
      {
        kind: 'webhook',
        subject: id,
        verb: 'disable',
        from: row.state,
        to: 'disabled',
        at: now,
        actor: null,
        actorName: '系统',
        role: null,
        reason: why,
      },
    ])
    const line = (await lineOf(trx, row.bodyId)) ?? [row.bodyId]
    const admins = (await holdersIn(trx, line)).filter(h => h.role === 'systemAdmin')
    const own = admins.filter(h => h.bodyId === row.bodyId)
    await notify(
      trx,
      (own.length > 0 ? own : admins).map(h => h.staffId),
      {
        kind: 'webhook',
        subject: id,
        text: `变化推送“${row.name}”已停用：${why}。修好以后请在“变化推送”中恢复，期间的变化会接着送。`,
        at: now,
      },
    )
  })
}
