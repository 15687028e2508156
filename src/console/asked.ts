import type { Reason } from './refusal.ts'

/** One thing that a step asks for besides its reason: how it is drawn, and what is looked at before it is sent. */
export type Asked = {
  readonly name: string
  readonly label: string
  /** A civil day, words of several lines or of one, a whole number, a tick, one of several. */
  readonly kind: 'day' | 'text' | 'line' | 'number' | 'box' | 'one'
  readonly hint?: string
  /** A tick may always be left out, unless `missing` says why it may not. */
  readonly optional?: boolean
  /** Characters it takes. */
  readonly most?: number
  /** Of `one`. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  /** What stands there at first. */
  readonly initial?: string | number
  /** Said where it is missing. */
  readonly missing?: string
}
export type Answers = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === false || (typeof value === 'string' && !value.trim())

/** What stands in the fields before anything is typed. */
export const initialOf = (asks: readonly Asked[]): Answers =>
  Object.fromEntries(
    asks.map(a => [a.name, a.initial ?? (a.kind === 'box' ? false : a.kind === 'number' ? null : '')]),
  )

/** What is missing, every field at once. */
export const missingOf = (asks: readonly Asked[], values: Answers): Reason[] =>
  asks
    .filter(a => (a.kind === 'box' ? a.missing !== undefined : !a.optional) && isEmpty(values[a.name]))
    .map(a => ({
      field: a.name,
      text: a.missing ?? `请${a.kind === 'one' ? '选择' : '填写'}${a.label}。`,
    }))

/** The form as the step's schema wants it: words without blanks at their ends, what was left empty left out, a tick yes or no. */
export const formOf = (asks: readonly Asked[], values: Answers): Record<string, unknown> =>
  Object.fromEntries(
    asks
      .filter(a => a.kind === 'box' || !isEmpty(values[a.name]))
      .map(({ name }) => {
        const value = values[name]
        return [name, typeof value === 'string' ? value.trim() : value]
      }),
  )
