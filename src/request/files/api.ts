import { z } from 'zod'
import { actBody, actOf, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { OperatorError, Refused } from '#kit/errors.ts'
import { attachmentName, type App } from '#kit/http.ts'
import { isoOf, minuteOf } from '#kit/now.ts'
import { bodyOf, staffNames } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { idField, view } from '../routes.ts'
import { readCase } from '../store/cases.ts'
import { allFilesOf, readCaseFile } from '../store/files.ts'
import { seesRequest } from '../visibility.ts'
import { fetchFile, opener, performFile, personalRoles, revealFile, uploadFile } from './actions.ts'
import { fileRoleLabels, largestFile, type CaseFileView } from './model.ts'
import { watermarked } from './watermark.ts'

const one = z.object({ id: idField, file: idField })

/** 案卷材料 under /api/requests/:id/files. */
export function fileRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  const visible = async (id: number, actor: Actor) => {
    const row = await readCase(db, id)
    if (!row || !seesRequest(row, actor))
      throw new Refused('not-found', '没有找到这件申请，或您没有查看它的权限。')
    return row
  }
  return async app => {
    app.get(
      '/api/requests/:id/files',
      { schema: { params: z.object({ id: idField }), response: { 200: view } } },
      async ({ actor, params }): Promise<CaseFileView[]> => {
        const row = await visible(params.id, actor)
        const files = (await allFilesOf(db, row.id)).filter(f => opener(row, f.role, actor) !== undefined)
        const names = await staffNames(
          db,
          files.flatMap(f => (f.addedBy === null ? [] : [f.addedBy])),
        )
        return files.map(f => ({
          id: f.id,
          role: f.role,
          roleLabel: fileRoleLabels[f.role],
          name: f.name,
          size: f.size,
          addedAt: isoOf(f.addedAt),
          by: f.addedBy === null ? null : (names.get(f.addedBy) ?? null),
          deletedAt: f.deletedAt && isoOf(f.deletedAt),
          isPersonal: personalRoles.includes(f.role),
          check: f.checked && {
            clean: f.checked.clean,
            at: f.checked.at,
            findings: f.checked.findings,
            checks: f.checked.checks,
          },
        }))
      },
    )

    app.post(
      '/api/requests/:id/files',
      {
        bodyLimit: largestFile + 1024 * 1024,
        schema: { params: z.object({ id: idField }), response: { 200: view } },
      },
      async request => {
        // Before the upload is read: a stranger's ends here.
        await visible(request.params.id, request.actor)
        const file = await request.file()
        if (!file)
          throw new Refused('invalid', [{ field: 'file', text: '没有收到文件，请重新选择文件后上传。' }])
        const bytes = new Uint8Array(await file.toBuffer())
        const field = file.fields['role']
        const role = field && !Array.isArray(field) && field.type === 'field' ? String(field.value) : ''
        const given = { role, name: file.filename, bytes }
        return uploadFile(house, request.actor, request.params.id, given, keyOf(request.headers, 56))
      },
    )

    app.post(
      '/api/requests/:id/files/:file/reveal',
      {
        schema: {
          params: one,
          body: z.object({ reason: z.string('请写明查看的用途。') }),
          response: { 200: view },
        },
      },
      async ({ actor, params, body }) => {
        await revealFile(house, actor, params.id, params.file, body.reason)
        return {}
      },
    )

    app.post(
      '/api/requests/:id/files/:file/:verb',
      {
        schema: {
          params: one.extend({ verb: z.enum(['check', 'mask', 'remove'], '没有这种办理。') }),
          body: actBody,
          response: { 200: view },
        },
      },
      async ({ actor, params, body, headers }) => {
        await visible(params.id, actor)
        const file = await readCaseFile(db, params.file)
        if (!file || file.requestId !== params.id) throw new Refused('not-found', '没有找到这份材料。')
        const asked = { params: { id: file.id, verb: params.verb }, body, actor, headers }
        return performFile(house, actOf(asked, 56))
      },
    )

    app.get(
      '/api/requests/:id/files/:file/content',
      { schema: { params: one } },
      async ({ actor, params }, reply) => {
        const { file, bytes, row } = await fetchFile(house, actor, params.id, params.file)
        const head = (name: string, type: string) =>
          reply
            .type(type)
            .header('content-disposition', attachmentName(name))
            .header('x-content-type-options', 'nosniff')
        if (file.role !== 'identity') return head(file.name, 'application/octet-stream').send(bytes)
        const body = await bodyOf(db, row.bodyId)
        const words = `仅用于${body.name}办理政府信息公开申请　${row.number ?? ''}　${actor.name}　${minuteOf(house.now())}`
        const pdf = await watermarked({ bytes, contentType: file.contentType }, words, house.typst).catch(
          (error: unknown) => {
            if (error instanceof OperatorError)
              throw new Refused('not-now', `水印页暂不能生成：${error.message}`)
            throw error
          },
        )
        return head('身份证明（加水印）.pdf', 'application/pdf').send(Buffer.from(pdf))
      },
    )
  }
}
