import { isElement, parseHtml, writeHtml, type Node } from './tree.ts'
import { headingLevel, markerOf } from './headings.ts'
import type { Head } from './head.ts'
import type { Tail } from './tail.ts'
import type { Block } from './types.ts'

/** The roles a paragraph may carry as its class; nothing else survives cleaning. */
export const paragraphRoles = [
  'center',
  'right',
  'addressee',
  'attachments',
  'signatory',
  'date',
  'label',
  'imprint',
] as const
export type ParagraphRole = (typeof paragraphRoles)[number]

/** Writes the body from 主送机关 on; title, number, head marks and the web page's metadata table are left out. */
export function compose(blocks: readonly Block[], from: number, head: Head, tail: Tail): string {
  const roles = new Map<number, ParagraphRole>()
  const give = (at: readonly number[], role: ParagraphRole) => at.forEach(i => roles.set(i, role))
  if (head.addressee) give([head.addressee.at], 'addressee')
  give(tail.attachments?.at ?? [], 'attachments')
  give(tail.signature?.at ?? [], 'signatory')
  give(tail.date ? [tail.date.at] : [], 'date')
  give(tail.imprint.at, 'imprint')
  give(
    tail.labels.map(l => l.at),
    'label',
  )
  const annexTitle = new Set(tail.annexedText?.at ?? [])
  const base = baseLevel(blocks, head, annexTitle)

  let out = ''
  for (let i = from; i < blocks.length; i++) {
    const block = blocks[i]
    if (!block || head.taken.has(i) || block.kind === 'rule') continue
    if (block.kind !== 'paragraph') {
      out += `${block.html}\n`
      continue
    }
    const role = roles.get(i)
    if (role) out += `<p class="${role}">${block.html}</p>\n`
    else if (annexTitle.has(i)) {
      const follows = annexTitle.has(i - 1)
      out += follows ? `<br>${bare(block.html)}` : `<h2 class="center">${bare(block.html)}`
      if (!annexTitle.has(i + 1)) out += '</h2>\n'
    } else out += `${textParagraph(block, nextText(blocks, i), base)}\n`
  }
  return withoutLostLinks(out.trimEnd())
}

/** The lowest heading level the source uses below its title. */
function baseLevel(blocks: readonly Block[], head: Head, annexTitle: Set<number>): number {
  const used = blocks.flatMap((b, i) =>
    b.level > 0 && !head.taken.has(i) && !annexTitle.has(i) ? [b.level] : [],
  )
  return used.reduce((least, level) => Math.min(least, level), 6)
}

const nextText = (blocks: readonly Block[], i: number): string | null => {
  for (let k = i + 1; k < blocks.length; k++) {
    const block = blocks[k]
    if (block && block.kind !== 'rule') return block.kind === 'paragraph' ? block.text : ''
  }
  return null
}

function textParagraph(block: Block, next: string | null, base: number): string {
  const level = headingLevel(block.text, next) ?? styledLevel(block, base)
  const align = block.align ? ` class="${block.align}"` : ''
  if (level) return `<h${level}${block.align === 'center' ? align : ''}>${bare(block.html)}</h${level}>`
  return `<p${align}>${block.html}</p>`
}

/** The source's own heading styles, where the paragraph carries no number that says otherwise. */
function styledLevel(block: Block, base: number): number | null {
  if (block.level === 0 || block.text === '' || markerOf(block.text)) return null
  if (block.text.length > 80 || /[。；]/.test(block.text.slice(0, -1))) return null
  return Math.min(4, 2 + Math.max(0, block.level - base))
}

/** A heading is bold already. */
const bare = (html: string): string => html.replace(/<\/?(?:strong|em|u)>/g, '')

/** A link to a place in the document that is not there becomes its text. */
function withoutLostLinks(html: string): string {
  if (!html.includes('href="#')) return html
  const nodes = parseHtml(html)
  const ids = new Set<string>()
  const collect = (list: readonly Node[]) => {
    for (const node of list) {
      if (!isElement(node)) continue
      if (node.attributes['id']) ids.add(node.attributes['id'])
      collect(node.children)
    }
  }
  collect(nodes)
  const unwrap = (list: readonly Node[]): Node[] =>
    list.flatMap(node => {
      if (!isElement(node)) return [node]
      const children = unwrap(node.children)
      const href = node.attributes['href']
      if (node.name === 'a' && href?.startsWith('#') && !ids.has(href.slice(1))) return children
      return [{ ...node, children }]
    })
  return writeHtml(unwrap(nodes))
}
