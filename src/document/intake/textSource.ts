import { escapeText } from './tree.ts'
import { paragraphBlock } from './blocks.ts'
import { readable } from './wording.ts'
import type { Block, Finding } from './types.ts'

/**
 * Pasted plain text → blocks. Each line that is not blank is a paragraph. Marks that page-to-text tools leave behind
 * (`## `, a leading `**…**`, `---`, `[text](#)`) are taken for what they stand for and reported; asterisks anywhere else
 * stay, because they mask names (王**).
 */
export function blocksOfText(source: string): { blocks: Block[]; notes: Finding[] } {
  let marks = 0
  const blocks: Block[] = []
  for (const raw of source.replace(/^\ufeff/, '').split(/\r\n|[\n\r\u2028\u2029\u000b\u000c]/)) {
    const line = readable(raw)
    if (line === '') continue
    if (/^(?:-{3,}|\*{3,}|_{3,}|─{3,}|—{6,})$/.test(line)) {
      blocks.push({ kind: 'rule', html: '', text: '', align: null, level: 0 })
      continue
    }
    const heading = /^(#{1,6})\s+(\S.*)$/.exec(line)
    const bold = /^\*\*([^*]+)\*\*(?!\*)/.exec(heading?.[2] ?? line)
    const body = heading?.[2] ?? line
    const rest = bold ? body.slice(bold[0].length) : body
    const html = (bold ? `<strong>${escapeText(bold[1] ?? '')}</strong>` : '') + inline(rest)
    const text = (bold?.[1] ?? '') + rest.replace(link, '$1')
    if (heading || bold || body.search(link) >= 0) marks++
    const pushed = /^[\s\u3000]{12,}/.test(raw)
    blocks.push(
      paragraphBlock(text, { html, level: heading?.[1]?.length ?? 0, align: pushed ? 'right' : null }),
    )
  }
  const notes: Finding[] = marks
    ? [
        {
          code: 'plain-marks',
          level: 'info',
          message: `粘贴的文字中有 ${marks} 处网页转文字留下的标记（# 号、** 号或方括号链接），已按标题、加粗、链接处理，请核对。`,
        },
      ]
    : []
  return { blocks, notes }
}

const link = /\[([^\][]{1,300})\]\(([^()\s]{1,1000})\)/g

function inline(text: string): string {
  let out = ''
  let at = 0
  for (const match of text.matchAll(link)) {
    out += escapeText(text.slice(at, match.index))
    const target = match[2] ?? ''
    const label = escapeText(match[1] ?? '')
    out += /^https?:\/\//.test(target)
      ? `<a href="${escapeText(target).replaceAll('"', '&quot;')}">${label}</a>`
      : label
    at = match.index + match[0].length
  }
  return out + escapeText(text.slice(at))
}
