import { canonical, sha256Hex } from '#kit/crypto.ts'
import type { JsonMembers } from '#kit/events.ts'
import type { Entry } from './model.ts'

/** The bytes that are hashed, stored and served: canonical JSON of the entry. */
export function contentOf(entry: Entry): string {
  return canonical(entry)
}

/** sha256 (hex) of the content. */
export function contentHashOf(entry: Entry): string {
  return sha256Hex(contentOf(entry))
}

/** Binds a title to a content without telling the title: sha256(content hash ‖ LF ‖ title), hex. */
export function titleHashOf(contentHash: string, title: string): string {
  return sha256Hex(`${contentHash}\n${title}`)
}

/** What an event says about what it made public or took away; the verifier holds publications against it. */
export type PublicationMark = {
  readonly address: string
  readonly contentHash: string
  readonly standing: 'published' | 'withdrawn'
  readonly purge?: boolean
}

/** Members for the data of the event that publishes (Deed.apply): the chain itself names the content. */
export function publicationData(entry: Entry, address: string): { publications: [JsonMembers] } {
  return { publications: [{ address, contentHash: contentHashOf(entry), standing: 'published' }] }
}

/** Members for the data of the event that withdraws. */
export function withdrawalData(of: { address: string; contentHash: string; purge: boolean }): {
  publications: [JsonMembers]
} {
  return {
    publications: [
      { address: of.address, contentHash: of.contentHash, purge: of.purge, standing: 'withdrawn' },
    ],
  }
}

/** The marks in an event's payload; empty when it concerns no publication or cannot be read. */
export function marksOf(payload: string): PublicationMark[] {
  if (!payload.includes('"publications"')) return []
  try {
    const { data } = JSON.parse(payload) as { data?: { publications?: unknown } }
    if (!Array.isArray(data?.publications)) return []
    return data.publications.filter(
      (m): m is PublicationMark =>
        typeof m === 'object' &&
        m !== null &&
        typeof m.address === 'string' &&
        typeof m.contentHash === 'string',
    )
  } catch {
    return []
  }
}
