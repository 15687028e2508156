import type { FastifyRequest } from 'fastify'
import { sameSecret, sha256Hex } from '#kit/crypto.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, later } from '#kit/now.ts'
import type { House } from '../house.ts'
import { actorOf } from './actor.ts'
import { passwordExpired, passwordPolicy } from './rules/password.ts'
import { rolesInForce } from './store/grants.ts'
import { endSessions, openSession, touchSession, type OpenSession } from './store/sessions.ts'

export const cookieName = 'zm_session'

/** The database keeps only the hash of the cookie: who reads the table cannot sign in with it. */
export const sessionId = (token: string): string => sha256Hex(token)

/** What people see of a session id: enough to tell their sessions apart, nothing to sign in with. */
export const shortId = (id: string): string => id.slice(0, 12)

/** The session of a cookie as it stands now, or Refused('signed-out') with the reason a person understands. */
export async function currentSession(
  house: Pick<House, 'db' | 'now'>,
  token: string | undefined,
): Promise<OpenSession> {
  if (!token) throw new Refused('signed-out', '请先登录。')
  const session = await openSession(house.db, sessionId(token))
  if (!session || !session.active)
    throw new Refused('signed-out', '登录已失效，请重新登录，页面上填写的内容不会丢失。')
  const at = house.now()
  const end = async (why: 'idle' | 'expired', text: string): Promise<never> => {
    await endSessions(house.db, { staffId: session.staff_id, only: session.id }, why, at)
    throw new Refused('signed-out', text)
  }
  if (later(session.seen_at, session.idle_minutes * 60_000) <= at)
    return end(
      'idle',
      `您已超过 ${session.idle_minutes} 分钟没有操作，为安全起见已退出，请重新登录，页面上填写的内容不会丢失。`,
    )
  if (session.ends_at <= at)
    return end('expired', '这次登录已到最长时限，请重新登录，页面上填写的内容不会丢失。')
  return session
}

/** Why the password has to be changed before anything else; null when it need not be. */
export function mustChangeWhy(
  staff: { readonly must_change: boolean; readonly password_set_at: Date },
  at: Date,
): string | null {
  if (staff.must_change) return '您正在使用初始口令或重置后的口令，请先修改。'
  if (passwordExpired(dayOf(staff.password_set_at), dayOf(at)))
    return `口令已使用满 ${passwordPolicy.days} 天，请先修改。`
  return null
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A hook that lets only signed-in people through and sets `request.actor` and `request.session`. Refuses: no session or
 * an ended one (signed-out), a changing request without its csrf token, and, unless `beforePasswordChange`, everything
 * while the password has to be changed. Roles are read afresh at every request. A request with the header
 * `x-background` (a screen refreshing itself) does not count as use, so idleness still ends the session.
 */
export function authenticate(
  house: Pick<House, 'db' | 'now'>,
  options: { readonly beforePasswordChange?: boolean } = {},
): (request: FastifyRequest) => Promise<void> {
  return async request => {
    const session = await currentSession(house, request.cookies[cookieName])
    const at = house.now()
    if (!reading.has(request.method)) {
      const shown = request.headers['x-csrf-token']
      if (typeof shown !== 'string' || !sameSecret(shown, session.csrf))
        throw new Refused('forbidden', '页面已过期，这次操作没有执行。请刷新页面后重试。')
    }
    if (!options.beforePasswordChange) {
      const why = mustChangeWhy(session, at)
      if (why) throw new Refused('forbidden', [{ text: why, field: 'password' }])
    }
    if (request.headers['x-background'] === undefined) await touchSession(house.db, session.id, at)
    request.session = { id: session.id, csrf: session.csrf }
    request.actor = actorOf(
      {
        id: session.staff_id,
        name: session.name,
        bodyId: session.body_id,
        departmentId: session.department_id,
      },
      await rolesInForce(house.db, session.staff_id, dayOf(at)),
    )
  }
}
