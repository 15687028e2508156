import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import { token } from '#kit/crypto.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import type { House } from '../house.ts'
import { bodiesRead, compileVersion, performVersion, planRollout, upperOf } from './actions.ts'
import { dutyRoutes } from './duty/api.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import { listRoutes } from './lists/api.ts'
import { officialRoutes } from './official/api.ts'
import { ensureGuidelines } from './official/standing.ts'
import { systemRoutes } from './reports/api.ts'
import { findingKinds } from './import/findings.ts'
import { instrumentRoutes } from './instrument/api.ts'
import { CatalogFileFault, mostBytes } from './import/open.ts'
import { isGrave, readCatalogFile, rowsOf } from './import/read.ts'
import { guidelineNames } from './model.ts'
import { boardOf, compareVersions, linesOf, versionView, visibleVersion } from './present.ts'
import { checkAgainst } from './rules/check.ts'
import { takeRows } from './rules/take.ts'
import { versionsOf } from './store.ts'
import type { ImportView } from './views.ts'
import { versionVerbs } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')
const field = z.enum(guidelineNames, '没有这个领域，可选安全生产、救灾。')

/** /api/catalogs: standard catalogs from the guideline to publication. */
export function catalogRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  return async app => {
    // Whichever process confirmed the official attachment: the checks go by it from the next question on.
    app.addHook('preHandler', () => ensureGuidelines(db))
    await app.register(dutyRoutes(house))
    await app.register(listRoutes(house))
    await app.register(officialRoutes(house))
    await app.register(systemRoutes(house))
    await app.register(instrumentRoutes(house))

    app.get('/api/catalogs', { schema: { response: { 200: z.any() } } }, async request => ({
      rows: await linesOf(db, await versionsOf(db, bodiesRead(request.actor))),
    }))

    app.get('/api/catalogs/board', { schema: { response: { 200: z.any() } } }, async request => ({
      lines: await boardOf(db, request.actor, house.now),
    }))

    app.get(
      '/api/catalogs/guidelines/:field',
      { schema: { params: z.object({ field }), response: { 200: z.any() } } },
      async request => guidelineOf(request.params.field),
    )

    app.post('/api/catalogs', { schema: { body: z.unknown(), response: { 200: doneView } } }, async request =>
      compileVersion(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.post(
      '/api/catalogs/rollouts',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => planRollout(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.get(
      '/api/catalogs/:id',
      { schema: { params: z.object({ id }), response: { 200: z.any() } } },
      async request =>
        versionView(
          db,
          await visibleVersion(db, request.params.id, request.actor),
          request.actor,
          house.now(),
        ),
    )

    app.get(
      '/api/catalogs/:id/against/:other',
      {
        schema: {
          params: z.object({ id, other: z.union([z.literal('guideline'), id]) }),
          response: { 200: z.any() },
        },
      },
      async request => ({
        changes: await compareVersions(db, request.actor, request.params.id, request.params.other),
      }),
    )

    app.post(
      '/api/catalogs/:id/import',
      {
        schema: {
          params: z.object({ id }),
          querystring: z.object({ sheet: z.string().max(100).optional() }),
          response: { 200: z.any() },
        },
      },
      async request => {
        const row = await visibleVersion(db, request.params.id, request.actor)
        const part = await request.file({ limits: { fileSize: mostBytes } })
        if (!part)
          throw new Refused('invalid', [
            { field: 'file', text: '请选择目录文件（XLSX、ODS、DOCX、ODT、HTML、CSV）。' },
          ])
        const file = { name: part.filename, bytes: new Uint8Array(await part.toBuffer()) }
        const guideline = guidelineOf(row.field)
        try {
          const reading = await readCatalogFile(file, { sheet: request.query.sheet })
          const upper = await upperOf(db, row.bodyId, row.field)
          const { rows, findings, isPart } = rowsOf(reading, guideline.field)
          const taken = takeRows(rows, guideline, upper.items, () => token().slice(0, 16))
          const view: ImportView = {
            field: isPart ? guideline.field : reading.field,
            locality: reading.locality,
            title: reading.title,
            rows: rows.map((item, i) => ({
              ...taken[i]!,
              row: item.row,
              table: item.table,
              cells: item.cells,
            })),
            findings: findings.map(f => {
              const isSetAside = isPart && f.kind === 'severalFields'
              return {
                ...f,
                message: isSetAside
                  ? `${f.message}这里只读了${guideline.field}的${rows.length}行。`
                  : f.message,
                label: findingKinds[f.kind].label,
                isGrave: isGrave(f) && !isSetAside,
              }
            }),
            check: checkAgainst(rows, guideline, isPart ? guideline.field : reading.field),
          }
          return view
        } catch (error) {
          if (error instanceof CatalogFileFault)
            throw new Refused('invalid', [{ field: 'file', text: error.message }])
          throw error
        }
      },
    )

    app.post(
      '/api/catalogs/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(versionVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performVersion(house, actOf(request)),
    )
  }
}
