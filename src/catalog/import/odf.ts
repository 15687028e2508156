import type { Container } from '#kit/ooxml/container.ts'
import { attribute, decodePart, unescapeXml, walkMarkupInTurns } from '#kit/ooxml/markup.ts'
import {
  cellName,
  coverMerges,
  mostColumns,
  mostRows,
  noNotes,
  setAside,
  tidyCell,
  type Aside,
  type Grid,
  type GridCell,
  type Grids,
  type Merge,
  type Words,
} from './grid.ts'
import { textInCell } from './nested.ts'
import { isNoteMark } from './symbols.ts'

/** What an OpenDocument file is. */
export type OdfForm = 'text' | 'spreadsheet' | 'other' | 'encrypted'

/** Told by its own media type and manifest, not by its name. Throws ContainerError. */
export async function odfFormOf(container: Container): Promise<OdfForm> {
  const manifest = await container.read('META-INF/manifest.xml')
  if (
    container.names.has('encrypted-package') ||
    (manifest && decodePart(manifest).includes('encryption-data'))
  )
    return 'encrypted'
  const own = await container.read('mimetype')
  const type = own ? decodePart(own).trim() : ''
  if (/\.text(?:-template|-master)?$/.test(type)) return 'text'
  return /\.spreadsheet(?:-template)?$/.test(type) ? 'spreadsheet' : 'other'
}

type Cell = {
  text: string
  readonly isCovered: boolean
  readonly repeat: number
  readonly down: number
  readonly across: number
  readonly value: string
  readonly hasFormula: boolean
  readonly looks: Looks
  readonly beside: Words[]
}
/** What a style says of the words in it. */
type Looks = Aside['kind'] | null
type Open = {
  readonly name: string
  readonly isHidden: boolean
  readonly before: readonly string[]
  readonly rows: (GridCell | null)[][]
  readonly merges: Merge[]
  readonly asides: Aside[]
  readonly hiddenRows: Set<number>
  readonly hiddenColumns: Set<number>
  columns: number
  /** Rows without a text that count only when another follows. */
  empty: number
  row: {
    readonly repeat: number
    readonly isHidden: boolean
    cells: GridCell[]
    column: number
    isFilled: boolean
  } | null
  cell: Cell | null
}

/** What stands in a text and is none of it: removed revisions, notes of reviewers, footnotes, the reading above a character. */
const silent = new Set([
  'tracked-changes',
  'annotation',
  'note',
  'ruby-text',
  'forms',
  'shapes',
  'title',
  'desc',
])

/** Tables of an ODT, sheets of an ODS: merged cells covered, revisions accepted, hidden ones marked. Throws ContainerError and MarkupFault. */
export async function gridsOfOdf(container: Container, form: 'text' | 'spreadsheet'): Promise<Grids> {
  const bytes = await container.read('content.xml')
  const source = bytes ? decodePart(bytes) : ''
  const isBook = form === 'spreadsheet'
  const grids: Grid[] = []
  const stack: Open[] = []
  const paragraphs: string[] = []
  const unsolved: string[] = []
  const cut: { sheet: string; place: string }[] = []
  const hiddenStyles = new Set<string>()
  const looksOf = new Map<string, Aside['kind']>()
  /** Of the paragraphs and spans that are open. */
  const looks: Looks[] = []
  /** Controls of the form: whether what stands in it is only its hint. */
  const controls: boolean[] = []
  /** Boxes that float above the text, and how many tables were open where each began. */
  const boxes: number[] = []
  let style = ''
  let line = ''
  let muted = 0
  let inText = 0
  let pictures = 0
  let formulas = 0
  const kindOf = (text: string, cell: Cell | null | undefined): Looks => {
    const all = [...looks, cell?.looks ?? null]
    if (all.includes('struckText')) return 'struckText'
    if (all.includes('hiddenText')) return 'hiddenText'
    if (boxes.at(-1) === stack.length) return 'textBox'
    return all.includes('noteMark') && isNoteMark(text) ? 'noteMark' : null
  }
  const write = (text: string) => {
    if (controls.includes(true)) return
    const cell = stack.at(-1)?.cell
    const kind = kindOf(text, cell)
    if (cell && kind !== null) setAside(cell.beside, kind, text)
    else if (cell) cell.text += text
    else if (stack.length === 0 && (kind === null || kind === 'textBox')) line += text
  }
  const styled = (tag: string): Looks => looksOf.get(attribute(tag, 'style-name') ?? '') ?? null
  const isFolded = (tag: string) => /^(?:collapse|filter)$/.test(attribute(tag, 'visibility') ?? '')

  await walkMarkupInTurns(source, {
    open(name, tag, _from, _to, isEmpty) {
      if (silent.has(name)) {
        if (!isEmpty) muted++
        return
      }
      if (muted > 0) return
      const top = stack.at(-1)
      switch (name) {
        case 'style':
          style = attribute(tag, 'name') ?? ''
          break
        case 'table-properties':
          if (attribute(tag, 'display') === 'false') hiddenStyles.add(style)
          break
        case 'text-properties':
          if (isLined(tag)) looksOf.set(style, 'struckText')
          else if (attribute(tag, 'display') === 'none') looksOf.set(style, 'hiddenText')
          else if ((attribute(tag, 'text-position') ?? '').startsWith('super')) looksOf.set(style, 'noteMark')
          break
        case 'span':
          if (!isEmpty) looks.push(styled(tag))
          break
        case 'content-control':
          if (!isEmpty) controls.push(attribute(tag, 'showing-place-holder') === 'true')
          break
        case 'text-box':
          if (!isEmpty) boxes.push(stack.length)
          break
        case 'table':
          if (isEmpty) break
          stack.push({
            name: (isBook ? attribute(tag, 'name') : undefined) ?? `第${grids.length + stack.length + 1}张表`,
            isHidden: isBook && hiddenStyles.has(attribute(tag, 'style-name') ?? ''),
            before: paragraphs.slice(-4),
            rows: [],
            merges: [],
            asides: [],
            hiddenRows: new Set(),
            hiddenColumns: new Set(),
            columns: 0,
            empty: 0,
            row: null,
            cell: null,
          })
          break
        case 'table-column':
          if (top) {
            const many = count(tag, 'number-columns-repeated')
            if (isFolded(tag))
              for (let c = top.columns; c < Math.min(top.columns + many, mostColumns); c++)
                top.hiddenColumns.add(c)
            top.columns += many
          }
          break
        case 'table-row':
          if (top)
            top.row = {
              repeat: count(tag, 'number-rows-repeated'),
              isHidden: isFolded(tag),
              cells: [],
              column: 0,
              isFilled: false,
            }
          break
        case 'table-cell':
        case 'covered-table-cell':
          if (!top?.row) break
          top.cell = {
            text: '',
            isCovered: name === 'covered-table-cell',
            repeat: count(tag, 'number-columns-repeated'),
            down: count(tag, 'number-rows-spanned'),
            across: count(tag, 'number-columns-spanned'),
            value: attribute(tag, 'date-value')?.slice(0, 10) ?? '',
            hasFormula: isBook && attribute(tag, 'formula') !== undefined,
            looks: isBook ? styled(tag) : null,
            beside: [],
          }
          if (isEmpty) endCell(top)
          break
        case 'p':
        case 'h':
          if (!isEmpty) {
            inText++
            looks.push(styled(tag))
          }
          break
        case 's':
          write(' '.repeat(Math.min(count(tag, 'c'), 200)))
          break
        case 'tab':
          write(' ')
          break
        case 'line-break':
          write('\n')
          break
        case 'image':
          pictures++
      }
    },
    close(name) {
      if (silent.has(name)) {
        muted = Math.max(0, muted - 1)
        return
      }
      if (muted > 0) return
      const top = stack.at(-1)
      if (name === 'p' || name === 'h') {
        inText = Math.max(0, inText - 1)
        looks.pop()
        if (top?.cell) {
          if (boxes.at(-1) !== stack.length) top.cell.text += '\n'
        } else if (stack.length === 0) {
          if (line.trim() !== '') paragraphs.push(line.replace(/\s+/g, ' ').trim())
          line = ''
        }
      } else if (name === 'span') looks.pop()
      else if (name === 'content-control') controls.pop()
      else if (name === 'text-box') boxes.pop()
      else if (name === 'table-cell' || name === 'covered-table-cell') {
        if (top?.cell) endCell(top)
      } else if (name === 'table-row' && top?.row) endRow(top)
      else if (name === 'table' && top) {
        stack.pop()
        const grid = built(top)
        const text = stack.at(-1)?.cell ? textInCell(grid) : null
        if (text !== null) write(`${text}\n`)
        else grids.push(grid)
      }
    },
    text(from, to, isCdata) {
      if (inText === 0 || muted > 0) return
      const raw = source.slice(from, to)
      // Line ends of the source mean nothing in a paragraph.
      write((isCdata ? raw : unescapeXml(raw)).replace(/[\r\n\t]+/g, ' '))
    },
  })

  function endCell(open: Open): void {
    const { row, cell } = open
    open.cell = null
    if (!row || !cell) return
    const shown = tidyCell(cell.text)
    // A date in words of its own (2024年6月30日前) is read as it is shown.
    const text = cell.isCovered
      ? ''
      : cell.value !== '' && !/[\u4e00-\u9fff]/.test(shown) && cell.looks !== 'struckText'
        ? cell.value
        : shown
    if (cell.hasFormula) {
      formulas++
      if (text === '') unsolved.push(`${open.name}!${cellName(open.rows.length + open.empty, row.column)}`)
    }
    const at = open.rows.length + open.empty
    const last = Math.min(row.column + cell.repeat, mostColumns)
    for (const words of cell.beside) open.asides.push({ ...words, row: at, column: row.column })
    if (
      text !== '' &&
      (row.column + cell.repeat > mostColumns || at >= mostRows) &&
      !cut.some(c => c.sheet === open.name)
    )
      cut.push({ sheet: open.name, place: cellName(at, Math.min(row.column + cell.repeat - 1, 16_383)) })
    if (text !== '')
      for (let c = row.column; c < last; c++) {
        row.cells.push({ text, row: at, column: c })
        row.isFilled = true
      }
    if ((cell.down > 1 || cell.across > 1) && row.column < mostColumns)
      open.merges.push({
        startRow: at,
        startCol: row.column,
        endRow: at + cell.down - 1,
        endCol: row.column + cell.across - 1,
      })
    row.column += cell.repeat
  }

  function endRow(open: Open): void {
    const row = open.row!
    open.row = null
    if (!row.isFilled) {
      open.empty += row.repeat
      return
    }
    const from = open.rows.length + open.empty
    if (from >= mostRows) return
    while (open.rows.length < from) open.rows.push([])
    open.empty = 0
    for (let n = 0; n < row.repeat && open.rows.length < mostRows; n++) {
      const at = open.rows.length
      if (row.isHidden) open.hiddenRows.add(at)
      const cells: (GridCell | null)[] = []
      for (const cell of row.cells) {
        while (cells.length < cell.column) cells.push(null)
        cells.push(n === 0 ? cell : { ...cell, row: at })
      }
      open.rows.push(cells)
    }
  }

  /** Cells merged downwards may reach into rows that have no text of their own; below the last text nothing is kept. */
  function built(open: Open): Grid {
    // A table of a text is as wide as its columns, also where the last are empty.
    if (!isBook)
      for (const row of open.rows) while (row.length < Math.min(open.columns, mostColumns)) row.push(null)
    coverMerges(open.rows, open.merges)
    return {
      name: open.name,
      kind: isBook ? 'sheet' : 'table',
      isHidden: open.isHidden,
      rows: open.rows,
      hiddenRows: open.hiddenRows,
      hiddenColumns: open.hiddenColumns,
      before: isBook ? [] : open.before,
      knowsMerges: true,
      asides: open.asides,
    }
  }

  return { grids, notes: { ...noNotes, pictures, paragraphs, formulas, unsolved, cut } }
}

const isLined = (tag: string): boolean =>
  ['text-line-through-style', 'text-line-through-type'].some(
    n => !['none', undefined].includes(attribute(tag, n)),
  )

const count = (tag: string, name: string): number => {
  const n = Number.parseInt(attribute(tag, name) ?? '1', 10)
  return Number.isFinite(n) && n > 0 ? Math.min(n, 2_000_000) : 1
}
