import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../house.ts'
import { performedVerbs, performRequest } from './actions/perform.ts'
import { registerRequests } from './actions/register.ts'
import { reveal } from './actions/reveal.ts'
import { conversionRoutes } from './conversion/api.ts'
import { fileRoutes } from './files/api.ts'
import { letterRoutes } from './letters/api.ts'
import { filterOf, filters } from './filters.ts'
import { recode } from './online/recode.ts'
import { caseView, rowViews } from './present.ts'
import { remedyRoutes } from './remedies/api.ts'
import { settingRoutes } from './settings/api.ts'
import { idField, view } from './routes.ts'
import { annualRoutes } from './statistics/api.ts'
import { readCase, type Case } from './store/cases.ts'
import { registerCount, registerRows } from './store/register.ts'
import { departmentsOf, registersOf, seesRequest } from './visibility.ts'

const id = z.object({ id: idField })
const pageSize = 20
/** On paper: more is taken out as a table. */
const mostPrinted = 1000

/** 依申请公开 under /api/requests; register it where people are signed in. */
export function requestRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  const nothing = () => new Refused('not-found', '没有找到这件申请，或您没有查看它的权限。')

  async function visible(request: number, actor: Actor): Promise<Case> {
    const row = await readCase(db, request)
    if (!row || !seesRequest(row, actor)) throw nothing()
    return row
  }

  /** The body whose register, figures and settings this person may read; else nothing is there. */
  function ownBody(actor: Actor): number {
    const [bodyId] = registersOf(actor)
    if (bodyId === undefined) throw nothing()
    return bodyId
  }

  return async app => {
    await app.register(letterRoutes(house))
    await app.register(fileRoutes(house))
    await app.register(remedyRoutes(house))
    await app.register(annualRoutes(house))
    await app.register(conversionRoutes(house))
    await app.register(settingRoutes(house))
    app.get(
      '/api/requests',
      { schema: { querystring: filters, response: { 200: view } } },
      async ({ actor, query }) => {
        const bodies = registersOf(actor)
        const departments = departmentsOf(actor)
        const wide = bodies.length > 0 && query.mine === undefined
        if (!wide && departments.length === 0) throw nothing()
        const size = query.whole ? mostPrinted : pageSize
        const filter = {
          ...filterOf(query),
          ...(wide ? {} : query.mine === undefined ? { reach: departments } : { departments }),
        }
        const where = wide ? bodies : [...new Set(actor.roles.map(r => r.bodyId))]
        const [total, rows] = [
          await registerCount(db, where, filter),
          await registerRows(db, where, filter, { limit: size, offset: (query.page - 1) * size }),
        ]
        return { total, page: query.page, size, rows: await rowViews(house, rows) }
      },
    )

    app.post(
      '/api/requests',
      { schema: { body: z.unknown(), response: { 200: view } } },
      async ({ actor, body, headers }) =>
        registerRequests(house, actor, ownBody(actor), body, keyOf(headers, 56)),
    )

    app.get(
      '/api/requests/:id',
      { schema: { params: id, response: { 200: view } } },
      async ({ actor, params }) => caseView(house, await visible(params.id, actor), actor),
    )

    app.post(
      '/api/requests/:id/reveal',
      { schema: { params: id, body: z.unknown(), response: { 200: view } } },
      async ({ actor, params, body }) => reveal(house, actor, params.id, body),
    )

    app.post(
      '/api/requests/:id/recode',
      { schema: { params: id, body: z.unknown(), response: { 200: view } } },
      async ({ actor, params, body }) => recode(house, actor, params.id, body),
    )

    app.post(
      '/api/requests/:id/:verb',
      {
        schema: {
          params: z.object({
            id: idField,
            verb: z.enum(performedVerbs as [string, ...string[]], '没有这种办理。'),
          }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performRequest(house, actOf(request, 56)),
    )
  }
}
