import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import { resting, restOn } from '#kit/footing.ts'
import { at, linksTo } from '../footing.ts'
import type { Entry } from '../model.ts'

const found = [
  'c.address',
  'c.number',
  'c.title',
  'c.document_number',
  'c.body_id',
  'c.issued_on',
  'c.written_on',
  'c.validity',
  'c.standing',
  'c.expires_on',
  'p.subject_id',
  'p.kind',
] as const

const base = (db: Query) =>
  db
    .selectFrom('record.current as c')
    .innerJoin('record.publication as p', 'p.id', 'c.publication_id')
    .select(found)

/** What stands published under an address, a number's key or a title; a few at most. */
export async function standingOf(
  db: Query,
  by: { readonly address: string } | { readonly numberKey: string } | { readonly title: string },
) {
  const q = base(db).where('c.standing', '=', 'published')
  const chosen =
    'address' in by
      ? q.where('c.address', '=', by.address)
      : 'numberKey' in by
        ? q.where('c.number_key', '=', by.numberKey)
        : q.where('c.title', '=', by.title)
  return chosen.orderBy('c.address').limit(5).execute()
}
export type Found = Awaited<ReturnType<typeof standingOf>>[number]

/** What stands at some addresses now, withdrawn ones too. */
export async function nowAt(db: Query, addresses: readonly string[]): Promise<Map<string, Found>> {
  if (addresses.length === 0) return new Map()
  const query = base(db).where('c.address', 'in', [...new Set(addresses)])
  const rows = await resting(addresses.map(at), () => query.execute())
  return new Map(rows.map(r => [r.address, r]))
}

/** Published rows whose links lead to an address, newest first, with those links. */
export async function linkingTo(
  db: Query,
  address: string,
  limit: number,
): Promise<(Found & { readonly links: Entry['links'] })[]> {
  const query = base(db)
    .select('c.links')
    .where('c.standing', '=', 'published')
    .where(sql<boolean>`c.links @> ${JSON.stringify([{ address }])}::jsonb`)
    .orderBy('c.shown_on', 'desc')
    .orderBy('c.publication_id', 'desc')
    .limit(limit)
  const rows = await resting([linksTo(address)], () => query.execute())
  return rows.map(r => ({ ...r, links: r.links as unknown as Entry['links'] }))
}

export type Interpretation = { readonly of: string; readonly address: string; readonly title: string }

/** The newest interpretation of each of some addresses that stands published, by whichever side tells of it. */
export async function interpretationsOf(
  db: Query,
  addresses: readonly string[],
): Promise<Map<string, Interpretation>> {
  if (addresses.length === 0) return new Map()
  // An interpretation that is named and does not stand is met, too: once it does, it shows.
  const query = sql<Omit<Interpretation, 'title'> & { title: string | null }>`
    with asked as (select unnest(${[...addresses]}::text[]) as address),
    -- All by the index of links first: asked for the newest alone, the planner walks the whole record by day to meet it.
    telling as materialized (
      select a.address as of, c.address, c.title, c.shown_on, c.publication_id from asked a
      join record.current c on c.standing = 'published'
        and c.links @> jsonb_build_array(jsonb_build_object('relation', 'interprets', 'address', a.address)))
    select x.of, x.address, x.title from (
      select distinct on (of) of, address, title from telling order by of, shown_on desc, publication_id desc) x
    union all
    select o.address, l ->> 'address', c.title from asked a
    join record.current o on o.address = a.address
    cross join lateral jsonb_array_elements(o.links) l
    left join record.current c on c.address = l ->> 'address' and c.standing = 'published'
    where l ->> 'relation' = 'interpreted-by' and l ->> 'address' is not null`
  const { rows } = await resting(
    addresses.flatMap(a => [at(a), linksTo(a)]),
    () => query.execute(db),
  )
  restOn(rows.map(r => at(r.address)))
  return new Map(rows.flatMap(r => (r.title === null ? [] : [[r.of, { ...r, title: r.title }] as const])))
}
