import { sql } from 'kysely'
import type { Query, Trx } from './db.ts'
import { canonical, sha256 } from './crypto.ts'
import { isoOf } from './now.ts'

/** JSON that an event may carry. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }
export type JsonMembers = { readonly [key: string]: Json | undefined }

/** One thing that happened to one subject. Its canonical JSON is what the chain hashes. */
export type NewEvent = {
  readonly kind: string
  readonly subject: number
  readonly verb: string
  readonly from: string | null
  readonly to: string | null
  readonly at: Date
  readonly actor: number | null
  readonly actorName: string
  readonly onBehalfOf?: number | null
  readonly onBehalfName?: string | null
  readonly role: string | null
  readonly reason?: string | null
  readonly data?: JsonMembers
}

export type AppendedEvent = {
  readonly id: number
  readonly bodyId: number
  readonly position: number
  readonly previous: Buffer
  readonly hash: Buffer
  readonly payload: string
}

export function payloadOf(event: NewEvent): string {
  return canonical({
    actor: event.actor,
    actorName: event.actorName,
    at: isoOf(event.at),
    data: event.data ?? {},
    from: event.from,
    kind: event.kind,
    onBehalfName: event.onBehalfName ?? null,
    onBehalfOf: event.onBehalfOf ?? null,
    reason: event.reason ?? null,
    role: event.role,
    subject: event.subject,
    to: event.to,
    verb: event.verb,
  })
}

/** sha256('zhaoming/' ‖ body id): what stands before the first event of a body's chain. */
export function chainStart(bodyId: number): Buffer {
  return sha256(`zhaoming/${bodyId}`)
}

/** The hash of the event at a position: sha256(previous ‖ position ‖ LF ‖ payload). */
export function chainHash(previous: Uint8Array, position: number, payload: string): Buffer {
  return sha256(Buffer.concat([previous, Buffer.from(`${position}\n${payload}`, 'utf8')]))
}

/**
 * Appends events to the chain of one body, in the caller's transaction (history without its change, or a change
 * without its history, cannot be committed). The chain head stays locked until the commit.
 */
export async function appendEvents(
  trx: Trx,
  bodyId: number,
  events: readonly NewEvent[],
): Promise<AppendedEvent[]> {
  const payloads = events.map(payloadOf)
  const { rows } = await sql<{ id: string; position: string; previous: Buffer; hash: Buffer }>`
    select id, position, previous, hash from office.append_events(${bodyId}, ${payloads}::text[])`.execute(
    trx,
  )
  return rows.map((row, i) => ({
    id: Number(row.id),
    bodyId,
    position: Number(row.position),
    previous: row.previous,
    hash: row.hash,
    payload: payloads[i]!,
  }))
}

export type PastEvent = {
  readonly id: number
  readonly position: number
  readonly at: Date
  readonly verb: string
  readonly from: string | null
  readonly to: string | null
  readonly actor: number | null
  readonly actorName: string
  readonly onBehalfOf: number | null
  readonly onBehalfName: string | null
  readonly role: string | null
  readonly reason: string | null
  readonly data: JsonMembers
  readonly hash: string
}

type Payload = Omit<PastEvent, 'id' | 'position' | 'at' | 'hash'>

/** The history of one subject, oldest first. */
export async function historyOf(db: Query, kind: string, subject: number): Promise<PastEvent[]> {
  const rows = await db
    .selectFrom('event')
    .select(['id', 'position', 'happened_at', 'payload', 'hash'])
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', subject)
    .orderBy('id')
    .execute()
  return rows.map(row => {
    const p = JSON.parse(row.payload) as Payload
    return {
      id: row.id,
      position: row.position,
      at: row.happened_at,
      verb: p.verb,
      from: p.from,
      to: p.to,
      actor: p.actor,
      actorName: p.actorName,
      onBehalfOf: p.onBehalfOf,
      onBehalfName: p.onBehalfName,
      role: p.role,
      reason: p.reason,
      data: p.data,
      hash: row.hash.toString('hex'),
    }
  })
}
