import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd'
import { useState, type FormEvent } from 'react'
import { BasisList } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { byField, isStale, reasonsOf, type Reason } from '#console/refusal.ts'
import { dayText, now } from '#console/time.ts'
import { useKept } from '#console/useKept.ts'
import type { FieldSpec } from '../fields.ts'
import type { CaseView, OfferView } from '../views.ts'

type Values = Readonly<Record<string, unknown>>

const initialOf = (fields: readonly FieldSpec[]): Values =>
  Object.fromEntries(
    fields.map(f => [
      f.name,
      // Most things are entered on the day they happen.
      f.kind === 'day' && f.name === 'on'
        ? dayText(now())
        : f.kind === 'day' || f.kind === 'number' || f.kind === 'either'
          ? null
          : f.kind === 'check'
            ? false
            : f.kind === 'departments'
              ? []
              : '',
    ]),
  )

const isEmpty = (value: unknown) =>
  value === null || value === '' || value === undefined || (Array.isArray(value) && value.length === 0)

/** The form as the verb's schema wants it: what was left empty is left out, lines become a list. */
function formOf(fields: readonly FieldSpec[], values: Values): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(f => {
      const value = values[f.name]
      if (f.kind === 'lines')
        return [
          [
            f.name,
            String(value ?? '')
              .split('\n')
              .map(line => line.trim())
              .filter(Boolean),
          ],
        ]
      return isEmpty(value) ? [] : [[f.name, value]]
    }),
  )
}

function missingIn(fields: readonly FieldSpec[], values: Values): Reason[] {
  return fields
    .filter(f => !f.optional && f.kind !== 'check' && isEmpty(values[f.name]))
    .map(f => ({
      field: f.name,
      text: `请${['choice', 'either', 'departments', 'consultation', 'day'].includes(f.kind) ? '选择' : '填写'}“${f.label}”。`,
    }))
}

/** What the fields of a step draw on. */
type Of = Pick<CaseView, 'id' | 'version' | 'departments' | 'consultations'>

type Props = {
  readonly view: Of
  readonly offer: OfferView
  /** Where the step is sent: a case of the register, unless something else is said. */
  readonly base?: string
  /** 登记编号 that suit a field which asks for one. */
  readonly numbers?: readonly string[]
  readonly onDone: (label: string) => void
  readonly onStale: () => void
}

/** One lawful step on a case: what it does, what it rests on, its fields, and a second question where it weighs. */
export function RequestAct({ view, offer, base = '/api/requests', numbers = [], onDone, onStale }: Props) {
  const kept = useKept<{ values: Values; reason: string }>(
    `${base === '/api/requests' ? 'request' : base}-${view.id}-${offer.verb}`,
    {
      values: initialOf(offer.fields),
      reason: '',
    },
  )
  const [asked, setAsked] = useState(false)
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const { values, reason } = kept.value
  const sorted = byField(missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : [], [
    'reason',
    ...offer.fields.map(f => f.name),
  ])
  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = missingIn(offer.fields, values)
    if (offer.reason === 'required' && reason.trim() === '')
      found.push({ field: 'reason', text: '请写明理由。' })
    setMissing(found)
    if (found.length > 0) return
    if (offer.weighty && !asked) return setAsked(true)
    const done = await doing.run('POST', `${base}/${view.id}/${offer.verb}`, {
      version: view.version,
      form: formOf(offer.fields, values),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    })
    setAsked(false)
    if (!done) return
    kept.forget()
    onDone(offer.label)
  }
  if (offer.blocked) return <p className="quiet">{offer.blocked}</p>
  return (
    <form onSubmit={event => void submit(event)} noValidate className="act" aria-label={offer.label}>
      <p className="effect">{offer.effect}</p>
      <BasisList basis={offer.basis} />
      {kept.restored ? <p role="status">上次没有提交的内容已经放回来了。</p> : null}
      {isStale(doing.error) ? (
        <p>
          <Button onClick={onStale}>刷新，保留我写的内容</Button>
        </p>
      ) : null}
      {sorted.rest.length > 0 ? <Fault error={doing.error} /> : null}
      {offer.fields.map(field => (
        <OneField
          key={field.name}
          field={field}
          view={view}
          numbers={field.name === 'into' ? numbers : []}
          value={values[field.name]}
          reasons={sorted.fields.get(field.name)}
          set={value => kept.set({ reason, values: { ...values, [field.name]: value } })}
        />
      ))}
      {offer.reason ? (
        <Field
          name="reason"
          label={offer.verb === 'opine' ? '意见' : '理由'}
          required={offer.reason === 'required'}
          reasons={sorted.fields.get('reason')}
        >
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              value={reason}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 8 }}
              onChange={event => kept.set({ values, reason: event.target.value })}
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
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {asked ? `确认${offer.label}` : offer.label}
        </Button>
        {asked ? <Button onClick={() => setAsked(false)}>再想想</Button> : null}
      </div>
    </form>
  )
}

type OneProps = {
  readonly field: FieldSpec
  readonly view: Of
  readonly numbers: readonly string[]
  readonly value: unknown
  readonly reasons: readonly Reason[] | undefined
  readonly set: (value: unknown) => void
}

function OneField({ field, view, numbers, value, reasons, set }: OneProps) {
  const text = typeof value === 'string' ? value : ''
  const choices = Object.entries(field.choices ?? {}).map(([key, label]) => ({ value: key, label }))
  return (
    <Field
      name={field.name}
      label={field.label}
      hint={field.hint}
      required={!field.optional && field.kind !== 'check'}
      reasons={reasons}
      group={field.kind === 'check' || field.kind === 'choice' || field.kind === 'either'}
    >
      {({ status, ...control }) => {
        switch (field.kind) {
          case 'day':
            return <DayInput control={{ ...control, status }} value={text || null} onChange={set} />
          case 'number':
            return (
              <InputNumber
                {...control}
                status={status}
                min={1}
                precision={0}
                value={typeof value === 'number' ? value : null}
                onChange={set}
              />
            )
          case 'check':
            return (
              <Checkbox checked={value === true} onChange={event => set(event.target.checked)}>
                是
              </Checkbox>
            )
          case 'choice':
            return (
              <Radio.Group
                className={choices.some(c => c.label.length > 12) ? 'checks checks-one' : 'checks'}
                name={field.name}
                value={text}
                options={choices}
                onChange={event => set(String(event.target.value))}
              />
            )
          case 'either':
            return (
              <Radio.Group
                className="checks"
                name={field.name}
                value={typeof value === 'boolean' ? String(value) : undefined}
                options={choices}
                onChange={event => set(event.target.value === 'true')}
              />
            )
          case 'departments':
            return (
              <Select
                {...control}
                status={status}
                mode="multiple"
                placeholder="可以选择多个部门"
                value={Array.isArray(value) ? value.map(Number) : []}
                options={view.departments.map(d => ({ value: d.id, label: d.name }))}
                onChange={set}
              />
            )
          case 'consultation':
            return (
              <Select
                {...control}
                status={status}
                placeholder="请选择"
                value={text || undefined}
                options={view.consultations
                  .filter(c => c.heardOn === null)
                  .map(c => ({ value: c.ref, label: `第${c.ref}份（${c.who}，${c.sentOn}发出）` }))}
                onChange={set}
              />
            )
          case 'text':
          case 'lines':
            return (
              <Input.TextArea
                {...control}
                status={status}
                value={text}
                maxLength={4000}
                autoSize={{ minRows: field.kind === 'lines' ? 3 : 2, maxRows: 10 }}
                onChange={event => set(event.target.value)}
              />
            )
          case 'line':
            return (
              <>
                <Input
                  {...control}
                  status={status}
                  value={text}
                  maxLength={500}
                  onChange={event => set(event.target.value)}
                />
                {numbers.length > 0 ? (
                  <span className="chips" role="group" aria-label={`可以选用的${field.label}`}>
                    {numbers.map(number => (
                      <button key={number} type="button" className="chip" onClick={() => set(number)}>
                        {number}
                      </button>
                    ))}
                  </span>
                ) : null}
              </>
            )
        }
      }}
    </Field>
  )
}
