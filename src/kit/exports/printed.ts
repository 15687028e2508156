import {
  AlignmentType,
  Document,
  Footer,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalMergeType,
  WidthType,
  type FileChild,
} from 'docx'
import type { CellStyle } from 'hucre'
import { writeXlsx } from 'hucre/xlsx'
import { plainCell, type Cell } from './sheet.ts'

/** A table that is printed and put on a wall: it fits the width of an A4 sheet laid across, its heads stand on every page. */
export type PrintedTable = {
  readonly title: string
  readonly note: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** How wide the columns are, one against the other: about their characters. */
  readonly widths: readonly number[]
  /** A column whose equal neighbours are one cell; counted from 0. */
  readonly joined?: number
}

/** Where cells of the joined column begin, and how many rows they hold. */
function spansOf({ rows, joined }: PrintedTable): Map<number, number> {
  const spans = new Map<number, number>()
  let from = 0
  if (joined !== undefined)
    for (const [r, row] of rows.entries()) {
      if (r === 0 || row[joined] !== rows[from]![joined]) from = r
      spans.set(from, (spans.get(from) ?? 0) + 1)
    }
  return spans
}

const line = { style: 'thin', color: { rgb: 'FF808080' } } as const
const border = { top: line, right: line, bottom: line, left: line }
const looks = {
  title: { font: { bold: true, size: 16 }, alignment: { horizontal: 'center', vertical: 'center' } },
  note: { alignment: { horizontal: 'center' } },
  head: {
    font: { bold: true },
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF2F4F7' } },
    border,
    alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  },
  cell: { border, alignment: { vertical: 'top', wrapText: true } },
} as const satisfies Record<string, CellStyle>

/** Points: WPS and LibreOffice leave a row at one line unless they are told. A Chinese character is as wide as two others. */
function heightOf(row: readonly Cell[], { widths, joined }: PrintedTable): number {
  const linesIn = (text: string, width: number) =>
    text
      .split('\n')
      .reduce(
        (sum, l) =>
          sum + Math.max(1, Math.ceil([...l].reduce((w, c) => w + (c > '\u2000' ? 2 : 1), 0) / (width - 1))),
        0,
      )
  const most = Math.max(
    1,
    ...row.map((cell, c) => (c === joined ? 1 : linesIn(String(cell ?? ''), widths[c]!))),
  )
  // No row of a spreadsheet is higher.
  return Math.min(409, most * 16 + 4)
}

/** XLSX: title, note, heads, rows, as they are printed; every text safe for a spreadsheet. */
export async function printedSheet(name: string, table: PrintedTable): Promise<Uint8Array> {
  const { heads, rows, joined } = table
  const above = 3
  const last = heads.length - 1
  const cells = new Map<string, { style: CellStyle }>()
  const look = (r: number, style: CellStyle) => {
    for (let c = 0; c <= last; c++) cells.set(`${r},${c}`, { style })
  }
  look(0, looks.title)
  look(1, looks.note)
  look(2, looks.head)
  for (const r of rows.keys()) look(above + r, looks.cell)
  const across = (r: number) => ({ startRow: r, endRow: r, startCol: 0, endCol: last })
  return writeXlsx({
    sheets: [
      {
        name,
        rows: [
          [plainCell(table.title)],
          [plainCell(table.note)],
          [...heads],
          ...rows.map(r => r.map(plainCell)),
        ],
        cells,
        merges: [
          across(0),
          across(1),
          ...[...spansOf(table)]
            .filter(([, span]) => span > 1)
            .map(([from, span]) => ({
              ...{ startRow: above + from, endRow: above + from + span - 1 },
              ...{ startCol: joined!, endCol: joined! },
            })),
        ],
        columns: table.widths.map(width => ({ width })),
        rowDefs: new Map([
          [0, { height: 30 }],
          ...[heads, ...rows].map((row, r) => [above - 1 + r, { height: heightOf(row, table) }] as const),
        ]),
        freezePane: { rows: above },
        pageSetup: {
          ...{ paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
          ...{ horizontalCentered: true, printTitlesRow: '$3:$3' },
          margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.2, footer: 0.2 },
        },
        headerFooter: { oddFooter: '&C第&P页，共&N页' },
      },
    ],
  })
}

/** Twentieths of a point. */
const margin = 567
const lengthOfA4 = 16838
const widthOfA4 = 11906

const words = (text: string, more: { bold?: boolean; size?: number } = {}) => new TextRun({ text, ...more })
const paragraph = (text: string, isHead = false) =>
  new Paragraph({
    children: [words(text, { bold: isHead })],
    ...(isHead ? { alignment: AlignmentType.CENTER } : {}),
  })

/** A table of a document across `width` (twentieths of a point); heads on every page, a row stays on one. */
export function printedRows(table: Omit<PrintedTable, 'title' | 'note'>, width: number): Table {
  const { heads, rows, widths, joined } = table
  const all = widths.reduce((sum, w) => sum + w, 0)
  const columnWidths = widths.map(w => Math.floor((w / all) * width))
  const spans = spansOf({ title: '', note: '', ...table })
  const cell = (text: string, c: number, isHead = false, merge?: 'restart' | 'continue') =>
    new TableCell({
      width: { size: columnWidths[c]!, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      children: text.split('\n').map(l => paragraph(l, isHead)),
      ...(isHead ? { shading: { fill: 'F2F4F7' } } : {}),
      ...(merge ? { verticalMerge: VerticalMergeType[merge === 'restart' ? 'RESTART' : 'CONTINUE'] } : {}),
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: columnWidths.reduce((sum, w) => sum + w, 0), type: WidthType.DXA },
    columnWidths,
    rows: [
      ...(heads.length === 0
        ? []
        : [new TableRow({ tableHeader: true, children: heads.map((h, c) => cell(h, c, true)) })]),
      ...rows.map(
        (row, r) =>
          new TableRow({
            cantSplit: true,
            children: row.map((value, c) =>
              c !== joined
                ? cell(String(value ?? ''), c)
                : spans.has(r)
                  ? cell(String(value ?? ''), c, false, 'restart')
                  : cell('', c, false, 'continue'),
            ),
          }),
      ),
    ],
  })
}

/** The width of the text of a page, in twentieths of a point. */
export const textWidth = (isAcross: boolean): number => (isAcross ? lengthOfA4 : widthOfA4) - 2 * margin

/** DOCX of A4, its title in the middle, its pages numbered. `size`: points of the text. */
export async function printedDocument(
  head: { readonly title: string; readonly note: string; readonly isAcross: boolean; readonly size: number },
  children: readonly FileChild[],
): Promise<Buffer> {
  const centered = (text: string, more: { bold?: boolean; size?: number }) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: 160 },
      children: [words(text, more)],
    })
  const document = new Document({
    title: head.title,
    styles: {
      default: {
        document: {
          run: {
            size: head.size * 2,
            font: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' },
          },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: {
              orientation: head.isAcross ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
              ...{ width: widthOfA4, height: lengthOfA4 },
            },
            margin: { top: margin, right: margin, bottom: margin, left: margin },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  new TextRun({
                    children: ['第', PageNumber.CURRENT, '页，共', PageNumber.TOTAL_PAGES, '页'],
                  }),
                ],
              }),
            ],
          }),
        },
        children: [
          centered(head.title, { bold: true, size: 36 }),
          centered(head.note, { size: 20 }),
          ...children,
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}
