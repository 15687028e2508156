import type { Step, Workflow } from '#kit/workflow.ts'

export const states = [
  'draft',
  'department-review',
  'secrecy-review',
  'openness-review',
  'legality-review',
  'signature',
  'numbering',
  'numbered',
  'issued',
  'import-check',
  'published',
  'withdrawn',
  'cancelled',
] as const
export type State = (typeof states)[number]

export const stateLabels: Record<State, string> = {
  draft: '拟稿',
  'department-review': '部门审核',
  'secrecy-review': '保密审查',
  'openness-review': '公开审查',
  'legality-review': '合法性审查',
  signature: '待签发',
  numbering: '待编号',
  numbered: '待印发',
  issued: '已印发',
  'import-check': '补录待核',
  published: '已公开',
  withdrawn: '已撤回',
  cancelled: '已作废',
}

export type DocumentRole =
  | 'drafter'
  | 'departmentHead'
  | 'opennessOfficer'
  | 'secrecyOfficer'
  | 'legalReviewer'
  | 'leader'
  | 'publisher'

const back = {
  to: 'draft',
  label: '退回修改',
  reason: 'required',
  basis: ['吉林/一(二)', '80号/一(一)'],
  effect: '公文连同退回理由回到拟稿人处，修改后须重新送审。',
} as const

/** Who may have touched it before and may therefore not be the next pair of eyes. */
const drafted = ['draft', 'submit'] as const

/**
 * 公文 from the drafting form to the public (390号文 四(一)). The order is law: where a state secret may be involved
 * the secrecy unit looks first, then the openness unit, and nobody signs what has not passed both.
 */
export const workflow = {
  draft: {
    submit: {
      to: 'department-review',
      by: ['drafter'],
      own: true,
      label: '送审',
      basis: ['390号/四(一)1', '吉林/一(二)'],
      effect: '送本部门负责人审核；送审后正文不能再改，未被审核前可以取回。',
    },
    cancel: {
      to: 'cancelled',
      by: ['drafter'],
      own: true,
      label: '作废',
      reason: 'required',
      basis: ['条例/45'],
      effect: '这件公文不再办理，履历保留；已占用的文号登记为作废，不再使用。',
      weighty: true,
    },
  },
  'department-review': {
    recall: {
      to: 'draft',
      by: ['drafter'],
      own: true,
      label: '取回',
      basis: ['390号/四(一)1'],
      effect: '公文回到您手中，可以继续修改；部门负责人的待办随之消失。',
    },
    approve: {
      to: { 'secrecy-review': '可能涉及国家秘密', 'openness-review': '不涉及国家秘密' },
      by: ['departmentHead'],
      notBy: drafted,
      label: '审核通过',
      reason: 'optional',
      basis: ['390号/五(三)', '条例/17'],
      effect: '可能涉密的先送保密机构审查，其余送公开机构审查。',
    },
    return: { ...back, by: ['departmentHead'] },
  },
  'secrecy-review': {
    clear: {
      to: 'openness-review',
      by: ['secrecyOfficer'],
      notBy: drafted,
      label: '审查认定不涉密',
      reason: 'required',
      basis: ['390号/四(一)2', '390号/五(三)', '保密法/35'],
      effect: '您的姓名、时间和意见作为保密审查结论存入履历；公文转公开机构审查。',
    },
    return: { ...back, by: ['secrecyOfficer'], label: '退回' },
  },
  'openness-review': {
    askSecrecy: {
      to: 'secrecy-review',
      by: ['opennessOfficer'],
      notBy: drafted,
      label: '提请保密审查',
      reason: 'required',
      basis: ['390号/五(三)', '条例/17'],
      effect: '先由保密机构审定是否涉密，再回到公开审查。',
    },
    agree: {
      to: { 'legality-review': '行政规范性文件', signature: '其他公文' },
      by: ['opennessOfficer'],
      notBy: drafted,
      label: '同意公开属性',
      reason: 'optional',
      basis: ['390号/四(一)2', '条例/17'],
      effect: '规范性文件转合法性审查，其他公文送领导签发。',
    },
    return: { ...back, by: ['opennessOfficer'] },
  },
  'legality-review': {
    pass: {
      to: 'signature',
      by: ['legalReviewer'],
      notBy: drafted,
      label: '合法性审查通过',
      reason: 'required',
      basis: ['吉林/一(二)', '115号(2018)/审核时限'],
      effect: '审查意见存入履历，公文送领导签发。',
    },
    return: { ...back, by: ['legalReviewer'] },
  },
  signature: {
    sign: {
      to: 'numbering',
      by: ['leader'],
      notBy: drafted,
      label: '签发',
      reason: 'optional',
      basis: ['390号/五(三)', '党政机关公文处理工作条例/签发'],
      effect: '正文内容按此刻的样子固定（记录内容指纹），转编号印发。',
    },
    return: { ...back, by: ['leader'] },
  },
  numbering: {
    number: {
      to: 'numbered',
      by: ['publisher'],
      label: '编号',
      basis: ['党政机关公文处理工作条例/发文字号', 'GB/T 9704/7.2.5'],
      effect: '按机关代字和年份取下一个号，连续不断；号一经取用不再收回。',
    },
    return: { ...back, by: ['publisher'] },
  },
  numbered: {
    issue: {
      to: 'issued',
      by: ['publisher'],
      label: '印发',
      basis: ['390号/四(一)5'],
      effect: '确定印发日期，在成文日期后标注公开属性；主动公开的自印发之日起20个工作日内须公布。',
      weighty: true,
    },
    voidNumber: {
      to: 'numbering',
      by: ['publisher'],
      label: '文号作废',
      reason: 'required',
      basis: ['党政机关公文处理工作条例/发文字号'],
      effect: '这个文号登记为作废，连同理由保留，不再使用；公文回到待编号。',
      weighty: true,
    },
  },
  issued: {
    publish: {
      to: 'published',
      by: ['publisher'],
      notBy: drafted,
      label: '公开发布',
      basis: ['390号/四(一)6', '条例/26'],
      effect: '公众立即可以看到，系统出具发布回执；发布时间由系统记录，不能更改。',
      weighty: true,
    },
  },
  'import-check': {
    confirm: {
      to: 'published',
      by: ['publisher'],
      notBy: ['import'],
      label: '核对无误，发布',
      basis: ['上海/五(十六)', '条例/26'],
      effect: '作为历史公文发布：显示原来的日期，并标明由本系统迁入；发布时间由系统记录。',
      weighty: true,
    },
    cancel: {
      to: 'cancelled',
      by: ['publisher', 'opennessOfficer'],
      label: '不予补录',
      reason: 'required',
      basis: ['条例/45'],
      effect: '补录的内容不发布，履历保留。',
    },
  },
  published: {
    withdraw: {
      to: 'withdrawn',
      by: ['publisher'],
      label: '撤回',
      reason: 'required',
      basis: ['吉林/一(三)', '条例/14', '条例/15'],
      effect: '公众立即看不到正文，原地址留下撤回说明；履历和回执保留。',
      weighty: true,
    },
  },
  withdrawn: {},
  cancelled: {},
} as const satisfies Workflow<State, DocumentRole>

/** How a document comes into being: not steps, for there is no state to leave. */
export const beginnings = {
  draft: {
    to: 'draft',
    by: ['drafter'],
    label: '新建公文',
    basis: ['390号/四(一)1'],
    effect: '打开一张发文批办单。',
  },
  import: {
    to: 'import-check',
    by: ['drafter', 'opennessOfficer', 'publisher'],
    label: '补录历史公文',
    basis: ['上海/五(十六)', '吉林/二(二)'],
    effect: '按原来的日期登记，由另一人核对后发布。',
  },
} as const satisfies Record<string, Step<State, DocumentRole>>

/** Every label of a verb, also of the beginnings and of the autosave's milestones. */
export function labelOfVerb(verb: string): string {
  if (Object.hasOwn(beginnings, verb)) return beginnings[verb as keyof typeof beginnings].label
  for (const steps of Object.values(workflow) as Workflow[string][])
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}

/** Steps that are not the way forward: nobody waits for them. */
const aside: readonly string[] = ['return', 'cancel', 'recall', 'withdraw', 'voidNumber', 'askSecrecy']

/** Whether a verb is what a document in its state waits for. */
export const goesForward = (verb: string): boolean => !aside.includes(verb)
