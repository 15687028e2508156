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
/** What a decision or judgement that corrects found wrong: the answer itself, the way it came about, or that there was none. */
export const redoFors = ['substance', 'procedure', 'silence'] as const
export type RedoFor = (typeof redoFors)[number]
export const redoForLabels: Record<RedoFor, string> = {
  substance: '答复内容违法（事实、依据、证据）',
  procedure: '违反法定程序',
  silence: '没有在期限内答复',
}

export const decideForm = z
  .object({
    result: z.enum(
      remedyResults.filter(r => r !== 'pending') as ['upheld', 'corrected', 'other'],
      '请选择结果：维持、纠正或者其他。',
    ),
    on: dayField('结案日期'),
    /** Whether a new answer is wanted; asked of what was corrected alone. */
    redo: z.boolean('请选择是否要求重新答复。').nullable().default(null),
    redoFor: z.enum(redoFors, '请选择被纠正的原因。').nullable().default(null),
    toldOn: dayField('收到决定书、判决书的日期').nullable().default(null),
    redoBy: dayField('重新答复的期限').nullable().default(null),
  })
  .superRefine((form, context) => {
    if (form.result !== 'corrected') return
    const say = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (form.redo === null) say('redo', '结果纠正的，请选择决定、判决是否要求重新答复。')
    if (form.redo !== true) return
    if (form.redoFor === null) say('redoFor', '请选择被纠正的原因。')
    if (form.toldOn === null) say('toldOn', '请选择收到决定书、判决书的日期：重新答复的期限从次日起算。')
    else if (form.redoBy !== null && form.redoBy <= form.toldOn)
      say('redoBy', '重新答复的期限应当晚于收到决定书、判决书的日期。没有定期限的不填。')
  })
export type Decided = z.infer<typeof decideForm>
export const amendForm = enterForm

export type RemedyState = 'received' | 'defended' | 'decided'
export const remedyStateLabels: Record<RemedyState, string> = {
  received: '待提交答复',
  defended: '审理中',
  decided: '已结案',
}
