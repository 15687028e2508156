import { parseCsv } from 'hucre'
import { noNotes, plainGrid, type Grids } from './grid.ts'

const delimiters = ['\t', ',', ';', '|'] as const

/** Rows of TSV, CSV, a table copied out of a spreadsheet or written with upright strokes. No delimiter: no table. */
export function gridsOfText(text: string): Grids {
  const lines = text.split(/\r\n|\r|\n/).filter(l => l.trim() !== '')
  const paragraphs = lines.slice(0, 50)
  const delimiter = delimiterOf(lines)
  if (delimiter === null) return { grids: [], notes: { ...noNotes, paragraphs } }
  if (delimiter === '|') {
    const rows = lines
      .filter(l => l.includes('|') && !/^[\s|:+-]+$/.test(l))
      .map(l =>
        l
          .trim()
          .replace(/^\||\|$/g, '')
          .split('|')
          .map(c => c.replace(/<br\s*\/?>/gi, '\n').trim()),
      )
    return { grids: [plainGrid('文本', rows, [])], notes: { ...noNotes, paragraphs } }
  }
  const rows = parseCsv(text, { delimiter }) as unknown[][]
  const cells = rows.map(r => r.map(v => (v === null || v === undefined ? '' : String(v)).trim()))
  return { grids: [plainGrid('文本', cells, [])], notes: { ...noNotes, paragraphs } }
}

/** The character that stands in most lines, more than once in many of them. */
function delimiterOf(lines: readonly string[]): (typeof delimiters)[number] | null {
  let best: (typeof delimiters)[number] | null = null
  let most = 0
  for (const delimiter of delimiters) {
    const counts = lines.slice(0, 200).map(l => l.split(delimiter).length - 1)
    const wide = counts.filter(n => n >= 3).length
    const score = wide * 10 + Math.min(...counts.filter(n => n > 0), 9)
    if (wide > 0 && score > most) {
      most = score
      best = delimiter
    }
  }
  return best
}
