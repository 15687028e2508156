import type { CoverageState } from '../rules/coverage.ts'

/** What the console is told of duties under catalogs. */

export type AbsenceView = {
  readonly id: number
  readonly kindLabel: string
  readonly reason: string
  readonly saidBy: string
  readonly saidOn: string
  readonly year: number | null
}

export type CoverageLine = {
  readonly field: string
  readonly fieldLabel: string
  readonly key: string
  readonly level1: string
  readonly name: string
  readonly deadline: string | null
  readonly subject: string | null
  readonly state: CoverageState
  readonly stateLabel: string
  readonly months: readonly CoverageState[]
  readonly counts: readonly number[]
  readonly published: number
  readonly late: number
  readonly absence: AbsenceView | null
}

/** 事项×月份 of one body. */
export type CoverageView = {
  readonly body: { readonly id: number; readonly name: string }
  readonly bodies: readonly { readonly id: number; readonly name: string }[]
  readonly year: number
  readonly thisYear: number
  readonly lines: readonly CoverageLine[]
  readonly tally: Readonly<Record<CoverageState, number>>
  readonly canState: boolean
}

/** 事项×机关 of a body and those below it: the national items. */
export type BelowView = {
  readonly year: number
  readonly thisYear: number
  readonly field: string
  readonly fieldLabel: string
  readonly items: readonly { readonly code: string; readonly name: string; readonly isDrafted: boolean }[]
  readonly rows: readonly {
    readonly body: { readonly id: number; readonly name: string; readonly depth: number }
    /** Null: no catalog in force. */
    readonly cells:
      | readonly {
          readonly state: CoverageState | 'notListed'
          readonly published: number
          readonly key: string | null
        }[]
      | null
  }[]
}

export type EvidenceView = {
  readonly body: { readonly id: number; readonly name: string }
  readonly fieldLabel: string
  readonly name: string
  readonly deadline: string | null
  readonly basis: readonly string[]
  readonly absence: AbsenceView | null
  readonly rows: readonly {
    readonly address: string
    readonly title: string
    readonly shownOn: string
    readonly formedOn: string | null
    readonly lastDay: string | null
    readonly isLate: boolean
    /** Stands on a business system that reported it. */
    readonly report: {
      readonly id: number
      readonly system: string
      /** Why its address no longer counts; null: it counts. */
      readonly fault: string | null
      readonly lostOn: string | null
    } | null
  }[]
  readonly hasMore: boolean
}

/** What the departments of a person still have to publish. */
export type DutiesView = {
  readonly duties: readonly {
    readonly body: { readonly id: number; readonly name: string }
    readonly field: string
    readonly fieldLabel: string
    readonly key: string
    readonly name: string
    readonly department: string | null
    readonly state: 'due' | 'overdue' | 'empty'
    readonly stateLabel: string
    readonly dueOn: string | null
  }[]
}
