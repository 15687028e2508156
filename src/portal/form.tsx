import type { ReactNode } from 'react'
import { useFrame } from './frame.ts'

/** Parts of public forms: everything wrong at once at the top and at the field, nothing typed lost, no puzzles. */

export type Problem = { readonly field: string; readonly text: string }

/** A POST form to one of our own addresses. */
export function OwnForm({
  action,
  className,
  files,
  children,
}: {
  action: string
  className?: string
  /** It carries files. */
  files?: boolean
  children: ReactNode
}) {
  const { site } = useFrame()
  return (
    <form
      action={site.base + action}
      method="post"
      className={className}
      encType={files ? 'multipart/form-data' : undefined}
      noValidate
    >
      {children}
    </form>
  )
}

/** “有错误需要更正”, with a way to each field (GOV.UK error summary). */
export function ErrorSummary({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null
  return (
    <div className="errors" role="alert" aria-labelledby="errors">
      <h2 id="errors">有 {problems.length} 处需要更正</h2>
      <ul>
        {problems.map(p => (
          <li key={p.field + p.text}>
            <a href={`#${p.field}`}>{p.text}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What is wrong with one field, above its control; the control names it by `aria-describedby="{field}-fault"`. */
export function Problem({ field, problems }: { field: string; problems: readonly Problem[] }) {
  const mine = problems.filter(p => p.field === field)
  if (mine.length === 0) return null
  return (
    <p className="field-fault" id={`${field}-fault`}>
      {mine.map(p => p.text).join('')}
    </p>
  )
}

const trap = 'website'

/** A field that people neither see nor reach and programs fill: instead of a puzzle (GB/T 37668, WCAG 3.3.8). */
export function Honeypot() {
  return (
    <p className="hidden" aria-hidden="true">
      <label>
        这一栏请留空
        <input type="text" name={trap} tabIndex={-1} autoComplete="off" />
      </label>
    </p>
  )
}

export const isTrapped = (form: URLSearchParams): boolean => (form.get(trap) ?? '') !== ''
