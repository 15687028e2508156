import type { Light, Offer, ReasonView } from '../views.ts'
import type { Change } from '#record/compare/compare.ts'
import type { Run } from '#record/compare/marks.ts'
import type { Numbers } from './cleanup/store.ts'
import type { Conclusion } from './cleanup/model.ts'
import type { CleanupState, ItemState, ItemVerb } from './cleanup/workflow.ts'
import type { Normative, RelationKind, Rule } from './model.ts'

/** What the office API answers about the library. Days `YYYY-MM-DD`, instants ISO texts. */

export type LibraryRow = {
  readonly id: number
  readonly title: string
  readonly documentNumber: string | null
  readonly unifiedNumber: string | null
  readonly department: string
  readonly issuedOn: string | null
  readonly expiresOn: string | null
  readonly validity: string
  readonly validityLabel: string
  readonly light: Light
  readonly words: string
  readonly address: string | null
}

export type LibraryPage = {
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly LibraryRow[]
  readonly counts: {
    readonly all: number
    readonly inForce: number
    readonly expiring: number
    readonly ended: number
    readonly noTerm: number
  }
}

export type RelationView = {
  readonly id: number
  readonly relation: RelationKind
  readonly words: string
  readonly title: string
  readonly number: string | null
  readonly address: string | null
  readonly on: string | null
  /** Entered in a draft, not acting yet. */
  readonly pending: boolean
}

export type IncomingView = {
  readonly words: string
  readonly title: string
  readonly number: string | null
  readonly address: string | null
  readonly on: string | null
}

export type ItemView = {
  readonly id: number
  readonly documentId: number
  readonly cleanup: { readonly id: number; readonly name: string } | null
  readonly title: string
  readonly documentNumber: string | null
  readonly department: string
  readonly drafter: string
  readonly state: ItemState
  readonly stateLabel: string
  readonly version: number
  readonly dueOn: string
  readonly light: Light
  readonly words: string
  readonly expiresOn: string | null
  readonly opinion: Conclusion | null
  readonly opinionReason: string | null
  readonly opinionUntil: string | null
  readonly answeredBy: string | null
  readonly decision: Conclusion | null
  readonly decisionReason: string | null
  readonly decisionUntil: string | null
  readonly decisionOn: string | null
  readonly publicNote: string | null
  readonly decidedBy: string | null
  readonly refused: string | null
  readonly verbs: readonly ItemVerb[]
}

/** The library's part of the case page. */
export type LibraryCase = {
  readonly id: number
  readonly version: number
  readonly normative: boolean
  readonly editable: boolean
  readonly validityLabel: string | null
  readonly standing: Normative
  readonly rule: Rule
  readonly ruleIsDefault: boolean
  readonly longestYears: number
  readonly relations: readonly RelationView[]
  readonly incoming: readonly IncomingView[]
  readonly offers: readonly Offer[]
  readonly items: readonly ItemView[]
  readonly texts: readonly TextView[]
}

/** A text that can be compared: of a step inside, or of a public revision. */
export type TextView = {
  readonly key: string
  readonly label: string
  readonly at: string
  readonly note: string | null
}

export type CompareView = {
  readonly from: TextView
  readonly to: TextView
  readonly titles: { readonly from: string; readonly to: string }
  readonly summary: string
  readonly rows: readonly {
    readonly change: Change
    readonly renumbered: boolean
    readonly moved: boolean
    readonly from: string | null
    readonly to: string | null
    readonly runs: readonly Run[]
  }[]
}

export type CleanupRow = {
  readonly id: number
  readonly body: string
  readonly name: string
  readonly state: CleanupState
  readonly stateLabel: string
  readonly issuedUntil: string
  readonly opinionsBy: string
  readonly openedAt: string
  readonly numbers: Numbers
  readonly light: Light
  readonly words: string
}

export type CleanupList = {
  readonly mayOpen: readonly { readonly bodyId: number; readonly body: string }[]
  readonly rounds: readonly CleanupRow[]
  readonly expiring: number
}

export type CleanupView = CleanupRow & {
  readonly version: number
  readonly draftId: number | null
  readonly mayConclude: boolean
  readonly mayDraft: boolean
  readonly blocked: readonly ReasonView[]
}

export type ItemPage = {
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly ItemView[]
}
