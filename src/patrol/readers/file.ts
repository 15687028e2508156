import { ContainerError, openContainer, isZip, type Container } from '#kit/ooxml/container.ts'
import { attribute, decodePart, walkMarkup } from '#kit/ooxml/markup.ts'
import type { FileNote, Reading, Segment } from '../segment.ts'
import { readDocx } from './docx.ts'
import { readHtml } from './html.ts'
import { isInnerFile } from './office.ts'
import { readPdf } from './pdf.ts'
import { pictureType, readPicture } from './picture.ts'
import { decodeText, readText } from './text.ts'
import { fileLimits, tooLarge, Unreadable, unreadable, type FileLimits } from './unreadable.ts'
import { readOther, readXlsx } from './xlsx.ts'

export type FileKind = 'docx' | 'xlsx' | 'pptx' | 'ofd' | 'odf' | 'zip' | 'pdf' | 'picture' | 'html' | 'text'

export type NamedFile = { readonly name: string; readonly bytes: Uint8Array }

export type FileReading = Reading & { readonly kind: FileKind }

const startsWith = (bytes: Uint8Array, head: string) =>
  [...head].every((c, i) => bytes[i] === c.charCodeAt(0))

/** What a file is by its first bytes, whatever its name. Throws Unreadable with a sentence for what cannot be looked through. */
export function kindOfBytes(bytes: Uint8Array, name: string): FileKind {
  if (bytes.length === 0)
    throw new Unreadable('empty', '文件是空的（0字节），没有内容可以检查。请重新导出后再试。')
  if (startsWith(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (buffer.includes(Buffer.from('EncryptedPackage', 'utf16le')))
      throw new Unreadable(
        'encrypted',
        '文件设有打开密码，无法检查。请取消密码后再试；涉密文件不得在本系统处理。',
      )
    throw new Unreadable(
      'old',
      '这是旧格式的Office或WPS文件（.doc、.xls、.ppt、.wps、.et），无法检查。请另存为DOCX或XLSX后再试。',
    )
  }
  if (isZip(bytes)) return 'zip'
  if (Buffer.from(bytes.subarray(0, 1024)).toString('latin1').includes('%PDF-')) return 'pdf'
  if (pictureType(bytes) || startsWith(bytes, 'GIF8') || startsWith(bytes, 'BM')) return 'picture'
  if (startsWith(bytes, '{\\rtf')) throw new Unreadable('old', '这是RTF文件，无法检查。请另存为DOCX后再试。')
  if (startsWith(bytes, 'Rar!') || startsWith(bytes, '7z\xbc\xaf'))
    throw new Unreadable('unknown', '这是RAR或7z压缩包，无法检查。请解压后逐个检查，或改用ZIP。')
  if (/\.html?$/i.test(name)) return 'html'
  return /<(?:!doctype html|html)[\s>]/i.test(Buffer.from(bytes.subarray(0, 400)).toString('latin1'))
    ? 'html'
    : 'text'
}

/** Which Office file a container is, by what it holds; `main` is the part that everything hangs on. */
export async function officeKind(container: Container): Promise<{ kind: FileKind; main: string }> {
  const { names } = container
  const roots = await container.read('_rels/.rels')
  let main = ''
  if (roots)
    walkMarkup(decodePart(roots), {
      open(name, tag) {
        if (name === 'Relationship' && /\/officeDocument$/.test(attribute(tag, 'Type') ?? ''))
          main = (attribute(tag, 'Target') ?? '').replace(/^\/|^\.\//, '')
      },
    })
  if (main === '' || !names.has(main))
    main = ['word/document.xml', 'xl/workbook.xml', 'ppt/presentation.xml'].find(n => names.has(n)) ?? ''
  if (/(?:^|\/)workbook\.xml$/i.test(main)) return { kind: 'xlsx', main }
  if (/(?:^|\/)presentation\.xml$/i.test(main)) return { kind: 'pptx', main }
  if (main !== '' && names.has('[Content_Types].xml'))
    return { kind: /\.bin$/i.test(main) ? 'zip' : 'docx', main }
  if (names.has('OFD.xml')) return { kind: 'ofd', main: 'OFD.xml' }
  if (names.has('content.xml') && names.has('META-INF/manifest.xml'))
    return { kind: 'odf', main: 'content.xml' }
  return { kind: 'zip', main: '' }
}

/** How deep in other files this one lies, and what all containers on the whole way have come to once inflated. */
type Descent = { readonly depth: number; inflated: number }

const fileName = (name: string) => name.slice(name.lastIndexOf('/') + 1)

/**
 * Reads any file to segments and notes: DOCX, XLSX, PPTX, OFD, ODF, PDF, text, HTML, pictures (their tags), ZIP with everything in
 * it; the name of the file counts as text, too. `path` is the way to it (附件.zip／名单.xlsx). Throws Unreadable for the file
 * itself; a file inside that cannot be read becomes a note.
 */
export async function readFile(
  file: NamedFile,
  limits: FileLimits = fileLimits,
  path: string = file.name,
  from: Descent = { depth: 0, inflated: 0 },
): Promise<FileReading> {
  const { bytes, name } = file
  if (bytes.length > limits.bytes) throw tooLarge(bytes.length, limits)
  const base = fileName(name).replace(/\.[^.]{1,5}$/, '')
  const own: Segment = { text: base, part: 'fileName', label: '文件名', file: path, checks: 'words' }
  try {
    const kind = kindOfBytes(bytes, name)
    const reading = await readKind(kind, file, limits, path, from)
    return { ...reading, segments: [own, ...reading.segments] }
  } catch (error) {
    throw unreadable(error, limits)
  }
}

async function readKind(
  kind: FileKind,
  { bytes, name }: NamedFile,
  limits: FileLimits,
  path: string,
  from: Descent,
): Promise<FileReading> {
  switch (kind) {
    case 'zip': {
      const container = await openContainer(bytes, limits)
      from.inflated += container.entries.reduce((sum, e) => sum + e.size, 0)
      // Archives in archives: each small, all together a bomb.
      if (from.inflated > limits.inflated) throw new ContainerError('bomb')
      return readContainer(container, bytes, limits, path, from)
    }
    case 'pdf': {
      const { inner, ...reading } = await readPdf(bytes, path, limits)
      const within = await readInner(inner, limits, path, from)
      return {
        kind,
        segments: [...reading.segments, ...within.segments],
        notes: [...reading.notes, ...within.notes],
      }
    }
    case 'picture':
      return { kind, segments: [], notes: pictureNotes(bytes, path) }
    case 'html': {
      const { text } = decodeText(bytes)
      return { kind, segments: readHtml(text, path).segments, notes: [] }
    }
    default: {
      const { text } = decodeText(bytes)
      if (text.length > limits.characters)
        throw new Unreadable(
          'too-large',
          `文件有${text.length.toLocaleString('en-US')}个字，超过${limits.characters.toLocaleString('en-US')}个字的上限，没有检查。请拆分后再试。`,
        )
      return { kind: 'text', ...readText(text, name.includes('.') ? path : `${path}.txt`) }
    }
  }
}

function pictureNotes(bytes: Uint8Array, path: string): FileNote[] {
  const notes: FileNote[] = []
  if (readPicture(bytes).located)
    notes.push({
      kind: 'location',
      tier: 'B',
      message: '照片带有拍摄地点的经纬度，公开后任何人都能查到。请用“清除文件属性”去掉后再公开。',
      label: '照片',
      file: path,
    })
  notes.push({
    kind: 'unread',
    tier: 'C',
    message: '机器看不到图片上的文字和人像。请人工查看有没有身份证件、名单、签名、指纹等。',
    label: '图片',
    file: path,
  })
  return notes
}

async function readContainer(
  container: Container,
  bytes: Uint8Array,
  limits: FileLimits,
  path: string,
  from: Descent,
): Promise<FileReading> {
  const { kind, main } = await officeKind(container)
  if (kind !== 'zip') {
    const reading =
      kind === 'docx'
        ? await readDocx(container, main, path)
        : kind === 'xlsx'
          ? await readXlsx(bytes, container, path, limits)
          : await readOther(container, path, labelOfPart)
    const inner = container.entries.filter(e => isInnerFile(e.name) && !/\.bin$/i.test(e.name))
    const within = await readMembers(container, inner, limits, path, from)
    return {
      kind,
      segments: [...reading.segments, ...within.segments],
      notes: [...reading.notes, ...within.notes],
    }
  }
  const members = container.entries.filter(
    e => !e.name.endsWith('/') && !/^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db)$/.test(e.name),
  )
  const names: Segment[] = container.entries.map(e => ({
    text: e.name.replaceAll('/', '\n'),
    part: 'member',
    label: '压缩包内的文件名',
    file: path,
    checks: 'words',
  }))
  const within = await readMembers(container, members, limits, path, from)
  return { kind, segments: [...names, ...within.segments], notes: within.notes }
}

const labelOfPart = (name: string): string => {
  const number = /(?:slides\/slide|Page_|notesSlides\/notesSlide)(\d+)/i.exec(name)?.[1]
  if (number === undefined) return `部件“${fileName(name)}”`
  return /notesSlide/i.test(name)
    ? `第${number}张幻灯片的备注`
    : /slide/i.test(name)
      ? `第${number}张幻灯片`
      : `第${Number(number) + 1}页`
}

async function readMembers(
  container: Container,
  members: readonly { readonly name: string }[],
  limits: FileLimits,
  path: string,
  from: Descent,
): Promise<Reading> {
  const segments: Segment[] = []
  const notes: FileNote[] = []
  for (const { name } of members) {
    const bytes = await container.read(name)
    if (!bytes) continue
    const reading = await readInner([{ name: fileName(name), bytes }], limits, path, from)
    for (const segment of reading.segments) segments.push(segment)
    notes.push(...reading.notes)
  }
  return { segments, notes }
}

/** Files inside a file. One that cannot be looked through is said so; the others go on. */
async function readInner(
  files: readonly NamedFile[],
  limits: FileLimits,
  path: string,
  from: Descent,
): Promise<Reading> {
  const segments: Segment[] = []
  const notes: FileNote[] = []
  for (const file of files) {
    const inner = `${path}／${file.name}`
    const unread = (message: string) =>
      notes.push({ kind: 'unread', tier: 'B', message, label: '没有检查的文件', file: inner })
    if (from.depth + 1 > limits.depth) {
      unread(`文件套了超过${limits.depth}层，里面的没有检查。请解开后逐个检查。`)
      continue
    }
    if (file.bytes.length === 0) continue
    try {
      const deeper = { depth: from.depth + 1, inflated: from.inflated }
      const reading = await readFile(file, limits, inner, deeper)
      from.inflated = deeper.inflated
      for (const segment of reading.segments) segments.push(segment)
      notes.push(...reading.notes)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      // A bomb inside is the fault of the whole; whatever else just could not be read.
      if (error.code === 'dangerous') throw error
      unread(error.message)
    }
  }
  return { segments, notes }
}
