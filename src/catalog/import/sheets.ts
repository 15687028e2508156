import { formatValue, readXls, readXlsx, type Cell, type CellValue, type Sheet, type Workbook } from 'hucre'
import type { Container } from '#kit/ooxml/container.ts'
import { extentOf, type Extent } from './extent.ts'
import {
  cellName,
  coverMerges,
  mostColumns,
  mostRows,
  noNotes,
  setAside,
  shaped,
  type Aside,
  type Grid,
  type GridCell,
  type Grids,
  type Words,
} from './grid.ts'
import { isNoteMark, isSymbolFont, shownIn } from './symbols.ts'

/** The workbook is not one, or is broken, or asks for a password. */
export class WorkbookFault extends Error {
  override readonly name = 'WorkbookFault'
  readonly reason: 'encrypted' | 'damaged'
  constructor(reason: WorkbookFault['reason']) {
    super(reason)
    this.reason = reason
  }
}

const whole: Extent = { rows: mostRows, columns: mostColumns, cut: [] }
/** Beyond that many places the looks of cells are not asked for: every one that was ever formatted would be kept. */
const mostLooks = 2_000_000

/** Formats whose words or zeros are part of what one reads: 0"个工作日内", yyyy"年"m"月"d"日"前, 000, 0.00, "√";;. */
const isTelling = (format: string) => /[\u4e00-\u9fff√✓■□]/.test(format) || /^0+(?:\.0+)?$/.test(format)

function textOf(value: CellValue | undefined, cell?: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  const format = cell?.style?.numFmt
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (format !== undefined && isTelling(format)) return formatValue(value, format)
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}

/** What one sees in a cell, and what stands in it struck out or as the number of a note. */
function readCell(value: CellValue | undefined, cell: Cell | undefined): { text: string; beside: Words[] } {
  const beside: Words[] = []
  const runs = cell?.richText ?? [{ text: textOf(value, cell) }]
  const text = runs
    .map(run => {
      const font = { ...cell?.style?.font, ...run.font }
      const words = isSymbolFont(font.name) ? shownIn(run.text) : run.text
      const kind: Aside['kind'] | null = font.strikethrough
        ? 'struckText'
        : font.vertAlign === 'superscript' && cell?.richText && isNoteMark(words)
          ? 'noteMark'
          : null
      if (kind === null) return words
      setAside(beside, kind, words)
      return ''
    })
    .join('')
  return { text: shaped(text.replace(/\r\n?/g, '\n')).trim(), beside }
}

/**
 * Every sheet with its merged cells covered, hidden ones marked, what is struck out set aside; of an XLSX its `container` besides.
 * Throws WorkbookFault.
 */
export async function gridsOfWorkbook(
  bytes: Uint8Array,
  form: 'xlsx' | 'xls',
  container: Container | null = null,
): Promise<Grids> {
  let workbook: Workbook
  // A single cell formatted in the last corner of a sheet would stretch it over 17 thousand million places.
  const extent = container === null ? whole : await extentOf(container)
  const range = `A1:${cellName(extent.rows - 1, extent.columns - 1)}`
  try {
    workbook = await (form === 'xlsx'
      ? readXlsx(bytes, { range, readStyles: extent.rows * extent.columns <= mostLooks })
      : readXls(bytes, { range }))
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
    notes: { ...noNotes, formulas, unsolved, pictures, cut: extent.cut, isOld: form === 'xls' },
  }
}

function gridOf(sheet: Sheet): Grid {
  const rows: (GridCell | null)[][] = []
  const asides: Aside[] = (sheet.textBoxes ?? []).flatMap(box =>
    box.text.trim() === ''
      ? []
      : [{ kind: 'textBox', row: box.anchor.from.row, column: box.anchor.from.col, text: box.text.trim() }],
  )
  for (const [r, values] of sheet.rows.entries()) {
    if (r >= mostRows) break
    const row: (GridCell | null)[] = []
    for (let c = 0; c < values.length && c < mostColumns; c++) {
      const { text, beside } = readCell(values[c], sheet.cells?.get(`${r},${c}`))
      for (const words of beside) asides.push({ ...words, row: r, column: c })
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
    asides,
  }
}
