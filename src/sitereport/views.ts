import type { Row } from './model.ts'

export type SiteReportView = {
  readonly year: number
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly toFill: number
  readonly posting: {
    readonly id: number
    readonly state: string
    readonly stateLabel: string
    readonly address: string | null
  } | null
}
