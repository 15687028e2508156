export type Idle =
  | { readonly kind: 'calm' }
  /** Shortly before the session ends for want of use; one request prolongs it. */
  | { readonly kind: 'idle'; readonly left: number }
  /** The session reaches its longest life; only a new sign-in helps. */
  | { readonly kind: 'end'; readonly left: number }
  | { readonly kind: 'over' }

/** Warned so long before the end (milliseconds). */
export const warnBefore = 120_000

/** Where the session stands now. All values in milliseconds since the epoch; `left` in whole seconds. */
export function idleState(now: number, heardAt: number, idleMinutes: number, endsAt: number): Idle {
  const idleEnd = heardAt + idleMinutes * 60_000
  const end = Math.min(idleEnd, endsAt)
  if (now >= end) return { kind: 'over' }
  if (end - now > warnBefore) return { kind: 'calm' }
  return { kind: endsAt <= idleEnd ? 'end' : 'idle', left: Math.ceil((end - now) / 1000) }
}

/** “1 分 58 秒” */
export function leftText(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes} 分 ${seconds % 60} 秒` : `${seconds} 秒`
}
