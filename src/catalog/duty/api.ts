import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../../house.ts'
import { guidelineNames } from '../model.ts'
import { stateAbsence, withdrawAbsence } from './actions.ts'
import { belowView, coverageView, dutiesView, evidenceView } from './present.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')
const field = z.enum(guidelineNames, '没有这个领域，可选安全生产、救灾。')
const year = z.coerce
  .number('年份应为数字，如2026。')
  .int('年份应为整数。')
  .min(2008, '年份应在2008年以后。')
  .max(2100, '年份不能晚于2100年。')

/** /api/catalogs/coverage, /duties and /absences: what the catalogs in force ask for, and what became of it. */
export function dutyRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  const at = { now: house.now, calendar: house.calendar }
  return async app => {
    app.get(
      '/api/catalogs/coverage',
      {
        schema: {
          querystring: z.object({ body: id.optional(), year: year.optional() }),
          response: { 200: z.any() },
        },
      },
      async request => {
        const { body = null, year: asked = null } = request.query
        return coverageView(db, request.actor, { body, year: asked }, at)
      },
    )

    app.get(
      '/api/catalogs/coverage/below',
      {
        schema: { querystring: z.object({ field, year: year.optional() }), response: { 200: z.any() } },
      },
      async request =>
        belowView(db, request.actor, { field: request.query.field, year: request.query.year ?? null }, at),
    )

    app.get(
      '/api/catalogs/coverage/evidence',
      {
        schema: {
          querystring: z.object({
            body: id,
            field,
            item: z.string('请指明事项。').min(1, '请指明事项。').max(40),
            year,
            month: z.coerce.number().int().min(1, '月份为1至12。').max(12, '月份为1至12。').optional(),
          }),
          response: { 200: z.any() },
        },
      },
      async request =>
        evidenceView(db, request.actor, { ...request.query, month: request.query.month ?? null }, at),
    )

    app.get('/api/catalogs/duties', { schema: { response: { 200: z.any() } } }, async request =>
      dutiesView(db, request.actor, at),
    )

    app.post(
      '/api/catalogs/absences',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => stateAbsence(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.post(
      '/api/catalogs/absences/:id/withdraw',
      {
        schema: {
          params: z.object({ id }),
          body: z.object({
            version: z.number().int().optional(),
            reason: z.string().max(2000, '理由不能超过2000个字。').optional(),
          }),
          response: { 200: doneView },
        },
      },
      async request =>
        withdrawAbsence(house, {
          subject: request.params.id,
          actor: request.actor,
          version: request.body.version,
          reason: request.body.reason,
          key: keyOf(request.headers),
        }),
    )
  }
}
