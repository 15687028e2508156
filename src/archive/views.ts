import type { Offer } from '#kit/offers.ts'
import type { Gap, Opening, RegisterRow, Term } from './model.ts'

export type RegisterView = {
  readonly body: { readonly id: number; readonly name: string }
  readonly from: string
  readonly until: string
  readonly rows: readonly RegisterRow[]
  readonly page: number
  readonly pageSize: number
  readonly total: number
  readonly byAttribute: Readonly<Record<string, number>>
  /** At most 200, findings first. */
  readonly gaps: readonly Gap[]
  readonly findings: number
  readonly undated: number
  readonly series: readonly string[]
}

export type FilingView = {
  readonly id: number
  readonly body: { readonly id: number; readonly name: string }
  readonly from: string
  readonly until: string
  readonly hash: string
  readonly documents: number
  readonly findings: number
  readonly note: string | null
  readonly filedBy: string
  readonly filedAt: string
  /** From this moment titles are missing that were withdrawn for secrecy or privacy. */
  readonly expungedAt: string | null
  readonly inside: boolean
}

export type TransferView = {
  readonly id: number
  readonly state: string
  readonly stateLabel: string
  readonly version: number
  readonly archives: string
  readonly from: string
  readonly until: string
  readonly series: string | null
  readonly documents: number
  readonly reachedAt: string
  readonly packageHash: string | null
  readonly packageSize: number | null
  readonly expungedAt: string | null
  readonly receipt: { readonly number: string; readonly on: string; readonly by: string } | null
  readonly offers: readonly Offer[]
}
export type TransferListView = {
  readonly body: { readonly id: number; readonly name: string }
  /** 满多少年移交. */
  readonly years: number
  readonly due: readonly { readonly year: number; readonly documents: number; readonly oldest: string }[]
  readonly rows: readonly TransferView[]
}
export type TransferCaseView = TransferView & {
  readonly rows: readonly {
    readonly documentId: number
    readonly number: string | null
    readonly title: string
    readonly attribute: string | null
    readonly registeredOn: string
    readonly opening: Opening | null
    readonly openingNote: string | null
  }[]
  readonly page: number
  readonly pageSize: number
  readonly lacking: number
}

export type RetentionView = {
  readonly rules: readonly {
    readonly id: string
    readonly name: string
    readonly term: Term
    readonly own: boolean
    readonly mark: string
    readonly source: string
  }[]
  readonly due: readonly {
    readonly id: number
    readonly number: string | null
    readonly title: string
    readonly from: string
    readonly dueOn: string
    readonly retention: {
      readonly term: Term
      readonly name: string
      readonly rule: string
      readonly mark: string
    }
  }[]
  readonly dueCount: number
  readonly disposals: readonly {
    readonly id: number
    readonly state: string
    readonly stateLabel: string
    readonly version: number
    readonly documents: number
    readonly reachedAt: string
    readonly offers: readonly Offer[]
  }[]
}
