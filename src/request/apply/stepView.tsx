import type { ReactNode } from 'react'
import { ErrorSummary, Honeypot, OwnForm, type Problem } from '#portal/form.tsx'
import type { View } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { Field, StepLine, type FieldProps } from './fields.tsx'
import { applyPath, frameHere } from './place.tsx'

type Step = {
  readonly step: 1 | 2 | 3 | 4
  /** In the crumbs and, unless `title` says more, in the title of the window. */
  readonly name: string
  readonly title?: string
  readonly heading: string
  /** The page itself, to which its form is sent: `who.html`. */
  readonly page: string
  readonly problems: readonly Problem[]
  /** Above the form. */
  readonly lead?: ReactNode
  readonly fields: ReactNode
  readonly files?: boolean
  /** What the first button says. */
  readonly go?: string
  /** More buttons behind it. */
  readonly more?: ReactNode
  /** Whether “上一步” keeps what was typed and goes back. */
  readonly back?: boolean
  /** Below the form. */
  readonly after?: ReactNode
}

/** One step of applying: its number and heading, everything wrong at once, and the form that posts to the page itself. */
export function stepView(body: RecordBody, s: Step): View {
  return {
    ...frameHere(body, s.name),
    status: s.problems.length > 0 ? 422 : 200,
    title: [`${s.problems.length > 0 ? '错误：' : ''}${s.title ?? s.name}`, '网上申请', body.name],
    main: (
      <div className="prose">
        <StepLine step={s.step} title={s.heading} />
        <ErrorSummary problems={s.problems} />
        {s.lead}
        <OwnForm action={applyPath(body, s.page)} className="form" files={s.files}>
          <Honeypot />
          {s.fields}
          <div className="form-row">
            <button type="submit">{s.go ?? '继续'}</button>
            {s.more}
            {s.back && (
              <button type="submit" name="act" value="back" className="button-plain">
                上一步
              </button>
            )}
          </div>
        </OwnForm>
        {s.after}
      </div>
    ),
  }
}

/** Fields one below another, each with what was typed into it. */
export function Fields({
  typed,
  problems,
  fields,
}: {
  readonly typed: Readonly<Record<string, string | undefined>>
  readonly problems: readonly Problem[]
  readonly fields: readonly Omit<FieldProps, 'value' | 'problems'>[]
}) {
  return fields.map(field => (
    <Field key={field.name} {...field} value={typed[field.name]} problems={problems} />
  ))
}
