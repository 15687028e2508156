import type { Query, Trx } from '#kit/db.ts'
import type { HeldRole, Actor } from '#kit/actor.ts'
import { sha256Hex } from '#kit/crypto.ts'
import { appendEvents } from '#kit/events.ts'
import { cleaned } from './actions.ts'
import { emptyContent, postingFacts, type Content, type PostingKind, type PostingState } from './model.ts'
import { insertPosting, readPosting } from './store.ts'
import { postingBeginning } from './workflow.ts'

/** For other rooms: what they want told to the public becomes a draft here, and goes the way of every posting. */

type Laying = {
  readonly bodyId: number
  /** Whose drafters may write on it, beside those of the whole body. */
  readonly departmentId?: number | null
  readonly kind: PostingKind
  readonly content: Partial<Content>
  readonly actor: Actor
  readonly as: HeldRole
  readonly at: Date
}

/**
 * Lays a draft in the caller's transaction, in the name of who decided it: he wrote it, so another examines and publishes it
 * (条例第十七条). Answers its number.
 */
export async function layDraft(trx: Trx, laying: Laying): Promise<number> {
  const { bodyId, kind, actor, as, at } = laying
  const content = cleaned({ ...emptyContent, columns: [...postingFacts[kind].columns], ...laying.content })
  const id = await insertPosting(trx, {
    bodyId,
    departmentId: laying.departmentId ?? null,
    kind,
    drafterId: actor.staffId,
    content,
    at,
  })
  await appendEvents(trx, bodyId, [
    {
      kind: 'posting',
      subject: id,
      verb: 'draft',
      from: null,
      to: postingBeginning.to,
      at,
      actor: actor.staffId,
      actorName: actor.name,
      onBehalfOf: as.onBehalfOf,
      onBehalfName: as.onBehalfName,
      role: as.role,
      data: { kind, content: sha256Hex(JSON.stringify(content)) },
    },
  ])
  return id
}

export type Standing = {
  readonly id: number
  readonly state: PostingState
  readonly kind: PostingKind
  readonly title: string
  /** Of what stands published. */
  readonly address: string | null
}

/** How a posting stands: for the room that laid it. Null where there is none. */
export async function postingStands(db: Query, id: number): Promise<Standing | null> {
  const row = await readPosting(db, id)
  const stands = row && ['published', 'amending', 'resubmitted'].includes(row.state)
  return (
    row && {
      id: row.id,
      state: row.state,
      kind: row.kind,
      title: row.content.title,
      address: stands ? row.address : null,
    }
  )
}
