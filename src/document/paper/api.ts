import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { sendFile } from '#kit/upload.ts'
import type { House } from '../../house.ts'
import { readDocument } from '../store.ts'
import { seesDocument } from '../visibility.ts'
import { enterPaper, performPaper } from './actions.ts'
import { papersOf } from './store.ts'
import { paperVerbs } from './workflow.ts'

const number = z.coerce.number('编号应为数字。').int('编号应为数字。').positive('编号应为数字。')

/** Decisions taken on paper: entered with the scan, looked at, objected to. */
export function paperRoutes(house: House): (app: App) => Promise<void> {
  async function mustSee(id: number, actor: Actor): Promise<void> {
    const row = await readDocument(house.db, id)
    if (!row || !seesDocument(row, actor))
      throw new Refused('not-found', '没有找到这件公文，或您没有查看它的权限。')
  }
  return async app => {
    app.post(
      '/api/documents/:id/papers',
      { schema: { params: z.object({ id: number }), response: { 200: doneView } } },
      async request => {
        await mustSee(request.params.id, request.actor)
        if (!request.isMultipart())
          throw new Refused('invalid', [
            { field: 'scan', text: '请附上纸面意见的扫描件（PDF、JPG、PNG 或 OFD）。' },
          ])
        let entry: unknown = {}
        let scan: { name: string; bytes: Buffer } | null = null
        for await (const part of request.parts()) {
          if (part.type === 'file') scan = { name: part.filename, bytes: await part.toBuffer() }
          else if (part.fieldname === 'entry') entry = parse(String(part.value))
        }
        return enterPaper(house, request.actor, request.params.id, entry, scan, keyOf(request.headers, 80))
      },
    )

    const one = z.object({ id: number, paper: number })
    app.get('/api/documents/:id/papers/:paper/scan', { schema: { params: one } }, async (request, reply) => {
      await mustSee(request.params.id, request.actor)
      const found = (await papersOf(house.db, request.params.id)).find(p => p.id === request.params.paper)
      if (!found) throw new Refused('not-found', '没有找到这份扫描件。')
      await sendFile(reply, house.files, { hash: found.fileHash, name: found.fileName })
    })

    app.post(
      '/api/documents/:id/papers/:paper/:verb',
      {
        schema: {
          params: one.extend({ verb: z.enum(paperVerbs, '没有这个操作。') }),
          body: z.object({
            version: z.number('缺少版本号，请刷新页面。').int(),
            reason: z.string().max(2000, '理由不能超过2000个字。').nullish(),
          }),
          response: { 200: doneView },
        },
      },
      async request => {
        const { id, paper, verb } = request.params
        await mustSee(id, request.actor)
        const found = (await papersOf(house.db, id)).find(p => p.id === paper)
        if (!found) throw new Refused('not-found', '没有找到这项纸面意见。')
        const { version, reason } = request.body
        return performPaper(house, {
          subject: paper,
          verb,
          actor: request.actor,
          version,
          reason: reason ?? null,
          key: keyOf(request.headers, 80),
        })
      },
    )
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refused('invalid', '补录的内容无法读取，请刷新页面后重试。')
  }
}
