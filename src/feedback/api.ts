import { z } from 'zod'
import { actBody, actOf, doneView } from '#kit/actRoute.ts'
import type { App } from '#kit/http.ts'
import { dayOf, minuteOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { addDays } from '#law/day.ts'
import type { House } from '../house.ts'
import { bodiesRead, performMistake } from './actions.ts'
import { mistakeKinds, mistakeStateLabels, mistakeStates } from './model.ts'
import { leastUseful, mistakesOf } from './store.ts'
import type { FeedbackView } from './views.ts'
import { mistakeVerbs, mistakeWorkflow } from './workflow.ts'

/** /api/feedback: what readers reported about pages, and which pages they found of no use. */
export function feedbackRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get(
      '/api/feedback',
      {
        schema: {
          querystring: z.object({
            state: z.enum(mistakeStates, '没有这个状态。').optional(),
            page: z.coerce.number('页码应为数字。').int().min(1, '页码从1开始。').max(100_000).default(1),
          }),
          response: { 200: z.any() },
        },
      },
      async request => {
        const { actor, query } = request
        const bodyIds = bodiesRead(actor)
        const found = await mistakesOf(house.db, bodyIds, query.state ?? null, query.page)
        const view: FeedbackView = {
          rows: found.rows.map(m => ({
            id: m.id,
            version: m.version,
            state: m.state,
            stateLabel: mistakeStateLabels[m.state],
            kindLabel: mistakeKinds[m.kind],
            address: m.address,
            title: m.title,
            text: m.text,
            answer: m.answer,
            receivedAt: minuteOf(m.receivedAt),
            offers: offersOf(mistakeWorkflow, m, actor),
          })),
          total: found.total,
          page: query.page,
          pageSize: found.pageSize,
          leastUseful: await leastUseful(house.db, bodyIds, addDays(dayOf(house.now()), -90)),
        }
        return view
      },
    )

    app.post(
      '/api/feedback/:id/:verb',
      {
        schema: {
          params: z.object({
            id: z.coerce.number('编号应为数字。').int().positive('编号应为正数。'),
            verb: z.enum(mistakeVerbs, '没有这个操作。'),
          }),
          body: actBody,
          response: { 200: doneView },
        },
      },
      async request => performMistake(house, actOf(request)),
    )
  }
}
