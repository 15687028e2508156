import { useEffect, useRef } from 'react'
import { fieldName, reasonsOf, type Reason } from '../refusal.ts'
import { Clause } from './Clause.tsx'
import { Icon } from './Icon.tsx'

/** The id of a field's control: `parts.other` and `parts.problems` stand on one page and are two. */
export const anchorOf = (field: string): string => `field-${field.replaceAll(/[./\s]/g, '-')}`

/** Where a reason belongs: the field itself, or the one that holds the whole of which it names a part. */
const placeOf = (field: string): HTMLElement | null =>
  document.getElementById(anchorOf(field)) ?? document.getElementById(anchorOf(fieldName(field)))

/** Brings a field into view and puts the cursor in it. */
export function focusField(field: string): void {
  const found = placeOf(field)
  if (!found) return
  const inner = found.matches('input, textarea, button, select, [contenteditable], [tabindex]')
    ? found
    : found.querySelector<HTMLElement>(
        'input, textarea, button, select, [contenteditable="true"], [tabindex]',
      )
  found.scrollIntoView({ block: 'center' })
  inner?.focus({ preventScroll: true })
}

/** All that is wrong at once, at the top, each with a way to the field it concerns. Takes the focus when it appears. */
export function Faults({ reasons, title }: { reasons: readonly Reason[]; title?: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (reasons.length > 0) box.current?.focus()
  }, [reasons])
  if (reasons.length === 0) return null
  return (
    <div className="faults" role="alert" tabIndex={-1} ref={box}>
      <p className="faults-title">
        <Icon name="warn" />
        {title ?? (reasons.length > 1 ? `有 ${reasons.length} 处需要处理` : '需要处理')}
      </p>
      <ul>
        {reasons.map(reason => (
          <li key={`${reason.field ?? ''}${reason.text}`}>
            {reason.field && placeOf(reason.field) ? (
              <button type="button" className="link" onClick={() => focusField(reason.field ?? '')}>
                {reason.text}
              </button>
            ) : (
              reason.text
            )}
            {reason.basis ? <Clause id={reason.basis} /> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The reasons of a thrown error, where no field can take them. */
export function Fault({ error, title }: { error: unknown; title?: string }) {
  if (!error) return null
  return <FaultBox error={error} title={title} />
}

function FaultBox({ error, title }: { error: unknown; title?: string }) {
  const reasons = reasonsOf(error)
  const kept = useRef(reasons)
  if (kept.current.map(r => r.text).join() !== reasons.map(r => r.text).join()) kept.current = reasons
  return <Faults reasons={kept.current} title={title} />
}
