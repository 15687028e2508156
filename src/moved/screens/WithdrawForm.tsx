import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import type { MovedView } from '../views.ts'

/** Taking a table away: what it does and why. */
export function WithdrawForm({
  row,
  onDone,
  onClose,
}: {
  row: MovedView
  onDone: (words: string) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const doing = useDoing()
  const [offer] = row.offers
  if (!offer) return null
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const body = { version: row.version, reason: reason.trim() }
    if (await doing.run('POST', `/api/moved/${row.id}/${offer.verb}`, body))
      onDone(`第 ${row.id} 号对照表已撤下，${row.rows} 个旧网址不再转。`)
  }
  return (
    <form className="act site-form" aria-label={offer.label} noValidate onSubmit={e => void submit(e)}>
      <h2>
        {offer.label}第 {row.id} 号：{row.name}
      </h2>
      <p className="effect">
        {offer.effect}{' '}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      <Fault error={doing.error} />
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
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {offer.label}
        </Button>
        <Button onClick={onClose}>再想想</Button>
      </div>
    </form>
  )
}
