import { Button, Input } from 'antd'
import { useMemo } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Marks } from '#console/parts/Marks.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'

export type Pending = {
  readonly id: number
  readonly version: number
  readonly by: string
  readonly at: string
  readonly reason: string
  readonly lines: readonly { readonly label: string; readonly from: string; readonly to: string }[]
  readonly offers: readonly {
    readonly verb: string
    readonly label: string
    readonly effect: string
    readonly reason: 'required' | 'optional' | null
    readonly blocked: string | null
  }[]
}

/** A change of settings that waits for another person: what it was, what it would be, and who may decide. */
export function PendingChange({ pending, onDone }: { pending: Pending; onDone: () => void }) {
  const kept = useKept(`request-proposal-${pending.id}`, { reason: '' })
  const { reason } = kept.value
  const doing = useDoing()
  const sorted = useMemo(() => byField(doing.error ? reasonsOf(doing.error) : [], ['reason']), [doing.error])
  const open = pending.offers.filter(offer => offer.blocked === null)
  const decide = async (verb: string) => {
    const path = `/api/request-settings/proposals/${pending.id}/${verb}`
    const done = await doing.run('POST', path, { version: pending.version, reason: reason.trim() || null })
    if (!done) return
    kept.forget()
    onDone()
  }
  return (
    <section className="request-group pending-change" aria-labelledby="pending-change">
      <h2 id="pending-change">待批准的调整</h2>
      <p>
        {pending.by}于{pending.at.slice(0, 10)}提请，理由：{pending.reason}
      </p>
      <Faults reasons={sorted.rest} />
      <dl>
        {pending.lines.map(line => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd>
              <Marks before={line.from} after={line.to} />
            </dd>
          </div>
        ))}
      </dl>
      {open.some(offer => offer.reason !== null) ? (
        <Field
          name="decision-reason"
          label="意见"
          hint="不予批准的，须写明理由。"
          reasons={sorted.fields.get('reason')}
        >
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={reason}
              maxLength={500}
              onChange={event => kept.set({ reason: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <div className="act-buttons">
        {open.map((offer, at) => (
          <Button
            key={offer.verb}
            type={at === 0 && offer.verb === 'approve' ? 'primary' : 'default'}
            loading={doing.busy}
            title={offer.effect}
            onClick={() => void decide(offer.verb)}
          >
            {offer.label}
          </Button>
        ))}
      </div>
      {pending.offers
        .flatMap(offer => offer.blocked ?? [])
        .map(text => (
          <p key={text} className="quiet">
            {text}
          </p>
        ))}
      {pending.offers.length === 0 ? <p className="quiet">由签发领导批准。</p> : null}
    </section>
  )
}
