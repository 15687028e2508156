import { z } from 'zod'
import { bulkForm as bulkOf } from '../rounds/model.ts'
import type { ItemState } from './workflow.ts'

/** What the re-examination chooses between. */
export const choices = ['open', 'keep'] as const
export type Choice = (typeof choices)[number]
export const opinionLabels: Record<Choice, string> = { open: '建议公开', keep: '建议维持' }
export const decisionLabels: Record<Choice, string> = { open: '转为主动公开', keep: '维持原公开属性' }

/** A campaign: every document of one body that was on-request or withheld when it was opened. */
export type Campaign = {
  readonly id: number
  readonly bodyId: number
  readonly year: number
  /** Last day for the drafting departments' opinions. */
  readonly opinionsBy: string
  readonly state: 'open'
  readonly version: number
  readonly takenIn: number
  readonly openedBy: number
  readonly openedAt: Date
}

/** One document in a campaign, with what of the document itself matters now. */
export type Item = {
  readonly id: number
  readonly campaignId: number
  readonly documentId: number
  readonly bodyId: number
  readonly departmentId: number
  readonly drafterId: number
  readonly state: ItemState
  readonly version: number
  readonly attribute: 'on-request' | 'withheld'
  readonly ground: string | null
  readonly opinion: Choice | null
  readonly opinionReason: string | null
  readonly answeredBy: number | null
  readonly answeredFor: number | null
  readonly answeredAt: Date | null
  readonly decisionReason: string | null
  readonly decidedBy: number | null
  readonly decidedAt: Date | null
  readonly secretaryId: number | null
  readonly conversionRefused: string | null
  readonly reminders: number
  readonly remindedAt: Date | null
  readonly year: number
  readonly opinionsBy: string
  /** The document as it is now. */
  readonly title: string
  readonly documentNumber: string | null
  readonly issuedOn: string | null
  readonly presentState: string
  readonly presentAttribute: string | null
  readonly presentGround: string | null
}

const day = z.string('请填写日期。').regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写成2026-11-22这样的形式。')

export const openForm = z.object({
  body: z.coerce.number('请选择单位。').int('请选择单位。').positive('请选择单位。').optional(),
  year: z.coerce
    .number('请填写复查年度。')
    .int('年度应为四位数字。')
    .min(2008, '条例自2008年起施行，年度不能更早。'),
  opinionsBy: day,
})
export type OpenForm = z.infer<typeof openForm>

export const answerForm = z.object({
  opinion: z.enum(choices, '请选择建议公开或建议维持。'),
})
export type AnswerForm = z.infer<typeof answerForm>

export const decideForm = z.object({
  decision: z.enum(choices, '请选择转为主动公开或维持原公开属性。'),
  /** 会同文秘机构: who of the secretariat decided with the openness unit. */
  secretary: z.coerce
    .number('请选择会同办理的文秘人员。')
    .int('请选择会同办理的文秘人员。')
    .positive('请选择会同办理的文秘人员。'),
  /** For what stays withheld: the registered ground was looked at again and still stands. */
  groundStands: z.boolean().default(false),
})
export type DecideForm = z.infer<typeof decideForm>

export const remindForm = z.object({
  departments: z.array(z.coerce.number().int()).max(500, '一次最多催办500个部门。').optional(),
})

export const bulkForm = bulkOf(['answer', 'remind', 'proceed', 'decide', 'convert'], '公文')
export type BulkForm = z.infer<typeof bulkForm>

export type ItemFilter = {
  readonly state: ItemState | null
  readonly department: number | null
  readonly attribute: 'on-request' | 'withheld' | null
  readonly opinion: Choice | null
  /** Only what waits for an opinion after the last day. */
  readonly late: boolean
  readonly q: string
}
