import type { Calendar } from '#law/calendar.ts'
import { clocks } from '#law/clocks.ts'
import { readClock } from '#law/readClock.ts'
import type { Reading } from '#law/reading.ts'

/** A finished campaign: the year it was for and the day of its last decision. */
export type Finished = { readonly year: number; readonly finishedOn: string }

/**
 * R40 of a body (390号文 四(一)4: 每年自查): from the oldest document that is not public and the campaigns that are finished.
 * A campaign finished after its year counts for its year, so that the next one is due in the next. Null where the body has
 * nothing to re-examine.
 */
export function readReexamineClock(
  since: string | null,
  finished: readonly Finished[],
  today: string,
  calendar: Calendar,
): Reading | null {
  if (since === null) return null
  const done = finished.map(f => {
    const yearEnd = `${f.year}-12-31`
    return { kind: 'reexamine', on: f.finishedOn > yearEnd ? yearEnd : f.finishedOn }
  })
  return readClock(clocks.R40, [{ kind: 'attribute', on: since }, ...done], today, calendar)
}
