import { z } from 'zod'
import type { App } from '#kit/http.ts'
import { isoOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { delegate, endDelegation } from '../actions/delegation.ts'
import { readNotice, revokeSession } from '../actions/session.ts'
import { beginTotp, confirmTotp, disableTotp } from '../actions/totp.ts'
import { codeForm, delegationForm } from '../model.ts'
import { delegationViewById, delegationViews } from '../present.ts'
import { shortId } from '../session.ts'
import { noticesOf } from '../store/absence.ts'
import { sessionsOf } from '../store/sessions.ts'
import { colleaguesOf } from '../store/staff.ts'
import {
  colleagueView,
  delegationMade,
  delegationView,
  noticeView,
  okView,
  sessionView,
  totpBegun,
} from '../views.ts'

/** An id in an address: anything that cannot be one is simply not there. */
export const idParams = z.object({
  id: z.coerce
    .number({ error: '编号不正确。' })
    .int({ error: '编号不正确。' })
    .positive({ error: '编号不正确。' })
    .max(2_147_483_647, { error: '编号不正确。' }),
})

const ok = { ok: true as const }

/** One's own sessions, one-time codes, delegations and notices. */
export function meRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get('/api/me/sessions', { schema: { response: { 200: z.array(sessionView) } } }, async request =>
      (await sessionsOf(house.db, request.actor.staffId, house.now())).map(s => ({
        id: shortId(s.id),
        createdAt: isoOf(s.created_at),
        seenAt: isoOf(s.seen_at),
        address: s.address,
        agent: s.agent,
        current: s.id === request.session.id,
      })),
    )
    app.delete(
      '/api/me/sessions/:id',
      { schema: { params: z.object({ id: z.string().max(64) }), response: { 200: okView } } },
      async request => {
        await revokeSession(house, request.actor, request.params.id)
        return ok
      },
    )

    app.post('/api/me/totp', { schema: { response: { 200: totpBegun } } }, request =>
      beginTotp(house, request.actor),
    )
    app.post(
      '/api/me/totp/confirm',
      { schema: { body: codeForm, response: { 200: okView } } },
      async request => {
        await confirmTotp(house, request.actor, request.body.code)
        return ok
      },
    )
    app.delete('/api/me/totp', { schema: { body: codeForm, response: { 200: okView } } }, async request => {
      await disableTotp(house, request.actor, request.body.code)
      return ok
    })

    app.get('/api/me/delegations', { schema: { response: { 200: z.array(delegationView) } } }, request =>
      delegationViews(house, request.actor.staffId),
    )
    app.post(
      '/api/me/delegations',
      { schema: { body: delegationForm, response: { 200: delegationMade } } },
      async request => {
        const { id, warnings } = await delegate(house, request.actor, request.body)
        return { delegation: await delegationViewById(house, request.actor.staffId, id), warnings }
      },
    )
    app.delete(
      '/api/me/delegations/:id',
      { schema: { params: idParams, response: { 200: okView } } },
      async request => {
        await endDelegation(house, request.actor, request.params.id)
        return ok
      },
    )
    app.get('/api/me/colleagues', { schema: { response: { 200: z.array(colleagueView) } } }, request =>
      colleaguesOf(house.db, request.actor.bodyId, request.actor.staffId),
    )

    app.get('/api/me/notices', { schema: { response: { 200: z.array(noticeView) } } }, async request =>
      (await noticesOf(house.db, request.actor.staffId)).map(n => ({
        id: n.id,
        text: n.text,
        subjectKind: n.subject_kind,
        subjectId: n.subject_id,
        createdAt: isoOf(n.created_at),
        readAt: n.read_at ? isoOf(n.read_at) : null,
      })),
    )
    app.post(
      '/api/me/notices/:id/read',
      { schema: { params: idParams, response: { 200: okView } } },
      async request => {
        await readNotice(house, request.actor, request.params.id)
        return ok
      },
    )
  }
}
