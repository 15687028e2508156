import type { Step, Workflow } from '#kit/workflow.ts'
import type { DocumentRole } from '../workflow.ts'
import type { PaperState } from './model.ts'

const deciders = ['departmentHead', 'opennessOfficer', 'secrecyOfficer', 'legalReviewer', 'leader'] as const
const basis = ['390号/五(三)'] as const

/** A decision entered from paper: who is said to have decided may say that he did not. */
export const paperWorkflow = {
  entered: {
    object: {
      to: 'objected',
      by: deciders,
      own: true,
      label: '提出异议',
      reason: 'required',
      basis,
      effect: '公文不能再往下办，直到您收回异议，或公文退回到这一步重办；补录人、领导和公开机构收到通知。',
      weighty: true,
    },
  },
  objected: {
    retract: {
      to: 'entered',
      by: deciders,
      own: true,
      label: '收回异议',
      reason: 'required',
      basis,
      effect: '这项纸面意见照旧有效，公文可以继续办理。',
    },
  },
} as const satisfies Workflow<PaperState, DocumentRole>

export const paperVerbs = ['object', 'retract'] as const

/** In the history of the document itself. */
export const paperEventLabels = {
  objectPaper: '对补录的纸面意见提出异议',
  retractPaper: '收回对纸面意见的异议',
} as const

export function labelOfPaperVerb(verb: string): string {
  for (const steps of Object.values<Record<string, Step>>(paperWorkflow))
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
