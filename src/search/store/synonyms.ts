import type { Query } from '#kit/db.ts'
import type { Group } from '../synonyms.ts'

/** Groups of some bodies, those of the first body first. */
export async function groupsOf(
  db: Query,
  bodyIds: readonly number[],
): Promise<(Group & { bodyId: number })[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('record.synonym')
    .select(['body_id', 'words', 'one_way', 'note'])
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id')
    .execute()
  const made = rows.map(r => ({ bodyId: r.body_id, words: r.words, oneWay: r.one_way, note: r.note }))
  return bodyIds.flatMap(id => made.filter(g => g.bodyId === id))
}
