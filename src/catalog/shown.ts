import type { Query } from '#kit/db.ts'
import { historyOf } from '#kit/events.ts'
import { minuteOf } from '#kit/now.ts'
import type { ConflictView, HistoryLine } from './instrument/views.ts'
import type { StandingConflict } from './review.ts'
import { conflictWords } from './rules/conflict.ts'

/** What catalogs and instruments tell alike: conflicts, what happened. */

export const conflictViews = (conflicts: readonly StandingConflict[]): ConflictView[] =>
  conflicts.map(c => ({
    bar: c.bar,
    list: c.list,
    item: c.item,
    isCertain: c.how !== 'words',
    text: conflictWords(c),
    barText: c.barText,
    itemText: c.itemText,
    shared: c.shared,
    cleared: c.cleared && { ...c.cleared, at: minuteOf(c.cleared.at) },
  }))

/** The history of one, newest first, in words. */
export async function pastOf(
  db: Query,
  kind: string,
  subject: number,
  labelOf: (verb: string) => string,
): Promise<HistoryLine[]> {
  const past = await historyOf(db, kind, subject)
  return past
    .map(p => ({ at: minuteOf(p.at), by: p.actorName, label: labelOf(p.verb), reason: p.reason }))
    .reverse()
}
