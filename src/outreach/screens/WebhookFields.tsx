import { Checkbox, Input } from 'antd'
import { Field } from '#console/parts/Field.tsx'
import type { Reason } from '#console/refusal.ts'
import type { WebhookForm } from '../webhook/model.ts'

type Props = {
  readonly value: WebhookForm
  readonly set: (part: Partial<WebhookForm>) => void
  readonly reasons: ReadonlyMap<string, readonly Reason[]>
}

const texts = [
  ['name', '接收系统', '例如“县大数据中心政务信息汇聚平台”。', 60],
  ['contact', '对接单位', '哪个单位、哪个处室负责，写办公电话，不写个人手机。', 100],
  ['url', '接收地址', '以 https:// 开头的完整网址。内网地址须先由运行维护人员列入 WEBHOOK_ORIGINS。', 500],
] as const

export const emptyWebhook: WebhookForm = { name: '', contact: '', url: '', below: false }

/** What is asked of a receiver, when it is registered and when it changes. */
export function WebhookFields({ value, set, reasons }: Props) {
  return (
    <>
      {texts.map(([name, label, hint, most]) => (
        <Field key={name} name={name} label={label} hint={hint} required reasons={reasons.get(name)}>
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={value[name]}
              maxLength={most}
              onChange={event => set({ [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Checkbox checked={value.below} onChange={event => set({ below: event.target.checked })}>
        包括所有下级机关的变化
      </Checkbox>
    </>
  )
}
