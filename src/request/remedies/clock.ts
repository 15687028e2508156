import type { Calendar } from '#law/calendar.ts'
import { clocks } from '#law/clocks.ts'
import { suitDefence } from '#law/clocks/remedy.ts'
import { readClock } from '#law/readClock.ts'
import { leftText, lightOf, type Light, type Reading } from '#law/reading.ts'
import type { RemedyRow } from '../store/remedies.ts'

/** The clocks of 复议、诉讼, read from what was entered: nothing of them is stored. Pure. */

/** R15, R16 and, in court, 行政诉讼法第六十七条: the written answer with the evidence, from the day after the copy came. */
export function readDefence(
  row: Pick<RemedyRow, 'block' | 'procedure' | 'receivedOn' | 'defendedOn'>,
  today: string,
  calendar: Calendar,
): Reading {
  const isReview = row.block === 'review'
  const clock = isReview ? (row.procedure === 'simple' ? clocks.R15 : clocks.R16) : suitDefence
  const events = [
    { kind: isReview ? 'receiveReviewCopy' : 'receiveSuitCopy', on: row.receivedOn },
    ...(row.defendedOn === null ? [] : [{ kind: 'defend', on: row.defendedOn }]),
  ]
  return readClock(clock, events, today, calendar)!
}

/** The new answer that a decision or judgement wants, before the case is taken up again: its own day, else 条例第三十三条 anew. */
export function readRedo(
  row: { readonly toldOn: string; readonly redoBy: string | null },
  today: string,
  calendar: Calendar,
): Reading {
  const events = [redoEvent(row)]
  return readClock(clocks.R04, events, today, calendar)!
}
const redoEvent = ({ toldOn, redoBy }: { readonly toldOn: string; readonly redoBy: string | null }) => ({
  kind: 'redo',
  on: toldOn,
  ...(redoBy === null ? {} : { until: redoBy }),
})

type Running = Pick<
  RemedyRow,
  | 'block'
  | 'procedure'
  | 'receivedOn'
  | 'defendedOn'
  | 'decidedOn'
  | 'redo'
  | 'toldOn'
  | 'redoBy'
  | 'redoneAt'
>

/** What still runs: the defence until the end, afterwards the new answer until the case is taken up again. Null where nothing does. */
export function readRunning(row: Running, today: string, calendar: Calendar): Reading | null {
  if (row.decidedOn === null) return readDefence(row, today, calendar)
  return row.redo && row.redoneAt === null && row.toldOn !== null
    ? readRedo({ toldOn: row.toldOn, redoBy: row.redoBy }, today, calendar)
    : null
}

export function remedyClock(
  row: Running,
  today: string,
  calendar: Calendar,
): { due: string; light: Light; words: string } | null {
  const reading = readRunning(row, today, calendar)
  return reading === null || reading.due === null
    ? null
    : { due: reading.due, light: lightOf(reading), words: leftText(reading) }
}
