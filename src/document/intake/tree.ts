/**
 * A small tree for markup. Strict for the XML parts of a DOCX (anything not well-formed throws, a DOCTYPE is refused
 * before it can declare an entity), tolerant for HTML that has been through the cleaner.
 */

export type Element = { name: string; attributes: Record<string, string>; children: Node[] }
export type Node = Element | string

/** `reason` tells apart a broken part, a DOCTYPE and a part built to exhaust the reader. */
export class MarkupError extends Error {
  override readonly name = 'MarkupError'
  readonly reason: 'damaged' | 'doctype' | 'too-deep' | 'too-many'
  constructor(reason: MarkupError['reason']) {
    super(reason)
    this.reason = reason
  }
}

const maxDepth = 256
const maxNodes = 1_200_000

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

function decode(text: string, strict: boolean): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([A-Za-z]{1,8}));?|&/g,
    (whole, dec, hex, name) => {
      const code = dec ? Number(dec) : hex ? parseInt(hex, 16) : -1
      if (code >= 0) {
        const allowed = code <= 0x10ffff && code !== 0 && !(code >= 0xd800 && code <= 0xdfff)
        if (allowed) return String.fromCodePoint(code)
        if (strict) throw new MarkupError('damaged')
        return ''
      }
      const known = name && Object.hasOwn(named, name) ? named[name] : undefined
      if (known !== undefined && !(strict && name === 'nbsp')) return known
      if (strict) throw new MarkupError('damaged')
      return whole
    },
  )
}

const voids = new Set(['br', 'img', 'hr', 'col', 'wbr'])

const attributePattern = /\s*([^\s=/>"'<]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y

function readAttributes(source: string, strict: boolean): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null)
  attributePattern.lastIndex = 0
  let at = 0
  for (;;) {
    attributePattern.lastIndex = at
    const match = attributePattern.exec(source)
    if (!match) break
    const name = match[1] ?? ''
    if (strict && name in attributes) throw new MarkupError('damaged')
    attributes[name] = decode(match[2] ?? match[3] ?? '', strict)
    at = attributePattern.lastIndex
  }
  if (strict && source.slice(at).trim() !== '') throw new MarkupError('damaged')
  return attributes
}

const namePattern = /^[A-Za-z_][\w.:-]*$/

/** Where a tag ends: the first `>` outside quotes, or -1. */
function endOfTag(source: string, from: number): number {
  let quote = ''
  for (let i = from; i < source.length; i++) {
    const c = source[i]
    if (quote) {
      if (c === quote) quote = ''
    } else if (c === '"' || c === "'") quote = c
    else if (c === '>') return i
  }
  return -1
}

function parse(source: string, strict: boolean, isWanted: (name: string) => boolean): Node[] {
  const root: Element = { name: '', attributes: {}, children: [] }
  const open: Element[] = [root]
  let skipping = 0 // depth inside an element nobody wants
  let count = 0
  let at = 0
  const top = () => open[open.length - 1] ?? root
  const text = (raw: string) => {
    if (skipping || raw === '') return
    if (strict && open.length === 1 && raw.trim() !== '') throw new MarkupError('damaged')
    const parent = top()
    const last = parent.children.length - 1
    const value = decode(raw, strict)
    if (typeof parent.children[last] === 'string') parent.children[last] += value
    else parent.children.push(value)
  }
  while (at < source.length) {
    const lt = source.indexOf('<', at)
    if (lt < 0) {
      text(source.slice(at))
      break
    }
    text(source.slice(at, lt))
    if (source.startsWith('<!--', lt)) {
      const end = source.indexOf('-->', lt + 4)
      if (end < 0) throw new MarkupError('damaged')
      at = end + 3
      continue
    }
    if (source.startsWith('<![CDATA[', lt)) {
      const end = source.indexOf(']]>', lt + 9)
      if (end < 0) throw new MarkupError('damaged')
      if (!skipping) top().children.push(source.slice(lt + 9, end))
      at = end + 3
      continue
    }
    if (source.startsWith('<?', lt)) {
      const end = source.indexOf('?>', lt + 2)
      if (end < 0) throw new MarkupError('damaged')
      at = end + 2
      continue
    }
    if (source.startsWith('<!', lt)) throw new MarkupError('doctype')
    const gt = endOfTag(source, lt + 1)
    if (gt < 0) throw new MarkupError('damaged')
    at = gt + 1
    if (source[lt + 1] === '/') {
      const name = source.slice(lt + 2, gt).trim()
      if (skipping) {
        if (strict && top().name !== name) throw new MarkupError('damaged')
        skipping--
        open.pop()
        continue
      }
      if (top().name === name && open.length > 1) open.pop()
      else if (strict) throw new MarkupError('damaged')
      else {
        const match = open.findLastIndex(e => e.name === name)
        if (match > 0) open.length = match
      }
      continue
    }
    const closed = source[gt - 1] === '/'
    const inside = source.slice(lt + 1, closed ? gt - 1 : gt)
    const space = inside.search(/\s/)
    const name = space < 0 ? inside : inside.slice(0, space)
    if (!namePattern.test(name)) throw new MarkupError('damaged')
    if (!skipping && isWanted(name) && ++count > maxNodes) throw new MarkupError('too-many')
    if (open.length > maxDepth) throw new MarkupError('too-deep')
    if (strict && open.length === 1 && root.children.some(c => typeof c !== 'string'))
      throw new MarkupError('damaged')
    const wanted = !skipping && isWanted(name)
    const attributes = space < 0 ? {} : readAttributes(inside.slice(space), strict)
    const element: Element = { name, attributes: wanted ? attributes : {}, children: [] }
    if (wanted) top().children.push(element)
    if (!closed && !(!strict && voids.has(name))) {
      open.push(element)
      if (!wanted) skipping++
    }
  }
  if (strict && open.length !== 1) throw new MarkupError('damaged')
  return root.children
}

const anything = () => true

/**
 * Reads one XML part. Throws `MarkupError` where it is not well-formed, declares a DOCTYPE, nests deeper than 256 or
 * keeps more than 1.2 million elements. Elements refused by `isWanted` are checked but not kept.
 */
export function parseXml(source: string, isWanted: (name: string) => boolean = anything): Element {
  const root = parse(source.replace(/^\ufeff/, ''), true, isWanted).find(n => typeof n !== 'string')
  if (!root) throw new MarkupError('damaged')
  return root as Element
}

/** Reads HTML that the cleaner has written. Unbalanced ends are tolerated. */
export function parseHtml(source: string): Node[] {
  return parse(source, false, anything)
}

export const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, c => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'))

const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;')

function openTag(node: Element): string {
  let out = `<${node.name}`
  for (const [name, value] of Object.entries(node.attributes)) out += ` ${name}="${escapeAttribute(value)}"`
  return out
}

export function writeXml(nodes: readonly Node[]): string {
  let out = ''
  for (const node of nodes) {
    if (typeof node === 'string') out += escapeText(node)
    else if (node.children.length === 0) out += `${openTag(node)}/>`
    else out += `${openTag(node)}>${writeXml(node.children)}</${node.name}>`
  }
  return out
}

export function writeHtml(nodes: readonly Node[]): string {
  let out = ''
  for (const node of nodes) {
    if (typeof node === 'string') out += escapeText(node).replaceAll('\u00a0', ' ')
    else if (voids.has(node.name)) out += `${openTag(node)}>`
    else out += `${openTag(node)}>${writeHtml(node.children)}</${node.name}>`
  }
  return out
}

export const isElement = (node: Node | undefined): node is Element =>
  node !== undefined && typeof node !== 'string'

export const element = (
  name: string,
  children: Node[] = [],
  attributes: Record<string, string> = {},
): Element => ({ name, attributes, children })

/** Adds many at once; `push(...items)` overflows the stack from about a hundred thousand on. */
export function append<T>(target: T[], items: readonly T[]): void {
  for (const item of items) target.push(item)
}

/** The first child element of that name. */
export const childOf = (parent: Element | undefined, name: string): Element | undefined =>
  parent?.children.find((c): c is Element => isElement(c) && c.name === name)

export const childrenOf = (parent: Element | undefined, name: string): Element[] =>
  (parent?.children ?? []).filter((c): c is Element => isElement(c) && c.name === name)

/** Every descendant of that name, in order. */
export function descendants(parent: Element, name: string, found: Element[] = []): Element[] {
  for (const child of parent.children) {
    if (!isElement(child)) continue
    if (child.name === name) found.push(child)
    descendants(child, name, found)
  }
  return found
}

/** All text below, as it stands. */
export function textOf(nodes: readonly Node[]): string {
  let out = ''
  for (const node of nodes) out += typeof node === 'string' ? node : textOf(node.children)
  return out
}
