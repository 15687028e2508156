import { Button, Input } from 'antd'
import type { FormEvent } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'

const words = {
  off: { label: '停用', effect: '这条系统自带的词在本机关和下级不再检查，随时可以恢复。' },
  remove: { label: '删除', effect: '本机关的这条词不再检查；系统自带过同一写法的，恢复自带的词条。' },
  restore: { label: '恢复', effect: '恢复系统自带的这条词。' },
} as const

type Props = {
  readonly wrong: string
  readonly how: keyof typeof words
  readonly version: number
  readonly onDone: (words: string) => Promise<void>
  readonly onClose: () => void
}

/** Switches one word off, takes one away or brings one back; the reason stays in the version. */
export function OneWordForm({ wrong, how, version, onDone, onClose }: Props) {
  const typed = useTyped(`lexicon-${how}-${wrong}`, { reason: '' })
  const { reason } = typed.values
  const doing = useDoing()
  const { label, effect } = words[how]
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['reason'])
  async function act(event: FormEvent) {
    event.preventDefault()
    const done = await doing.run('PUT', '/api/patrol/lexicon', {
      version,
      reason,
      put: [],
      remove: how === 'off' ? [] : [wrong],
      off: how === 'off' ? [wrong] : [],
    })
    if (!done) return
    typed.forget()
    await onDone(`已${label}“${wrong}”。`)
  }
  return (
    <form className="lexicon-edit" aria-label={`${label}词条`} noValidate onSubmit={event => void act(event)}>
      <h2>
        {label}“{wrong}”
      </h2>
      <p className="effect">{effect}</p>
      <PutBack of={typed} />
      {sorted.rest.length > 0 ? <Fault error={doing.error} /> : null}
      <Field name="reason" label={`为什么${label}`} required reasons={sorted.fields.get('reason')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            autoFocus
            value={reason}
            maxLength={500}
            onChange={event => typed.set({ reason: event.target.value })}
          />
        )}
      </Field>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {label}
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}
