import type { Past, PastList } from './past.ts'
import type { Counted, Work, WorkList } from './work.ts'

export type WorkPage = {
  readonly rows: readonly Work[]
  /** Asks for the next page; null behind the last. */
  readonly next: string | null
}

export type KindCount = Counted & { readonly kind: string; readonly label: string }
/** How many of each kind wait. */
export type WorkCounts = Readonly<Record<WorkList, readonly KindCount[]>>

export type PastPage = {
  readonly rows: readonly Past[]
  /** Asks for the next page; null behind the last. */
  readonly next: number | null
}
export type PastCounts = Readonly<Record<PastList, readonly KindCount[]>>
