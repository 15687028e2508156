import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { loadActor } from '../actor.ts'
import { record } from '../history.ts'
import { sessionId, shortId } from '../session.ts'
import { setNoticeRead } from '../store/absence.ts'
import { endSessions, openSession, sessionsOf } from '../store/sessions.ts'

type People = Pick<House, 'db' | 'now'>

/** Ends the session of a cookie. A cookie without a session is no fault: signed out is signed out. */
export async function signOut(house: People, token: string | undefined): Promise<void> {
  if (!token) return
  const session = await openSession(house.db, sessionId(token))
  if (!session) return
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const ended = await endSessions(trx, { staffId: session.staff_id, only: session.id }, 'sign-out', at)
    if (ended.length === 0) return
    const actor = await loadActor(trx, session.staff_id, dayOf(at))
    await record(trx, session.body_id, at, actor ?? 'stranger', [
      { kind: 'session', subject: session.staff_id, verb: 'signOut', data: { session: shortId(session.id) } },
    ])
  })
}

/** Ends one of the person's own sessions by its short id. */
export async function revokeSession(house: People, actor: Actor, short: string): Promise<void> {
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const mine = (await sessionsOf(trx, actor.staffId, at)).find(s => shortId(s.id) === short)
    if (!mine) throw new Refused('not-found', '没有找到这个登录会话，可能已经退出。')
    await endSessions(trx, { staffId: actor.staffId, only: mine.id }, 'revoked', at)
    await record(trx, actor.bodyId, at, actor, [
      { kind: 'session', subject: actor.staffId, verb: 'revoke', data: { session: short } },
    ])
  })
}

export async function readNotice(house: People, actor: Actor, id: number): Promise<void> {
  if (!(await setNoticeRead(house.db, actor.staffId, id, house.now())))
    throw new Refused('not-found', '没有找到这条提醒。')
}
