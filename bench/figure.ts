/** One measured figure of docs/benchmarks.md. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What was measured, so that somebody else can repeat it. */
  readonly detail: string
  /** The line it must reach; null where there is none. */
  readonly target: { readonly at: 'least' | 'most'; readonly value: number } | null
}

export function meets(figure: Figure): boolean {
  if (!figure.target) return true
  return figure.target.at === 'least'
    ? figure.value >= figure.target.value
    : figure.value <= figure.target.value
}
