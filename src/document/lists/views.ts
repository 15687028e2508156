import type { Reason } from '#kit/errors.ts'
import type { FieldView, WorklistRow } from '../views.ts'
import type { ListName } from './model.ts'

export type ListRow = WorklistRow & {
  readonly version: number
  readonly kind: string | null
  readonly theme: string | null
  readonly writtenOn: string | null
  readonly issuedOn: string | null
  readonly publishedAt: string | null
  readonly imported: boolean
}

export type ListPage = {
  readonly list: ListName
  readonly page: number
  readonly pageSize: number
  /** There is at least one page after this one. */
  readonly more: boolean
  readonly rows: readonly ListRow[]
}

export type Counted = {
  readonly total: number
  /** There are more than were counted. */ readonly isMore: boolean
}

export type ListCounts = Readonly<Record<'todo' | 'done' | 'mine' | 'watch', Counted>>

export type Chosen = {
  readonly items: readonly { readonly id: number; readonly version: number }[]
  readonly isMore: boolean
}

/** A step that may be done on many documents by this person. */
export type BatchOffer = {
  readonly verb: string
  readonly label: string
  readonly effect: string
  readonly reason: 'required' | 'optional' | null
  readonly weighty: boolean
  readonly basis: readonly string[]
  readonly fields: readonly FieldView[]
}

export type BatchRow = {
  readonly id: number
  readonly title: string
  readonly documentNumber: string | null
  readonly ok: boolean
  readonly words: string
  readonly reasons: readonly Reason[]
}
export type BatchPreview = { readonly reasons: readonly Reason[]; readonly rows: readonly BatchRow[] }
export type BatchDone = { readonly rows: readonly BatchRow[] }

export type ListChoices = {
  readonly departments: readonly { readonly id: number; readonly name: string }[]
  readonly kinds: readonly string[]
  readonly years: readonly number[]
  readonly batch: readonly BatchOffer[]
  readonly saved: readonly SavedQuery[]
}

export type SavedQuery = {
  readonly id: number
  readonly list: ListName
  readonly name: string
  readonly query: string
}
