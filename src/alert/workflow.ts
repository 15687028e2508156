import type { Step, Workflow } from '#kit/workflow.ts'
import type { BusinessRole } from '#people/model.ts'
import type { AlertState } from './model.ts'

const basis = ['条例/20(12)'] as const

/** Two persons, or the leader alone: what stands on every page at once is not one clerk's to switch. */
export const alertWorkflow = {
  proposed: {
    raise: {
      to: 'raised',
      by: ['leader', 'publisher', 'opennessOfficer'],
      notBy: ['propose'],
      label: '核准发布',
      basis,
      effect: '立即（或自设定的时间起）出现在本机关及下级机关的每一个公开页面上。',
      weighty: true,
    },
    cancel: {
      to: 'cancelled',
      by: ['leader', 'publisher', 'opennessOfficer', 'drafter'],
      label: '取消',
      reason: 'required',
      basis,
      effect: '不再发布，提请和理由留在履历里。',
    },
  },
  raised: {
    adjust: {
      to: 'raised',
      by: ['leader'],
      label: '调整',
      reason: 'required',
      basis,
      effect: '级别、文字和时间立即改变，先前的内容留在履历里。',
      weighty: true,
    },
    lower: {
      to: 'lowered',
      by: ['leader', 'publisher', 'opennessOfficer'],
      label: '解除',
      reason: 'required',
      basis,
      effect: '立即从所有公开页面撤下，“应急响应”页面上留有起止时间。',
      weighty: true,
    },
  },
  lowered: {},
  cancelled: {},
} as const satisfies Workflow<AlertState, BusinessRole>

export const alertVerbs = ['raise', 'cancel', 'adjust', 'lower'] as const
export type AlertVerb = (typeof alertVerbs)[number]

/** How one comes into being: proposed by one person for another, or raised by the leader himself. */
export const alertBeginnings = {
  propose: {
    to: 'proposed',
    by: ['opennessOfficer', 'publisher', 'drafter', 'departmentHead'],
    label: '提请发布',
    basis,
    effect: '由另一人核准后发布。',
  },
  raise: {
    to: 'raised',
    by: ['leader'],
    label: '直接发布',
    basis,
    effect: '立即（或自设定的时间起）出现在本机关及下级机关的每一个公开页面上。',
    weighty: true,
  },
} as const satisfies Record<string, Step<AlertState, BusinessRole>>

export function labelOfAlert(verb: string): string {
  if (verb === 'propose') return alertBeginnings.propose.label
  for (const steps of Object.values(alertWorkflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
