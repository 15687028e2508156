import { z } from 'zod'
import { findPersonalData } from '#law/personalData.ts'

/** 页面找错与“是否有用”: what readers say about a page, without saying who they are. */

export const mistakeKinds = {
  wording: '错字、漏字、表述不当',
  link: '链接或附件打不开',
  outdated: '内容过期、与现行规定不符',
  privacy: '露出了个人信息',
  display: '显示不正常、看不清',
  other: '其他',
} as const
export type MistakeKind = keyof typeof mistakeKinds

export const mistakeStates = ['received', 'fixed', 'dismissed'] as const
export type MistakeState = (typeof mistakeStates)[number]
export const mistakeStateLabels: Record<MistakeState, string> = {
  received: '待处理',
  fixed: '已改正',
  dismissed: '不是错误',
}

export const answerForm = z.object({
  answer: z
    .string({ error: '请写处理说明。' })
    .trim()
    .min(4, '请写清楚怎样处理的，至少 4 个字。')
    .max(500, '处理说明不超过 500 个字。')
    .refine(
      text => !findPersonalData(text).some(f => f.certain && f.kind !== 'email'),
      '处理说明会公开，请不要写身份证号、手机号码和银行卡号。',
    ),
})
export type AnswerForm = z.infer<typeof answerForm>

export type MistakeRow = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly state: MistakeState
  readonly version: number
  readonly address: string
  readonly kind: MistakeKind
  readonly text: string
  readonly answer: string | null
  readonly receivedAt: Date
  readonly changedAt: Date
}
