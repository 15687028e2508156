import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { appendEvents, type JsonMembers, type NewEvent } from '#kit/events.ts'
import { administratorOf } from './rules/power.ts'

export type PeopleEvent = {
  readonly kind: 'session' | 'staff' | 'grant' | 'delegation' | 'body' | 'audit'
  readonly subject: number
  readonly verb: string
  readonly from?: string | null
  readonly to?: string | null
  readonly reason?: string | null
  readonly data?: JsonMembers
}

/** Who did it: a person, the system itself (set-up, demonstration), or somebody who is not signed in. */
export type Doer = Actor | 'system' | 'stranger'

const nameless = { system: '系统初始化', stranger: '未登录者' } as const

/** Appends events about people to a body's chain, in the transaction of what they tell. */
export async function record(
  trx: Trx,
  bodyId: number,
  at: Date,
  by: Doer,
  events: readonly PeopleEvent[],
): Promise<void> {
  await appendEvents(
    trx,
    bodyId,
    events.map((e): NewEvent => ({
      kind: e.kind,
      subject: e.subject,
      verb: e.verb,
      from: e.from ?? null,
      to: e.to ?? null,
      at,
      actor: typeof by === 'string' ? null : by.staffId,
      actorName: typeof by === 'string' ? nameless[by] : by.name,
      role: typeof by === 'string' ? null : administratorOf(by),
      reason: e.reason ?? null,
      data: e.data ?? {},
    })),
  )
}
