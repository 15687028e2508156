import type { Day } from '#law/day.ts'
import { isDateLine } from '../intake/wording.ts'
import { widthOf } from './text.ts'

/** 2019-05-30 → 2019年5月30日 (GB/T 9704—2012 7.3.5.4: Arabic figures, no leading zero). */
export function dayInWords(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

export const isDateOnly = (line: string): boolean => isDateLine(line)

/** Where a line of the signature block begins and how far from the right edge it ends, in ems of the text. */
export type SignatureLine = { readonly text: string; readonly right: number }

/**
 * 署名 and 成文日期 that a seal is put on (GB/T 9704—2012 7.3.5.1): the date four ems from the right edge, the name centred above it, and
 * no further right than the edge.
 */
function sealedLines(name: string, date: string): SignatureLine[] {
  const over = (widthOf(date) - widthOf(name)) / 2
  const right = Math.max(4, -over)
  return [
    { text: name, right: right + over },
    { text: date, right },
  ]
}

/**
 * 署名 and 成文日期 without a seal (GB/T 9704—2012 7.3.5.3): two ems free at the right; the date begins two ems after the name does,
 * and where it is the longer one it keeps the two ems and the name moves left. Several names stand below each other, centred
 * on the longest.
 */
export function signatureLines(
  names: readonly string[],
  date: string | null,
  isSealed = false,
): SignatureLine[] {
  if (isSealed && names.length === 1 && date !== null) return sealedLines(names[0]!, date)
  const widths = names.map(widthOf)
  const longest = Math.max(0, ...widths)
  const dateFrom = names.length === 0 ? 0 : names.length === 1 ? 2 : 0
  const dateWidth = date === null ? 0 : widthOf(date)
  const several = names.length > 1
  const whole = Math.max(longest, dateFrom + dateWidth)
  const lines = names.map((text, i): SignatureLine => {
    const own = widths[i] ?? 0
    return { text, right: 2 + (several ? (whole - own) / 2 : whole - own) }
  })
  if (date !== null) {
    const free = several ? (whole - dateWidth) / 2 : whole - dateFrom - dateWidth
    lines.push({ text: date, right: 2 + Math.max(0, free) })
  }
  return lines
}
