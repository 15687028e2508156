import { later } from '#kit/now.ts'

const minute = 60_000
const hour = 60 * minute
export const day = 24 * hour

/** How long to wait after the first, second … failed attempt: ten attempts within a little more than three days. */
const waits = [1, 5, 30, 120, 300, 600, 840, 1200, 1440].map(m => m * minute)

/** So many attempts keep what comes after waiting: order is worth that much; then the others go on. */
export const patience = 4
/** After so long without one success nothing is sent any more, and those who registered it are told. */
export const disabledAfter = 5 * day
/** How long the secret before the present one signs, too. */
export const formerFor = day
/** At most so many changes are sent again at once. */
export const mostReplayed = 10_000
/** A receiver may ask for a pause, at most this long. */
const longestPause = day

/**
 * When to try again after so many attempts, or null for never again. `asked` is what the receiver wants to be left alone for
 * (Retry-After, milliseconds).
 */
export function nextAttempt(attempts: number, now: Date, asked: number | null): Date | null {
  const wait = waits[attempts - 1]
  if (wait === undefined) return null
  return later(now, Math.max(wait, Math.min(asked ?? 0, longestPause)))
}

/** Whether a receiver that has failed since then is given up. */
export const isGivenUp = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= disabledAfter
