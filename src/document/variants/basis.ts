import { cite, clause } from '#law/clauses.ts'
import type { BasisView } from '../views.ts'

/** A registered clause, or null where the words name a local document of which the register knows nothing. */
export function clauseOrNull(id: string): BasisView | null {
  try {
    const found = clause(id)
    return { id, cite: cite(id), text: found.text, mark: found.mark }
  } catch {
    return null
  }
}
