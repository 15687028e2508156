import type { Cell, Grid } from './grid.ts'
import { pictureHeight, sizeOnPaper, wordsFor, type Picture } from './pictures.ts'
import type { Run } from './runs.ts'
import { beginsPage, isHeldBy, plansOf, sectionsOf } from './sections.ts'
import { attachmentWidths, type Block, type Sheet } from './sheet.ts'
import { signatureLines } from './signature.ts'
import { area, cellPadding, formRow, highRows, planTable, repeatedRows, type TablePlan } from './tablePlan.ts'
import { cutLongWords, widthOf } from './text.ts'
import { letterheadLine } from './letterhead.ts'

/** What the template reads: plain JSON, every measure ready. */
export type PdfData = Record<string, unknown>

/** A sheet for the template of `pdfTemplate`. `foot`: the small words beside the page number. */
export function pdfData(sheet: Sheet, pictures: ReadonlyMap<string, Picture>, foot: string): PdfData {
  const plans = plansOf(sheet.blocks)
  const names = new Map([...pictures.values()].map((p, i) => [p.name, `/picture${i + 1}.${p.extension}`]))
  const paper: Paper = { pictures, names, levels: { annexed: false, last: 0 } }
  return {
    title: sheet.title,
    titleLines: sheet.titleLines,
    urgency: sheet.urgency,
    letterhead: sheet.letterhead.map(letterheadLine),
    number: sheet.number ?? '',
    signer: sheet.signer,
    foot,
    pitch: sheet.pitch,
    sections: sectionsOf(sheet.blocks, plans).map((section, i) => ({
      landscape: section.landscape,
      blocks: section.blocks.map((block, at) => ({
        ...blockData(block, paper, plans.get(block) ?? null, page),
        page: (i === 0 || at > 0) && beginsPage(section.blocks, at),
        sticky: isHeldBy(block, section.blocks[at + 1]),
      })),
    })),
    imprintFloats: sheet.imprint.reduce((sum, row) => sum + 1 + widthOf(row.left) / 26, 0) < 16,
    imprint: sheet.imprint.map(row => ({
      ...row,
      hang: widthOf(/^[^:：]{2,6}[:：]/.exec(row.left)?.[0] ?? ''),
    })),
  }
}

/** The names under which the template finds the pictures, with their bytes. */
export const pictureFiles = (pictures: ReadonlyMap<string, Picture>): Map<string, Uint8Array> =>
  new Map([...pictures.values()].map((p, i) => [`/picture${i + 1}.${p.extension}`, p.bytes]))

/** What a line has: its width, the highest picture, the size of its text. Points. */
type Room = { readonly width: number; readonly height: number; readonly size: number }

const page: Room = { width: area.width, height: pictureHeight.page, size: 15.8 }

/** Letters and figures that surely fit on a line. */
const longestWhole = (room: Room): number =>
  Math.max(4, Math.min(40, Math.floor(room.width / (room.size * 0.72))))

type Paper = {
  readonly pictures: ReadonlyMap<string, Picture>
  readonly names: ReadonlyMap<string, string>
  readonly levels: { annexed: boolean; last: number }
}

function blockData(block: Block, paper: Paper, plan: TablePlan | null, room: Room): Record<string, unknown> {
  const runs = (list: readonly Run[]) => list.map(run => runData(run, paper, room))
  switch (block.kind) {
    case 'paragraph':
      return { kind: block.kind, role: block.role, runs: runs(block.runs), page: false, sticky: false }
    case 'heading':
      return { ...block, level: levelFor(block.rank, paper), runs: runs(block.runs) }
    case 'annexTitle':
      paper.levels.annexed = true
      paper.levels.last = 1
      return { kind: block.kind, lines: block.lines.map(runs) }
    case 'attachment': {
      const widths = attachmentWidths(block)
      const texts = { leadText: block.lead, numberText: block.number }
      return { kind: block.kind, ...texts, lead: widths.lead, number: widths.number, runs: runs(block.runs) }
    }
    case 'signature':
      return { kind: block.kind, lines: signatureLines(block.names, block.date, block.isSealed) }
    case 'list': {
      const items = block.items.map(item =>
        item.map(inner => blockData(inner, paper, null, { ...room, width: room.width - 60 })),
      )
      return { kind: block.kind, ordered: block.ordered, start: block.start, items }
    }
    case 'table':
      return tableData(block.grid, plan ?? planTable(block.grid, room.width), paper)
  }
}

/** Bookmarks nest: below an annexed text's title all go one deeper, and none skips a level. */
function levelFor(rank: number, paper: Paper): number {
  const level = Math.min(rank + (paper.levels.annexed ? 1 : 0), paper.levels.last + 1)
  paper.levels.last = level
  return level
}

function runData(run: Run, paper: Paper, room: Room): Record<string, unknown> {
  if ('break' in run) return run
  if (!('picture' in run)) {
    const { text, ...marks } = run
    // A break may be taken inside words that would not fit on a line by themselves.
    return { ...marks, pieces: cutLongWords(text, longestWhole(room)) }
  }
  const picture = paper.pictures.get(run.picture)
  const name = paper.names.get(run.picture)
  if (!picture || !name) return { pieces: [wordsFor(run.alt)] }
  const size = sizeOnPaper(picture, room)
  return { picture: name, alt: run.alt, width: round(size.width), height: round(size.height) }
}

const round = (points: number): number => Math.round(points * 100) / 100

function tableData(grid: Grid, plan: TablePlan, paper: Paper): Record<string, unknown> {
  const high = highRows(grid, plan)
  const repeated = repeatedRows(grid, plan)
  const cells = grid.cells.map(cell => ({ row: cell.row, data: cellData(cell, grid, plan, high, paper) }))
  return {
    kind: 'table',
    size: plan.size,
    widths: plan.widths,
    form: grid.isForm === true,
    head: cells.filter(c => c.row < repeated).map(c => c.data),
    body: cells.filter(c => c.row >= repeated).map(c => c.data),
  }
}

function cellData(
  cell: Cell,
  grid: Grid,
  plan: TablePlan,
  high: ReadonlySet<number>,
  paper: Paper,
): Record<string, unknown> {
  const width =
    plan.widths.slice(cell.column, cell.column + cell.columns).reduce((a, b) => a + b, 0) - 2 * cellPadding
  return {
    x: cell.column,
    y: cell.row,
    columns: cell.columns,
    rows: cell.rows,
    // Typst keeps all rows together that a cell which may not break reaches over, and a row with one such cell.
    breakable: cell.rows > 1 || high.has(cell.row),
    align: cell.align ?? (cell.header || plan.centred[cell.column] ? 'center' : 'left'),
    // What is empty is filled in by hand.
    height: grid.isForm && cell.blocks.length === 0 ? formRow(grid, cell.row) - 16 : 0,
    blocks: cell.blocks.map(block =>
      blockData(block, paper, null, { width, height: pictureHeight.cell, size: plan.size }),
    ),
  }
}
