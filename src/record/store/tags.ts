import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'

/** Names of tags: what each that was ever published is called now. */

export type TagName = { readonly name: string; readonly current: string; readonly key: string }

/** Names as they hold in a body: its own first, then those of the bodies above, the nearest first. */
export async function tagNamesAt(db: Query, bodyId: number): Promise<ReadonlyMap<string, TagName>> {
  const { rows } = await sql<TagName>`
    select distinct on (n.name) n.name, n.current, n.key
    from record.body b
    join record.tag_name n on n.body_id = b.id or n.body_id = any(b.ancestors)
    join record.body o on o.id = n.body_id
    where b.id = ${bodyId} order by n.name, cardinality(o.ancestors) desc`.execute(db)
  return new Map(rows.map(r => [r.name, r]))
}

/**
 * Until the end of the transaction: while something is published by the names of now nobody changes them, and while they are changed
 * nothing is published by the old ones.
 */
export async function holdTagNames(trx: Trx, how: 'to-read' | 'to-change'): Promise<void> {
  const lock = how === 'to-read' ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`
  await sql`select ${lock}(hashtext('tag names'))`.execute(trx)
}

/** Puts the names of a body in the place of those it had; answers the names that lead elsewhere now, with where they led. */
export async function replaceTagNames(
  trx: Trx,
  bodyId: number,
  names: readonly TagName[],
): Promise<string[]> {
  const before = await trx
    .deleteFrom('record.tag_name')
    .where('body_id', '=', bodyId)
    .returning(['name', 'current'])
    .execute()
  if (names.length > 0)
    await trx
      .insertInto('record.tag_name')
      .values(names.map(n => ({ body_id: bodyId, ...n })))
      .execute()
  const old = new Map(before.map(r => [r.name, r.current]))
  return [
    ...new Set(
      names.flatMap(n => {
        const was = old.get(n.name) ?? n.name
        return was === n.current ? [] : [n.name, was]
      }),
    ),
  ]
}

export type Tagged = {
  readonly address: string
  readonly body_id: number
  readonly tags: string[]
  readonly audience: string[]
  /** As published. */
  readonly said_tags: string[]
  readonly said_audience: string[]
}

/** What stands published below some bodies under some names, after an address; with the words it was published with. */
export async function taggedAfter(
  trx: Trx,
  of: {
    readonly root: number
    readonly names: readonly string[]
    readonly after: string
    readonly limit: number
  },
): Promise<Tagged[]> {
  const names = sql`${[...of.names]}::text[]`
  const said = (member: string) =>
    sql`array(select jsonb_array_elements_text(coalesce(t.content::jsonb -> ${member}, '[]')))`
  const { rows } = await sql<Tagged>`
    select c.address, c.body_id, c.tags, c.audience, ${said('tags')} as said_tags, ${said('audience')} as said_audience
    from record.current c
    join record.body b on b.id = c.body_id
    join record.publication p on p.id = c.publication_id
    join record.content t on t.hash = p.content_hash
    where c.standing = 'published' and (b.id = ${of.root} or ${of.root} = any(b.ancestors))
      and (c.tags && ${names} or c.audience && ${names}) and c.address > ${of.after}
    order by c.address limit ${of.limit} for update of c`.execute(trx)
  return rows
}

export async function retag(
  trx: Trx,
  address: string,
  of: { readonly tags: readonly string[]; readonly audience: readonly string[] },
): Promise<void> {
  await trx
    .updateTable('record.current')
    .set({ tags: [...of.tags], audience: [...of.audience] })
    .where('address', '=', address)
    .execute()
}

export async function tellReaders(trx: Trx): Promise<void> {
  await sql`select pg_notify('record_changed', '')`.execute(trx)
}

/** A name as it was asked for, and those it stands for now. */
export async function namesOfTag(db: Query, name: string): Promise<string[]> {
  const { rows } = await sql<{ names: string[] }>`select record.names_of_tag(${name}) as names`.execute(db)
  return rows[0]!.names
}

/** Names that no term has any more, with what they are called now. */
export async function movedNames(db: Query): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; current: string }>`
    select n.name, min(n.current) as current from record.tag_name n
    where n.name <> n.current and not exists (select 1 from record.tag_name o where o.current = n.name)
    group by n.name having count(distinct n.current) = 1`.execute(db)
  return new Map(rows.map(r => [r.name, r.current]))
}

/** Names in use, for a reader to choose from. */
export async function namesInUse(db: Query): Promise<string[]> {
  const { rows } = await sql<{ current: string }>`
    select distinct current from record.tag_name order by current`.execute(db)
  return rows.map(r => r.current)
}
