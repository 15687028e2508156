import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Group } from '../synonyms.ts'

/** Groups of some bodies, those of the first body first. */
export async function groupsOf(
  db: Query,
  bodyIds: readonly number[],
): Promise<(Group & { bodyId: number })[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('record.synonym')
    .select(['body_id', 'words', 'one_way', 'note'])
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id')
    .execute()
  const made = rows.map(r => ({ bodyId: r.body_id, words: r.words, oneWay: r.one_way, note: r.note }))
  return bodyIds.flatMap(id => made.filter(g => g.bodyId === id))
}

/** The present version of a body's own words, locked against a second change; 0: it never had any. */
export async function lockVersion(trx: Trx, bodyId: number): Promise<number> {
  await sql`select pg_advisory_xact_lock(7202614, ${bodyId})`.execute(trx)
  return versionNow(trx, bodyId)
}

export async function versionNow(db: Query, bodyId: number): Promise<number> {
  const row = await db
    .selectFrom('synonym_version')
    .select(eb => eb.fn.max('version').as('version'))
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  return row?.version ?? 0
}

/** Puts groups in the place of those of a body and keeps them as a version; readers hear of it when it is committed. */
export async function replaceGroups(
  trx: Trx,
  of: {
    bodyId: number
    version: number
    groups: readonly Group[]
    reason: string
    staffId: number
    staffName: string
    at: Date
  },
): Promise<void> {
  await trx.deleteFrom('record.synonym').where('body_id', '=', of.bodyId).execute()
  if (of.groups.length > 0)
    await trx
      .insertInto('record.synonym')
      .values(
        of.groups.map(g => ({ body_id: of.bodyId, words: [...g.words], one_way: g.oneWay, note: g.note })),
      )
      .execute()
  await trx
    .insertInto('synonym_version')
    .values({
      body_id: of.bodyId,
      version: of.version,
      groups: JSON.stringify(of.groups),
      reason: of.reason,
      staff_id: of.staffId,
      staff_name: of.staffName,
      changed_at: of.at,
    })
    .execute()
  await sql`select pg_notify('record_changed', '')`.execute(trx)
}

/** Versions of a body, the newest first. */
export async function versionsOf(db: Query, bodyId: number, limit: number) {
  const { rows } = await sql<{
    version: number
    reason: string
    groups: number
    staff_name: string
    changed_at: Date
  }>`
    select version, reason, jsonb_array_length(groups) as groups, staff_name, changed_at from office.synonym_version
    where body_id = ${bodyId} order by version desc limit ${limit}`.execute(db)
  return rows
}
