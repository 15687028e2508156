import type { Query } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import { dayOf } from '#kit/now.ts'
import { rowsOf } from '../footing.ts'
import { entrySchema, type Entry, type Kind } from '../model.ts'
import { numberKeyOf } from '../numberKey.ts'

/** A publication that stands, whole: for the few kinds of which a body has a handful. */
export type Told = {
  readonly address: string
  readonly number: number
  readonly publishedOn: string
  readonly entry: Entry
}

const most = 200

/** What a body (null: any) tells of some kinds, newest first. */
export async function entriesOf(db: Query, bodyId: number | null, kinds: readonly Kind[]): Promise<Told[]> {
  const query = db
    .selectFrom('record.current as c')
    .innerJoin('record.publication as p', 'p.id', 'c.publication_id')
    .innerJoin('record.content as t', 't.hash', 'p.content_hash')
    .select(['c.address', 'c.number', 'c.published_at', 't.content'])
    .where('c.standing', '=', 'published')
    .$if(bodyId !== null, q => q.where('c.body_id', '=', bodyId!))
    .where('c.kind', 'in', [...kinds])
    .orderBy('c.published_at', 'desc')
    .orderBy('c.number', 'desc')
    .limit(most)
  const rows = await resting(rowsOf(bodyId === null ? null : [bodyId], null), () => query.execute())
  return rows.map(r => ({
    address: r.address,
    number: r.number!,
    publishedOn: dayOf(r.published_at),
    entry: entrySchema.parse(JSON.parse(r.content)),
  }))
}

/** The address under which a document of this number stands or stood: series, year, sequence. */
export async function addressOfNumber(
  db: Query,
  series: string,
  year: number,
  sequence: number,
): Promise<string | null> {
  const key = numberKeyOf(`${series}〔${year}〕${sequence}号`)
  if (key === null) return null
  const row = await db
    .selectFrom('record.current')
    .select('address')
    .where('number_key', '=', key)
    .where('standing', '=', 'published')
    .orderBy('publication_id', 'desc')
    .executeTakeFirst()
  return row?.address ?? null
}
