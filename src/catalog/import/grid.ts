/** A cell of a table; a merged one stands in every place it covers, `row` and `column` being its first (counted from 0). */
export type GridCell = { readonly text: string; readonly row: number; readonly column: number }

/** Words that stand in a cell and are none of its text: struck out, hidden, in a box that floats above it, the number of a note. */
export type Aside = {
  readonly kind: 'struckText' | 'hiddenText' | 'textBox' | 'noteMark'
  readonly row: number
  readonly column: number
  readonly text: string
}

/** A table as a file shows it, before anything in it is understood. */
export type Grid = {
  readonly name: string
  readonly kind: 'sheet' | 'table' | 'text'
  readonly isHidden: boolean
  readonly rows: readonly (readonly (GridCell | null)[])[]
  readonly hiddenRows: ReadonlySet<number>
  readonly hiddenColumns: ReadonlySet<number>
  /** Paragraphs that stand before the table. */
  readonly before: readonly string[]
  /** Whether merged cells are known; in a text they are lost and look empty. */
  readonly knowsMerges: boolean
  readonly asides: readonly Aside[]
}

export type FileNotes = {
  /** Pictures in the file, which nobody reads. */
  readonly pictures: number
  /** Places of formulas without a stored value. */
  readonly unsolved: readonly string[]
  /** Cells whose value is computed. */
  readonly formulas: number
  /** Paragraphs outside tables. */
  readonly paragraphs: readonly string[]
  /** Sheets with something beyond the rows and columns that are read, and where that stands. */
  readonly cut: readonly { readonly sheet: string; readonly place: string }[]
  /** An old format that does not say what is hidden or struck out. */
  readonly isOld: boolean
}

export type Grids = { readonly grids: readonly Grid[]; readonly notes: FileNotes }

export const noNotes: FileNotes = {
  pictures: 0,
  unsolved: [],
  formulas: 0,
  paragraphs: [],
  cut: [],
  isOld: false,
}

/** B12 of a row and column counted from 0. */
export function cellName(row: number, column: number): string {
  let name = ''
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return `${name}${row + 1}`
}

/** Rows into a grid where no cell is merged. */
export function plainGrid(
  name: string,
  rows: readonly (readonly string[])[],
  before: readonly string[],
): Grid {
  return {
    name,
    kind: 'text',
    isHidden: false,
    rows: rows.map((cells, row) => cells.map((text, column) => ({ text: shaped(text), row, column }))),
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
    before,
    knowsMerges: false,
    asides: [],
  }
}

/** An aside of a cell whose place is not known yet. */
export type Words = Pick<Aside, 'kind' | 'text'>

/** Takes down words beside the text; what follows at once in the same way belongs to them. */
export function setAside(list: Words[], kind: Aside['kind'], text: string): void {
  const last = list.at(-1)
  if (last?.kind === kind) list[list.length - 1] = { kind, text: last.text + text }
  else if (text.trim() !== '') list.push({ kind, text })
}

/** Builds a grid cell by cell from rows with spans, as HTML and DOCX describe their tables. */
export class GridBuilder {
  private readonly rows: (GridCell | null)[][] = []
  private readonly covered = new Map<number, { cell: GridCell; until: number }>()
  private readonly asides: Aside[] = []
  private readonly hiddenRows = new Set<number>()
  private row = -1
  private column = 0

  startRow(skip = 0, isHidden = false): void {
    this.row++
    if (isHidden) this.hiddenRows.add(this.row)
    this.rows[this.row] = []
    this.column = skip
  }

  /** `down` and `across` count the places covered; `down` 0 lasts to the end of the table. */
  add(text: string, across: number, down: number, beside: readonly Words[] = []): void {
    if (this.row < 0) this.startRow()
    this.cover()
    for (const words of beside) this.asides.push({ ...words, row: this.row, column: this.column })
    const width = Math.min(Math.max(across, 1), mostColumns)
    const cell = { text, row: this.row, column: this.column }
    for (let c = 0; c < width; c++) {
      if (down !== 1)
        this.covered.set(this.column + c, { cell, until: down === 0 ? Infinity : this.row + down - 1 })
      this.rows[this.row]![this.column + c] = cell
    }
    this.column += width
  }

  /** A cell that goes on with the one above it (vMerge of Word). */
  addContinuation(across: number): void {
    if (this.row < 0) this.startRow()
    const above = this.rows[this.row - 1]?.[this.column] ?? null
    for (let c = 0; c < Math.max(across, 1); c++) this.rows[this.row]![this.column + c] = above
    this.column += Math.max(across, 1)
  }

  /** A cell that belongs to the one before it in its row (hMerge of old Word). */
  addBeside(across: number): void {
    if (this.row < 0) this.startRow()
    const before = this.rows[this.row]![this.column - 1] ?? null
    for (let c = 0; c < Math.max(across, 1); c++) this.rows[this.row]![this.column + c] = before
    this.column += Math.max(across, 1)
  }

  endRow(): void {
    this.cover(true)
  }

  /** Places that a cell above reaches down into. */
  private cover(toEnd = false): void {
    for (;;) {
      const from = this.covered.get(this.column)
      if (from && from.until >= this.row) {
        this.rows[this.row]![this.column] = from.cell
        this.column++
      } else if (toEnd && [...this.covered].some(([c, f]) => c > this.column && f.until >= this.row)) {
        this.rows[this.row]![this.column] = null
        this.column++
      } else return
    }
  }

  build(name: string, before: readonly string[]): Grid {
    const width = widthOf(this.rows)
    const rows = this.rows.map(r => Array.from({ length: width }, (_, c) => r[c] ?? null))
    return {
      name,
      kind: 'table',
      isHidden: false,
      rows,
      hiddenRows: this.hiddenRows,
      hiddenColumns: new Set(),
      before,
      knowsMerges: true,
      asides: this.asides,
    }
  }

  get isEmpty(): boolean {
    return this.rows.length === 0
  }
}

/** Characters without a shape: soft hyphens, joiners, marks of direction and of byte order. Copied along from web pages, seen by nobody. */
const shapeless = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g
export const shaped = (text: string): string =>
  text.replace(/[\u2028\u2029\u000b]/g, '\n').replace(shapeless, '')

/** The text of a cell of a document: blanks of every kind as one, lines without words gone. */
export const tidyCell = (text: string): string =>
  shaped(text)
    .split('\n')
    .map(l => l.replace(/[\u00a0\u3000 ]+/g, ' ').trim())
    .filter(l => l !== '')
    .join('\n')

/** As many as a sheet of the old format can have. */
export const mostColumns = 256
export const mostRows = 200_000

/** Places of a merged cell, its first and last included, counted from 0. */
export type Merge = {
  readonly startRow: number
  readonly startCol: number
  readonly endRow: number
  readonly endCol: number
}

/** Puts merged cells into every place they cover; `rows` is changed. */
export function coverMerges(rows: (GridCell | null)[][], merges: readonly Merge[]): void {
  for (const { startRow, startCol, endRow, endCol } of merges) {
    const found = rows[startRow]?.[startCol] ?? null
    const cell = found ?? { text: '', row: startRow, column: startCol }
    for (let r = startRow; r <= Math.min(endRow, rows.length - 1); r++)
      for (let c = startCol; c <= Math.min(endCol, mostColumns - 1); c++) {
        const row = rows[r]!
        while (row.length <= c) row.push(null)
        row[c] = cell
      }
  }
}

/** The longest row; rows may be too many to be spread as arguments. */
export function widthOf(rows: readonly (readonly unknown[])[]): number {
  let width = 0
  for (const row of rows) width = Math.max(width, row.length)
  return width
}
