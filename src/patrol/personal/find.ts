import type { Hit } from '../hit.ts'
import { addressHits } from './address.ts'
import { numberedHits, passportHits, plateHits } from './numbers.ts'
import { emailHits, minorHits } from './people.ts'

const gravity = { A: 0, B: 1, C: 2 } as const

/**
 * Personal data in a text, in order, without overlaps (the graver, then the longer wins). `offices` are telephone numbers of
 * offices, figures only. Linear in the length of the text.
 */
export function personalHits(text: string, offices: ReadonlySet<string> = new Set()): Hit[] {
  if (text.length < 3) return []
  const all = [
    ...numberedHits(text, offices),
    ...passportHits(text),
    ...plateHits(text),
    ...addressHits(text),
    ...emailHits(text),
    ...minorHits(text),
  ]
  const byGravity = all.sort(
    (a, b) => gravity[a.tier] - gravity[b.tier] || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  // Kept in the order of their starts; a find that meets one already kept is dropped.
  const kept: Hit[] = []
  for (const hit of byGravity) {
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (kept[middle]!.start < hit.start) low = middle + 1
      else high = middle
    }
    const [left, right] = [kept[low - 1], kept[low]]
    if ((left && left.end > hit.start) || (right && right.start < hit.end)) continue
    kept.splice(low, 0, hit)
  }
  return kept
}

/** The text with every find that is more than a hint masked; what was masked; and the offsets stay those of `text`. */
export function maskText(
  text: string,
  offices: ReadonlySet<string> = new Set(),
): { text: string; removed: Hit[] } {
  const removed = personalHits(text, offices).filter(h => h.tier !== 'C' && h.masked !== undefined)
  let masked = ''
  let from = 0
  for (const hit of removed) {
    masked += text.slice(from, hit.start) + hit.masked
    from = hit.end
  }
  return { text: masked + text.slice(from), removed }
}
