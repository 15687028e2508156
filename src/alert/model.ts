import { z } from 'zod'
import { addressPattern } from '#record/model.ts'

/** 应急响应公告与哀悼置灰: what a body says on every page of itself and of the bodies below it. */

export const alertKinds = { response: '应急响应', mourning: '哀悼置灰' } as const
export type AlertKind = keyof typeof alertKinds

/** 四级响应 of emergency plans, and what is said without a level. */
export const levels = ['一级响应', '二级响应', '三级响应', '四级响应', '预警', '提示'] as const

const minute = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/, '时间应写成 2026-11-22 09:30 这样的形式。')

export const alertForm = z
  .object({
    kind: z.enum(['response', 'mourning'], '请选择应急响应公告或哀悼置灰。'),
    level: z.enum(levels, '请选择响应级别。').nullable(),
    title: z
      .string({ error: '请写标题。' })
      .trim()
      .min(4, '标题至少 4 个字，说清楚是什么响应、什么范围。')
      .max(60, '标题不超过 60 个字，横幅上要一眼看完。'),
    text: z.string().trim().max(200, '说明不超过 200 个字，详细内容请链接到公开的信息。'),
    address: z
      .string()
      .regex(addressPattern, '详情地址应是本站一件已公开信息的地址，例如 /jiaozuo/content/20261122-5.html。')
      .nullable(),
    /** Null: at once. */
    startsAt: minute.nullable(),
    /** Null: until it is lowered. */
    endsAt: minute.nullable(),
  })
  // Also when another field is wrong: everything is told at once.
  .refine(form => form.kind !== 'response' || form.level !== null, {
    path: ['level'],
    error: '应急响应公告须写明级别。',
    when: () => true,
  })
  .refine(form => form.kind !== 'mourning' || form.endsAt !== null, {
    path: ['endsAt'],
    error: '哀悼置灰须写明到什么时候为止。',
    when: () => true,
  })
  .refine(form => !form.startsAt || !form.endsAt || form.endsAt > form.startsAt, {
    path: ['endsAt'],
    error: '结束时间应晚于开始时间。',
    when: () => true,
  })
export type AlertForm = z.infer<typeof alertForm>

export type AlertRow = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly kind: AlertKind
  readonly state: AlertState
  readonly version: number
  readonly level: string | null
  readonly title: string
  readonly text: string
  readonly address: string | null
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly raisedAt: Date | null
  readonly loweredAt: Date | null
}

export const alertStates = ['proposed', 'raised', 'lowered', 'cancelled'] as const
export type AlertState = (typeof alertStates)[number]
export const alertStateLabels: Record<AlertState, string> = {
  proposed: '待发布',
  raised: '已发布',
  lowered: '已解除',
  cancelled: '已取消',
}
