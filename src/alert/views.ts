import type { Offer } from '#kit/offers.ts'

export type AlertView = {
  readonly id: number
  readonly version: number
  readonly kind: 'response' | 'mourning'
  readonly state: string
  readonly stateLabel: string
  readonly body: { readonly id: number; readonly name: string }
  readonly level: string | null
  readonly title: string
  readonly text: string
  readonly address: string | null
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly raisedAt: string | null
  readonly loweredAt: string | null
  readonly proposer: string
  readonly offers: readonly Offer[]
}

export type AlertListView = {
  readonly bodies: readonly {
    readonly id: number
    readonly name: string
    /** The actor may raise at once, being its leader. */
    readonly direct: boolean
  }[]
  readonly rows: readonly AlertView[]
}
