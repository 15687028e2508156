import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { reasonsOf, type Reason } from '#console/refusal.ts'
import type { OfferView } from '../lists/views.ts'

export type Asked = {
  readonly name: string
  readonly label: string
  readonly kind: 'day' | 'text'
  readonly hint?: string
  readonly optional?: boolean
}

type Props = {
  /** What the verb is put behind: `/api/catalogs/lists/7`. */
  readonly path: string
  readonly version: number
  readonly offers: readonly OfferView[]
  /** What a step asks for besides its reason. */
  readonly asks?: Readonly<Record<string, readonly Asked[]>>
  /** Said where nothing is to be done. */
  readonly idle: string
  /** What is refused by the server at no field of the step is said here; `done` gets its answer. */
  readonly onDone: (verb: string, answer: unknown) => void
}

/** The lawful steps of a subject: one button each, its effect and what it asks for before it is done. */
export function Steps(props: Props) {
  const [chosen, setChosen] = useState<string | null>(null)
  const offer = props.offers.find(o => o.verb === chosen)
  if (props.offers.length === 0) return <p className="quiet">{props.idle}</p>
  return (
    <>
      <div className="act-buttons">
        {props.offers.map(o => (
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
      {offer ? (
        <One
          key={offer.verb}
          {...props}
          offer={offer}
          onDone={(verb, answer) => (setChosen(null), props.onDone(verb, answer))}
        />
      ) : null}
    </>
  )
}

function One({ path, version, offer, asks, onDone }: Props & { readonly offer: OfferView }) {
  const specs = asks?.[offer.verb] ?? []
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const [sure, setSure] = useState(false)
  const [own, setOwn] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const reasons = own.length > 0 ? own : doing.error ? reasonsOf(doing.error) : []
  const at = (name: string) => reasons.filter(r => r.field === name)
  const rest = reasons.filter(r => r.field !== 'reason' && !specs.some(s => s.name === r.field))
  async function submit(event: FormEvent) {
    event.preventDefault()
    const missing: Reason[] = specs
      .filter(s => !s.optional && !values[s.name]?.trim())
      .map(s => ({ field: s.name, text: `请填写${s.label}。` }))
    if (offer.reason === 'required' && reason.trim() === '')
      missing.push({ field: 'reason', text: '请写明理由。' })
    setOwn(missing)
    if (missing.length > 0) return
    if (offer.weighty && !sure) return setSure(true)
    const form = Object.fromEntries(
      specs.flatMap(s => (values[s.name]?.trim() ? [[s.name, values[s.name]!.trim()]] : [])),
    )
    const done = await doing.run('POST', `${path}/${offer.verb}`, {
      version,
      form,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    })
    setSure(false)
    if (done) onDone(offer.verb, done)
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
      <Faults reasons={rest} />
      {specs.map(s => (
        <Field
          key={s.name}
          name={s.name}
          label={s.label}
          hint={s.hint}
          required={!s.optional}
          reasons={at(s.name)}
        >
          {({ status, ...control }) =>
            s.kind === 'day' ? (
              <DayInput
                control={{ status, ...control }}
                value={values[s.name] || null}
                onChange={day => setValues({ ...values, [s.name]: day ?? '' })}
              />
            ) : (
              <Input.TextArea
                {...control}
                status={status}
                maxLength={500}
                autoSize={{ minRows: 2, maxRows: 6 }}
                value={values[s.name] ?? ''}
                onChange={event => setValues({ ...values, [s.name]: event.target.value })}
              />
            )
          }
        </Field>
      ))}
      {offer.reason ? (
        <Field
          name="reason"
          label="理由（留在履历里）"
          required={offer.reason === 'required'}
          reasons={at('reason')}
        >
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      {sure ? (
        <p role="alert" className="confirm">
          <strong>确认{offer.label}？</strong>
          {offer.effect}
        </p>
      ) : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {sure ? `确认${offer.label}` : offer.label}
        </Button>
        {sure ? <Button onClick={() => setSure(false)}>再想想</Button> : null}
      </div>
    </form>
  )
}
