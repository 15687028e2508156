import type { TaskList } from 'graphile-worker'
import { appendEvents } from '#kit/events.ts'
import { addJob } from '#kit/jobs.ts'
import { dayOf } from '#kit/now.ts'
import { proseDay } from '#law/day.ts'
import { calendarsFor, notify } from '#people/directory.ts'
import type { House } from '../house.ts'
import type { Reading } from '#law/reading.ts'
import { readReply } from './clock.ts'
import { shownDue } from './placed.ts'
import { confirmDaysOf } from './store/settings.ts'
import { openCasesAfter, placeByDue, tell } from './store/told.ts'
import type { RequestState } from './workflow.ts'

export type Moved = {
  readonly id: number
  readonly number: string | null
  readonly from: string
  readonly to: string
}

const batch = 5_000

/**
 * The last day that only facts and the calendar decide. While others are heard it is the day if none of them ever answers; where that
 * is not known either, there is none: such a day moves on every night without any change of the calendar.
 */
function settledDue(reading: Reading | null): string | null {
  if (!reading || reading.state === 'closed') return null
  return reading.state === 'paused' ? reading.dueAtLatest : reading.due
}

/**
 * Reads the clock of every open case with the calendar of today and answers those whose last day has moved though nothing happened
 * to them: a notice on public holidays was loaded or corrected. Each is written into the history and told to its officer.
 */
export async function recalendar(
  house: Pick<House, 'db' | 'now' | 'calendar'>,
): Promise<{ readonly read: number; readonly moved: readonly Moved[] }> {
  const at = house.now()
  const today = dayOf(at)
  const moved: Moved[] = []
  let read = 0
  for (let after = 0; ;) {
    const cases = await openCasesAfter(house.db, after, batch)
    if (cases.length === 0) break
    after = cases.at(-1)!.id
    read += cases.length
    const calendarOf = await calendarsFor(
      house,
      cases.map(c => c.bodyId),
    )
    const daysOf = await confirmDaysOf(
      house.db,
      cases.map(c => c.bodyId),
    )
    const placed: { id: number; due: string | null }[] = []
    const due = cases.flatMap(one => {
      const calendar = calendarOf(one.bodyId)
      const reading = readReply(one.facts, today, calendar)
      const state = one.state as RequestState
      const shown = shownDue({ ...one, state }, reading, today, calendar, daysOf(one.bodyId))
      if (shown !== one.placed) placed.push({ id: one.id, due: shown })
      // What begins anew with the applicant's answer has no last day that could move.
      const day = shown === null ? null : settledDue(reading)
      const fact = one.facts.at(-1)?.id
      return day && fact !== undefined ? [{ one, day, fact }] : []
    })
    const shifted = due.filter(d => d.one.told !== null && d.one.toldFact === d.fact && d.one.told !== d.day)
    const changed = due.filter(d => d.one.told !== d.day || d.one.toldFact !== d.fact)
    if (changed.length === 0 && placed.length === 0) continue
    await house.db.transaction().execute(async trx => {
      await placeByDue(trx, placed)
      await tell(
        trx,
        changed.map(d => ({ id: d.one.id, due: d.day, fact: d.fact })),
      )
      for (const bodyId of new Set(shifted.map(d => d.one.bodyId)))
        await appendEvents(
          trx,
          bodyId,
          shifted
            .filter(d => d.one.bodyId === bodyId)
            .map(d => ({
              kind: 'request',
              subject: d.one.id,
              verb: 'recalendar',
              from: null,
              to: null,
              at,
              actor: null,
              actorName: '工作日历',
              role: null,
              reason: `答复期限由${proseDay(d.one.told!)}改为${proseDay(d.day)}。`,
              data: { from: d.one.told, to: d.day },
            })),
        )
      for (const d of shifted)
        if (d.one.officerId !== null)
          await notify(trx, [d.one.officerId], {
            kind: 'request',
            subject: d.one.id,
            text: `放假安排有更新，“${d.one.subject}”的答复期限由${proseDay(d.one.told!)}改为${proseDay(d.day)}。`,
            at,
          })
    })
    moved.push(...shifted.map(d => ({ id: d.one.id, number: d.one.number, from: d.one.told!, to: d.day })))
  }
  return { read, moved }
}

/** Asks for it at once: an override of the calendar is loaded at the start, and nobody waits for the night to be told. */
export const recalendarSoon = (house: Pick<House, 'db'>): Promise<void> =>
  house.db
    .transaction()
    .execute(trx => addJob(trx, { name: 'request:recalendar', payload: {}, key: 'request-recalendar' }))

/** Nightly, and once after every start. */
export const recalendarJobs = (house: Pick<House, 'db' | 'now' | 'calendar' | 'log'>): TaskList => ({
  'request:recalendar': async () => {
    const { moved } = await recalendar(house)
    if (moved.length > 0)
      house.log(`放假安排有更新：${moved.length}件依申请公开的答复期限变动，已通知经办人。`)
  },
})
