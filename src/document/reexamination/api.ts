import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import type { App } from '#kit/http.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { attachmentName } from '#kit/http.ts'
import { bulkLimit } from '../rounds/model.ts'
import { openCampaign, performCampaign, performItem, performMany, previewMany } from './actions.ts'
import { bulkForm, choices, type Campaign, type ItemFilter } from './model.ts'
import { campaignList, campaignView, itemPage, itemViews } from './present.ts'
import { itemsCsv, reportCsv, reportOf } from './report.ts'
import { bodiesBelow, idsOf, itemsOf, readCampaign } from './store.ts'
import { itemsVisibleTo, overseenBy, seesCampaign } from './visibility.ts'
import { itemStates, itemVerbs, itemWorkflow } from './workflow.ts'

const number = z.coerce
  .number('编号应为数字。')
  .int('编号应为数字。')
  .positive('编号应为数字。')
  .max(2 ** 53 - 1, '没有这个编号。')
const id = z.object({ id: number })

const filter = z.object({
  state: z.enum(itemStates, '没有这个环节。').optional(),
  department: z.coerce.number('部门编号应为数字。').int().max(2_147_483_647, '没有这个部门。').optional(),
  attribute: z.enum(['on-request', 'withheld'], '没有这个公开属性。').optional(),
  opinion: z.enum(choices, '没有这种意见。').optional(),
  late: z.enum(['1']).optional(),
  q: z.string().max(200, '查询的文字不能超过200个字。').default(''),
})
const page = z.coerce
  .number('页码应为数字。')
  .int('页码应为整数。')
  .min(1, '页码从1开始。')
  .max(100_000, '没有这么多页。')
  .default(1)

const filterOf = (query: z.infer<typeof filter>): ItemFilter => ({
  state: query.state ?? null,
  department: query.department ?? null,
  attribute: query.attribute ?? null,
  opinion: query.opinion ?? null,
  late: query.late === '1',
  q: query.q.trim(),
})

/** Views are typed in views.ts and built by present.ts and report.ts alone. */
const view = z.any()

function sendCsv(reply: FastifyReply, name: string, text: string) {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', attachmentName(name))
    .send(text)
}

const nothing = () => new Refused('not-found', '没有找到这次年度复查，或您没有查看它的权限。')

/** /api/reexaminations…: the yearly re-examination of what is not public (390号文 四(一)4、条例第十八条). */
export function reexaminationRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house

  /** The campaign, if it exists for this person: other bodies' and unused ids answer alike. */
  async function visible(campaign: number, actor: Actor): Promise<Campaign> {
    const row = await readCampaign(db, campaign)
    if (!row || !seesCampaign(row, actor)) throw nothing()
    return row
  }

  /** The numbers are also for the bodies above. */
  async function reportable(campaign: number, actor: Actor): Promise<Campaign> {
    const row = await readCampaign(db, campaign)
    const overseen = overseenBy(actor)
    if (row && overseen.includes(row.bodyId)) return row
    if (row && (await bodiesBelow(db, overseen)).some(b => b.id === row.bodyId)) return row
    throw nothing()
  }

  return async app => {
    app.get('/api/reexaminations', { schema: { response: { 200: view } } }, async request =>
      campaignList(house, request.actor),
    )

    app.post(
      '/api/reexaminations',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => openCampaign(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.get('/api/reexaminations/:id', { schema: { params: id, response: { 200: view } } }, async request =>
      campaignView(house, request.actor, await visible(request.params.id, request.actor), bulkLimit),
    )

    app.get(
      '/api/reexaminations/:id/items',
      { schema: { params: id, querystring: filter.extend({ page }), response: { 200: view } } },
      async request => {
        const campaign = await visible(request.params.id, request.actor)
        return itemPage(house, request.actor, campaign.id, filterOf(request.query), request.query.page)
      },
    )

    app.get(
      '/api/reexaminations/:id/ids',
      {
        schema: {
          params: id,
          querystring: filter.extend({ verb: z.enum(itemVerbs, '没有这个操作。') }),
          response: { 200: z.array(z.object({ id: z.number(), version: z.number() })) },
        },
      },
      async request => {
        const { actor, query } = request
        const campaign = await visible(request.params.id, actor)
        const states = itemStates.filter(state => Object.hasOwn(itemWorkflow[state], query.verb))
        const of = {
          campaignId: campaign.id,
          filter: filterOf(query),
          visible: itemsVisibleTo(actor),
          today: dayOf(house.now()),
        }
        return idsOf(db, of, states)
      },
    )

    app.post(
      '/api/reexaminations/:id/remind',
      {
        schema: {
          params: id,
          body: z.object({ departments: z.array(z.number().int()).optional() }).nullish(),
          response: { 200: doneView },
        },
      },
      async request =>
        performCampaign(house, {
          subject: request.params.id,
          verb: 'remind',
          actor: request.actor,
          form: request.body ?? {},
          key: keyOf(request.headers),
        }),
    )

    app.post(
      '/api/reexaminations/:id/preview',
      { schema: { params: id, body: bulkForm, response: { 200: view } } },
      async request => {
        const campaign = await visible(request.params.id, request.actor)
        return previewMany(house, request.actor, campaign.id, request.body)
      },
    )

    app.post(
      '/api/reexaminations/:id/bulk',
      { schema: { params: id, body: bulkForm, response: { 200: view } } },
      async request => {
        const campaign = await visible(request.params.id, request.actor)
        const key = keyOf(request.headers)
        if (!key) throw new Refused('invalid', '成批办理须带请求标识（Idempotency-Key），请刷新页面后重试。')
        return performMany(house, request.actor, campaign.id, request.body, key)
      },
    )

    app.post(
      '/api/reexaminations/items/:id/:verb',
      {
        schema: {
          params: z.object({ id: number, verb: z.enum(itemVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performItem(house, actOf(request)),
    )

    app.get(
      '/api/reexaminations/:id/report',
      { schema: { params: id, response: { 200: view } } },
      async request => reportOf(house, await reportable(request.params.id, request.actor)),
    )

    app.get('/api/reexaminations/:id/report.csv', { schema: { params: id } }, async (request, reply) => {
      const report = await reportOf(house, await reportable(request.params.id, request.actor))
      return sendCsv(reply, `${report.body}${report.year}年年度复查结果.csv`, reportCsv(report))
    })

    /** The list itself leaves only with a line in the history: who took how much, through which filters. */
    app.get(
      '/api/reexaminations/:id/items.csv',
      { schema: { params: id, querystring: filter } },
      async (request, reply) => {
        const { actor } = request
        const campaign = await visible(request.params.id, actor)
        const at = house.now()
        const chosen = filterOf(request.query)
        const of = {
          campaignId: campaign.id,
          filter: chosen,
          visible: itemsVisibleTo(actor),
          today: dayOf(at),
        }
        const items = await itemsOf(db, of, { limit: 100_000, offset: 0 })
        const text = itemsCsv(await itemViews(house, actor, items))
        await db.transaction().execute(trx =>
          appendEvents(trx, campaign.bodyId, [
            {
              kind: 'reexamination',
              subject: campaign.id,
              verb: 'export',
              from: 'open',
              to: 'open',
              at,
              actor: actor.staffId,
              actorName: actor.name,
              role: null,
              data: { count: items.length, filter: { ...chosen } },
            },
          ]),
        )
        return sendCsv(reply, `${campaign.year}年年度复查清单.csv`, text)
      },
    )
  }
}
