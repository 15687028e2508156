import type { Step, Workflow } from '#kit/workflow.ts'

export type DepositState = 'sent' | 'received' | 'returned'
export type DepositRole = 'opennessOfficer' | 'publisher' | 'legalReviewer'
export const depositStateLabels: Record<DepositState, string> = {
  sent: '已报送，待接收',
  received: '已备案',
  returned: '已退回',
}

const law = ['地方规范性文件规定/备案', '示范指标(2021)/27', '吉林/二(二)'] as const
const receivers = ['legalReviewer', 'opennessOfficer'] as const

/** 规范性文件备案 as the receiving body sees it: the steps are its own, in its own history. */
export const receivingWorkflow = {
  sent: {
    receive: {
      to: 'received',
      by: receivers,
      label: '接收备案',
      basis: law,
      effect: '登记备案号，报送机关收到通知。',
    },
    giveBack: {
      to: 'returned',
      by: receivers,
      label: '退回补正',
      reason: 'required',
      basis: law,
      effect: '退回报送机关并说明缺什么；补正后须重新报送。',
    },
  },
  received: {},
  returned: {},
} as const satisfies Workflow<DepositState, DepositRole>

export const sending = {
  to: 'sent',
  by: ['opennessOfficer', 'publisher', 'legalReviewer'],
  label: '报送备案',
  basis: law,
  effect: '把文件、备案报告、说明和全部文件的指纹清单打成一个签名的包，报送上一级机关。',
} as const satisfies Step<DepositState, DepositRole>

export function labelOfDeposit(verb: string): string {
  if (verb === 'send') return sending.label
  return Object.hasOwn(receivingWorkflow.sent, verb)
    ? receivingWorkflow.sent[verb as keyof typeof receivingWorkflow.sent].label
    : verb
}
