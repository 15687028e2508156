import type { Step, Workflow } from '#kit/workflow.ts'
import type { DocumentRole } from '../workflow.ts'

export const itemStates = ['asked', 'answered', 'decided-open', 'decided-keep'] as const
export type ItemState = (typeof itemStates)[number]

export const itemStateLabels: Record<ItemState, string> = {
  asked: '待起草单位提出意见',
  answered: '待公开机构决定',
  'decided-open': '转为主动公开',
  'decided-keep': '维持',
}

const law = ['390号/四(一)4', '条例/18'] as const

/** One document under re-examination (390号文 四(一)4): the drafting department is heard, then the openness unit decides. */
export const itemWorkflow = {
  asked: {
    answer: {
      to: 'answered',
      by: ['departmentHead', 'drafter'],
      label: '提出意见',
      reason: 'required',
      basis: law,
      effect: '您的意见和理由存入履历，送公开机构决定。',
    },
    remind: {
      to: 'asked',
      by: ['opennessOfficer'],
      label: '催办',
      basis: law,
      effect: '起草部门的负责人和拟稿人收到一条通知，催办的次数和时间留在履历里。',
    },
    proceed: {
      to: 'answered',
      by: ['opennessOfficer'],
      label: '逾期未提意见，转入决定',
      reason: 'required',
      basis: law,
      effect: '提出意见的最后一天已过，起草部门仍未提出；不再等待，理由存入履历。',
    },
  },
  answered: {
    decide: {
      to: { 'decided-open': '转为主动公开', 'decided-keep': '维持原公开属性' },
      by: ['opennessOfficer'],
      notBy: ['answer'],
      label: '决定',
      reason: 'required',
      basis: law,
      effect: '转为主动公开的，自决定之日起重新计算20个工作日；维持的，下一年度再复查。',
      weighty: true,
    },
  },
  'decided-open': {
    convert: {
      to: 'decided-open',
      by: ['opennessOfficer'],
      label: '重新转换',
      basis: ['390号/四(一)4'],
      effect: '再次把这件公文转为主动公开；先前没有转成的原因一并保留在履历里。',
    },
  },
  'decided-keep': {},
} as const satisfies Workflow<ItemState, DocumentRole>

export const itemVerbs = ['answer', 'remind', 'proceed', 'decide', 'convert'] as const
export type ItemVerb = (typeof itemVerbs)[number]

/** A campaign: one body, one year. It is finished when every document in it is decided; nobody has to close it. */
export const campaignWorkflow = {
  open: {
    remind: {
      to: 'open',
      by: ['opennessOfficer'],
      label: '催办各部门',
      basis: law,
      effect: '还有公文没有提出意见的部门，其负责人各收到一条通知。',
    },
  },
} as const satisfies Workflow<'open', DocumentRole>

/** How a campaign comes into being. */
export const opening = {
  to: 'open',
  by: ['opennessOfficer'],
  label: '开展年度复查',
  basis: law,
  effect: '此刻已印发的依申请公开、不予公开公文全部纳入，起草部门收到通知。',
} as const satisfies Step<'open', DocumentRole>

/** The label of a verb of either table, for the audit list. */
export function labelOfReexamination(verb: string): string {
  if (verb === 'open') return opening.label
  if (verb === 'export') return '导出清单'
  if (verb === 'remind') return '催办'
  for (const steps of Object.values(itemWorkflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
