/** 旧网址: tables of addresses of the site before this one, and where each leads now. */

export const movedStates = ['standing', 'withdrawn'] as const
export type MovedState = (typeof movedStates)[number]
export const movedStateLabels: Record<MovedState, string> = { standing: '在用', withdrawn: '已撤下' }

export type MovedRow = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  /** Who took it in. */
  readonly drafterId: number
  readonly state: MovedState
  readonly version: number
  readonly name: string
  readonly rows: number
  readonly takenAt: Date
}

/** Rows that one table may have; a site of many years has some ten thousand pages. */
export const mostRows = 50_000
export const mostBytes = 20 * 1024 * 1024
export const longestAddress = 1000

/** One line of a table, read. */
export type Line = {
  /** Of the file, from 1. */
  readonly row: number
  /** As written. */
  readonly from: string
  readonly key: string
  /** As written: an address here, a document number or an index number. */
  readonly to: string
}

/** What is said of a line: `fault` keeps the whole table out, `note` only tells. */
export type Finding = { readonly row: number; readonly tier: 'fault' | 'note'; readonly text: string }
