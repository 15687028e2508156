import type { ChargeView } from './charged.ts'
import type { BasisView } from '#law/clauses.ts'
import type { Light } from '#law/reading.ts'
import type { ClockView } from './clockView.ts'
import type { AlikeCase } from './conversion/alike.ts'
import type { ConversionState } from './conversion/model.ts'
import type { FieldSpec } from './fields.ts'
import type { Delivery } from './model.ts'
import type { Held } from './needs.ts'
import type { PendingMessage } from './pending.ts'
import type { RemedyPlaces } from './remedy.ts'
import type { Wanted } from './supplied.ts'

/** Something that is still waited for before a decision. */
export type HoldUp = {
  readonly text: string
  readonly basis: string | null
  /** Without it no decision may be drafted. */
  readonly stops: boolean
}

export type OfferView = {
  readonly verb: string
  readonly label: string
  readonly effect: string
  readonly reason: 'required' | 'optional' | null
  readonly weighty: boolean
  readonly basis: readonly BasisView[]
  readonly fields: readonly FieldSpec[]
  /** Why it cannot be taken now: four eyes, or what the law says of the case as it stands. */
  readonly blocked: string | null
}

export type RowView = {
  readonly id: number
  readonly number: string | null
  readonly state: string
  readonly stateLabel: string
  readonly channel: string
  readonly subject: string
  readonly applicant: string
  readonly kind: string
  readonly submittedOn: string
  readonly receivedOn: string | null
  readonly endedOn: string | null
  readonly outcome: string | null
  readonly due: string | null
  readonly light: string | null
  readonly words: string | null
}

export type RegisterView = {
  readonly total: number
  readonly page: number
  readonly size: number
  readonly rows: readonly RowView[]
}

export type FactView = {
  readonly id: number
  readonly kind: string
  readonly label: string
  readonly on: string
  readonly lines: readonly string[]
  readonly by: string | null
  /** Something sealed belongs to it. */
  readonly sealed: boolean
}

export type CaseView = {
  readonly id: number
  readonly version: number
  readonly number: string | null
  readonly state: string
  readonly stateLabel: string
  readonly channel: string
  readonly submittedOn: string
  readonly arrivedOn: string
  readonly receivedOn: string | null
  readonly receiptRule: { readonly day: string; readonly evidence: string; readonly advice: string | null }
  readonly applicant: {
    readonly kind: string
    readonly natural: boolean
    readonly masked: Readonly<Record<string, string>>
  }
  readonly subject: string
  readonly description: string
  readonly carrier: string
  readonly delivery: string
  readonly deliveryCode: Delivery
  readonly imported: boolean
  readonly clocks: readonly ClockView[]
  /** What 条例第二十九条 asks for and the letter does not say. */
  readonly lacking: readonly string[]
  /** The same as a supplement may ask for it. */
  readonly wanted: readonly Wanted[]
  readonly next: {
    readonly words: string
    readonly by: string | null
    readonly why: string
    /** The steps that bring it about; every other lawful step stays at hand below them. */
    readonly verbs: readonly string[]
  }
  readonly offers: readonly OfferView[]
  /** Whose turn it is. */
  readonly turn: readonly string[]
  readonly holdUps: readonly HoldUp[]
  /** The extension that was asked for last. */
  readonly extension: { readonly days: number; readonly why: string | null } | null
  /** What the applicant wrote online and nobody has settled. */
  readonly pending: readonly (PendingMessage & {
    /** What he supplied about himself with it, masked. */
    readonly given: readonly (readonly [label: string, value: string])[]
  })[]
  readonly facts: readonly FactView[]
  readonly tasks: readonly {
    readonly departmentId: number
    readonly department: string
    readonly asked: string
    readonly dueOn: string
    readonly opinion: string | null
  }[]
  readonly consultations: readonly {
    readonly ref: string
    readonly who: string
    /** A person's name masked; null where it was forgotten. */
    readonly party: string | null
    readonly sentOn: string
    readonly limit: string | null
    readonly heardOn: string | null
    readonly answer: string | null
  }[]
  readonly answers: Readonly<Record<string, string | undefined>>
  readonly caseFile: Readonly<Record<string, unknown>>
  readonly grounds: readonly string[]
  /** For who may propose a reply: what the steps have gathered, and where the applicant may go against it. */
  readonly deciding: { readonly held: Held; readonly places: RemedyPlaces } | null
  readonly outcome: { readonly code: string; readonly label: string; readonly row: string } | null
  readonly replyNumber: string | null
  readonly repliedOn: string | null
  readonly charge: ChargeView | null
  readonly earlier: readonly {
    readonly id: number
    readonly number: string | null
    readonly subject: string
    readonly receivedOn: string | null
    readonly stateLabel: string
    readonly outcome: string | null
  }[]
  readonly departments: readonly { readonly id: number; readonly name: string }[]
  readonly trail: readonly {
    readonly at: string
    readonly who: string
    readonly label: string
    readonly reason: string | null
  }[]
}

/** 相同、相近的申请 of a case, and what became of a proposal to open what they asked for. */
export type AlikeView = {
  readonly rows: readonly (AlikeCase & {
    readonly stateLabel: string
    readonly outcomeLabel: string | null
  })[]
  readonly applicants: number
  /** From so many applicants on a proposal is suggested; the body sets it. */
  readonly suggestedFrom: number
  readonly conversions: readonly ConversionLine[]
}

export type ConversionLine = {
  readonly id: number
  readonly title: string
  readonly state: ConversionState
  readonly stateLabel: string
  readonly proposedBy: string
  readonly proposedOn: string
  readonly applicants: number
  readonly dueOn: string | null
  readonly light: Light
  readonly words: string
  readonly address: string | null
}

export type ConversionView = ConversionLine & {
  readonly version: number
  /** Whose turn it is, but for who proposed it. */
  readonly turn: readonly string[]
  readonly requestId: number
  readonly cases: readonly {
    readonly id: number
    readonly number: string | null
    readonly subject: string
  }[]
  readonly posting: { readonly id: number; readonly title: string; readonly stateLabel: string } | null
  readonly document: {
    readonly id: number
    readonly title: string
    readonly documentNumber: string | null
    readonly stateLabel: string
  } | null
  /** It stands published: the applicants can be told. */
  readonly isOpen: boolean
  readonly offers: readonly OfferView[]
  readonly history: readonly {
    readonly at: string
    readonly who: string
    readonly label: string
    readonly reason: string | null
  }[]
}
