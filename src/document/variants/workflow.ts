import type { Step, Workflow } from '#kit/workflow.ts'
import type { VariantState } from './model.ts'

export type VariantRole = 'systemAdmin' | 'securityAdmin'

export const variantStateLabels: Record<VariantState, string> = {
  proposed: '待批准',
  active: '已批准',
  refused: '不予批准',
  'taken-back': '已撤回',
}

const basis = ['瑞丽/一(三)', '390号/一(三)'] as const

/** A variant is proposed by the system administrator and put in force by the security administrator: two people, two offices. */
export const variantWorkflow = {
  proposed: {
    approve: {
      to: 'active',
      by: ['securityAdmin'],
      notBy: ['propose'],
      label: '批准',
      basis,
      effect: '自生效日期起新建的公文按这一版办理；此前的公文仍按其开始时的版本。',
      weighty: true,
    },
    refuse: {
      to: 'refused',
      by: ['securityAdmin'],
      label: '不予批准',
      reason: 'required',
      basis,
      effect: '这一版不生效，理由存入履历并告知提出人。',
    },
    takeBack: {
      to: 'taken-back',
      by: ['systemAdmin'],
      own: true,
      label: '撤回',
      basis,
      effect: '这一版不再等待批准。',
    },
  },
  active: {},
  refused: {},
  'taken-back': {},
} as const satisfies Workflow<VariantState, VariantRole>

export const variantBeginning: Step<VariantState, VariantRole> = {
  to: 'proposed',
  by: ['systemAdmin'],
  label: '提出地方规程',
  basis,
  effect: '由安全保密管理员核对每一处差异及其依据后批准。',
}

export function labelOfVariantVerb(verb: string): string {
  if (verb === 'propose') return variantBeginning.label
  for (const steps of Object.values<Record<string, Step>>(variantWorkflow))
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
