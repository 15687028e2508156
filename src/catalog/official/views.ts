import type { GuidelineName } from '../model.ts'
import type { Offer } from '#kit/offers.ts'
import type { OfficialChanges } from './compare.ts'

/** What the console is told of the official attachment. */

/** What a file would change, before anything is kept. */
export type OfficialPreview = {
  readonly field: GuidelineName
  readonly fieldLabel: string
  readonly title: string | null
  readonly rows: number
  /** Why it cannot take the place of the draft; null: it can. */
  readonly fault: string | null
  readonly changes: OfficialChanges | null
  /** Catalogs in force with items of codes that fall away. */
  readonly concerned: number
  readonly findings: readonly {
    readonly row: number | null
    readonly cell: string | null
    readonly kind: string
    readonly label: string
    readonly isGrave: boolean
    readonly message: string
  }[]
}

export type OfficialLine = {
  readonly id: number
  readonly field: GuidelineName
  readonly fieldLabel: string
  readonly state: string
  readonly stateLabel: string
  readonly version: number
  readonly fileName: string
  readonly fileHash: string
  readonly note: string
  readonly by: string
  readonly at: string
  readonly changedAt: string
  readonly items: number
  readonly changes: OfficialChanges | null
  readonly offers: readonly Offer[]
}

export type OfficialsView = {
  readonly fields: readonly {
    readonly field: GuidelineName
    readonly label: string
    readonly title: string
    readonly status: 'working-draft' | 'official'
    readonly items: number
    readonly drafted: number
  }[]
  readonly rows: readonly OfficialLine[]
  /** The body in whose name the person may load one; null: none. */
  readonly mayLoad: { readonly id: number; readonly name: string } | null
}
