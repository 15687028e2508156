import { z } from 'zod'
import { actBody, actOf, doneView, keyOf } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import type { App } from '#kit/http.ts'
import { minuteOf } from '#kit/now.ts'
import { bodyOf, staffNames } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { bodiesRead } from '../actions.ts'
import { standingCatalogs } from '../duty/store.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { offersOf } from '#kit/offers.ts'
import { openOffers } from '#kit/worklist/open.ts'
import { nameOfItem } from '../rules/marks.ts'
import { performSystem, registerSystem, systemProcedure, withdrawReport } from './actions.ts'
import type { ItemRef } from './model.ts'
import * as store from './store.ts'
import type { SystemsView } from './views.ts'
import { reportWorkflow, systemBeginning, systemStateLabels, systemVerbs } from './workflow.ts'

const id = z.coerce.number('编号应为数字。').int('编号应为整数。').positive('编号应为正数。')
const mostReports = 200
const mostCalls = 20

async function systemsView(
  { db, linkOrigins }: Pick<House, 'db' | 'linkOrigins'>,
  actor: Actor,
): Promise<SystemsView> {
  const bodyIds = bodiesRead(actor)
  const bodies = await Promise.all(bodyIds.map(b => bodyOf(db, b)))
  const catalogs = await standingCatalogs(db, bodyIds)
  const nameAt = (body: number, ref: ItemRef) => {
    const item = catalogs
      .find(c => c.bodyId === body && c.field === ref.field)
      ?.items.find(i => i.key === ref.key)
    return item ? nameOfItem(item) : '（已不在目录里）'
  }
  const systems = await store.systemsOf(db, bodyIds)
  const people = await staffNames(db, systems.map(s => s.drafterId)) // prettier-ignore
  const open = await openOffers(db, systemProcedure, systems, actor)
  const bodyAt = new Map(bodies.map(b => [b.id, b]))
  const names = new Map(systems.map(s => [s.id, s.name]))
  const reports = await store.reportsOf(db, bodyIds, mostReports)
  const own = await store.ownGone(db, bodyIds)
  return {
    systems: await Promise.all(
      systems.map(async s => ({
        id: s.id,
        body: { id: s.bodyId, name: bodyAt.get(s.bodyId)!.name, slug: bodyAt.get(s.bodyId)!.slug },
        name: s.name,
        keeper: s.keeper,
        hosts: s.hosts,
        items: s.items.map(i => ({ ...i, name: nameAt(s.bodyId, i) })),
        perMinute: s.perMinute,
        state: s.state,
        stateLabel: systemStateLabels[s.state],
        version: s.version,
        by: people.get(s.drafterId) ?? '',
        tokenSince: s.tokenSince && minuteOf(s.tokenSince),
        usedAt: s.usedAt && minuteOf(s.usedAt),
        calls: (await store.callsOf(db, s.id, mostCalls)).map(c => ({ ...c, at: minuteOf(c.at) })),
        offers: open(s),
      })),
    ),
    reports: reports.map(r => ({
      id: r.id,
      body: bodyAt.get(r.bodyId)!.name,
      system: names.get(r.systemId) ?? '',
      title: r.title,
      url: r.url,
      shownOn: r.shownOn,
      items: r.items.map(i => nameAt(r.bodyId, i)),
      operator: r.operator,
      reason: r.reason,
      at: minuteOf(r.reportedAt),
      state: r.state,
      stateLabel: r.state === 'reported' ? '已列入' : '已撤下',
      version: r.version,
      mayWithdraw: offersOf(reportWorkflow, r, actor).length > 0,
      linkWords: own.get(r.id) ?? r.checkWords,
      checkedAt: r.checkedAt && minuteOf(r.checkedAt),
      isLost: r.lostAt !== null || own.has(r.id),
    })),
    linkOrigins: [...linkOrigins].sort(),
    bodies: bodies
      .filter(b =>
        actor.roles.some(
          r => r.bodyId === b.id && (systemBeginning.by as readonly string[]).includes(r.role),
        ),
      )
      .map(b => ({
        id: b.id,
        name: b.name,
        items: catalogs
          .filter(c => c.bodyId === b.id)
          .flatMap(c =>
            c.items
              .filter(i => i.leftOut === null)
              .map(i => ({
                field: c.field,
                key: i.key,
                name: nameOfItem(i),
                fieldLabel: guidelineOf(c.field).field,
              })),
          ),
      })),
  }
}

/** /api/catalogs/systems and /api/catalogs/reports: who may report from outside, and what came. */
export function systemRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get('/api/catalogs/systems', { schema: { response: { 200: z.any() } } }, async request =>
      systemsView(house, request.actor),
    )

    app.post(
      '/api/catalogs/systems',
      { schema: { body: z.unknown(), response: { 200: doneView } } },
      async request => registerSystem(house, request.actor, request.body, keyOf(request.headers)),
    )

    app.post(
      '/api/catalogs/systems/:id/:verb',
      {
        schema: {
          params: z.object({ id, verb: z.enum(systemVerbs, '没有这个操作。') }),
          body: actBody,
          // The token, once: `doneView` would drop it.
          response: { 200: z.any() },
        },
      },
      // Without a key of idempotency: a repeated answer could not say the token again.
      async request => performSystem(house, { ...actOf(request), key: undefined }),
    )

    app.post(
      '/api/catalogs/reports/:id/withdraw',
      {
        schema: { params: z.object({ id }), body: actBody, response: { 200: doneView } },
      },
      async request => {
        const { actor, body, headers } = request
        const params = { id: request.params.id, verb: 'withdraw' as const }
        return withdrawReport(house, actOf({ params, body, actor, headers }))
      },
    )
  }
}
