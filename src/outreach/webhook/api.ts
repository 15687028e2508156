import { z } from 'zod'
import { actOf, doneView, keyOf, lookedBody } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { minuteOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { pastOf } from '#kit/past.ts'
import { lastChange } from '#exchange/changes.ts'
import { treeOf } from '#people/bodies.ts'
import { bodyNames } from '#people/directory.ts'
import { daysOf, deliveriesOf, readWebhook, sumsOf, webhooksOf } from '../store/webhooks.ts'
import { over, performWebhook, registerWebhook, seesWebhook, webhookProcedure } from './actions.ts'
import { send, testNotice, type PushHouse } from './deliver.ts'
import {
  deliveryStateLabels,
  deliveryStates,
  webhookStateLabels,
  type Sums,
  type WebhookLine,
  type WebhookListView,
  type WebhookRow,
  type WebhookView,
} from './model.ts'
import { labelOfWebhook, webhookBeginning, webhookVerbs, webhookWorkflow } from './workflow.ts'

const id = z.coerce
  .number('编号应为数字。')
  .int('编号应为整数。')
  .positive('编号应为正数。')
  .max(2_147_483_647, '没有这个编号。')
const nothing: Sums = { due: 0, delivered: 0, failed: 0, suppressed: 0, waiting: 0 }
const pageSize = 20
const registeredView = doneView.and(z.object({ secret: z.string().nullable() }))

/** Bodies that administrators of these kinds stand over: their own and those below. */
export async function bodiesUnderRoles(
  house: Pick<PushHouse, 'db'>,
  actor: Actor,
  roles: readonly string[],
): Promise<{ readonly id: number; readonly name: string }[]> {
  const roots = actor.roles.filter(r => r.onBehalfOf === null && roles.includes(r.role)).map(r => r.bodyId)
  return (await treeOf(house.db, [...new Set(roots)])).map(b => ({ id: b.id, name: b.name }))
}

/** /api/webhooks: programs that are told of changes. For the three administrators; the system administrator registers them. */
export function webhookRoutes(house: PushHouse): (app: App) => Promise<void> {
  const { db } = house

  async function linesOf(rows: readonly WebhookRow[], actor: Actor): Promise<WebhookLine[]> {
    const names = await bodyNames(
      db,
      rows.map(r => r.bodyId),
    )
    const sums = await sumsOf(
      db,
      rows.map(r => r.id),
    )
    const lines: WebhookLine[] = []
    for (const row of rows) {
      const here = (await over(db, actor, row.bodyId))!
      const subject = { ...row, departmentId: null, drafterId: row.registeredBy }
      lines.push({
        id: row.id,
        version: row.version,
        state: row.state,
        stateLabel: webhookStateLabels[row.state],
        body: names.get(row.bodyId) ?? '',
        name: row.name,
        contact: row.contact,
        url: row.url,
        below: row.below,
        registeredAt: minuteOf(row.registeredAt),
        failingSince: row.failingSince && minuteOf(row.failingSince),
        formerUntil: row.formerUntil && minuteOf(row.formerUntil),
        matchedTo: row.matchedTo,
        sums: sums.get(row.id) ?? nothing,
        offers: offersOf(webhookWorkflow, subject, here),
      })
    }
    return lines
  }

  async function visible(webhook: number, actor: Actor): Promise<WebhookRow> {
    const row = await readWebhook(db, webhook)
    const here = row && (await over(db, actor, row.bodyId))
    if (!here || !seesWebhook(row, here))
      throw new Refused('not-found', '没有找到这个接收系统，或您没有查看它的权限。')
    return row
  }

  return async app => {
    app.get('/api/webhooks', { schema: { response: { 200: z.any() } } }, async ({ actor }) => {
      const read = await bodiesUnderRoles(house, actor, ['systemAdmin', 'securityAdmin', 'auditAdmin'])
      const rows = await webhooksOf(
        db,
        read.map(b => b.id),
      )
      const view: WebhookListView = {
        bodies: await bodiesUnderRoles(house, actor, webhookBeginning.by),
        rows: await linesOf(rows, actor),
        newest: await lastChange(db),
        origins: read.length > 0 ? [...house.webhookOrigins] : [],
      }
      return view
    })

    app.post(
      '/api/webhooks',
      { schema: { body: z.looseObject({ body: id }), response: { 200: registeredView } } },
      async ({ actor, body, headers }) => {
        const { body: bodyId, ...form } = body
        return registerWebhook(house, actor, bodyId, form, keyOf(headers))
      },
    )

    app.get(
      '/api/webhooks/:id',
      {
        schema: {
          params: z.object({ id }),
          querystring: z.object({
            state: z.enum(deliveryStates, '没有这个状态。').optional(),
            page: z.coerce.number('页码应为数字。').int().min(1, '页码从1开始。').max(100_000).default(1),
          }),
          response: { 200: z.any() },
        },
      },
      async ({ actor, params, query }): Promise<WebhookView> => {
        const row = await visible(params.id, actor)
        const found = await deliveriesOf(
          db,
          row.id,
          { state: query.state ?? null },
          { limit: pageSize, offset: (query.page - 1) * pageSize },
        )
        return {
          ...(await linesOf([row], actor))[0]!,
          ...(await daysOf(db, row.id, 31)),
          deliveries: found.rows.map(d => ({
            id: d.id,
            number: d.number,
            replay: d.replay > 0,
            state: d.state,
            stateLabel: deliveryStateLabels[d.state],
            attempts: d.attempts,
            status: d.status,
            fault: d.fault,
            madeAt: minuteOf(d.madeAt),
            settledAt: d.settledAt && minuteOf(d.settledAt),
            nextTryAt: d.state === 'waiting' ? minuteOf(d.nextTryAt) : null,
          })),
          total: found.total,
          page: query.page,
          pageSize,
          history: (await pastOf(db, 'webhook', row.id)).map(h => ({
            at: minuteOf(h.at),
            label: labelOfWebhook(h.verb),
            by: h.by,
            reason: h.reason,
          })),
        }
      },
    )

    app.post(
      '/api/webhooks/:id/ping',
      {
        schema: {
          params: z.object({ id }),
          response: { 200: z.object({ status: z.int().nullable(), fault: z.string().nullable() }) },
        },
      },
      async ({ actor, params }) => {
        const row = await visible(params.id, actor)
        const here = (await over(db, actor, row.bodyId))!
        if (!webhookBeginning.by.some(role => here.roles.some(r => r.role === role)))
          throw new Refused('forbidden', '“试推送”须由系统管理员办理，您没有这项权限。')
        if (row.state === 'removed') throw new Refused('not-now', `这个${webhookProcedure.noun}已删除。`)
        const at = house.now()
        const { status, fault } = await send(house, row, `test_${row.id}_${at.getTime()}`, testNotice(at), {
          origins: house.webhookOrigins,
        })
        return { status, fault }
      },
    )

    app.post(
      '/api/webhooks/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(webhookVerbs, '没有这个操作。') }),
          body: lookedBody,
          response: { 200: registeredView },
        },
      },
      async request => performWebhook(house, actOf(request)),
    )
  }
}
