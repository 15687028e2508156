import { Button, Input, InputNumber } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import type { WebhookView } from '../webhook/model.ts'
import { WebhookFields } from './WebhookFields.tsx'

type Props = {
  readonly view: WebhookView
  readonly offer: WebhookView['offers'][number]
  /** The new secret, where the step made one. */
  readonly onDone: (secret: string | null) => void
}

/** One step of a receiver: what it does, what it asks for, and doing it. */
export function WebhookStep({ view, offer, onDone }: Props) {
  const { name, contact, url, below } = view
  const [form, setForm] = useState({ name, contact, url, below })
  const [range, setRange] = useState<{ from: number | null; to: number | null }>({ from: null, to: null })
  const [reason, setReason] = useState('')
  const doing = useDoing()
  const reasons = doing.error ? reasonsOf(doing.error) : []
  const sorted = byField(reasons, ['name', 'contact', 'url', 'from', 'to', 'reason'])
  const asked =
    offer.verb === 'change'
      ? { form }
      : offer.verb === 'replay'
        ? { form: { from: range.from ?? undefined, ...(range.to === null ? {} : { to: range.to }) } }
        : {}
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run<{ secret: string | null }>(
      'POST',
      `/api/webhooks/${view.id}/${offer.verb}`,
      {
        version: view.version,
        ...(reason.trim() ? { reason: reason.trim() } : {}),
        ...asked,
      },
    )
    if (done) onDone(done.secret)
  }
  return (
    <form className="act site-form" aria-label={offer.label} noValidate onSubmit={e => void submit(e)}>
      <p className="effect">
        {offer.effect}{' '}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      <Faults reasons={reasons} />
      {offer.verb === 'change' ? (
        <WebhookFields value={form} set={part => setForm({ ...form, ...part })} reasons={sorted.fields} />
      ) : null}
      {offer.verb === 'replay' ? (
        <div className="field-row">
          {(['from', 'to'] as const).map(at => (
            <Field
              key={at}
              name={at}
              label={at === 'from' ? '从次序号' : '到次序号'}
              required={at === 'from'}
              hint={at === 'from' ? '含这一号。' : `含这一号；不填到 ${view.matchedTo}。`}
              reasons={sorted.fields.get(at)}
            >
              {({ status, ...control }) => (
                <InputNumber
                  {...control}
                  status={status}
                  value={range[at]}
                  min={1}
                  precision={0}
                  onChange={value => setRange({ ...range, [at]: value })}
                />
              )}
            </Field>
          ))}
        </div>
      ) : null}
      {offer.reason ? (
        <Field
          name="reason"
          label="理由（留在履历里）"
          required={offer.reason === 'required'}
          reasons={sorted.fields.get('reason')}
        >
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              rows={2}
              maxLength={2000}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <Button type="primary" htmlType="submit" loading={doing.busy} danger={offer.verb === 'remove'}>
        {offer.label}
      </Button>
    </form>
  )
}
