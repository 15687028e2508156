import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'

/** 转为主动公开 (条例第四十四条): what several people asked for, or an applicant proposes to tell everybody. */

export const conversionStates = ['proposed', 'accepted', 'declined', 'opened'] as const
export type ConversionState = (typeof conversionStates)[number]
export const conversionStateLabels: Record<ConversionState, string> = {
  proposed: '待决定',
  accepted: '已决定公开，待公布',
  declined: '不纳入主动公开',
  opened: '已主动公开',
}

export type Conversion = Subject & {
  readonly state: ConversionState
  readonly requestId: number
  /** Null: an applicant proposed it. */
  readonly proposerId: number | null
  readonly title: string
  readonly applicants: number
  readonly proposedOn: string
  readonly decidedOn: string | null
  readonly postingId: number | null
  readonly documentId: number | null
  readonly address: string | null
  readonly reachedAt: Date
}

/**
 * Working days within which a proposal is decided. 条例第四十四条 says 及时 and no number: the body's own custom, shown as such [D]. Once it
 * is decided the twenty working days of 条例第二十六条 run.
 */
export const decideDays = 10
export const openDays = 20

export const convertForm = z.object({
  why: z
    .string('请写明建议公开的理由。')
    .trim()
    .min(4, '请写明建议公开的理由，至少4个字。')
    .max(1000, '理由不能超过1000个字。'),
})

/** How it becomes public: by a posting that is drafted with the decision, or by the document whose attribute is turned. */
export const acceptForm = z
  .object({
    how: z.enum(['posting', 'document'], '请选择以信息发布，还是变更一件公文的公开属性。'),
    documentNumber: z.string().trim().max(80, '文号不能超过80个字。').default(''),
  })
  .refine(form => form.how !== 'document' || form.documentNumber !== '', {
    path: ['documentNumber'],
    message: '请填写公文的文号。',
  })
export type AcceptForm = z.infer<typeof acceptForm>
