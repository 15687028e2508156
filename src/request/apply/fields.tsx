import type { ReactNode } from 'react'
import { Problem } from '#portal/form.tsx'

/** Fields of the application form: label above, hint under it, what is wrong where it is wrong. */

export type FieldProps = {
  readonly name: string
  readonly label: string
  readonly value: string | undefined
  readonly problems: readonly Problem[]
  readonly hint?: ReactNode
  readonly type?: 'text' | 'tel' | 'email'
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'tel' | 'email'
  readonly maxLength?: number
  readonly rows?: number
  readonly className?: string
}

export const describedBy = (name: string, hasHint: boolean, problems: readonly Problem[]) =>
  [hasHint ? `${name}-hint` : '', problems.some(p => p.field === name) ? `${name}-fault` : '']
    .filter(Boolean)
    .join(' ') || undefined

export function Field({ name, label, value, problems, hint, rows, className, ...input }: FieldProps) {
  const common = {
    id: name,
    name,
    defaultValue: value ?? '',
    'aria-describedby': describedBy(name, hint !== undefined, problems),
    'aria-invalid': problems.some(p => p.field === name) ? (true as const) : undefined,
  }
  return (
    <div className={className ? `field ${className}` : 'field'}>
      <label htmlFor={name}>{label}</label>
      {hint !== undefined && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <Problem field={name} problems={problems} />
      {rows === undefined ? (
        <input
          {...common}
          type={input.type ?? 'text'}
          autoComplete={input.autoComplete ?? 'off'}
          inputMode={input.inputMode}
          maxLength={input.maxLength}
        />
      ) : (
        <textarea {...common} rows={rows} maxLength={input.maxLength} />
      )}
    </div>
  )
}

/** A long answer on the page of a receipt, named `text` in every form. */
export function Area(props: { id: string; label: string; value: string; problems: readonly Problem[] }) {
  const { id, label, value, problems } = props
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Problem field={id} problems={problems} />
      <textarea
        id={id}
        name="text"
        rows={4}
        maxLength={2200}
        defaultValue={value}
        aria-describedby={problems.some(p => p.field === id) ? `${id}-fault` : undefined}
      />
    </div>
  )
}

type ChoiceProps = {
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  readonly value: string | undefined
  readonly problems: readonly Problem[]
  readonly choices: readonly (readonly [value: string, label: string, hint?: string])[]
}

export function Choices({ name, label, hint, value, problems, choices }: ChoiceProps) {
  return (
    <fieldset id={name} aria-describedby={describedBy(name, hint !== undefined, problems)}>
      <legend>{label}</legend>
      {hint !== undefined && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <Problem field={name} problems={problems} />
      {choices.map(([choice, words, more]) => (
        <label key={choice} className="choice">
          <input
            type="radio"
            id={`${name}-${choice}`}
            name={name}
            value={choice}
            defaultChecked={value === choice}
          />
          <span>
            {words}
            {more && <span className="hint">　{more}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** “第 2 步，共 4 步” before the heading of a step. */
export function StepLine({ step, title }: { step: number; title: string }) {
  return (
    <>
      <p className="step-line">第 {step} 步，共 4 步</p>
      <h1 className="page-title">{title}</h1>
    </>
  )
}
