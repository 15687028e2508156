import type { Container } from '#kit/ooxml/container.ts'
import { attribute, decodePart, unescapeXml, walkMarkup } from '#kit/ooxml/markup.ts'
import {
  GridBuilder,
  noNotes,
  setAside,
  tidyCell,
  type Aside,
  type Grid,
  type Grids,
  type Words,
} from './grid.ts'
import { textInCell } from './nested.ts'
import { isNoteMark, isSymbolFont, shownIn } from './symbols.ts'
import { isOn, readWordParts, type ListPlace } from './wordParts.ts'

/** Parts that are no text: what revisions took away, how a part looked before one, another drawing of the same, readings above characters. */
const left = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'rt', 'rPrChange', 'pPrChange', 'tcPrChange', 'trPrChange', 'tblPrChange', 'tblPrExChange', 'tblGridChange', 'sectPrChange']) // prettier-ignore

type Cell = { text: string; across: number; merge: 'none' | 'start' | 'on' | 'beside'; beside: Words[] }
/** A paragraph: its style, its place in a list, and the number that still has to be written before its first word. */
type Paragraph = {
  style: string | undefined
  list: string | undefined
  level: number | undefined
  isNumbered: boolean
}
/** How a run looks. */
type Look = { isStruck: boolean; isHidden: boolean; isRaised: boolean; isSymbol: boolean }
type Open = { builder: GridBuilder; cell: Cell | null; skip: number; isRowOpen: boolean; before: string[] }

/** Tables of a DOCX: revisions accepted, merged cells covered, what is struck out, hidden or floats above a cell set aside. Throws ContainerError and MarkupFault. */
export async function gridsOfDocx(container: Container, main: string): Promise<Grids> {
  const bytes = await container.read(main)
  const source = bytes ? decodePart(bytes) : ''
  const parts = await readWordParts(container, main)
  const grids: Grid[] = []
  const stack: Open[] = []
  const paragraphs: string[] = []
  let line = ''
  let skipping = 0
  let pictures = 0
  let inText = 0
  let box: boolean | null = null
  let isBoxSet = false
  const looks: Look[] = []
  const open: Paragraph[] = []
  /** Controls of the form: whether what stands in it is only its hint. */
  const controls: boolean[] = []
  /** Boxes that float above the text, and how many tables were open where each began. */
  const boxes: number[] = []
  const kindOf = (text: string): Aside['kind'] | null => {
    const look = looks.at(-1)
    if (look?.isStruck) return 'struckText'
    if (look?.isHidden) return 'hiddenText'
    if (boxes.at(-1) === stack.length) return 'textBox'
    return look?.isRaised && isNoteMark(text) ? 'noteMark' : null
  }
  const write = (text: string) => {
    if (controls.includes(true)) return
    const cell = stack.at(-1)?.cell
    const kind = kindOf(text)
    if (cell && kind !== null) setAside(cell.beside, kind, text)
    else if (cell) cell.text += text
    else if (stack.length === 0 && (kind === null || kind === 'textBox')) line += text
  }
  const look = (how: keyof Look, on: boolean) => {
    const run = looks.at(-1)
    if (run) run[how] = on
  }
  /** What the list of a paragraph puts before its first word. */
  const number = () => {
    const paragraph = open.at(-1)
    if (!paragraph || paragraph.isNumbered) return
    paragraph.isNumbered = true
    const style = parts.styleOf(paragraph.style)
    const list = paragraph.list ?? style.list
    if (list === undefined || list === '0') return
    const place: ListPlace = { list, level: paragraph.level ?? style.level ?? 0 }
    write(parts.numberAt(place))
  }
  const startRow = (open: Open) => {
    if (open.isRowOpen) return
    open.builder.startRow(open.skip)
    open.isRowOpen = true
  }
  walkMarkup(source, {
    open(name, tag, _from, _to, isEmpty) {
      if (left.has(name)) {
        if (!isEmpty) skipping++
        return
      }
      if (skipping > 0) return
      const top = stack.at(-1)
      switch (name) {
        case 'tbl':
          stack.push({
            builder: new GridBuilder(),
            cell: null,
            skip: 0,
            isRowOpen: false,
            before: paragraphs.slice(-4),
          })
          break
        case 'tr':
          if (top) {
            top.skip = 0
            top.isRowOpen = false
          }
          break
        case 'gridBefore':
          if (top && !top.isRowOpen) top.skip = count(attribute(tag, 'val'))
          break
        case 'tc':
          if (top) {
            startRow(top)
            top.cell = { text: '', across: 1, merge: 'none', beside: [] }
          }
          break
        case 'gridSpan':
          if (top?.cell) top.cell.across = count(attribute(tag, 'val')) || 1
          break
        case 'hMerge':
          // How Word 97 and old WPS join cells of a row.
          if (top?.cell && attribute(tag, 'val') !== 'restart') top.cell.merge = 'beside'
          break
        case 'p':
          if (!isEmpty) open.push({ style: undefined, list: undefined, level: undefined, isNumbered: false })
          break
        case 'pStyle':
        case 'numId':
        case 'ilvl': {
          const paragraph = open.at(-1)
          const value = attribute(tag, 'val')
          if (!paragraph || looks.length > 0) break
          if (name === 'pStyle') paragraph.style = value
          else if (name === 'numId') paragraph.list = value
          else paragraph.level = count(value)
          break
        }
        case 'vMerge':
          if (top?.cell) top.cell.merge = attribute(tag, 'val') === 'restart' ? 'start' : 'on'
          break
        case 'r':
          if (!isEmpty) {
            number()
            const { isStruck = false, isHidden = false } = parts.styleOf(open.at(-1)?.style)
            looks.push({ isStruck, isHidden, isRaised: false, isSymbol: false })
          }
          break
        case 'rStyle': {
          const { isStruck, isHidden } = parts.styleOf(attribute(tag, 'val'))
          if (isStruck !== undefined) look('isStruck', isStruck)
          if (isHidden !== undefined) look('isHidden', isHidden)
          break
        }
        case 'strike':
        case 'dstrike':
          look('isStruck', isOn(tag))
          break
        case 'vanish':
          look('isHidden', isOn(tag))
          break
        case 'vertAlign':
          if (attribute(tag, 'val') === 'superscript') look('isRaised', true)
          break
        case 'rFonts':
          if (isSymbolFont(attribute(tag, 'ascii') ?? attribute(tag, 'hAnsi'))) look('isSymbol', true)
          break
        case 'sdt':
          if (!isEmpty) controls.push(false)
          break
        case 'showingPlcHdr':
          if (isOn(tag) && controls.length > 0) controls[controls.length - 1] = true
          break
        case 'txbxContent':
          if (!isEmpty) {
            boxes.push(stack.length)
            pictures--
          }
          break
        case 't':
          if (!isEmpty) inText++
          break
        case 'br':
        case 'cr':
          write('\n')
          break
        case 'tab':
          write(' ')
          break
        case 'noBreakHyphen':
          write('-')
          break
        case 'sym':
          write(symbolOf(attribute(tag, 'char') ?? ''))
          break
        case 'checkBox':
          box = false
          break
        case 'default':
        case 'checked':
          // A box of an old form: its default, unless it says how it stands.
          if (box !== null && !(tag.includes(':default') && isBoxSet)) {
            const value = attribute(tag, 'val')
            box = value === undefined || value === '1' || value === 'true' || value === 'on'
            isBoxSet = name === 'checked'
          }
          break
        case 'drawing':
        case 'pict':
          pictures++
      }
    },
    close(name) {
      if (left.has(name)) {
        skipping = Math.max(0, skipping - 1)
        return
      }
      if (skipping > 0) return
      const top = stack.at(-1)
      if (name === 't') inText = Math.max(0, inText - 1)
      else if (name === 'r') looks.pop()
      else if (name === 'sdt') controls.pop()
      else if (name === 'txbxContent') boxes.pop()
      else if (name === 'checkBox') {
        write(box ? '■' : '□')
        box = null
        isBoxSet = false
      } else if (name === 'p') {
        number()
        open.pop()
        if (top?.cell) {
          if (boxes.at(-1) !== stack.length) top.cell.text += '\n'
        } else if (stack.length === 0) {
          if (line.trim() !== '') paragraphs.push(line.trim())
          line = ''
        }
      } else if (name === 'tc' && top?.cell) {
        const { text, across, merge, beside } = top.cell
        if (merge === 'on') top.builder.addContinuation(across)
        else if (merge === 'beside') top.builder.addBeside(across)
        else top.builder.add(tidyCell(text), across, 1, beside)
        top.cell = null
      } else if (name === 'tbl') {
        stack.pop()
        const grid =
          top && !top.builder.isEmpty ? top.builder.build(`第${grids.length + 1}张表`, top.before) : null
        const text = grid && stack.at(-1)?.cell ? textInCell(grid) : null
        if (text !== null) write(`${text}\n`)
        else if (grid) grids.push(grid)
      }
    },
    text(from, to, isCdata) {
      if (inText === 0 || skipping > 0) return
      const raw = source.slice(from, to)
      const text = isCdata ? raw : unescapeXml(raw)
      write(looks.at(-1)?.isSymbol ? shownIn(text) : text)
    },
  })
  return { grids, notes: { ...noNotes, pictures, paragraphs } }
}

/** F0FE, or 00FE as some editors write it. */
const symbolOf = (char: string): string => {
  const code = Number.parseInt(char, 16)
  return Number.isFinite(code) && code > 0 ? String.fromCharCode(code < 0x100 ? 0xf000 + code : code) : ''
}

const count = (value: string | undefined) => {
  const n = Number.parseInt(value ?? '0', 10)
  return Number.isFinite(n) && n > 0 ? Math.min(n, 200) : 0
}
