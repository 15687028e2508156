import { Button, Input } from 'antd'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import type { OfferView } from '../views.ts'

type Props = {
  readonly offer: OfferView
  readonly version: number
  /** Where the verb is sent: `…/api/archive/transfers/3`. */
  readonly address: string
  readonly form?: unknown
  readonly onDone: () => void
  readonly children?: ReactNode
}

/** One step of a batch or a proposal: what it does, what it rests on, its fields, and a second question where it weighs. */
export function Act({ offer, version, address, form, onDone, children }: Props) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const doing = useDoing()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (offer.weighty && !asked) return setAsked(true)
    const done = await doing.run('POST', `${address}/${offer.verb}`, {
      version,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(form === undefined ? {} : { form }),
    })
    setAsked(false)
    if (done) onDone()
  }
  return (
    <form onSubmit={event => void submit(event)} noValidate aria-label={offer.label} className="act">
      <h2>{offer.label}</h2>
      <p className="effect">
        {offer.effect}{' '}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      <Fault error={doing.error} />
      {children}
      {offer.reason ? (
        <Field name="reason" label="理由" required={offer.reason === 'required'}>
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
      {asked ? <p role="alert">请再确认一次：{offer.effect}</p> : null}
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        {asked ? `确认${offer.label}` : offer.label}
      </Button>
      {asked ? <Button onClick={() => setAsked(false)}>再想想</Button> : null}
    </form>
  )
}
