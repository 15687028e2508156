import type { Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import type { MistakeState } from './model.ts'

/** A report about a page: put right, or found to be none. Whoever cares for what is public decides. */
export const mistakeWorkflow = {
  received: {
    fix: {
      to: 'fixed',
      by: ['opennessOfficer', 'publisher'],
      label: '已改正',
      basis: ['条例/6(1)'],
      effect: '记下怎样改正的，这条报告办结。改正本身在那件信息里办理（更正或撤回）。',
    },
    dismiss: {
      to: 'dismissed',
      by: ['opennessOfficer', 'publisher'],
      label: '不是错误',
      basis: ['条例/6(1)'],
      effect: '记下为什么不算错误，这条报告办结。',
    },
  },
  fixed: {},
  dismissed: {},
} as const satisfies Workflow<MistakeState, BusinessRole>

export const mistakeVerbs = ['fix', 'dismiss'] as const
export type MistakeVerb = (typeof mistakeVerbs)[number]

export function labelOfMistake(verb: string): string {
  return verb === 'receive' ? '收到页面找错' : verb === 'fix' ? '已改正' : '不是错误'
}
