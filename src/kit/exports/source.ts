import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import { exportRows, type Cell, type Column } from './sheet.ts'

/** A list that may be taken out of the house. A room gives one for each of its lists; the mechanism is the same for all. */
export type Source<Q, R> = {
  /** As in the address: `documents`. */
  readonly name: string
  /** The filter as it comes from the screen. */
  readonly query: z.ZodType<Q>
  readonly columns: readonly Column<R>[]
  /** Whose chain keeps that it was taken; throws Refused where the person may not see the list at all. */
  bodyOf(actor: Actor, query: Q): number
  title(query: Q): string
  /** The conditions in words, for the second row of the sheet. */
  conditions(actor: Actor, query: Q): Promise<string>
  /** Counted up to `most`; more answers `most + 1`. */
  count(actor: Actor, query: Q, most: number): Promise<number>
  /** Every line of the filtered list, not a page of it; only what this person may see. */
  rows(actor: Actor, query: Q): AsyncIterable<R>
}

/** A source that no longer says of what: what the routes and the job work with. */
export type AnySource = {
  readonly name: string
  /** Reads a filter; throws the fault of the schema. */
  readonly open: (actor: Actor, query: unknown) => Opened
}
export type Opened = {
  readonly bodyId: number
  readonly title: string
  readonly columns: readonly { readonly header: string; readonly width?: number }[]
  /** As it is kept. */
  readonly query: unknown
  conditions(): Promise<string>
  count(most: number): Promise<number>
  lines(full: boolean): AsyncIterable<Cell[]>
}

export function exportSource<Q, R>(source: Source<Q, R>): AnySource {
  return {
    name: source.name,
    open(actor, raw) {
      const query = source.query.parse(raw)
      return {
        bodyId: source.bodyOf(actor, query),
        title: source.title(query),
        columns: source.columns,
        query,
        conditions: () => source.conditions(actor, query),
        count: most => source.count(actor, query, most),
        lines: full => exportRows(source.columns, source.rows(actor, query), full),
      }
    },
  }
}
