import { readXlsx as readWorkbook, type Sheet, type Workbook } from 'hucre'
import { makeTurns } from '#kit/turns.ts'
import type { Container } from '#kit/ooxml/container.ts'
import type { Part } from '../model.ts'
import type { FileNote, Reading, Segment } from '../segment.ts'
import { textOfPieces } from './markupText.ts'
import {
  isInnerFile,
  isXml,
  partReader,
  readProperties,
  readSurroundings,
  segmentsOfPart,
  segmentsOfTags,
  wordless,
} from './office.ts'
import { joiner } from './text.ts'
import { Unreadable, type FileLimits } from './unreadable.ts'

/** B12 of a row and column counted from 0. */
export function cellName(row: number, column: number): string {
  let name = ''
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return `${name}${row + 1}`
}

/** A number as its figures stand: 13812345678, and 410802199001011200 for what a spreadsheet has left of eighteen figures. */
export function figuresOf(value: number): string {
  return String(value)
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? figuresOf(value) : ''

/** Throws Unreadable for what the reader of workbooks refuses. */
export async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  try {
    return await readWorkbook(bytes, { readStyles: false })
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (/encrypt|password/i.test(`${name} ${error instanceof Error ? error.message : ''}`))
      throw new Unreadable(
        'encrypted',
        '文件设有密码，无法检查。请取消密码后再试；涉密文件不得在本系统处理。',
      )
    throw new Unreadable('damaged', '电子表格已损坏，读不出来。请用Excel或WPS打开确认，重新另存后再试。')
  }
}

const others: readonly (readonly [RegExp, Part, string])[] = [
  [/^xl\/(?:comments\d*|comments\/[^/]+)\.xml$|^xl\/threadedComments\//i, 'comment', '批注'],
  [/^xl\/persons\//i, 'property', '审阅者名单'],
  [/^xl\/drawings\//i, 'textBox', '图形和文本框'],
  [/^xl\/charts?\//i, 'leftover', '图表'],
  [/^xl\/pivotCache\//i, 'leftover', '数据透视表的缓存'],
  [/^xl\/externalLinks\//i, 'leftover', '外部工作簿的缓存'],
  [/^xl\/workbook\.xml$/i, 'definedName', '定义的名称'],
  [/^xl\/revisions\//i, 'leftover', '共享工作簿的修订记录'],
  [/\.rels$/i, 'leftover', '关系部件'],
]

/**
 * Reads a workbook whole: every cell of every sheet, hidden ones too; comments, names, text boxes, headers, formulas, caches and
 * strings that no cell shows any more. Throws Unreadable, ContainerError, MarkupFault.
 */
export async function readXlsx(
  bytes: Uint8Array,
  container: Container,
  file: string | null,
  limits: FileLimits,
): Promise<Reading> {
  const workbook = await openWorkbook(bytes)
  const segments: Segment[] = []
  const notes: FileNote[] = []
  const shown = new Set<string>()
  let cells = 0
  const turn = makeTurns()
  for (const sheet of workbook.sheets) {
    const { hidden } = hiddenOf(sheet)
    for (const what of hidden)
      notes.push({
        kind: 'hidden',
        tier: 'B',
        message: `${what}，会随文件一起公开。请删去，或取消隐藏后核对。`,
        label: `工作表“${sheet.name}”`,
        file,
      })
    const join = joiner('cell', file)
    const sheetLabel = `工作表“${sheet.name}”${sheet.hidden || sheet.veryHidden ? '（隐藏）' : ''}`
    segments.push({ text: sheet.name, part: 'sheet', label: '工作表的名称', file, checks: 'words' })
    for (const [r, row] of sheet.rows.entries()) {
      await turn()
      const isHiddenRow = sheet.rowDefs?.get(r)?.hidden ?? false
      for (const [c, value] of row.entries()) {
        const text = textOf(value)
        if (text === '') continue
        if (++cells > limits.cells)
          throw new Unreadable(
            'too-large',
            `表格的单元格超过${limits.cells.toLocaleString('en-US')}个，没有检查。请拆成几个文件后再试。`,
          )
        if (typeof value === 'string') shown.add(value)
        const isHiddenColumn = sheet.columns?.[c]?.hidden ?? false
        const where = isHiddenRow ? '（隐藏的行）' : isHiddenColumn ? '（隐藏的列）' : ''
        join.add(text, `${sheetLabel}${cellName(r, c)}${where}`)
      }
      join.part()
    }
    segments.push(...join.done())
  }
  segments.push(...(await besides(container, file, shown)))
  const reader = partReader(container)
  const properties = await readProperties(reader, container.names, file)
  segments.push(...properties.segments)
  notes.push(...properties.notes, ...(await readSurroundings(container, file)))
  const comments = [...container.names].filter(n => /^xl\/comments/i.test(n)).length
  if (comments > 0)
    notes.push({
      kind: 'comments',
      tier: 'B',
      message: '表格里有批注，会随文件一起公开。请处理后删去全部批注。',
      label: '批注',
      file,
    })
  return { segments, notes }
}

function hiddenOf(sheet: Sheet): { hidden: string[] } {
  const hidden: string[] = []
  if (sheet.hidden || sheet.veryHidden) hidden.push('工作表是隐藏的')
  const rows = [...(sheet.rowDefs ?? [])].filter(
    ([at, def]) => def.hidden && (sheet.rows[at]?.some(v => v !== null) ?? false),
  )
  if (rows.length > 0) hidden.push(`有${rows.length}行是隐藏的`)
  const columns = (sheet.columns ?? []).filter(
    (def, at) => def.hidden && sheet.rows.some(row => (row[at] ?? null) !== null),
  )
  if (columns.length > 0) hidden.push(`有${columns.length}列是隐藏的`)
  return { hidden }
}

/** What is in the file besides the values of its cells. */
async function besides(
  container: Container,
  file: string | null,
  shown: ReadonlySet<string>,
): Promise<Segment[]> {
  const segments: Segment[] = []
  const reader = partReader(container)
  for (const { name } of container.entries) {
    if (!isXml(name) || wordless.test(name) || /^docProps\//i.test(name) || isInnerFile(name)) continue
    const part = await reader.markup(name)
    if (!part) continue
    if (/^xl\/sharedStrings\.xml$/i.test(name)) {
      const join = joiner('leftover', file)
      for (const block of part.read.blocks) {
        const text = textOfPieces(block.pieces)
        if (!shown.has(text)) join.add(text, '已没有单元格使用的字符串')
      }
      segments.push(...join.done())
      continue
    }
    const isSheet = /^xl\/(?:worksheets|chartsheets|dialogsheets|macrosheets)\//i.test(name)
    const found = others.find(([pattern]) => pattern.test(name))
    const [where, label]: readonly [Part, string] = found
      ? [found[1], found[2]]
      : isSheet
        ? ['sheet', '工作表的公式、页眉和设置']
        : ['leftover', `部件“${name}”`]
    const join = joiner(where, file, isSheet ? 'personal' : 'words')
    for (const block of part.read.blocks) {
      if (isSheet && (block.element === 'v' || block.element === 'is')) continue
      // Where a drawing lies: rows, columns and offsets.
      if (/^(?:col|row|colOff|rowOff)$/.test(block.element)) continue
      join.add(textOfPieces(block.pieces), label)
    }
    segments.push(...join.done(), ...segmentsOfTags(part.read, label, file))
  }
  return segments
}

/** Any other Office or OFD container: all its parts, block by block. */
export async function readOther(
  container: Container,
  file: string | null,
  label: (name: string) => string,
): Promise<Reading> {
  const reader = partReader(container)
  const segments: Segment[] = []
  for (const { name } of container.entries) {
    if (!isXml(name) || wordless.test(name) || /^docProps\//i.test(name) || isInnerFile(name)) continue
    const part = await reader.markup(name)
    if (!part) continue
    segments.push(...segmentsOfPart(part.read, { part: 'page', label: label(name), checks: 'words' }, file))
    segments.push(...segmentsOfTags(part.read, label(name), file))
  }
  const properties = await readProperties(reader, container.names, file)
  return {
    segments: [...segments, ...properties.segments],
    notes: [...properties.notes, ...(await readSurroundings(container, file))],
  }
}
