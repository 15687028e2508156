import { datesIn, isDateAlone } from './dates.ts'
import {
  attachmentMark,
  attachmentsStart,
  bodiesIn,
  closeUp,
  endsStrong,
  endsWeak,
  hasMarker,
  isDateLine,
  isPersonalSignature,
  isTitleLike,
  readLabel,
} from './wording.ts'
import type { Label, Block, Finding } from './types.ts'

/** What stands below the text: 附件说明, 署名, 成文日期, 附注, 公开标注, 附文, 版记. Indexes are places in the list of blocks. */
export type Tail = {
  signature: { names: string[]; lines: string[]; at: number[] } | null
  date: { written: string; day: string; at: number; firm: boolean } | null
  labels: (Label & { at: number })[]
  attachments: { names: string[]; lines: string[]; at: number[] } | null
  imprint: {
    at: number[]
    copiedTo: { text: string; line: string } | null
    issuedBy: { text: string; line: string } | null
    issuedOn: { written: string; line: string } | null
    copies: { count: number; line: string } | null
  }
  annexedText: { title: string; lines: string[]; at: number[] } | null
  notes: Finding[]
}

export function readTail(blocks: readonly Block[], bodyFrom: number): Tail {
  const imprint = readImprint(blocks, bodyFrom)
  const inImprint = new Set(imprint.at)
  const attachments = readAttachments(blocks, bodyFrom, inImprint)
  const notes: Finding[] = []
  const { date, signature } = readSignature(
    blocks,
    bodyFrom,
    inImprint,
    attachments?.at.at(-1) ?? null,
    notes,
  )
  const labels = blocks.flatMap((block, at) => {
    const label = at >= bodyFrom && block.kind === 'paragraph' ? readLabel(block.text) : null
    return label ? [{ ...label, at }] : []
  })
  const tail: Tail = { signature, date, labels, attachments, imprint, annexedText: null, notes }
  tail.annexedText = readAnnexedText(blocks, tail, inImprint)
  return tail
}

const linesOf = (block: Block): string[] =>
  block.rows ? block.rows.map(row => row.join(' ').trim()) : block.kind === 'paragraph' ? [block.text] : []

const copiedLine = /^(?:抄\s*送|抄\s*报|分\s*送)\s*(?:机关|单位)?\s*[:：]\s*(.*)$/su
const copiesLine = /^[（(]?\s*(?:共\s*印|印\s*数|印\s*发)\s*[:：]?\s*(\d{1,6})\s*份\s*[）)]?[。.]?$/

/** 版记 (GB/T 9704 7.4): 抄送机关、印发机关、印发日期、份数. */
function readImprint(blocks: readonly Block[], bodyFrom: number): Tail['imprint'] {
  const imprint: Tail['imprint'] = { at: [], copiedTo: null, issuedBy: null, issuedOn: null, copies: null }
  const at = new Set<number>()
  for (let i = bodyFrom; i < blocks.length; i++) {
    const block = blocks[i]
    if (!block) continue
    for (const line of linesOf(block)) {
      const copied = copiedLine.exec(line)
      const copies = copiesLine.exec(line)
      const issued = readIssued(line)
      if (!copied && !copies && !issued) continue
      at.add(i)
      if (copied && imprint.copiedTo === null) {
        const lines = [line, ...continued(blocks, i, line, at)]
        const text = lines.join('').replace(/^[^:：]*[:：]\s*/, '')
        imprint.copiedTo = { text: text.replace(/[。.]$/, '').trim(), line: lines.join('\n') }
      }
      if (copies) imprint.copies ??= { count: Number(copies[1]), line }
      if (issued && imprint.issuedOn === null) {
        imprint.issuedOn = { written: issued.written, line }
        const before = previousParagraph(blocks, i)
        const above = before !== null ? bodiesIn(blocks[before]?.text ?? '') : []
        if (issued.body) imprint.issuedBy = { text: issued.body, line }
        else if (block.kind === 'paragraph' && before !== null && before >= bodyFrom && above[0]) {
          imprint.issuedBy = { text: above[0], line: blocks[before]?.text ?? '' }
          at.add(before)
        }
      }
    }
  }
  for (let i = bodyFrom; i < blocks.length; i++) {
    if (blocks[i]?.kind === 'rule' && (at.has(i - 1) || at.has(i + 1))) at.add(i)
  }
  imprint.at = [...at].sort((a, b) => a - b)
  return imprint
}

/** A list of 抄送机关 that ends its line with a comma goes on in the next. */
function continued(blocks: readonly Block[], from: number, first: string, at: Set<number>): string[] {
  const lines: string[] = []
  let last = first
  for (let i = from + 1; i < blocks.length && /[，、,]$/.test(last) && lines.length < 10; i++) {
    const block = blocks[i]
    if (block?.kind !== 'paragraph') break
    last = block.text
    lines.push(last)
    at.add(i)
  }
  return lines
}

function readIssued(line: string): { body: string; written: string } | null {
  if (line.length > 120 || !/印\s*发$/.test(line)) return null
  const dates = datesIn(line)
  const only = dates[0]
  if (dates.length !== 1 || !only) return null
  const [before = '', after = ''] = line.split(only.written)
  if (after.replace(/\s/g, '') !== '印发') return null
  const body = before.trim()
  if (body !== '' && bodiesIn(body).length === 0) return null
  return { body: body === '' ? '' : (bodiesIn(body)[0] ?? ''), written: only.written }
}

function previousParagraph(blocks: readonly Block[], i: number): number | null {
  for (let k = i - 1; k >= 0; k--)
    if (blocks[k]?.kind !== 'rule') return blocks[k]?.kind === 'paragraph' ? k : null
  return null
}

const listed = /^\s*([0-9０-９]{1,2})\s*[.．、]\s*(\S.*)$/

/** 附件说明 (GB/T 9704 7.3.4): “附件：1.……” and the numbered lines under it. */
function readAttachments(blocks: readonly Block[], bodyFrom: number, skip: Set<number>): Tail['attachments'] {
  const start = blocks.findIndex(
    (b, i) => i >= bodyFrom && b.kind === 'paragraph' && !skip.has(i) && attachmentsStart.test(b.text),
  )
  const first = blocks[start]
  if (!first) return null
  const names: string[] = []
  const lines = [first.text]
  const at = [start]
  const rest = first.text.replace(attachmentsStart, '').trim()
  if (rest !== '') names.push(...splitList(rest).slice(0, 60))
  const numbered = rest === '' || listed.test(rest)
  for (let i = start + 1; numbered && i < blocks.length && names.length < 60; i++) {
    const block = blocks[i]
    if (!block || block.kind === 'rule') break
    if (block.kind === 'list' && rest === '' && names.length === 0) {
      names.push(
        ...block.text
          .split('\n')
          .map(t => t.trim())
          .filter(Boolean),
      )
      lines.push(block.text)
      at.push(i)
      break
    }
    const match = block.kind === 'paragraph' ? listed.exec(block.text) : null
    const next = match && Number(halfWidth(match[1] ?? '')) === names.length + 1
    if (!next || !match) break
    names.push(cleanName(match[2] ?? ''))
    lines.push(block.text)
    at.push(i)
  }
  return names.length > 0 ? { names, lines, at } : null
}

const halfWidth = (t: string): string =>
  t.replace(/[０-９]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
const cleanName = (name: string): string => name.replace(/[；;。，,]$/, '').trim()

/** “1.甲 2.乙” in one line, or one name alone. */
function splitList(text: string): string[] {
  if (!listed.test(text)) return [cleanName(text)]
  const pieces = text.split(/(?:^|\s+)[0-9０-９]{1,2}\s*[.．、]\s*(?=\D)/).filter(p => p.trim() !== '')
  return pieces.map(cleanName)
}

type Candidate = { at: number; written: string; day: string | null; own: string[] }

function readSignature(
  blocks: readonly Block[],
  bodyFrom: number,
  inImprint: Set<number>,
  attachmentsEnd: number | null,
  notes: Finding[],
): Pick<Tail, 'date' | 'signature'> {
  const candidates: Candidate[] = []
  for (let i = bodyFrom; i < blocks.length; i++) {
    const block = blocks[i]
    if (!block || block.kind !== 'paragraph' || inImprint.has(i) || block.text.length > 120) continue
    const candidate = readCandidate(block.text, i)
    if (!candidate) continue
    if (candidate.day) candidates.push(candidate)
    else {
      notes.push({
        code: 'date-invalid',
        level: 'warn',
        message: `“${candidate.written}”不是一个存在的日期，请核对原文后填写成文日期。`,
        excerpt: candidate.written,
      })
    }
  }
  const signed = candidates.map(c => ({ ...c, above: namesAbove(blocks, c, bodyFrom, inImprint) }))
  const withNames = signed.find(c => c.above.names.length > 0)
  const afterList = signed.find(
    c => attachmentsEnd !== null && c.at > attachmentsEnd && c.at <= attachmentsEnd + 4,
  )
  const chosen = withNames ?? afterList ?? signed.at(-1)
  if (!chosen || !chosen.day)
    return { date: null, signature: signatureWithoutDate(blocks, bodyFrom, inImprint) }
  const others = [...new Set(signed.filter(c => c.day !== chosen.day).map(c => c.written))]
  if (others.length > 0) {
    const why = withNames ? '它在署名之下' : afterList ? '它紧接附件说明' : '它是文中最后一个单独成行的日期'
    notes.push({
      code: 'date-chosen',
      level: 'warn',
      message: `文中单独成行的日期不止一个，成文日期取“${chosen.written}”，因为${why}；另有“${others.join('”“')}”，请核对。`,
      excerpt: chosen.written,
    })
  }
  const names = chosen.above.names
  return {
    date: { written: chosen.written, day: chosen.day, at: chosen.at, firm: names.length > 0 },
    signature: names.length > 0 ? chosen.above : null,
  }
}

/** A line that is a date, or the name of a body with a date behind it. */
function readCandidate(text: string, at: number): Candidate | null {
  const found = datesIn(text)
  const only = found[0]
  if (found.length !== 1 || !only) return null
  if (isDateLine(text) || isDateAlone(text)) return { at, written: only.written, day: only.day, own: [] }
  const [before = '', after = ''] = text.split(only.written)
  const own = after.trim() === '' ? bodiesIn(before) : []
  return own.length > 0 && /\s$/.test(before) ? { at, written: only.written, day: only.day, own } : null
}

function namesAbove(blocks: readonly Block[], candidate: Candidate, bodyFrom: number, skip: Set<number>) {
  const names: string[] = [...candidate.own]
  const lines: string[] = candidate.own.length > 0 ? [blocks[candidate.at]?.text ?? ''] : []
  const at: number[] = []
  for (let i = candidate.at - 1; i >= bodyFrom && at.length < 12; i--) {
    const block = blocks[i]
    if (!block || block.kind !== 'paragraph' || skip.has(i)) break
    const bodies = bodiesIn(block.text)
    const found = bodies.length > 0 ? bodies : isPersonalSignature(block.text) ? [closeUp(block.text)] : []
    if (found.length === 0) break
    names.unshift(...found)
    lines.unshift(block.text)
    at.unshift(i)
  }
  return { names, lines, at }
}

/** Names at the very end where no date follows them. */
function signatureWithoutDate(
  blocks: readonly Block[],
  bodyFrom: number,
  skip: Set<number>,
): Tail['signature'] {
  let end = blocks.length - 1
  while (end >= bodyFrom) {
    const block = blocks[end]
    if (block && (block.kind === 'rule' || skip.has(end) || readLabel(block.text) || isRemark(block.text)))
      end--
    else break
  }
  const found = namesAbove(blocks, { at: end + 1, written: '', day: null, own: [] }, bodyFrom, skip)
  return found.names.length > 0 ? found : null
}

/** 附注 in round brackets (GB/T 9704 7.3.6), such as 联系人. */
export const isRemark = (text: string): boolean => /^[（(][^（）()]{2,200}[）)]$/.test(text)

/** A text of its own after the signature: its title, over as many lines as it takes. */
function readAnnexedText(blocks: readonly Block[], tail: Tail, inImprint: Set<number>): Tail['annexedText'] {
  const after = tail.date?.at ?? tail.signature?.at.at(-1)
  if (after === undefined) return null
  const labels = new Set(tail.labels.map(l => l.at))
  let i = after + 1
  const passes = (k: number) => {
    const block = blocks[k]
    if (!block) return false
    return (
      block.kind === 'rule' ||
      inImprint.has(k) ||
      labels.has(k) ||
      isRemark(block.text) ||
      attachmentMark.test(block.text)
    )
  }
  while (passes(i)) i++
  const lines: string[] = []
  const at: number[] = []
  let title = ''
  for (; i < blocks.length && lines.length < 4; i++) {
    const block = blocks[i]
    if (!block || block.kind !== 'paragraph' || block.text.length > 60 || inImprint.has(i)) break
    if (!isTitleLike(block.text) || hasMarker(block.text) || (lines.length > 0 && endsWeak(title))) break
    lines.push(block.text)
    at.push(i)
    title = closeUp(lines.join(' '))
    if (endsStrong(title)) break
  }
  const first = blocks[at[0] ?? -1]
  const looksLikeTitle = endsWeak(title) || first?.align === 'center' || (first?.level ?? 0) > 0
  return lines.length > 0 && looksLikeTitle ? { title, lines, at } : null
}
