import type { Offer } from '#kit/offers.ts'
import type { GuidelineName } from '../model.ts'
import type { Certainty } from '../rules/match.ts'
import type { ListEntry, ListKind, ReadEntry } from './model.ts'

/** What the console is told of the two lists and of what they stand beside. */

export type ListLine = {
  readonly id: number
  readonly body: { readonly id: number; readonly name: string }
  readonly kind: ListKind
  readonly kindLabel: string
  readonly number: number
  readonly state: string
  readonly stateLabel: string
  readonly count: number
  readonly drafter: string
  readonly source: string
  readonly effectiveOn: string | null
  readonly changedAt: string
  readonly address: string | null
}

export type ListsView = {
  readonly rows: readonly ListLine[]
  /** Bodies for which the person may import a list or hold it against the catalogs. */
  readonly bodies: readonly { readonly id: number; readonly name: string; readonly mayImport: boolean }[]
}

export type ListView = ListLine & {
  readonly version: number
  readonly entries: readonly ListEntry[]
  readonly sourceHash: string
  /** Against the version in force before it; null for the first. */
  readonly changes: {
    readonly added: number
    readonly changed: number
    readonly removed: readonly string[]
  } | null
  readonly offers: readonly Offer[]
}

/** What an import understood, shown before anything is kept. */
export type ListImportView = {
  readonly kind: ListKind
  readonly kindLabel: string
  readonly locality: string | null
  readonly title: string | null
  readonly source: { readonly name: string; readonly hash: string }
  readonly rows: readonly {
    readonly row: number
    readonly table: string
    readonly cells: Readonly<Record<string, string>>
    readonly entry: ReadEntry
  }[]
  readonly tally: readonly { readonly type: string; readonly count: number }[]
  readonly findings: readonly {
    readonly row: number | null
    readonly cell: string | null
    readonly kind: string
    readonly label: string
    readonly isGrave: boolean
    readonly message: string
  }[]
}

export type AloneView = { readonly reason: string; readonly by: string; readonly at: string }

export type PairItem = {
  readonly id: string
  readonly field: GuidelineName
  readonly fieldLabel: string
  readonly key: string
  readonly level1: string
  readonly name: string
  readonly content: string | null
  readonly basis: readonly string[]
  readonly alone: AloneView | null
}
export type PairEntry = {
  readonly id: string
  readonly kind: ListKind
  readonly kindLabel: string
  readonly key: string
  readonly name: string
  readonly type: string | null
  readonly code: string | null
  readonly subject: string | null
  readonly basis: readonly string[]
  readonly alone: AloneView | null
}

/** 对照 of a body: both sides, what was decided, what is proposed. `item` and `entry` are ids of the two lists. */
export type PairingView = {
  readonly body: { readonly id: number; readonly name: string }
  readonly bodies: readonly { readonly id: number; readonly name: string }[]
  readonly pairing: {
    readonly id: number
    readonly state: string
    readonly version: number
    readonly offers: readonly Offer[]
  } | null
  readonly mayStart: boolean
  readonly items: readonly PairItem[]
  readonly entries: readonly PairEntry[]
  readonly pairs: readonly {
    readonly item: string
    readonly entry: string
    readonly verdict: 'paired' | 'refused'
    readonly by: string
    readonly at: string
  }[]
  readonly proposals: readonly {
    readonly item: string
    readonly entry: string
    readonly certainty: Certainty
    readonly because: readonly string[]
  }[]
  /** Where one side is not there yet, in a sentence. */
  readonly lacking: readonly string[]
}
