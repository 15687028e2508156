import type { Step, Workflow } from '#kit/workflow.ts'
import type { RequestRole } from '../workflow.ts'
import type { ConversionState } from './model.ts'

const basis = ['条例/44(1)', '条例/44(2)'] as const
/** The openness unit decides; whoever proposed it does not. */
const deciders = ['opennessOfficer', 'departmentHead', 'leader'] as const satisfies readonly RequestRole[]

export const conversionWorkflow = {
  proposed: {
    accept: {
      to: 'accepted',
      by: deciders,
      notBy: ['propose'],
      label: '决定纳入主动公开',
      basis,
      effect:
        '以信息发布的，随即生成一件草稿，写好后经审查公开；已有公文的，由公文办理变更公开属性。自决定之日起20个工作日内公开。',
      weighty: true,
    },
    decline: {
      to: 'declined',
      by: deciders,
      notBy: ['propose'],
      label: '不纳入',
      reason: 'required',
      basis,
      effect: '理由告知提出建议的申请人，留在履历里。',
    },
  },
  accepted: {
    announce: {
      to: 'opened',
      by: ['opennessOfficer'],
      label: '告知申请人已经公开',
      basis,
      effect: '公开的地址写进每一位申请过这项信息的申请人的查询页面，办结。',
    },
    redraft: {
      to: 'accepted',
      by: ['opennessOfficer'],
      label: '重新拟信息稿',
      basis,
      effect: '原来的信息稿已作废或者撤回的，重新生成一件草稿。',
    },
  },
  declined: {},
  opened: {},
} as const satisfies Workflow<ConversionState, RequestRole>

export const proposing = {
  to: 'proposed',
  by: ['opennessOfficer', 'leader'],
  label: '提出转为主动公开',
  basis,
  effect: '送公开工作机构由另一人决定；相同的申请一并列入，公开后一并告知。',
} as const satisfies Step<ConversionState, RequestRole>

export const conversionVerbs = ['accept', 'decline', 'announce', 'redraft'] as const

/** The word of a verb of this procedure; null for one of another. */
export function labelOfConversion(verb: string): string {
  if (verb === 'propose') return proposing.label
  for (const steps of Object.values(conversionWorkflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
