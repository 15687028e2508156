import { addDays } from '#law/day.ts'
import type { Entry, Relation, Validity } from './model.ts'

/** What of an entry makes its validity. */
export type Dated = Pick<Entry, 'validity' | 'expiresOn' | 'repealedOn' | 'amendedOn' | 'revisedOn'>

/**
 * 有效性 on a civil day: what was stated when it was published, carried on by its dates alone. 废止日期 is the first day out of
 * force, 有效期至 the last day in force. Null for what has no validity; a draft stays one.
 */
export function validityOn(entry: Dated, on: string): Validity | null {
  const stated = entry.validity
  if (stated === null || stated === 'draft' || stated === 'repealed') return stated
  if (entry.repealedOn !== null && entry.repealedOn <= on) return 'repealed'
  if (stated === 'expired' || (entry.expiresOn !== null && entry.expiresOn < on)) return 'expired'
  if (stated === 'revised' || (entry.revisedOn !== null && entry.revisedOn <= on)) return 'revised'
  if (entry.amendedOn !== null && entry.amendedOn <= on) return 'amended'
  return stated
}

/** The next day after `on` whose validity is another one; null when the dates turn nothing any more. */
export function turnsAfter(entry: Dated, on: string): string | null {
  const now = validityOn(entry, on)
  const days = [
    entry.repealedOn,
    entry.expiresOn === null ? null : addDays(entry.expiresOn, 1),
    entry.revisedOn,
    entry.amendedOn,
  ]
    .filter((d): d is string => d !== null && d > on)
    .sort()
  return days.find(d => validityOn(entry, d) !== now) ?? null
}

/** Whether a validity still binds: only what binds may be relied upon. */
export function isInForce(validity: Validity | null): boolean {
  return validity === 'in-force' || validity === 'amended' || validity === 'revised'
}

/** How a relation reads from the other side; null where the other side says nothing. */
export const opposite: { readonly [R in Relation]?: Relation } = {
  basis: 'basis-of',
  implements: 'implemented-by',
  amends: 'amended-by',
  repeals: 'repealed-by',
  replaces: 'replaced-by',
  interprets: 'interpreted-by',
}
