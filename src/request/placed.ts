import type { Trx } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import type { Reading } from '#law/reading.ts'
import { calendarFor } from '#people/directory.ts'
import type { RequestHouse } from './actions/deed.ts'
import { readReply, supplementRestarts } from './clock.ts'
import { replyLight } from './clockView.ts'
import type { Fact } from './facts.ts'
import { readCase } from './store/cases.ts'
import { factsOf } from './store/facts.ts'
import { confirmDaysOf } from './store/settings.ts'
import { placeByDue } from './store/told.ts'
import type { RequestState } from './workflow.ts'

/** Where a case stands among the open ones: by the day that lists show as its last. */

type Placed = {
  readonly state: RequestState
  readonly submittedOn: string
  readonly facts: readonly Fact[]
}

/** The day lists show as the last of an open case; null where nothing runs. `confirmDays`: working days to confirm in. */
export const shownDue = (
  { state, submittedOn, facts }: Placed,
  reading: Reading | null,
  today: string,
  calendar: Calendar,
  confirmDays: number,
): string | null =>
  replyLight(state, reading, supplementRestarts(facts, calendar), {
    on: submittedOn,
    today,
    calendar,
    days: confirmDays,
  }).due

/** Puts a case into its place, in the transaction that has just changed it. */
export async function placeCase(
  house: Pick<RequestHouse, 'calendar'>,
  trx: Trx,
  id: number,
  at: Date,
): Promise<void> {
  const row = (await readCase(trx, id))!
  const facts = await factsOf(trx, id)
  const today = dayOf(at)
  const calendar = await calendarFor({ db: trx, calendar: house.calendar }, row.bodyId)
  const ended = row.repliedOn !== null || row.endedOn !== null
  const due = ended
    ? null
    : shownDue(
        { state: row.state, submittedOn: row.submittedOn, facts },
        readReply(facts, today, calendar),
        today,
        calendar,
        (await confirmDaysOf(trx, [row.bodyId]))(row.bodyId),
      )
  await placeByDue(trx, [{ id, due }])
}
