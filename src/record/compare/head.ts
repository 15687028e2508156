import { readChineseNumber } from '#law/documentNumber.ts'

const numberOf = (text: string): number | null =>
  (/^\d/.test(text) ? Number(text) : readChineseNumber(text.replaceAll('两', '二'))) || null

const clause =
  /^第\s?([零〇一二两三四五六七八九十百千]{1,9}|\d{1,4})\s?条(?:之([一二三四五六七八九十]{1,3}))?(?=[\s\u3000：:　【（(]|[^的第、和至规中所款项及以或])/

/** A line that begins a clause: its label as printed and its anchor (`art-3`, `art-3-1` for 第三条之一); null for any other line. */
export function clauseHead(line: string): { label: string; anchor: string } | null {
  const match = clause.exec(`${line.trim()} `)
  const n = match && numberOf(match[1]!)
  if (!match || !n) return null
  const after = match[2] ? numberOf(match[2]) : null
  return { label: match[0].trim(), anchor: after ? `art-${n}-${after}` : `art-${n}` }
}
