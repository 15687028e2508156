import { dayOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import { calendarFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { readReply } from '../clock.ts'
import type { Fact } from '../facts.ts'
import { factsOfMany } from '../store/facts.ts'
import { handledCases, type HandledCase } from '../store/handling.ts'
import type { HandledLine } from './handling.ts'

/** How one case was handled, by its own clock on the day it ended; an open one on `today`. */
export function handledLine(
  row: HandledCase,
  facts: readonly Fact[],
  { today, calendar }: { readonly today: string; readonly calendar: Calendar },
): HandledLine {
  const { id, number, subject, receivedOn, endedOn, score } = row
  // History moved in says when it was answered, not what was excluded from the count; who withdrew was not answered.
  const judged = !row.imported && (endedOn === null || row.repliedOn !== null)
  const reading = judged ? readReply(facts, endedOn ?? today, calendar) : null
  return {
    ...{ id, number, subject, receivedOn, endedOn, score },
    verdict:
      endedOn === null
        ? reading?.state === 'overdue'
          ? 'overdue'
          : 'open'
        : reading?.state === 'late'
          ? 'late'
          : reading?.state === 'met'
            ? 'onTime'
            : 'unjudged',
    days: endedOn === null || !reading ? null : reading.counted + Math.max(0, -(reading.left ?? 0)),
    // An outcome that is proposed already is none before the answer went out.
    group: endedOn === null ? null : (row.reportRow?.slice(0, 4) ?? null),
  }
}

/** How each case of a year was handled, read from its facts by the calendar of today; nothing of it is stored. */
export async function handledLines(house: House, bodyId: number, year: number): Promise<HandledLine[]> {
  const cases = await handledCases(house.db, bodyId, year)
  const facts = await factsOfMany(
    house.db,
    cases.filter(c => !c.imported).map(c => c.id),
  )
  const at = { today: dayOf(house.now()), calendar: await calendarFor(house, bodyId) }
  return cases.map(row => handledLine(row, facts.get(row.id) ?? [], at))
}
