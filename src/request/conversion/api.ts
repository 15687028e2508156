import { z } from 'zod'
import { actBody, actOf, doneView } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../../house.ts'
import { idField, view } from '../routes.ts'
import { readCase } from '../store/cases.ts'
import { conversionsOf, readConversion } from '../store/conversions.ts'
import { seesRequest } from '../visibility.ts'
import { performConversion, seesConversion } from './actions.ts'
import { alikeView, conversionLines, conversionView } from './present.ts'
import { conversionVerbs } from './workflow.ts'

const id = z.object({ id: idField })

/** 转为主动公开 under /api/conversions, and the equal requests of a case. */
export function conversionRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  const bodiesOf = (actor: Actor) =>
    [...new Set(actor.roles.map(r => r.bodyId))].filter(bodyId => seesConversion({ bodyId }, actor))
  return async app => {
    app.get(
      '/api/requests/:id/alike',
      { schema: { params: id, response: { 200: view } } },
      async ({ actor, params }) => {
        const row = await readCase(db, params.id)
        // The requests of others stand in the register: whoever reads only what was handed to him is not shown them.
        if (!row || !seesRequest(row, actor) || !seesConversion(row, actor))
          throw new Refused('not-found', '没有找到这件申请，或您没有查看它的权限。')
        return alikeView(house, row)
      },
    )
    app.get('/api/conversions', { schema: { response: { 200: view } } }, async ({ actor }) => {
      const bodyIds = bodiesOf(actor)
      if (bodyIds.length === 0) throw new Refused('not-found', '没有找到转为主动公开的建议。')
      return { rows: await conversionLines(house, await conversionsOf(db, { bodyIds }, 200)) }
    })
    app.get(
      '/api/conversions/:id',
      { schema: { params: id, response: { 200: view } } },
      async ({ actor, params }) => {
        const row = await readConversion(db, params.id)
        if (!row || !seesConversion(row, actor))
          throw new Refused('not-found', '没有找到这份建议，或您没有查看它的权限。')
        return conversionView(house, row, actor)
      },
    )
    app.post(
      '/api/conversions/:id/:verb',
      {
        schema: {
          params: z.object({ id: idField, verb: z.enum(conversionVerbs, '没有这种办理。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performConversion(house, actOf(request)),
    )
  }
}
