import { grantStates, type GrantState } from '../model.ts'
import type { GrantRow } from '../views.ts'

type Standing = Pick<GrantRow, 'state'>

export const countOf = (rows: readonly Standing[] | undefined, state: GrantState): number =>
  rows?.filter(row => row.state === state).length ?? 0

/** Which grants are shown: those that were asked for; where nothing was, what waits for an activation, else what is in force. */
export function shownOf(asked: string | undefined, rows: readonly Standing[] | undefined): GrantState {
  const state = grantStates.find(one => one === asked)
  return state ?? (countOf(rows, 'pending') > 0 ? 'pending' : 'active')
}
