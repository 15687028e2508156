import mammoth from 'mammoth'
import { isZip, openContainer } from '#kit/ooxml/container.ts'
import { unescapeXml } from '#kit/ooxml/markup.ts'
import { openWorkbook } from '../readers/xlsx.ts'
import type { FileLimits } from '../readers/unreadable.ts'
import { buildMatcher, codesOf } from '../wording/matcher.ts'
import { CannotMask } from './report.ts'

const squeeze = (text: string) => text.replaceAll(/[\s\u00a0\u200b-\u200d\u3000\ufeff]/g, '')

/** Tags that end a word; all others (runs, marks of spelling) stand within one. */
const parting =
  /<\/?(?:\w+:)?(?:p|tr|tc|tbl|c|row|si|v|f|is|br|tab|comment|author|definedName|sheet|Relationship)\b[^>]*>/g

/** Every way in which bytes may hold a text: as they are, without tags, as UTF-16 and GBK. */
function readings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const plain = buffer.toString('utf8')
  const texts = [squeeze(plain)]
  if (plain.includes('<')) {
    texts.push(squeeze(unescapeXml(plain)))
    texts.push(squeeze(unescapeXml(plain.replaceAll(parting, '\u0001').replaceAll(/<[^>]*>/g, ''))))
  } else {
    texts.push(squeeze(buffer.toString('utf16le')))
    if (bytes.length > 1) texts.push(squeeze(buffer.subarray(1).toString('utf16le')))
    texts.push(squeeze(new TextDecoder('gb18030').decode(bytes)))
  }
  return texts
}

/** Names of the entries (of a ZIP, of ZIPs in it) in which one of the strings can still be found, in any encoding. */
export async function entriesHolding(
  bytes: Uint8Array,
  strings: readonly string[],
  limits: FileLimits,
  depth = 0,
): Promise<string[]> {
  const words = strings.map(squeeze).filter(s => s !== '')
  if (words.length === 0) return []
  const matcher = buildMatcher(words)
  const holds = (text: string) => {
    let found = false
    matcher.each(codesOf(text), text.length, () => {
      found = true
      return false
    })
    return found
  }
  if (!isZip(bytes) || depth > limits.depth) return readings(bytes).some(holds) ? [''] : []
  const container = await openContainer(bytes, limits)
  const found: string[] = []
  for (const { name } of container.entries) {
    if (holds(squeeze(name))) found.push(name)
    const entry = await container.read(name)
    if (!entry || entry.length === 0) continue
    if (isZip(entry)) {
      for (const inner of await entriesHolding(entry, strings, limits, depth + 1))
        found.push(`${name}／${inner}`)
      continue
    }
    // A picture's own noise is no text, but what is written into its tags is.
    if (readings(entry).some(holds)) found.push(name)
  }
  return found
}

/** Opens a new Office file with a reader that had no part in writing it. Throws CannotMask when it does not open. */
export async function opensAgain(kind: 'docx' | 'xlsx', bytes: Uint8Array): Promise<string> {
  try {
    if (kind === 'docx') {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const { value } = await mammoth.extractRawText({ buffer })
      return value
    }
    const workbook = await openWorkbook(bytes)
    return workbook.sheets
      .flatMap(s => s.rows.flatMap(r => r.map(v => (v === null ? '' : String(v)))))
      .join('\n')
  } catch {
    throw new CannotMask('遮盖后的文件不能再打开，没有交出。请在原稿中手工删去个人信息后另存。')
  }
}
