import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Query, Trx } from '#kit/db.ts'
import type { CatalogOpinion, CatalogVersion } from '#kit/schema.gen.ts'
import { localItem, type LocalItem } from './localItem.ts'
import type { GuidelineName } from './model.ts'
import type { Opinion, Rollout, RolloutForm, VersionRow } from './versions.ts'
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

export async function readVersion(db: Query, id: number): Promise<VersionRow | null> {
  const row = await db.selectFrom('catalog_version').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? made(row) : null
}

export async function lockVersion(trx: Trx, id: number): Promise<VersionRow | null> {
  const row = await trx
    .selectFrom('catalog_version')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? made(row) : null
}

export async function moveVersion(trx: Trx, row: { id: number }, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('catalog_version')
    .set(eb => ({ state: to, version: eb('version', '+', 1), changed_at: at }))
    .where('id', '=', row.id)
    .execute()
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

export async function opinionsOf(db: Query, versionId: number): Promise<Opinion[]> {
  const rows = await db
    .selectFrom('catalog_opinion')
    .selectAll()
    .where('version_id', '=', versionId)
    .orderBy('id')
    .execute()
  return rows.map(opinionOf)
}

export async function insertOpinions(
  trx: Trx,
  versionId: number,
  by: { id: number; name: string; at: Date; step: string },
  opinions: readonly { item: string | null; element: string | null; text: string }[],
): Promise<void> {
  if (opinions.length === 0) return
  await trx
    .insertInto('catalog_opinion')
    .values(
      opinions.map(o => ({
        version_id: versionId,
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
    if (r)
      return {
        id: r.id,
        bodyId: r.body_id,
        title: r.title,
        basis: r.basis,
        outlineBy: r.outline_by,
        compiledBy: r.compiled_by,
        revisedBy: r.revised_by,
        publishedBy: r.published_by,
        longStop: r.long_stop,
      }
  }
  return null
}
