import { makeTurns } from '../turns.ts'

/**
 * Reads XML without building a tree: every tag and text with its place in the source, so that single values can be exchanged and the
 * rest stays as it was, byte for byte. Nothing but the five entities and character numbers is ever decoded; a DOCTYPE is refused
 * before it can declare another.
 */
export type MarkupHandler = {
  /** `name` is without its prefix; `tag` is the whole tag as it stands. */
  open?(name: string, tag: string, from: number, to: number, isEmpty: boolean): void
  close?(name: string, from: number, to: number): void
  /** The raw text between two tags, never empty; `isCdata`: between the CDATA marks, nothing is escaped in it. */
  text?(from: number, to: number, isCdata: boolean): void
}

export class MarkupFault extends Error {
  override readonly name = 'MarkupFault'
  readonly reason: 'damaged' | 'doctype' | 'too-deep'
  constructor(reason: MarkupFault['reason']) {
    super(reason)
    this.reason = reason
  }
}

const deepest = 400

function endOfTag(source: string, from: number): number {
  const gt = source.indexOf('>', from)
  if (gt < 0) return -1
  // Nearly always the first one; a > inside a value is rare and is looked at character by character.
  let quote = 0
  for (let i = from; i < gt; i++) {
    const code = source.charCodeAt(i)
    if (code === 0x22 || code === 0x27) quote = quote === 0 ? code : quote === code ? 0 : quote
  }
  if (quote === 0) return gt
  for (let i = gt; i < source.length; i++) {
    const code = source.charCodeAt(i)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 0x22 || code === 0x27) quote = code
    else if (code === 0x3e) return i
  }
  return -1
}

const localOf = (name: string) => name.slice(name.indexOf(':') + 1)

/** Walks through a well-formed source. Throws MarkupFault where it is not, declares a DOCTYPE or nests deeper than 400. */
export function walkMarkup(source: string, handler: MarkupHandler): void {
  const walk = steps(source, handler)
  while (!walk.next().done);
}

/** The same, with others having their turn in between: a part may have a hundred million characters. */
export async function walkMarkupInTurns(source: string, handler: MarkupHandler): Promise<void> {
  const turn = makeTurns()
  const walk = steps(source, handler)
  while (!walk.next().done) await turn()
}

/** Tags from one stop to the next: about a millisecond. */
const stride = 2000

function* steps(source: string, handler: MarkupHandler): Generator<void, void> {
  const open: string[] = []
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0
  for (let count = 1; at < source.length; count++) {
    if (count % stride === 0) yield
    const lt = source.indexOf('<', at)
    const textEnd = lt < 0 ? source.length : lt
    if (textEnd > at && open.length > 0) handler.text?.(at, textEnd, false)
    if (lt < 0) break
    const next = source.charCodeAt(lt + 1)
    if (next === 0x21) {
      if (source.startsWith('<!--', lt)) {
        const end = source.indexOf('-->', lt + 4)
        if (end < 0) throw new MarkupFault('damaged')
        at = end + 3
      } else if (source.startsWith('<![CDATA[', lt)) {
        const end = source.indexOf(']]>', lt + 9)
        if (end < 0) throw new MarkupFault('damaged')
        if (end > lt + 9) handler.text?.(lt + 9, end, true)
        at = end + 3
      } else throw new MarkupFault('doctype')
      continue
    }
    if (next === 0x3f) {
      const end = source.indexOf('?>', lt + 2)
      if (end < 0) throw new MarkupFault('damaged')
      at = end + 2
      continue
    }
    const gt = endOfTag(source, lt + 1)
    if (gt < 0) throw new MarkupFault('damaged')
    at = gt + 1
    if (next === 0x2f) {
      const name = source.slice(lt + 2, gt).trimEnd()
      if (open.pop() !== name) throw new MarkupFault('damaged')
      handler.close?.(localOf(name), lt, at)
      continue
    }
    const isEmpty = source.charCodeAt(gt - 1) === 0x2f
    let nameEnd = lt + 1
    while (nameEnd < gt) {
      const code = source.charCodeAt(nameEnd)
      if (code <= 0x20 || code === 0x2f) break
      nameEnd++
    }
    const name = source.slice(lt + 1, nameEnd)
    if (name === '') throw new MarkupFault('damaged')
    if (!isEmpty) {
      open.push(name)
      if (open.length > deepest) throw new MarkupFault('too-deep')
    }
    handler.open?.(localOf(name), source.slice(lt, at), lt, at, isEmpty)
  }
  if (open.length > 0) throw new MarkupFault('damaged')
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text as it is meant. What is no entity of XML stays as it stands. */
export function unescapeXml(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (whole, dec, hex, name) => {
      if (name) return named[name as string]!
      const code = dec ? Number(dec) : parseInt(hex as string, 16)
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
        ? String.fromCodePoint(code)
        : whole
    },
  )
}

const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Text for between tags or within double quotes; what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return text
    .replace(illegal, '')
    .replace(/[&<>"]/g, c => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;'))
}

export type MarkupAttribute = {
  /** Without its prefix. */
  readonly name: string
  /** As it stands in the tag: `w:author`. */
  readonly fullName: string
  readonly value: string
  /** Where the attribute begins (with the blank before it) and ends, and where its raw value lies, inside the tag. */
  readonly from: number
  readonly to: number
  readonly valueFrom: number
  readonly valueTo: number
}

const attributePattern = /\s+([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** The attributes of one tag. */
export function attributesOf(tag: string): MarkupAttribute[] {
  const found: MarkupAttribute[] = []
  for (const match of tag.matchAll(attributePattern)) {
    const raw = match[2] ?? match[3] ?? ''
    const to = match.index + match[0].length
    found.push({
      name: localOf(match[1]!),
      fullName: match[1]!,
      value: unescapeXml(raw),
      from: match.index,
      to,
      valueFrom: to - 1 - raw.length,
      valueTo: to - 1,
    })
  }
  return found
}

/** The value of an attribute by its name without prefix. */
export function attribute(tag: string, name: string): string | undefined {
  if (!tag.includes(name)) return undefined
  return attributesOf(tag).find(a => a.name === name)?.value
}

/** One place of a source and what shall stand there. */
export type Edit = { readonly from: number; readonly to: number; readonly text: string }

/** The source with its edits; one that lies inside another is lost with it, as a deleted text takes its changes along. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return source
  const sorted = [...edits].sort((a, b) => a.from - b.from || b.to - a.to)
  const pieces: string[] = []
  let at = 0
  for (const edit of sorted) {
    if (edit.from < at) continue
    pieces.push(source.slice(at, edit.from), edit.text)
    at = edit.to
  }
  pieces.push(source.slice(at))
  return pieces.join('')
}

/** Bytes of a part as text: UTF-8, or UTF-16 by its mark. Throws MarkupFault for bytes that are no text. */
export function decodePart(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new MarkupFault('damaged')
  }
}
