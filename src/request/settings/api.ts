import { z } from 'zod'
import { actOf, doneView, lookedBody } from '#kit/actRoute.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { attachmentName, type App } from '#kit/http.ts'
import type { House } from '../../house.ts'
import { archivePackage } from '../archive/package.ts'
import { isoOf } from '#kit/now.ts'
import { staffNames } from '#people/directory.ts'
import { letterForm, letterForms } from '../letters/forms.ts'
import { places } from '../letters/model.ts'
import { idField, view } from '../routes.ts'
import { readCase } from '../store/cases.ts'
import { pendingProposal } from '../store/proposals.ts'
import { settingRow } from '../store/settingRow.ts'
import { registersOf, seesRequest } from '../visibility.ts'
import { setSettings, setter } from './actions.ts'
import { guardedKeys, settingLabels, type GuardedKey } from './model.ts'
import { performProposal, proposalVerbs } from './proposals.ts'
import { proposalWorkflow } from './workflow.ts'

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
  /** The change that waits, told by labels, with what this person may do. */
  async function pendingView(bodyId: number, actor: Actor) {
    const pending = await pendingProposal(db, bodyId)
    if (!pending) return null
    const names = await staffNames(db, [pending.proposedBy])
    const lineOf = (key: string, value: unknown): string =>
      typeof value === 'boolean' ? (value ? '是' : '否') : String(value ?? '') || '（空）'
    const { templates: textsFrom = {}, ...from } = pending.from
    const { templates: textsTo = {}, ...to } = pending.to
    const shipped = (code: string, text: string) => text || (letterForm(code)?.text ?? '')
    return {
      id: pending.id,
      version: pending.version,
      by: names.get(pending.proposedBy) ?? '',
      at: isoOf(pending.proposedAt),
      reason: pending.reason,
      lines: [
        ...Object.entries(to).map(([key, value]) => ({
          label: settingLabels[key as GuardedKey],
          from: lineOf(key, from[key as GuardedKey]),
          to: lineOf(key, value),
        })),
        ...Object.entries(textsTo).map(([code, text]) => ({
          label: `文书范本：${letterForm(code)?.title ?? code}`,
          from: shipped(code, textsFrom[code] ?? ''),
          to: shipped(code, text),
        })),
      ],
      offers: Object.entries(proposalWorkflow.proposed)
        .filter(([, step]) =>
          actor.roles.some(r => r.bodyId === bodyId && (step.by as readonly string[]).includes(r.role)),
        )
        .map(([verb, step]) => ({
          verb,
          label: step.label,
          effect: step.effect,
          reason: 'reason' in step ? step.reason : null,
          // Four eyes: who proposed it does not approve it.
          blocked:
            'notBy' in step && pending.proposedBy === actor.staffId ? '您提请的调整，须由另一人批准。' : null,
        })),
    }
  }
  return async app => {
    app.get('/api/request-settings', { schema: { response: { 200: view } } }, async ({ actor }) => {
      const bodyId = bodyFor(actor)
      return {
        ...(await settingRow(db, bodyId)),
        maySet: setter(actor, bodyId) !== undefined,
        guarded: [...guardedKeys],
        pending: await pendingView(bodyId, actor),
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
    app.post(
      '/api/request-settings/proposals/:id/:verb',
      {
        schema: {
          params: z.object({ id: idField, verb: z.enum(proposalVerbs, '没有这种办理。') }),
          body: lookedBody,
          response: { 200: doneView },
        },
      },
      async request => performProposal(house, actOf(request)),
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
