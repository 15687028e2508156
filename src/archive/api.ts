import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { actOf, doneView, keyOf, lookedBody } from '#kit/actRoute.ts'
import { Refused } from '#kit/errors.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { dayOf } from '#kit/now.ts'
import { dayFault } from '#law/day.ts'
import type { House } from '../house.ts'
import { performDisposal, proposeDisposal } from './actions/disposal.ts'
import { explainNumbers, fileRegister, setRetention, setRetentionRule } from './actions/filing.ts'
import { packageOf, performTransfer, prepareTransfer } from './actions/transfer.ts'
import { csvOf } from './csv.ts'
import { registerStates } from './model.ts'
import {
  bodyFor,
  filingList,
  filingView,
  registerView,
  retentionView,
  transferList,
  transferView,
  visibleFiling,
  visibleTransfer,
} from './present.ts'
import { filedText, registerRows, type FiledList } from './store.ts'

const number = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')
const id = z.object({ id: number })
const page = z.coerce
  .number('页码应为数字。')
  .int('页码应为整数。')
  .min(1, '页码从1开始。')
  .max(1_000_000)
  .default(1)
const day = z.string().superRefine((text, context) => {
  const fault = dayFault(text)
  if (fault) context.addIssue({ code: 'custom', message: fault })
})
/** Views are typed in views.ts and built by present.ts alone. */
const view = z.any()
const inBody = z.looseObject({ body: number.optional() })
const filters = z.object({
  body: number.optional(),
  from: day.optional(),
  until: day.optional(),
  attribute: z.enum(['proactive', 'on-request', 'withheld'], '没有这个公开属性。').optional(),
  state: z.enum(registerStates, '没有这个状态。').optional(),
  q: z.string().max(200, '查询的文字不能超过200个字。').default(''),
  page,
})

function download(reply: FastifyReply, type: string, name: string, text: string): FastifyReply {
  return reply.type(type).header('content-disposition', attachmentName(name)).send(text)
}

/** 备案、移交、保存期限 under /api/archive; register it where people are signed in. */
export function archiveRoutes(house: House): (app: App) => Promise<void> {
  const filterOf = (query: z.infer<typeof filters>) => {
    const today = dayOf(house.now())
    const from = query.from ?? `${today.slice(0, 4)}-01-01`
    const until = query.until ?? `${from.slice(0, 4)}-12-31`
    if (from > until) throw new Refused('invalid', [{ field: 'until', text: '止日早于起日，请核对期间。' }])
    const { attribute, state, q } = query
    return { from, until, attribute, state, q: q.trim() || null }
  }
  return async app => {
    app.get(
      '/api/archive/register',
      { schema: { querystring: filters, response: { 200: view } } },
      async request =>
        registerView(
          house,
          bodyFor(request.actor, request.query.body),
          filterOf(request.query),
          request.query.page,
        ),
    )
    app.get('/api/archive/register.csv', { schema: { querystring: filters } }, async (request, reply) => {
      const bodyId = bodyFor(request.actor, request.query.body)
      const filter = filterOf(request.query)
      const text = csvOf(await registerRows(house.db, bodyId, filter))
      return download(reply, 'text/csv; charset=utf-8', `登记簿-${filter.from}至${filter.until}.csv`, text)
    })
    app.post(
      '/api/archive/explanations',
      { schema: { body: inBody, response: { 200: doneView } } },
      async request =>
        explainNumbers(
          house,
          request.actor,
          bodyFor(request.actor, request.body.body),
          request.body,
          keyOf(request.headers, 80),
        ),
    )

    app.get('/api/archive/filings', { schema: { response: { 200: view } } }, async request => ({
      rows: await filingList(house, request.actor),
    }))
    app.post(
      '/api/archive/filings',
      { schema: { body: inBody, response: { 200: doneView } } },
      async request =>
        fileRegister(
          house,
          request.actor,
          bodyFor(request.actor, request.body.body),
          request.body,
          keyOf(request.headers, 80),
        ),
    )
    app.get('/api/archive/filings/:id', { schema: { params: id, response: { 200: view } } }, async request =>
      filingView(house, request.actor, request.params.id),
    )
    app.get(
      '/api/archive/filings/:id/:form',
      { schema: { params: id.extend({ form: z.enum(['list.json', 'list.csv'], '没有这种格式。') }) } },
      async (request, reply) => {
        const { row, which } = await visibleFiling(house, request.actor, request.params.id)
        const text = await filedText(house.db, row.id, which)
        const name = `备案清单-${row.from}至${row.until}`
        if (request.params.form === 'list.json')
          return download(reply, 'application/json; charset=utf-8', `${name}.json`, text)
        const list = JSON.parse(text) as FiledList
        return download(reply, 'text/csv; charset=utf-8', `${name}.csv`, csvOf(list.rows))
      },
    )

    app.get(
      '/api/archive/transfers',
      { schema: { querystring: z.object({ body: number.optional() }), response: { 200: view } } },
      async request => transferList(house, request.actor, bodyFor(request.actor, request.query.body)),
    )
    app.post(
      '/api/archive/transfers',
      { schema: { body: inBody, response: { 200: doneView } } },
      async request =>
        prepareTransfer(
          house,
          request.actor,
          bodyFor(request.actor, request.body.body),
          request.body,
          keyOf(request.headers, 80),
        ),
    )
    app.get(
      '/api/archive/transfers/:id',
      { schema: { params: id, querystring: z.object({ page }), response: { 200: view } } },
      async request => transferView(house, request.actor, request.params.id, request.query.page),
    )
    app.get('/api/archive/transfers/:id/package', { schema: { params: id } }, async (request, reply) => {
      const row = await visibleTransfer(house, request.actor, request.params.id)
      const stream = await packageOf(house, row.id)
      if (!stream) throw new Refused('not-now', '还没有生成移交包。')
      if (row.expungedAt === null) void reply.header('content-length', row.packageSize)
      return reply
        .type('application/zip')
        .header('content-disposition', attachmentName(`移交包-${row.from}至${row.until}.zip`))
        .send(Readable.from(stream))
    })

    const verb = id.extend({ verb: z.string().max(40, '没有这个操作。') })
    for (const [path, perform] of [
      ['/api/archive/transfers/:id/:verb', performTransfer],
      ['/api/archive/disposals/:id/:verb', performDisposal],
    ] as const)
      app.post(
        path,
        { schema: { params: verb, body: lookedBody, response: { 200: doneView } } },
        async request => perform(house, actOf(request, 80)),
      )

    app.get(
      '/api/archive/retention',
      { schema: { querystring: z.object({ body: number.optional() }), response: { 200: view } } },
      async request => retentionView(house, request.actor, bodyFor(request.actor, request.query.body)),
    )
    app.post(
      '/api/archive/retention-rules',
      { schema: { body: inBody, response: { 200: doneView } } },
      async request =>
        setRetentionRule(
          house,
          request.actor,
          bodyFor(request.actor, request.body.body),
          request.body,
          keyOf(request.headers, 80),
        ),
    )
    app.post(
      '/api/archive/retention/:id',
      { schema: { params: id, body: z.unknown(), response: { 200: doneView } } },
      async request =>
        setRetention(house, request.actor, request.params.id, request.body, keyOf(request.headers, 80)),
    )
    app.post(
      '/api/archive/disposals',
      { schema: { body: inBody, response: { 200: doneView } } },
      async request =>
        proposeDisposal(
          house,
          request.actor,
          bodyFor(request.actor, request.body.body),
          request.body,
          keyOf(request.headers, 80),
        ),
    )
  }
}
