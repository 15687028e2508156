export const states = [
  'draft',
  'department-review',
  'countersign',
  'secrecy-review',
  'secrecy-referral',
  'openness-review',
  'openness-consult',
  'openness-referral',
  'legality-review',
  'signature',
  'numbering',
  'numbered',
  'issued',
  'emergency-review',
  'emergency-signature',
  'import-check',
  'published',
  'withdrawn',
  'cancelled',
  'removed',
] as const
export type State = (typeof states)[number]

export const stateLabels: Record<State, string> = {
  draft: '拟稿',
  'department-review': '部门审核',
  countersign: '会签',
  'secrecy-review': '保密审查',
  'secrecy-referral': '报请确定密级',
  'openness-review': '公开审查',
  'openness-consult': '与业务主管部门研究',
  'openness-referral': '报公开主管部门确定',
  'legality-review': '合法性审查',
  signature: '待签发',
  numbering: '待编号',
  numbered: '待印发',
  issued: '已印发',
  'emergency-review': '先行发布，待公开审查',
  'emergency-signature': '先行发布，待领导追认',
  'import-check': '补录待核',
  published: '已公开',
  withdrawn: '已撤回',
  cancelled: '已作废',
  removed: '已清除（涉密）',
}

/** What the public can read now. */
export const publicStates: readonly State[] = ['emergency-review', 'emergency-signature', 'published']

/** Published at once in an emergency, its approval still to come (突发事件应对法第七条). */
export const emergencyStates: readonly State[] = ['emergency-review', 'emergency-signature']

export type DocumentRole =
  | 'drafter'
  | 'departmentHead'
  | 'opennessOfficer'
  | 'secrecyOfficer'
  | 'legalReviewer'
  | 'leader'
  | 'publisher'
