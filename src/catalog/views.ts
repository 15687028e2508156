import type { Offer } from '#kit/offers.ts'
import type { ConflictView, HistoryLine, OpinionView } from './instrument/views.ts'
import type { LocalItem } from './localItem.ts'
import type { GuidelineName } from './model.ts'
import type { Affected, ItemChange, Problem } from './rules/adopt.ts'
import type { BoardStanding, PlanView } from './rules/board.ts'
import type { CatalogCheck } from './rules/check.ts'
import type { Taken } from './rules/take.ts'

export type VersionLine = {
  readonly id: number
  readonly body: { readonly id: number; readonly name: string }
  readonly field: GuidelineName
  readonly fieldLabel: string
  readonly number: number
  readonly state: string
  readonly stateLabel: string
  readonly drafter: string
  readonly listed: number
  readonly leftOut: number
  readonly effectiveOn: string | null
  readonly changedAt: string
  readonly address: string | null
}

export type VersionView = VersionLine & {
  readonly version: number
  readonly items: readonly LocalItem[]
  readonly opinions: readonly OpinionView[]
  readonly problems: readonly Problem[]
  readonly guideline: { readonly title: string; readonly status: string }
  /** The published catalog above that this one is held against; null: the guideline itself. */
  readonly upper: { readonly id: number; readonly label: string } | null
  /** Where it stands on the plan that its body is held to; null: nobody above has given one. */
  readonly standing: BoardStanding
  readonly plan: PlanView | null
  readonly departments: readonly { readonly id: number; readonly name: string }[]
  readonly fromUpper: readonly ItemChange[]
  readonly movedAbove: readonly Affected[]
  /** Where the negative list in force says the contrary, or may do so. */
  readonly conflicts: readonly ConflictView[]
  readonly offers: readonly Offer[]
  readonly history: readonly HistoryLine[]
}

export type BoardLine = BoardStanding & {
  readonly body: { readonly id: number; readonly name: string; readonly depth: number }
  readonly field: GuidelineName
  readonly fieldLabel: string
  readonly version: number | null
  readonly number: number | null
  readonly plan: PlanView | null
}

/** What an import understood, shown before anything is kept. */
export type ImportView = {
  readonly field: string | null
  readonly locality: string | null
  readonly title: string | null
  readonly rows: readonly (Taken & {
    readonly row: number
    readonly table: string
    readonly cells: Readonly<Record<string, string>>
  })[]
  readonly findings: readonly {
    readonly row: number | null
    readonly cell: string | null
    readonly table: string | null
    readonly kind: string
    readonly label: string
    readonly isGrave: boolean
    readonly message: string
  }[]
  readonly check: CatalogCheck
}
