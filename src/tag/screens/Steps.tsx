import { Button, Input } from 'antd'
import { useMemo, useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import type { VersionView } from '../views.ts'

type Offer = VersionView['offers'][number]
type Props = { readonly view: VersionView; readonly onDone: () => Promise<void> }

/** The next lawful steps of a version, with what stands in the way of each. */
export function Steps({ view, onDone }: Props) {
  const offers = view.offers.filter(o => o.verb !== 'save')
  const [chosen, setChosen] = useState<string | null>(null)
  if (offers.length === 0)
    return <p className="quiet">这一步不由您办理，或者这一版已经办结。现在：{view.stateLabel}。</p>
  const offer = offers.find(o => o.verb === chosen)
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">办理</h2>
      <div className="act-buttons">
        {offers.map(o => (
          <Button
            key={o.verb}
            type={o.verb === chosen ? 'primary' : 'default'}
            aria-pressed={o.verb === chosen}
            onClick={() => setChosen(o.verb === chosen ? null : o.verb)}
          >
            {o.label}
          </Button>
        ))}
      </div>
      {offer ? <Step key={offer.verb} view={view} offer={offer} onDone={onDone} /> : null}
    </section>
  )
}

function Step({ view, offer, onDone }: Props & { readonly offer: Offer }) {
  const kept = useKept(`thesaurus-${view.id}-${offer.verb}`, { reason: '' })
  const [asked, setAsked] = useState(false)
  const doing = useDoing()
  const sorted = useMemo(() => byField(doing.error ? reasonsOf(doing.error) : [], ['reason']), [doing.error])
  const stands = useMemo(
    () => [...offer.blocked, ...(['propose', 'approve'].includes(offer.verb) ? view.faults : [])],
    [offer, view.faults],
  )
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (offer.weighty && !asked) return setAsked(true)
    const reason = kept.value.reason.trim()
    const done = await doing.run('POST', `/api/tags/${view.id}/${offer.verb}`, {
      version: view.version,
      ...(reason ? { reason } : {}),
    })
    setAsked(false)
    if (!done) return
    kept.forget()
    await onDone()
  }
  return (
    <form
      className="act site-form"
      aria-label={offer.label}
      noValidate
      onSubmit={event => void submit(event)}
    >
      <p className="effect">
        {offer.effect}{' '}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      <Faults reasons={sorted.rest.length > 0 ? sorted.rest : stands} />
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
              maxLength={1000}
              autoSize={{ minRows: 2, maxRows: 8 }}
              value={kept.value.reason}
              onChange={event => kept.set({ reason: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {asked ? (
        <p role="alert" className="confirm">
          <strong>确认{offer.label}？</strong>
          {offer.effect}
        </p>
      ) : null}
      <div className="act-buttons">
        <Button
          type="primary"
          htmlType="submit"
          loading={doing.busy}
          danger={offer.verb === 'cancel'}
          disabled={offer.blocked.length > 0}
        >
          {asked ? `确认${offer.label}` : offer.label}
        </Button>
        {asked ? <Button onClick={() => setAsked(false)}>再想想</Button> : null}
      </div>
    </form>
  )
}
