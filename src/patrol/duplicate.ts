import { sha256Hex } from '#kit/crypto.ts'
import type { Db } from '#kit/db.ts'
import type { PublishedEntry } from '#record/reading.ts'
import { makeNamer } from './findings.ts'
import type { Finding } from './model.ts'
import { earlierTwin, putFingerprint } from './store/fingerprints.ts'

/** Shorter texts are alike by their nature (本期无, 本机关无此职能). */
const shortest = 50

/** The fingerprint of what a text says, whatever its spaces, punctuation and width of characters; null for one too short to tell. */
export function fingerprintOf(text: string): string | null {
  const said = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return [...said].length < shortest ? null : sha256Hex(said)
}

/**
 * The same text published by the same body under an earlier address, as a finding of the later one: one piece of information has one
 * address and may stand in many columns (上海 五(十六)). Keeps the fingerprint of what it looked at.
 */
export async function duplicateOf(db: Db, one: PublishedEntry): Promise<Finding | null> {
  const fingerprint = one.entry.kind === 'catalog' ? null : fingerprintOf(one.entry.text)
  // Looked at, and nothing to compare: the empty one is like no other.
  await putFingerprint(db, one, fingerprint ?? '')
  const twin = fingerprint === null ? null : await earlierTwin(db, one, fingerprint)
  if (!twin) return null
  return {
    id: makeNamer()('duplicate', twin.address, '', '', 'body'),
    tier: 'B',
    kind: 'duplicate',
    message: `与本机关已公开的《${twin.title}》（${twin.address}）正文相同。一件信息只应有一个地址，可以同时进几个栏目：请撤回其中一件；确需分别公开的，请写明理由确认无误。`,
    excerpt: { before: '', hit: one.entry.title, after: '' },
    place: { part: 'body', label: '正文', file: null, start: 0, length: 0 },
    right: null,
    basis: '上海/五(十六)',
  }
}
