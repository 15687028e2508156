import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Query, Trx } from '#kit/db.ts'
import type { CatalogOpinion, CatalogRollout, CatalogVersion } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import { localItem, type LocalItem } from './localItem.ts'
import type { GuidelineName } from './model.ts'
import type { Clearance, Opinion, Rollout, RolloutForm, VersionRow } from './versions.ts'
import type { VersionState } from './workflow.ts'

/** Every line of SQL about catalogs. */

const items = z.array(localItem)
const made = (r: Selectable<CatalogVersion>): VersionRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: r.department_id,
  drafterId: r.drafter_id,
  state: r.state as VersionState,
  version: r.version,
  field: r.field as GuidelineName,
  number: r.number,
  upperId: r.upper_id,
  items: items.parse(r.items),
  effectiveOn: r.effective_on,
  address: r.address,
  publishedAt: r.published_at,
  changedAt: r.changed_at,
})

const table = subjectTable('catalog_version', made, 'changed_at')
export const readVersion = table.read
export const lockVersion = table.lock
export const moveVersion = table.move

export async function readVersions(db: Query, ids: readonly number[]): Promise<VersionRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('catalog_version')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(made)
}

/** The version in force of a body and field; null before the first. */
export async function standingVersion(
  db: Query,
  bodyId: number,
  field: GuidelineName,
): Promise<VersionRow | null> {
  const row = await db
    .selectFrom('catalog_version')
    .selectAll()
    .where('body_id', '=', bodyId)
    .where('field', '=', field)
    .where('state', '=', 'published')
    .executeTakeFirst()
  return row ? made(row) : null
}

/** The version on its way, and the last number given. Locks the body's versions of the field against a second beginning. */
export async function openVersion(
  trx: Trx,
  bodyId: number,
  field: GuidelineName,
): Promise<{ open: number | null; last: number }> {
  await sql`select pg_advisory_xact_lock(hashtext('catalog'), ${bodyId})`.execute(trx)
  const rows = await trx
    .selectFrom('catalog_version')
    .select(['id', 'number', 'state'])
    .where('body_id', '=', bodyId)
    .where('field', '=', field)
    .execute()
  const open = rows.find(r => !['published', 'superseded', 'cancelled'].includes(r.state))
  return { open: open?.id ?? null, last: Math.max(0, ...rows.map(r => r.number)) }
}

export async function insertVersion(
  trx: Trx,
  v: {
    bodyId: number
    field: GuidelineName
    number: number
    drafterId: number
    departmentId: number | null
    upperId: number | null
    items: readonly LocalItem[]
    address: string | null
    at: Date
  },
): Promise<number> {
  const row = await trx
    .insertInto('catalog_version')
    .values({
      body_id: v.bodyId,
      field: v.field,
      number: v.number,
      state: 'compiling',
      drafter_id: v.drafterId,
      department_id: v.departmentId,
      upper_id: v.upperId,
      items: JSON.stringify(v.items),
      address: v.address,
      changed_at: v.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function putItems(trx: Trx, id: number, list: readonly LocalItem[]): Promise<void> {
  await trx
    .updateTable('catalog_version')
    .set({ items: JSON.stringify(list) })
    .where('id', '=', id)
    .execute()
}

export async function putEffective(trx: Trx, id: number, effectiveOn: string): Promise<void> {
  await trx.updateTable('catalog_version').set({ effective_on: effectiveOn }).where('id', '=', id).execute()
}

export async function putPublished(trx: Trx, id: number, address: string, at: Date): Promise<void> {
  await trx.updateTable('catalog_version').set({ address, published_at: at }).where('id', '=', id).execute()
}

/** All versions of some bodies, newest first. */
export async function versionsOf(db: Query, bodyIds: readonly number[]): Promise<VersionRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('catalog_version')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .orderBy('body_id')
    .orderBy('field')
    .orderBy('number', 'desc')
    .execute()
  return rows.map(made)
}

const opinionOf = (r: Selectable<CatalogOpinion>): Opinion => ({
  id: r.id,
  itemKey: r.item_key,
  element: r.element,
  text: r.text,
  by: r.by_name,
  at: r.said_at,
  step: r.step,
  answer: r.answer,
})

/** Of a version of a catalog (its id), or of an instrument. */
export type OpinionsOf = number | { readonly instrument: number }
const subjectOf = (of: OpinionsOf) =>
  typeof of === 'number'
    ? ({ version_id: of, instrument_id: null } as const)
    : ({ version_id: null, instrument_id: of.instrument } as const)

export async function opinionsOf(db: Query, of: OpinionsOf): Promise<Opinion[]> {
  const rows = await db
    .selectFrom('catalog_opinion')
    .selectAll()
    .where(
      typeof of === 'number' ? 'version_id' : 'instrument_id',
      '=',
      typeof of === 'number' ? of : of.instrument,
    )
    .orderBy('id')
    .execute()
  return rows.map(opinionOf)
}

export async function insertOpinions(
  trx: Trx,
  of: OpinionsOf,
  by: { id: number; name: string; at: Date; step: string },
  opinions: readonly { item: string | null; element: string | null; text: string }[],
): Promise<void> {
  if (opinions.length === 0) return
  await trx
    .insertInto('catalog_opinion')
    .values(
      opinions.map(o => ({
        ...subjectOf(of),
        item_key: o.item,
        element: o.element,
        text: o.text,
        by_id: by.id,
        by_name: by.name,
        said_at: by.at,
        step: by.step,
      })),
    )
    .execute()
}

export async function answerOpinion(
  trx: Trx,
  id: number,
  answer: { text: string; by: number; at: Date },
): Promise<void> {
  await trx
    .updateTable('catalog_opinion')
    .set({ answer: answer.text, answered_by: answer.by, answered_at: answer.at })
    .where('id', '=', id)
    .execute()
}

/** What was said not to be in conflict, by both sides and the words it was said of. */
export async function clearancesOf(
  db: Query,
  bodyId: number,
): Promise<
  readonly (Pick<Clearance, 'bar' | 'list' | 'item' | 'because'> & { words: string; by: string; at: Date })[]
> {
  const rows = await db
    .selectFrom('catalog_clearance')
    .selectAll()
    .where('body_id', '=', bodyId)
    .orderBy('id')
    .execute()
  return rows.map(r => ({
    bar: r.bar_key,
    list: r.list,
    item: r.item_key,
    because: r.because,
    words: r.words,
    by: r.said_name,
    at: r.said_at,
  }))
}

export async function insertClearances(
  trx: Trx,
  bodyId: number,
  by: { id: number; name: string; at: Date },
  clearances: readonly (Clearance & { words: string })[],
): Promise<void> {
  if (clearances.length === 0) return
  await trx
    .insertInto('catalog_clearance')
    .values(
      clearances.map(c => ({
        body_id: bodyId,
        bar_key: c.bar,
        list: c.list,
        item_key: c.item,
        words: c.words,
        because: c.because,
        said_by: by.id,
        said_name: by.name,
        said_at: by.at,
      })),
    )
    .execute()
}

/** True the first time something is told at a stage; afterwards it has been told. */
export async function tellOnce(trx: Trx, about: string, stage: string, at: Date): Promise<boolean> {
  const told = await trx
    .insertInto('catalog_told')
    .values({ about, stage, told_at: at })
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  return told.numInsertedOrUpdatedRows === 1n
}

/** The newest plan of every body that gave one. */
export async function newestRollouts(db: Query): Promise<Rollout[]> {
  const rows = await db
    .selectFrom('catalog_rollout')
    .selectAll()
    .distinctOn('body_id')
    .orderBy('body_id')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(rollout)
}

/** The last step in the history of a version: whose, which, when, and its place in the chain. */
export async function lastStep(
  db: Query,
  kind: string,
  subject: number,
): Promise<{ actor: number | null; verb: string; at: Date; position: number } | null> {
  const row = await db
    .selectFrom('event')
    .select(['actor_id', 'verb', 'happened_at', 'position'])
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', subject)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { actor: row.actor_id, verb: row.verb, at: row.happened_at, position: row.position } : null
}

export async function insertRollout(trx: Trx, r: RolloutForm, by: number, at: Date): Promise<number> {
  const row = await trx
    .insertInto('catalog_rollout')
    .values({
      body_id: r.body,
      title: r.title,
      basis: r.basis,
      outline_by: r.outlineBy,
      compiled_by: r.compiledBy,
      revised_by: r.revisedBy,
      published_by: r.publishedBy,
      long_stop: r.longStop,
      made_by: by,
      made_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

const rollout = (r: Selectable<CatalogRollout>): Rollout => ({
  id: r.id,
  bodyId: r.body_id,
  title: r.title,
  basis: r.basis,
  outlineBy: r.outline_by,
  compiledBy: r.compiled_by,
  revisedBy: r.revised_by,
  publishedBy: r.published_by,
  longStop: r.long_stop,
})

/** The newest plan of the nearest of some bodies (nearest first); null where none has one. */
export async function rolloutFor(db: Query, line: readonly number[]): Promise<Rollout | null> {
  if (line.length === 0) return null
  const rows = await db
    .selectFrom('catalog_rollout')
    .selectAll()
    .where('body_id', 'in', [...line])
    .orderBy('id', 'desc')
    .execute()
  for (const body of line) {
    const r = rows.find(x => x.body_id === body)
    if (r) return rollout(r)
  }
  return null
}

/** Versions of some bodies that are neither in force nor given up. */
export async function versionsOnTheWay(db: Query, bodyIds: readonly number[]): Promise<VersionRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('catalog_version')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .where('state', 'in', ['compiling', 'reviewing', 'revising', 'approving', 'approved'])
    .orderBy('id')
    .execute()
  return rows.map(made)
}

/** Which department answers for each item of the catalogs in force of a body, by field and item. */
export async function departmentsOfItems(db: Query, bodyId: number): Promise<Map<string, number | null>> {
  const rows = await db
    .selectFrom('catalog_version')
    .select(['field', 'items'])
    .where('body_id', '=', bodyId)
    .where('state', '=', 'published')
    .execute()
  return new Map(
    rows.flatMap(r => items.parse(r.items).map(item => [`${r.field} ${item.key}`, item.department] as const)),
  )
}
