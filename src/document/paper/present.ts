import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { rolesFor } from '#kit/permit.ts'
import { holdersIn, staffNames } from '#people/directory.ts'
import { fieldsOf } from '../fields.ts'
import type { DocumentRow } from '../store.ts'
import { tableFor } from '../variants/table.ts'
import type { PaperOffer, PaperView } from '../views.ts'
import { labelOfVerb } from '../workflow.ts'
import type { Paper } from './model.ts'
import { paperWorkflow } from './workflow.ts'

/** Decisions entered from paper, each with what its decider may still say. */
export async function paperViews(db: Query, papers: readonly Paper[], actor: Actor): Promise<PaperView[]> {
  const names = await staffNames(
    db,
    papers.flatMap(p => [p.deciderId, p.clerkId]),
  )
  return papers.map(p => ({
    id: p.id,
    version: p.version,
    label: labelOfVerb(p.verb),
    decider: names.get(p.deciderId) ?? '',
    clerk: names.get(p.clerkId) ?? '',
    decidedOn: p.decidedOn,
    enteredAt: isoOf(p.enteredAt),
    fileName: p.fileName,
    objection: p.objection,
    void: p.void,
    offers: p.void ? [] : offersOf(paperWorkflow, { ...p, drafterId: p.deciderId }, actor),
  }))
}

/** What this clerk could enter from paper now: each step with those who may have decided it. */
export async function paperOffers(
  db: Query,
  document: DocumentRow,
  actor: Actor,
  now: Date,
): Promise<PaperOffer[]> {
  const steps = Object.entries(tableFor(document.rules)[document.state] ?? {}).filter(
    ([, step]) =>
      step.paper &&
      rolesFor({ ...step, by: step.paper, asked: undefined, own: undefined }, document, actor).length > 0,
  )
  if (steps.length === 0) return []
  const holders = await holdersIn(db, [document.bodyId])
  const offers = await Promise.all(
    steps.map(async ([verb, step]) => ({
      verb,
      label: step.label,
      deciders: holders
        .filter(
          h =>
            h.staffId !== actor.staffId &&
            rolesFor(step, document, {
              staffId: h.staffId,
              name: h.name,
              bodyId: h.bodyId,
              departmentId: h.departmentId,
              roles: [{ ...h, onBehalfOf: null, onBehalfName: null }],
            }).length > 0,
        )
        .map(h => ({ id: h.staffId, name: h.name })),
      fields: await fieldsOf(db, document, verb, step, now),
    })),
  )
  return offers.filter(o => o.deciders.length > 0)
}
