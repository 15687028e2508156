import type { ReactNode } from 'react'
import type { Reason } from '../refusal.ts'
import { Clause } from './Clause.tsx'
import { anchorOf } from './Faults.tsx'
import { Icon } from './Icon.tsx'

export type Control = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
  readonly 'aria-required': true | undefined
  readonly status: 'error' | undefined
}

type Props = {
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  /** One line on why this is asked, and the clause it comes from. */
  readonly why?: { readonly text: string; readonly clause?: string }
  readonly required?: boolean
  readonly reasons?: readonly Reason[]
  /** Several controls under one question (radios, check boxes). */
  readonly group?: boolean
  /** The control carries its label itself (a tick). */
  readonly labelled?: boolean
  readonly extra?: ReactNode
  readonly children: (control: Control) => ReactNode
}

/** Label above, control, hint under it, what is wrong with it, why it is asked. One look for every form. */
export function Field(props: Props) {
  const { name, label, hint, why, required, reasons = [], group, labelled, extra, children } = props
  const id = anchorOf(name)
  const described = [hint ? `${id}-hint` : '', reasons.length > 0 ? `${id}-fault` : '']
    .filter(Boolean)
    .join(' ')
  const control: Control = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': reasons.length > 0 ? true : undefined,
    'aria-required': required ? true : undefined,
    status: reasons.length > 0 ? 'error' : undefined,
  }
  const words = (
    <>
      {label}
      {required ? <span className="required">必填</span> : null}
    </>
  )
  const below = (
    <>
      {reasons.length > 0 ? (
        <div className="field-fault" id={`${id}-fault`}>
          {reasons.map(reason => (
            <p key={reason.text}>
              <Icon name="warn" size={15} />
              <span>
                {reason.text}
                {reason.basis ? <Clause id={reason.basis} /> : null}
              </span>
            </p>
          ))}
        </div>
      ) : null}
      {hint ? (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {why ? (
        <p className="field-why">
          <span className="quiet">为什么问：</span>
          {why.text}
          {why.clause ? <Clause id={why.clause} /> : null}
        </p>
      ) : null}
    </>
  )
  const className = reasons.length > 0 ? 'field field-bad' : 'field'
  if (group)
    return (
      <fieldset className={className} id={id} aria-describedby={described || undefined}>
        <legend>{words}</legend>
        {extra}
        {children(control)}
        {below}
      </fieldset>
    )
  return (
    <div className={className}>
      {labelled ? null : (
        <div className="field-label">
          <label htmlFor={id}>{words}</label>
          {extra}
        </div>
      )}
      {children(control)}
      {below}
    </div>
  )
}
