import { z } from 'zod'
import { actOf, doneView, keyOf, lookedBody } from '#kit/actRoute.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../house.ts'
import { beginThesaurus, performThesaurus } from './actions.ts'
import { directoryView, thesaurusView, versionView, visibleThesaurus } from './present.ts'
import { thesaurusVerbs } from './workflow.ts'

const id = z.coerce
  .number('编号应为数字。')
  .int('编号应为整数。')
  .positive('编号应为正数。')
  .max(2_147_483_647, '没有这个编号。')

/** Views are typed in views.ts and built by present.ts alone. */
const view = z.any()

/** /api/tags…: the thesaurus that holds in a body, and its versions on their way from draft to approval. */
export function tagRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  return async app => {
    app.get('/api/tags', { schema: { response: { 200: view } } }, async request =>
      directoryView(db, request.actor, house.now()),
    )

    app.get(
      '/api/tags/in-force',
      { schema: { querystring: z.object({ body: id.optional() }), response: { 200: view } } },
      async request => thesaurusView(db, request.query.body ?? request.actor.bodyId, house.now()),
    )

    app.post('/api/tags', { schema: { body: z.unknown(), response: { 200: doneView } } }, async request =>
      beginThesaurus(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.get(
      '/api/tags/:id',
      { schema: { params: z.object({ id }), response: { 200: view } } },
      async request =>
        versionView(db, await visibleThesaurus(db, request.params.id, request.actor), request.actor),
    )

    app.post(
      '/api/tags/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(thesaurusVerbs, '没有这个操作。') }),
          body: lookedBody,
          response: { 200: doneView },
        },
      },
      async request => performThesaurus(house, actOf(request)),
    )
  }
}
