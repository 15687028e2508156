import type { Actor } from '#kit/actor.ts'
import type { RequestRole } from './workflow.ts'

const whole: readonly string[] = [
  'opennessOfficer',
  'leader',
  'legalReviewer',
  'secrecyOfficer',
] satisfies RequestRole[]
const ofDepartment: readonly string[] = ['drafter', 'departmentHead'] satisfies RequestRole[]

export type Seen = {
  readonly bodyId: number
  readonly departmentId: number | null
  /** Departments it was handed out to. */
  readonly tasked: readonly number[]
}

/**
 * Whether a case exists for this person: the openness unit, legal and secrecy reviewers and leaders of the body see all of its
 * cases; a department sees what was handed out to it. Other bodies, higher ones included, and the three administrators see none.
 */
export function seesRequest(request: Seen, actor: Actor): boolean {
  return actor.roles.some(
    r =>
      r.bodyId === request.bodyId &&
      (whole.includes(r.role) ||
        (ofDepartment.includes(r.role) &&
          r.departmentId !== null &&
          (r.departmentId === request.departmentId || request.tasked.includes(r.departmentId)))),
  )
}

/** The bodies whose register this person may read whole. */
export function registersOf(actor: Actor): number[] {
  return [...new Set(actor.roles.filter(r => whole.includes(r.role)).map(r => r.bodyId))]
}

/** The departments whose tasks this person works on. */
export function departmentsOf(actor: Actor): number[] {
  return [
    ...new Set(
      actor.roles.flatMap(r =>
        ofDepartment.includes(r.role) && r.departmentId !== null ? [r.departmentId] : [],
      ),
    ),
  ]
}
