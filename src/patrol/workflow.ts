import type { Step, Workflow } from '#kit/workflow.ts'

export const orderStates = ['open', 'mended', 'excused'] as const
export type OrderState = (typeof orderStates)[number]
export const orderStateLabels: Record<OrderState, string> = {
  open: '待整改',
  mended: '已整改',
  excused: '确认无误',
}

type OrderRole = 'opennessOfficer' | 'secrecyOfficer' | 'publisher'

/** An order to mend a published text: closed by a check of the machine, or excused with a reason. */
export const orderWorkflow = {
  open: {
    recheck: {
      to: { open: '问题还在', mended: '问题已改正' },
      by: ['opennessOfficer', 'publisher'],
      label: '复查',
      basis: ['吉林/一(三)'],
      effect: '重新检查已公开的页面：问题已改正的，工单自动办结；还在的，工单继续。',
    },
    excuse: {
      to: 'excused',
      by: ['opennessOfficer', 'secrecyOfficer'],
      label: '确认无误',
      basis: ['吉林/一(二)'],
      reason: 'required',
      effect: '工单办结，以后巡检不再为这一处开工单。理由和姓名记入履历。',
      weighty: true,
    },
  },
  mended: {},
  excused: {},
} as const satisfies Workflow<OrderState, OrderRole>

/** Who has something to do with orders; the three administrators do not (三员分立：管理员不接触业务内容). */
export const orderReaders: readonly string[] = [
  'opennessOfficer',
  'publisher',
  'secrecyOfficer',
  'leader',
  'departmentHead',
]

/** Orders are opened by the machine alone: nobody has to remember to look. */
export const orderBeginnings = {
  open: {
    to: 'open',
    by: ['patrol'],
    label: '巡检开出工单',
    basis: ['吉林/一(三)', '焦作/三(三)'],
    effect: '定下责任人和期限，通知责任人。',
  },
} as const satisfies Record<string, Step<OrderState, string>>

/** What the history says about this room: kind of subject, verb, words. For the auditor's list. */
const patrolEventLabels: Record<string, { label: string; verbs: Record<string, string> }> = {
  lexicon: { label: '文字检查词库', verbs: { change: '修改词库' } },
  ruling: { label: '文字检查', verbs: { overrule: '确认无误' } },
  order: {
    label: '整改工单',
    verbs: { open: orderBeginnings.open.label, recheck: '复查', excuse: '确认无误' },
  },
}

/** The words of an event of this room; null for one of another. */
export function wordsOfPatrol(kind: string, verb: string): { kind: string; verb: string } | null {
  const known = Object.hasOwn(patrolEventLabels, kind) ? patrolEventLabels[kind]! : null
  return known && { kind: known.label, verb: known.verbs[verb] ?? verb }
}
