import { basisView, isClauseId, type BasisView } from '#law/clauses.ts'

/** A registered clause, or null where the words name a local document of which the register knows nothing. */
export function clauseOrNull(id: string): BasisView | null {
  return isClauseId(id) ? basisView(id) : null
}
