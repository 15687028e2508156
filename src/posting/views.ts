import type { Offer } from '#kit/offers.ts'
import type { Content, PostingFile, PostingKind } from './model.ts'

export type PostingLine = {
  readonly id: number
  readonly kind: PostingKind
  readonly kindLabel: string
  readonly title: string
  readonly state: string
  readonly stateLabel: string
  readonly body: string
  readonly drafter: string
  readonly changedAt: string
  readonly publishedAt: string | null
  readonly address: string | null
}

export type PostingListView = {
  readonly bodies: readonly { readonly id: number; readonly name: string }[]
  readonly rows: readonly PostingLine[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
}

export type PostingView = PostingLine & {
  readonly version: number
  readonly content: Content
  readonly savedAt: string
  readonly attachments: readonly Omit<PostingFile, 'hash' | 'sort'>[]
  /** 标准目录事项 that it may answer; none before the body has published its catalog. */
  readonly items: readonly { readonly value: string; readonly label: string; readonly hint: string }[]
  /** Whose thesaurus its tags are from, and what those it has are called. */
  readonly bodyId: number
  readonly tagNames: readonly string[]
  /** What still stands in the way of publication. */
  readonly missing: readonly { readonly text: string; readonly field?: string; readonly basis?: string }[]
  readonly offers: readonly Offer[]
  readonly history: readonly {
    readonly at: string
    readonly label: string
    readonly by: string
    readonly reason: string | null
  }[]
}
