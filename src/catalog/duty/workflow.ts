import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'

export const absenceStates = ['stated', 'withdrawn'] as const
export type AbsenceState = (typeof absenceStates)[number]

const basis = ['焦作/二(一)2'] as const

/** The openness office answers for what the body says of its own duties; a mistaken statement is taken back, never changed. */
export const absenceWorkflow = {
  stated: {
    withdraw: {
      to: 'withdrawn',
      by: ['opennessOfficer'],
      label: '撤回不适用说明',
      reason: 'required',
      basis,
      effect: '这一事项重新按时限要求公开，公众页面上的说明随即撤下，履历里仍可查。',
    },
  },
  withdrawn: {},
} as const satisfies Workflow<AbsenceState, BusinessRole>

export const absenceBeginning = {
  to: 'stated',
  by: ['opennessOfficer'],
  label: '说明不适用',
  basis,
  effect: '公众页面上写明谁在哪天说明的和理由，这一事项不再算作空白或超期。',
} as const satisfies Step<AbsenceState, BusinessRole>

/** The words of an event of this part; null for another's. */
export function wordsOfAbsence(kind: string, verb: string): { kind: string; verb: string } | null {
  if (kind !== 'catalogAbsence') return null
  const label = verb === 'withdraw' ? absenceWorkflow.stated.withdraw.label : absenceBeginning.label
  return { kind: '目录事项不适用说明', verb: label }
}
