import { z } from 'zod'
import { isDay } from '#law/day.ts'
import { bulkForm as bulkOf } from '../../rounds/model.ts'
import type { CleanupState, ItemState } from './workflow.ts'

/** What a clean-up chooses between (清理): 继续有效、修改、废止、失效. */
export const conclusions = {
  keep: '继续有效',
  amend: '修改',
  repeal: '废止',
  expire: '失效',
} as const
export type Conclusion = keyof typeof conclusions
export const conclusionKeys = Object.keys(conclusions) as [Conclusion, ...Conclusion[]]

/** 清理 of one body: what of its normative documents was in force when it was opened. */
export type Cleanup = {
  readonly id: number
  readonly bodyId: number
  readonly name: string
  readonly opinionsBy: string
  readonly issuedUntil: string
  readonly columns: readonly string[]
  readonly state: CleanupState
  readonly version: number
  readonly takenIn: number
  readonly draftId: number | null
  readonly openedBy: number
  readonly openedAt: Date
  readonly concludedAt: Date | null
}

/** One document in a clean-up, or before its expiry (到期评估). */
export type Item = {
  readonly id: number
  readonly cleanupId: number | null
  readonly documentId: number
  readonly bodyId: number
  readonly departmentId: number
  readonly drafterId: number
  readonly state: ItemState
  readonly version: number
  /** The expiry that raised it; null in a clean-up. */
  readonly expiresOn: string | null
  readonly opinion: Conclusion | null
  readonly opinionReason: string | null
  readonly opinionUntil: string | null
  readonly answeredBy: number | null
  readonly decision: Conclusion | null
  readonly decisionReason: string | null
  readonly decisionUntil: string | null
  readonly decisionOn: string | null
  readonly publicNote: string | null
  readonly decidedBy: number | null
  readonly decidedAt: Date | null
  readonly appliedAt: Date | null
  readonly refused: string | null
  readonly remindedAt: Date | null
  /** The last day for opinions; of an expiry the day itself. */
  readonly dueOn: string
  readonly title: string
  readonly documentNumber: string | null
  readonly issuedOn: string | null
  readonly presentExpiry: string | null
  readonly presentRepeal: string | null
  readonly presentState: string
}

const day = z.string('请填写日期。').refine(isDay, '日期应写成2026-11-22这样的形式，且须是存在的日子。')
const conclusion = z.enum(conclusionKeys, '请选择继续有效、修改、废止或失效。')

export const openForm = z.object({
  body: z.coerce.number('请选择单位。').int('请选择单位。').positive('请选择单位。').optional(),
  name: z
    .string('请填写清理的名称。')
    .trim()
    .min(4, '请填写清理的名称（至少4个字）。')
    .max(60, '清理的名称不能超过60个字。'),
  issuedUntil: day,
  opinionsBy: day,
})
export type OpenForm = z.infer<typeof openForm>

export const answerForm = z.object({ opinion: conclusion, until: day.optional() })
export const decideForm = z.object({
  decision: conclusion,
  /** 继续有效: the new end of the term. */
  until: day.optional(),
  /** 废止、失效: the first day out of force. */
  on: day.optional(),
  publicNote: z.string().trim().max(200, '给公众看的说明不能超过200个字。').optional(),
})
export type DecideForm = z.infer<typeof decideForm>

export const bulkForm = bulkOf(['answer', 'decide', 'proceed', 'remind', 'apply'], '文件')
export type BulkForm = z.infer<typeof bulkForm>

export type ItemFilter = {
  readonly state: ItemState | null
  readonly conclusion: Conclusion | null
  readonly department: number | null
  readonly q: string
}
