import type { Query } from '#kit/db.ts'
import { minuteOf } from '#kit/now.ts'
import { pastOf } from '#kit/past.ts'
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

/** What happened to one, newest first, in the words of its table. */
export async function historyLines(
  db: Query,
  kind: string,
  subject: number,
  wordsOf: (kind: string, verb: string) => { readonly verb: string } | null,
): Promise<HistoryLine[]> {
  const past = await pastOf(db, kind, subject)
  return past.map(p => ({
    at: minuteOf(p.at),
    by: p.by,
    label: wordsOf(kind, p.verb)?.verb ?? p.verb,
    reason: p.reason,
  }))
}
