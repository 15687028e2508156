/**
 * Makes demo/documents/*.docx from the texts beside them, typeset after GB/T 9704—2012: 方正小标宋 for the title, 仿宋_GB2312 for
 * the text, 28 pt lines, “— 1 —” at the foot. Same texts, same bytes.
 *
 *   node scripts/make-demo-documents.ts            (Node 24)
 *   npx esbuild scripts/make-demo-documents.ts --bundle --platform=node --format=esm --packages=external \
 *     --outfile=dist/make-demo-documents.mjs && node dist/make-demo-documents.mjs
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
} from 'docx'
import { openContainer } from '../src/document/intake/container.ts'
import { defaultLimits } from '../src/document/intake/types.ts'
import { storedZip } from '../src/document/intake/zip.ts'

/** Which lines (blank ones not counted, negative from the end) are what. Written by hand from the texts. */
type Layout = {
  readonly title: readonly number[]
  readonly number?: number
  readonly addressee?: number
  readonly attachments?: readonly number[]
  readonly right?: readonly number[]
  readonly annexTitle?: number
  readonly table?: { readonly lines: readonly number[] }
}

const layouts: Record<string, Layout> = {
  'mem-390': { title: [0], number: 1, addressee: 2, attachments: [-4, -3], right: [-2, -1] },
  'ruili-guideline': { title: [0, 1], attachments: [-2], right: [-1] },
  'jiaozuo-notice': { title: [0, 1], addressee: 2, attachments: [-4, -3], right: [-2] },
  'shanghai-2023-20': { title: [1], number: 0, addressee: 2, right: [4, 5], annexTitle: 6 },
  'jilin-2022-28': {
    title: [4],
    number: 5,
    addressee: 6,
    right: [8, 9],
    annexTitle: 10,
    table: { lines: [0, 1, 2, 3] },
  },
}

const fonts = {
  title: '方正小标宋简体',
  text: '仿宋_GB2312',
  first: '黑体',
  second: '楷体_GB2312',
  number: '宋体',
} as const
const font = (name: string) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  eastAsia: name,
  cs: name,
})
const sizes = { title: 44, text: 32, imprint: 28 } as const
const twoCharacters = 640
/** 28 pt in twentieths of a point. */
const line = { line: 560, lineRule: LineRuleType.EXACT } as const

type Piece = { readonly text: string; readonly bold: boolean }

/** Marks left by the tool that turned the pages into text (##, **, links to nowhere) are not words of the document. */
function pieces(source: string): Piece[] {
  const plain = source
    .trim()
    .replace(/^#{1,6}\s+/, '')
    .replace(/\[([^\]]+)\]\(#\)/g, '$1')
  const bold = /^\*\*([^*]+)\*\*(.*)$/.exec(plain)
  return bold
    ? [
        { text: bold[1] ?? '', bold: true },
        { text: bold[2] ?? '', bold: false },
      ].filter(p => p.text !== '')
    : [{ text: plain, bold: false }]
}

function paragraph(
  source: string,
  options: IParagraphOptions,
  face: string,
  size: number = sizes.text,
): Paragraph {
  return new Paragraph({
    spacing: line,
    ...options,
    children: pieces(source).map(p => new TextRun({ text: p.text, bold: p.bold, font: font(face), size })),
  })
}

function faceOf(text: string): string {
  if (/^[一二三四五六七八九十]+、/.test(text) && text.length < 40) return fonts.first
  if (/^（[一二三四五六七八九十]+）/.test(text) && text.length < 40) return fonts.second
  return fonts.text
}

function metadataTable(lines: readonly string[]): Table {
  const border = { style: BorderStyle.SINGLE, size: 4, color: '999999' }
  const borders = { top: border, bottom: border, left: border, right: border }
  const rows = lines.map(text => {
    const cells = text.split('\t').filter((cell, i, all) => cell !== '' || i < all.length - 2)
    const wide = cells.filter(c => c !== '').length === 2
    const kept = wide ? cells.slice(0, 2) : cells
    return new TableRow({
      children: kept.map(
        (cell, i) =>
          new TableCell({
            borders,
            columnSpan: wide && i === 1 ? 3 : 1,
            children: [
              new Paragraph({ children: [new TextRun({ text: cell, font: font(fonts.number), size: 24 })] }),
            ],
          }),
      ),
    })
  })
  return new Table({ rows, width: { size: 100, type: WidthType.PERCENTAGE } })
}

function build(source: string, layout: Layout): Document {
  const lines = source.split('\n').filter(l => l.trim() !== '')
  const place = (n: number) => (n < 0 ? lines.length + n : n)
  const isOneOf = (list: readonly number[] | undefined, i: number) => (list ?? []).some(n => place(n) === i)
  const imprintFrom = lines.findIndex(l => /^抄送：/.test(l))
  const children: (Paragraph | Table)[] = []
  if (layout.table) children.push(metadataTable(layout.table.lines.map(i => lines[i] ?? '')))
  lines.forEach((text, i) => {
    if (isOneOf(layout.table?.lines, i)) return
    const plain = pieces(text)
      .map(p => p.text)
      .join('')
    if (/^-{3,}$/.test(plain)) {
      const rule = { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 }
      children.push(new Paragraph({ border: { bottom: rule }, children: [] }))
    } else if (isOneOf(layout.title, i) || i === layout.annexTitle) {
      children.push(paragraph(text, { alignment: AlignmentType.CENTER }, fonts.title, sizes.title))
    } else if (i === layout.number) {
      children.push(paragraph(text, { alignment: AlignmentType.CENTER }, fonts.text))
    } else if (i === layout.addressee) {
      children.push(paragraph(text, {}, fonts.text))
    } else if (isOneOf(layout.right, i)) {
      children.push(
        paragraph(text, { alignment: AlignmentType.RIGHT, indent: { right: twoCharacters } }, fonts.text),
      )
    } else if (imprintFrom >= 0 && i >= imprintFrom) {
      children.push(paragraph(text, { indent: { left: 280 } }, fonts.text, sizes.imprint))
    } else {
      children.push(paragraph(text, { indent: { firstLine: twoCharacters } }, faceOf(plain)))
    }
  })
  const foot = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: font(fonts.number), size: 28 }),
    ],
  })
  return new Document({
    creator: '昭明演示',
    lastModifiedBy: '昭明演示',
    title: '',
    sections: [
      {
        properties: { page: { margin: { top: 2098, bottom: 1984, left: 1588, right: 1474 } } },
        footers: { default: new Footer({ children: [foot] }) },
        children,
      },
    ],
  })
}

/** Packs again without the clock: fixed dates, fixed order. */
async function packed(document: Document): Promise<Buffer> {
  const written = new Uint8Array(await Packer.toBuffer(document))
  const container = await openContainer(written, defaultLimits)
  const names = [...container.names].filter(n => !n.endsWith('/')).sort()
  names.sort((a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml'))
  const parts: [string, Uint8Array][] = []
  for (const name of names) {
    const bytes = (await container.read(name)) ?? new Uint8Array()
    const text = name === 'docProps/core.xml' ? Buffer.from(bytes).toString('utf8') : null
    const still = text?.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '2020-01-01T00:00:00Z')
    parts.push([name, still ? new Uint8Array(Buffer.from(still)) : bytes])
  }
  return storedZip(parts)
}

const folder = join(process.cwd(), 'demo/documents')
for (const [name, layout] of Object.entries(layouts)) {
  const source = await readFile(join(folder, `${name}.txt`), 'utf8')
  const bytes = await packed(build(source, layout))
  await writeFile(join(folder, `${name}.docx`), bytes)
  console.log(`${name}.docx  ${bytes.length} bytes`)
}
