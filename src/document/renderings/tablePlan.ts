import type { Cell, Grid } from './grid.ts'
import { textOfRuns } from './runs.ts'
import type { Block } from './sheet.ts'
import { longestWord, widthOf } from './text.ts'

/** The 版心 (GB/T 9704—2012 5.2.1): 156 × 225 mm, the other way round on a page turned for a wide table. Points. */
export const area = { width: 442.2, height: 637.8 } as const

/** How a table is set: on what page, in what size (points), its columns' widths (points, together the width of the page's 版心). */
export type TablePlan = {
  readonly landscape: boolean
  readonly size: number
  readonly widths: readonly number[]
  /** Columns whose texts all fit on a line: centred. */
  readonly centred: readonly boolean[]
}

/** Left and right white of a cell, points. */
export const cellPadding = 3.5

/** From the size of a note in a text to the smallest that is read without a glass; upright pages first while they serve. */
const settings: readonly { landscape: boolean; size: number; lines: number }[] = [
  { landscape: false, size: 14, lines: 3 },
  { landscape: false, size: 12, lines: 6 },
  { landscape: false, size: 10.5, lines: 12 },
  { landscape: true, size: 12, lines: 4 },
  { landscape: true, size: 10.5, lines: 9 },
  { landscape: true, size: 9, lines: 26 },
  { landscape: true, size: 7.5, lines: 60 },
]

type Measure = { natural: number; word: number }

/** Widths are estimates: without it a text that just fits would break. Ems. */
const slack = 0.25

/** The longest line of a cell and its longest unbreakable word, in ems. */
function measure(blocks: readonly Block[]): Measure {
  let natural = 0
  let word = 0
  const take = (m: Measure) => {
    natural = Math.max(natural, m.natural)
    word = Math.max(word, m.word)
  }
  for (const block of blocks) {
    if (block.kind === 'list') {
      const inner = block.items.map(measure)
      for (const m of inner) take({ natural: m.natural + 2, word: m.word + 2 })
    } else if (block.kind === 'table') {
      take({ natural: 4 * block.grid.columns, word: 2 * block.grid.columns })
    } else if ('runs' in block) {
      const text = textOfRuns(block.runs)
      take({ natural: widthOf(text) + slack, word: Math.min(12, longestWord(text)) + slack })
      if (block.runs.some(run => 'picture' in run)) take({ natural: 12, word: 6 })
    }
  }
  return { natural, word }
}

/**
 * Chooses page, size and widths so that no column is too narrow to be read and the rows come out as low as they can: the
 * columns get widths in proportion to their longest texts, never less than a few characters. `within` (points) binds a table
 * inside a cell.
 */
export function planTable(grid: Grid, within: number | null = null): TablePlan {
  if (grid.isForm) return planForm(grid)
  const measured = grid.cells.map(cell => ({ cell, ...measure(cell.blocks) }))
  const columns = Array.from({ length: grid.columns }, (): Measure => ({ natural: 1, word: 1 }))
  for (const { cell, natural, word } of measured) {
    const own = cell.columns === 1 ? columns[cell.column] : undefined
    if (!own) continue
    own.natural = Math.max(own.natural, natural)
    own.word = Math.max(own.word, word)
  }
  for (const m of measured) if (m.cell.columns > 1) stretch(columns, m.cell, m)
  const chosen =
    within === null
      ? (settings.find(s => fits(columns, s)) ?? settings.at(-1)!)
      : { landscape: false, size: 9, lines: 60 }
  const width = within ?? (chosen.landscape ? area.height : area.width)
  const widths = share(columns, width, chosen.size)
  const centred = columns.map((_, i) => {
    const room = ((widths[i] ?? 0) - 2 * cellPadding) / chosen.size
    return measured.every(
      m => m.cell.column !== i || m.cell.header || m.cell.columns > 1 || m.natural <= room,
    )
  })
  return { landscape: chosen.landscape, size: chosen.size, widths, centred }
}

/** A form is set in 小四; its names stay on one line, up to a third of the width. */
function planForm(grid: Grid): TablePlan {
  const size = 12
  const names = grid.cells.filter(c => c.header).map(c => measure(c.blocks).natural)
  const first = Math.min(area.width / 3, Math.max(5, ...names) * size + 4 * cellPadding)
  return { landscape: false, size, widths: [first, area.width - first], centred: [true, false] }
}

/** Points a row of a form is high at least: a line to write on, or three where there is nothing yet. */
export const formRow = (grid: Grid, row: number): number =>
  grid.cells.some(c => c.row === row && c.blocks.length === 0) ? 70 : 28

/** A cell over several columns asks of them together what they lack. */
function stretch(columns: Measure[], cell: Cell, wanted: Measure): void {
  const over = columns.slice(cell.column, cell.column + cell.columns)
  const sum = over.reduce((total, c) => total + c.word, 0)
  if (wanted.word > sum) for (const c of over) c.word += (wanted.word - sum) / over.length
}

/** The least ems a column may have: short texts whole, longer ones in so many lines. */
const least = (m: Measure, lines: number): number =>
  Math.max(
    m.word,
    m.natural <= 5 ? m.natural : Math.max(3, Math.min(5, m.natural / 2)),
    Math.min(24, m.natural / lines),
  )

const fits = (
  columns: readonly Measure[],
  s: { landscape: boolean; size: number; lines: number },
): boolean => {
  const room = (s.landscape ? area.height : area.width) - columns.length * 2 * cellPadding
  return columns.reduce((sum, c) => sum + least(c, s.lines), 0) * s.size <= room
}

/** Widths in points: equal numbers of lines in the columns' longest cells, as far as the least widths allow. */
function share(columns: readonly Measure[], width: number, size: number): number[] {
  const room = Math.max(columns.length, (width - columns.length * 2 * cellPadding) / size)
  const floorsOf = (whole: number) =>
    columns.map(c => Math.max(c.word, Math.min(c.natural, c.natural <= whole ? whole : 3)))
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
  // Short names stay on one line while the page allows it.
  const floor = [7, 5, 3].map(floorsOf).find(f => sum(f) < room * 0.7) ?? floorsOf(3)
  const floorSum = sum(floor)
  let ems: number[]
  if (floorSum >= room) ems = floor.map(f => (f * room) / floorSum)
  else {
    const at = (lines: number) => columns.map((c, i) => Math.max(floor[i] ?? 1, softened(c.natural) / lines))
    let [low, high] = [0.01, 1000]
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2
      if (sum(at(middle)) > room) low = middle
      else high = middle
    }
    ems = at(high)
  }
  const total = sum(ems)
  const points = ems.map(e => (e * room * size) / total + 2 * cellPadding)
  return points.map(p => Math.round(p * 20) / 20)
}

/** One paragraph of a thousand characters must not press all others to the edge. */
const softened = (natural: number): number => (natural <= 24 ? natural : 24 + (natural - 24) ** 0.75)

/** Lines that a cell takes, as far as it can be told before it is set. */
export function linesOf(cell: Cell, plan: TablePlan): number {
  const width = plan.widths.slice(cell.column, cell.column + cell.columns).reduce((a, b) => a + b, 0)
  const perLine = Math.max(1, (width - 2 * cellPadding) / plan.size)
  const linesIn = (block: Block): number => {
    if (block.kind === 'list') return block.items.flat().reduce((sum, inner) => sum + linesIn(inner), 0)
    if (block.kind === 'table') return 40
    if (!('runs' in block)) return 1
    const pictures = block.runs.filter(run => 'picture' in run).length
    return Math.max(1, Math.ceil(widthOf(textOfRuns(block.runs)) / perLine)) + pictures * 40
  }
  return cell.blocks.reduce((sum, block) => sum + linesIn(block), 0)
}

/** A row up to so many lines stays on one page. */
const highest = 12

/**
 * Rows that may go on over the page: all that a high cell reaches over. A row kept together though it is higher than the page would lose
 * its end.
 */
export function highRows(grid: Grid, plan: TablePlan): Set<number> {
  const high = new Set<number>()
  for (const cell of grid.cells)
    if (linesOf(cell, plan) > highest) for (let i = 0; i < cell.rows; i++) high.add(cell.row + i)
  return high
}

/** Rows of the head that are repeated on every page: none where they would take more than a third of it. */
export function repeatedRows(grid: Grid, plan: TablePlan): number {
  const lines = Array<number>(grid.headRows).fill(1)
  for (const cell of grid.cells)
    if (cell.row < grid.headRows)
      lines[cell.row] = Math.max(
        lines[cell.row] ?? 1,
        linesOf(cell, plan) / Math.min(cell.rows, grid.headRows),
      )
  const points = lines.reduce((sum, n) => sum + n * plan.size * 1.35 + 4, 0)
  return points <= (plan.landscape ? area.width : area.height) / 3 ? grid.headRows : 0
}
