import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { minuteOf } from '#kit/now.ts'
import { treeOf } from '#people/bodies.ts'
import { bodyNames, staffNames } from '#people/directory.ts'
import { oneFile } from '#kit/upload.ts'
import type { House } from '../../house.ts'
import { bodiesRead } from '../actions.ts'
import { draftOf, guidelineOf } from '../guideline/guidelines.ts'
import { findingKinds } from '../import/findings.ts'
import { mostBytes } from '../import/open.ts'
import { isGrave } from '../import/read.ts'
import { guidelineNames, type GuidelineName } from '../model.ts'
import { openOffers } from '#kit/worklist/open.ts'
import { loadOfficial, officialProcedure, performOfficial, readOfficialFile } from './actions.ts'
import { officialChanges, tryReplace } from './compare.ts'
import { loadForm, type OfficialRow } from './model.ts'
import { ensureGuidelines } from './standing.ts'
import * as store from './store.ts'
import type { OfficialPreview, OfficialsView } from './views.ts'
import { officialBeginning, officialStateLabels, officialVerbs } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')
const field = z.enum(guidelineNames, '没有这个领域，可选安全生产、救灾。')

async function officialsView(db: Query, actor: Actor): Promise<OfficialsView> {
  const own = bodiesRead(actor)
  const rows = await store.officialsOf(db, own)
  const open = await openOffers(db, officialProcedure, rows, actor)
  const people = await staffNames(db, rows.map(r => r.drafterId)) // prettier-ignore
  const judged = actor.roles.filter(r => (officialBeginning.by as readonly string[]).includes(r.role))
  const top = (await treeOf(db, judged.map(r => r.bodyId))).find(b => b.parentId === null) // prettier-ignore
  const names = await bodyNames(db, top ? [top.id] : [])
  return {
    fields: guidelineNames.map(name => {
      const g = guidelineOf(name)
      const drafted = g.items.filter(i => i.confidence === 'drafted').length
      return { field: name, label: g.field, title: g.title, status: g.status, items: g.items.length, drafted }
    }),
    rows: rows.map(r => ({
      id: r.id,
      field: r.field,
      fieldLabel: r.guideline.field,
      state: r.state,
      stateLabel: officialStateLabels[r.state],
      version: r.version,
      fileName: r.fileName,
      fileHash: r.fileHash,
      note: r.sourceNote,
      by: people.get(r.drafterId) ?? '',
      at: minuteOf(r.loadedAt),
      changedAt: minuteOf(r.changedAt),
      items: r.guideline.items.length,
      changes: changesFrom(r, rows),
      offers: open(r),
    })),
    mayLoad: top ? { id: top.id, name: names.get(top.id) ?? '' } : null,
  }
}

/** Against what held when it was loaded: the attachment confirmed before it, else the draft. */
function changesFrom(row: OfficialRow, rows: readonly OfficialRow[]) {
  const earlier = rows.find(
    r => r.field === row.field && r.id < row.id && ['standing', 'superseded'].includes(r.state),
  )
  return officialChanges(earlier?.guideline ?? draftOf(row.field), row)
}

/** /api/catalogs/officials: the attachment of 应急厅函〔2019〕390号 in the place of the draft. */
export function officialRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  return async app => {
    app.get('/api/catalogs/officials', { schema: { response: { 200: z.any() } } }, async request =>
      officialsView(db, request.actor),
    )

    app.post(
      '/api/catalogs/officials/read',
      {
        schema: {
          querystring: z.object({ field, sheet: z.string().max(100).optional() }),
          response: { 200: z.any() },
        },
      },
      async request => {
        if (bodiesRead(request.actor).length === 0)
          throw new Refused('forbidden', '您没有查看国家目录的权限。')
        return preview(
          await oneFile(await request.file({ limits: { fileSize: mostBytes } })),
          request.query.field,
          request.query.sheet,
        )
      },
    )

    app.post(
      '/api/catalogs/officials',
      { schema: { querystring: loadForm, response: { 200: doneView } } },
      async request =>
        loadOfficial(
          house,
          request.actor,
          request.query,
          await oneFile(await request.file({ limits: { fileSize: mostBytes } })),
          keyOf(request.headers),
        ),
    )

    app.post(
      '/api/catalogs/officials/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(officialVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performOfficial(house, actOf(request)),
    )
  }

  async function preview(
    file: { name: string; bytes: Uint8Array },
    name: GuidelineName,
    sheet: string | undefined,
  ): Promise<OfficialPreview> {
    await ensureGuidelines(db)
    const before = guidelineOf(name)
    const { reading, rows } = await readOfficialFile(file, name, sheet)
    const replaced = tryReplace(before, rows, reading, await store.codesUsed(db, name))
    const isFault = typeof replaced === 'string'
    return {
      field: name,
      fieldLabel: before.field,
      title: reading.title,
      rows: rows.length,
      fault: isFault ? replaced : null,
      changes: isFault ? null : officialChanges(before, replaced),
      concerned: isFault ? 0 : await store.catalogsWith(db, name, replaced.dropped),
      findings: reading.findings.map(f => ({
        ...f,
        label: findingKinds[f.kind].label,
        isGrave: isGrave(f),
      })),
    }
  }
}
