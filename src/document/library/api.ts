import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { begin } from '#kit/act.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { appendEvents } from '#kit/events.ts'
import { xlsxType } from '#kit/exports/csv.ts'
import { attachmentName, type App } from '#kit/http.ts'
import type { House } from '../../house.ts'
import { readDocument, type DocumentRow } from '../store.ts'
import { seesDocument } from '../visibility.ts'
import { draftResult, openCleanup, performMany } from './cleanup/actions.ts'
import { performCleanup, performItem } from './cleanup/deeds.ts'
import { listsXlsx } from './cleanup/lists.ts'
import { bulkForm, conclusionKeys, type Cleanup, type ItemFilter } from './cleanup/model.ts'
import { cleanupList, cleanupView, itemPage } from './cleanup/present.ts'
import { allItems, readCleanup } from './cleanup/store.ts'
import { seesCleanup } from './cleanup/visibility.ts'
import { itemStates, itemVerbs } from './cleanup/workflow.ts'
import { performLibrary } from './deeds.ts'
import { addRelation, removeRelation, saveTerm } from './drafting.ts'
import { ruleForm } from './model.ts'
import { compareView, defaultRule, libraryCase, libraryPage } from './present.ts'
import { putRule, ruleOf } from './store.ts'
import { documentsVisible } from './visible.ts'
import { libraryVerbs, ruleSetting } from './workflow.ts'

const number = z.coerce
  .number('编号应为数字。')
  .int('编号应为数字。')
  .positive('编号应为数字。')
  .max(2 ** 53 - 1, '没有这个编号。')
const id = z.object({ id: number })
const page = z.coerce
  .number('页码应为数字。')
  .int('页码应为整数。')
  .min(1, '页码从1开始。')
  .max(100_000, '没有这么多页。')
  .default(1)
const q = z.string().max(200, '查询的文字不能超过200个字。').default('')
/** Views are typed in views.ts and built by the present.ts files alone. */
const view = z.any()
const filter = z.object({
  state: z.enum(itemStates, '没有这个环节。').optional(),
  conclusion: z.enum(conclusionKeys, '没有这种结论。').optional(),
  department: z.coerce.number('部门编号应为数字。').int().max(2_147_483_647).optional(),
  q,
})
const filterOf = (query: z.infer<typeof filter>): ItemFilter => ({
  state: query.state ?? null,
  conclusion: query.conclusion ?? null,
  department: query.department ?? null,
  q: query.q.trim(),
})

/** /api/library… and /api/cleanups…: validity, relations, clean-up of normative documents (上海 一(二)、吉林 二(二)). */
export function libraryRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house

  async function visible(document: number, actor: Actor): Promise<DocumentRow> {
    const row = await readDocument(db, document)
    if (!row || !seesDocument(row, actor))
      throw new Refused('not-found', '没有找到这件公文，或您没有查看它的权限。')
    return row
  }
  async function round(cleanup: number, actor: Actor): Promise<Cleanup> {
    const row = await readCleanup(db, cleanup)
    if (!row || !seesCleanup(row, actor))
      throw new Refused('not-found', '没有找到这次清理，或您没有查看它的权限。')
    return row
  }

  return async app => {
    app.get(
      '/api/library',
      {
        schema: {
          querystring: z.object({
            show: z
              .enum(['all', 'inForce', 'expiring', 'ended', 'noTerm'], '没有这个列表。')
              .default('inForce'),
            q,
            page,
          }),
          response: { 200: view },
        },
      },
      async request => libraryPage(house, documentsVisible(request.actor), request.query),
    )

    app.get('/api/library/rule', { schema: { response: { 200: view } } }, async request => {
      const role = settingRole(request.actor)
      const bodyId = role?.bodyId ?? request.actor.bodyId
      const rule = await ruleOf(db, bodyId)
      return {
        rule: rule ?? defaultRule,
        isDefault: rule === null,
        maySet: role !== undefined,
        label: ruleSetting.label,
        effect: ruleSetting.effect,
      }
    })
    app.put(
      '/api/library/rule',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => {
        const role = settingRole(request.actor)
        if (!role)
          throw new Refused(
            'forbidden',
            `您没有“${ruleSetting.label}”的权限，须由公开审查员或合法性审查员办理。`,
          )
        const parsed = readForm(ruleForm, request.body)
        const { bodyId } = role
        return begin(
          house,
          {
            kind: 'normative-rule',
            bodyId,
            role: role.role,
            verb: 'set',
            actor: request.actor,
            key: keyOf(request.headers),
            form: parsed,
            reason: parsed.reason,
          },
          async (trx, at) => {
            await putRule(trx, bodyId, parsed, request.actor.staffId, at)
            return { id: bodyId, state: 'set', data: { ...parsed } }
          },
        )
      },
    )

    app.get(
      '/api/library/documents/:id',
      { schema: { params: id, response: { 200: view } } },
      async request => {
        const row = await visible(request.params.id, request.actor)
        const editable =
          row.state === 'draft' &&
          request.actor.roles.some(
            r => r.role === 'drafter' && (r.onBehalfOf ?? request.actor.staffId) === row.drafterId,
          )
        return libraryCase(house, row, request.actor, editable)
      },
    )
    app.get(
      '/api/library/documents/:id/compare',
      {
        schema: {
          params: id,
          querystring: z.object({
            from: z.string().regex(/^(now|text:\d{1,15}|revision:\d{1,6})$/, '没有这个版本。'),
            to: z.string().regex(/^(now|text:\d{1,15}|revision:\d{1,6})$/, '没有这个版本。'),
          }),
          response: { 200: view },
        },
      },
      async request =>
        compareView(
          house,
          await visible(request.params.id, request.actor),
          request.query.from,
          request.query.to,
        ),
    )
    app.put(
      '/api/library/documents/:id/term',
      { schema: { params: id, body: z.unknown(), response: { 200: view } } },
      async request => saveTerm(house, request.actor, request.params.id, request.body),
    )
    app.post(
      '/api/library/documents/:id/relations',
      { schema: { params: id, body: z.unknown(), response: { 200: z.object({ id: z.number() }) } } },
      async request => ({ id: await addRelation(house, request.actor, request.params.id, request.body) }),
    )
    app.delete(
      '/api/library/documents/:id/relations/:relation',
      { schema: { params: id.extend({ relation: number }), response: { 200: z.object({}) } } },
      async request => {
        await removeRelation(house, request.actor, request.params.id, request.params.relation)
        return {}
      },
    )
    app.post(
      '/api/library/documents/:id/:verb',
      {
        schema: {
          params: id.extend({ verb: z.enum(libraryVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performLibrary(house, actOf(request)),
    )

    app.get('/api/cleanups', { schema: { response: { 200: view } } }, async request =>
      cleanupList(house, request.actor),
    )
    app.post('/api/cleanups', { schema: { body: z.unknown(), response: { 200: doneView } } }, async request =>
      openCleanup(house, request.actor, request.body, keyOf(request.headers)),
    )
    app.get(
      '/api/cleanups/expiring',
      { schema: { querystring: filter.extend({ page }), response: { 200: view } } },
      async request => itemPage(house, request.actor, null, filterOf(request.query), request.query.page),
    )
    app.post('/api/cleanups/bulk', { schema: { body: bulkForm, response: { 200: view } } }, async request => {
      const key = keyOf(request.headers)
      if (!key) throw new Refused('invalid', '成批办理须带请求标识（Idempotency-Key），请刷新页面后重试。')
      return performMany(house, request.actor, request.body, key)
    })
    app.post(
      '/api/cleanups/items/:id/:verb',
      {
        schema: {
          params: id.extend({ verb: z.enum(itemVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performItem(house, actOf(request)),
    )
    app.get('/api/cleanups/:id', { schema: { params: id, response: { 200: view } } }, async request =>
      cleanupView(house, request.actor, await round(request.params.id, request.actor)),
    )
    app.get(
      '/api/cleanups/:id/items',
      { schema: { params: id, querystring: filter.extend({ page }), response: { 200: view } } },
      async request => {
        const cleanup = await round(request.params.id, request.actor)
        return itemPage(house, request.actor, cleanup.id, filterOf(request.query), request.query.page)
      },
    )
    app.post(
      '/api/cleanups/:id/conclude',
      { schema: { params: id, body: actBody, response: { 200: doneView } } },
      async request =>
        performCleanup(house, {
          ...request.body,
          subject: request.params.id,
          verb: 'conclude',
          actor: request.actor,
          key: keyOf(request.headers),
        }),
    )
    app.post(
      '/api/cleanups/:id/draft',
      { schema: { params: id, response: { 200: z.object({ document: z.number() }) } } },
      async request => {
        const cleanup = await round(request.params.id, request.actor)
        return { document: await draftResult(house, request.actor, cleanup, keyOf(request.headers)) }
      },
    )
    /** The lists leave only with a line in the history: who took them. Only those who answer for the whole body take them. */
    app.get('/api/cleanups/:id/lists.xlsx', { schema: { params: id } }, async (request, reply) => {
      const { actor } = request
      const cleanup = await round(request.params.id, actor)
      const whole = ['legalReviewer', 'opennessOfficer', 'publisher', 'leader']
      if (!actor.roles.some(r => whole.includes(r.role) && r.bodyId === cleanup.bodyId))
        throw new Refused('forbidden', '清理结果由合法性审查员、公开审查员、发布员或领导导出。')
      const items = await allItems(db, cleanup.id)
      await db.transaction().execute(trx =>
        appendEvents(trx, cleanup.bodyId, [
          {
            kind: 'cleanup',
            subject: cleanup.id,
            verb: 'export',
            from: cleanup.state,
            to: cleanup.state,
            at: house.now(),
            actor: actor.staffId,
            actorName: actor.name,
            role: null,
            data: { count: items.length },
          },
        ]),
      )
      return reply
        .type(xlsxType)
        .header('content-disposition', attachmentName(`${cleanup.name}结果.xlsx`))
        .send(Buffer.from(await listsXlsx(cleanup, items)))
    })
  }
}

const settingRole = (actor: Actor) =>
  actor.roles.find(r => (ruleSetting.by as readonly string[]).includes(r.role) && r.departmentId === null)
