import type { Query } from '#kit/db.ts'
import { feeNoticeOf, type Fact } from './facts.ts'
import { piecesThisMonth, type Case } from './store/cases.ts'

/** What a charge of this case would rest on (国办函〔2020〕109号第四条、第五条), and what is owed where a notice stands. */
export type ChargeView = {
  /** Pieces of the same applicant before this one in the calendar month. */
  readonly before: number
  /** Nothing is copied or sent to whoever reads on the spot. */
  readonly byVolume: boolean
  /** Yuan of the notice that stands; null without one. */
  readonly due: number | null
}

export async function chargeView(db: Query, row: Case, facts: readonly Fact[]): Promise<ChargeView | null> {
  if (row.state !== 'handling' && row.state !== 'charging') return null
  return {
    before: (await piecesThisMonth(db, row)).before,
    byVolume: !readsOnly(row),
    due: feeNoticeOf(facts)?.amount ?? null,
  }
}

/** Art. 5 speaks of paper, e-mail and copied data: reading on the spot is none of these. */
export const readsOnly = ({ carrier, delivery }: Pick<Case, 'carrier' | 'delivery'>): boolean =>
  carrier === 'read' || delivery === 'onTheSpot'
