import type { Offer as WorkflowOffer } from '#kit/offers.ts'
import type { BasisView } from '#law/clauses.ts'
import type { Light } from '#law/reading.ts'
import type { Draft, OfficialDocument } from './model.ts'
import type { State } from './workflow.ts'

/** What the office API answers about documents: shared by api.ts and the screens. Instants are ISO texts, days `YYYY-MM-DD`. */

export type ReasonView = { readonly text: string; readonly field?: string; readonly basis?: string }

/** One thing a step asks for; the console draws it, the step's schema checks it again. */
export type FieldView = {
  readonly name: string
  readonly label: string
  /** `day` `YYYY-MM-DD` · `moment` `YYYY-MM-DDTHH:mm` · `one`/`many`/`tags` of the options · `html` the body in the editor */
  readonly type: 'text' | 'textarea' | 'day' | 'moment' | 'one' | 'many' | 'tags' | 'html'
  readonly required: boolean
  readonly hint: string | null
  readonly options:
    | readonly {
        readonly value: string
        readonly label: string
        readonly hint?: string
        readonly group?: string
        /** What one may type to find it. */
        readonly words?: readonly string[]
      }[]
    | null
  readonly value: string | readonly string[]
  /** Choices that the text itself suggests; the hint says by which words. */
  readonly suggestions?: readonly { readonly value: string; readonly label: string; readonly hint: string }[]
}

/** A lawful next action for this person on this document, from the table. */
export type Offer = {
  readonly verb: string
  readonly label: string
  readonly effect: string
  readonly basis: readonly BasisView[]
  readonly reason: 'required' | 'optional' | null
  readonly weighty: boolean
  readonly fields: readonly FieldView[]
  /** In whose place, when the role comes from a delegation. */
  readonly onBehalfOf: string | null
  /** Why it would be refused now; empty when nothing stands in the way. */
  readonly blocked: readonly ReasonView[]
}

export type AccountDay = {
  readonly day: string
  readonly weekday: string
  readonly counted: number | null
  readonly why: string
}

export type { Light }

export type ClockView = {
  readonly id: string
  readonly name: string
  readonly basis: BasisView | null
  readonly startedOn: string
  readonly dueOn: string
  readonly state: 'running' | 'overdue' | 'met' | 'late' | 'paused'
  readonly light: Light
  /** “剩12个工作日”“超期2个工作日”“按期（提前3个工作日）” */
  readonly words: string
  readonly left: number
  readonly provisional: boolean
  readonly account: readonly AccountDay[]
}

export type TrailRow = {
  readonly position: number
  readonly at: string
  readonly verb: string
  readonly label: string
  readonly from: State | null
  readonly to: State | null
  readonly who: string
  readonly onBehalfOf: string | null
  readonly role: string | null
  readonly reason: string | null
  /** Time since the step before, in words (“2天3小时”). */
  readonly took: string
  /** Entered afterwards from paper: when it was decided, and who entered it. */
  readonly paper: { readonly decidedOn: string; readonly clerk: string } | null
  readonly hash: string
}

export type AttachmentView = {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly contentType: string
  readonly role: 'attachment' | 'source' | 'image'
}

export type FlowNode = {
  readonly state: State
  readonly label: string
  readonly standing: 'past' | 'current' | 'future' | 'skipped'
  readonly who: readonly string[]
}

/** A decision taken on paper, with its scan. */
export type PaperView = {
  readonly id: number
  readonly version: number
  readonly label: string
  readonly decider: string
  readonly clerk: string
  readonly decidedOn: string
  readonly enteredAt: string
  readonly fileName: string
  readonly objection: string | null
  /** The step was taken back: the decision no longer stands. */
  readonly void: boolean
  readonly offers: readonly WorkflowOffer[]
}

/** A step this clerk may enter from paper. */
export type PaperOffer = {
  readonly verb: string
  readonly label: string
  readonly deciders: readonly { readonly id: number; readonly name: string }[]
  readonly fields: readonly FieldView[]
}

/** Published at once in an emergency; instants are ISO texts. */
export type EmergencyView = {
  readonly kind: string
  readonly event: string
  readonly consentBy: string
  readonly at: string
  readonly due: string
}

/** The local variant a document goes by, as far as its form needs it. */
export type RulesView = {
  readonly bodyId: number
  readonly name: string
  readonly number: number
  readonly hidden: readonly string[]
  readonly demanded: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

export type CaseView = {
  readonly document: Omit<
    OfficialDocument,
    'publishedAt' | 'publishAt' | 'reachedAt' | 'createdAt' | 'savedAt' | 'emergency' | 'rules'
  > & {
    readonly emergency: EmergencyView | null
    readonly rules: RulesView | null
    readonly publishedAt: string | null
    readonly publishAt: string | null
    readonly reachedAt: string
    readonly createdAt: string
    readonly savedAt: string
  }
  readonly stateLabel: string
  readonly body: { readonly id: number; readonly name: string; readonly slug: string }
  readonly department: string
  readonly drafter: string
  readonly editable: boolean
  readonly offers: readonly Offer[]
  /** 催办, where it waits for others and this person oversees. */
  readonly remind: Offer | null
  readonly clocks: readonly ClockView[]
  readonly trail: readonly TrailRow[]
  readonly flow: readonly FlowNode[]
  readonly attachments: readonly AttachmentView[]
  /** Who can take the next step (names), so that anybody can see where it lies. */
  readonly waitingFor: readonly string[]
  /** Where else it was published, and the paper copies sent to reading places. */
  readonly channels: readonly {
    readonly label: string
    readonly place: string
    readonly doneOn: string
    readonly link: string | null
    readonly receipt: string | null
    readonly open: boolean
  }[]
  readonly papers: readonly PaperView[]
  readonly paperOffers: readonly PaperOffer[]
  readonly countersigns: readonly {
    readonly department: string
    readonly round: number
    readonly who: string | null
    readonly agrees: boolean | null
    readonly opinion: string | null
    readonly answeredAt: string | null
  }[]
  readonly lastOpinion: { readonly who: string; readonly text: string; readonly at: string } | null
}

export type WorklistRow = {
  readonly id: number
  readonly title: string
  readonly documentNumber: string | null
  readonly state: State
  readonly stateLabel: string
  readonly attribute: Draft['attribute']
  readonly urgency: string
  readonly body: string
  readonly department: string
  readonly drafter: string
  readonly waitingFor: readonly string[]
  readonly reachedAt: string
  readonly light: Light
  readonly words: string
  readonly dueOn: string | null
  /** The one-key decisions of this row for this person: verb and label. */
  readonly offers: readonly { readonly verb: string; readonly label: string }[]
  /** It waits for others, and this person may remind them (催办). */
  readonly reminds: boolean
}

export type Acted = {
  readonly subject: number
  readonly verb: string
  readonly state: State
  readonly version: number
  readonly position: number
}

export type Saved = { readonly version: number; readonly savedAt: string }
