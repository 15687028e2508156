import { cellsOf, rowsOf } from '../intake/blocks.ts'
import { isElement, textOf, type Element } from '../intake/tree.ts'
import type { Block } from './sheet.ts'

/** One cell of a table, with the place it really has; `columns` and `rows` are how many it spans. */
export type Cell = {
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
  readonly header: boolean
  readonly align: 'center' | 'right' | null
  readonly blocks: readonly Block[]
}

/** A table without holes or overlaps: every place belongs to exactly one cell; `cells` in reading order. */
export type Grid = {
  readonly columns: number
  readonly rows: number
  /** Rows repeated at the head of every page. No cell crosses from them into the body. */
  readonly headRows: number
  readonly cells: readonly Cell[]
  /** Names on the left, on the right what is filled in: see `Rendered.isForm`. */
  readonly isForm?: true
}

const spanOf = (cell: Element, name: 'rowspan' | 'colspan'): number => {
  const n = Number(cell.attributes[name] ?? '1')
  return Number.isInteger(n) && n >= 1 && n <= 1000 ? n : 1
}

type Raw = { row: number; column: number; rows: number; columns: number; source: Element | null }

/**
 * Lays the cells of a table out as HTML does, then makes it whole: spans end with their section and before a place that is
 * taken, holes become empty cells, columns that no cell begins in are joined. `contentsOf` reads a cell.
 */
export function gridOf(table: Element, most: number, contentsOf: (cell: Element) => Block[]): Grid {
  const sections = table.children.filter(isElement)
  const head = sections.filter(s => s.name === 'thead').flatMap(rowsOf)
  const body = sections.filter(s => s.name !== 'thead').flatMap(s => (s.name === 'tr' ? [s] : rowsOf(s)))
  const all = [...head, ...body]
  const headRows = head.length > 0 && body.length > 0 ? head.length : ownHead(all)
  const raw: Raw[] = []
  const taken: (boolean | undefined)[][] = all.map(() => [])
  all.forEach((row, at) => {
    const end = at < headRows ? headRows : all.length
    let column = 0
    for (const source of cellsOf(row)) {
      while (taken[at]?.[column]) column++
      if (column >= most) break
      let columns = 1
      const wanted = Math.min(spanOf(source, 'colspan'), most - column)
      while (columns < wanted && !taken[at]?.[column + columns]) columns++
      let rows = 1
      const isFree = (r: number) => !taken[r]?.slice(column, column + columns).some(Boolean)
      while (rows < spanOf(source, 'rowspan') && at + rows < end && isFree(at + rows)) rows++
      mark(taken, at, column, rows, columns)
      raw.push({ row: at, column, rows, columns, source })
      column += columns
    }
  })
  const joined = joinColumns(raw)
  fillHoles(joined.cells, all.length, joined.columns)
  const cells = joined.cells.map(({ source, ...place }): Cell => {
    const align = source?.attributes['class']
    return {
      ...place,
      header: place.row < headRows || source?.name === 'th',
      align: align === 'center' || align === 'right' ? align : null,
      blocks: source ? contentsOf(source) : [],
    }
  })
  cells.sort((a, b) => a.row - b.row || a.column - b.column)
  return { columns: joined.columns, rows: all.length, headRows, cells }
}

function mark(
  taken: (boolean | undefined)[][],
  row: number,
  column: number,
  rows: number,
  columns: number,
): void {
  for (let r = row; r < row + rows; r++)
    for (let c = column; c < column + columns; c++) (taken[r] ??= [])[c] = true
}

/** A colspan of 1000 in a table of three columns makes three columns. */
function joinColumns(raw: readonly Raw[]): { columns: number; cells: Raw[] } {
  const starts = [...new Set(raw.map(cell => cell.column))].sort((a, b) => a - b)
  const place = new Map(starts.map((start, i) => [start, i]))
  const before = (column: number): number => {
    let i = starts.length
    while (i > 0 && (starts[i - 1] ?? 0) >= column) i--
    return i
  }
  const cells = raw.map(cell => {
    const column = place.get(cell.column) ?? 0
    return { ...cell, column, columns: Math.max(1, before(cell.column + cell.columns) - column) }
  })
  return { columns: starts.length, cells }
}

function fillHoles(cells: Raw[], rows: number, columns: number): void {
  const taken: (boolean | undefined)[][] = Array.from({ length: rows }, () => [])
  for (const cell of cells) mark(taken, cell.row, cell.column, cell.rows, cell.columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (!taken[row]?.[column]) cells.push({ row, column, rows: 1, columns: 1, source: null })
}

/**
 * Rows that are a header though nobody marked them, as in most tables made in Word: first rows all of `th`; or, in a table of eight
 * rows and more, a first row of short names without figures, with the rows its cells reach down to.
 */
function ownHead(rows: readonly Element[]): number {
  const marked = rows.findIndex(row => cellsOf(row).some(cell => cell.name !== 'th'))
  if (marked > 0) return marked
  const first = cellsOf(rows[0] ?? { name: 'tr', attributes: {}, children: [] })
  const texts = first.map(cell => textOf(cell.children).trim())
  const isNames =
    texts.length > 1 && texts.every(text => text !== '' && text.length <= 16 && !/[0-9。；]/.test(text))
  if (!isNames || rows.length < 8 || new Set(texts).size < texts.length) return 0
  const reach = Math.max(...first.map(cell => spanOf(cell, 'rowspan')))
  return reach <= 3 ? reach : 0
}
