import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { oneFile, sendFile } from '#kit/upload.ts'
import { itemChoices } from '#catalog/choice.ts'
import { termsOf } from '#tag/rules/held.ts'
import { thesaurusOf } from '#tag/thesaurus.ts'
import { rewritings } from '#patrol/mask/rewriteStored.ts'
import { maskView } from '#patrol/views.ts'
import { isoOf, minuteOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { pastOf } from '#kit/past.ts'
import { bodyNames, staffNames } from '#people/directory.ts'
import { recordBodyOf } from '#record/actions.ts'
import { renderPreview } from '#record/portal.tsx'
import type { House } from '../house.ts'
import { beginPosting, performPosting } from './actions.ts'
import { entryNow, marksOf } from './entry.ts'
import { labelOfKind, postingKinds, postingStateLabels, postingStates, type PostingRow } from './model.ts'
import { cannotStand } from './rules.ts'
import { reportedTwice } from './twice.ts'
import { filesOf, postingsOf, readPosting } from './store.ts'
import type { PostingLine, PostingListView, PostingView } from './views.ts'
import { bodiesRead, seesPosting } from './visibility.ts'
import { attach, detach, rewriteFile, saveDraft } from './writing.ts'
import { hands, labelOfPosting, postingBeginning, postingVerbs, postingWorkflow } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')

/** /api/postings: what a body tells the public besides documents. */
export function postingRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house

  async function linesOf(rows: readonly PostingRow[]): Promise<PostingLine[]> {
    const bodies = await bodyNames(
      db,
      rows.map(r => r.bodyId),
    )
    const people = await staffNames(
      db,
      rows.map(r => r.drafterId),
    )
    return rows.map(r => ({
      id: r.id,
      kind: r.kind,
      kindLabel: labelOfKind(r.kind),
      title: r.content.title || '（未写标题）',
      state: r.state,
      stateLabel: postingStateLabels[r.state],
      body: bodies.get(r.bodyId) ?? '',
      drafter: people.get(r.drafterId) ?? '',
      changedAt: minuteOf(r.changedAt),
      publishedAt: r.publishedAt && minuteOf(r.publishedAt),
      address: r.state === 'withdrawn' ? null : r.address,
    }))
  }

  async function visible(posting: number, actor: Actor): Promise<PostingRow> {
    const row = await readPosting(db, posting)
    if (!row || !seesPosting(row, actor))
      throw new Refused('not-found', '没有找到这件信息，或您没有查看它的权限。')
    return row
  }

  async function viewOf(row: PostingRow, actor: Actor): Promise<PostingView> {
    const past = await pastOf(db, 'posting', row.id)
    const wrote = past.some(p => (hands as readonly string[]).includes(p.verb) && p.actor === actor.staffId)
    return {
      ...(await linesOf([row]))[0]!,
      version: row.version,
      content: row.content,
      missing: [
        ...cannotStand(row.kind, row.content),
        ...(await marksOf(db, row)).reasons,
        ...(await reportedTwice(db, row)),
      ],
      attachments: (await filesOf(db, row.id)).map(({ hash: _, sort: __, ...file }) => file),
      items: (await itemChoices(db, row.bodyId)).map(({ value, label, hint }) => ({ value, label, hint })),
      bodyId: row.bodyId,
      tagNames: termsOf(await thesaurusOf(db, row.bodyId), row.content.tags).map(t => t.name),
      savedAt: isoOf(row.changedAt),
      offers: offersOf(postingWorkflow, row, actor).filter(o => !(o.verb === 'publish' && wrote)),
      history: past.map(({ at, verb, by, reason }) => ({
        at: minuteOf(at),
        label: labelOfPosting(verb),
        by,
        reason,
      })),
    }
  }

  return async app => {
    app.get(
      '/api/postings',
      {
        schema: {
          querystring: z.object({
            kind: z.enum(postingKinds, '没有这一类信息。').optional(),
            state: z.enum(postingStates, '没有这个状态。').optional(),
            q: z.string().max(200, '查询的文字不能超过200个字。').default(''),
            page: z.coerce.number('页码应为数字。').int().min(1, '页码从1开始。').max(100_000).default(1),
          }),
          response: { 200: z.any() },
        },
      },
      async request => {
        const { actor, query } = request
        const found = await postingsOf(
          db,
          bodiesRead(actor),
          { kind: query.kind ?? null, state: query.state ?? null, q: query.q.trim() },
          query.page,
        )
        const writes = actor.roles.filter(r => (postingBeginning.by as readonly string[]).includes(r.role))
        const names = await bodyNames(
          db,
          writes.map(r => r.bodyId),
        )
        const view: PostingListView = {
          bodies: [...names].map(([body, name]) => ({ id: body, name })),
          rows: await linesOf(found.rows),
          total: found.total,
          page: query.page,
          pageSize: found.pageSize,
        }
        return view
      },
    )

    app.post(
      '/api/postings',
      {
        schema: {
          body: z.object({ body: id, kind: z.string(), content: z.unknown().optional() }),
          response: { 200: doneView },
        },
      },
      async request => beginPosting(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.get(
      '/api/postings/:id',
      { schema: { params: z.object({ id }), response: { 200: z.any() } } },
      async request => viewOf(await visible(request.params.id, request.actor), request.actor),
    )

    app.put(
      '/api/postings/:id',
      {
        schema: {
          params: z.object({ id }),
          body: z.object({ version: z.number('缺少版本号，请刷新页面。').int(), content: z.unknown() }),
          response: { 200: z.object({ version: z.number(), savedAt: z.string() }) },
        },
      },
      async ({ actor, params, body }) => {
        const saved = await saveDraft(house, actor, params.id, body.version, body.content)
        return { version: saved.version, savedAt: isoOf(saved.savedAt) }
      },
    )

    app.post(
      '/api/postings/:id/attachments',
      { schema: { params: z.object({ id }), response: { 200: z.any() } } },
      async request => {
        const { actor, params } = request
        await visible(params.id, actor)
        const made = await attach(house, actor, params.id, await oneFile(await request.file()))
        const { hash: _, ...file } = (await filesOf(db, params.id)).find(f => f.id === made)!
        return file
      },
    )
    const oneAttachment = z.object({ id, attachment: id })
    app.delete(
      '/api/postings/:id/attachments/:attachment',
      { schema: { params: oneAttachment, response: { 200: z.object({}) } } },
      async ({ actor, params }) => {
        await detach(house, actor, params.id, params.attachment)
        return {}
      },
    )
    app.get(
      '/api/postings/:id/attachments/:attachment',
      { schema: { params: oneAttachment } },
      async ({ actor, params }, reply) => {
        await visible(params.id, actor)
        const file = (await filesOf(db, params.id)).find(f => f.id === params.attachment)
        if (!file) throw new Refused('not-found', '没有找到这个附件。')
        await sendFile(reply, house.files, file)
      },
    )
    for (const how of rewritings)
      app.post(
        `/api/postings/:id/attachments/:attachment/${how}`,
        { schema: { params: oneAttachment, response: { 200: maskView } } },
        async ({ actor, params }) => {
          const { file, ...report } = await rewriteFile(house, actor, params.id, params.attachment, how)
          return maskView.parse({ ...report, name: file.name })
        },
      )

    app.get('/api/postings/:id/preview', { schema: { params: z.object({ id }) } }, async (request, reply) => {
      const row = await visible(request.params.id, request.actor)
      const missing = cannotStand(row.kind, row.content)
      if (missing.length > 0) throw new Refused('not-now', missing)
      const shown = await recordBodyOf(db, row.bodyId)
      if (!shown) throw new Refused('not-found', '这个机关还没有公开页面。')
      const html = await renderPreview(await entryNow(db, row), {
        body: shown,
        site: house.site,
        address: row.address ?? `/${shown.slug}/content/20000101-0.html`,
        now: house.now,
      })
      return reply.type('text/html; charset=utf-8').send(html)
    })

    app.post(
      '/api/postings/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(postingVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performPosting(house, actOf(request)),
    )
  }
}
