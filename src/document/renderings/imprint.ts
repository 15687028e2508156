import { bodiesIn } from '../intake/wording.ts'
import type { Rendered } from './rendered.ts'
import { dayInWords } from './signature.ts'
import { printable } from './text.ts'

/** A row of the 版记 between two rules; `right` is set flush right (印发日期). */
export type ImprintRow = { readonly left: string; readonly right: string }

const issued = /^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印\s*发$/

/** The body's own 版记: 印发机关 and 印发日期 on lines of their own share a row (GB/T 9704—2012 7.4.3). */
export function imprintOf(lines: readonly string[]): ImprintRow[] {
  const rows: ImprintRow[] = []
  for (const line of lines.flatMap(l => l.split('\n')).map(l => l.trim())) {
    if (line === '') continue
    const together = /^(.*\S)\s+(\d{4}\s*年.*印\s*发)$/.exec(line)
    const last = rows.at(-1)
    if (together && issued.test(together[2] ?? ''))
      rows.push({ left: together[1] ?? '', right: together[2] ?? '' })
    else if (issued.test(line) && last && last.right === '' && bodiesIn(last.left).length > 0)
      rows[rows.length - 1] = { ...last, right: line }
    else if (issued.test(line)) rows.push({ left: '', right: line })
    else rows.push({ left: line, right: '' })
  }
  return rows
}

/** From what is known of the document; no row for what is not. */
export function imprintFrom(given: Pick<Rendered, 'copiedTo' | 'issuedBy' | 'issuedOn'>): ImprintRow[] {
  const rows: ImprintRow[] = []
  const copied = printable(given.copiedTo ?? '').trim()
  if (copied !== '') rows.push({ left: `抄送：${copied.replace(/[。.]?$/, '。')}`, right: '' })
  const by = printable(given.issuedBy ?? '').trim()
  const on = given.issuedOn ? `${dayInWords(given.issuedOn)}印发` : ''
  if (by !== '' || on !== '') rows.push({ left: by, right: on })
  return rows
}
