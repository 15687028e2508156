import type { Calendar } from '#law/calendar.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { redoOf } from '../store/remedies.ts'
import { readRunning } from './clock.ts'

/** The new answer that a case is owed and nobody has begun: by which decision, by when. */
export async function redoWanted(
  house: Pick<RequestHouse, 'db'>,
  row: { readonly id: number; readonly repliedOn: string | null },
  today: string,
  calendar: Calendar,
): Promise<{ number: string; authority: string; due: string | null } | null> {
  if (row.repliedOn === null) return null
  const remedy = await redoOf(house.db, row.id)
  return remedy === null
    ? null
    : {
        number: remedy.number,
        authority: remedy.authority,
        due: readRunning(remedy, today, calendar)?.due ?? null,
      }
}
