import type { Query } from '#kit/db.ts'
import { addDays } from '#law/day.ts'
import { alike, askedFor, likeness, pairsOf, same } from '../likeness.ts'
import type { Case } from '../store/cases.ts'
import { candidates } from '../store/likeness.ts'

/** Earlier and simultaneous requests for the same information, measured (条例第三十六条第六项、第四十四条). */

export type AlikeCase = {
  readonly id: number
  readonly number: string | null
  readonly subject: string
  readonly receivedOn: string | null
  readonly state: string
  readonly outcome: string | null
  /** Percent. */
  readonly likeness: number
  readonly isSame: boolean
  readonly isSameApplicant: boolean
  readonly ended: boolean
}
export type Alike = {
  readonly rows: readonly AlikeCase[]
  /** Different applicants who asked for the same, this case's among them. */
  readonly applicants: number
}

/** So far back requests are compared: what was asked for earlier has mostly become another question. */
const yearsBack = 3
const mostShown = 30

type Of = Pick<Case, 'id' | 'bodyId' | 'subject' | 'description' | 'applicantKey'>

export async function alikeTo(db: Query, row: Of, today: string): Promise<Alike> {
  const text = askedFor(row)
  const own = pairsOf(text)
  const found = await candidates(
    db,
    { id: row.id, bodyId: row.bodyId, text },
    addDays(today, -365 * yearsBack),
  )
  const rows = found
    .map(one => ({ one, measure: likeness(own, pairsOf(askedFor(one))) }))
    .filter(({ measure }) => measure >= alike)
    .sort((a, b) => b.measure - a.measure || b.one.id - a.one.id)
  const keyOf = (one: { readonly id: number; readonly applicantKey: Buffer | null }) =>
    one.applicantKey?.toString('hex') ?? `case ${one.id}`
  const asking = new Set([keyOf(row), ...rows.filter(r => r.measure >= same).map(r => keyOf(r.one))])
  return {
    rows: rows.slice(0, mostShown).map(({ one, measure }) => ({
      id: one.id,
      number: one.number,
      subject: one.subject,
      receivedOn: one.receivedOn,
      state: one.state,
      outcome: one.outcome,
      likeness: Math.round(measure * 100),
      isSame: measure >= same,
      isSameApplicant:
        row.applicantKey !== null && one.applicantKey !== null && row.applicantKey.equals(one.applicantKey),
      ended: one.ended,
    })),
    applicants: asking.size,
  }
}
