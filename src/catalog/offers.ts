import type { Actor } from '#kit/actor.ts'
import { rolesFor } from '#kit/permit.ts'
import type { Subject } from '#kit/procedure.ts'
import type { Step, Workflow } from '#kit/workflow.ts'

/** The steps that a person's roles allow on a row, as the console shows them. Four eyes is looked at when the step is taken. */
export function offersOf(workflow: Workflow, row: Subject, actor: Actor) {
  return Object.entries<Step>(workflow[row.state] ?? {})
    .filter(([, step]) => rolesFor(step, row, actor).length > 0)
    .map(([verb, step]) => ({
      verb,
      label: step.label,
      effect: step.effect,
      basis: step.basis,
      reason: step.reason ?? null,
      weighty: step.weighty ?? false,
    }))
}
