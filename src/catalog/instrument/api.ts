import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { App } from '#kit/http.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { compileInstrument, performInstrument } from './actions.ts'
import { offeredRows } from './fill.ts'
import { compareInstruments, instrumentView, listView, visibleInstrument } from './present.ts'
import { instrumentVerbs } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')

/** /api/instruments: 公开指南, 主动公开基本目录, 负面清单 from compiling to publication and yearly review. */
export function instrumentRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  return async app => {
    app.get('/api/instruments', { schema: { response: { 200: z.any() } } }, async request => ({
      rows: await listView(db, request.actor, dayOf(house.now())),
    }))

    app.post(
      '/api/instruments',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => compileInstrument(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.get(
      '/api/instruments/:id',
      { schema: { params: z.object({ id }), response: { 200: z.any() } } },
      async request =>
        instrumentView(
          db,
          await visibleInstrument(db, request.params.id, request.actor),
          request.actor,
          house.now(),
        ),
    )

    app.get(
      '/api/instruments/:id/offered',
      { schema: { params: z.object({ id }), response: { 200: z.any() } } },
      async request => {
        const { bodyId, kind } = await visibleInstrument(db, request.params.id, request.actor)
        return { rows: await offeredRows(db, { bodyId, kind }) }
      },
    )

    app.get(
      '/api/instruments/:id/against/:other',
      { schema: { params: z.object({ id, other: id }), response: { 200: z.any() } } },
      async request => ({
        changes: await compareInstruments(db, request.actor, request.params.id, request.params.other),
      }),
    )

    app.post(
      '/api/instruments/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(instrumentVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performInstrument(house, actOf(request)),
    )
  }
}
