import { Parser } from 'htmlparser2'
import {
  GridBuilder,
  noNotes,
  setAside,
  shaped,
  type Aside,
  type Grid,
  type Grids,
  type Words,
} from './grid.ts'
import { ticked, unticked } from './channels.ts'
import { textInCell } from './nested.ts'
import { isNoteMark, isSymbolFont, shownIn } from './symbols.ts'

const blocks = new Set('p div li h1 h2 h3 h4 h5 h6 dd dt section article tr caption'.split(' '))
/** What a page does not show as its text: a note of a reviewer (comment) and the reading above a character (rt, rp) besides. */
const silent = new Set(['script', 'style', 'template', 'noscript', 'head', 'comment', 'rt', 'rp'])

type Look = Aside['kind'] | 'symbols' | null

type Open = {
  builder: GridBuilder
  cell: { text: string; across: number; down: number; beside: Words[] } | null
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
  /** Of every element that is open. */
  const looks: Look[] = []
  const kindOf = (text: string): Aside['kind'] | null => {
    if (looks.includes('struckText')) return 'struckText'
    if (looks.includes('hiddenText')) return 'hiddenText'
    return looks.includes('noteMark') && isNoteMark(text) ? 'noteMark' : null
  }
  const write = (words: string) => {
    const text = looks.includes('symbols') ? shownIn(words) : words
    const cell = stack.at(-1)?.cell
    const kind = kindOf(text)
    if (cell && kind !== null) setAside(cell.beside, kind, text)
    else if (cell) cell.text += text
    else if (stack.length === 0 && kind === null) line += text
  }
  const endCell = () => {
    const open = stack.at(-1)
    if (!open?.cell) return
    open.builder.add(tidy(open.cell.text), open.cell.across, open.cell.down, open.cell.beside)
    open.cell = null
  }
  const span = (value: string | undefined) => {
    const n = Number.parseInt(value ?? '1', 10)
    return Number.isFinite(n) && n >= 0 ? Math.min(n, 10_000) : 1
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        looks.push(lookOf(name, attributes))
        if (silent.has(name)) mute++
        if (mute > 0) return
        if (name === 'img') {
          // A picture of a tick says so in its words.
          const said = (attributes.alt ?? '').trim()
          if (said !== '' && [...said].every(c => (ticked + unticked).includes(c))) write(said)
          else pictures++
        }
        if (name === 'input' && /^(?:checkbox|radio)$/i.test(attributes.type ?? ''))
          write('checked' in attributes ? '■' : '□')
        if (name === 'br') write('\n')
        if (name === 'table') {
          if (stack.length === 0) endLine()
          stack.push({ builder: new GridBuilder(), cell: null, before: paragraphs.slice(-4) })
        } else if (name === 'caption') write('\n')
        else if (name === 'tr') {
          endCell()
          stack.at(-1)?.builder.startRow(0, isNotShown(attributes))
        } else if (name === 'td' || name === 'th') {
          endCell()
          const open = stack.at(-1)
          if (open)
            open.cell = {
              text: '',
              across: span(attributes.colspan) || 1,
              down: span(attributes.rowspan),
              beside: [],
            }
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
        looks.pop()
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

const isNotShown = ({ style = '' }: Readonly<Record<string, string>>) => /display\s*:\s*none/i.test(style)

/** Rows and cells that are not shown are read like hidden rows of a sheet; other parts are set aside. */
function lookOf(name: string, attributes: Readonly<Record<string, string>>): Look {
  const { style = '', face } = attributes
  if (/^(?:s|strike|del)$/.test(name) || /text-decoration[^;]*line-through/i.test(style)) return 'struckText'
  if (isNotShown(attributes) && !/^(?:tr|td|th|table|tbody|col|colgroup|html|body)$/.test(name))
    return 'hiddenText'
  if (name === 'sup' || /vertical-align\s*:\s*super/i.test(style)) return 'noteMark'
  const font = face ?? /font-family\s*:\s*["']?([^;"',]+)/i.exec(style)?.[1]
  return isSymbolFont(font) ? 'symbols' : null
}

const tidy = (text: string): string =>
  shaped(text)
    .replace(/\u00a0/g, ' ')
    .split('\n')
    .map(l => l.replace(/ {2,}/g, ' ').trim())
    .filter(l => l !== '')
    .join('\n')
