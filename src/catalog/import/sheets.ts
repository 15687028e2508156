import { readXls, readXlsx, type CellValue, type Sheet, type Workbook } from 'hucre'
import {
  cellName,
  coverMerges,
  mostColumns,
  mostRows,
  noNotes,
  type Grid,
  type GridCell,
  type Grids,
} from './grid.ts'

/** The workbook is not one, or is broken, or asks for a password. */
export class WorkbookFault extends Error {
  override readonly name = 'WorkbookFault'
  readonly reason: 'encrypted' | 'damaged'
  constructor(reason: WorkbookFault['reason']) {
    super(reason)
    this.reason = reason
  }
}

/** A single cell formatted in the last corner of a sheet would stretch it over 17 thousand million places. */
const range = `A1:${cellName(mostRows - 1, mostColumns - 1)}`

const textOf = (value: CellValue | undefined): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value)
}

/** Every sheet with its merged cells covered, hidden ones marked. Throws WorkbookFault. */
export async function gridsOfWorkbook(bytes: Uint8Array, form: 'xlsx' | 'xls'): Promise<Grids> {
  let workbook: Workbook
  try {
    workbook = await (form === 'xlsx' ? readXlsx(bytes, { range }) : readXls(bytes, { range }))
  } catch (error) {
    const words = error instanceof Error ? `${error.name} ${error.message}` : ''
    throw new WorkbookFault(/encrypt|password/i.test(words) ? 'encrypted' : 'damaged')
  }
  const unsolved: string[] = []
  let formulas = 0
  let pictures = 0
  for (const sheet of workbook.sheets) {
    pictures += sheet.images?.length ?? 0
    for (const [at, cell] of sheet.cells ?? []) {
      if (cell.formula === undefined) continue
      formulas++
      const [row = 0, column = 0] = at.split(',').map(Number)
      if (textOf(sheet.rows[row]?.[column]) === '') unsolved.push(`${sheet.name}!${cellName(row, column)}`)
    }
  }
  return {
    grids: workbook.sheets.map(gridOf),
    notes: { ...noNotes, formulas, unsolved, pictures },
  }
}

function gridOf(sheet: Sheet): Grid {
  const rows: (GridCell | null)[][] = []
  for (const [r, values] of sheet.rows.entries()) {
    if (r >= mostRows) break
    const row: (GridCell | null)[] = []
    for (let c = 0; c < values.length && c < mostColumns; c++) {
      const text = textOf(values[c]).replace(/\r\n?/g, '\n').trim()
      row.push(text === '' ? null : { text, row: r, column: c })
    }
    rows.push(row)
  }
  coverMerges(rows, sheet.merges ?? [])
  return {
    name: sheet.name,
    kind: 'sheet',
    isHidden: Boolean(sheet.hidden ?? false) || Boolean(sheet.veryHidden ?? false),
    rows,
    hiddenRows: new Set([...(sheet.rowDefs ?? [])].filter(([, d]) => d.hidden).map(([r]) => r)),
    hiddenColumns: new Set((sheet.columns ?? []).flatMap((d, c) => (d?.hidden ? [c] : []))),
    before: [],
    knowsMerges: true,
  }
}
