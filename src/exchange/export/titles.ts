import { compact, pairsOf } from '#kit/segment.ts'
import type { TitleRow } from '../store/export.ts'

/**
 * The client-side index of titles: blocks of neighbouring numbers, each with its titles in pages and, for every pair of characters, the
 * places where it stands, spread over small files. A number never leaves its block, so a new publication touches one block only.
 */
export const blockSize = 10_000
export const shards = 64
export const page = 500

export const blockOf = (number: number) => Math.floor(number / blockSize)

/** Which small file holds a pair; the browser counts the same. */
export function shardOf(pair: string): number {
  let n = 0
  for (const c of pair) n = (n * 31 + c.codePointAt(0)!) >>> 0
  return n % shards
}

export type TitleFile = { readonly name: string; readonly text: string }

/** The files of one block from what stands published in it, ordered by number. */
export function blockFiles(block: number, rows: readonly TitleRow[]): TitleFile[] {
  const files: TitleFile[] = []
  const postings = Array.from({ length: shards }, () => new Map<string, number[]>())
  const pages = new Map<number, unknown[]>()
  for (const row of rows) {
    const place = row.number - block * blockSize
    const n = Math.floor(place / page)
    if (!pages.has(n)) pages.set(n, [])
    pages.get(n)!.push([place, row.title, row.document_number ?? '', row.shown_on, row.address.slice(1)])
    for (const pair of new Set(pairsOf(compact(`${row.title} ${row.document_number ?? ''}`)))) {
      const shard = postings[shardOf(pair)]!
      const places = shard.get(pair)
      if (places) places.push(place)
      else shard.set(pair, [place])
    }
  }
  for (const [n, of] of pages) files.push({ name: `t${n}.json`, text: JSON.stringify(of) })
  postings.forEach((shard, n) => {
    if (shard.size === 0) return
    // Gaps less one: most are one character long.
    const gaps = Object.fromEntries(
      [...shard].map(([pair, places]) => [
        pair,
        places.map((p, i) => p - (i === 0 ? -1 : places[i - 1]!) - 1),
      ]),
    )
    files.push({ name: `p${n}.json`, text: JSON.stringify(gaps) })
  })
  return files
}
