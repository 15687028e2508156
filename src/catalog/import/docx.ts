import type { Container } from '#kit/ooxml/container.ts'
import { attribute, decodePart, unescapeXml, walkMarkup } from '#kit/ooxml/markup.ts'
import { GridBuilder, noNotes, tidyCell, type Grid, type Grids } from './grid.ts'
import { textInCell } from './nested.ts'

/** Marks that Word keeps as a place in a symbol font: Wingdings, Wingdings 2. */
const symbols: Record<string, string> = {
  F06E: '■',
  F0FE: '☑',
  F0FD: '☑',
  F0FC: '√',
  F0FB: '×',
  F052: '☑',
  F050: '√',
  F054: '☑',
  F06F: '□',
  F0A8: '□',
  F071: '□',
  F0A3: '□',
  F030: '□',
  F02A: '□',
}

type Cell = { text: string; across: number; merge: 'none' | 'start' | 'on' }
type Open = { builder: GridBuilder; cell: Cell | null; skip: number; isRowOpen: boolean; before: string[] }

/** Tables of a DOCX: revisions accepted, merged cells covered. Throws ContainerError and MarkupFault. */
export async function gridsOfDocx(container: Container, main: string): Promise<Grids> {
  const bytes = await container.read(main)
  const source = bytes ? decodePart(bytes) : ''
  const grids: Grid[] = []
  const stack: Open[] = []
  const paragraphs: string[] = []
  let line = ''
  let skipping = 0
  let pictures = 0
  let inText = 0
  let box: boolean | null = null
  let isBoxSet = false
  const write = (text: string) => {
    const cell = stack.at(-1)?.cell
    if (cell) cell.text += text
    else if (stack.length === 0) line += text
  }
  const startRow = (open: Open) => {
    if (open.isRowOpen) return
    open.builder.startRow(open.skip)
    open.isRowOpen = true
  }
  walkMarkup(source, {
    open(name, tag, _from, _to, isEmpty) {
      if (name === 'del' || name === 'moveFrom' || name === 'Fallback' || name === 'instrText') {
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
            top.cell = { text: '', across: 1, merge: 'none' }
          }
          break
        case 'gridSpan':
          if (top?.cell) top.cell.across = count(attribute(tag, 'val')) || 1
          break
        case 'vMerge':
          if (top?.cell) top.cell.merge = attribute(tag, 'val') === 'restart' ? 'start' : 'on'
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
          write(symbols[(attribute(tag, 'char') ?? '').toUpperCase().padStart(4, '0')] ?? '')
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
      if (name === 'del' || name === 'moveFrom' || name === 'Fallback' || name === 'instrText') {
        skipping = Math.max(0, skipping - 1)
        return
      }
      if (skipping > 0) return
      const top = stack.at(-1)
      if (name === 't') inText = Math.max(0, inText - 1)
      else if (name === 'checkBox') {
        write(box ? '■' : '□')
        box = null
        isBoxSet = false
      } else if (name === 'p') {
        if (top?.cell) top.cell.text += '\n'
        else if (stack.length === 0) {
          if (line.trim() !== '') paragraphs.push(line.trim())
          line = ''
        }
      } else if (name === 'tc' && top?.cell) {
        const { text, across, merge } = top.cell
        if (merge === 'on') top.builder.addContinuation(across)
        else top.builder.add(tidyCell(text), across, 1)
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
      write(isCdata ? raw : unescapeXml(raw))
    },
  })
  return { grids, notes: { ...noNotes, pictures, paragraphs } }
}

const count = (value: string | undefined) => {
  const n = Number.parseInt(value ?? '0', 10)
  return Number.isFinite(n) && n > 0 ? Math.min(n, 200) : 0
}
