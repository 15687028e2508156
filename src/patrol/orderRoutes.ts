import { z } from 'zod'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../house.ts'
import { excuseOrder, lookThrough, recheckOrder } from './actions/order.ts'
import { columnPage } from './columnPage.ts'
import { orderFilters } from './filters.ts'
import { orderCase, orderPage, orderViewOf } from './present.ts'
import { orderProcedure } from './procedure.ts'
import { orderById } from './store/orders.ts'
import { columnsView, orderCaseView, ordersView, orderView } from './views.ts'

const id = z.object({
  id: z.coerce
    .number('编号应为数字。')
    .int('编号应为数字。')
    .positive('编号应为数字。')
    .max(2 ** 53 - 1),
})
const stepForm = z.object({
  version: z.int('缺少版本号，请刷新页面。').optional(),
  reason: z.string().max(1000, '理由不能超过1000个字。').nullish(),
})

/** 整改工单 and 巡检 of what is public. */
export function orderRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get(
      '/api/patrol/orders',
      {
        schema: {
          querystring: orderFilters.extend({
            page: z.coerce.number('页码应为数字。').int('页码应为整数。').min(1).max(100_000).default(1),
          }),
          response: { 200: ordersView },
        },
      },
      request => orderPage(house.db, request.actor, request.query, house.now()),
    )
    app.get(
      '/api/patrol/orders/:id',
      { schema: { params: id, response: { 200: orderCaseView } } },
      async request => {
        const order = await orderById(house.db, request.params.id)
        if (!order || !orderProcedure.sees(order, request.actor))
          throw new Refused('not-found', '没有找到这件整改工单。')
        return orderCase(house.db, order, request.actor, house.now())
      },
    )
    app.get('/api/patrol/columns', { schema: { response: { 200: columnsView } } }, request =>
      columnPage(house, request.actor),
    )
    app.post('/api/patrol/orders/look', { schema: { response: { 200: z.object({}) } } }, async request => {
      await lookThrough(house, request.actor)
      return {}
    })
    for (const [verb, step] of Object.entries({ recheck: recheckOrder, excuse: excuseOrder }))
      app.post(
        `/api/patrol/orders/:id/${verb}`,
        { schema: { params: id, body: stepForm, response: { 200: orderView } } },
        async request => {
          const key = request.headers['idempotency-key']
          await step(house, {
            actor: request.actor,
            order: request.params.id,
            version: request.body.version,
            reason: request.body.reason ?? null,
            ...(typeof key === 'string' && key !== '' ? { key: key.slice(0, 100) } : {}),
          })
          return orderViewOf((await orderById(house.db, request.params.id))!, request.actor, house.now())
        },
      )
  }
}
