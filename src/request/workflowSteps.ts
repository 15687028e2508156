import type { Step } from '#kit/workflow.ts'
import type { RequestRole, RequestState } from './workflow.ts'

/** Steps of a request that are allowed at several of its stages: the same words wherever they are. */

export const officer = ['opennessOfficer'] as const satisfies readonly RequestRole[]

/** Acts that do not end a stage; the same words wherever they are allowed. */
export const cancel = {
  to: 'closed',
  by: officer,
  label: '登记撤回申请',
  basis: ['30号(2021)/三'],
  reason: 'required',
  effect: '按申请人的书面撤回办结，计入“其他处理”。答复时钟停止。',
  weighty: true,
} as const satisfies Step<RequestState, RequestRole>

export const note = {
  by: officer,
  label: '写消息给申请人',
  basis: ['条例/43'],
  effect: '消息显示在申请人凭回执编号和查询码打开的页面上，不改变时限。',
} as const

export const complete = {
  by: officer,
  label: '补记、更正申请人信息',
  basis: ['条例/29'],
  reason: 'required',
  effect: '来信没有写明、后来查明的补上，登记时写错的改过来；原来登记的内容密封留存，期限不变。',
} as const

export const search = {
  by: officer,
  label: '登记检索',
  basis: ['条例/36(4)', '条例/45'],
  effect: '写下检索的系统、范围、关键词、日期和结果；“信息不存在”的答复以此为证。',
} as const

export const hear = {
  by: officer,
  label: '登记收到的意见',
  basis: ['条例/32', '条例/34'],
  effect: '写下对方的意见和收到的日期；这段时间从答复期限中扣除。',
} as const

export const askSupplement = {
  to: 'supplementing',
  by: officer,
  label: '告知补正',
  basis: ['条例/30'],
  effect:
    '收到申请7个工作日内一次性告知；答复期限自收到补正之日起重新计算。超过7个工作日才告知的，不重新计算。',
  weighty: true,
} as const satisfies Step<RequestState, RequestRole>

export const extend = {
  by: ['departmentHead', 'leader'],
  notBy: ['proposeExtension'],
  label: '同意延长',
  basis: ['条例/33(2)'],
  effect: '经公开工作机构负责人同意，期限最多延长20个工作日；须在原期限届满前告知申请人。',
  weighty: true,
} as const

export const proposeExtension = {
  by: officer,
  label: '提请延长答复期限',
  reason: 'required',
  basis: ['条例/33(2)'],
  effect: '送公开工作机构负责人审批。批准并告知申请人之前，期限不变。',
} as const

export const convert = {
  by: ['opennessOfficer', 'leader'],
  label: '提出转为主动公开',
  basis: ['条例/44(1)', '条例/44(2)'],
  effect: '多人申请、可以公开的，建议纳入主动公开范围，由公开工作机构的另一人决定；不影响本件的答复期限。',
} as const

/** What was decided wrongly is answered anew (复议法第六十四条、第六十六条，行诉法第七十条、第七十二条). */
export const redo = {
  to: 'handling',
  by: officer,
  label: '按复议决定、判决重新办理',
  basis: ['复议法/77(1)', '复议法/64(1)', '行诉法/70', '条例/33(1)'],
  effect:
    '答复期限自收到决定书、判决书的次日起重新计算，其中定了期限的以所定期限为准；原来的答复和文书留在案卷里，年度报告表二只计第一次答复。',
  weighty: true,
} as const satisfies Step<RequestState, RequestRole>
