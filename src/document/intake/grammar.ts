import { rowsOf, cellsOf } from './blocks.ts'
import { append, element, isElement, parseHtml, textOf, writeHtml, type Element, type Node } from './tree.ts'

/**
 * The form of a body, written anew from a tree: at the top only p, h2–h4, table, ol, ul; no paragraph inside a paragraph;
 * rows only in thead and tbody; bare text in a paragraph of its own. What is written here is balanced whatever came in.
 */
export function inForm(html: string): string {
  return flow(parseHtml(html))
    .map(node => writeHtml([node]))
    .join('\n')
}

const inlineNames = new Set(['strong', 'em', 'u', 'sup', 'sub', 'a', 'img', 'br'])
const headings: Record<string, string> = { h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h4', h5: 'h4', h6: 'h4' }
const isInline = (node: Node): boolean =>
  !isElement(node) || (inlineNames.has(node.name) && node.children.every(isInline))

/** Nodes that may stand at the top of a body, in a list item or in a cell. */
function flow(nodes: readonly Node[], paragraphClass: string | undefined = undefined): Element[] {
  const out: Element[] = []
  let open: Node[] = []
  const close = () => {
    const children = trimmed(open)
    if (children.length > 0) out.push(element('p', children, paragraphClass ? { class: paragraphClass } : {}))
    open = []
  }
  for (const node of nodes) {
    if (isInline(node)) {
      open.push(node)
      continue
    }
    if (!isElement(node)) continue
    close()
    append(out, blockFrom(node, paragraphClass))
  }
  close()
  return out
}

function blockFrom(node: Element, inherited: string | undefined): Element[] {
  const own = node.attributes['class'] ?? inherited
  const heading = headings[node.name]
  if (heading) {
    const children = trimmed(inline(node.children))
    const attributes: Record<string, string> = own === 'center' ? { class: 'center' } : {}
    return children.length > 0 ? [element(heading, children, attributes)] : []
  }
  if (node.name === 'table') return tableFrom(node)
  if (node.name === 'ul' || node.name === 'ol') return listFrom(node)
  return flow(node.children, own)
}

/** Everything below as running text: a paragraph inside a heading or an emphasis becomes its content. */
const inline = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap(node => {
    if (!isElement(node)) return [node]
    const children = inline(node.children)
    return inlineNames.has(node.name) ? [{ ...node, children }] : children
  })

const isBlank = (node: Node): boolean =>
  isElement(node)
    ? node.name === 'br' || (node.name !== 'img' && !node.attributes['id'] && node.children.every(isBlank))
    : node.trim() === ''

function trimmed(nodes: readonly Node[]): Node[] {
  const from = nodes.findIndex(n => !isBlank(n))
  if (from < 0) return []
  const kept = nodes.slice(from, nodes.findLastIndex(n => !isBlank(n)) + 1)
  const first = kept[0]
  const last = kept.at(-1)
  if (typeof first === 'string') kept[0] = first.trimStart()
  if (typeof last === 'string') kept[kept.length - 1] = (kept.at(-1) as string).trimEnd()
  return kept
}

function listFrom(list: Element): Element[] {
  const items: Element[] = []
  for (const child of list.children) {
    if (!isElement(child)) {
      if (child.trim() !== '') items.push(element('li', [child.trim()]))
      continue
    }
    if (child.name === 'ul' || child.name === 'ol') {
      const nested = listFrom(child)
      const last = items.at(-1)
      if (last) append<Node>(last.children, nested)
      else if (nested.length > 0) items.push(element('li', nested))
      continue
    }
    const children = contents(child.name === 'li' ? child.children : [child])
    if (children.length > 0)
      items.push({ name: 'li', attributes: child.name === 'li' ? child.attributes : {}, children })
  }
  return items.length > 0 ? [{ ...list, children: items }] : []
}

/** Of a cell or list item: running text where one paragraph is all there is. */
function contents(nodes: readonly Node[]): Node[] {
  if (nodes.every(isInline)) return trimmed(nodes)
  const blocks = flow(nodes)
  const only = blocks.length === 1 ? blocks[0] : undefined
  if (only?.name === 'p' && !only.attributes['class']) return only.children
  const leading = blocks[0]
  if (leading?.name === 'p' && blocks.slice(1).every(b => b.name === 'ul' || b.name === 'ol')) {
    return [...leading.children, ...blocks.slice(1)]
  }
  return blocks
}

function tableFrom(table: Element): Element[] {
  const sections: Element[] = []
  const add = (name: 'thead' | 'tbody', rows: readonly Element[]) => {
    const kept = rows.map(rowFrom).filter(r => r.children.length > 0)
    if (kept.length === 0) return
    const last = sections.at(-1)
    if (last?.name === name) append<Node>(last.children, kept)
    else sections.push(element(name, kept))
  }
  for (const child of table.children) {
    if (!isElement(child)) continue
    if (child.name === 'tr') add('tbody', [child])
    else if (/^t(?:head|body|foot)$/.test(child.name)) {
      const first = child.name === 'thead' && sections.length === 0
      add(first ? 'thead' : 'tbody', rowsOf(child))
    }
  }
  if (sections.length === 0) return flow([textOf(table.children)])
  return [element('table', sections)]
}

const rowFrom = (row: Element): Element =>
  element(
    'tr',
    cellsOf(row).map(cell => ({ ...cell, children: contents(cell.children) })),
  )
