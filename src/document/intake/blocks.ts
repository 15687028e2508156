import {
  append,
  escapeText,
  isElement,
  parseHtml,
  textOf,
  writeHtml,
  type Element,
  type Node,
} from './tree.ts'
import { readable } from './wording.ts'
import type { Block } from './types.ts'

/** Cleaned HTML → the flat list of paragraphs, tables, lists and rules that recognition reads. */
export function blocksOf(html: string): Block[] {
  const blocks: Block[] = []
  flow(parseHtml(html), null, blocks)
  return blocks
}

const blockNames = new Set([
  'p',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'table',
  'ul',
  'ol',
  'hr',
  'blockquote',
])

type Align = Block['align']

function alignOf(element: Element, inherited: Align): Align {
  const classes = (element.attributes['class'] ?? '').split(/\s+/)
  return classes.includes('center') ? 'center' : classes.includes('right') ? 'right' : inherited
}

function flow(nodes: readonly Node[], align: Align, blocks: Block[]): void {
  let inline: Node[] = []
  const flush = () => {
    append(blocks, paragraphs(inline, align, 0))
    inline = []
  }
  for (const node of nodes) {
    if (!isElement(node) || !(blockNames.has(node.name) || holdsBlock(node))) {
      inline.push(node)
      continue
    }
    flush()
    append(blocks, blockOf(node, align))
  }
  flush()
}

const holdsBlock = (element: Element): boolean =>
  element.children.some(c => isElement(c) && (blockNames.has(c.name) || holdsBlock(c)))

function blockOf(node: Element, inherited: Align): Block[] {
  const align = alignOf(node, inherited)
  if (node.name === 'hr') return [{ kind: 'rule', html: '', text: '', align: null, level: 0 }]
  if (node.name === 'table') return tableOf(node, align)
  if (node.name === 'ul' || node.name === 'ol') return [listOf(node)]
  const level = /^h([1-6])$/.exec(node.name)?.[1]
  if (level) return paragraphs(node.children, align, Number(level))
  if (node.name === 'p' && !holdsBlock(node)) return paragraphs(node.children, align, 0)
  const inner: Block[] = []
  flow(node.children, align, inner)
  return inner
}

/** A soft line break makes two paragraphs: Chinese official texts know no other use for it. */
function paragraphs(nodes: readonly Node[], align: Align, level: number): Block[] {
  return splitAtBreaks(nodes).flatMap(line => {
    const html = tidy(writeHtml(line))
    const text = readable(textOf(line))
    const pushed = /^[\s\u3000]{12,}\S/.test(textOf(line).replaceAll('\u00a0', ' '))
    if (text === '' && !html.includes('<img')) return []
    return [
      { kind: 'paragraph' as const, html, text, align: align ?? (pushed ? ('right' as const) : null), level },
    ]
  })
}

function splitAtBreaks(nodes: readonly Node[]): Node[][] {
  const lines: Node[][] = [[]]
  const last = () => lines[lines.length - 1] ?? []
  for (const node of nodes) {
    if (!isElement(node)) {
      last().push(node)
    } else if (node.name === 'br') {
      lines.push([])
    } else {
      const pieces = node.children.length === 0 ? [[]] : splitAtBreaks(node.children)
      pieces.forEach((piece, i) => {
        if (i > 0) lines.push([])
        if (piece.length > 0 || node.name === 'img') last().push({ ...node, children: piece })
      })
    }
  }
  return lines
}

/** Takes the white space off both ends of a paragraph, also where it sits inside the first or last element. */
function tidy(html: string): string {
  return html
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/^((?:<(?:strong|em|u)>)*)[\s\u00a0\u2002\u2003\u3000]+/, '$1')
    .replace(/[\s\u00a0\u2002\u2003\u3000]+((?:<\/(?:strong|em|u)>)*)$/, '$1')
    .replace(/<(strong|em|u|sup|sub)>\s*<\/\1>/g, '')
}

function listOf(list: Element): Block {
  return { kind: 'list', html: writeHtml([list]), text: readable(textOf([list])), align: null, level: 0 }
}

/** Rows of a table whatever the section they stand in, its own only. */
export function rowsOf(table: Element): Element[] {
  return table.children.flatMap(c =>
    !isElement(c) ? [] : c.name === 'tr' ? [c] : /^t(?:head|body|foot)$/.test(c.name) ? rowsOf(c) : [],
  )
}

export const cellsOf = (row: Element): Element[] =>
  row.children.filter((c): c is Element => isElement(c) && (c.name === 'td' || c.name === 'th'))

function tableOf(table: Element, align: Align): Block[] {
  const rows = rowsOf(table)
  const only = rows.length === 1 && rows[0] ? cellsOf(rows[0]) : []
  if (only.length === 1 && only[0]) {
    const inner: Block[] = []
    flow(only[0].children, align, inner)
    return inner
  }
  const texts = rows.map(row => cellsOf(row).map(cell => readable(linesOf(cell.children))))
  if (texts.flat().every(t => t === '') && !writeHtml([table]).includes('<img')) return []
  const straight = straighten(table)
  return [
    {
      kind: 'table',
      html: writeHtml([straight]),
      text: texts.map(row => row.join('\t')).join('\n'),
      align: null,
      level: 0,
      rows: texts,
    },
  ]
}

function linesOf(nodes: readonly Node[]): string {
  return nodes
    .map(n =>
      !isElement(n) ? n : n.name === 'br' ? '\n' : linesOf(n.children) + (n.name === 'p' ? '\n' : ''),
    )
    .join('')
}

const span = (cell: Element, name: 'rowspan' | 'colspan'): number => {
  const n = Number(cell.attributes[name] ?? '1')
  return Number.isInteger(n) && n >= 1 && n <= 1000 ? n : 1
}

/**
 * A header cell merged downwards out of `<thead>` is cut there by HTML: spans never cross a section. The rows it reaches
 * belong to the header; where that would swallow the table, the header rows join the body instead.
 */
function straighten(table: Element): Element {
  const sections = table.children.filter(
    (c): c is Element => isElement(c) && /^t(?:head|body|foot)$/.test(c.name),
  )
  const head = sections.find(s => s.name === 'thead')
  const headRows = head ? rowsOf(head) : []
  const bodyRows = head
    ? [
        ...sections.filter(s => s !== head).flatMap(rowsOf),
        ...rowsOf({ ...table, children: bareRows(table) }),
      ]
    : rowsOf(table)
  for (let depth = 0; depth < headRows.length; depth++) {
    const row = headRows[depth]
    const reach = (row ? cellsOf(row) : []).reduce((most, c) => Math.max(most, span(c, 'rowspan')), 1)
    const missing = depth + reach - headRows.length
    if (missing <= 0) continue
    if (missing >= bodyRows.length || headRows.length + missing > 6) {
      return rebuilt(table, [], [...headRows.map(asHeader), ...bodyRows])
    }
    append(headRows, bodyRows.splice(0, missing))
  }
  return rebuilt(table, headRows.map(asHeader), bodyRows)
}

const bareRows = (table: Element): Element[] =>
  table.children.filter((c): c is Element => isElement(c) && c.name === 'tr')

const asHeader = (row: Element): Element => ({
  ...row,
  children: row.children.map(c =>
    isElement(c) && (c.name === 'td' || c.name === 'th')
      ? {
          ...c,
          name: 'th',
          attributes: { ...c.attributes, scope: span(c, 'colspan') > 1 ? 'colgroup' : 'col' },
        }
      : c,
  ),
})

function rebuilt(table: Element, head: readonly Element[], body: readonly Element[]): Element {
  const section = (name: string, rows: readonly Element[]): Element[] =>
    rows.length === 0 ? [] : [{ name, attributes: {}, children: rows.map(trimmedRow) }]
  return { ...table, children: [...section('thead', head), ...section('tbody', body)] }
}

/** A cell that holds one paragraph holds its text. */
const trimmedRow = (row: Element): Element => ({
  ...row,
  children: cellsOf(row).map(cell => {
    const solid = cell.children.filter(c => isElement(c) || c.trim() !== '')
    const first = solid[0]
    const attributes = clippedSpans(cell)
    if (solid.length === 1 && isElement(first) && first.name === 'p') {
      return { ...cell, attributes, children: first.children }
    }
    return { ...cell, attributes, children: solid }
  }),
})

function clippedSpans(cell: Element): Record<string, string> {
  const { rowspan: _rows, colspan: _columns, ...rest } = cell.attributes
  const rows = span(cell, 'rowspan')
  const columns = span(cell, 'colspan')
  return {
    ...rest,
    ...(rows > 1 ? { rowspan: String(rows) } : {}),
    ...(columns > 1 ? { colspan: String(columns) } : {}),
  }
}

/** A paragraph block from bare text. */
export function paragraphBlock(
  text: string,
  extra: Partial<Pick<Block, 'html' | 'align' | 'level'>> = {},
): Block {
  return { kind: 'paragraph', html: escapeText(text), text, align: null, level: 0, ...extra }
}
