import { textOf } from '../model.ts'
import { clauseHead } from './head.ts'

/** What a text is compared by: a clause with its paragraphs, a heading, or a paragraph that belongs to no clause. */
export type Unit = {
  readonly kind: 'clause' | 'heading' | 'paragraph'
  /** 第三条, 二、, （一）: as printed; empty where the unit has none. */
  readonly label: string
  /** The text without its label, a line a paragraph. */
  readonly text: string
  /** Where it stands on the page of its document, for clauses. */
  readonly anchor: string | null
}

const chapter = /^第[零〇一二两三四五六七八九十百千\d]{1,9}[编章节](?=[\s\u3000]|[^条])/
const ordinal = /^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d))/
/** Roles of the lines after the last clause. */
export const tailRoles = /\bclass="(?:signatory|date|label|right|imprint|attachments)"/i
const blockStart = /<(p|h[1-6])\b[^>]*>/gi

/** Marks that no text holds: where a heading or the end of the clauses is known from the markup. */
const headingMark = '\u0001'
const tailMark = '\u0002'

/** The units of a body of a publication (cleaned HTML), in order. Every line of its text is in exactly one of them. */
export function unitsOf(html: string): Unit[] {
  const marked = html
    .replace(/[\u0001\u0002]/g, '')
    .replace(blockStart, tag => tag + (/^<h/i.test(tag) ? headingMark : tailRoles.test(tag) ? tailMark : ''))
  const units: Unit[] = []
  let open: { label: string; anchor: string; lines: string[] } | null = null
  const taken = new Map<string, number>()
  const close = () => {
    if (open)
      units.push({ kind: 'clause', label: open.label, text: open.lines.join('\n'), anchor: open.anchor })
    open = null
  }
  for (const raw of textOf(marked).split('\n')) {
    const isHeading = raw.includes(headingMark)
    const isTail = raw.includes(tailMark)
    const line = raw.replace(/[\u0001\u0002]/g, '').trim()
    if (line === '') continue
    const head = isTail ? null : clauseHead(line)
    if (head) {
      close()
      open = { label: head.label, anchor: once(head.anchor, taken), lines: [rest(line, head.label)] }
    } else if (isHeading || chapter.test(line)) {
      close()
      units.push({ kind: 'heading', ...labelled(line, chapter), anchor: null })
    } else if (open && !isTail) open.lines.push(line)
    else {
      close()
      units.push({ kind: 'paragraph', ...labelled(line, ordinal), anchor: null })
    }
  }
  close()
  return units
}

/** The anchor itself for the first clause of a number, `art-3_2` for the second (an annexed text counts anew). */
export function once(anchor: string, taken: Map<string, number>): string {
  const n = (taken.get(anchor) ?? 0) + 1
  taken.set(anchor, n)
  return n === 1 ? anchor : `${anchor}_${n}`
}

const rest = (line: string, label: string) => line.slice(label.length).replace(/^[\s\u3000]+/, '')

function labelled(line: string, pattern: RegExp): { label: string; text: string } {
  const label = pattern.exec(line)?.[0].trim() ?? ''
  const text = rest(line, label)
  return text === '' ? { label: '', text: line } : { label, text }
}
