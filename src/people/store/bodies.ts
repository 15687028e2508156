import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { JsonMembers } from '#kit/events.ts'
import type { Duty, Level } from '../model.ts'

export type Body = {
  readonly id: number
  readonly parentId: number | null
  /** From the topmost down to the parent. */
  readonly ancestors: readonly number[]
  readonly slug: string
  readonly name: string
  readonly shortName: string
  readonly level: Level
  readonly region: string
  readonly creditCode: string | null
}

const columns = [
  'id',
  'parent_id',
  'ancestors',
  'slug',
  'name',
  'short_name',
  'level',
  'region',
  'credit_code',
] as const

type Row = {
  id: number
  parent_id: number | null
  ancestors: number[]
  slug: string
  name: string
  short_name: string
  level: string
  region: string
  credit_code: string | null
}

const fromRow = (row: Row): Body => ({
  id: row.id,
  parentId: row.parent_id,
  ancestors: row.ancestors,
  slug: row.slug,
  name: row.name,
  shortName: row.short_name,
  level: row.level as Level,
  region: row.region,
  creditCode: row.credit_code,
})

export async function bodyById(db: Query, id: number): Promise<Body | null> {
  const row = await db.selectFrom('body').select(columns).where('id', '=', id).executeTakeFirst()
  return row ? fromRow(row) : null
}

/** These bodies and everything below them, parents before children. */
export async function subtreesOf(db: Query, roots: readonly number[]): Promise<Body[]> {
  if (roots.length === 0) return []
  const rows = await db
    .selectFrom('body')
    .select(columns)
    .where(eb =>
      eb.or([eb('id', 'in', roots), eb(sql<boolean>`ancestors && ${[...roots]}::integer[]`, '=', true)]),
    )
    .orderBy('sort')
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

/** The first body without a parent: where what belongs to no body is written. */
export async function rootBody(db: Query): Promise<number | null> {
  const row = await db
    .selectFrom('body')
    .select('id')
    .where('parent_id', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

export type NewBody = Omit<Body, 'id'> & {
  readonly organCode: string | null
  readonly indexTemplate: string | null
  readonly sort: number
  /** What the portal shows of the site: name, domain, identity code, filings. Public. */
  readonly site: JsonMembers
  readonly at: Date
}

/** Inserts a body and its public image in schema record. Null when slug or name is taken. */
export async function insertBody(trx: Trx, b: NewBody): Promise<number | null> {
  const row = await trx
    .insertInto('body')
    .values({
      parent_id: b.parentId,
      ancestors: [...b.ancestors],
      slug: b.slug,
      name: b.name,
      short_name: b.shortName,
      level: b.level,
      region: b.region,
      credit_code: b.creditCode,
      organ_code: b.organCode,
      ...(b.indexTemplate === null ? {} : { index_template: b.indexTemplate }),
      sort: b.sort,
      settings: JSON.stringify({ site: b.site }),
      created_at: b.at,
    })
    .onConflict(c => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return null
  await trx
    .insertInto('record.body')
    .values({
      id: row.id,
      parent_id: b.parentId,
      ancestors: [...b.ancestors],
      slug: b.slug,
      name: b.name,
      short_name: b.shortName,
      level: b.level,
      sort: b.sort,
      site: JSON.stringify(b.site),
    })
    .execute()
  return row.id
}

export async function insertDepartment(
  trx: Trx,
  d: { readonly bodyId: number; readonly name: string; readonly duty: Duty; readonly sort: number },
): Promise<number | null> {
  const row = await trx
    .insertInto('department')
    .values({ body_id: d.bodyId, name: d.name, duty: d.duty, sort: d.sort })
    .onConflict(c => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function departmentById(db: Query, id: number) {
  const row = await db
    .selectFrom('department')
    .select(['id', 'body_id as bodyId', 'name', 'duty'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export async function departmentsOf(db: Query, bodies: readonly number[]) {
  if (bodies.length === 0) return []
  return db
    .selectFrom('department')
    .select(['id', 'body_id as bodyId', 'name', 'duty'])
    .where('body_id', 'in', bodies)
    .orderBy('sort')
    .orderBy('id')
    .execute()
}
