import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '#kit/http.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { changePassword } from '../actions/password.ts'
import { signOut } from '../actions/session.ts'
import { signIn, type SignInPolicy } from '../actions/signIn.ts'
import { actorOf } from '../actor.ts'
import { meOf } from '../me.ts'
import { passwordForm, signInForm } from '../model.ts'
import { authenticate, cookieName, currentSession } from '../session.ts'
import { rolesInForce } from '../store/grants.ts'
import { meView, okView } from '../views.ts'

/** What can be asked before one is fully in: signing in and out, who am I, a new password. */
export function sessionRoutes(
  house: House,
  options: { readonly secure: boolean; readonly demo: boolean; readonly policy?: SignInPolicy },
): (app: App) => Promise<void> {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: options.secure } as const
  return async app => {
    app.post(
      '/api/session',
      { schema: { body: signInForm, response: { 200: meView } } },
      async (request, reply) => {
        const opened = await signIn(house, request.body, originOf(request), {
          replaces: request.cookies[cookieName],
          ...(options.policy ? { policy: options.policy } : {}),
        })
        reply.setCookie(cookieName, opened.token, cookie)
        const session = await currentSession(house, opened.token)
        const actor = actorOf(
          {
            id: session.staff_id,
            name: session.name,
            bodyId: session.body_id,
            departmentId: session.department_id,
          },
          await rolesInForce(house.db, session.staff_id, dayOf(house.now())),
        )
        return meOf(house, actor, opened.id, options.demo)
      },
    )

    app.delete('/api/session', { schema: { response: { 200: okView } } }, async (request, reply) => {
      await signOut(house, request.cookies[cookieName])
      return signedOut(reply)
    })

    const signedOut = (reply: FastifyReply) => {
      reply.clearCookie(cookieName, cookie)
      return { ok: true as const }
    }

    await app.register(async (gate: App) => {
      gate.addHook('onRequest', authenticate(house, { beforePasswordChange: true }))
      gate.get('/api/me', { schema: { response: { 200: meView } } }, request =>
        meOf(house, request.actor, request.session.id, options.demo),
      )
      gate.post(
        '/api/me/password',
        { schema: { body: passwordForm, response: { 200: okView } } },
        async request => {
          await changePassword(house, request.actor, request.session.id, request.body)
          return { ok: true as const }
        },
      )
    })
  }
}

function originOf(request: FastifyRequest): { address: string; agent: string } {
  return { address: request.ip, agent: (request.headers['user-agent'] ?? '').slice(0, 300) }
}
