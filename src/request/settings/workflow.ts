import type { Step, Workflow } from '#kit/workflow.ts'

export const proposalStates = ['proposed', 'approved', 'rejected', 'withdrawn'] as const
export type ProposalState = (typeof proposalStates)[number]
export const proposalStateLabels: Record<ProposalState, string> = {
  proposed: '待批准',
  approved: '已批准',
  rejected: '未批准',
  withdrawn: '已撤回',
}
type Role = 'opennessOfficer' | 'systemAdmin' | 'leader'
const setters = ['opennessOfficer', 'systemAdmin'] as const satisfies readonly Role[]

/** 提请调整: how a change of what citizens are told begins. */
export const proposing = {
  to: 'proposed',
  by: setters,
  label: '提请调整',
  basis: ['复议法/24', '条例/36'],
  reason: 'required',
  effect: '送签发领导批准；批准以前，仍按原来的设置办理。',
} as const satisfies Step<ProposalState, Role>

export const labelOfProposal = (verb: string): string =>
  verb === 'propose'
    ? proposing.label
    : ((proposalWorkflow.proposed as Readonly<Record<string, { label: string }>>)[verb]?.label ?? verb)

/** 本机关设置 that need another person: proposed, then approved or not. */
export const proposalWorkflow = {
  proposed: {
    approve: {
      to: 'approved',
      by: ['leader'],
      notBy: ['propose'],
      label: '批准调整',
      basis: ['复议法/24', '条例/36'],
      reason: 'optional',
      effect: '从现在起按新的设置办理；已经定稿的文书不变。',
    },
    reject: {
      to: 'rejected',
      by: ['leader'],
      label: '不予批准',
      basis: ['条例/45'],
      reason: 'required',
      effect: '设置不变，理由告诉提请人。',
    },
    withdraw: {
      to: 'withdrawn',
      by: setters,
      label: '撤回提请',
      basis: ['条例/45'],
      effect: '设置不变，可以重新提请。',
    },
  },
  approved: {},
  rejected: {},
  withdrawn: {},
} as const satisfies Workflow<ProposalState, Role>
