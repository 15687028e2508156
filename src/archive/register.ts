import type { Db, Query } from '#kit/db.ts'
import { yearOf } from '#law/day.ts'
import { parseDocumentNumber } from '#law/documentNumber.ts'
import { seriesOf } from '#document/numbers.ts'
import type { Gap } from './model.ts'
import { findGaps, type NumberUse } from './rules.ts'
import * as store from './store.ts'

/** The gaps of every series of a body in the years a period touches: taken numbers and those of imported documents together. */
export async function gapsOf(
  db: Query | Db,
  bodyId: number,
  period: { readonly from: string; readonly until: string },
): Promise<Gap[]> {
  const [first, last] = [yearOf(period.from), yearOf(period.until)]
  const years = Array.from({ length: Math.min(last - first + 1, 100) }, (_, i) => first + i)
  const series = await seriesOf(db, bodyId)
  const used = await store.usedNumbers(db, bodyId, years)
  const lasts = await store.lastNumbers(db, bodyId, years)
  const imported = await store.importedNumbers(db, bodyId, years)
  const explained = await store.explanations(db, bodyId, years)

  const sequences = new Map<string, { series: string; year: number; last: number; uses: NumberUse[] }>()
  const at = (code: string, year: number) => {
    const key = `${year}|${code}`
    const there = sequences.get(key)
    if (there) return there
    const made = { series: code, year, last: 0, uses: [] as NumberUse[] }
    sequences.set(key, made)
    return made
  }
  for (const row of lasts) at(row.series, row.year).last = row.last
  for (const { series: code, year, ...use } of used) at(code, year).uses.push(use)
  const own = new Set([...series.map(s => s.code), ...used.map(u => u.series)])
  for (const { id, number } of imported) {
    const parsed = parseDocumentNumber(number)
    if (!parsed.ok || parsed.year === null || parsed.sequence === null) continue
    // A number of another body's series, kept here with a joint document, says nothing about our own sequence.
    if (!own.has(parsed.code) || parsed.year < first || parsed.year > last) continue
    at(parsed.code, parsed.year).uses.push({
      sequence: parsed.sequence,
      documentId: id,
      state: 'issued',
      note: null,
    })
  }
  return [...sequences.values()]
    .sort((a, b) => a.year - b.year || (a.series < b.series ? -1 : 1))
    .flatMap(s =>
      findGaps({ ...s, explained: explained.filter(e => e.series === s.series && e.year === s.year) }),
    )
}
