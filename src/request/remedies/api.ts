import { z } from 'zod'
import { actBody, actOf, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { historyOf } from '#kit/events.ts'
import type { App } from '#kit/http.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { offerOf } from '#kit/offers.ts'
import type { Step } from '#kit/workflow.ts'
import type { Calendar } from '#law/calendar.ts'
import { calendarFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { basisView } from '#law/clauses.ts'
import { idField, view } from '../routes.ts'
import { countRemediesOf, readRemedy, remediesOf, type RemedyRow } from '../store/remedies.ts'
import { remedyBlockLabels, remedyResultLabels } from '../statistics/table3.ts'
import { registersOf } from '../visibility.ts'
import { enterRemedy, performRemedy, stateOf } from './actions.ts'
import { remedyClock } from './clock.ts'
import { procedureLabels, remedyStateLabels } from './model.ts'
import type { RemediesView, RemedyView } from './views.ts'
import { entering, remedyWorkflow } from './workflow.ts'

const size = 20

/** 复议、诉讼 under /api/remedies. */
export function remedyRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  const nothing = () => new Refused('not-found', '没有找到这件复议、诉讼，或您没有查看它的权限。')
  const ownBody = (actor: Actor): number => {
    const [bodyId] = registersOf(actor)
    if (bodyId === undefined) throw nothing()
    return bodyId
  }
  const mayEnter = (actor: Actor, bodyId: number) =>
    actor.roles.some(r => r.bodyId === bodyId && (entering.by as readonly string[]).includes(r.role))

  function lineOf(row: RemedyRow, actor: Actor, calendar: Calendar): RemedyView {
    const state = stateOf(row)
    return {
      id: row.id,
      version: row.version,
      requestId: row.requestId,
      requestNumber: row.requestNumber,
      block: row.block,
      blockLabel: remedyBlockLabels[row.block],
      number: row.number,
      authority: row.authority,
      procedure: row.procedure,
      procedureLabel: row.block === 'review' ? procedureLabels[row.procedure] : '',
      receivedOn: row.receivedOn,
      defendedOn: row.defendedOn,
      result: row.result,
      resultLabel: remedyResultLabels[row.result],
      decidedOn: row.decidedOn,
      redo: row.redo,
      redoFor: row.redoFor,
      toldOn: row.toldOn,
      redoBy: row.redoBy,
      isRedoOpen: row.redo && row.redoneAt === null,
      note: row.note,
      state,
      stateLabel: remedyStateLabels[state],
      clock: remedyClock(row, dayOf(house.now()), calendar),
      offers: mayEnter(actor, row.bodyId)
        ? Object.entries<Step>(remedyWorkflow[state]).map(([verb, step]) => ({
            ...offerOf(verb, step),
            basis: step.basis.map(basisView),
          }))
        : [],
    }
  }

  return async app => {
    app.get(
      '/api/remedies',
      {
        schema: {
          querystring: z.object({
            open: z.enum(['1']).optional(),
            request: idField.optional(),
            page: z.coerce.number('页码应为数字。').int().min(1).max(10_000).default(1),
          }),
          response: { 200: view },
        },
      },
      async ({ actor, query }): Promise<RemediesView> => {
        const bodyId = ownBody(actor)
        const open = query.open === '1'
        const filter = { open, ...(query.request === undefined ? {} : { requestId: query.request }) }
        const rows = await remediesOf(db, bodyId, {
          ...filter,
          limit: size,
          offset: (query.page - 1) * size,
        })
        const calendar = await calendarFor(house, bodyId)
        return {
          total: await countRemediesOf(db, bodyId, filter),
          page: query.page,
          size,
          mayEnter: mayEnter(actor, bodyId),
          rows: rows.map(row => lineOf(row, actor, calendar)),
        }
      },
    )
    app.post(
      '/api/remedies',
      { schema: { body: z.unknown(), response: { 200: view } } },
      async ({ actor, body, headers }) => enterRemedy(house, actor, ownBody(actor), body, keyOf(headers, 56)),
    )
    app.get(
      '/api/remedies/:id',
      { schema: { params: z.object({ id: idField }), response: { 200: view } } },
      async ({ actor, params }) => {
        const row = await readRemedy(db, params.id)
        if (!row || !registersOf(actor).includes(row.bodyId)) throw nothing()
        const past = await historyOf(db, 'request-remedy', row.id)
        return {
          ...lineOf(row, actor, await calendarFor(house, row.bodyId)),
          trail: past.map(e => ({ at: isoOf(e.at), who: e.actorName, verb: e.verb, reason: e.reason })),
        }
      },
    )
    app.post(
      '/api/remedies/:id/:verb',
      {
        schema: {
          params: z.object({
            id: idField,
            verb: z.enum(['defend', 'decide', 'revise', 'amend'], '没有这种办理。'),
          }),
          body: actBody,
          response: { 200: view },
        },
      },
      async request => performRemedy(house, actOf(request, 56)),
    )
  }
}
