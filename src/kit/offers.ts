import type { Actor } from './actor.ts'
import { rolesFor } from './permit.ts'
import type { Subject } from './procedure.ts'
import type { Step, Workflow } from './workflow.ts'

/** A step that somebody may take now, as the console shows it. */
export type Offer = {
  readonly verb: string
  readonly label: string
  readonly effect: string
  readonly basis: readonly string[]
  readonly reason: 'required' | 'optional' | null
  readonly weighty: boolean
}

export const offerOf = (
  verb: string,
  step: Pick<Step, 'label' | 'effect' | 'basis' | 'reason' | 'weighty'>,
): Offer => ({
  verb,
  label: step.label,
  effect: step.effect,
  basis: step.basis,
  reason: step.reason ?? null,
  weighty: step.weighty ?? false,
})

/** The steps that a person's roles allow on a row. Four eyes is looked at when the step is taken. */
export function offersOf(workflow: Workflow, row: Subject, actor: Actor): Offer[] {
  return Object.entries<Step>(workflow[row.state] ?? {})
    .filter(([, step]) => rolesFor(step, row, actor).length > 0)
    .map(([verb, step]) => offerOf(verb, step))
}
