import { ContainerError, openContainer as openZip, type Container } from '#kit/ooxml/container.ts'
import { IntakeRefusal } from './refusal.ts'
import type { IntakeLimits } from './types.ts'

export type { Container }

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return head.every((b, i) => bytes[i] === b)
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`

/** Says what a file is by its first bytes, whatever its name; throws unless it is a ZIP container of an allowed size. */
export function checkKind(bytes: Uint8Array, limits: IntakeLimits): void {
  if (bytes.length === 0) throw new IntakeRefusal('empty', '文件是空的（0 字节）。请重新导出后再上传。')
  if (bytes.length > limits.bytes) {
    throw new IntakeRefusal(
      'too-large',
      `文件有 ${megabytes(bytes.length)}，超过 ${megabytes(limits.bytes)} 的上限。请压缩图片，或把大的附件单独上传。`,
    )
  }
  if (startsWith(bytes, bytesOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'))) {
    if (bufferOf(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
      throw new IntakeRefusal(
        'encrypted',
        '文件设有打开密码，无法读取。请取消密码后重新上传；涉密文件不得上传到本系统。',
      )
    }
    throw new IntakeRefusal(
      'old-word',
      '这是旧格式的 Word 或 WPS 文件（.doc、.wps）。请用 Word 或 WPS 打开，另存为 .docx 后再上传。',
    )
  }
  if (startsWith(bytes, bytesOf('%PDF'))) {
    throw new IntakeRefusal(
      'not-docx',
      '这是 PDF 文件，不是 .docx。请上传 Word 原稿；没有原稿的，可把正文复制后粘贴。',
    )
  }
  if (startsWith(bytes, bytesOf('{\\rtf'))) {
    throw new IntakeRefusal(
      'not-docx',
      '这是 RTF 文件，不是 .docx。请用 Word 或 WPS 打开，另存为 .docx 后再上传。',
    )
  }
  if (startsWith(bytes, bytesOf('PK\x03\x04'))) return
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1').trimStart().toLowerCase()
  if (/^(?:\xef\xbb\xbf)?<(?:!doctype|html|\?xml)/.test(head) || head.startsWith('mime-version')) {
    throw new IntakeRefusal(
      'not-docx',
      '这是网页文件，不是 .docx。请用 Word 或 WPS 打开，另存为 .docx，或把正文复制后粘贴。',
    )
  }
  throw new IntakeRefusal(
    'not-docx',
    '无法识别这个文件：它不是 .docx。请用 Word 或 WPS 另存为 .docx 后再上传。',
  )
}

/** Lists a ZIP and hands out single parts; nothing is inflated that is not asked for, and nothing past its limit. Throws IntakeRefusal. */
export async function openContainer(bytes: Uint8Array, limits: IntakeLimits): Promise<Container> {
  const container = await openZip(bytes, limits).catch((error: unknown) => {
    throw zipRefusal(error, limits)
  })
  const read = (name: string) =>
    container.read(name).catch((error: unknown) => {
      throw zipRefusal(error, limits)
    })
  return { ...container, read }
}

const bomb = () =>
  new IntakeRefusal(
    'dangerous',
    '文件解压后过大，不像正常的公文，已停止处理。请用 Word 或 WPS 重新另存为 .docx。',
  )

const tooManyEntries = (count: number, limits: IntakeLimits) =>
  new IntakeRefusal(
    'dangerous',
    `文件内的部件有 ${count} 个，超过 ${limits.entries} 个的上限，不像正常的公文。请用 Word 或 WPS 重新另存为 .docx。`,
  )

const encryptedEntry = () =>
  new IntakeRefusal('encrypted', '文件内容被加密，无法读取。请取消密码后重新上传；涉密文件不得上传到本系统。')

function zipRefusal(error: unknown, limits: IntakeLimits): unknown {
  if (!(error instanceof ContainerError)) return error
  switch (error.fault) {
    case 'many':
      return tooManyEntries(error.count, limits)
    case 'bomb':
      return bomb()
    case 'encrypted':
      return encryptedEntry()
    case 'duplicate':
      return new IntakeRefusal(
        'dangerous',
        '文件内有重名的部件，可能被改动过。请用 Word 或 WPS 重新另存为 .docx。',
      )
    case 'path':
      return new IntakeRefusal(
        'dangerous',
        '文件内有指向外部目录的部件名，可能是恶意文件，已拒绝。请用 Word 或 WPS 重新另存为 .docx。',
      )
    case 'damaged':
      return new IntakeRefusal(
        'damaged',
        '文件已损坏或没有传完整，无法打开。请用 Word 或 WPS 打开确认后，重新另存为 .docx 再上传。',
      )
  }
}

/** What a ZIP without a Word document is, in a sentence. */
export function notWord(names: ReadonlySet<string>): IntakeRefusal {
  const has = (test: RegExp) => [...names].some(n => test.test(n))
  const what = has(/^xl\//)
    ? '这是电子表格（Excel），不是 Word 文档。请把表格作为附件上传，正文另交 .docx。'
    : has(/^ppt\//)
      ? '这是演示文稿（PowerPoint），不是 Word 文档。请上传 .docx。'
      : has(/^OFD\.xml$/i)
        ? '这是 OFD 版式文件，不是 .docx。请上传 Word 原稿；没有原稿的，可把正文复制后粘贴。'
        : has(/^content\.xml$/)
          ? '这是 OpenDocument 文件（.odt），不是 .docx。请另存为 .docx 后再上传。'
          : '这个文件只是改了扩展名的压缩包，里面没有 Word 正文（word/document.xml）。请上传真正的 .docx。'
  return new IntakeRefusal('not-docx', what)
}
