import type { Block } from './types.ts'
import { datesIn } from './dates.ts'
import { findNumber, type FoundNumber } from './number.ts'
import {
  bodiesIn,
  closeUp,
  endsStrong,
  endsWeak,
  hasMarker,
  isClassificationMark,
  isCopyNumber,
  isInternalMark,
  isLetterhead,
  isTitleLike,
  isTitleNote,
  isUrgencyMark,
  signerOf,
} from './wording.ts'

/** What stands above the body: 版头, 标题, 发文字号, 题注, 主送机关. Indexes are places in the list of blocks. */
export type Head = {
  letterhead: string | null
  urgency: string | null
  signer: { name: string; line: string } | null
  /** 份号, which only classified documents carry. */
  copyNumber: boolean
  title: { text: string; lines: string[]; firm: boolean } | null
  numbers: (FoundNumber & { line: string })[]
  addressee: { text: string; evidence: string; firm: boolean; at: number } | null
  /** A date in the note under the title. */
  noteDate: { day: string; line: string } | null
  /** Blocks that are not part of the body. */
  taken: Set<number>
  /** Where the body begins (主送机关 included). */
  bodyFrom: number
}

const reach = 30

/** Reads the head, beginning after the metadata table. */
export function readHead(blocks: readonly Block[], from: number): Head {
  const head: Head = {
    letterhead: null,
    urgency: null,
    signer: null,
    copyNumber: false,
    title: null,
    numbers: [],
    addressee: null,
    noteDate: null,
    taken: new Set(),
    bodyFrom: blocks.length,
  }
  let i = from
  const end = Math.min(blocks.length, from + reach)
  for (; i < end; i++) {
    const block = blocks[i]
    if (!block) break
    if (block.kind === 'rule') {
      head.taken.add(i)
      continue
    }
    if (block.kind === 'table' && readMarkTable(head, blocks, i)) continue
    if (block.kind !== 'paragraph') break
    const line = block.text
    if (readMark(head, blocks, i, line)) continue
    const addressee = head.title || head.numbers.length > 0 ? readAddressee(line, head.title !== null) : null
    if (addressee) {
      head.addressee = { ...addressee, at: i }
      break
    }
    if (head.title && isTitleNote(line)) {
      const day = datesIn(line)[0]?.day
      if (day) head.noteDate = { day, line }
      continue
    }
    if (head.title || !isTitleLike(line)) break
    i = readTitle(head, blocks, i, end) - 1
  }
  head.bodyFrom = i
  return head
}

/** 份号、密级、紧急程度、签发人、发文机关标志、发文字号: true when the line is one of them. */
function readMark(head: Head, blocks: readonly Block[], i: number, line: string): boolean {
  const take = () => {
    head.taken.add(i)
    return true
  }
  const number = findNumber(line)
  if (number) {
    head.numbers.push({ ...number, line })
    const behind = /\s(签\s*发\s*人\s*[:：].*)$/.exec(line)?.[1]
    const name = behind ? signerOf(behind) : null
    if (name !== null) head.signer ??= { name, line }
    return take()
  }
  if (isUrgencyMark(line)) {
    head.urgency ??= line.replace(/\s+/g, '')
    return take()
  }
  const alone = signerOf(line)
  if (alone !== null) {
    head.signer ??= { name: alone, line }
    return take()
  }
  if (isCopyNumber(line)) {
    head.copyNumber = true
    return take()
  }
  if (head.title) return false
  if (isLetterhead(line)) {
    head.letterhead = head.letterhead === null ? line : `${head.letterhead}\n${line}`
    return take()
  }
  const next = blocks.slice(i + 1, i + 4).find(b => b.kind === 'paragraph' && b.text !== '')
  if (bodiesIn(line).length > 0 && next && findNumber(next.text) && head.letterhead === null) {
    head.letterhead = line
    return take()
  }
  return false
}

/** Red-head templates set number and 签发人 side by side in a table without lines. */
function readMarkTable(head: Head, blocks: readonly Block[], i: number): boolean {
  const cells = (blocks[i]?.rows ?? []).flat().filter(c => c !== '')
  const isMark = (c: string) =>
    findNumber(c) !== null || signerOf(c) !== null || isUrgencyMark(c) || isCopyNumber(c) || isLetterhead(c)
  if (cells.length === 0 || cells.length > 8 || !cells.every(isMark)) return false
  for (const cell of cells) readMark(head, blocks, i, cell)
  return true
}

/** A title runs over as many lines as it needs; returns the index of the first block after it. */
function readTitle(head: Head, blocks: readonly Block[], from: number, end: number): number {
  const lines: string[] = []
  let i = from
  let text = ''
  let last = from
  for (; i < end; i++) {
    const block = blocks[i]
    if (!block) break
    if (block.kind === 'rule') {
      if (lines.length > 0) break
      continue
    }
    if (block.kind !== 'paragraph' || !isTitleLike(block.text)) break
    const line = block.text
    if (lines.length > 0 && !continues(text, blocks, from, i)) break
    lines.push(line)
    text = closeUp(lines.join(' '))
    last = i
    head.taken.add(i)
    if (lines.length >= 6) break
  }
  const first = blocks[from]
  const firm = endsStrong(text) || (endsWeak(text) && (first?.align === 'center' || (first?.level ?? 0) > 0))
  head.title = {
    text,
    lines,
    firm: firm || first?.level === 1 || (first?.align === 'center' && endsWeak(text)),
  }
  return last + 1
}

/** Does the line at `i` belong to the title read so far? */
function continues(title: string, blocks: readonly Block[], from: number, i: number): boolean {
  const line = blocks[i]?.text ?? ''
  if (title.length + line.length > 200 || findNumber(line)) return false
  if (
    /^[（(](?:试行|暂行|修订|征求意见稿|草案|代拟稿|送审稿|[^（）()]{0,8}年[^（）()]{0,8})[）)]$/.test(line)
  )
    return true
  if (endsStrong(title)) return false
  if (endsWeak(title)) return endsStrong(closeUp(`${title} ${line}`)) && line.length <= 60
  const styled = sameStyle(blocks[from], blocks[i])
  const whole = closeUp(`${title} ${line}`)
  if (endsWeak(whole)) return true
  if (!styled || line.length > 40) return false
  const next = blocks[i + 1]
  return (
    next !== undefined && next.kind === 'paragraph' && isTitleLike(next.text) && sameStyle(blocks[from], next)
  )
}

const sameStyle = (a: Block | undefined, b: Block | undefined): boolean =>
  a !== undefined && b !== undefined && a.align === b.align && a.level === b.level

const recipients =
  /(?:部|厅|局|委|办|室|处|府|会|司|署|院|校|所|站|中心|队|行|社|团|公司|企业|单位|机构|机关|部门|兵团|集团|组|省|自治区|直辖市|州|盟|旗|区|县|市|镇|乡|科|场|同志|各地|等|）|\))$/

/** 主送机关: names of bodies, ended by a colon, right under the title. Running text that ends in a colon is not. */
function readAddressee(
  line: string,
  afterTitle: boolean,
): { text: string; evidence: string; firm: boolean } | null {
  const match = /^(\S.*?)\s*[:：]$/.exec(line)
  const text = match?.[1]
  if (!text || text.length > 300 || hasMarker(text)) return null
  if (/[。；！？《“]/.test(text) || /^(?:为|根据|按照|经|现将|依据|附|抄送|关于|近日|近期)/.test(text))
    return null
  const pieces = text.split(/[、，,]/).map(p => p.trim())
  const known = pieces.filter(p => recipients.test(p)).length
  if (known * 2 < pieces.length) return null
  return { text, evidence: line, firm: afterTitle && known === pieces.length }
}

/**
 * A 密级 or internal mark at the head, in a header, footer or text box, or on a line of its own anywhere. The mark is
 * named, the text never. `from` is the first block after the metadata table.
 */
export function findMark(
  blocks: readonly Block[],
  aside: readonly string[],
  from: number,
  bodyFrom: number,
): 'secret' | 'internal' | null {
  const to = Math.max(from + 8, Math.min(bodyFrom, from + reach))
  const head = blocks.slice(from, to).flatMap(linesOf)
  const atHead = [...aside, ...head]
  if (atHead.some(t => isClassificationMark(t, true))) return 'secret'
  if (blocks.some(b => linesOf(b).some(t => isClassificationMark(t, false)))) return 'secret'
  return atHead.some(isInternalMark) ? 'internal' : null
}

const linesOf = (block: Block): string[] => (block.rows ? block.rows.flat() : [block.text])

export const metadataNumber = (value: string | undefined): FoundNumber | null =>
  value ? findNumber(value) : null
