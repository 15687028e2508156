import { Refused } from '#kit/errors.ts'
import { isZip, openContainer } from '#kit/ooxml/container.ts'
import { kindOfBytes, officeKind, type NamedFile } from './file.ts'
import { pictureType } from './picture.ts'
import { fileLimits, Unreadable, unreadable } from './unreadable.ts'

/** Kinds of file that may go with what is published: by the ending of the name, what they are to a browser. */
const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  wps: 'application/vnd.ms-works',
  et: 'application/vnd.ms-excel',
  dps: 'application/vnd.ms-powerpoint',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  rtf: 'application/rtf',
  txt: 'text/plain',
  csv: 'text/csv',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  zip: 'application/zip',
  rar: 'application/vnd.rar',
  '7z': 'application/x-7z-compressed',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
}
/** Endings whose files look the same from the first bytes. */
const alike: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  tiff: 'tif',
  csv: 'txt',
  xls: 'doc',
  ppt: 'doc',
  wps: 'doc',
  et: 'doc',
  dps: 'doc',
  ods: 'odt',
  odp: 'odt',
}

const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(from, to).toString('latin1')

/** The ending that the first bytes speak for; null for what no reader knows. */
function endingByHead(bytes: Uint8Array): string | null {
  const head = latin(bytes, 0, 16)
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'doc'
  if (head.startsWith('{\\rtf')) return 'rtf'
  if (head.startsWith('Rar!')) return 'rar'
  if (head.startsWith('7z\xbc\xaf')) return '7z'
  if (head.startsWith('GIF8')) return 'gif'
  if (head.startsWith('BM') && bytes.length > 30 && bytes[14] === 40) return 'bmp'
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'tif'
  if (head.slice(4, 8) === 'ftyp') return 'mp4'
  if (head.startsWith('ID3') || (bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2)) return 'mp3'
  const picture = pictureType(bytes)
  return picture === 'jpeg' ? 'jpg' : picture
}

async function endingOf(bytes: Uint8Array, name: string): Promise<string | null> {
  const known = endingByHead(bytes)
  if (known) return known
  if (!isZip(bytes)) {
    const kind = kindOfBytes(bytes, name)
    if (kind === 'pdf') return kind
    const mark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    return kind === 'text' && (mark || !bytes.subarray(0, 8192).includes(0)) ? 'txt' : null
  }
  const container = await openContainer(bytes, fileLimits)
  if ([...container.names].some(n => /(?:^|\/)vbaProject\.bin$/i.test(n)))
    throw new Unreadable('dangerous', '文件含有宏，不能作为附件。请另存为不含宏的文件后再上传。')
  const { kind } = await officeKind(container)
  return kind === 'odf' ? 'odt' : kind
}

const refuse = (text: string) => new Refused('invalid', [{ field: 'file', text }])

/**
 * What a file to be published is to a browser: its name says it, its bytes must agree. Throws Refused with a sentence: a kind that is
 * not taken (programs, web pages, files with macros), a name that lies, an empty, damaged or locked file.
 */
export async function contentTypeOf({ name, bytes }: NamedFile): Promise<string> {
  if (bytes.length === 0) throw refuse(`“${name}”是空文件，请检查后重新上传。`)
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (!Object.hasOwn(types, ending))
    throw refuse(
      `“${name}”${ending ? `是.${ending}文件` : '没有扩展名'}，不能作为附件：可执行、含宏、会在浏览器里运行的和认不出的文件不收。请转存为 PDF、OFD、DOCX、XLSX、PPTX、TXT、CSV 或图片，也可以打成 ZIP。`,
    )
  try {
    const found = await endingOf(bytes, name)
    const wanted = alike[ending] ?? ending
    if (found === wanted) return types[ending]!
    // A password turns an Office file into another container: the reader has the sentence for it.
    if (found === 'doc') kindOfBytes(bytes, name)
    throw refuse(
      `“${name}”的内容不是.${ending}格式${found ? `（像是.${found}）` : ''}，可能改过扩展名。请用原来的软件另存后再上传。`,
    )
  } catch (error) {
    const told = unreadable(error, fileLimits)
    if (told instanceof Unreadable && told.code !== 'old') throw refuse(`“${name}”：${told.message}`)
    if (told instanceof Unreadable)
      throw refuse(`“${name}”的内容不是.${ending}格式，可能改过扩展名。请用原来的软件另存后再上传。`)
    throw told
  }
}
