import type { Query } from '#kit/db.ts'
import { groundOf, isGround } from '#law/grounds.ts'
import type { Forbidden } from '../rules/conflict.ts'
import { articleOf, barOf, isAlive, type Row } from './model.ts'
import { standingInstrument } from './store.ts'

/** Entries of a negative list as the rule of conflict takes them: those that have not run out by a day. */
export const forbiddenOf = (rows: readonly Row[], today: string): Forbidden[] =>
  rows
    .map(barOf)
    .filter(b => isAlive(b, today))
    .map(b => ({
      key: b.key,
      item: b.item,
      code: b.code,
      scope: b.scope,
      why: isGround(b.ground) ? `${articleOf(b.ground)}，${groundOf(b.ground).label}` : '',
    }))

/** What the negative list in force of a body forbids on a day and later; nothing where it has none. */
export async function barsInForce(db: Query, bodyId: number, today: string): Promise<Forbidden[]> {
  const standing = await standingInstrument(db, bodyId, 'negative')
  return standing ? forbiddenOf(standing.rows, today) : []
}
