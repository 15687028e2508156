import { later } from '#kit/now.ts'

/** What looking at a reported address says: it can be read, it is gone, it could not be reached, or nothing was to be learnt. */
export type Seen =
  | { readonly kind: 'alive' }
  | { readonly kind: 'gone' | 'down'; readonly words: string }
  | { readonly kind: 'unasked'; readonly words: string; readonly wait: number | null }

export type Standing = {
  readonly failures: number
  readonly failingSince: Date | null
  readonly lostAt: Date | null
}

export type Verdict = {
  readonly failures: number
  readonly failingSince: Date | null
  readonly nextAt: Date
  readonly words: string | null
  /** What becomes of its counting: it is lost, it is found again, or it stays as it was. */
  readonly turn: 'lose' | 'find' | null
}

const hour = 3_600_000
const day = 24 * hour
const week = 7 * day
/** After the first, second … failure in a row; then once a week. */
const waits = [hour, 6 * hour, day, day, day, 3 * day]
/** 404 and 410 are believed when they are said twice; a site that is down may be repaired: it has three days. */
const goneAfter = 2
const downFor = 3 * day

/**
 * When an address is looked at again, and whether what was reported there still counts (吉林 一(三)). One bad answer never decides.
 * Instants are absolute; waits in milliseconds.
 */
export function verdictOf(now: Date, before: Standing, seen: Seen): Verdict {
  const { failures, failingSince, lostAt } = before
  if (seen.kind === 'alive')
    return {
      failures: 0,
      failingSince: null,
      nextAt: later(now, week),
      words: null,
      turn: lostAt ? 'find' : null,
    }
  if (seen.kind === 'unasked')
    return {
      failures,
      failingSince,
      nextAt: later(now, Math.max(hour, Math.min(seen.wait ?? week, week))),
      words: seen.words,
      turn: null,
    }
  const count = failures + 1
  const since = failingSince ?? now
  const isLost = seen.kind === 'gone' ? count >= goneAfter : now.getTime() - since.getTime() >= downFor
  return {
    failures: count,
    failingSince: since,
    nextAt: later(now, waits[count - 1] ?? week),
    words: seen.words,
    turn: isLost && !lostAt ? 'lose' : null,
  }
}

/** Whether the operator lets this address be looked at: its origin is listed; an `https` origin stands for plain `http` of the same name too. */
export const isListed = (url: URL, origins: ReadonlySet<string>): boolean =>
  origins.has(url.origin) ||
  (url.protocol === 'http:' && url.port === '' && origins.has(`https://${url.hostname}`))
