import type { Reason } from '#kit/errors.ts'
import type { Offer } from '#kit/offers.ts'
import type { HeldTerm, IndexingRule, Term } from './model.ts'
import type { TermChange } from './rules/change.ts'

export type VersionLine = {
  readonly id: number
  readonly number: number
  readonly state: string
  readonly stateLabel: string
  readonly drafter: string
  readonly approver: string | null
  readonly terms: number
  readonly changedAt: string
}

/** What holds in a body: for the drafting form and the directory. */
export type ThesaurusView = {
  readonly body: { readonly id: number; readonly name: string; readonly slug: string }
  readonly today: string
  readonly terms: readonly (HeldTerm & { readonly bodyName: string })[]
  readonly rule: IndexingRule | null
  readonly ruleOf: string | null
  readonly ruleText: string
}

export type DirectoryView = ThesaurusView & {
  readonly number: number | null
  readonly since: string | null
  readonly open: VersionLine | null
  readonly versions: readonly VersionLine[]
  readonly mayBegin: boolean
  readonly starter: { readonly terms: number; readonly mark: string }
}

export type VersionView = VersionLine & {
  readonly version: number
  readonly body: { readonly id: number; readonly name: string }
  readonly own: readonly Term[]
  readonly rule: IndexingRule | null
  readonly above: readonly (HeldTerm & { readonly bodyName: string })[]
  readonly aboveRule: string | null
  /** Keys in force already: they may be changed, ended, merged, but not taken out. */
  readonly standing: readonly string[]
  readonly faults: readonly Reason[]
  readonly changes: readonly TermChange[]
  readonly returned: string | null
  readonly offers: readonly (Offer & { readonly blocked: readonly Reason[] })[]
}
