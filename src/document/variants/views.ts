import type { BasisView } from '#law/clauses.ts'
import type { Difference, VariantState } from './model.ts'

/** One row of the comparison: what the national procedure says and what it is here. */
export type DifferenceView = {
  readonly where: string
  readonly national: string
  readonly here: string
  /** A registered clause, or the words that name a local document. */
  readonly basis: BasisView | string
  readonly difference: Difference
}

export type VersionView = {
  readonly id: number
  readonly number: number
  readonly name: string
  readonly inherits: boolean
  readonly why: string
  readonly validFrom: string
  readonly state: VariantState
  readonly stateLabel: string
  /** `现行`, `将生效`, `已被替代`, or the state's own words. */
  readonly standing: string
  readonly inForce: boolean
  readonly version: number
  readonly proposedBy: string
  readonly proposedAt: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly decisionReason: string | null
  readonly differences: readonly DifferenceView[]
  readonly offers: readonly {
    readonly verb: string
    readonly label: string
    readonly effect: string
    readonly reason: 'required' | 'optional' | null
    readonly blocked: readonly string[]
  }[]
}

/** A choice for the form: a difference without its basis, and how it reads. */
export type ChoiceView = {
  readonly key: string
  readonly label: string
  readonly national: string
  readonly here: string
  readonly difference: Record<string, string>
}

export type VariantsView = {
  readonly bodies: readonly {
    readonly id: number
    readonly name: string
    readonly depth: number
    /** Whose variant holds there; null: the national procedure. */
    readonly from: {
      readonly id: number
      readonly name: string
      readonly variant: string
      readonly number: number
    } | null
    readonly own: boolean
    readonly waiting: number
    readonly mayPropose: boolean
  }[]
  readonly body: {
    readonly id: number
    readonly name: string
    readonly inForce: VersionView | null
    readonly inForceFrom: string | null
    readonly versions: readonly VersionView[]
    /** Bodies that go by this body's variant. */
    readonly usedBy: readonly string[]
    readonly mayPropose: boolean
  }
  readonly choices: readonly ChoiceView[]
  readonly shipped: readonly {
    readonly code: string
    readonly name: string
    readonly note: string
    readonly differences: readonly Difference[]
  }[]
}
