import { z } from 'zod'
import type { App } from '#kit/http.ts'
import { Refused } from '#kit/errors.ts'
import { documentKinds } from '#law/documentKinds.ts'
import { departmentsIn } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { batchOffers, performBatch, previewBatch } from './batch.ts'
import { chosenBy, listCount, listCounts, listPage } from './lists.ts'
import {
  batchForm,
  filterSchema,
  listNames,
  mostSaved,
  pageSchema,
  savedQueryForm,
  type Filter,
  type ListName,
} from './model.ts'
import { forgetQuery, savedQueriesOf, saveQuery, yearsOf } from './store.ts'
import type { ListChoices } from './views.ts'

const list = z.object({ list: z.enum(listNames, '没有这个列表。') })
const paged = z.object({ page: pageSchema })
const id = z.object({
  id: z.coerce.number('编号应为数字。').int('编号应为数字。').positive('编号应为数字。'),
})

/** Views are typed in views.ts and built by lists.ts and batch.ts alone. */
const view = z.any()

/** The lists of documents: a page, its count, what can be chosen by filter; batches; saved queries. */
export function listRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    const asked = (name: ListName, query: unknown) => ({ list: name, filter: query as Filter })
    app.get(
      '/api/lists/:list',
      { schema: { params: list, querystring: filterSchema.and(paged), response: { 200: view } } },
      async request => {
        const { page, ...filter } = request.query
        return listPage(house, { ...asked(request.params.list, filter), actor: request.actor }, page)
      },
    )
    app.get(
      '/api/lists/:list/count',
      { schema: { params: list, querystring: filterSchema, response: { 200: view } } },
      async request =>
        listCount(house, { ...asked(request.params.list, request.query), actor: request.actor }),
    )
    app.get(
      '/api/lists/:list/selection',
      { schema: { params: list, querystring: filterSchema, response: { 200: view } } },
      async request =>
        chosenBy(house, { ...asked(request.params.list, request.query), actor: request.actor }),
    )
    app.get('/api/lists/counts', { schema: { response: { 200: view } } }, async request =>
      listCounts(house, request.actor),
    )
    app.get('/api/lists/choices', { schema: { response: { 200: view } } }, async request => {
      const { actor } = request
      const bodyIds = [...new Set(actor.roles.map(r => r.bodyId))]
      const [departments, batch, saved, years] = await Promise.all([
        Promise.all(bodyIds.map(body => departmentsIn(house.db, body))),
        batchOffers(house, actor),
        savedQueriesOf(house.db, actor.staffId),
        yearsOf(house.db, bodyIds),
      ])
      const choices: ListChoices = {
        departments: departments.flat(),
        kinds: documentKinds,
        years: years ? Array.from({ length: years.last - years.first + 1 }, (_, i) => years.last - i) : [],
        batch,
        saved,
      }
      return choices
    })
    app.post(
      '/api/lists/batch/preview',
      { schema: { body: batchForm, response: { 200: view } } },
      async request => previewBatch(house, request.actor, request.body),
    )
    app.post('/api/lists/batch', { schema: { body: batchForm, response: { 200: view } } }, async request => {
      const key = request.headers['idempotency-key']
      if (typeof key !== 'string' || !/^[\w-]{8,60}$/.test(key))
        throw new Refused('invalid', '缺少请求标识（Idempotency-Key），请刷新页面后重试。')
      return performBatch(house, request.actor, request.body, key)
    })
    app.post(
      '/api/me/queries',
      { schema: { body: savedQueryForm, response: { 200: z.object({}) } } },
      async request => {
        const { staffId } = request.actor
        const kept = await savedQueriesOf(house.db, staffId)
        const { list: name } = request.body
        const again = kept.some(k => k.list === name && k.name === request.body.name)
        if (!again && kept.length >= mostSaved)
          throw new Refused('invalid', `常用查询最多保存${mostSaved}个，请先删去不用的。`)
        await saveQuery(house.db, { ...request.body, staffId, at: house.now() })
        return {}
      },
    )
    app.delete(
      '/api/me/queries/:id',
      { schema: { params: id, response: { 200: z.object({}) } } },
      async request => {
        await forgetQuery(house.db, request.actor.staffId, request.params.id)
        return {}
      },
    )
  }
}
