import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'
import { isDay } from '#law/day.ts'
import { localItem, type LocalItem } from './localItem.ts'
import { elements, guidelineNames, type GuidelineName } from './model.ts'
import type { VersionState } from './workflow.ts'

/** One version of a body's catalog of one field. */
export type VersionRow = Subject & {
  readonly state: VersionState
  readonly field: GuidelineName
  readonly number: number
  readonly upperId: number | null
  readonly items: readonly LocalItem[]
  readonly effectiveOn: string | null
  readonly address: string | null
  readonly publishedAt: Date | null
  readonly changedAt: Date
}

export type Opinion = {
  readonly id: number
  readonly itemKey: string | null
  readonly element: string | null
  readonly text: string
  readonly by: string
  readonly at: Date
  readonly step: string
  readonly answer: string | null
}

const day = z.string().refine(isDay, '日期应写成2026-11-22的样子。')

export const compileForm = z.object({
  body: z.int(),
  field: z.enum(guidelineNames, '没有这个领域，可选安全生产、救灾。'),
})
export type CompileForm = z.infer<typeof compileForm>

export const saveForm = z
  .object({ items: z.array(localItem).max(2000, '目录不能超过2,000个事项。') })
  .refine(
    f => new Set(f.items.map(i => i.key)).size === f.items.length,
    '有两个事项的标识相同，请刷新后重试。',
  )
export type SaveForm = z.infer<typeof saveForm>

/** 不冲突说明: why an entry of the negative list and an item that read alike do not concern the same. */
export const clearanceForm = z.object({
  bar: z.string().max(80),
  list: z.string().max(20),
  item: z.string().max(80),
  because: z
    .string({ error: '请写明为什么不冲突。' })
    .trim()
    .min(6, '请写明为什么不冲突，至少六个字。')
    .max(500, '说明不能超过500个字。'),
})
export type Clearance = z.infer<typeof clearanceForm>
const clearances = z.array(clearanceForm).max(200).default([])

/** Every opinion answered before it goes back: what was done about it, or why not. */
export const submitForm = z.object({
  answers: z
    .array(
      z.object({ opinion: z.int(), text: z.string().trim().min(1, '请写明怎样处理了这条意见。').max(1000) }),
    )
    .default([]),
  clearances,
})
export type SubmitForm = z.infer<typeof submitForm>

export const returnForm = z.object({
  opinions: z
    .array(
      z.object({
        item: z.string().max(40).nullable(),
        element: z
          .enum([...elements, 'level1', 'level3'])
          .nullable()
          .default(null),
        text: z.string().trim().min(1, '请写明意见。').max(1000, '一条意见不能超过1,000个字。'),
      }),
    )
    .max(500)
    .default([]),
})
export type ReturnForm = z.infer<typeof returnForm>

export const approveForm = z.object({ effectiveOn: day })
export type ApproveForm = z.infer<typeof approveForm>

export const publishForm = z.object({
  /** 给公众看的说明: what has changed; needed from the second version on. */
  note: z.string().trim().max(500, '说明不能超过500个字。').optional(),
  clearances,
})
export type PublishForm = z.infer<typeof publishForm>

export const rolloutForm = z
  .object({
    body: z.int(),
    title: z.string().trim().min(2, '请写计划的名称。').max(100),
    basis: z.string().trim().max(200).default(''),
    outlineBy: day,
    compiledBy: day,
    revisedBy: day,
    publishedBy: day,
    longStop: day,
  })
  .refine(
    f =>
      f.outlineBy <= f.compiledBy &&
      f.compiledBy <= f.revisedBy &&
      f.revisedBy <= f.publishedBy &&
      f.publishedBy <= f.longStop,
    '各个期限应依次往后：落实意见、编制报审、修改完善、审核公布、全面完成。',
  )
export type RolloutForm = z.infer<typeof rolloutForm>
export type Rollout = Omit<RolloutForm, 'body'> & { readonly id: number; readonly bodyId: number }
