/** For tests only: pictures with tags, PDF by hand, archives. */
import { writeZip } from '#kit/ooxml/zip.ts'

/** A JPEG of nothing much with an Exif block: orientation, camera, and with `located` a latitude and longitude. */
export function makeJpeg(
  options: { located?: boolean; camera?: string; orientation?: number; xmp?: string } = {},
): Uint8Array {
  const camera = Buffer.from(`${options.camera ?? 'CAMERA'}\0`, 'latin1')
  const entries = options.located ? 3 : 2
  const base = 8 + 2 + entries * 12 + 4
  const gpsAt = base + camera.length + (camera.length & 1)
  const tiff = Buffer.alloc(gpsAt + (options.located ? 2 + 4 * 12 + 4 + 48 : 0))
  tiff.write('MM', 0, 'latin1')
  tiff.writeUInt16BE(42, 2)
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(entries, 8)
  const entry = (at: number, tag: number, type: number, count: number, value: number, short = false) => {
    tiff.writeUInt16BE(tag, at)
    tiff.writeUInt16BE(type, at + 2)
    tiff.writeUInt32BE(count, at + 4)
    if (short) tiff.writeUInt16BE(value, at + 8)
    else tiff.writeUInt32BE(value, at + 8)
  }
  entry(10, 0x0110, 2, camera.length, base)
  entry(22, 0x0112, 3, 1, options.orientation ?? 1, true)
  camera.copy(tiff, base)
  if (options.located) {
    entry(34, 0x8825, 4, 1, gpsAt)
    tiff.writeUInt16BE(4, gpsAt)
    const values = gpsAt + 2 + 4 * 12 + 4
    entry(gpsAt + 2, 1, 2, 2, 0x4e000000)
    entry(gpsAt + 14, 2, 5, 3, values)
    entry(gpsAt + 26, 3, 2, 2, 0x45000000)
    entry(gpsAt + 38, 4, 5, 3, values + 24)
  }
  const segment = (marker: number, data: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(data.length + 2, 2)
    return Buffer.concat([head, data])
  }
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
      segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])),
      ...(options.xmp
        ? [segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${options.xmp}`, 'utf8'))]
        : []),
      segment(0xdb, Buffer.alloc(65, 1)),
      Buffer.from([0xff, 0xda, 0, 2, 0x11, 0x22, 0x33, 0xff, 0xd9]),
    ]),
  )
}

const hex = (text: string) => [...text].map(c => c.charCodeAt(0).toString(16).padStart(4, '0')).join('')
const utf16 = (text: string) => `<feff${hex(text)}>`

export type PdfFixture = {
  readonly pages: readonly (readonly string[])[]
  readonly annotation?: string
  readonly field?: string
  readonly author?: string
  readonly keywords?: string
  readonly attachment?: { readonly name: string; readonly bytes: Uint8Array }
  /** Drawn invisibly, as a scanner's text layer is. */
  readonly invisible?: string
  readonly encrypted?: boolean
}

/** A PDF written by hand: text in a Chinese font that is not embedded, as many official PDFs have it. */
export function makePdf(f: PdfFixture): Uint8Array {
  const objects: string[] = []
  const add = (body: string) => objects.push(body)
  const pagesAt = 2
  const kids: number[] = []
  add('') // 1 catalogue
  add('') // 2 pages
  const font = add(
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
  )
  add(
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>',
  )
  add(
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  )
  const annots: number[] = []
  if (f.annotation)
    annots.push(add(`<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents ${utf16(f.annotation)} >>`))
  if (f.field)
    annots.push(
      add(`<< /Type /Annot /Subtype /Widget /FT /Tx /T (phone) /V ${utf16(f.field)} /Rect [50 50 90 90] >>`),
    )
  for (const [index, lines] of f.pages.entries()) {
    const shown = lines.map((line, i) => `${i === 0 ? '' : '0 -20 Td '}<${hex(line)}> Tj`).join(' ')
    const invisible = f.invisible && index === 0 ? ` 3 Tr 0 -20 Td <${hex(f.invisible)}> Tj` : ''
    const stream =
      lines.length === 0 && !invisible ? '0 0 10 10 re f' : `BT /F1 12 Tf 72 700 Td ${shown}${invisible} ET`
    const content = add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`)
    const notes =
      index === 0 && annots.length > 0 ? ` /Annots [${annots.map(a => `${a} 0 R`).join(' ')}]` : ''
    kids.push(
      add(
        `<< /Type /Page /Parent ${pagesAt} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >>${notes} >>`,
      ),
    )
  }
  let names = ''
  if (f.attachment) {
    const data = Buffer.from(f.attachment.bytes).toString('latin1')
    const file = add(`<< /Type /EmbeddedFile /Length ${data.length} >>\nstream\n${data}\nendstream`)
    const spec = add(`<< /Type /Filespec /F (a) /UF ${utf16(f.attachment.name)} /EF << /F ${file} 0 R >> >>`)
    names = ` /Names << /EmbeddedFiles << /Names [(a) ${spec} 0 R] >> >>`
  }
  const info = add(
    `<< /Title ${utf16('通知')}${f.author ? ` /Author ${utf16(f.author)}` : ''}${f.keywords ? ` /Keywords ${utf16(f.keywords)}` : ''} >>`,
  )
  const form = f.field ? ` /AcroForm << /Fields [${annots.at(-1)} 0 R] >>` : ''
  objects[0] = `<< /Type /Catalog /Pages ${pagesAt} 0 R${names}${form} >>`
  objects[1] = `<< /Type /Pages /Kids [${kids.map(k => `${k} 0 R`).join(' ')}] /Count ${kids.length} >>`
  const encrypt = f.encrypted
    ? add(`<< /Filter /Standard /V 1 /R 2 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> /P -44 >>`)
    : 0
  let out = '%PDF-1.5\n%\xe2\xe3\xcf\xd3\n'
  const offsets: number[] = []
  for (const [i, body] of objects.entries()) {
    offsets.push(out.length)
    out += `${i + 1} 0 obj\n${body}\nendobj\n`
  }
  const start = out.length
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  for (const offset of offsets) out += `${String(offset).padStart(10, '0')} 00000 n \n`
  out += `trailer << /Size ${objects.length + 1} /Root 1 0 R /Info ${info} 0 R${encrypt ? ` /Encrypt ${encrypt} 0 R /ID [<31> <31>]` : ''} >>\nstartxref\n${start}\n%%EOF\n`
  return new Uint8Array(Buffer.from(out, 'latin1'))
}

export const makeZip = (files: Readonly<Record<string, Uint8Array | string>>): Uint8Array =>
  writeZip(
    Object.entries(files).map(([name, bytes]) => [
      name,
      typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
    ]),
    { deflate: true },
  )
