import type { Db, Query } from '#kit/db.ts'
import { yearOf } from '#law/day.ts'
import { parseDocumentNumber } from '#law/documentNumber.ts'
import { seriesOf } from '#document/numbers.ts'
import type { Gap } from './model.ts'
import { findGaps, type NumberUse, type Stretch } from './rules.ts'
import * as store from './store.ts'
import { oddNumbers, sequencesOf, usedSeries } from './store/numbers.ts'

/** The gaps of every series of a body in the years a period touches: taken numbers and those of imported documents together. */
export async function gapsOf(
  db: Query | Db,
  bodyId: number,
  period: { readonly from: string; readonly until: string },
): Promise<Gap[]> {
  const [first, last] = [yearOf(period.from), yearOf(period.until)]
  const years = Array.from({ length: Math.min(last - first + 1, 100) }, (_, i) => first + i)
  const [series, used, lasts, explained] = await Promise.all([
    seriesOf(db, bodyId),
    usedSeries(db, bodyId, years),
    store.lastNumbers(db, bodyId, years),
    store.explanations(db, bodyId, years),
  ])
  // A number of another body's series, kept here with a joint document, says nothing about our own sequence.
  const own = new Set([...series.map(s => s.code), ...used])
  const odd = (await oddNumbers(db, bodyId, years, [...own])).flatMap(({ id, number }) => {
    const parsed = parseDocumentNumber(number)
    if (!parsed.ok || parsed.year === null || parsed.sequence === null) return []
    if (!own.has(parsed.code) || parsed.year < first || parsed.year > last) return []
    return [{ id, series: parsed.code, year: parsed.year, sequence: parsed.sequence }]
  })
  const { stretches, uses } = await sequencesOf(db, bodyId, years, [...own], odd)

  type Known = { series: string; year: number; last: number; uses: NumberUse[]; stretches: Stretch[] }
  const sequences = new Map<string, Known>()
  const at = (code: string, year: number) => {
    const key = `${year}|${code}`
    const there = sequences.get(key)
    if (there) return there
    const made: Known = { series: code, year, last: 0, uses: [], stretches: [] }
    sequences.set(key, made)
    return made
  }
  // Letters of requests and registers count in series of their own, which are no 发文字号.
  for (const row of lasts) if (own.has(row.series)) at(row.series, row.year).last = row.last
  for (const { series: code, year, ...use } of uses) at(code, year).uses.push(use)
  for (const { series: code, year, first: from, last: to } of stretches)
    at(code, year).stretches.push({ first: from, last: to })
  return [...sequences.values()]
    .sort((a, b) => a.year - b.year || (a.series < b.series ? -1 : 1))
    .flatMap(s =>
      findGaps({ ...s, explained: explained.filter(e => e.series === s.series && e.year === s.year) }),
    )
}
