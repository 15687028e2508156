import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { reasonsOf } from '#console/refusal.ts'
import type { AlertView } from '../views.ts'
import { AlertFields, sentOf, type Words } from './AlertForm.tsx'

/** One step of an alert: what it does, what it rests on, its reason; adjusting shows the words again. */
export function AlertStep({
  row,
  verb,
  onDone,
  onClose,
}: {
  row: AlertView
  verb: string
  onDone: () => void
  onClose: () => void
}) {
  const offer = row.offers.find(o => o.verb === verb)
  const [reason, setReason] = useState('')
  const [words, setWords] = useState<Words>({
    kind: row.kind,
    level: row.level,
    title: row.title,
    text: row.text,
    address: row.address ?? '',
    startsAt: row.startsAt ?? '',
    endsAt: row.endsAt ?? '',
  })
  const doing = useDoing()
  if (!offer) return null
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run('POST', `/api/alerts/${row.id}/${verb}`, {
      version: row.version,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(verb === 'adjust' ? { form: sentOf(words) } : {}),
    })
    if (done) onDone()
  }
  const reasons = doing.error ? reasonsOf(doing.error) : []
  return (
    <form
      className="act site-form"
      aria-label={offer.label}
      noValidate
      onSubmit={event => void submit(event)}
    >
      <h2>
        {offer.label}：{row.title}
      </h2>
      <p className="effect">
        {offer.effect}{' '}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      <Faults reasons={reasons} />
      {verb === 'adjust' ? <AlertFields words={words} set={setWords} reasons={reasons} /> : null}
      {offer.reason ? (
        <Field name="reason" label="理由（留在履历里）" required>
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              rows={2}
              maxLength={2000}
              value={reason}
              onChange={e => setReason(e.target.value)}
            />
          )}
        </Field>
      ) : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {offer.label}
        </Button>
        <Button onClick={onClose}>再想想</Button>
      </div>
    </form>
  )
}
