import type { Offer } from '#kit/offers.ts'
import type { BasisView } from '#law/clauses.ts'
import type { RemedyBlock, RemedyResult } from '../statistics/table3.ts'
import type { RedoFor, RemedyState, ReviewProcedure } from './model.ts'

export type RemedyView = {
  readonly id: number
  readonly version: number
  readonly requestId: number | null
  readonly requestNumber: string | null
  readonly block: RemedyBlock
  readonly blockLabel: string
  readonly number: string
  readonly authority: string
  readonly procedure: ReviewProcedure
  readonly procedureLabel: string
  readonly receivedOn: string
  readonly defendedOn: string | null
  readonly result: RemedyResult
  readonly resultLabel: string
  readonly decidedOn: string | null
  readonly redo: boolean
  readonly redoFor: RedoFor | null
  readonly toldOn: string | null
  readonly redoBy: string | null
  /** A new answer is wanted and the case was not taken up again. */
  readonly isRedoOpen: boolean
  readonly note: string
  readonly state: RemedyState
  readonly stateLabel: string
  readonly clock: { readonly due: string; readonly light: string; readonly words: string } | null
  readonly offers: readonly (Omit<Offer, 'basis'> & { readonly basis: readonly BasisView[] })[]
}

export type RemediesView = {
  readonly total: number
  readonly page: number
  readonly size: number
  readonly mayEnter: boolean
  readonly rows: readonly RemedyView[]
}
