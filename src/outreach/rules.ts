import { later } from '#kit/now.ts'
import type { Frequency } from './model.ts'

const hour = 3_600_000
const day = 24 * hour
const shanghai = 8 * hour
/** Digests leave at eight in the morning, Beijing time; the weekly one on Monday. */
const digestHour = 8

/** When something that changed at `at` is owed to a subscription of this frequency: the next digest strictly after it. */
export function dueAt(frequency: Frequency, at: Date): Date {
  if (frequency === 'at-once') return at
  const local = at.getTime() + shanghai
  const midnight = Math.floor(local / day) * day
  let next = midnight + digestHour * hour
  if (next <= local) next += day
  // 1970-01-01 was a Thursday: day number 4 was a Monday.
  if (frequency === 'weekly') while (Math.floor(next / day) % 7 !== 4) next += day
  return later(at, next - local)
}

/** Minutes until the next try after so many; a day and a half in all. */
const waits = [1, 5, 15, 60, 180, 360, 720, 720] as const
export const mostAttempts = waits.length + 1

/** When to try again after `attempts` tries; null: not any more. */
export function nextTry(attempts: number, now: Date): Date | null {
  const minutes = waits[attempts - 1]
  return minutes === undefined ? null : later(now, minutes * 60_000)
}

/** So many refusals of the address in a row end a subscription. */
export const mostBounces = 3
/** A wish that nobody confirms is forgotten after so many days. */
export const unconfirmedDays = 7
/** From one address, so many subscriptions. */
export const mostPerAddress = 20
/** In one letter, so many titles; what is more comes in the next. */
export const mostInLetter = 100
