import { faultsOf } from '../form.ts'
import { Readable } from 'node:stream'
import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import type { Actor } from '../actor.ts'
import type { Db } from '../db.ts'
import { Refused } from '../errors.ts'
import { appendEvents, type Json } from '../events.ts'
import type { FileStore } from '../files.ts'
import { attachmentName, type App } from '../http.ts'
import { addJob } from '../jobs.ts'
import { dayOf, isoOf, later, minuteOf, type Now } from '../now.ts'
import { sheetOf } from './sheet.ts'
import type { AnySource, Opened } from './source.ts'
import * as store from './store.ts'

/** Made while one waits, up to here; more becomes a job. */
export const mostAtOnce = 5000
/** More than this nobody reads; a year at a time is asked for instead. */
export const mostLines = 200_000
const keptHours = 24

export type ExportHouse = {
  readonly db: Db
  readonly now: Now
  readonly files: FileStore
  readonly log: (line: string) => void
}
/** The person as he may act today, or null: people's own knowledge. */
export type ActorOf = (staffId: number, today: string) => Promise<Actor | null>

export type ExportView = {
  readonly id: number
  readonly title: string
  readonly state: 'making' | 'ready' | 'failed' | 'expired'
  readonly lines: number | null
  readonly size: number | null
  readonly full: boolean
  readonly reason: string
  readonly askedAt: string
  readonly expiresAt: string | null
}

export const exportForm = z.object({
  source: z.string().max(40, '没有这个清单。'),
  query: z.unknown(),
  full: z.boolean().default(false),
  reason: z
    .string('请写明导出的用途。')
    .trim()
    .min(2, '请写明导出的用途，例如“季度报送”。')
    .max(200, '用途不能超过200个字。'),
})
export type ExportForm = z.infer<typeof exportForm>

const viewOf = (row: store.ExportRow): ExportView => ({
  id: row.id,
  title: row.title,
  state: row.state as ExportView['state'],
  lines: row.lines,
  size: row.size,
  full: row.full_text,
  reason: row.reason,
  askedAt: isoOf(row.asked_at),
  expiresAt: row.expires_at && isoOf(row.expires_at),
})

function opened(sources: readonly AnySource[], actor: Actor, name: string, query: unknown): Opened {
  const source = sources.find(s => s.name === name)
  if (!source) throw new Refused('not-found', '没有这个清单，或您没有导出它的权限。')
  try {
    return source.open(actor, query)
  } catch (error) {
    if (error instanceof z.ZodError) throw new Refused('invalid', faultsOf(error))
    throw error
  }
}

/** Writes the file and keeps in the history who took what. The event and the file's place are committed together. */
async function make(house: ExportHouse, list: Opened, actor: Actor, id: number): Promise<void> {
  const row = (await store.exportById(house.db, id))!
  const full = row.full_text
  let lines = 0
  const counted = async function* () {
    for await (const line of list.lines(full)) {
      lines++
      yield line
    }
  }
  const notes = [
    `导出人：${actor.name}　导出时间：${minuteOf(house.now())}　${full ? '未遮盖' : '个人信息已遮盖'}　用途：${row.reason}`,
    `条件：${await list.conditions()}`,
  ]
  const sheet = sheetOf({ title: row.title, notes, columns: list.columns, lines: counted() })
  const { hash, size } = await house.files.putStream(Readable.fromWeb(sheet as never))
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    await store.readyExport(trx, id, { lines, hash, size, at, expiresAt: later(at, keptHours * 3600_000) })
    await appendEvents(trx, row.body_id, [
      {
        kind: 'export',
        subject: id,
        verb: 'export',
        from: 'making',
        to: 'ready',
        at,
        actor: actor.staffId,
        actorName: actor.name,
        role: null,
        reason: row.reason,
        data: { source: row.source, query: row.query as Json, lines, full, hash },
      },
    ])
  })
}

/**
 * Takes a list out of the house: at once up to `mostAtOnce` lines, by a job beyond. The line in `export` stands before anything is
 * read, so that a failure is known, too. Throws Refused for a list or a filter that is not this person's, or too much at once.
 */
export async function beginExport(
  house: ExportHouse,
  sources: readonly AnySource[],
  actor: Actor,
  form: ExportForm,
): Promise<ExportView> {
  const list = opened(sources, actor, form.source, form.query)
  const n = await list.count(mostLines)
  if (n === 0) throw new Refused('invalid', '没有符合条件的内容，不需要导出。请放宽条件后再试。')
  if (n > mostLines) throw new Refused('invalid', `符合条件的超过${mostLines}条，请按年度或部门分次导出。`)
  const later_ = n > mostAtOnce
  const id = await house.db.transaction().execute(async trx => {
    const made = await store.insertExport(trx, {
      bodyId: list.bodyId,
      staffId: actor.staffId,
      source: form.source,
      title: list.title,
      query: list.query,
      full: form.full,
      reason: form.reason,
      at: house.now(),
    })
    if (later_) await addJob(trx, { name: 'export:make', payload: { export: made }, key: `export:${made}` })
    return made
  })
  if (!later_)
    try {
      await make(house, list, actor, id)
    } catch (error) {
      await store.failExport(house.db, id)
      throw error
    }
  return viewOf((await store.exportById(house.db, id))!)
}

const id = z.object({
  id: z.coerce.number('编号应为数字。').int('编号应为数字。').positive('编号应为数字。'),
})
const view = z.any()
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** `POST /api/exports` makes one, `GET /api/exports` lists one's own, `…/:id/file` is the file, for its maker alone and a day long. */
export function exportRoutes(house: ExportHouse, sources: readonly AnySource[]): (app: App) => Promise<void> {
  return async app => {
    app.post('/api/exports', { schema: { body: exportForm, response: { 200: view } } }, async request =>
      beginExport(house, sources, request.actor, request.body),
    )
    app.get('/api/exports', { schema: { response: { 200: view } } }, async request =>
      (await store.exportsOf(house.db, request.actor.staffId)).map(viewOf),
    )
    app.get('/api/exports/:id/file', { schema: { params: id } }, async (request, reply) => {
      const row = await store.exportById(house.db, request.params.id)
      if (!row || row.staff_id !== request.actor.staffId)
        throw new Refused('not-found', '没有找到这份导出，或您没有下载它的权限。')
      if (row.state === 'expired' || (row.expires_at && row.expires_at <= house.now()))
        throw new Refused('not-now', `这份导出已过${keptHours}小时，文件已删除，请重新导出。`)
      if (row.state !== 'ready' || !row.file_hash)
        throw new Refused('not-now', '这份导出还没有做好，请稍候。')
      return reply
        .type(xlsx)
        .header('content-length', row.size ?? undefined)
        .header('content-disposition', attachmentName(`${row.title}-${dayOf(row.asked_at)}.xlsx`))
        .header('cache-control', 'no-store')
        .send(house.files.read(row.file_hash))
    })
  }
}

export function exportJobs(house: ExportHouse, sources: readonly AnySource[], actorOf: ActorOf): TaskList {
  return {
    /** Makes a large export with the rights its maker has now. Made already: nothing. */
    'export:make': async payload => {
      const { export: of } = payload as { export: number }
      const row = await store.exportById(house.db, of)
      if (!row || row.state === 'ready' || row.state === 'expired') return
      const actor = await actorOf(row.staff_id, dayOf(house.now()))
      try {
        if (!actor) throw new Refused('forbidden', '导出人的账号已停用。')
        await make(house, opened(sources, actor, row.source, row.query), actor, of)
      } catch (error) {
        await store.failExport(house.db, of)
        if (!(error instanceof Refused)) throw error
        house.log(`导出${of}没有做成：${error.message}`)
      }
    },
    /** Deletes the files of exports whose time is over. */
    'export:sweep': async () => {
      for (const hash of await store.expireExports(house.db, house.now())) await house.files.remove(hash)
    },
  }
}
