import type { Offer } from '#kit/offers.ts'
import type { InstrumentKind, Row } from './model.ts'
import type { RowProblem } from './rules.ts'

/** What the console is told of the guide, the basic catalog and the negative list. */

export type InstrumentLine = {
  readonly id: number
  readonly body: { readonly id: number; readonly name: string }
  readonly kind: InstrumentKind
  readonly kindLabel: string
  readonly number: number
  readonly state: string
  readonly stateLabel: string
  readonly drafter: string
  readonly count: number
  readonly effectiveOn: string | null
  readonly reviewOn: string | null
  /** Days until it has to be looked through again, past it below zero; null where it is not in force. */
  readonly reviewIn: number | null
  readonly changedAt: string
  readonly address: string | null
}

/** An entry of the negative list and an item that cannot both stand, or that read alike. */
export type ConflictView = {
  readonly bar: string
  readonly list: string
  readonly item: string
  readonly isCertain: boolean
  readonly text: string
  readonly barText: string
  readonly itemText: string
  readonly shared: readonly string[]
  readonly cleared: { readonly because: string; readonly by: string; readonly at: string } | null
}

export type OpinionView = {
  readonly id: number
  readonly itemKey: string | null
  readonly element: string | null
  readonly text: string
  readonly by: string
  readonly at: string
  readonly step: string
  readonly answer: string | null
}

export type HistoryLine = {
  readonly at: string
  readonly by: string
  readonly label: string
  readonly reason: string | null
}

export type InstrumentView = InstrumentLine & {
  readonly version: number
  readonly rows: readonly Row[]
  readonly opinions: readonly OpinionView[]
  readonly problems: readonly RowProblem[]
  readonly conflicts: readonly ConflictView[]
  readonly offers: readonly Offer[]
  readonly history: readonly HistoryLine[]
  /** Items an entry may name: national ones, and the body's own. */
  readonly items: readonly { readonly value: string; readonly label: string }[]
}
