import { Checkbox, Radio, Select } from 'antd'
import type { Answers } from '#console/asked.ts'
import { Plain } from '#console/parts/AskedFields.tsx'
import { Field } from '#console/parts/Field.tsx'
import type { HeldFields, StepFields } from '#console/parts/Step.tsx'
import type { Reason } from '#console/refusal.ts'
import { dayText, now } from '#console/time.ts'
import type { FieldSpec } from '../fields.ts'
import type { CaseView } from '../views.ts'

/** What the fields of a step draw on. */
type Of = Partial<Pick<CaseView, 'departments' | 'consultations'>> & {
  /** 登记编号 that suit a field which asks for one. */
  readonly numbers?: readonly string[]
}

const initialOf = (fields: readonly FieldSpec[]): Answers =>
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
            : f.kind === 'departments' || f.kind === 'several'
              ? []
              : '',
    ]),
  )

/** Fields that are asked as things stand: some only where another was answered so. */
const askedOf = (fields: readonly FieldSpec[], values: Answers): readonly FieldSpec[] =>
  fields.filter(f => !f.when || f.when.in.includes(String(values[f.when.field] ?? '')))

const isEmpty = (value: unknown) =>
  value === null || value === '' || value === undefined || (Array.isArray(value) && value.length === 0)

const linesOf = (text: unknown) =>
  String(text ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)

/**
 * The form as the verb's schema wants it: what was left empty is left out, lines become a list, `search.on` is a member of `search`. A group of
 * which nothing was filled in is none; of one begun, the server says what is missing.
 */
function formOf(fields: readonly FieldSpec[], values: Answers): Record<string, unknown> {
  const form: Record<string, unknown> = {}
  const groups = new Map<string, Record<string, unknown>>()
  for (const { name, kind } of fields) {
    const value = kind === 'lines' ? linesOf(values[name]) : values[name]
    const [group, member] = name.split('.') as [string, string | undefined]
    if (member === undefined) {
      if (kind === 'lines' || !isEmpty(value)) form[name] = value
    } else if (!isEmpty(value)) groups.set(group, { ...groups.get(group), [member]: value })
  }
  return { ...form, ...Object.fromEntries(groups) }
}

function missingIn(fields: readonly FieldSpec[], values: Answers): Reason[] {
  return fields
    .filter(f => !f.optional && f.kind !== 'check' && isEmpty(values[f.name]))
    .map(f => ({
      field: f.name,
      text: `请${['choice', 'either', 'departments', 'consultation', 'day'].includes(f.kind) ? '选择' : '填写'}“${f.label}”。`,
    }))
}

/** The fields a step of the register asks for, as the server described them; `already`: what stands there at first. */
export const fieldsOf = (fields: readonly FieldSpec[], of: Of = {}, already: Answers = {}): StepFields => ({
  initial: { ...initialOf(fields), ...already },
  missing: values => missingIn(askedOf(fields, values), values),
  form: values => formOf(askedOf(fields, values), values),
  draw: held =>
    askedOf(fields, held.values).map(field => (
      <OneField key={field.name} field={field} of={of} held={held} />
    )),
})

type OneProps = { readonly field: FieldSpec; readonly of: Of; readonly held: HeldFields }

function OneField({ field, of, held }: OneProps) {
  const value = held.values[field.name]
  const set = (next: unknown) => held.set({ [field.name]: next })
  const numbers = field.name === 'into' ? (of.numbers ?? []) : []
  const text = typeof value === 'string' ? value : ''
  const choices = Object.entries(field.choices ?? {}).map(([key, label]) => ({ value: key, label }))
  return (
    <Field
      {...held.at(field.name)}
      label={field.label}
      hint={field.hint}
      required={!field.optional && field.kind !== 'check'}
      group={
        field.kind === 'check' ||
        field.kind === 'several' ||
        field.kind === 'choice' ||
        field.kind === 'either'
      }
    >
      {({ status, ...control }) => {
        switch (field.kind) {
          case 'day':
          case 'number':
            return <Plain kind={field.kind} control={{ ...control, status }} value={value} set={set} />
          case 'check':
            return (
              <Checkbox checked={value === true} onChange={event => set(event.target.checked)}>
                是
              </Checkbox>
            )
          case 'several':
            return (
              <Checkbox.Group
                className="checks"
                name={field.name}
                value={Array.isArray(value) ? value.map(String) : []}
                options={choices}
                onChange={set}
              />
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
                options={(of.departments ?? []).map(d => ({ value: d.id, label: d.name }))}
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
                options={(of.consultations ?? [])
                  .filter(c => c.heardOn === null)
                  .map(c => ({
                    value: c.ref,
                    label: `第${c.ref}份（${c.party ?? c.who}，${c.sentOn}发出）`,
                  }))}
                onChange={set}
              />
            )
          case 'text':
          case 'lines':
            return (
              <Plain
                kind="text"
                control={{ ...control, status }}
                value={value}
                most={4000}
                lines={field.kind === 'lines' ? 3 : 2}
                set={set}
              />
            )
          case 'line':
            return (
              <>
                <Plain kind="line" control={{ ...control, status }} value={value} most={500} set={set} />
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
