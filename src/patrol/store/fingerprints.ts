import type { Query } from '#kit/db.ts'

/** SQL about fingerprints of what is published. */

type Place = { readonly address: string; readonly bodyId: number; readonly number: number }

/** Keeps the present fingerprint of an address. */
export async function putFingerprint(db: Query, at: Place, fingerprint: string): Promise<void> {
  await db
    .insertInto('published_fingerprint')
    .values({ address: at.address, body_id: at.bodyId, number: at.number, fingerprint })
    .onConflict(c => c.column('address').doUpdateSet({ fingerprint }))
    .execute()
}

export async function forgetFingerprint(db: Query, address: string): Promise<void> {
  await db.deleteFrom('published_fingerprint').where('address', '=', address).execute()
}

/** The first address of the same body that says the same and still stands published, if it is an earlier one. */
export async function earlierTwin(
  db: Query,
  at: Place,
  fingerprint: string,
): Promise<{ readonly address: string; readonly title: string } | null> {
  const row = await db
    .selectFrom('published_fingerprint as f')
    .innerJoin('record.current as c', 'c.address', 'f.address')
    .select(['f.address', 'c.title'])
    .where('f.body_id', '=', at.bodyId)
    .where('f.fingerprint', '=', fingerprint)
    .where('f.number', '<', at.number)
    .where('c.standing', '=', 'published')
    .orderBy('f.number')
    .limit(1)
    .executeTakeFirst()
  return row ? { address: row.address, title: row.title ?? '' } : null
}

/** Whether anything of a body was ever compared, or there is nothing to compare. */
export async function isFingerprinted(db: Query, bodyId: number): Promise<boolean> {
  const known = await db
    .selectFrom('published_fingerprint')
    .select('address')
    .where('body_id', '=', bodyId)
    .limit(1)
    .executeTakeFirst()
  if (known) return true
  const standing = await db
    .selectFrom('record.current')
    .select('address')
    .where('body_id', '=', bodyId)
    .where('standing', '=', 'published')
    .limit(1)
    .executeTakeFirst()
  return standing === undefined
}
