import type { Trx } from '#kit/db.ts'
import * as store from './store/tags.ts'
import type { TagName } from './store/tags.ts'

/** Tags in public: they were published under a name, and are shown and found under the one they have now. */

export type TagNames = ReadonlyMap<string, TagName>

/** What tags are called in a body, unchanged until the end of the transaction. */
export async function heldTagNames(trx: Trx, bodyId: number): Promise<TagNames> {
  await store.holdTagNames(trx, 'to-read')
  return store.tagNamesAt(trx, bodyId)
}

/** Names as they are now, each once, in the order given. */
export const currentNames = (names: TagNames, said: readonly string[]): string[] => [
  ...new Set(said.map(name => names.get(name)?.current ?? name)),
]

/** The page of a term: by its key, so that another name changes nothing. */
export const tagAddress = (key: string | undefined): string | null =>
  key === undefined ? null : `/tags/${key}.html`

const batch = 500

/**
 * Puts the names of some bodies' terms in the place of those they had, and what stands published at or below `root` under the names
 * that lead elsewhere now: lists, search, feeds and tables show the new ones with the commit; what was published keeps its words.
 */
export async function putTagNames(
  trx: Trx,
  root: number,
  bodies: readonly { readonly bodyId: number; readonly names: readonly TagName[] }[],
): Promise<number> {
  await store.holdTagNames(trx, 'to-change')
  const moved: string[] = []
  for (const { bodyId, names } of bodies) moved.push(...(await store.replaceTagNames(trx, bodyId, names)))
  await store.tellReaders(trx)
  if (moved.length === 0) return 0
  const known = new Map<number, TagNames>()
  let changed = 0
  for (let after = ''; ;) {
    const rows = await store.taggedAfter(trx, { root, names: [...new Set(moved)], after, limit: batch })
    for (const row of rows) {
      const names = known.get(row.body_id) ?? (await store.tagNamesAt(trx, row.body_id))
      known.set(row.body_id, names)
      const tags = currentNames(names, row.said_tags)
      const audience = currentNames(names, row.said_audience)
      if (tags.join('\n') === row.tags.join('\n') && audience.join('\n') === row.audience.join('\n')) continue
      await store.retag(trx, row.address, { tags, audience })
      changed++
    }
    if (rows.length < batch) return changed
    after = rows.at(-1)!.address
  }
}
