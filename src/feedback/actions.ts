import { act, type Context, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { House } from '../house.ts'
import { answerForm, type AnswerForm, type MistakeRow } from './model.ts'
import { lockMistake, moveMistake, putAnswer, putPublicAnswer } from './store.ts'
import { mistakeWorkflow, type MistakeVerb } from './workflow.ts'

const readers: readonly string[] = ['opennessOfficer', 'publisher', 'leader', 'departmentHead', 'drafter']

/** Whoever works on documents of the body; administrators do not (三员分立). */
export const seesMistake = (row: { readonly bodyId: number }, actor: Actor) =>
  actor.roles.some(r => r.bodyId === row.bodyId && readers.includes(r.role))

export const bodiesRead = (actor: Actor): number[] => [
  ...new Set(actor.roles.filter(r => readers.includes(r.role)).map(r => r.bodyId)),
]

export const mistakeProcedure: Procedure<MistakeRow> = {
  kind: 'mistake',
  noun: '页面找错',
  workflow: mistakeWorkflow,
  lock: lockMistake,
  sees: seesMistake,
  move: moveMistake,
}

const answer: Deed<MistakeRow, AnswerForm> = {
  form: answerForm,
  async apply(c: Context<MistakeRow, AnswerForm>) {
    await putAnswer(c.trx, c.row.id, c.form.answer)
    return { data: { answer: c.form.answer, address: c.row.address } }
  },
  publish: (c: Context<MistakeRow, AnswerForm>, event) =>
    putPublicAnswer(c.trx, {
      ...c.row,
      outcome: c.to as 'fixed' | 'dismissed',
      answer: c.form.answer,
      at: c.at,
      position: event.position,
    }),
}

export function performMistake(
  house: House,
  request: {
    subject: number
    verb: MistakeVerb
    actor: Actor
    form?: unknown
    version?: number
    key?: string
  },
): Promise<Done> {
  return act(house, mistakeProcedure, answer, request)
}
