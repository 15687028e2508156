import { Parser } from 'htmlparser2'
import { GridBuilder, noNotes, type Grid, type Grids } from './grid.ts'
import { textInCell } from './nested.ts'

const blocks = new Set('p div li h1 h2 h3 h4 h5 h6 dd dt section article tr caption'.split(' '))
const silent = new Set(['script', 'style', 'template', 'noscript', 'head'])

type Open = {
  builder: GridBuilder
  cell: { text: string; across: number; down: number } | null
  before: string[]
}

/** Tables of a web page, also one saved as .xls; a table within a table is one of its own. Never throws. */
export function gridsOfHtml(html: string): Grids {
  const grids: Grid[] = []
  const stack: Open[] = []
  const paragraphs: string[] = []
  let line = ''
  let mute = 0
  let pictures = 0
  const endLine = () => {
    const text = line.replace(/\s+/g, ' ').trim()
    if (text !== '') paragraphs.push(text)
    line = ''
  }
  const write = (text: string) => {
    const cell = stack.at(-1)?.cell
    if (cell) cell.text += text
    else if (stack.length === 0) line += text
  }
  const endCell = () => {
    const open = stack.at(-1)
    if (!open?.cell) return
    open.builder.add(tidy(open.cell.text), open.cell.across, open.cell.down)
    open.cell = null
  }
  const span = (value: string | undefined) => {
    const n = Number.parseInt(value ?? '1', 10)
    return Number.isFinite(n) && n >= 0 ? Math.min(n, 10_000) : 1
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (silent.has(name)) mute++
        if (mute > 0) return
        if (name === 'img') pictures++
        if (name === 'input' && /^(?:checkbox|radio)$/i.test(attributes.type ?? ''))
          write('checked' in attributes ? '■' : '□')
        if (name === 'br') write('\n')
        if (name === 'table') {
          if (stack.length === 0) endLine()
          stack.push({ builder: new GridBuilder(), cell: null, before: paragraphs.slice(-4) })
        } else if (name === 'caption') write('\n')
        else if (name === 'tr') {
          endCell()
          stack.at(-1)?.builder.startRow()
        } else if (name === 'td' || name === 'th') {
          endCell()
          const open = stack.at(-1)
          if (open)
            open.cell = { text: '', across: span(attributes.colspan) || 1, down: span(attributes.rowspan) }
        } else if (blocks.has(name)) {
          if (stack.at(-1)?.cell) write('\n')
          else endLine()
        }
      },
      ontext(text) {
        if (mute > 0) return
        // The line ends of the source mean nothing on a page.
        write(text.replace(/[\r\n\t]+/g, ' '))
      },
      onclosetag(name) {
        if (silent.has(name)) mute = Math.max(0, mute - 1)
        if (mute > 0) return
        if (name === 'td' || name === 'th') endCell()
        else if (name === 'tr') {
          endCell()
          stack.at(-1)?.builder.endRow()
        } else if (name === 'table') {
          endCell()
          const open = stack.pop()
          const grid =
            open && !open.builder.isEmpty
              ? open.builder.build(`第${grids.length + 1}张表`, open.before)
              : null
          const text = grid && stack.at(-1)?.cell ? textInCell(grid) : null
          if (text !== null) write(`\n${text}\n`)
          else if (grid) grids.push(grid)
        } else if (blocks.has(name)) {
          if (stack.at(-1)?.cell) write('\n')
          else endLine()
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.write(html)
  parser.end()
  endLine()
  while (stack.length > 0) {
    endCell()
    const open = stack.pop()!
    if (!open.builder.isEmpty) grids.push(open.builder.build(`第${grids.length + 1}张表`, open.before))
  }
  return { grids, notes: { ...noNotes, pictures, paragraphs } }
}

const tidy = (text: string): string =>
  text
    .replace(/\u00a0/g, ' ')
    .split('\n')
    .map(l => l.replace(/ {2,}/g, ' ').trim())
    .filter(l => l !== '')
    .join('\n')
