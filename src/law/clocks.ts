import type { Clock } from './clock.ts'
import { decisionClocks } from './clocks/decision.ts'
import { disclosureClocks } from './clocks/disclosure.ts'
import { emergencyClocks } from './clocks/emergency.ts'
import { remedyClocks } from './clocks/remedy.ts'
import { requestClocks } from './clocks/request.ts'

const all = [
  ...disclosureClocks,
  ...requestClocks,
  ...remedyClocks,
  ...decisionClocks,
  ...emergencyClocks,
] as const

export type ClockId = (typeof all)[number]['id']

/** Every time limit this product knows, R01 to R43, in the order of their ids. */
export const clocks = Object.fromEntries(
  [...all].sort((a, b) => (a.id < b.id ? -1 : 1)).map(one => [one.id, one]),
) as Readonly<Record<ClockId, Clock>>

export const clockIds = Object.keys(clocks) as ClockId[]

export function isClockId(text: string): text is ClockId {
  return Object.hasOwn(clocks, text)
}

/** The clock of an id as typed (`R4`, `r04` are understood), or null. */
export function clockOf(text: string): Clock | null {
  const match = /^r0*(\d{1,2})$/i.exec(text.trim())
  const id = match ? `R${(match[1] ?? '').padStart(2, '0')}` : text
  return isClockId(id) ? clocks[id] : null
}
