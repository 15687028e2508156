import type { Container } from '#kit/ooxml/container.ts'
import { applyEdits, attribute, decodePart, escapeXml, walkMarkup, type Edit } from '#kit/ooxml/markup.ts'
import { writeZip } from '#kit/ooxml/zip.ts'
import { isInnerFile, isXml, wordless } from '../readers/office.ts'
import {
  editsFor,
  piecesFor,
  readMarkup,
  textOfPieces,
  type Block,
  type MarkupText,
  type TagText,
} from '../readers/markupText.ts'
import { stripPicture } from '../readers/picture.ts'
import { CannotMask } from './report.ts'
import { maskCells, noteCells } from './sheets.ts'
import type { Removal } from './strings.ts'
import { contentTypeEdits, droppedPart, plainApp, plainCore, relationshipEdits, stripEdits } from './strip.ts'

export type OfficeKind = 'docx' | 'xlsx'

/** The parts of an Office file on their way to the new one, in order. */
export type Parts = Map<string, Uint8Array>

export type Rewritten = { readonly bytes: Buffer; readonly stripped: string[] }

const encoder = new TextEncoder()
const isSheet = (name: string) => /^xl\/(?:worksheets|macrosheets)\/[^/]+\.xml$/i.test(name)
const isStripped = (name: string) =>
  isXml(name) && !/^docProps\/|\[Content_Types\]/i.test(name) && !/\.rels$/i.test(name)

/**
 * Writes an Office file anew: without properties, traces of sessions and machines, tags of photographs; with `removal` also with
 * its tracked changes accepted and all personal data exchanged in every part. `inner` does the same to a file inside. Throws CannotMask.
 */
export async function rewriteOffice(
  container: Container,
  kind: OfficeKind,
  removal: Removal | null,
  inner: (name: string, bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Rewritten> {
  if ([...container.names].some(n => /(?:^|\/)vbaProject\.bin$/i.test(n)))
    throw new CannotMask('文件带有宏，不能遮盖。请另存为不含宏的文件后再试。')
  const parts: Parts = new Map()
  const gone = new Set<string>()
  const stripped = new Set<string>()
  for (const { name } of container.entries) {
    if (name.endsWith('/')) continue
    if (removal && isXml(name) && !wordless.test(name) && !isInnerFile(name))
      noteAll(decodePart((await container.read(name))!), removal)
    if (droppedPart.test(name)) {
      gone.add(name)
      stripped.add(goneName(name))
    } else parts.set(name, (await container.read(name))!)
  }
  if (parts.has('docProps/core.xml')) stripped.add('作者、最后修改者、修改时间')
  if (parts.has('docProps/app.xml')) stripped.add('单位、软件和编辑时长')

  let accepted = 0
  for (const [name, bytes] of parts) {
    if (/^docProps\/core\.xml$/i.test(name)) parts.set(name, encoder.encode(plainCore))
    else if (/^docProps\/app\.xml$/i.test(name)) parts.set(name, encoder.encode(plainApp))
    else if (isStripped(name)) {
      const source = decodePart(bytes)
      const result = stripEdits(source, { acceptRevisions: removal !== null && kind === 'docx' })
      accepted += result.accepted
      if (/\srsid|:rsid/.test(source)) stripped.add('编辑会话编号')
      parts.set(name, encoder.encode(applyEdits(source, result.edits)))
    } else if (/\.(?:jpe?g|png|webp)$/i.test(name)) {
      const picture = stripPicture(bytes)
      if (picture !== bytes) stripped.add('照片的拍摄位置、时间和相机信息')
      parts.set(name, picture)
    }
  }
  if (accepted > 0) stripped.add(`修订痕迹${accepted}处（已接受）`)
  clean(parts, gone)
  if (removal) maskParts(parts, kind, removal)
  for (const [name, bytes] of parts)
    if (isInnerFile(name) && !/\.bin$/i.test(name)) parts.set(name, await inner(name, bytes))
  return { bytes: writeZip(ordered(parts), { deflate: true }), stripped: [...stripped] }
}

/** Also what goes with its part or with a revision is remembered: in the end none of it may be found anywhere. */
function noteAll(source: string, removal: Removal): void {
  const read = readMarkup(source)
  for (const block of read.blocks)
    for (const reading of ['accepted', 'original', 'field'] as const)
      removal.note(textOfPieces(piecesFor(block, reading)))
  for (const a of read.attributes) removal.note(a.value)
}

function goneName(name: string): string {
  if (/thumbnail/i.test(name)) return '缩略图'
  if (/custom/i.test(name)) return '自定义属性'
  if (/people/i.test(name)) return '审阅者名单'
  if (/printerSettings/i.test(name)) return '打印机设置'
  if (/revisions/i.test(name)) return '共享工作簿的修订记录'
  return '编辑记录'
}

/** [Content_Types].xml stands first, as readers that look at the first entry expect. */
function* ordered(parts: Parts): Generator<readonly [string, Uint8Array]> {
  const types = parts.get('[Content_Types].xml')
  if (types) yield ['[Content_Types].xml', types]
  for (const [name, bytes] of parts) if (name !== '[Content_Types].xml') yield [name, bytes]
}

/** Relationships to what is gone, and its declarations. */
function clean(parts: Parts, gone: ReadonlySet<string>): void {
  for (const [name, bytes] of parts) {
    if (/\.rels$/i.test(name)) {
      const source = decodePart(bytes)
      const from = name.replace(/_rels\/([^/]*)\.rels$/i, '$1')
      const edits = relationshipEdits(
        source,
        (target, external) => !external && gone.has(resolve(from, target)),
      )
      parts.set(name, encoder.encode(applyEdits(source, edits)))
      // The relationships of a part that is gone would be of nothing.
      if (gone.has(from)) parts.delete(name)
    } else if (name === '[Content_Types].xml') {
      const source = decodePart(bytes)
      parts.set(
        name,
        encoder.encode(
          applyEdits(
            source,
            contentTypeEdits(source, part => gone.has(part)),
          ),
        ),
      )
    }
  }
}

function resolve(from: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path = from.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.') path.push(step)
  }
  return path.join('/')
}

/** First everything is read, so that a name found in one part is also taken out of the others; then everything is written. */
function maskParts(parts: Parts, kind: OfficeKind, removal: Removal): void {
  const sources = new Map<string, { source: string; read: MarkupText }>()
  for (const [name, bytes] of parts) {
    if (
      !isXml(name) ||
      wordless.test(name) ||
      /^docProps\/|^\[Content_Types\]/i.test(name) ||
      isInnerFile(name)
    )
      continue
    const source = decodePart(bytes)
    const read = readMarkup(source)
    sources.set(name, { source, read })
    for (const block of read.blocks) removal.note(textOfPieces(block.pieces))
    for (const a of read.attributes) removal.note(a.value)
    if (kind === 'xlsx' && isSheet(name)) noteCells(source, removal)
  }
  for (const [name, { source, read }] of sources) {
    const edits: Edit[] = []
    const inSheet = kind === 'xlsx' && isSheet(name)
    for (const block of read.blocks) {
      if (inSheet && (block.element === 'v' || block.element === 'f')) continue
      edits.push(...blockEdits(block, name, removal))
    }
    if (inSheet) edits.push(...maskCells(source, removal).edits)
    if (/^xl\/workbook\.xml$/i.test(name)) edits.push(...definedNames(source, removal))
    for (const a of read.attributes) {
      const edit = attributeEdit(a, removal)
      if (edit) edits.push(edit)
    }
    if (edits.length > 0) parts.set(name, encoder.encode(applyEdits(source, edits)))
  }
}

function blockEdits(block: Block, part: string, removal: Removal): Edit[] {
  const { pieces } = block
  const text = textOfPieces(pieces)
  if (block.element === 'definedName') return []
  const first = pieces.find(p => p.from >= 0)
  // A number where a number must stand, an expression where one must stand.
  const isNumber =
    block.element === 'v' && /^[\d.eE+-]+$/.test(text) && /^xl\/(?:externalLinks|charts)\//i.test(part)
  if ((isNumber || /^formula\d?$/.test(block.element)) && first) {
    if (!removal.holds(text)) return []
    removal.changes(text)
    return pieces
      .filter(p => p.from >= 0)
      .map(p => ({ from: p.from, to: p.to, text: p === first ? (isNumber ? '0' : '"***"') : '' }))
  }
  const edits = editsFor(pieces, removal.changes(text))
  return edits
}

/** A defined name that holds personal data goes altogether. */
function definedNames(source: string, removal: Removal): Edit[] {
  const edits: Edit[] = []
  let open: { from: number; tag: string; text: string } | null = null
  walkMarkup(source, {
    open(name, tag, from, _to, isEmpty) {
      if (name === 'definedName' && !isEmpty) open = { from, tag, text: '' }
    },
    text(from, to) {
      if (open) open.text += source.slice(from, to)
    },
    close(name, _from, to) {
      if (name !== 'definedName' || !open) return
      const named = `${attribute(open.tag, 'name') ?? ''}\n${attribute(open.tag, 'comment') ?? ''}\n${open.text}`
      if (removal.changes(named).length > 0) edits.push({ from: open.from, to, text: '' })
      open = null
    },
  })
  return edits
}

/** Characters that a name may not have in a sheet, a file or a bookmark. */
const nameSafe = (text: string) => text.replaceAll('*', '＊')

function attributeEdit(a: TagText, removal: Removal): Edit | null {
  if (a.element === 'definedName') return null
  if (!removal.holds(a.value)) return null
  const masked = removal.masked(a.value)
  if (a.name === 'minValue' || a.name === 'maxValue') return { from: a.from, to: a.to, text: '0' }
  // A number of a pivot cache becomes a string of it.
  if (a.element === 'n' && a.name === 'v') {
    return { from: a.tag.from, to: a.tag.to, text: `<s v="${escapeXml(masked)}"${a.tag.isEmpty ? '/' : ''}>` }
  }
  return { from: a.from, to: a.to, text: escapeXml(a.name === 'name' ? nameSafe(masked) : masked) }
}
