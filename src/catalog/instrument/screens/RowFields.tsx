import { Input, Select } from 'antd'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Field } from '#console/parts/Field.tsx'
import {
  groundChoices,
  instrumentFacts,
  isDemanded,
  type FieldSpec,
  type InstrumentKind,
  type Row,
} from '../model.ts'
import type { RowProblem } from '../rules.ts'
import type { InstrumentView } from '../views.ts'

type Props = {
  readonly kind: InstrumentKind
  readonly row: Row
  readonly problems: readonly RowProblem[]
  readonly items: InstrumentView['items']
  readonly onPut: (values: Row['values']) => void
}

/** The questions of one row, as its kind asks them. */
export function RowFields({ kind, row, problems, items, onPut }: Props) {
  return instrumentFacts[kind].fields.map(spec => (
    <One
      key={`${row.key}${spec.name}`}
      spec={spec}
      row={row}
      problems={problems}
      items={items}
      onPut={value => onPut({ ...row.values, [spec.name]: value })}
    />
  ))
}

type OneProps = {
  readonly spec: FieldSpec
  readonly label?: string
  readonly row: Row
  readonly problems: readonly RowProblem[]
  readonly items: InstrumentView['items']
  readonly onPut: (value: string) => void
}

/** One question; what is wrong with it is said as it is typed. */
export function One({ spec, label, row, problems, items, onPut }: OneProps) {
  const value = row.values[spec.name] ?? ''
  const own = problems
    .filter(p => p.key === row.key && p.field === spec.name)
    .map(p => ({ text: p.text.replace(/^第\d+个.{1,4}“.*?”的?/, '') }))
  const choices = spec.form === 'ground' ? groundChoices : items
  return (
    <Field
      name={`${row.key.replaceAll(/[./]/g, '-')}-${spec.name}`}
      label={label ?? spec.label}
      hint={spec.hint}
      required={spec.required && isDemanded(row.key)}
      reasons={own}
    >
      {({ status, ...control }) =>
        spec.form === 'day' ? (
          <DayInput
            control={{ status, ...control }}
            value={value || null}
            onChange={day => onPut(day ?? '')}
          />
        ) : spec.form === 'ground' || spec.form === 'item' ? (
          <Select
            {...control}
            status={status}
            value={value === '' ? undefined : value}
            placeholder={spec.required ? '请选择' : '不选'}
            allowClear={!spec.required}
            showSearch={{ optionFilterProp: 'label' }}
            options={[...choices]}
            onChange={chosen => onPut(chosen ?? '')}
          />
        ) : spec.form === 'text' ? (
          <Input.TextArea
            {...control}
            status={status}
            maxLength={spec.most}
            autoSize={{ minRows: 2, maxRows: 14 }}
            value={value}
            onChange={event => onPut(event.target.value)}
          />
        ) : (
          <Input
            {...control}
            status={status}
            maxLength={spec.most}
            value={value}
            onChange={event => onPut(event.target.value)}
          />
        )
      }
    </Field>
  )
}
