import { rolesFor } from '#kit/permit.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Actor } from '#kit/actor.ts'
import { stepOf, type Step } from '#kit/workflow.ts'
import { lockDocument, moveDocument, type DocumentRow } from './store.ts'
import { workflow, type DocumentRole, type State } from './workflow.ts'

const businessRoles: readonly string[] = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
] satisfies DocumentRole[]

type Seen = Pick<DocumentRow, 'bodyId' | 'departmentId' | 'drafterId' | 'state'>

/**
 * Whether a document exists for this person. A body sees its own matters only; a department's staff those of the
 * department; a draft is seen by its drafter and the head of the department. The three administrators see none
 * (三员分立：管理员不接触业务内容).
 */
export function seesDocument(document: Seen, actor: Actor): boolean {
  return actor.roles.some(r => {
    if (!businessRoles.includes(r.role) || r.bodyId !== document.bodyId) return false
    if (r.departmentId !== null && r.departmentId !== document.departmentId) return false
    const self = r.onBehalfOf ?? actor.staffId
    if (document.state === 'draft' || document.state === 'cancelled')
      return self === document.drafterId || r.role === 'departmentHead'
    return r.role !== 'drafter' || r.departmentId !== null || self === document.drafterId
  })
}

export const documentProcedure: Procedure<DocumentRow> = {
  kind: 'document',
  noun: '公文',
  workflow,
  lock: lockDocument,
  sees: seesDocument,
  move: moveDocument,
}

/** The steps of the table that this person's roles open on the document. Four eyes is looked at with the history, in `offers`. */
export function stepsFor(document: DocumentRow, actor: Actor): { verb: string; step: Step }[] {
  if (!seesDocument(document, actor)) return []
  return Object.keys(workflow[document.state])
    .map(verb => ({ verb, step: stepOf(workflow, document.state, verb)! }))
    .filter(({ step }) => rolesFor(step, document, actor).length > 0)
}

/** States in which a role has something to do. */
export function statesOf(role: string): State[] {
  return (Object.keys(workflow) as State[]).filter(state =>
    Object.values<Step>(workflow[state]).some(step => step.by.includes(role)),
  )
}
