import type { Actor } from './actor.ts'
import type { Trx } from './db.ts'
import type { Workflow } from './workflow.ts'

/** What every subject of a procedure has. */
export type Subject = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: number | null
  readonly drafterId: number
  readonly state: string
  readonly version: number
  /** Departments that were asked and have not answered. */
  readonly asked?: readonly number[]
  /** The whole body's, no department's: a role held for any department of it counts. */
  readonly isShared?: true
}

/** A kind of subject and its table. */
export type Procedure<R extends Subject> = {
  readonly kind: string
  readonly noun: string
  readonly workflow: Workflow
  /** The table that holds for this subject, where not all go by the same one. */
  tableOf?(row: R): Workflow
  /** What a verb is called that no step of the table is named by: beginnings, other tables of the same subject. */
  labelOf?(verb: string): string
  /** The lawful way, in a sentence, where a verb is asked for in a state that does not have it. */
  instead?(row: R, verb: string): string | null
  lock(trx: Trx, id: number): Promise<R | null>
  /** False: for this person the subject does not exist. */
  sees(row: R, actor: Actor): boolean
  move(trx: Trx, row: R, to: string, at: Date): Promise<void>
}
