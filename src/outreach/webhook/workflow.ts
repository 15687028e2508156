import type { Step, Workflow } from '#kit/workflow.ts'
import type { WebhookState } from './model.ts'

export type WebhookRole = 'systemAdmin'

const by = ['systemAdmin'] as const
const basis = ['上海/一(三)'] as const

const change = (to: WebhookState) => ({
  to,
  by,
  label: '修改',
  basis,
  effect: '以后的推送送到新的地址；尚未送达的也按新的地址送。',
})
const renew = (to: WebhookState) => ({
  to,
  by,
  label: '换密钥',
  basis,
  effect: '立即启用新密钥，只显示一次；旧密钥再用一天，期间每次推送带两个签名。',
  weighty: true as const,
})
const remove = {
  to: 'removed',
  by,
  label: '删除',
  reason: 'required',
  basis,
  effect: '不再推送，尚未送达的记作不推送；密钥销毁。履历和推送记录留存。',
  weighty: true,
} as const

/** Only what is public is sent, so one administrator's word is enough; every step stands in the history. */
export const webhookWorkflow = {
  active: {
    change: change('active'),
    renew: renew('active'),
    replay: {
      to: 'active',
      by,
      label: '重推',
      basis,
      effect: '把所填次序号的变化再推送一遍，接收系统按次序号和版本去重。',
    },
    pause: { to: 'paused', by, label: '暂停', basis, effect: '暂不推送；恢复以后从暂停的地方接着送，不漏。' },
    remove,
  },
  paused: {
    change: change('paused'),
    renew: renew('paused'),
    resume: { to: 'active', by, label: '恢复', basis, effect: '从暂停的地方接着推送。' },
    remove,
  },
  disabled: {
    change: change('disabled'),
    renew: renew('disabled'),
    resume: { to: 'active', by, label: '恢复', basis, effect: '从停用的地方接着推送，期间的变化一件不漏。' },
    remove,
  },
  removed: {},
} as const satisfies Workflow<WebhookState, WebhookRole>

export const webhookBeginning = {
  to: 'active',
  by,
  label: '登记接收系统',
  basis,
  effect: '以后每次公开、更正、撤回，都向这个地址推送一次。密钥只显示这一次。',
} as const satisfies Step<WebhookState, WebhookRole>

export const webhookVerbs = ['change', 'renew', 'replay', 'pause', 'resume', 'remove'] as const
export type WebhookVerb = (typeof webhookVerbs)[number]

export function labelOfWebhook(verb: string): string {
  if (verb === 'register') return webhookBeginning.label
  if (verb === 'disable') return '连续失败，自动停用'
  for (const steps of Object.values<Record<string, Step>>(webhookWorkflow))
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
