import type { Query } from '#kit/db.ts'
import { lineOf } from '#people/bodies.ts'
import type { OwnTerms, Thesaurus } from './model.ts'
import { heldIn } from './rules/held.ts'
import { termsInForce } from './store.ts'

/** What a body and those above it put in force, topmost first. */
export async function lineInForce(db: Query, bodyId: number): Promise<OwnTerms[]> {
  const line = (await lineOf(db, bodyId)) ?? [bodyId]
  return termsInForce(db, [...line].reverse())
}

/** What holds in a body now. */
export const thesaurusOf = async (db: Query, bodyId: number): Promise<Thesaurus> =>
  heldIn(await lineInForce(db, bodyId))
