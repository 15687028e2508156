import { z } from 'zod'
import { actOf, doneView, keyOf, lookedBody } from '#kit/actRoute.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { Refused } from '#kit/errors.ts'
import { isoOf } from '#kit/now.ts'
import { oneFile, sendFile } from '#kit/upload.ts'
import { receiptOf } from '#record/actions.ts'
import { maskView } from '#patrol/views.ts'
import type { House } from '../house.ts'
import { attach, detach, saveDraft, startDraft } from './actions/draft.ts'
import { importDocument } from './actions/import.ts'
import { rewriteAttachment } from './actions/maskAttachment.ts'
import { perform } from './actions/perform.ts'
import { takeIn } from './actions/takeIn.ts'
import { optionsView } from './options.ts'
import { basisView } from '#law/clauses.ts'
import { caseView } from './present.ts'
import { previewOf } from './preview.ts'
import { seesDocument } from './visibility.ts'
import { addPhrase, phrasesOf, removePhrase } from './phrases.ts'
import { attachmentsOf, readDocument, type DocumentRow } from './store.ts'
import type { Actor } from '#kit/actor.ts'

const id = z.object({
  id: z.coerce.number('编号应为数字。').int('编号应为数字。').positive('编号应为数字。'),
})

/** Views are typed in views.ts and built by present.ts alone, so their members are exactly what is meant to leave. */
const view = z.any()

export function documentRoutes(house: House): (app: App) => Promise<void> {
  /** The document, if it exists for this person: others' ids and unused ids answer alike. */
  async function visible(document: number, actor: Actor): Promise<DocumentRow> {
    const row = await readDocument(house.db, document)
    if (!row || !seesDocument(row, actor))
      throw new Refused('not-found', '没有找到这件公文，或您没有查看它的权限。')
    return row
  }

  return async app => {
    app.post('/api/documents', { schema: { response: { 200: doneView } } }, async request =>
      startDraft(house, request.actor, keyOf(request.headers, 80)),
    )

    app.post(
      '/api/documents/import',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => importDocument(house, request.actor, request.body, keyOf(request.headers, 80)),
    )

    app.post('/api/documents/intake', { schema: { response: { 200: view } } }, async request => {
      if (request.isMultipart()) {
        const { name, bytes } = await oneFile(await request.file())
        return takeIn(house, { kind: 'docx', bytes, fileName: name })
      }
      const body = z
        .object({ html: z.string().optional(), text: z.string().optional() })
        .refine(b => (b.html ?? b.text ?? '').trim() !== '', '没有收到内容，请重新粘贴。')
        .safeParse(request.body)
      if (!body.success)
        throw new Refused(
          'invalid',
          body.error.issues.map(i => ({ text: i.message })),
        )
      return takeIn(
        house,
        body.data.html ? { kind: 'html', html: body.data.html } : { kind: 'text', text: body.data.text! },
      )
    })

    app.get('/api/documents/:id', { schema: { params: id, response: { 200: view } } }, async request =>
      caseView(house, house.db, await visible(request.params.id, request.actor), request.actor),
    )

    app.put(
      '/api/documents/:id',
      {
        schema: {
          params: id,
          body: z.object({ version: z.number('缺少版本号，请刷新页面。').int(), draft: z.unknown() }),
          response: { 200: z.object({ version: z.number(), savedAt: z.string() }) },
        },
      },
      async request => {
        const { version, draft } = request.body
        const saved = await saveDraft(house, request.actor, request.params.id, version, draft)
        return { version: saved.version, savedAt: isoOf(saved.savedAt) }
      },
    )

    const previewAs = { params: id, querystring: z.object({ mode: z.enum(['elder']).optional() }) }
    app.get('/api/documents/:id/preview', { schema: previewAs }, async (request, reply) => {
      const document = await visible(request.params.id, request.actor)
      const html = await previewOf(house, document, request.query.mode === 'elder')
      return reply.type('text/html; charset=utf-8').send(html)
    })

    app.get('/api/documents/:id/receipt', { schema: { params: id } }, async (request, reply) => {
      const document = await visible(request.params.id, request.actor)
      const receipt = document.address ? await receiptOf(house.db, document.address) : null
      if (!receipt) throw new Refused('not-found', '这件公文还没有公开发布，没有回执。')
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', attachmentName(`发布回执-${document.title.slice(0, 40)}.json`))
        .send(`${JSON.stringify(receipt, null, 2)}\n`)
    })

    app.post(
      '/api/documents/:id/attachments',
      { schema: { params: id, response: { 200: view } } },
      async request => {
        const { name, bytes } = await oneFile(await request.file())
        const role = 'attachment' as const
        const made = await attach(house, request.actor, request.params.id, { name, bytes, role })
        const all = await attachmentsOf(house.db, request.params.id)
        const { hash: _hash, documentId: _of, ...rest } = all.find(a => a.id === made)!
        return rest
      },
    )

    const oneAttachment = id.extend({ attachment: z.coerce.number('编号应为数字。').int().positive() })
    app.delete(
      '/api/documents/:id/attachments/:attachment',
      { schema: { params: oneAttachment, response: { 200: z.object({}) } } },
      async request => {
        await detach(house, request.actor, request.params.id, request.params.attachment)
        return {}
      },
    )
    app.get(
      '/api/documents/:id/attachments/:attachment',
      { schema: { params: oneAttachment } },
      async (request, reply) => {
        await visible(request.params.id, request.actor)
        const found = (await attachmentsOf(house.db, request.params.id)).find(
          a => a.id === request.params.attachment,
        )
        if (!found) throw new Refused('not-found', '没有找到这个附件。')
        await sendFile(reply, house.files, found)
      },
    )

    for (const how of ['mask', 'strip'] as const)
      app.post(
        `/api/documents/:id/attachments/:attachment/${how}`,
        { schema: { params: oneAttachment, response: { 200: maskView } } },
        async request => {
          const { id, attachment } = request.params
          const { file, ...report } = await rewriteAttachment(house, request.actor, id, attachment, how)
          return maskView.parse({ ...report, name: file.name })
        },
      )

    app.post(
      '/api/documents/:id/:verb',
      {
        schema: {
          params: id.extend({ verb: z.string().max(40, '没有这个操作。') }),
          body: lookedBody,
          response: { 200: doneView },
        },
      },
      async request => perform(house, actOf(request, 80)),
    )

    app.get('/api/law/options', { schema: { response: { 200: view } } }, async () => optionsView())
    app.get(
      '/api/clauses/:clause',
      { schema: { params: z.object({ clause: z.string() }), response: { 200: view } } },
      async request => {
        try {
          return basisView(request.params.clause)
        } catch {
          throw new Refused('not-found', '没有登记这一条款。')
        }
      },
    )

    const phrase = z.object({
      text: z.string().trim().min(1, '请填写意见。').max(200, '常用意见不能超过200个字。'),
    })
    app.get('/api/me/phrases', { schema: { response: { 200: view } } }, async request =>
      phrasesOf(house.db, request.actor.staffId),
    )
    app.post(
      '/api/me/phrases',
      { schema: { body: phrase, response: { 200: z.object({}) } } },
      async request => {
        await addPhrase(house.db, request.actor.staffId, request.body.text)
        return {}
      },
    )
    app.delete(
      '/api/me/phrases/:id',
      { schema: { params: id, response: { 200: z.object({}) } } },
      async request => {
        await removePhrase(house.db, request.actor.staffId, request.params.id)
        return {}
      },
    )
  }
}
