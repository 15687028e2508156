import type { Query } from '#kit/db.ts'
import { columnIds, columns, columnsOf, gathered, statutoryItems, type ColumnId } from './columns.ts'
import {
  renewalOf,
  standingOfColumn,
  type ColumnStanding,
  type RenewalRule,
  type RenewalTerms,
} from './renewal.ts'
import { newestInColumns, type Newest } from './store/columns.ts'
import { entriesOf } from './store/entries.ts'

/** How the columns of a body stand: computed from what is published whenever it is asked for, never kept. */

export type ColumnState = ColumnStanding & {
  readonly column: Held
  readonly label: string
  readonly rule: RenewalRule
  readonly newestOn: string
}

/** A statutory item under which nothing stands, and of which the body has not said that it is none of its duties. */
export type Unsaid = { readonly id: string; readonly cite: string; readonly label: string }

export type Freshnesses = {
  /** Columns with something in them, in the order of the statute; empty ones are not opened to the public. */
  readonly columns: readonly ColumnState[]
  readonly unsaid: readonly Unsaid[]
}

/**
 * What is held to a term: a column, or 政策文件 as the sheet has it, one column of the first level. Normative documents are rare, and
 * one of either kind renews both.
 */
export type Held = ColumnId | 'documents'

const policy: readonly ColumnId[] = gathered.documents.columns
const held: readonly Held[] = ['documents', ...columnIds.filter(c => !policy.includes(c))]
export const isHeld = (id: string): id is Held => (held as readonly string[]).includes(id)
export const heldLabel = (id: Held): string =>
  id === 'documents' ? gathered.documents.label : columns[id].label

function standingAt(
  id: Held,
  newest: ReadonlyMap<string, Newest>,
  today: string,
  terms: RenewalTerms | undefined,
): ColumnState[] {
  const within = (id === 'documents' ? policy : [id]).flatMap(c => newest.get(c) ?? [])
  if (within.length === 0) return []
  const first = id === 'documents' ? 'policy' : id
  const rule = renewalOf(first, terms)
  const days = within.map(n => (columns[first].renewal === 'year' ? n.touchedOn : n.shownOn))
  const newestOn = days.sort().at(-1)!
  return [{ column: id, label: heldLabel(id), rule, newestOn, ...standingOfColumn(rule, newestOn, today) }]
}

/**
 * Columns and statutory items of a body on a day (civil day of Asia/Shanghai). Where entries come one by one, the day that lists show
 * counts; where one text is kept up to date (yearly columns), a revision counts too. (19号(2019)/V4, 条例第二十条、第二十一条)
 */
export async function freshnessOf(
  db: Query,
  bodyId: number,
  today: string,
  terms: RenewalTerms | undefined,
): Promise<Freshnesses> {
  const newest = new Map((await newestInColumns(db, bodyId)).map(n => [n.column, n]))
  const said = (await entriesOf(db, bodyId, ['absence'])).flatMap(a => a.entry.facts ?? []).map(f => f.value)
  return {
    columns: held.flatMap(id => standingAt(id, newest, today, terms)),
    unsaid: statutoryItems.filter(
      item =>
        item.notOurs === null &&
        item.id !== '20-15' &&
        !said.includes(item.cite) &&
        !columnsOf(item.id).some(c => newest.has(c)),
    ),
  }
}
