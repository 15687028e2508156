import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import { sha256Hex } from '#kit/crypto.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { oneFile } from '#kit/upload.ts'
import type { House } from '../../house.ts'
import { bodiesRead } from '../actions.ts'
import { CatalogFileFault, mostBytes } from '../import/open.ts'
import { importList, performList, performPairing, startPairing } from './actions.ts'
import { isGraveInList, listFindingKinds } from './findings.ts'
import { listKindLabels, listKinds } from './model.ts'
import { listsView, listView, pairingView, visibleList } from './present.ts'
import { readListFile, tallyOf } from './read.ts'
import type { ListImportView } from './views.ts'
import { listVerbs, pairingVerbs } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')
const kind = z.enum(listKinds, '没有这种清单，可选权责清单（power）、公共服务事项清单（service）。')
/** /api/catalogs/lists and /api/catalogs/pairings: what stands beside the catalogs. */
export function listRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  return async app => {
    app.get('/api/catalogs/lists', { schema: { response: { 200: z.any() } } }, async request =>
      listsView(db, request.actor),
    )

    app.post(
      '/api/catalogs/lists/read',
      {
        schema: {
          querystring: z.object({ kind, sheet: z.string().max(100).optional() }),
          response: { 200: z.any() },
        },
      },
      async request => {
        if (bodiesRead(request.actor).length === 0) throw new Refused('forbidden', '您没有导入清单的权限。')
        const file = await oneFile(await request.file({ limits: { fileSize: mostBytes } }))
        const { kind, sheet } = request.query
        try {
          const reading = await readListFile(file, kind, { sheet })
          const view: ListImportView = {
            kind,
            kindLabel: listKindLabels[kind],
            locality: reading.locality,
            title: reading.title,
            source: { name: file.name.slice(-200) || '粘贴的表格', hash: sha256Hex(file.bytes) },
            rows: reading.entries.map(({ row, table, cells, ...entry }) => ({ row, table, cells, entry })),
            tally: tallyOf(reading.entries),
            findings: reading.findings.map(f => ({
              ...f,
              label: listFindingKinds[f.kind].label,
              isGrave: isGraveInList(f),
            })),
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
      '/api/catalogs/lists',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => importList(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.get(
      '/api/catalogs/lists/:id',
      { schema: { params: z.object({ id }), response: { 200: z.any() } } },
      async request => listView(db, await visibleList(db, request.params.id, request.actor), request.actor),
    )

    app.post(
      '/api/catalogs/lists/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(listVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performList(house, actOf(request)),
    )

    app.get(
      '/api/catalogs/pairings',
      { schema: { querystring: z.object({ body: id.optional() }), response: { 200: z.any() } } },
      async request => pairingView(db, request.actor, request.query.body ?? null),
    )

    app.post(
      '/api/catalogs/pairings',
      { schema: { body: z.object({ body: z.int() }), response: { 200: doneView } } },
      async request => startPairing(house, request.actor, request.body.body, keyOf(request.headers)),
    )

    app.post(
      '/api/catalogs/pairings/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(pairingVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performPairing(house, actOf(request)),
    )
  }
}
