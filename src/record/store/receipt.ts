import type { Query } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import { isoOf } from '#kit/now.ts'
import { at } from '../footing.ts'
import { howToCheck, type Receipt } from '../receipt.ts'

/** The receipt of the standing publication at an address, or of one of its revisions; null when there is none to give. */
export async function receiptAt(db: Query, address: string, revision?: number): Promise<Receipt | null> {
  let query = db
    .selectFrom('record.publication as p')
    .innerJoin('record.signing_key as k', 'k.id', 'p.key_id')
    .innerJoin('record.content as t', 't.hash', 'p.content_hash')
    .innerJoin('record.current as c', 'c.address', 'p.address')
    .selectAll('p')
    .select(['k.public_key', 't.content', 'c.standing as standing_now'])
    .where('p.address', '=', address)
  query =
    revision === undefined
      ? query.orderBy('p.revision', 'desc').limit(1)
      : query.where('p.revision', '=', revision)
  const row = await resting([at(address)], () => query.executeTakeFirst())
  if (!row || row.standing !== 'published' || row.standing_now !== 'published') return null
  return {
    product: 'zhaoming',
    version: 1,
    address: row.address,
    title: (JSON.parse(row.content) as { title: string }).title,
    revision: row.revision,
    kind: row.kind,
    standing: 'published',
    purged: false,
    contentHash: row.content_hash,
    note: row.note,
    publishedAt: isoOf(row.published_at),
    imported: row.imported,
    originalOn: row.original_on,
    body: { id: row.body_id, name: row.body_name },
    chain: {
      position: row.chain_position,
      previous: row.previous.toString('hex'),
      hash: row.event_hash.toString('hex'),
      payload: row.event_payload!,
    },
    publicKey: row.public_key,
    signature: row.signature.toString('base64'),
    check: howToCheck,
  }
}
