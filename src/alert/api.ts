import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import type { App } from '#kit/http.ts'
import { minuteOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { bodyNames, staffNames } from '#people/directory.ts'
import type { House } from '../house.ts'
import { beginAlert, performAlert } from './actions.ts'
import { alertStateLabels, type AlertRow } from './model.ts'
import { alertsOf } from './store.ts'
import type { AlertListView, AlertView } from './views.ts'
import { alertBeginnings, alertVerbs, alertWorkflow } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')

const minute = (at: Date | null) => at && minuteOf(at)

function viewOf(
  row: AlertRow,
  actor: Actor,
  bodies: Map<number, string>,
  people: Map<number, string>,
): AlertView {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    state: row.state,
    stateLabel: alertStateLabels[row.state],
    body: { id: row.bodyId, name: bodies.get(row.bodyId) ?? '' },
    level: row.level,
    title: row.title,
    text: row.text,
    address: row.address,
    startsAt: minute(row.startsAt),
    endsAt: minute(row.endsAt),
    raisedAt: minute(row.raisedAt),
    loweredAt: minute(row.loweredAt),
    proposer: people.get(row.drafterId) ?? '',
    offers: offersOf(alertWorkflow, row, actor).filter(
      o => !(o.verb === 'raise' && row.drafterId === actor.staffId),
    ),
  }
}

/** /api/alerts: emergency responses and days of mourning on the public pages. */
export function alertRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get('/api/alerts', { schema: { response: { 200: z.any() } } }, async request => {
      const { actor } = request
      const bodyIds = [...new Set(actor.roles.map(r => r.bodyId))]
      const rows = await alertsOf(house.db, bodyIds)
      const [bodies, people] = await Promise.all([
        bodyNames(house.db, bodyIds),
        staffNames(
          house.db,
          rows.map(r => r.drafterId),
        ),
      ])
      const may = (bodyId: number, roles: readonly string[]) =>
        actor.roles.some(r => r.bodyId === bodyId && roles.includes(r.role))
      const view: AlertListView = {
        bodies: bodyIds
          .filter(b => may(b, [...alertBeginnings.propose.by, ...alertBeginnings.raise.by]))
          .map(b => ({ id: b, name: bodies.get(b) ?? '', direct: may(b, alertBeginnings.raise.by) })),
        rows: rows.map(row => viewOf(row, actor, bodies, people)),
      }
      return view
    })

    app.post(
      '/api/alerts',
      { schema: { body: z.object({ body: id, form: z.unknown() }), response: { 200: doneView } } },
      async request => beginAlert(house, request.actor, request.body as never, keyOf(request.headers)),
    )

    app.post(
      '/api/alerts/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(alertVerbs, '没有这个操作。') }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performAlert(house, actOf(request)),
    )
  }
}
