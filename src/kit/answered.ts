import type { Done, Request } from './act.ts'
import { canonical, sha256Hex } from './crypto.ts'
import type { Db, Query, Trx } from './db.ts'
import { Refused } from './errors.ts'

/** What says that two requests are one: whose, and under which key. */
type Asked = Pick<Request, 'subject' | 'verb' | 'form' | 'reason' | 'key'> & {
  readonly actor: { readonly staffId: number }
}

/** What a request asks, so that one key cannot serve two different acts. */
export function fingerprint(
  kind: string,
  request: { subject: number; verb: string; form?: unknown; reason?: string | null },
): string {
  return sha256Hex(
    canonical([
      kind,
      request.subject,
      request.verb,
      JSON.stringify(request.form ?? null),
      request.reason ?? null,
    ]),
  )
}

/** The answer that this key already got, if it did. */
export async function answered(db: Query, kind: string, request: Asked): Promise<Done | null> {
  if (!request.key) return null
  const row = await db
    .selectFrom('idempotency')
    .select(['request', 'response'])
    .where('staff_id', '=', request.actor.staffId)
    .where('key', '=', request.key)
    .executeTakeFirst()
  if (!row) return null
  if (row.request !== fingerprint(kind, request))
    throw new Refused(
      'invalid',
      '同一个请求标识（Idempotency-Key）用在了两个不同的操作上，请刷新页面后重新办理。',
    )
  return row.response as unknown as Done
}

/** Thrown where a key is used again before its first use was noticed: the transaction is given up, the first answer stands. */
class Repeated extends Error {}

/** Keeps the answer with the act itself: both are committed or neither. */
export async function remember(
  trx: Trx,
  kind: string,
  request: Request,
  done: Done,
  at: Date,
): Promise<void> {
  if (!request.key) return
  const kept = await trx
    .insertInto('idempotency')
    .values({
      staff_id: request.actor.staffId,
      key: request.key,
      request: fingerprint(kind, request),
      response: JSON.stringify(done),
      happened_at: at,
    })
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  if (kept.numInsertedOrUpdatedRows === 0n) throw new Repeated()
}

/** The first answer of a key, where an act has just failed in a way that a retry fails. */
export async function earlierAnswer(
  db: Db,
  kind: string,
  request: Request,
  error: unknown,
): Promise<Done | null> {
  const retryLike = error instanceof Repeated || (error instanceof Refused && error.code !== 'not-found')
  return retryLike ? answered(db, kind, request) : null
}
