import { rolesFor } from '#kit/permit.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Actor } from '#kit/actor.ts'
import { stepOf, type Step } from '#kit/workflow.ts'
import { lockDocument, moveDocument, type DocumentRow } from './store.ts'
import { seesDocument } from './visibility.ts'
import { tableFor } from './variants/table.ts'
import { labelOfVerb, workflow, type State } from './workflow.ts'

export const documentProcedure: Procedure<DocumentRow> = {
  kind: 'document',
  noun: '公文',
  workflow,
  tableOf: row => tableFor(row.rules),
  labelOf: labelOfVerb,
  lock: lockDocument,
  sees: seesDocument,
  move: moveDocument,
}

/** The steps of the table that this person's roles open on the document. Four eyes is looked at with the history, in `offers`. */
export function stepsFor(document: DocumentRow, actor: Actor): { verb: string; step: Step }[] {
  if (!seesDocument(document, actor)) return []
  const table = tableFor(document.rules)
  return Object.keys(table[document.state] ?? {})
    .map(verb => ({ verb, step: stepOf(table, document.state, verb)! }))
    .filter(({ verb, step }) => applies(document, verb) && rolesFor(step, document, actor).length > 0)
}

/** Steps that mean nothing on this document now are not offered at all. */
function applies(document: DocumentRow, verb: string): boolean {
  if (verb === 'unschedule') return document.publishAt !== null
  if (verb === 'schedule') return document.publishAt === null && document.attribute === 'proactive'
  if (verb === 'publish') return document.attribute === 'proactive'
  if (verb === 'receivePaper') return document.paperOpen
  if (verb === 'publishEmergency') return document.attribute === 'proactive' && !document.secrecyDoubt
  return true
}

/** States in which a role has something to do. */
export function statesOf(role: string): State[] {
  return (Object.keys(workflow) as State[]).filter(state =>
    Object.values<Step>(workflow[state]).some(step => step.by.includes(role)),
  )
}
