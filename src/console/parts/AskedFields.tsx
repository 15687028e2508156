import { Checkbox, Input, InputNumber, Select } from 'antd'
import { formOf, initialOf, missingOf, type Answers, type Asked } from '../asked.ts'
import { DayInput } from './DayInput.tsx'
import { Field } from './Field.tsx'
import type { HeldFields, StepFields } from './Step.tsx'

/** The fields of a step from their description; `form` where its schema wants them otherwise. */
export function asked(
  asks: readonly Asked[],
  form: (values: Answers) => unknown = values => (asks.length > 0 ? values : undefined),
): StepFields {
  return {
    initial: initialOf(asks),
    // Whoever ticks that he has examined something does so each time anew.
    unkept: asks.filter(a => a.kind === 'box').map(a => a.name),
    missing: values => missingOf(asks, values),
    form: values => form(formOf(asks, values)),
    draw: held => asks.map(one => <OneField key={one.name} asked={one} held={held} />),
  }
}

function OneField({
  asked: { name, label, kind, hint, ...asked },
  held,
}: {
  asked: Asked
  held: HeldFields
}) {
  const value = held.values[name]
  const text = typeof value === 'string' ? value : ''
  const set = (next: unknown) => held.set({ [name]: next })
  return (
    <Field
      {...held.at(name)}
      label={label}
      hint={hint}
      required={kind !== 'box' && !asked.optional}
      labelled={kind === 'box'}
    >
      {({ status, ...control }) => {
        switch (kind) {
          case 'box':
            return (
              <Checkbox
                id={control.id}
                aria-describedby={control['aria-describedby']}
                checked={value === true}
                onChange={event => set(event.target.checked)}
              >
                {label}
              </Checkbox>
            )
          case 'one':
            return (
              <Select
                {...control}
                status={status}
                placeholder="请选择"
                value={text || undefined}
                options={[...(asked.choices ?? [])]}
                onChange={set}
              />
            )
          default:
            return (
              <Plain kind={kind} control={{ ...control, status }} value={value} most={asked.most} set={set} />
            )
        }
      }}
    </Field>
  )
}

type PlainProps = {
  readonly kind: 'day' | 'number' | 'line' | 'text'
  readonly control: Parameters<Parameters<typeof Field>[0]['children']>[0]
  readonly value: unknown
  /** Letters at most. */
  readonly most?: number
  /** Lines of a text to begin with. */
  readonly lines?: number
  readonly set: (next: unknown) => void
}

/** A day, a whole number from one, a line or a text, as every step asks for them. */
export function Plain({ kind, control: { status, ...control }, value, most, lines = 2, set }: PlainProps) {
  const text = typeof value === 'string' ? value : ''
  switch (kind) {
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
    case 'line':
      return (
        <Input
          {...control}
          status={status}
          maxLength={most ?? 200}
          value={text}
          onChange={event => set(event.target.value)}
        />
      )
    case 'text':
      return (
        <Input.TextArea
          {...control}
          status={status}
          maxLength={most ?? 1000}
          autoSize={{ minRows: lines, maxRows: 10 }}
          value={text}
          onChange={event => set(event.target.value)}
        />
      )
  }
}
