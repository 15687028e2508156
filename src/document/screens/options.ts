import { useGet } from '#console/query.ts'
import type { Attribute } from '../model.ts'
import type { BasisView } from '#law/clauses.ts'

/** What the law lets one choose from, as `GET /api/law/options` lists it. */
export type Options = {
  readonly kinds: readonly { readonly value: string; readonly label: string; readonly hint?: string | null }[]
  readonly grounds: readonly {
    readonly code: string
    readonly label: string
    readonly strength?: string | null
    readonly text: string
    readonly hints?: readonly string[]
    readonly basis: readonly BasisView[]
  }[]
  readonly columns: readonly { readonly value: string; readonly label: string; readonly hint?: string }[]
  readonly attributes: readonly {
    readonly value: Attribute
    readonly label: string
    readonly mark: string
    readonly meaning: string
    readonly basis: readonly BasisView[]
  }[]
  readonly themes: readonly string[]
}

export const useOptions = () => useGet<Options>('/api/law/options', { fresh: Infinity })

export const attributeLabels: Record<Attribute, string> = {
  proactive: '主动公开',
  'on-request': '依申请公开',
  withheld: '不予公开',
}
