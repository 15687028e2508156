import type { Context, Deed } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query, Trx } from '#kit/db.ts'
import { addJob } from '#kit/jobs.ts'
import { rolesFor } from '#kit/permit.ts'
import { stepOf } from '#kit/workflow.ts'
import { checkSubject, reasonsAgainst, type CheckedSubject } from '#patrol/actions/check.ts'
import { readByPublic, type ToCheck } from '#patrol/check.ts'
import type { Gate } from '#patrol/rules.ts'
import { bodyOf } from '#people/directory.ts'
import type { House } from '../house.ts'
import { wordsOf } from './entry.ts'
import type { PostingRow } from './model.ts'
import { filesOf, readPosting } from './store.ts'
import { seesPosting } from './visibility.ts'
import { postingWorkflow } from './workflow.ts'

/** The steps that no text passes unchecked (吉林 一(二)、一(三)): on one person's word to the examiner, on two people's to the public. */
const gates: Readonly<Record<string, Gate>> = { submit: 'submit', publish: 'publish' }
export const gateOf = (verb: string): Gate | undefined =>
  Object.hasOwn(gates, verb) ? gates[verb] : undefined

type Checkable = CheckedSubject & { readonly content: ToCheck }

async function subjectOf(db: Query, row: PostingRow, actor: Actor): Promise<Checkable> {
  const words = wordsOf(row.kind, row.content, await bodyOf(db, row.bodyId))
  const files = (await filesOf(db, row.id)).filter(f => f.role === 'attachment')
  const step = stepOf(postingWorkflow, row.state, 'save')
  return {
    kind: 'posting',
    id: row.id,
    bodyId: row.bodyId,
    drafterId: row.drafterId,
    ...(row.departmentId === null ? {} : { departmentId: row.departmentId }),
    content: {
      bodyId: row.bodyId,
      title: row.content.title,
      html: readByPublic(words),
      attribute: 'proactive',
      attachments: files.map(({ name, hash }) => ({ name, hash })),
    },
    mayMend: step !== undefined && rolesFor(step, row, actor).length > 0,
  }
}

/** Postings for the room of checks: those that exist for the actor; null for all others. */
export async function checkedPosting(
  db: Query,
  kind: string,
  id: number,
  actor: Actor,
): Promise<CheckedSubject | null> {
  const row = kind === 'posting' ? await readPosting(db, id) : null
  return row && seesPosting(row, actor) ? subjectOf(db, row, actor) : null
}

type AnyDeed = Deed<PostingRow, never, never>

/**
 * Looks the text through before the step, outside its transaction, and holds the step against the result inside it: nobody asks for a
 * check, and nothing that was changed in between passes.
 */
export async function withChecks(
  house: House,
  deed: AnyDeed,
  request: { readonly subject: number; readonly verb: string; readonly actor: Actor },
): Promise<AnyDeed> {
  const gate = gateOf(request.verb)
  const row = gate && (await readPosting(house.db, request.subject))
  const step = row && stepOf(postingWorkflow, row.state, request.verb)
  // Whoever may not do it, is told so by the step and learns nothing of the text.
  if (!gate || !step || !seesPosting(row, request.actor) || rolesFor(step, row, request.actor).length === 0)
    return deed
  await checkSubject(house, await subjectOf(house.db, row, request.actor), request.actor)
  return {
    ...deed,
    async guard(context: Context<PostingRow, never>) {
      const found = await reasonsAgainst(
        context.trx,
        await subjectOf(context.trx, context.row, context.actor),
        gate,
      )
      return [...((await deed.guard?.(context)) ?? []), ...found]
    },
  }
}

/** Has the public text looked through once more, as the public reads it, when the transaction is committed. */
export const patrolLater = (trx: Trx, address: string): Promise<void> =>
  addJob(trx, { name: 'patrol:check', payload: { address }, key: `patrol:check:${address}` })
