import { isElement, MarkupError, parseXml, type Element, type Node } from './tree.ts'
import { IntakeRefusal } from './refusal.ts'

/** Namespaces of WordprocessingML, transitional and strict, and the prefix this room knows each by. */
const prefixes: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing': 'wp',
  'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing': 'wp',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/drawingml/2006/picture': 'pic',
  'http://purl.oclc.org/ooxml/drawingml/picture': 'pic',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.microsoft.com/office/word/2010/wordprocessingShape': 'wps',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
}

/** The declarations a rewritten part carries. */
export const declarations: Record<string, string> = {
  'xmlns:w': 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'xmlns:r': 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'xmlns:wp': 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
  'xmlns:a': 'http://schemas.openxmlformats.org/drawingml/2006/main',
  'xmlns:pic': 'http://schemas.openxmlformats.org/drawingml/2006/picture',
  'xmlns:v': 'urn:schemas-microsoft-com:vml',
}

/** Never needed and often half of a part: proofing marks, layout, revision bookkeeping of formats. */
const unwanted = new Set([
  'w:proofErr',
  'w:lastRenderedPageBreak',
  'w:bookmarkStart',
  'w:bookmarkEnd',
  'w:permStart',
  'w:permEnd',
  'w:rFonts',
  'w:lang',
  'w:color',
  'w:sz',
  'w:szCs',
  'w:kern',
  'w:spacing',
  'w:shd',
  'w:tblBorders',
  'w:tcBorders',
  'w:tblGrid',
  'w:rPrChange',
  'w:pPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:sectPrChange',
  'w:tblGridChange',
  'w:numberingChange',
])
const isWanted = (name: string): boolean => !unwanted.has(name)

function decodeBytes(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw damaged()
  }
}

const damaged = () =>
  new IntakeRefusal(
    'damaged',
    '文件内的文档数据已损坏，无法读取。请用 Word 或 WPS 打开确认后，重新另存为 .docx 再上传。',
  )

/** Bytes of a part → its tree under the known prefixes. Refuses what is not well-formed, a DOCTYPE, and nests too deep to be text. */
export function readPart(bytes: Uint8Array): Element {
  const source = decodeBytes(bytes)
  try {
    const root = parseXml(source, isWanted)
    const renames = prefixRenames(source)
    return renames.size > 0 ? renamed(root, renames) : root
  } catch (error) {
    if (!(error instanceof MarkupError)) throw error
    if (error.reason === 'doctype') {
      throw new IntakeRefusal(
        'dangerous',
        '文件内含有文档类型声明（DOCTYPE），正常的 .docx 不会有，已拒绝。请用 Word 或 WPS 重新另存为 .docx。',
      )
    }
    if (error.reason === 'damaged') throw damaged()
    throw new IntakeRefusal(
      'dangerous',
      '文件内的文档结构异常庞大或嵌套过深，已停止处理。请用 Word 或 WPS 重新另存为 .docx。',
    )
  }
}

/** Prefixes the part uses differently from us, as writers other than Word and WPS do. */
function prefixRenames(source: string): Map<string, string> {
  const renames = new Map<string, string>()
  for (const match of source.matchAll(/\sxmlns(?::([\w.-]{1,40}))?\s*=\s*["']([^"']{1,200})["']/g)) {
    const known = prefixes[match[2] ?? '']
    const used = match[1] ?? ''
    if (known && known !== used) renames.set(used, known)
  }
  return renames
}

function renamed(node: Element, renames: ReadonlyMap<string, string>): Element {
  const rename = (name: string, isAttribute: boolean): string => {
    const colon = name.indexOf(':')
    if (colon < 0 && isAttribute) return name
    const prefix = renames.get(colon < 0 ? '' : name.slice(0, colon))
    return prefix ? `${prefix}:${name.slice(colon + 1)}` : name
  }
  return {
    name: rename(node.name, false),
    attributes: Object.fromEntries(Object.entries(node.attributes).map(([k, v]) => [rename(k, true), v])),
    children: node.children.map((c): Node => (isElement(c) ? renamed(c, renames) : c)),
  }
}

export type Relationship = { readonly type: string; readonly target: string; readonly external: boolean }

/** A `.rels` part by id; `type` is the last word of its URI (image, hyperlink, oleObject …). */
export function readRelationships(root: Element | null): Map<string, Relationship> {
  const found = new Map<string, Relationship>()
  for (const child of root?.children ?? []) {
    if (!isElement(child) || !/(?:^|:)Relationship$/.test(child.name)) continue
    const { Id: id, Type: type = '', Target: target = '', TargetMode: mode } = child.attributes
    if (id)
      found.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target, external: mode === 'External' })
  }
  return found
}

/** The name in the container of a relationship's target, seen from the part that holds it. */
export function partName(from: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path = from.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.') path.push(step)
  }
  return path.join('/')
}

export const relationshipsOf = (name: string): string => {
  const slash = name.lastIndexOf('/')
  return `${name.slice(0, slash + 1)}_rels/${name.slice(slash + 1)}.rels`
}

/** The `w:val` of a property element, or undefined. */
export const valueOf = (element: Element | undefined): string | undefined => element?.attributes['w:val']

/** A Word switch: present means on, unless its value says no. */
export const isOn = (element: Element | undefined): boolean =>
  element !== undefined && !/^(?:0|false|off|none)$/.test(valueOf(element) ?? '1')
