import type { Step, Workflow } from '#kit/workflow.ts'
import type { RequestRole } from '../workflow.ts'
import type { RemedyState } from './model.ts'

const by = ['opennessOfficer', 'legalReviewer'] as const satisfies readonly RequestRole[]

const decide = {
  to: 'decided',
  by,
  label: '登记结果',
  basis: ['30号(2021)/三'],
  effect:
    '计入年度报告表三当年的结果；要求重新答复的，转原申请重新办理，期限自收到决定书、判决书的次日起算。',
  weighty: true,
} as const
const amend = {
  by,
  label: '更正登记',
  reason: 'required',
  basis: ['条例/45'],
  effect: '改正登记时写错的内容，改动前后都留在履历里。',
} as const

/** 复议、诉讼 from the day its papers come in to its result. */
export const remedyWorkflow = {
  received: {
    defend: {
      to: 'defended',
      by,
      label: '登记已提交答复',
      basis: ['复议法/48', '复议法/54(1)', '复议法/70', '行诉法/67(1)', '行诉法/34(2)'],
      effect: '写下提交书面答复（答辩状）和证据的日期，答复时钟停止。逾期不提交的，视为没有证据、依据。',
    },
    decide: decide,
    amend: { ...amend, to: 'received' },
  },
  defended: {
    decide: decide,
    amend: { ...amend, to: 'defended' },
  },
  decided: {
    amend: { ...amend, to: 'decided' },
    revise: {
      to: 'decided',
      by,
      label: '更正结果',
      reason: 'required',
      basis: ['30号(2021)/三'],
      effect: '改正登记错的结果；原申请已经按登记重新办理的，不能再改。',
    },
  },
} as const satisfies Workflow<RemedyState, RequestRole>

export const entering = {
  to: 'received',
  by,
  label: '登记复议、诉讼',
  basis: ['复议法/48', '复议法/54(1)', '行诉法/67(1)', '30号(2021)/三'],
  effect: '从收到副本的次日起计算提交答复、答辩的期限；计入年度报告表三。',
} as const satisfies Step<RemedyState, RequestRole>
