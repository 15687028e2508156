import { ContainerError, isZip, openContainer } from '#kit/ooxml/container.ts'
import { MarkupFault } from '#kit/ooxml/markup.ts'
import { officeKind } from '#patrol/readers/file.ts'
import { decodeText } from '#patrol/readers/text.ts'
import { fileLimits, Unreadable } from '#patrol/readers/unreadable.ts'
import { gridsOfDocx } from './docx.ts'
import type { Grids } from './grid.ts'
import { gridsOfHtml } from './html.ts'
import { gridsOfOdf, odfFormOf } from './odf.ts'
import { gridsOfWorkbook, WorkbookFault } from './sheets.ts'
import { gridsOfText } from './text.ts'

/** The file cannot be read at all; the message says what it is and what to do. */
export class CatalogFileFault extends Error {
  override readonly name = 'CatalogFileFault'
}

export const mostBytes = 50 * 1024 * 1024

const fault = {
  empty: '文件是空的（0字节），没有目录可读。请重新导出后再试。',
  large: `文件超过${mostBytes / 1024 / 1024} MB的上限，没有读。目录表不会有这么大，请删去图片或拆分后再试。`,
  encrypted: '文件设有打开密码，读不出来。请取消密码、另存后再试；涉密文件不得在本系统处理。',
  damaged: '文件已损坏或没有传完整，打不开。请用原来的软件打开确认，重新另存后再试。',
  doc: '这是旧格式的Word或WPS文字文件（.doc、.wps），读不出来。请另存为DOCX后再试。',
  rtf: '这是RTF文件，读不出来。请用Word或WPS打开，另存为DOCX后再试。',
  uof: '这是标文通（UOF）文件，读不出来。请用WPS或永中Office打开，另存为DOCX或XLSX后再试。',
  flat: '这是单个XML的ODF文件（.fods、.fodt），读不出来。请另存为ODS或ODT（或XLSX、DOCX）后再试。',
  et: '这是旧格式的WPS表格或不认识的电子表格（.et），读不出来。请另存为XLSX后再试。',
  pdf: '这是PDF，里面的表格没有行列，读不准。请用制作它的Word或Excel文件（DOCX、XLSX），或从网页另存为HTML。',
  picture: '这是图片，读不出表格。请用制作它的Word或Excel文件（DOCX、XLSX）。',
  other: '认不出这个文件的格式。可以读的有XLSX、XLS、ODS、DOCX、ODT、HTML、CSV、TSV和文本。',
  archive: '这是压缩包，请解压后选择里面的目录文件（XLSX、DOCX、HTML、CSV）。',
  slides: '这是演示文稿或图形，没有目录表。请用XLSX或DOCX。',
  dangerous:
    '文件内部的结构异常（解压后过大，或声明了外部内容），可能是恶意文件，已停止读取。请重新另存后再试。',
}

const starts = (bytes: Uint8Array, head: string) => [...head].every((c, i) => bytes[i] === c.charCodeAt(0))

/** The tables of a file, whatever its name says it is. Throws CatalogFileFault with a sentence. */
export async function openCatalogFile(bytes: Uint8Array): Promise<Grids> {
  if (bytes.length === 0) throw new CatalogFileFault(fault.empty)
  if (bytes.length > mostBytes) throw new CatalogFileFault(fault.large)
  try {
    return await read(bytes)
  } catch (error) {
    if (error instanceof CatalogFileFault) throw error
    if (error instanceof WorkbookFault) throw new CatalogFileFault(fault[error.reason])
    if (error instanceof ContainerError)
      throw new CatalogFileFault(
        error.fault === 'encrypted'
          ? fault.encrypted
          : error.fault === 'damaged'
            ? fault.damaged
            : fault.dangerous,
      )
    if (error instanceof MarkupFault)
      throw new CatalogFileFault(error.reason === 'damaged' ? fault.damaged : fault.dangerous)
    if (error instanceof Unreadable) throw new CatalogFileFault(fault.other)
    throw error
  }
}

async function read(bytes: Uint8Array): Promise<Grids> {
  if (starts(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const holds = (name: string) => buffer.includes(Buffer.from(name, 'utf16le'))
    if (holds('EncryptedPackage')) throw new CatalogFileFault(fault.encrypted)
    if (holds('WordDocument')) throw new CatalogFileFault(fault.doc)
    if (!holds('Workbook')) throw new CatalogFileFault(fault.et)
    return gridsOfWorkbook(bytes, 'xls')
  }
  if (isZip(bytes)) {
    const container = await openContainer(bytes, fileLimits)
    const { kind, main } = await officeKind(container)
    if (kind === 'xlsx') return gridsOfWorkbook(bytes, 'xlsx', container)
    if (kind === 'docx') return gridsOfDocx(container, main)
    if (kind === 'odf') {
      const form = await odfFormOf(container)
      if (form === 'encrypted') throw new CatalogFileFault(fault.encrypted)
      if (form === 'other') throw new CatalogFileFault(fault.slides)
      return gridsOfOdf(container, form)
    }
    throw new CatalogFileFault(kind === 'pptx' ? fault.slides : kind === 'ofd' ? fault.pdf : fault.archive)
  }
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  if (head.includes('%PDF-')) throw new CatalogFileFault(fault.pdf)
  if (/^(?:\xff\xd8\xff|\x89PNG|GIF8|BM|II\*|MM\0\*|RIFF)/.test(head))
    throw new CatalogFileFault(fault.picture)
  if (/^(?:Rar!|7z\xbc\xaf|\x1f\x8b)/.test(head)) throw new CatalogFileFault(fault.archive)
  if (starts(bytes, '{\\rtf')) throw new CatalogFileFault(fault.rtf)
  const { text } = decodeText(recode(bytes, head))
  if (/[\ufffd]/.test(text) && text.length < 20) throw new CatalogFileFault(fault.other)
  if (/<Workbook[^>]+urn:schemas-microsoft-com:office:spreadsheet/.test(text.slice(0, 4000)))
    throw new CatalogFileFault('这是XML格式的电子表格（2003），读不出来。请用Excel打开，另存为XLSX后再试。')
  if (/<(?:\w+:)?UOF[\s>]/.test(text.slice(0, 4000))) throw new CatalogFileFault(fault.uof)
  if (/<office:document[\s>]/.test(text.slice(0, 4000))) throw new CatalogFileFault(fault.flat)
  if (/<(?:!doctype html|html|table|body|meta)[\s>]/i.test(text.slice(0, 4000)) || /<table[\s>]/i.test(text))
    return gridsOfHtml(text)
  if (text.trim() === '') throw new CatalogFileFault(fault.empty)
  return gridsOfText(text)
}

/** A page that names its own character set: GBK pages of old sites; anything else is told by its bytes. */
function recode(bytes: Uint8Array, head: string): Uint8Array {
  const named = /charset=["']?\s*(gb2312|gbk|gb18030|big5)/i.exec(head)?.[1]
  if (!named) return bytes
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return bytes
  } catch {
    return new TextEncoder().encode(new TextDecoder(named.toLowerCase()).decode(bytes))
  }
}
