import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../../house.ts'
import { performVariant, proposeVariant } from './actions.ts'
import { variantsView } from './present.ts'

const id = z.coerce
  .number('编号应为数字。')
  .int('编号应为数字。')
  .positive('编号应为数字。')
  .max(2_147_483_647, '没有这个编号。')

/** Views are typed in views.ts and built by present.ts alone. */
const view = z.any()

/** /api/variants…: what a body's procedure differs in from the national one, in versions, proposed and approved by two people. */
export function variantRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get(
      '/api/variants',
      { schema: { querystring: z.object({ body: id.optional() }), response: { 200: view } } },
      async request => variantsView(house, request.actor, request.query.body ?? null),
    )
    app.post(
      '/api/variants',
      {
        schema: {
          body: z.object({
            body: id,
            reason: z.string().max(1000, '理由不能超过1000个字。').nullish(),
            form: z.unknown(),
          }),
          response: { 200: doneView },
        },
      },
      async request => {
        const { body, form, reason } = request.body
        return proposeVariant(house, request.actor, body, form, reason ?? null, keyOf(request.headers, 80))
      },
    )
    app.post(
      '/api/variants/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.string().max(40, '没有这个操作。') }),
          body: z.object({
            version: z.number('缺少版本号，请刷新页面。').int(),
            reason: z.string().max(1000, '理由不能超过1000个字。').nullish(),
          }),
          response: { 200: doneView },
        },
      },
      async request =>
        performVariant(house, {
          subject: request.params.id,
          verb: request.params.verb,
          actor: request.actor,
          version: request.body.version,
          reason: request.body.reason ?? null,
          key: keyOf(request.headers, 80),
        }),
    )
  }
}
