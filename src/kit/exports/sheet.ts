import { writeXlsxStream } from 'hucre/xlsx'

export type Cell = string | number | null

/** A column of an exported list. `masked` stands in place of `cell` unless the whole text was asked for with a reason. */
export type Column<R> = {
  readonly header: string
  /** In characters. */
  readonly width?: number
  cell(row: R): Cell
  masked?(row: R): Cell
}

/** What opens a formula in a spreadsheet, also in the full widths that a Chinese input method types. */
const opensFormula = /^[\s]*[=+\-@＝＋－＠]/u
// A spreadsheet knows no other characters, and no longer texts.

const unwritable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu
const longest = 32_767

/** A text that no spreadsheet takes for a formula, whatever is made of the file later. */
export function plainCell(value: Cell): Cell {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value === null) return null
  const text = value.replace(unwritable, '')
  const safe = opensFormula.test(text) ? `'${text}` : text
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe
}

/** The cells of rows, masked where a column knows how, safe for any spreadsheet; one line at a time, however many. */
export async function* exportRows<R>(
  columns: readonly Column<R>[],
  rows: AsyncIterable<R> | Iterable<R>,
  full: boolean,
): AsyncGenerator<Cell[]> {
  for await (const row of rows)
    yield columns.map(column => plainCell(full ? column.cell(row) : (column.masked ?? column.cell)(row)))
}

export type Sheet = {
  readonly title: string
  /** Stands below the title: who took it, when, which conditions. */
  readonly notes: readonly string[]
  readonly columns: readonly { readonly header: string; readonly width?: number }[]
  readonly lines: AsyncIterable<Cell[]>
}

/** Names of sheets take no more, and none of these signs. */
const sheetName = (title: string) => title.replace(/[\\/?*[\]:：]/g, ' ').slice(0, 28) || '清单'

/**
 * An XLSX file as a stream: title, notes, the row of headers (which stays in sight), the lines. The memory it takes does not grow with
 * the number of lines; what a sheet of Excel cannot hold goes on in the next one.
 */
export function sheetOf(sheet: Sheet): ReadableStream<Uint8Array> {
  async function* all(): AsyncGenerator<Cell[]> {
    yield [plainCell(sheet.title)]
    for (const note of sheet.notes) yield [plainCell(note)]
    yield sheet.columns.map(c => plainCell(c.header))
    yield* sheet.lines
  }
  return writeXlsxStream(all(), {
    name: sheetName(sheet.title),
    columns: sheet.columns.map(c => ({ width: c.width ?? 14 })),
    freezePane: { rows: 2 + sheet.notes.length },
    repeatHeaders: false,
  })
}
