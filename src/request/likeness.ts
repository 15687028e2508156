/**
 * How alike two requests are in what they ask for (条例第三十六条第六项、第四十四条): shares of pairs of characters, with what every request
 * says left out. Pure.
 */

/** What stands in applications whatever they ask for. */
const everyday =
  /(?:政府)?信息公开|政府信息|(?:现|特)?(?:向(?:贵|你)?(?:局|单位|机关))?申请|请(?:贵|你)?(?:局|单位|机关)?|依法|依据|根据|公开|获取|提供|予以|本人|有关|相关|情况|信息|材料|文件/g

/** Without blanks, marks and everyday words; full width as half. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(everyday, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

export function pairsOf(text: string): ReadonlySet<string> {
  const letters = [...bare(text)]
  return new Set(letters.slice(1).map((letter, at) => letters[at]! + letter))
}

/** 0 nothing in common · 1 the same. Two texts without anything to tell them by are not alike. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const pair of a) if (b.has(pair)) both++
  const all = a.size + b.size - both
  return all === 0 ? 0 : both / all
}

/** From here on two texts ask for the same; below they are worth a look. */
export const same = 0.75
export const alike = 0.45

const bands = 24

/** FNV-1a of a text, turned by a seed; an unsigned 32-bit number. */
function hashOf(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at)
    hash = Math.imul(hash, 0x01000193)
  }
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/**
 * The bands a text is found by: each joins two min-hashes, so that texts alike to 0.45 share one in 99 of 100 cases, and texts with little
 * in common seldom do. Numbers of 32 bits, as the database keeps them.
 */
export function bandsOf(text: string): number[] {
  const pairs = [...pairsOf(text)]
  if (pairs.length === 0) return []
  return Array.from({ length: bands }, (_, band) => {
    const least = (seed: number) => pairs.reduce((min, pair) => Math.min(min, hashOf(pair, seed)), 0xffffffff)
    // The band's own number goes in: the same value of two bands is no agreement.
    return (Math.imul(least(2 * band), 31) ^ least(2 * band + 1) ^ Math.imul(band + 1, 0x45d9f3b)) | 0
  })
}

/** What of a case is compared. */
export const askedFor = (row: { readonly subject: string; readonly description: string }): string =>
  `${row.subject} ${row.description}`
