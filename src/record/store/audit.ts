import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'

/** What the verifier reads, in batches: it never holds more than one. */

export type EventRow = {
  readonly id: number
  readonly position: number
  readonly happened_at: Date
  readonly subject_kind: string
  readonly subject_id: number
  readonly verb: string
  readonly from_state: string | null
  readonly to_state: string | null
  readonly actor_id: number | null
  readonly role: string | null
  readonly payload: string
  readonly previous: Buffer
  readonly hash: Buffer
}

/** All bodies that have a chain, an event or a publication, one loose index step each. */
export async function chainBodies(db: Query): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive e as (
      (select body_id from office.event order by body_id limit 1)
      union all
      select (select x.body_id from office.event x where x.body_id > e.body_id order by x.body_id limit 1)
      from e where e.body_id is not null)
    select body_id as id from e where body_id is not null
    union select body_id from office.chain
    union select distinct body_id from record.publication
    order by 1`.execute(db)
  return rows.map(r => r.id)
}

export async function chainHead(db: Query, bodyId: number) {
  return db.selectFrom('chain').select(['length', 'head']).where('body_id', '=', bodyId).executeTakeFirst()
}

/** Events of a body in the order of their positions, as many as `size` after a place. */
export async function eventsAfter(
  db: Query,
  bodyId: number,
  after: { position: number; id: number },
  size: number,
) {
  const { rows } = await sql<EventRow>`
    select id, position, happened_at, subject_kind, subject_id, verb, from_state, to_state, actor_id, role, payload, previous, hash
    from office.event
    where body_id = ${bodyId} and position >= ${after.position} and (position, id) > (${after.position}, ${after.id})
    order by position, id limit ${size}`.execute(db)
  return rows
}

/** Publications of a body that rest on positions in [from, until]. */
export async function publicationsBetween(db: Query, bodyId: number, from: number, until: number) {
  return db
    .selectFrom('record.publication as p')
    .selectAll('p')
    .select(eb =>
      eb
        .selectFrom('record.publication as x')
        .select('x.purged')
        .whereRef('x.address', '=', 'p.address')
        .orderBy('x.revision', 'desc')
        .limit(1)
        .as('purged_now'),
    )
    .where('p.body_id', '=', bodyId)
    .where('p.chain_position', '>=', from)
    .where('p.chain_position', '<=', until)
    .orderBy('p.chain_position')
    .orderBy('p.id')
    .execute()
}
export type PublicationRow = Awaited<ReturnType<typeof publicationsBetween>>[number]

export async function strayPublication(db: Query, bodyId: number, length: number) {
  return db
    .selectFrom('record.publication')
    .select(['address', 'revision', 'chain_position'])
    .where('body_id', '=', bodyId)
    .where(eb => eb.or([eb('chain_position', '>', length), eb('chain_position', '<', 1)]))
    .orderBy('chain_position')
    .limit(1)
    .executeTakeFirst()
}

/** The first address whose revisions are not 1, 2, 3 …, with how many it has. */
export async function revisionGap(db: Query, bodyId: number) {
  const { rows } = await sql<{ address: string; n: number; top: number; position: number }>`
    select address, count(*) as n, max(revision) as top, min(chain_position) as position from record.publication
    where body_id = ${bodyId} group by address having count(*) <> max(revision) order by min(id) limit 1`.execute(
    db,
  )
  return rows[0]
}

/** Contents by hash; a hash without one is missing from the map. */
export async function contentsOf(db: Query, hashes: readonly string[]): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .selectFrom('record.content')
    .select(['hash', 'content'])
    .where('hash', 'in', [...hashes])
    .execute()
  return new Map(rows.map(r => [r.hash, r.content]))
}

/** Whether something that still stands says exactly this. */
export async function stillSaid(db: Query, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('record.publication as p')
    .innerJoin('record.current as c', 'c.address', 'p.address')
    .select('p.id')
    .where('p.content_hash', '=', hash)
    .where('c.standing', '=', 'published')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The first content that no publication has. */
export async function orphanContent(db: Query): Promise<string | null> {
  const { rows } = await sql<{ hash: string }>`
    select hash from record.content t
    where not exists (select 1 from record.publication p where p.content_hash = t.hash) limit 1`.execute(db)
  return rows[0]?.hash ?? null
}

export async function signingKeys(db: Query) {
  return db.selectFrom('record.signing_key').select(['id', 'public_key']).execute()
}

/** Rows of record.current of a body by address, each with its newest publication and content (null: there is none). */
export async function currentAfter(db: Query, bodyId: number, after: string, size: number) {
  return db
    .selectFrom('record.current as c')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('record.publication as x')
          .selectAll('x')
          .whereRef('x.address', '=', 'c.address')
          .orderBy('x.revision', 'desc')
          .limit(1)
          .as('p'),
      join => join.onTrue(),
    )
    .leftJoin('record.content as t', 't.hash', 'p.content_hash')
    .selectAll('c')
    .select([
      'p.id as newest',
      'p.standing as newest_standing',
      'p.body_id as newest_body',
      'p.published_at as newest_at',
      'p.content_hash',
      'p.title_hash',
      'p.purged',
      'p.chain_position',
      't.content',
    ])
    .where('c.body_id', '=', bodyId)
    .where('c.address', '>', after)
    .orderBy('c.address')
    .limit(size)
    .execute()
}
export type CurrentRow = Awaited<ReturnType<typeof currentAfter>>[number]

/** The first address of a body that has publications and no current row. */
export async function missingCurrent(db: Query, bodyId: number) {
  return db
    .selectFrom('record.publication as p')
    .select(['p.address', 'p.chain_position'])
    .where('p.body_id', '=', bodyId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('record.current as c').select('c.address').whereRef('c.address', '=', 'p.address')),
      ),
    )
    .orderBy('p.chain_position')
    .limit(1)
    .executeTakeFirst()
}

/** The first column and year of a body whose kept count is not what stands. */
export async function wrongTally(db: Query, bodyId: number) {
  const { rows } = await sql<{ column_id: string; year: number; kept: number; real: number }>`
    select column_id, year, coalesce(t.published, 0) as kept, coalesce(r.n, 0)::integer as real
    from (select column_id, year, published from record.tally where body_id = ${bodyId}) t
    full join (
      select x.column_id, extract(year from c.shown_on)::integer as year, count(*) as n
      from record.current c, unnest(c.columns || array['*']) as x (column_id)
      where c.body_id = ${bodyId} and c.standing = 'published' group by 1, 2
    ) r using (column_id, year)
    where coalesce(t.published, 0) <> coalesce(r.n, 0) order by 1, 2 limit 1`.execute(db)
  return rows[0]
}

/** What is kept as the number of a body's publications, where it is not what the record holds. */
export async function wrongCount(db: Query, bodyId: number) {
  const { rows } = await sql<{ kept: number; real: number }>`
    select coalesce(k.publications, 0) as kept, r.n as real
    from (select count(*) as n from record.publication where body_id = ${bodyId}) r
    left join record.publication_count k on k.body_id = ${bodyId}
    where coalesce(k.publications, 0) <> r.n`.execute(db)
  return rows[0]
}

/** A current row of a body that is in no chain at all. */
export async function strangeCurrent(db: Query) {
  const { rows } = await sql<{ address: string; body_id: number }>`
    select address, body_id from record.current c
    where not exists (select 1 from record.publication p where p.address = c.address) order by address limit 1`.execute(
    db,
  )
  return rows[0]
}

export async function bodyNames(db: Query): Promise<Map<number, string>> {
  const rows = await db.selectFrom('record.body').select(['id', 'name']).execute()
  return new Map(rows.map(r => [r.id, r.name]))
}
