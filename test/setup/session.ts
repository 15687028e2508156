import type { Actor } from '#kit/actor.ts'
import { later } from '#kit/now.ts'
import { cookieName, sessionId } from '../../src/people/session.ts'
import type { TestHouse } from './house.ts'

/** Signs somebody in, straight into the table, once; answers the headers his requests carry. */
export async function signedIn(t: TestHouse, actor: Actor): Promise<Record<string, string>> {
  const token = `token-of-${actor.staffId}`
  const now = t.house.now()
  await t.db
    .insertInto('session')
    .values({
      id: sessionId(token),
      staff_id: actor.staffId,
      csrf: 'csrf-of-tests',
      created_at: now,
      seen_at: now,
      ends_at: later(now, 8 * 3600_000),
      idle_minutes: 30,
      address: '127.0.0.1',
      agent: 'test',
    })
    .onConflict(c => c.doNothing())
    .execute()
  return { cookie: `${cookieName}=${token}`, 'x-csrf-token': 'csrf-of-tests' }
}
