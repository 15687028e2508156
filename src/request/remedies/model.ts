import { z } from 'zod'
import { dayField } from '../model.ts'
import { remedyBlocks, remedyResults } from '../statistics/table3.ts'

/** 行政复议、行政诉讼 against a reply: what is entered, and how it can end. Pure. */

export const procedures = ['simple', 'ordinary'] as const
export type ReviewProcedure = (typeof procedures)[number]
export const procedureLabels: Record<ReviewProcedure, string> = {
  simple: '简易程序（5个工作日内答复）',
  ordinary: '普通程序（10个工作日内答复）',
}

const words = (most: number, ask: string) => z.string(ask).trim().min(1, ask).max(most, `最多${most}个字。`)

export const enterForm = z.object({
  /** 登记编号 of the case it is about; empty: one of before this register was kept here. */
  request: z.string().trim().max(80, '登记编号最多80个字。').default(''),
  block: z.enum(remedyBlocks, '请选择是行政复议还是行政诉讼。'),
  number: words(100, '请填写复议、诉讼的案号。'),
  authority: words(100, '请填写复议机关或者人民法院的名称。'),
  procedure: z.enum(procedures, '请选择简易程序还是普通程序。').default('ordinary'),
  receivedOn: dayField('收到申请书或者起诉状副本的日期'),
  note: z.string().trim().max(1000, '说明最多1000个字。').default(''),
})
export const defendForm = z.object({ on: dayField('提交答复的日期') })
export const decideForm = z.object({
  result: z.enum(
    remedyResults.filter(r => r !== 'pending') as ['upheld', 'corrected', 'other'],
    '请选择结果：维持、纠正或者其他。',
  ),
  on: dayField('结案日期'),
})
export const amendForm = enterForm.omit({ request: true, block: true })

export type RemedyState = 'received' | 'defended' | 'decided'
export const remedyStateLabels: Record<RemedyState, string> = {
  received: '待提交答复',
  defended: '审理中',
  decided: '已结案',
}
