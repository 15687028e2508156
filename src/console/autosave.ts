/** A draft kept on this machine until the server has it. */
export type LocalCopy<D> = {
  readonly draft: D
  /** The draft as the server last had it when this copy was begun, and its version there. */
  readonly base: D
  readonly baseVersion: number
  /** What was on its way to the server when the copy was made: a window can close before the answer is there. */
  readonly sent?: D
  /** Milliseconds since the epoch, by this machine. */
  readonly at: number
}

export type Restored<D> =
  | { readonly kind: 'server' }
  /** Only this machine went on: taken at once, the server's text stays available. */
  | {
      readonly kind: 'local'
      readonly draft: D
      readonly at: number
      readonly fields: readonly (keyof D & string)[]
    }
  /** Both went on: the person chooses, nothing is overwritten. */
  | {
      readonly kind: 'choose'
      readonly draft: D
      readonly at: number
      readonly fields: readonly (keyof D & string)[]
    }

/** Structural equality of plain JSON values. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = b as Record<string, unknown>
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && same(value, right[key]))
  )
}

/** Fields that differ. */
export function changed<D extends object>(a: D, b: D): (keyof D & string)[] {
  return (Object.keys(b) as (keyof D & string)[]).filter(field => !same(a[field], b[field]))
}

/** What to show when a draft is opened and this machine still holds a copy of it. */
export function restore<D extends object>(
  local: LocalCopy<D> | null,
  server: D,
  version: number,
): Restored<D> {
  if (!local) return { kind: 'server' }
  const fields = changed(server, local.draft)
  // Everything typed here has reached the server, and it may have gone on since: nothing to choose.
  const reached = changed(local.base, local.draft).every(field => same(server[field], local.draft[field]))
  if (fields.length === 0 || reached) return { kind: 'server' }
  const isMine = local.sent !== undefined && same(local.sent, server)
  return {
    kind: local.baseVersion === version || isMine ? 'local' : 'choose',
    draft: local.draft,
    at: local.at,
    fields,
  }
}

export type Merged<D> = { readonly draft: D; readonly conflicts: readonly (keyof D & string)[] }

/**
 * Mine and theirs, both grown from base: a field only they changed is theirs, everything else stays mine. `conflicts`
 * names the fields both changed differently; mine is kept there and the person is told.
 */
export function merge<D extends object>(base: D, mine: D, theirs: D): Merged<D> {
  const draft = { ...mine }
  const conflicts: (keyof D & string)[] = []
  for (const field of changed(base, theirs)) {
    if (same(base[field], mine[field])) draft[field] = theirs[field]
    else if (!same(mine[field], theirs[field])) conflicts.push(field)
  }
  return { draft, conflicts }
}

export const localEvery = 1_500
export const serverEvery = 20_000

/** How long to wait before the next try when the server could not be reached: 2, 4, 8 … at most 30 s. */
export function backoff(failures: number): number {
  return Math.min(30_000, 1_000 * 2 ** Math.max(1, failures))
}
