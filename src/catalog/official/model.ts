import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'
import { guidelineNames, type Guideline, type GuidelineName } from '../model.ts'
import type { OfficialState } from './workflow.ts'

export type OfficialRow = Subject & {
  readonly state: OfficialState
  readonly field: GuidelineName
  readonly fileName: string
  readonly fileHash: string
  readonly sourceNote: string
  readonly guideline: Guideline
  readonly dropped: readonly string[]
  readonly fresh: readonly string[]
  readonly loadedAt: Date
  readonly changedAt: Date
}

export const loadForm = z.object({
  body: z.coerce.number().int(),
  field: z.enum(guidelineNames, '没有这个领域，可选安全生产、救灾。'),
  note: z
    .string('请写明附件从哪里取得。')
    .trim()
    .min(4, '请写明附件从哪里取得（至少四个字），核定的人要照着核对。')
    .max(300, '来源说明不能超过300个字。'),
  sheet: z.string().max(100).optional(),
})
export type LoadForm = z.infer<typeof loadForm>
