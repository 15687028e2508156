import type { Query } from '#kit/db.ts'
import type { PastLine } from '#kit/worklist/past.ts'
import { holdersIn, type Holder } from './directory.ts'

/** Lines of matters for 已办 and 我发起的, by id; who holds a role in the bodies they belong to is read once. */
export async function pastLinesOf<R extends { readonly id: number; readonly bodyId: number }>(
  db: Query,
  rows: readonly R[],
  line: (row: R, holders: readonly Holder[]) => PastLine,
): Promise<ReadonlyMap<number, PastLine>> {
  const holders = await holdersIn(
    db,
    rows.map(r => r.bodyId),
  )
  return new Map(rows.map(row => [row.id, line(row, holders)]))
}
