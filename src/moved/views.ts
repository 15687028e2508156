import type { Offer } from '#kit/offers.ts'
import type { Finding, MovedState } from './model.ts'

export type MovedView = {
  readonly id: number
  readonly version: number
  readonly body: { readonly id: number; readonly name: string }
  readonly state: MovedState
  readonly stateLabel: string
  readonly name: string
  readonly rows: number
  readonly takenAt: string
  readonly taker: string
  readonly offers: readonly Offer[]
}

export type MovedListView = {
  /** Bodies for which the reader may take tables in. */
  readonly bodies: readonly { readonly id: number; readonly name: string }[]
  readonly beginning: Offer
  readonly rows: readonly MovedView[]
}

export type RehearsalView = {
  readonly pairs: number
  /** The first ones, to look at. */
  readonly some: readonly { readonly key: string; readonly target: string }[]
  readonly faults: number
  readonly findings: readonly Finding[]
}

/** Where one old address leads. */
export type LookView = { readonly target: string | null; readonly table: number | null }
