import type { LetterFault } from './model.ts'
import type { LetterState } from './workflow.ts'

export type LetterLine = {
  readonly id: number
  readonly form: string
  readonly title: string
  readonly ref: string | null
  readonly number: string | null
  readonly state: LetterState
  readonly stateLabel: string
  readonly final: boolean
  /** Goes to somebody outside. */
  readonly isOut: boolean
  readonly hash: string
  readonly madeAt: string
  readonly by: string | null
}

export type LettersView = {
  readonly letters: readonly LetterLine[]
  /** Forms that may be made now. */
  readonly forms: readonly { readonly code: string; readonly title: string; readonly to: string }[]
  readonly mayMake: boolean
  readonly mayOpen: boolean
}

export type LetterView = LetterLine & {
  readonly version: number
  /** As it is edited; the applicant's name stands as a place. Null: this person does not edit. */
  readonly text: string | null
  /** As it reads, personal data masked. */
  readonly shown: string
  readonly layout: 'letter' | 'table'
  readonly faults: readonly LetterFault[]
  readonly must: readonly { readonly say: string; readonly basis: string }[]
}
