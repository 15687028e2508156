import { sql, type Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { CatalogOfficial } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import { guideline as schema, type Guideline, type GuidelineName } from '../model.ts'
import type { OfficialRow } from './model.ts'
import type { OfficialState } from './workflow.ts'

/** Every line of SQL about the official attachment. */

const made = (r: Selectable<CatalogOfficial>): OfficialRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: null,
  drafterId: r.drafter_id,
  state: r.state as OfficialState,
  version: r.version,
  field: r.field as GuidelineName,
  fileName: r.file_name,
  fileHash: r.file_hash,
  sourceNote: r.source_note,
  guideline: schema.parse(r.guideline),
  dropped: r.dropped,
  fresh: r.fresh,
  loadedAt: r.loaded_at,
  changedAt: r.changed_at,
})

const table = subjectTable('catalog_official', made, 'changed_at')
export const readOfficial = table.read
export const lockOfficial = table.lock
export const moveOfficial = table.move

const all = (db: Query) => db.selectFrom('catalog_official').selectAll()

/** Newest first. */
export async function officialsOf(db: Query, bodyIds: readonly number[]): Promise<OfficialRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await all(db)
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id', 'desc')
    .execute()
  return rows.map(made)
}

/** What waits and what stands for a field, in the whole installation. Locks the field against a second loading. */
export async function officialFor(
  trx: Trx,
  field: GuidelineName,
): Promise<{ open: number | null; standing: OfficialRow | null; used: string[] }> {
  await sql`select pg_advisory_xact_lock(hashtext('catalog-official'), hashtext(${field}))`.execute(trx)
  const rows = (await all(trx).where('field', '=', field).execute()).map(made)
  return {
    open: rows.find(r => r.state === 'loaded')?.id ?? null,
    standing: rows.find(r => r.state === 'standing') ?? null,
    used: usedIn(rows),
  }
}

const usedIn = (rows: readonly OfficialRow[]) => [
  ...new Set(
    rows
      .filter(r => r.state !== 'refused')
      .flatMap(r => [...r.dropped, ...r.guideline.items.map(i => i.code)]),
  ),
]

/** Codes that were ever given in a field. */
export async function codesUsed(db: Query, field: GuidelineName): Promise<string[]> {
  return usedIn((await all(db).where('field', '=', field).execute()).map(made))
}

export async function insertOfficial(
  trx: Trx,
  o: Pick<OfficialRow, 'bodyId' | 'field' | 'drafterId' | 'fileName' | 'fileHash' | 'sourceNote' | 'guideline' | 'dropped' | 'fresh'> & { at: Date }, // prettier-ignore
): Promise<number> {
  const row = await trx
    .insertInto('catalog_official')
    .values({
      body_id: o.bodyId,
      field: o.field,
      state: 'loaded',
      drafter_id: o.drafterId,
      file_name: o.fileName,
      file_hash: o.fileHash,
      source_note: o.sourceNote,
      guideline: JSON.stringify(o.guideline),
      dropped: [...o.dropped],
      fresh: [...o.fresh],
      loaded_at: o.at,
      changed_at: o.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** What all processes check by from now on. */
export async function showOfficial(
  trx: Trx,
  row: OfficialRow,
  since: string,
  position: number,
): Promise<void> {
  const set = {
    official_id: row.id,
    guideline: JSON.stringify(row.guideline),
    file_hash: row.fileHash,
    since,
    chain_position: position,
  }
  await trx
    .insertInto('record.catalog_official')
    .values({ field: row.field, ...set })
    .onConflict(c => c.column('field').doUpdateSet(set))
    .execute()
}

export async function standingIds(db: Query): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('record.catalog_official').select(['field', 'official_id']).execute()
  return new Map(rows.map(r => [r.field, r.official_id]))
}

export async function standingOfficial(db: Query, field: GuidelineName): Promise<Guideline | null> {
  const row = await db
    .selectFrom('record.catalog_official')
    .select('guideline')
    .where('field', '=', field)
    .executeTakeFirst()
  return row ? schema.parse(row.guideline) : null
}

/** How many catalogs in force have items that stand for one of some codes. */
export async function catalogsWith(
  db: Query,
  field: GuidelineName,
  codes: readonly string[],
): Promise<number> {
  if (codes.length === 0) return 0
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from record.catalog c
    where c.field = ${field} and exists (
      select 1 from jsonb_array_elements(c.items) i
      where exists (select 1 from jsonb_array_elements_text(i->'lineage'->'codes') code where code = any(${[...codes]}::text[])))`.execute(
    db,
  )
  return rows[0]!.n
}
