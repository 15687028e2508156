import { readFile as readBytes } from 'node:fs/promises'
import { readFile } from '#patrol/readers/file.ts'
import { Unreadable } from '#patrol/readers/unreadable.ts'
import type { Segment } from '#patrol/segment.ts'
import { putFileTexts, unreadFiles, type FileText } from '#record/actions.ts'
import type { Attachment } from '#record/model.ts'
import type { House } from '../../house.ts'

/** Of one file so many characters count: some four hundred pages. */
const mostCharacters = 400_000

/** Parts of a file that its reader sees. Comments, deleted text, properties and leftovers are not what was published to be read. */
const read: ReadonlySet<Segment['part']> = new Set([
  'title',
  'body',
  'table',
  'header',
  'footer',
  'note',
  'textBox',
  'cell',
  'page',
  'member',
] as const)

const isHidden = (label: string) => label.includes('（隐藏')

/** What of a piece is not seen: stretches said to be hidden, and places of hidden rows, columns, sheets. */
function hiddenIn({ text, hidden, spans, label }: Segment): (readonly [number, number])[] {
  if (!spans) return isHidden(label) ? [[0, text.length]] : [...(hidden ?? [])]
  const places = spans.flatMap(({ from, label: place }, i) =>
    isHidden(place) || isHidden(label) ? [[from, spans[i + 1]?.from ?? text.length] as const] : [],
  )
  return [...(hidden ?? []), ...places].sort((a, b) => a[0] - b[0])
}

/** The text that a reader of the file sees, a line a place. */
export function visibleText(segments: readonly Segment[]): string {
  const lines: string[] = []
  let length = 0
  for (const segment of segments) {
    if (segment.echo || !read.has(segment.part)) continue
    let seen = ''
    let from = 0
    for (const [start, end] of hiddenIn(segment)) {
      seen += segment.text.slice(from, Math.max(from, start))
      from = Math.max(from, end)
    }
    const line = (seen + segment.text.slice(from)).trim()
    if (line === '') continue
    lines.push(line)
    length += line.length
    if (length > mostCharacters) break
  }
  return lines.join('\n').slice(0, mostCharacters).replaceAll('\u0000', '')
}

async function textOf(house: House, { name, hash }: Attachment): Promise<FileText> {
  try {
    if (!(await house.files.has(hash))) return { hash, text: '', fault: '文件不在库里。' }
    const { segments } = await readFile({ name, bytes: await readBytes(house.files.pathOf(hash)) })
    return { hash, text: visibleText(segments), fault: null }
  } catch (error) {
    if (error instanceof Unreadable) return { hash, text: '', fault: error.message }
    throw error
  }
}

/** Reads the attachments of what stands at an address and adds their words to the index. Returns how many files it read. */
export async function readAttachments(house: House, address: string): Promise<number> {
  const files = await unreadFiles(house.db, address)
  if (!files || files.length === 0) return 0
  const texts: FileText[] = []
  for (const file of files) texts.push(await textOf(house, file))
  const put = await house.db.transaction().execute(trx => putFileTexts(trx, address, texts, house.now()))
  if (put) house.recordChanged()
  return put ? texts.length : 0
}
