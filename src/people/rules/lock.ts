/**
 * 等保三级 身份鉴别 b): failed sign-ins end in a lock. Pure: instants are epoch milliseconds. An attempt is counted
 * before its password is looked at, so that many at once do not get many tries; a success gives the count back.
 */
export type Guard = {
  readonly failures: number
  /** How many times in a row it was locked: each lock lasts twice as long as the one before. */
  readonly lockouts: number
  readonly failedAt: number
  readonly lockedUntil: number | null
}

export type LockPolicy = {
  readonly failures: number
  readonly minutes: number
  readonly longestMinutes: number
  /** Quiet minutes after which failures are forgotten. */
  readonly forgetMinutes: number
}

/** One account: 5 failures, 30 minutes, then 60, 120, at most 240. */
export const accountLock: LockPolicy = { failures: 5, minutes: 30, longestMinutes: 240, forgetMinutes: 30 }

/** One address: a whole bureau often comes from one, so the limit stands far above what honest mistakes make. */
export const addressLock: LockPolicy = { failures: 30, minutes: 10, longestMinutes: 120, forgetMinutes: 10 }

const minute = 60_000
const day = 24 * 60 * minute

export type Reserved =
  | { readonly allowed: false; readonly lockedUntil: number }
  | {
      readonly allowed: true
      readonly next: Guard
      /** If this attempt fails: it is locked until then. */
      readonly lockedUntil: number | null
      /** If this attempt fails: so many more are left. */
      readonly left: number
    }

/** Counts one attempt at `at`. Refused while locked. */
export function reserve(guard: Guard | null, at: number, policy: LockPolicy): Reserved {
  if (guard?.lockedUntil && guard.lockedUntil > at) return { allowed: false, lockedUntil: guard.lockedUntil }
  const quiet = guard ? at - guard.failedAt : Number.POSITIVE_INFINITY
  const fresh = !guard || guard.lockedUntil !== null || quiet > policy.forgetMinutes * minute
  const failures = (fresh ? 0 : guard.failures) + 1
  const lockouts = guard && quiet <= day ? guard.lockouts : 0
  const locks = failures >= policy.failures
  const lasts = Math.min(policy.minutes * 2 ** lockouts, policy.longestMinutes) * minute
  const lockedUntil = locks ? at + lasts : null
  return {
    allowed: true,
    next: { failures, lockouts: locks ? lockouts + 1 : lockouts, failedAt: at, lockedUntil },
    lockedUntil,
    left: policy.failures - failures,
  }
}

/**
 * Takes back one reserved attempt that was no failure (the password was right, only the one-time code is to come).
 * `lock` is the lock that this attempt would have set; a lock set by another one stays.
 */
export function giveBack(guard: Guard, lock: number | null): Guard {
  const mine = lock !== null && guard.lockedUntil === lock
  return {
    failures: Math.max(0, guard.failures - 1),
    lockouts: mine ? Math.max(0, guard.lockouts - 1) : guard.lockouts,
    failedAt: guard.failedAt,
    lockedUntil: mine ? null : guard.lockedUntil,
  }
}
