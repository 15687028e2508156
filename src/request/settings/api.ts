import { z } from 'zod'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { attachmentName, type App } from '#kit/http.ts'
import type { House } from '../../house.ts'
import { archivePackage } from '../archive/package.ts'
import { letterForms } from '../letters/forms.ts'
import { places } from '../letters/model.ts'
import { idField, view } from '../routes.ts'
import { readCase } from '../store/cases.ts'
import { settingRow } from '../store/settingRow.ts'
import { registersOf, seesRequest } from '../visibility.ts'
import { setSettings, setter } from './actions.ts'

/** 本机关设置 and 归档包. */
export function settingRoutes(house: House): (app: App) => Promise<void> {
  const { db } = house
  /** Who reads the register, and the administrator who sets without seeing a case. */
  function bodyFor(actor: Actor): number {
    const bodyId =
      registersOf(actor)[0] ?? actor.roles.find(r => setter(actor, r.bodyId) !== undefined)?.bodyId
    if (bodyId === undefined) throw new Refused('not-found', '没有找到设置，或您没有查看它的权限。')
    return bodyId
  }
  return async app => {
    app.get('/api/request-settings', { schema: { response: { 200: view } } }, async ({ actor }) => {
      const bodyId = bodyFor(actor)
      return {
        ...(await settingRow(db, bodyId)),
        maySet: setter(actor, bodyId) !== undefined,
        forms: letterForms.map(f => ({
          code: f.code,
          title: f.title,
          text: f.text,
          must: f.must.map(m => m.say),
        })),
        places: Object.values(places),
      }
    })
    app.post(
      '/api/request-settings',
      { schema: { body: z.unknown(), response: { 200: view } } },
      async ({ actor, body }) => setSettings(house, actor, bodyFor(actor), body),
    )
    app.get(
      '/api/requests/:id/archive',
      { schema: { params: z.object({ id: idField }) } },
      async ({ actor, params }, reply) => {
        const row = await readCase(db, params.id)
        if (!row || !seesRequest(row, actor))
          throw new Refused('not-found', '没有找到这件申请，或您没有查看它的权限。')
        const role = actor.roles.find(
          r => r.bodyId === row.bodyId && ['opennessOfficer', 'leader'].includes(r.role),
        )
        if (!role) throw new Refused('forbidden', '归档包里有申请人的姓名，由公开工作机构或者签发领导下载。')
        if (row.state !== 'closed')
          throw new Refused('not-now', '这件申请还没有办结归档。请先办理“归档”，再下载归档包。')
        const bytes = await archivePackage(house, db, row)
        await db.transaction().execute(trx =>
          appendEvents(trx, row.bodyId, [
            {
              kind: 'request',
              subject: row.id,
              verb: 'fetch-archive',
              from: row.state,
              to: row.state,
              at: house.now(),
              actor: actor.staffId,
              actorName: actor.name,
              onBehalfOf: role.onBehalfOf,
              onBehalfName: role.onBehalfName,
              role: role.role,
            },
          ]),
        )
        return reply
          .type('application/zip')
          .header('content-disposition', attachmentName(`归档包-${row.number ?? row.id}.zip`))
          .send(bytes)
      },
    )
  }
}
