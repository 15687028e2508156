import type { Step } from '#kit/workflow.ts'
import type { Holder } from '#people/directory.ts'
import type { DocumentRow } from './store.ts'
import { goesForward, workflow, type State } from './workflow.ts'

/** Who can take the next step from a state: names, so that anybody sees where it lies. */
export function waitingIn(
  document: Pick<DocumentRow, 'departmentId' | 'drafterId' | 'bodyId' | 'attribute' | 'asked'>,
  state: State,
  holders: readonly Holder[],
  drafter: string,
): string[] {
  if (state === 'draft') return [drafter]
  return waitingHolders(document, state, holders).map(h => h.name)
}

/** The same people by their numbers, each once; a draft waits for nobody but its drafter, who is not chased. */
export function waitingStaff(
  document: Parameters<typeof waitingIn>[0],
  state: State,
  holders: readonly Holder[],
): number[] {
  return [...new Set(waitingHolders(document, state, holders).map(h => h.staffId))]
}

function waitingHolders(
  document: Parameters<typeof waitingIn>[0],
  state: State,
  holders: readonly Holder[],
): Holder[] {
  if (state === 'draft') return []
  if (['published', 'withdrawn', 'cancelled', 'removed'].includes(state)) return []
  if (state === 'issued' && document.attribute !== 'proactive') return []
  const forward = Object.entries<Step>(workflow[state]).filter(([verb]) => goesForward(verb))
  const roles = new Set(forward.flatMap(([, step]) => step.by))
  const here = (h: Holder) =>
    state === 'countersign'
      ? h.departmentId !== null && document.asked.includes(h.departmentId)
      : h.departmentId === null || h.departmentId === document.departmentId
  return holders.filter(h => h.bodyId === document.bodyId && roles.has(h.role) && here(h))
}
