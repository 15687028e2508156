import { Checkbox, Input, Radio, Select } from 'antd'
import { lazy, Suspense } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Field } from '#console/parts/Field.tsx'
import type { StepFields as AskedFields } from '#console/parts/Step.tsx'
import type { Reason } from '#console/refusal.ts'
import { TagField } from '#tag/screens/TagField.tsx'
import type { FieldView } from '../views.ts'
import { bodyRoles } from './bodyRoles.ts'

const RichText = lazy(() => import('#console/editor/RichText.tsx'))

export type Values = Readonly<Record<string, string | readonly string[]>>

export const valuesOf = (fields: readonly FieldView[]): Values =>
  Object.fromEntries(fields.map(f => [f.name, f.value]))

const isEmpty = (value: string | readonly string[] | undefined) =>
  value === undefined || (typeof value === 'string' ? value.trim() === '' : value.length === 0)

/** What is still missing, every field at once. */
export function missingIn(fields: readonly FieldView[], values: Values): Reason[] {
  return fields
    .filter(f => f.required && isEmpty(values[f.name]))
    .map(f => ({
      field: f.name,
      text: ['one', 'many', 'tags'].includes(f.type) ? `请选择“${f.label}”。` : `请填写“${f.label}”。`,
    }))
}

/** A choice of several that was made before and is none now: that is said, not left out. */
const isCleared = (f: FieldView) => ['many', 'tags'].includes(f.type) && !f.required && !isEmpty(f.value)

/** The form as the step's schema wants it: what was left empty is left out. */
export function formOf(fields: readonly FieldView[], values: Values): { form?: Record<string, unknown> } {
  const filled = fields.filter(f => !isEmpty(values[f.name]) || isCleared(f))
  return fields.length > 0 ? { form: Object.fromEntries(filled.map(f => [f.name, values[f.name]])) } : {}
}

/** These fields as a step of the console asks them. */
export const askedIn = (fields: readonly FieldView[]): AskedFields<Values> => ({
  initial: valuesOf(fields),
  missing: values => missingIn(fields, values),
  form: values => formOf(fields, values).form,
  draw: held => (
    <StepFields
      fields={fields}
      values={held.values}
      set={next =>
        held.set(Object.fromEntries(Object.entries(next).filter(([name, v]) => v !== held.values[name])))
      }
      faults={held.faults}
    />
  ),
})

type Props = {
  readonly fields: readonly FieldView[]
  readonly values: Values
  readonly set: (values: Values) => void
  readonly faults: ReadonlyMap<string, readonly Reason[]>
}

/** The fields a step asks for, as the server described them. */
export function StepFields({ fields, values, set, faults }: Props) {
  return (
    <>
      {fields.map(field => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name] ?? field.value}
          set={value => set({ ...values, [field.name]: value })}
          reasons={faults.get(field.name)}
        />
      ))}
    </>
  )
}

type OneProps = {
  readonly field: FieldView
  readonly value: string | readonly string[]
  readonly set: (value: string | readonly string[]) => void
  readonly reasons: readonly Reason[] | undefined
}

/** So many choices that radio buttons would bury the rest of the page. */
const tooManyForRadios = 5

function OneField({ field, value, set, reasons }: OneProps) {
  const { name, label, required, options } = field
  const text = typeof value === 'string' ? value : ''
  const few = field.type === 'one' && (options?.length ?? 0) <= tooManyForRadios
  const chosen = options?.find(o => o.value === text)
  if (field.type === 'tags')
    return (
      <TagField
        value={typeof value === 'string' ? [] : value}
        set={set}
        options={options ?? []}
        suggestions={field.suggestions ?? []}
        required={required}
        reasons={reasons}
        hint={field.hint}
      />
    )
  return (
    <Field
      name={name}
      label={label}
      required={required}
      reasons={reasons}
      hint={field.hint ?? chosen?.hint}
      group={field.type === 'many' || few}
    >
      {({ status, ...control }) => {
        switch (field.type) {
          case 'textarea':
            return (
              <Input.TextArea
                {...control}
                status={status}
                value={text}
                maxLength={500}
                autoSize={{ minRows: 2, maxRows: 6 }}
                onChange={event => set(event.target.value)}
              />
            )
          case 'day':
            return (
              <DayInput
                control={{ ...control, status }}
                value={text || null}
                onChange={day => set(day ?? '')}
              />
            )
          case 'moment':
            return (
              <Input
                {...control}
                status={status}
                type="datetime-local"
                value={text}
                onChange={event => set(event.target.value)}
              />
            )
          case 'many':
            return (
              <Checkbox.Group
                className="checks"
                value={[...(typeof value === 'string' ? [] : value)]}
                options={(options ?? []).map(o => ({ value: o.value, label: o.label }))}
                onChange={values => set(values.map(String))}
              />
            )
          case 'one':
            return few ? (
              <Radio.Group
                className="checks"
                name={name}
                value={text}
                options={(options ?? []).map(o => ({ value: o.value, label: o.label }))}
                onChange={event => set(String(event.target.value))}
              />
            ) : (
              <Select
                {...control}
                status={status}
                value={text || undefined}
                placeholder="请选择"
                options={(options ?? []).map(o => ({ value: o.value, label: o.label }))}
                onChange={value => set(value)}
              />
            )
          case 'html':
            return (
              <Suspense fallback={<p>正在打开编辑器……</p>}>
                <RichText
                  id={control.id}
                  label={label}
                  describedBy={control['aria-describedby']}
                  invalid={control['aria-invalid']}
                  value={text}
                  limit={200_000}
                  roles={bodyRoles}
                  onChange={set}
                />
              </Suspense>
            )
          default:
            return (
              <Input
                {...control}
                status={status}
                value={text}
                maxLength={200}
                onChange={event => set(event.target.value)}
              />
            )
        }
      }}
    </Field>
  )
}
