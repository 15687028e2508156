import type { Element } from '../intake/tree.ts'
import { cellStyle, em, val, w } from './docxParts.ts'
import { ownHeight, paragraph, runElements, type Package } from './docxRuns.ts'
import type { Cell, Grid } from './grid.ts'
import type { Plans } from './sections.ts'
import type { Block } from './sheet.ts'
import { cellPadding, formRow, highRows, planTable, type TablePlan } from './tablePlan.ts'

/** Lists and tables, which may hold each other. */

/** In which paragraphs a list stands: their style, more properties, the room in twips. */
export type Setting = {
  readonly style: string
  readonly properties: readonly Element[]
  readonly width: number
}

export function listElements(
  list: Extract<Block, { kind: 'list' }>,
  pack: Package,
  plans: Plans,
  level: number,
  setting: Setting,
): Element[] {
  const depth = Math.min(level, 8)
  let id = 1
  if (list.ordered) {
    pack.starts.push(list.start)
    id = pack.starts.length + 1
  }
  return list.items.flatMap(item =>
    item.flatMap((block, i) => {
      const number = w('numPr', {}, [val('ilvl', depth), val('numId', id)])
      const left = Math.round((setting.style === 'Text' ? 3 : 1.2) * em + depth * em)
      const ind = w('ind', { firstLineChars: 0, left, hanging: i === 0 ? em : 0 })
      if (block.kind === 'list') return listElements(block, pack, plans, level + 1, setting)
      if (block.kind === 'paragraph') {
        const own = [...setting.properties, ...(i === 0 ? [number] : []), ind]
        return [paragraph(setting.style, own, runElements(block.runs, pack, setting.width))]
      }
      return block.kind === 'table'
        ? docxTable(block.grid, planTable(block.grid, setting.width / 20 - 40), pack, plans)
        : []
    }),
  )
}

/** A table with its grid, its merged cells and its header rows repeated on every page. */
export function docxTable(grid: Grid, plan: TablePlan, pack: Package, plans: Plans): Element[] {
  pack.cellSizes.add(plan.size)
  const widths = plan.widths.map(points => Math.round(points * 20))
  const at: (Cell | undefined)[][] = Array.from({ length: grid.rows }, () => [])
  for (const cell of grid.cells)
    for (let r = cell.row; r < cell.row + cell.rows; r++) (at[r] ??= [])[cell.column] = cell
  const high = highRows(grid, plan)
  const rows = at.map((cells, row) => {
    const marks = [
      ...(high.has(row) ? [] : [w('cantSplit')]),
      ...(grid.isForm ? [w('trHeight', { val: formRow(grid, row) * 20, hRule: 'atLeast' })] : []),
      ...(row < grid.headRows ? [w('tblHeader')] : []),
    ]
    const own = cells.flatMap(cell => (cell ? [docxCell(cell, row, widths, plan, pack, plans)] : []))
    return w('tr', {}, [...(marks.length > 0 ? [w('trPr', {}, marks)] : []), ...own])
  })
  const total = widths.reduce((sum, width) => sum + width, 0)
  return [
    w('tbl', {}, [
      w('tblPr', {}, [
        val('tblStyle', 'DocumentTable'),
        w('tblW', { w: total, type: 'dxa' }),
        val('jc', 'center'),
        w('tblLayout', { type: 'fixed' }),
      ]),
      w(
        'tblGrid',
        {},
        widths.map(width => w('gridCol', { w: width })),
      ),
      ...rows,
    ]),
  ]
}

function docxCell(
  cell: Cell,
  row: number,
  widths: readonly number[],
  plan: TablePlan,
  pack: Package,
  plans: Plans,
): Element {
  const width = widths.slice(cell.column, cell.column + cell.columns).reduce((a, b) => a + b, 0)
  const goesOn = row > cell.row
  const properties = [
    w('tcW', { w: width, type: 'dxa' }),
    ...(cell.columns > 1 ? [val('gridSpan', cell.columns)] : []),
    ...(cell.rows > 1 ? [goesOn ? w('vMerge') : val('vMerge', 'restart')] : []),
    val('vAlign', 'center'),
  ]
  const style = cellStyle(plan.size)
  const align = cell.align ?? (cell.header || plan.centred[cell.column] ? 'center' : null)
  const content = goesOn
    ? []
    : cell.blocks.flatMap(block => cellBlock(block, style, align, width, plan, pack, plans))
  // A cell ends with a paragraph.
  if (content.length === 0 || content.at(-1)?.name === 'w:tbl') content.push(paragraph(style, [], []))
  return w('tc', {}, [w('tcPr', {}, properties), ...content])
}

function cellBlock(
  block: Block,
  style: string,
  align: 'center' | 'right' | null,
  width: number,
  plan: TablePlan,
  pack: Package,
  plans: Plans,
): Element[] {
  const room = width - 2 * cellPadding * 20
  if (block.kind === 'list')
    return listElements(block, pack, plans, 0, { style, properties: [], width: room })
  if (block.kind === 'table') return docxTable(block.grid, planTable(block.grid, room / 20), pack, plans)
  if (block.kind !== 'paragraph') return []
  const own = block.role === 'center' || block.role === 'right' ? block.role : align
  const jc = own === null ? [] : [val('jc', own)]
  return [paragraph(style, [...ownHeight(block.runs, pack), ...jc], runElements(block.runs, pack, room))]
}
