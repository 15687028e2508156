import { z } from 'zod'
import type { Offer } from '#kit/offers.ts'

/** 变化推送: programs of others that are told of every change of the record by a signed POST (Standard Webhooks). */

export const webhookStates = ['active', 'paused', 'disabled', 'removed'] as const
export type WebhookState = (typeof webhookStates)[number]
export const webhookStateLabels: Record<WebhookState, string> = {
  active: '推送中',
  paused: '已暂停',
  disabled: '连续失败，已停用',
  removed: '已删除',
}

export const deliveryStates = ['waiting', 'sending', 'delivered', 'failed', 'suppressed'] as const
export type DeliveryState = (typeof deliveryStates)[number]
export const deliveryStateLabels: Record<DeliveryState, string> = {
  waiting: '待推送',
  sending: '正在推送',
  delivered: '已送达',
  failed: '失败，不再重试',
  suppressed: '不推送',
}

const words = (name: string, most: number) =>
  z
    .string(`请填写${name}。`)
    .trim()
    .min(2, `请填写${name}，至少 2 个字。`)
    .max(most, `${name}不超过 ${most} 个字。`)

export const webhookForm = z.object({
  name: words('接收系统的名称', 60),
  contact: words('对接单位', 100),
  url: z.string('请填写接收地址。').trim().min(1, '请填写接收地址。').max(500, '接收地址不超过 500 个字符。'),
  below: z.boolean('请选择是否包括下级机关。'),
})
export type WebhookForm = z.infer<typeof webhookForm>

const number = z.int('次序号应为整数。').min(1, '次序号从 1 开始。')
export const registerForm = webhookForm.extend({
  /** The first change to be told; absent: what comes after the registration. */
  from: number.optional(),
})
export type RegisterForm = z.infer<typeof registerForm>

export const replayForm = z
  .object({ from: number, to: number.optional() })
  .refine(f => f.to === undefined || f.to >= f.from, { path: ['to'], error: '止号不能小于起号。' })
export type ReplayForm = z.infer<typeof replayForm>

export type WebhookRow = {
  readonly id: number
  readonly bodyId: number
  readonly state: WebhookState
  readonly version: number
  readonly name: string
  readonly contact: string
  readonly url: string
  readonly below: boolean
  readonly secret: Buffer | null
  readonly formerSecret: Buffer | null
  readonly formerUntil: Date | null
  readonly matchedTo: number
  readonly failingSince: Date | null
  readonly registeredBy: number
  readonly registeredAt: Date
  readonly changedAt: Date
}

export type Sums = {
  readonly due: number
  readonly delivered: number
  readonly failed: number
  readonly suppressed: number
  readonly waiting: number
}

export type WebhookLine = {
  readonly id: number
  readonly version: number
  readonly state: WebhookState
  readonly stateLabel: string
  readonly body: string
  readonly name: string
  readonly contact: string
  readonly url: string
  readonly below: boolean
  readonly registeredAt: string
  readonly failingSince: string | null
  readonly formerUntil: string | null
  /** The last change that is owed or was before its time. */
  readonly matchedTo: number
  readonly sums: Sums
  readonly offers: readonly Offer[]
}

export type WebhookListView = {
  /** Bodies for which this person may register one. */
  readonly bodies: readonly { readonly id: number; readonly name: string }[]
  readonly rows: readonly WebhookLine[]
  /** The newest change of the record. */
  readonly newest: number
  /** Intranet origins that the operator has allowed. */
  readonly origins: readonly string[]
}

export type DeliveryLine = {
  readonly id: number
  readonly number: number
  readonly replay: boolean
  readonly state: DeliveryState
  readonly stateLabel: string
  readonly attempts: number
  readonly status: number | null
  readonly fault: string | null
  readonly madeAt: string
  readonly settledAt: string | null
  readonly nextTryAt: string | null
}

export type WebhookView = WebhookLine & {
  readonly days: readonly (Sums & { readonly day: string })[]
  /** Days whose rows do not add up to what was owed; 0 is right. */
  readonly unbalanced: number
  readonly deliveries: readonly DeliveryLine[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly history: readonly {
    readonly at: string
    readonly label: string
    readonly by: string
    readonly reason: string | null
  }[]
}
