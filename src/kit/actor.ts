/** A role somebody holds now: in a body, perhaps only for one department, perhaps in the place of somebody on leave. */
export type HeldRole = {
  readonly role: string
  readonly bodyId: number
  readonly departmentId: number | null
  readonly onBehalfOf: number | null
  readonly onBehalfName: string | null
}

/** Who acts. Loaded afresh for every request, so a revoked role ends at once. */
export type Actor = {
  readonly staffId: number
  readonly name: string
  readonly bodyId: number
  readonly departmentId: number | null
  readonly roles: readonly HeldRole[]
  /** Nobody of the staff: a program by its number in its room, or 0, the house by the clock. Its steps carry no number of staff. */
  readonly program?: number
}

/** Own roles come before roles held for somebody else. */
export function heldRoles(actor: Actor, role: string, bodyId: number): HeldRole[] {
  return actor.roles
    .filter(r => r.role === role && r.bodyId === bodyId)
    .sort((a, b) => Number(a.onBehalfOf !== null) - Number(b.onBehalfOf !== null))
}
