import type { Step, Workflow } from '#kit/workflow.ts'
import type { DocumentRole } from '../../workflow.ts'

export const itemStates = ['asked', 'answered', 'decided', 'applied'] as const
export type ItemState = (typeof itemStates)[number]
export const itemStateLabels: Record<ItemState, string> = {
  asked: '待起草部门提出意见',
  answered: '待决定',
  decided: '已决定，待执行',
  applied: '已执行',
}

const law = ['地方规范性文件规定/清理', '上海/一(二)', '吉林/二(二)'] as const
const deciders = ['legalReviewer', 'opennessOfficer'] as const

/** One document in a clean-up or before its expiry: the drafting department is heard, one decides, another carries it out. */
export const itemWorkflow = {
  asked: {
    answer: {
      to: 'answered',
      by: ['departmentHead', 'drafter'],
      label: '提出评估意见',
      reason: 'required',
      basis: ['地方规范性文件规定/评估', '上海/一(二)'],
      effect: '意见和理由存入履历，送法制或公开机构决定。',
    },
    remind: {
      to: 'asked',
      by: deciders,
      label: '催办',
      basis: law,
      effect: '起草部门的负责人和拟稿人收到一条通知。',
    },
    proceed: {
      to: 'answered',
      by: deciders,
      label: '逾期未提意见，转入决定',
      reason: 'required',
      basis: law,
      effect: '不再等待起草部门的意见，理由存入履历。',
    },
  },
  answered: {
    decide: {
      to: 'decided',
      by: deciders,
      notBy: ['answer'],
      label: '决定',
      reason: 'required',
      basis: law,
      effect: '结论和理由存入履历；执行以前可以重新决定，公众还看不到。',
    },
  },
  decided: {
    reconsider: {
      to: 'answered',
      by: deciders,
      label: '重新决定',
      reason: 'required',
      basis: law,
      effect: '撤回已作的决定，理由存入履历。',
    },
    apply: {
      to: 'applied',
      by: ['leader', 'publisher'],
      notBy: ['decide'],
      label: '执行结论',
      reason: 'optional',
      basis: law,
      effect: '按结论更新有效性和有效期，公开页面、列表和检索同时改变，附给公众看的说明。',
      weighty: true,
    },
  },
  applied: {},
} as const satisfies Workflow<ItemState, DocumentRole>

export const itemVerbs = ['answer', 'remind', 'proceed', 'decide', 'reconsider', 'apply'] as const
export type ItemVerb = (typeof itemVerbs)[number]

export type CleanupState = 'open' | 'concluded'
export const cleanupStateLabels: Record<CleanupState, string> = { open: '进行中', concluded: '已结束' }

/** The round itself: a leader ends it when every document is decided; the conclusions are then carried out one by one. */
export const cleanupWorkflow = {
  open: {
    conclude: {
      to: 'concluded',
      by: ['leader'],
      label: '审定清理结果',
      reason: 'optional',
      basis: law,
      effect: '全部结论以您的名义逐件执行，每件一次完成；没有执行成的逐件列出原因，可以再执行。',
      weighty: true,
    },
  },
  concluded: {},
} as const satisfies Workflow<CleanupState, DocumentRole>

export const opening = {
  to: 'open',
  by: ['legalReviewer', 'opennessOfficer'],
  label: '开展清理',
  basis: law,
  effect: '所定日期以前印发、现在仍在施行的规范性文件全部纳入，起草部门收到通知。',
} as const satisfies Step<'open', DocumentRole>

/** The label of a verb of either table; null for a verb that is none of them. */
export function labelOfCleanup(verb: string): string {
  if (verb === 'open') return opening.label
  if (verb === 'raise') return '到期评估'
  if (verb === 'export') return '导出清单'
  for (const steps of [
    ...Object.values(itemWorkflow),
    ...Object.values(cleanupWorkflow),
  ] as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
