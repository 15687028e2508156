import { z } from 'zod'
import { doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { App } from '#kit/http.ts'
import { minuteOf } from '#kit/now.ts'
import { offerOf, offersOf } from '#kit/offers.ts'
import { fileNameOf, oneFile } from '#kit/upload.ts'
import { bodyNames, staffNames } from '#people/directory.ts'
import type { House } from '../house.ts'
import { performMoved, rehearse, takeTable } from './actions.ts'
import { longestAddress, mostBytes, movedStateLabels, type MovedRow } from './model.ts'
import { keyOfAddress, withoutQuery } from './rules/read.ts'
import { tablesOf, taken } from './store.ts'
import type { LookView, MovedListView, MovedView, RehearsalView } from './views.ts'
import { movedBeginning, movedVerbs, movedWorkflow } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')
const ofBody = z.object({ body: id })
const mostFindings = 200
const mostPairs = 20

const viewOf = (
  row: MovedRow,
  actor: Actor,
  bodies: Map<number, string>,
  people: Map<number, string>,
): MovedView => ({
  id: row.id,
  version: row.version,
  body: { id: row.bodyId, name: bodies.get(row.bodyId) ?? '' },
  state: row.state,
  stateLabel: movedStateLabels[row.state],
  name: row.name,
  rows: row.rows,
  takenAt: minuteOf(row.takenAt),
  taker: people.get(row.drafterId) ?? '',
  offers: offersOf(movedWorkflow, row, actor),
})

/** /api/moved: addresses of the site before this one. */
export function movedRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get('/api/moved', { schema: { response: { 200: z.any() } } }, async request => {
      const { actor } = request
      const bodyIds = [...new Set(actor.roles.map(r => r.bodyId))]
      const rows = await tablesOf(house.db, bodyIds)
      const [bodies, people] = await Promise.all([
        bodyNames(house.db, bodyIds),
        staffNames(
          house.db,
          rows.map(r => r.drafterId),
        ),
      ])
      const keepers: readonly string[] = movedBeginning.by
      const view: MovedListView = {
        bodies: bodyIds
          .filter(b => actor.roles.some(r => r.bodyId === b && keepers.includes(r.role)))
          .map(b => ({ id: b, name: bodies.get(b) ?? '' })),
        beginning: offerOf('take', movedBeginning),
        rows: rows.map(row => viewOf(row, actor, bodies, people)),
      }
      return view
    })

    app.get(
      '/api/moved/look',
      {
        schema: {
          querystring: z.object({ address: z.string().max(longestAddress * 2, '网址太长。') }),
          response: { 200: z.any() },
        },
      },
      async (request): Promise<LookView> => {
        if (request.actor.roles.length === 0)
          throw new Refused('forbidden', '查旧网址的是办理公开工作的人员，您没有这个权限。')
        const key = keyOfAddress(request.query.address)
        if (key === null)
          throw new Refused('invalid', [
            { field: 'address', text: '这不是一个网址。应以 / 或 http:// 开头，中间没有空格。' },
          ])
        const bare = withoutQuery(key)
        const found = await taken(house.db, bare === null ? [key] : [key, bare])
        const one = found.get(key) ?? (bare === null ? undefined : found.get(bare))
        return { target: one?.target ?? null, table: one?.tableId ?? null }
      },
    )

    const upload = { limits: { fileSize: mostBytes } }
    const given = async (file: Parameters<typeof oneFile>[0]) => {
      const { name, bytes } = await oneFile(file)
      return { name: fileNameOf(name), bytes }
    }

    app.post(
      '/api/moved/check',
      { schema: { querystring: ofBody, response: { 200: z.any() } } },
      async (request): Promise<RehearsalView> => {
        const { pairs, findings } = await rehearse(
          house,
          request.actor,
          request.query.body,
          await given(await request.file(upload)),
        )
        const faults = findings.filter(f => f.tier === 'fault')
        return {
          pairs: pairs.length,
          some: pairs.slice(0, mostPairs),
          faults: faults.length,
          // What keeps it out comes first, whatever is cut off.
          findings: [...faults, ...findings.filter(f => f.tier === 'note')].slice(0, mostFindings),
        }
      },
    )

    app.post('/api/moved', { schema: { querystring: ofBody, response: { 200: doneView } } }, async request =>
      takeTable(
        house,
        request.actor,
        request.query.body,
        await given(await request.file(upload)),
        keyOf(request.headers),
      ),
    )

    app.post(
      '/api/moved/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(movedVerbs, '没有这个操作。') }),
          body: z.object({
            version: z.number().int().optional(),
            reason: z.string().max(2000, '理由不能超过2000个字。').optional(),
          }),
          response: { 200: doneView },
        },
      },
      async request =>
        performMoved(house, {
          subject: request.params.id,
          verb: request.params.verb,
          actor: request.actor,
          version: request.body.version,
          reason: request.body.reason,
          key: keyOf(request.headers),
        }),
    )
  }
}
