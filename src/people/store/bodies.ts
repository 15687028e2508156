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
  readonly active: boolean
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
  'active',
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
  active: boolean
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
  active: row.active,
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

export type NewBody = Omit<Body, 'id' | 'active'> & {
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
    .select(['id', 'body_id as bodyId', 'name', 'duty', 'active'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export async function departmentsOf(db: Query, bodies: readonly number[]) {
  if (bodies.length === 0) return []
  return db
    .selectFrom('department')
    .select(['id', 'body_id as bodyId', 'name', 'duty', 'active'])
    .where('body_id', 'in', bodies)
    .orderBy('sort')
    .orderBy('id')
    .execute()
}

/** False where another body has the name. The public image follows. */
export async function updateBody(
  trx: Trx,
  id: number,
  b: { readonly name: string; readonly shortName: string; readonly creditCode: string | null },
): Promise<boolean> {
  const taken = await trx
    .selectFrom('body')
    .select('id')
    .where('name', '=', b.name)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (taken) return false
  await trx
    .updateTable('body')
    .set({ name: b.name, short_name: b.shortName, credit_code: b.creditCode })
    .where('id', '=', id)
    .execute()
  await trx
    .updateTable('record.body')
    .set({ name: b.name, short_name: b.shortName })
    .where('id', '=', id)
    .execute()
  return true
}

export async function setBodyActive(trx: Trx, id: number, active: boolean): Promise<void> {
  await trx.updateTable('body').set({ active }).where('id', '=', id).execute()
}

/** Names of bodies directly below that are in use. */
export async function activeBelow(db: Query, id: number): Promise<string[]> {
  const rows = await db
    .selectFrom('body')
    .select('name')
    .where('parent_id', '=', id)
    .where('active', '=', true)
    .orderBy('sort')
    .execute()
  return rows.map(r => r.name)
}

/** How many accounts are in use in a body, or in a department. */
export async function activeStaffIn(
  db: Query,
  where: { readonly bodyId: number } | { readonly departmentId: number },
): Promise<number> {
  const { n } = await db
    .selectFrom('staff')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('active', '=', true)
    .$if('bodyId' in where, q => q.where('body_id', '=', (where as { bodyId: number }).bodyId))
    .$if('departmentId' in where, q =>
      q.where('department_id', '=', (where as { departmentId: number }).departmentId),
    )
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** False where another department of the body has the name. */
export async function updateDepartment(
  trx: Trx,
  id: number,
  d: { readonly name: string; readonly duty: Duty },
): Promise<boolean> {
  const taken = await trx
    .selectFrom('department as d')
    .innerJoin('department as this', 'this.body_id', 'd.body_id')
    .select('d.id')
    .where('this.id', '=', id)
    .where('d.id', '<>', id)
    .where('d.name', '=', d.name)
    .executeTakeFirst()
  if (taken) return false
  await trx.updateTable('department').set({ name: d.name, duty: d.duty }).where('id', '=', id).execute()
  return true
}

export async function setDepartmentActive(trx: Trx, id: number, active: boolean): Promise<void> {
  await trx.updateTable('department').set({ active }).where('id', '=', id).execute()
}
