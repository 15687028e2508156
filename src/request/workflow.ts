import type { Step, Workflow } from '#kit/workflow.ts'

export const requestStates = [
  'submitted',
  'received',
  'supplementing',
  'handling',
  'charging',
  'drafted',
  'reviewed',
  'approved',
  'replied',
  'closed',
] as const
export type RequestState = (typeof requestStates)[number]

export const requestStateLabels: Record<RequestState, string> = {
  submitted: '待双方确认',
  received: '待办理',
  supplementing: '待申请人补正',
  handling: '办理中',
  charging: '待申请人缴费',
  drafted: '待审核',
  reviewed: '待批准',
  approved: '待送达',
  replied: '已答复',
  closed: '已归档',
}

/** What the applicant reads on the page of the receipt. */
export const publicStateLabels: Record<RequestState, string> = {
  submitted: '已提交，等待双方确认',
  received: '已收到，正在办理',
  supplementing: '等待您补正',
  handling: '正在办理',
  charging: '等待您缴费',
  drafted: '正在办理',
  reviewed: '正在办理',
  approved: '答复即将送达',
  replied: '已答复',
  closed: '已答复',
}

export type RequestRole =
  'drafter' | 'departmentHead' | 'opennessOfficer' | 'secrecyOfficer' | 'legalReviewer' | 'leader'

const officer = ['opennessOfficer'] as const satisfies readonly RequestRole[]

/** Acts that do not end a stage; the same words wherever they are allowed. */
const cancel = {
  to: 'closed',
  by: officer,
  label: '登记撤回申请',
  basis: ['30号(2021)/三'],
  reason: 'required',
  effect: '按申请人的书面撤回办结，计入“其他处理”。答复时钟停止。',
  weighty: true,
} as const satisfies Step<RequestState, RequestRole>

const note = {
  by: officer,
  label: '写消息给申请人',
  basis: ['条例/43'],
  effect: '消息显示在申请人凭回执编号和查询码打开的页面上，不改变时限。',
} as const

const complete = {
  by: officer,
  label: '补记、更正申请人信息',
  basis: ['条例/29'],
  reason: 'required',
  effect: '来信没有写明、后来查明的补上，登记时写错的改过来；原来登记的内容密封留存，期限不变。',
} as const

const search = {
  by: officer,
  label: '登记检索',
  basis: ['条例/36(4)', '条例/45'],
  effect: '写下检索的系统、范围、关键词、日期和结果；“信息不存在”的答复以此为证。',
} as const

const hear = {
  by: officer,
  label: '登记收到的意见',
  basis: ['条例/32', '条例/34'],
  effect: '写下对方的意见和收到的日期；这段时间从答复期限中扣除。',
} as const

const askSupplement = {
  to: 'supplementing',
  by: officer,
  label: '告知补正',
  basis: ['条例/30'],
  effect:
    '收到申请7个工作日内一次性告知；答复期限自收到补正之日起重新计算。超过7个工作日才告知的，不重新计算。',
  weighty: true,
} as const satisfies Step<RequestState, RequestRole>

const extend = {
  by: ['departmentHead', 'leader'],
  notBy: ['proposeExtension'],
  label: '同意延长',
  basis: ['条例/33(2)'],
  effect: '经公开工作机构负责人同意，期限最多延长20个工作日；须在原期限届满前告知申请人。',
  weighty: true,
} as const

const proposeExtension = {
  by: officer,
  label: '提请延长答复期限',
  reason: 'required',
  basis: ['条例/33(2)'],
  effect: '送公开工作机构负责人审批。批准并告知申请人之前，期限不变。',
} as const

const convert = {
  by: ['opennessOfficer', 'leader'],
  label: '提出转为主动公开',
  basis: ['条例/44(1)', '条例/44(2)'],
  effect: '多人申请、可以公开的，建议纳入主动公开范围，由公开工作机构的另一人决定；不影响本件的答复期限。',
} as const

/** 依申请公开 inside the authority (条例第二十七条至第四十五条). */
export const requestWorkflow = {
  submitted: {
    confirm: {
      to: 'received',
      by: officer,
      label: '双方确认',
      basis: ['条例/31'],
      effect: '登记与申请人确认的方式和日期；从这一天的次日起计算20个工作日。',
      weighty: true,
    },
    contact: {
      to: 'submitted',
      by: officer,
      label: '登记联系情况',
      basis: ['条例/31', '207号(2015)/一2'],
      effect: '记下联系的时间、方式和结果。联系不上的，如实登记，恢复联系后再确认。',
    },
    note: { ...note, to: 'submitted' },
    complete: { ...complete, to: 'submitted' },
    cancel,
  },
  received: {
    handOut: {
      to: 'handling',
      by: officer,
      label: '分办',
      basis: ['条例/45'],
      effect: '送承办部门检索、提出意见，并定下内部时限。',
    },
    askSupplement,
    merge: {
      to: 'closed',
      by: officer,
      label: '并案',
      reason: 'required',
      basis: ['30号(2021)/三'],
      effect: '并入同一申请人的另一件相同申请一并答复，本件计入“其他处理”。',
      weighty: true,
    },
    search: { ...search, to: 'received' },
    convert: { ...convert, to: 'received' },
    propose: {
      to: 'drafted',
      by: officer,
      label: '拟定答复',
      basis: ['条例/33(1)', '条例/36'],
      effect: '按判断得出的结果生成答复书草稿，送另一人审核。',
    },
    note: { ...note, to: 'received' },
    complete: { ...complete, to: 'received' },
    proposeExtension: { ...proposeExtension, to: 'received' },
    extend: { ...extend, to: 'received' },
    cancel,
  },
  supplementing: {
    supplement: {
      to: 'received',
      by: officer,
      label: '登记补正',
      basis: ['条例/30'],
      effect: '答复期限自收到补正之日起重新计算。',
    },
    lapse: {
      to: 'handling',
      by: officer,
      label: '补正期满未补正',
      reason: 'required',
      basis: ['条例/30'],
      effect: '补正期限已过，申请人无正当理由没有补正的，视为放弃申请；仍须书面告知不再处理。',
    },
    note: { ...note, to: 'supplementing' },
    complete: { ...complete, to: 'supplementing' },
    cancel,
  },
  handling: {
    handOut: {
      to: 'handling',
      by: officer,
      label: '改派或者加派部门',
      basis: ['条例/45'],
      effect: '原来的意见保留，新的部门收到任务。',
    },
    opine: {
      to: 'handling',
      by: ['drafter', 'departmentHead'],
      asked: true,
      label: '部门提出意见',
      reason: 'required',
      basis: ['条例/45', '390号/四(一)2'],
      effect: '意见、材料和检索记录送公开工作机构。',
    },
    search: { ...search, to: 'handling' },
    consult: {
      to: 'handling',
      by: officer,
      label: '征求意见',
      basis: ['条例/32', '条例/34', '条例/33(3)'],
      effect: '向第三方、共同制作机关或者其他机关书面征求意见，15个工作日；所需时间不计入答复期限。',
    },
    acknowledge: {
      to: 'handling',
      by: officer,
      label: '登记对方收到意见书',
      basis: ['条例/32', '条例/34', '235号(2016)/二'],
      effect: '写下对方签收征求意见书的日期和凭证；从这一天的次日起算15个工作日。',
    },
    hear: { ...hear, to: 'handling' },
    askSupplement,
    askReasons: {
      to: 'handling',
      by: officer,
      label: '要求说明理由',
      reason: 'required',
      basis: ['条例/35'],
      effect: '申请的数量、频次明显超过合理范围的，发出说明理由告知书。',
    },
    hearReasons: {
      to: 'handling',
      by: officer,
      label: '登记申请人的理由',
      basis: ['条例/35'],
      effect: '写下收到的日期、理由和是否合理的判断。',
    },
    delay: {
      to: 'handling',
      by: ['leader'],
      label: '确定延迟答复的期限',
      reason: 'required',
      basis: ['条例/35'],
      effect: '理由合理但不能按期答复的，确定合理的期限并告知申请人。',
      weighty: true,
    },
    proposeExtension: { ...proposeExtension, to: 'handling' },
    extend: { ...extend, to: 'handling' },
    charge: {
      to: 'charging',
      by: officer,
      label: '发出收费通知',
      basis: ['109号(2020)/6', '条例/42'],
      effect: '写明依据、标准、数额和缴纳方式；申请人20个工作日内缴费，缴费次日起重新计算期限。',
      weighty: true,
    },
    convert: { ...convert, to: 'handling' },
    propose: {
      to: 'drafted',
      by: officer,
      label: '拟定答复',
      basis: ['条例/33', '条例/36'],
      effect: '按判断得出的结果生成答复书草稿，送另一人审核。',
    },
    note: { ...note, to: 'handling' },
    complete: { ...complete, to: 'handling' },
    cancel,
  },
  charging: {
    acknowledgeFee: {
      to: 'charging',
      by: officer,
      label: '登记申请人收到收费通知',
      basis: ['109号(2020)/6', '235号(2016)/二'],
      effect: '写下申请人签收收费通知的日期和凭证；从次日起算20个工作日。',
    },
    pay: {
      to: 'handling',
      by: officer,
      label: '登记缴费',
      basis: ['109号(2020)/6(2)'],
      effect: '答复期限自缴费次日起重新计算。',
    },
    lapseFee: {
      to: 'handling',
      by: officer,
      label: '期满未缴费',
      basis: ['109号(2020)/6'],
      effect: '收到收费通知满20个工作日没有缴费的，视为放弃申请；仍须书面告知不再处理。',
    },
    note: { ...note, to: 'charging' },
    complete: { ...complete, to: 'charging' },
    cancel,
  },
  drafted: {
    review: {
      to: 'reviewed',
      by: ['legalReviewer', 'departmentHead', 'secrecyOfficer'],
      notBy: ['propose'],
      label: '审核同意',
      basis: ['条例/45', '条例/17'],
      effect: '送领导批准。',
    },
    return: {
      to: 'handling',
      by: ['legalReviewer', 'departmentHead', 'secrecyOfficer'],
      label: '退回修改',
      reason: 'required',
      basis: ['条例/45'],
      effect: '退回承办人，草稿保留。',
    },
    proposeExtension: { ...proposeExtension, to: 'drafted' },
    extend: { ...extend, to: 'drafted' },
    cancel,
  },
  reviewed: {
    approve: {
      to: 'approved',
      by: ['leader'],
      notBy: ['propose', 'review'],
      label: '批准',
      basis: ['条例/36', '条例/45'],
      effect: '编号并定稿；此后内容不能再改，尽快送达。',
      weighty: true,
    },
    return: {
      to: 'handling',
      by: ['leader'],
      label: '退回修改',
      reason: 'required',
      basis: ['条例/45'],
      effect: '退回承办人，草稿保留。',
    },
    cancel,
  },
  approved: {
    complete: { ...complete, to: 'approved' },
    deliver: {
      to: 'replied',
      by: officer,
      label: '送达',
      basis: ['235号(2016)/一', '235号(2016)/二'],
      effect: '邮寄以交邮之日、直接送达以签收之日为答复之日；网上送达自发布之时。',
      weighty: true,
    },
    cancel,
  },
  replied: {
    prove: {
      to: 'replied',
      by: officer,
      label: '登记送达凭证',
      basis: ['235号(2016)/二', '条例/45'],
      effect: '补上签收、妥投的日期和凭证。',
    },
    note: { ...note, to: 'replied' },
    convert: { ...convert, to: 'replied' },
    archive: {
      to: 'closed',
      by: officer,
      label: '归档',
      basis: ['条例/45'],
      effect: '生成归档包，其中的办理日志逐日说明期限。',
    },
  },
  closed: {
    convert: { ...convert, to: 'closed' },
    prove: {
      to: 'closed',
      by: officer,
      label: '登记送达凭证',
      basis: ['235号(2016)/二', '条例/45'],
      effect: '补上签收、妥投的日期和凭证。',
    },
  },
} as const satisfies Workflow<RequestState, RequestRole>
