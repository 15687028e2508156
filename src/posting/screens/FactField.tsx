import { Checkbox, Input, Radio } from 'antd'
import { Field } from '#console/parts/Field.tsx'
import type { Reason } from '#console/refusal.ts'
import type { FactAsked } from '../model.ts'

type Props = {
  readonly fact: FactAsked
  readonly value: string
  readonly reasons: readonly Reason[]
  readonly set: (value: string) => void
}

/** A fact that a kind asks for: one choice alone is a tick, of several one is chosen, all else is written. */
export function FactField({ fact, value, reasons, set }: Props) {
  const { label, hint, required, choices = [] } = fact
  const [only] = choices
  return (
    <Field
      name={`facts.${label}`}
      label={label}
      hint={hint}
      required={required}
      group={choices.length > 1}
      reasons={reasons}
    >
      {({ status, ...control }) =>
        choices.length > 1 ? (
          <Radio.Group
            className="checks"
            name={label}
            value={value}
            options={choices.map(choice => ({ value: choice, label: choice }))}
            onChange={e => set(String(e.target.value))}
          />
        ) : only !== undefined ? (
          <Checkbox
            id={control.id}
            checked={value === only}
            onChange={e => set(e.target.checked ? only : '')}
          >
            {only}
          </Checkbox>
        ) : (
          <Input
            {...control}
            status={status}
            value={value}
            maxLength={1000}
            onChange={e => set(e.target.value)}
          />
        )
      }
    </Field>
  )
}
