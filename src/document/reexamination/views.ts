import type { BasisView } from '#law/clauses.ts'
import type { BulkDone as DoneOf } from '../rounds/model.ts'
import type { Light, ReasonView } from '../views.ts'
import type { Choice } from './model.ts'
import type { ItemState, ItemVerb } from './workflow.ts'

/** What the office API answers about the yearly re-examination. Instants are ISO texts, days `YYYY-MM-DD`. */

export type ClockWords = {
  readonly dueOn: string
  readonly light: Light
  readonly words: string
  readonly basis: readonly BasisView[]
}

export type BodyDuty = {
  readonly bodyId: number
  readonly body: string
  /** Issued documents that are on-request or withheld now. */
  readonly waiting: number
  /** R40; null where there is nothing to re-examine. */
  readonly clock: ClockWords | null
  /** Said where this year has no campaign. */
  readonly warning: string | null
  readonly mayOpen: boolean
}

export type CampaignRow = {
  readonly id: number
  readonly bodyId: number
  readonly body: string
  readonly year: number
  readonly opinionsBy: string
  readonly openedAt: string
  readonly total: number
  readonly decided: number
  readonly open: number
  readonly kept: number
  readonly late: number
  readonly finishedOn: string | null
  readonly light: Light
  readonly words: string
}

export type CampaignList = {
  readonly year: number
  readonly bodies: readonly BodyDuty[]
  readonly campaigns: readonly CampaignRow[]
  /** Bodies below: numbers only. */
  readonly below: readonly {
    readonly bodyId: number
    readonly body: string
    readonly campaign: CampaignRow | null
  }[]
  readonly opening: { readonly label: string; readonly effect: string; readonly basis: readonly BasisView[] }
}

export type DepartmentRow = {
  readonly departmentId: number
  readonly department: string
  readonly total: number
  readonly asked: number
  readonly answered: number
  readonly open: number
  readonly kept: number
  readonly late: number
  readonly light: Light
  readonly words: string
}

export type ItemOffer = {
  readonly verb: ItemVerb
  readonly label: string
  readonly effect: string
  readonly reason: boolean
  readonly weighty: boolean
  readonly basis: readonly BasisView[]
}

export type CampaignView = {
  readonly campaign: CampaignRow
  readonly version: number
  readonly openedBy: string
  readonly departments: readonly DepartmentRow[]
  /** What this person's roles may do in this campaign at all; which of them on an item stands with the item. */
  readonly offers: readonly ItemOffer[]
  readonly mayRemind: boolean
  readonly mayReport: boolean
  readonly secretaries: readonly { readonly id: number; readonly name: string }[]
  readonly bulkLimit: number
}

/** Where a document stands that was decided to be public. */
export type Conversion = 'converting' | 'converted' | 'refused' | 'published'

export type ItemView = {
  readonly id: number
  readonly version: number
  readonly documentId: number
  readonly title: string
  readonly documentNumber: string | null
  readonly issuedOn: string | null
  readonly attribute: 'on-request' | 'withheld'
  readonly ground: string | null
  readonly groundLabel: string | null
  readonly department: string
  readonly drafter: string
  readonly state: ItemState
  readonly stateLabel: string
  readonly opinion: Choice | null
  readonly opinionReason: string | null
  readonly answeredBy: string | null
  readonly decisionReason: string | null
  readonly decidedBy: string | null
  readonly secretary: string | null
  readonly conversion: Conversion | null
  readonly conversionWords: string | null
  readonly reminders: number
  readonly light: Light
  readonly words: string
  readonly verbs: readonly ItemVerb[]
}

export type ItemPage = {
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly ItemView[]
}

export type PreviewRow = {
  readonly id: number
  readonly title: string
  readonly documentNumber: string | null
  readonly ok: boolean
  readonly words: string
  readonly reasons: readonly ReasonView[]
}

export type PreviewView = {
  /** What is wrong with the form itself. */
  readonly reasons: readonly ReasonView[]
  readonly rows: readonly PreviewRow[]
  readonly ok: number
  readonly blocked: number
}

export type BulkDone = DoneOf<ItemState>

export type ReportView = {
  readonly campaignId: number
  readonly body: string
  readonly year: number
  readonly opinionsBy: string
  readonly openedOn: string
  readonly finishedOn: string | null
  readonly takenIn: number
  readonly opinions: {
    readonly open: number
    readonly keep: number
    readonly none: number
    readonly waiting: number
  }
  readonly decided: { readonly open: number; readonly keep: number; readonly waiting: number }
  readonly kept: readonly { readonly label: string; readonly ground: string | null; readonly count: number }[]
  /** Of what was decided to be public: changed, refused, and how the 20 working days went. */
  readonly turned: {
    readonly converted: number
    readonly refused: number
    readonly publishedInTime: number
    readonly publishedLate: number
    readonly running: number
    readonly overdue: number
  }
  readonly departments: readonly (DepartmentRow & { readonly saidOpen: number; readonly saidKeep: number })[]
  readonly clock: ClockWords | null
}
