import type { Context, Deed, Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query, Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { addJob } from '#kit/jobs.ts'
import { rolesFor } from '#kit/permit.ts'
import { stepOf } from '#kit/workflow.ts'
import { kindOfTitle } from '#law/documentKinds.ts'
import {
  checkSubject,
  hasMark,
  knownReasons,
  reasonsAgainst,
  type CheckedSubject,
} from '#patrol/actions/check.ts'
import { checkDraft, type ToCheck } from '#patrol/check.ts'
import { gate as reasonsAt, isBeyondDrafter, type Gate } from '#patrol/rules.ts'
import type { House } from '../house.ts'
import { cleanHtml } from './intake/clean.ts'
import { correctForm } from './model.ts'
import { attachmentsOf, readDocument, type Attachment, type DocumentRow } from './store.ts'
import { seesDocument } from './visibility.ts'
import { workflow } from './workflow.ts'

/** The steps that no text passes unchecked (吉林 一(二)、一(三)), and how many people must have looked at a doubtful place. */
const gates: Readonly<Record<string, Gate>> = {
  submit: 'submit',
  sign: 'sign',
  schedule: 'publish',
  publish: 'publish',
  confirm: 'publish',
  // Lives may hang on it: one person's word is enough for what is doubtful; personal data and grave mistakes stop it all the same.
  publishEmergency: 'submit',
}
export const gateOf = (verb: string): Gate | undefined =>
  Object.hasOwn(gates, verb) ? gates[verb] : undefined

/** What of a document is looked through: all that the public would read, and what it says about itself. */
function contentOf(document: DocumentRow, attachments: readonly Attachment[]): ToCheck {
  const title = document.title.trim()
  return {
    bodyId: document.bodyId,
    title: document.title,
    html: document.bodyHtml,
    attribute: document.attribute,
    // What may lawfully be added later is not asked for before: dates with signature and issue, the number with its step.
    metadata: {
      title: title || undefined,
      kind: document.kind ?? kindOfTitle(title),
      theme: document.theme,
      attribute: document.attribute ?? undefined,
      documentNumber: document.documentNumber ?? undefined,
      writtenOn: document.writtenOn ?? undefined,
      issuedOn: document.issuedOn ?? undefined,
      normative: document.normative,
    },
    attachments: attachments.filter(a => a.role === 'attachment').map(({ name, hash }) => ({ name, hash })),
  }
}

type Checkable = CheckedSubject & { readonly content: ToCheck }

async function subjectOf(db: Query, document: DocumentRow, actor: Actor): Promise<Checkable> {
  const submit = workflow.draft.submit
  return {
    kind: 'document',
    id: document.id,
    bodyId: document.bodyId,
    drafterId: document.drafterId,
    departmentId: document.departmentId,
    content: contentOf(document, await attachmentsOf(db, document.id)),
    mayMend: document.state === 'draft' && rolesFor(submit, document, actor).length > 0,
  }
}

/**
 * Documents for the room of checks: those that exist for the actor. Of a draft with a mark of secrecy in it the secrecy officer sees
 * the findings, though not the draft: nobody else may say that the mark is none (保密法第三十五条).
 */
export async function checkedDocument(
  db: Query,
  kind: string,
  id: number,
  actor: Actor,
): Promise<CheckedSubject | null> {
  const document = kind === 'document' ? await readDocument(db, id) : null
  if (!document) return null
  if (seesDocument(document, actor)) return subjectOf(db, document, actor)
  const mayClear =
    document.state === 'draft' &&
    actor.roles.some(r => r.role === 'secrecyOfficer' && r.bodyId === document.bodyId)
  if (!mayClear) return null
  const subject = await subjectOf(db, document, actor)
  return (await hasMark(db, subject)) ? subject : null
}

/** What is known to stand in the way of a step; where nothing is known yet, the step itself will look. */
export async function knownFaults(
  db: Query,
  document: DocumentRow,
  actor: Actor,
  verb: string,
): Promise<Reason[]> {
  const gate = gateOf(verb)
  return gate ? knownReasons(db, await subjectOf(db, document, actor), gate) : []
}

type AnyDeed = Deed<DocumentRow>
type Guard = (context: Context<DocumentRow, unknown>) => Promise<Reason[]>

/** A deed that is also refused for what the check has found, all reasons at once. */
const guarded = (deed: AnyDeed, more: Guard): AnyDeed => ({
  ...deed,
  guard: async context => [...((await deed.guard?.(context)) ?? []), ...(await more(context))],
})

/**
 * Looks the text through before the step, outside its transaction, and holds the step against the result inside it: nobody asks for a
 * check, and nothing that was changed in between passes. A correction is looked through as it would be.
 */
export async function withChecks(house: House, deed: AnyDeed, request: Request): Promise<AnyDeed> {
  const gate = gateOf(request.verb)
  if (!gate && request.verb !== 'correct') return deed
  const document = await readDocument(house.db, request.subject)
  const step = document && stepOf(workflow, document.state, request.verb)
  // Whoever may not do it, is told so by the step and learns nothing of the text.
  const decides = request.decider ?? request.actor
  if (!step || !seesDocument(document, request.actor) || rolesFor(step, document, decides).length === 0)
    return deed
  if (!gate) return guarded(deed, await correctionGuard(house, document, request))
  await checkSubject(house, await subjectOf(house.db, document, request.actor), request.actor)
  return guarded(deed, async ({ trx, row, actor }) =>
    reasonsAgainst(trx, await subjectOf(trx, row, actor), gate),
  )
}

/** A correction may not bring in what must not be public; doubtful words in it become an order of the patrol. */
async function correctionGuard(house: House, document: DocumentRow, request: Request): Promise<Guard> {
  const form = correctForm.safeParse(request.form)
  if (!form.success) return async () => []
  const before = contentOf(document, await attachmentsOf(house.db, document.id))
  const known = new Set((await checkDraft(house, before)).findings.map(f => f.id))
  const after = { ...before, title: form.data.title, html: cleanHtml(form.data.bodyHtml) }
  const fresh = (await checkDraft(house, after)).findings.filter(f => isBeyondDrafter(f) && !known.has(f.id))
  const reasons = reasonsAt(fresh, [], { drafterId: document.drafterId })
  return async () => reasons.map(r => ({ ...r, field: 'bodyHtml' }))
}

/** Has the published text looked through once more, as the public reads it, when the transaction is committed. */
export const patrolLater = (trx: Trx, address: string): Promise<void> =>
  addJob(trx, { name: 'patrol:check', payload: { address }, key: `patrol:check:${address}` })
