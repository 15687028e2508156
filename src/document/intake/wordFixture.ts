/** Real Word files for the tests, made part by part, also such as no editor would write. */
import { crc32, deflateRawSync } from 'node:zlib'

export type FixtureEntry = {
  readonly name: string
  readonly bytes: Uint8Array | string
  readonly deflated?: boolean
  /** What the container claims the size to be, where that is a lie. */
  readonly declared?: number
  readonly flags?: number
}

const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'utf8')) : content

/** A ZIP as given, lies included. */
export function zipOf(entries: readonly FixtureEntry[]): Uint8Array {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const raw = bytesOf(entry.bytes)
    const data = entry.deflated ? deflateRawSync(raw) : Buffer.from(raw)
    const name = Buffer.from(entry.name, 'utf8')
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(entry.flags ?? 0x0800, 2)
    fields.writeUInt16LE(entry.deflated ? 8 : 0, 4)
    fields.writeUInt16LE(0x21, 8)
    fields.writeUInt32LE(crc32(raw), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(entry.declared ?? raw.length, 18)
    fields.writeUInt16LE(name.length, 22)
    local.push(Buffer.from('PK\x03\x04', 'latin1'), fields, name, data)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, name)
    offset += 30 + name.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Math.min(0xffff, entries.length), 8)
  end.writeUInt16LE(Math.min(0xffff, entries.length), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...local, directory, end]))
}

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
].join(' ')

export const part = (root: string, inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><${root} ${namespaces}>${inner}</${root}>`

export const text = (words: string): string =>
  `<w:t xml:space="preserve">${words.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`)}</w:t>`
export const run = (words: string, properties = ''): string =>
  `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}${text(words)}</w:r>`
export const para = (inner: string, properties = ''): string =>
  `<w:p>${properties ? `<w:pPr>${properties}</w:pPr>` : ''}${inner.startsWith('<') || inner === '' ? inner : run(inner)}</w:p>`
export const centred = (words: string): string => para(words, '<w:jc w:val="center"/>')

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const rel = (id: string, type: string, target: string, external = false): string =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`
export const rels = (inner: string): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`

export const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'

export type WordFixture = {
  readonly body: string
  readonly relationships?: string
  readonly parts?: Readonly<Record<string, Uint8Array | string>>
  readonly type?: string
  /** The whole of word/document.xml instead of a body. */
  readonly document?: string
}

/** The entries of a DOCX with this body. */
export function wordEntries(fixture: WordFixture): FixtureEntry[] {
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>' +
    `<Override PartName="/word/document.xml" ContentType="${fixture.type ?? mainType}"/></Types>`
  const entries: FixtureEntry[] = [
    { name: '[Content_Types].xml', bytes: types },
    { name: '_rels/.rels', bytes: rels(rel('rId1', 'officeDocument', 'word/document.xml')) },
    {
      name: 'word/document.xml',
      bytes: fixture.document ?? part('w:document', `<w:body>${fixture.body}</w:body>`),
      deflated: true,
    },
  ]
  if (fixture.relationships !== undefined) {
    entries.push({ name: 'word/_rels/document.xml.rels', bytes: rels(fixture.relationships) })
  }
  for (const [name, bytes] of Object.entries(fixture.parts ?? {}))
    entries.push({ name, bytes, deflated: true })
  return entries
}

export const wordFile = (fixture: WordFixture): Uint8Array => zipOf(wordEntries(fixture))

/** A picture of one pixel. */
export const pixel = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
)

export const pictureRun = (id: string, alternative = ''): string =>
  `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图" descr="${alternative}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
  `<pic:pic><pic:blipFill><a:blip ${id}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`

/** The head every fixture needs so that it reads as a document. */
export const plainHead =
  centred('测试市应急管理局关于做好汛期安全生产工作的通知') +
  centred('测应急〔2024〕12号') +
  para('各县（市、区）应急管理局：') +
  para('现将汛期安全生产有关工作通知如下，请认真贯彻执行。')
export const plainFoot =
  para('测试市应急管理局', '<w:jc w:val="right"/>') + para('2024年6月3日', '<w:jc w:val="right"/>')
