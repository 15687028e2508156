import type { Offer } from '#kit/offers.ts'

export type MistakeView = {
  readonly id: number
  readonly version: number
  readonly state: string
  readonly stateLabel: string
  readonly kindLabel: string
  readonly address: string
  readonly title: string | null
  readonly text: string
  readonly answer: string | null
  readonly receivedAt: string
  readonly offers: readonly Offer[]
}

export type FeedbackView = {
  readonly rows: readonly MistakeView[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly leastUseful: readonly {
    readonly address: string
    readonly title: string
    readonly useful: number
    readonly useless: number
  }[]
}
