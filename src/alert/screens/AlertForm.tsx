import { Button, Input, Radio, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import { alertKinds, levels, type AlertKind } from '../model.ts'
import type { AlertListView } from '../views.ts'

export type Words = {
  readonly kind: AlertKind
  readonly level: string | null
  readonly title: string
  readonly text: string
  readonly address: string
  readonly startsAt: string
  readonly endsAt: string
}

export const sentOf = (w: Words) => ({
  kind: w.kind,
  level: w.kind === 'response' ? w.level : null,
  title: w.title,
  text: w.text,
  address: w.address.trim() || null,
  startsAt: w.startsAt.trim() || null,
  endsAt: w.endsAt.trim() || null,
})

/** A new alert: proposed for another person, or raised at once by the leader. */
export function AlertForm({
  bodies,
  onDone,
  onClose,
}: {
  bodies: AlertListView['bodies']
  onDone: () => void
  onClose: () => void
}) {
  const [body, setBody] = useState(bodies[0]!.id)
  const kept = useKept<Words>('alert-new', {
    kind: 'response',
    level: '四级响应',
    title: '',
    text: '',
    address: '',
    startsAt: '',
    endsAt: '',
  })
  const { value: words, set: setWords } = kept
  const doing = useDoing()
  const direct = bodies.find(b => b.id === body)?.direct ?? false
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run('POST', '/api/alerts', { body, form: sentOf(words) })
    if (!done) return
    kept.forget()
    onDone()
  }
  const reasons = doing.error ? reasonsOf(doing.error) : []
  const { fields } = byField(reasons, Object.keys(words))
  return (
    <form
      className="act site-form"
      aria-label="新建应急公告"
      noValidate
      onSubmit={event => void submit(event)}
    >
      <h2>新建</h2>
      <p className="effect">
        {direct
          ? '您是签发领导：提交后立即（或自设定的时间起）出现在每一个公开页面上。'
          : '提交后由另一人核准，才会出现在公开页面上。'}
      </p>
      <PutBack of={kept} />
      <Faults reasons={reasons} />
      {bodies.length > 1 ? (
        <Field name="body" label="机关" required>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={body}
              options={bodies.map(b => ({ value: b.id, label: b.name }))}
              onChange={setBody}
            />
          )}
        </Field>
      ) : null}
      <Field name="kind" label="种类" required group>
        {() => (
          <Radio.Group
            value={words.kind}
            options={Object.entries(alertKinds).map(([value, label]) => ({ value, label }))}
            onChange={e => setWords({ ...words, kind: e.target.value as AlertKind })}
          />
        )}
      </Field>
      <AlertFields words={words} set={part => setWords({ ...words, ...part })} faults={fields} />
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {direct ? '直接发布' : '提请发布'}
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  )
}

/** The fields that a new alert and an adjusted one share. */
export function AlertFields({
  words,
  set,
  faults,
}: {
  words: Words
  set: (part: Partial<Words>) => void
  faults: ReadonlyMap<string, readonly Reason[]>
}) {
  const line = (name: keyof Words, label: string, max: number, hint: string, required = false) => (
    <Field name={name} label={label} hint={hint} required={required} reasons={faults.get(name)}>
      {({ status, ...control }) => (
        <Input
          {...control}
          status={status}
          value={words[name] ?? ''}
          maxLength={max}
          onChange={e => set({ [name]: e.target.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      {words.kind === 'response' ? (
        <Field name="level" label="级别" required reasons={faults.get('level')}>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={words.level ?? undefined}
              options={levels.map(l => ({ value: l as string, label: l }))}
              onChange={level => set({ level })}
            />
          )}
        </Field>
      ) : null}
      {line('title', '标题', 60, '一眼看完的一句话：什么响应、什么范围。', true)}
      {words.kind === 'response' ? (
        <>
          {line('text', '说明', 200, '公众现在要做什么，打哪个电话。')}
          {line(
            'address',
            '详情地址',
            120,
            '本站一件已公开信息的地址，例如 /jiaozuo/content/20261122-5.html。',
          )}
        </>
      ) : null}
      {line('startsAt', '开始时间', 16, '写成 2026-11-22 09:30；不填为核准即始。')}
      {line(
        'endsAt',
        '结束时间',
        16,
        words.kind === 'mourning'
          ? '写成 2026-12-13 24:00 前的时间，例如 2026-12-13 23:59。'
          : '不填为解除为止。',
        words.kind === 'mourning',
      )}
    </>
  )
}
