import type { Offer } from '#kit/offers.ts'
import type { ItemRef } from './model.ts'

/** What the console is told of business systems and what they report. */

export type SystemLine = {
  readonly id: number
  readonly body: { readonly id: number; readonly name: string; readonly slug: string }
  readonly name: string
  readonly keeper: string
  readonly hosts: readonly string[]
  readonly items: readonly (ItemRef & { readonly name: string })[]
  readonly perMinute: number
  readonly state: string
  readonly stateLabel: string
  readonly version: number
  readonly by: string
  readonly tokenSince: string | null
  readonly usedAt: string | null
  readonly calls: readonly { readonly at: string; readonly status: number; readonly outcome: string }[]
  readonly offers: readonly Offer[]
}

export type ReportLine = {
  readonly id: number
  readonly body: string
  readonly system: string
  readonly title: string
  readonly url: string
  readonly shownOn: string
  readonly items: readonly string[]
  readonly operator: string
  readonly reason: string
  readonly at: string
  readonly state: string
  readonly stateLabel: string
  readonly version: number
  readonly mayWithdraw: boolean
  /** What the patrol last found at its address, in words; null: nothing against it, or it was never looked at. */
  readonly linkWords: string | null
  readonly checkedAt: string | null
  /** It no longer counts. */
  readonly isLost: boolean
}

export type SystemsView = {
  readonly systems: readonly SystemLine[]
  readonly reports: readonly ReportLine[]
  /** Origins at which addresses are looked at; none: no other site is asked for anything. */
  readonly linkOrigins: readonly string[]
  /** Where the person may register one, with the items to choose from. */
  readonly bodies: readonly {
    readonly id: number
    readonly name: string
    readonly items: readonly (ItemRef & { readonly name: string; readonly fieldLabel: string })[]
  }[]
}
