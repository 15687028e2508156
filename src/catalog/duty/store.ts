import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Query, Trx } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import type { CatalogAbsence, RecordCatalog, RecordCatalogAbsence } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import { underItems, whole } from '#record/footing.ts'
import { localItem, type LocalItem } from '../localItem.ts'
import type { GuidelineName } from '../model.ts'
import type { AbsenceForm, AbsenceKind, AbsenceRow, PublicAbsence } from './model.ts'
import type { AbsenceState } from './workflow.ts'

/** Every line of SQL about duties under catalogs: what stands in the record, and what was said not to apply. */

const items = z.array(localItem)

/** The catalog in force of a body and field, as the public may read it. */
export type StandingCatalog = {
  readonly bodyId: number
  readonly field: GuidelineName
  readonly number: number
  readonly address: string
  readonly effectiveOn: string | null
  readonly publishedOn: string
  readonly items: readonly LocalItem[]
}

const standing = (r: Selectable<RecordCatalog>): StandingCatalog => ({
  bodyId: r.body_id,
  field: r.field as GuidelineName,
  number: r.number,
  address: r.address,
  effectiveOn: r.effective_on,
  publishedOn: r.published_on,
  items: items.parse(r.items),
})

/** Catalogs in force of some bodies (null: of all). */
export async function standingCatalogs(
  db: Query,
  bodyIds: readonly number[] | null,
): Promise<StandingCatalog[]> {
  let query = db.selectFrom('record.catalog').selectAll()
  if (bodyIds) query = query.where(sql<boolean>`body_id = any(${[...bodyIds]}::integer[])`)
  return (await query.orderBy('body_id').orderBy('field', 'desc').execute()).map(standing)
}

/** What the office keeps to itself of an item is taken out. */
export async function putStandingCatalog(
  trx: Trx,
  c: Omit<StandingCatalog, 'effectiveOn'> & { versionId: number; effectiveOn: string | null },
): Promise<void> {
  const row = {
    version_id: c.versionId,
    number: c.number,
    address: c.address,
    effective_on: c.effectiveOn,
    published_on: c.publishedOn,
    items: JSON.stringify(c.items.map(i => ({ ...i, department: null }))),
  }
  await trx
    .insertInto('record.catalog')
    .values({ body_id: c.bodyId, field: c.field, ...row })
    .onConflict(x => x.columns(['body_id', 'field']).doUpdateSet(row))
    .execute()
}

/** A report counts while its address can be read: a page of our own site while it stands published, another as the patrol found it. */
const ownGone = sql<boolean>`(own_address is not null and not exists (
  select from record.current as own where own.address = own_address and own.standing = 'published'))`
const counts = sql<boolean>`fault is null and not ${ownGone}`

/**
 * Work that looks at what some bodies have standing or reported under items, and at nothing else of the record. Where a report names a
 * page of our own site, it rests on that page too, whichever it is.
 */
async function shownUnder<T>(db: Query, bodyIds: readonly number[], work: () => Promise<T>): Promise<T> {
  const asked = sql<{ own: boolean }>`
    select exists (
      select from record.catalog_report where body_id = any(${[...bodyIds]}::integer[]) and own_address is not null) as own`
  const { rows } = await asked.execute(db)
  return resting([...underItems(bodyIds), 'record.catalog_report', ...(rows[0]!.own ? [whole] : [])], work)
}

/**
 * What stands published under items in a year, a body at a time: `shown day|day of forming or empty|marks`, one a line; with it what
 * its business systems have reported. What was moved in from before tells no day of forming. (M 四(一)5: 印发之日)
 */
export function publishedLines(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<ReadonlyMap<number, string>> {
  return shownUnder(db, bodyIds, () => linesOf(db, bodyIds, year))
}

async function linesOf(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<ReadonlyMap<number, string>> {
  const [from, until] = [`${year}-01-01`, `${year + 1}-01-01`]
  const { rows } = await sql<{ body_id: number; lines: string }>`
    select body_id, string_agg(line, chr(10)) as lines from (
      select body_id, shown_on || '|' || case when imported then '' else coalesce(issued_on::text, written_on::text, '') end
        || '|' || array_to_string(catalog_items, ',') as line
      from record.current
      where standing = 'published' and catalog_items <> '{}' and body_id = any(${[...bodyIds]}::integer[])
        and shown_on >= ${from}::date and shown_on < ${until}::date
      union all
      select body_id, shown_on || '|' || coalesce(formed_on::text, '') || '|' || array_to_string(catalog_items, ',')
      from record.catalog_report
      where body_id = any(${[...bodyIds]}::integer[]) and shown_on >= ${from}::date and shown_on < ${until}::date
        and ${counts}
    ) as shown group by body_id`.execute(db)
  return new Map(rows.map(r => [r.body_id, r.lines ?? '']))
}

/** How many stand published under each of some items of a body, ever, and when the last came. */
export function totalsOf(
  db: Query,
  bodyId: number,
  wanted: readonly { key: string; marks: readonly string[] }[],
): Promise<ReadonlyMap<string, { published: number; last: string | null }>> {
  return shownUnder(db, [bodyId], () => totalsNow(db, bodyId, wanted))
}

async function totalsNow(
  db: Query,
  bodyId: number,
  wanted: readonly { key: string; marks: readonly string[] }[],
): Promise<ReadonlyMap<string, { published: number; last: string | null }>> {
  const { rows } = await sql<{ key: string; published: number; last: string | null }>`
    select x.key, count(c.shown_on)::integer as published, max(c.shown_on) as last
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x (key text, marks text[])
    left join (
      select shown_on, catalog_items from record.current
      where body_id = ${bodyId} and standing = 'published' and catalog_items <> '{}'
      union all
      select shown_on, catalog_items from record.catalog_report where body_id = ${bodyId} and ${counts}
    ) as c on c.catalog_items && x.marks
    group by x.key`.execute(db)
  return new Map(rows.map(r => [r.key, { published: r.published, last: r.last }]))
}

export type Evidence = {
  readonly address: string
  readonly title: string
  readonly documentNumber: string | null
  readonly shownOn: string
  readonly formedOn: string | null
  /** A disclosure elsewhere: its number, who reported it; `address` is then where it stands. */
  readonly report: OutsideReport | null
}

/** `fault`: why its address no longer counts, and since when where that was seen; null while it counts. */
export type OutsideReport = {
  readonly id: number
  readonly system: string
  readonly fault: string | null
  readonly lostOn: string | null
}

type Asked = {
  readonly bodyId: number
  readonly marks: readonly string[]
  readonly from: string
  readonly until: string
  readonly limit: number
}

/** The publications and reports behind a cell, newest first: those under any of the marks that came between two days (the second not counted). */
export function evidenceOf(db: Query, of: Asked): Promise<Evidence[]> {
  return shownUnder(db, [of.bodyId], () => evidenceNow(db, of))
}

async function evidenceNow(db: Query, of: Asked): Promise<Evidence[]> {
  const span = sql`and catalog_items && ${[...of.marks]}::text[] and shown_on >= ${of.from}::date and shown_on < ${of.until}::date`
  const { rows } = await sql<Evidence>`
    select * from (
      (select address, title, document_number as "documentNumber", shown_on as "shownOn",
        case when imported then null else coalesce(issued_on, written_on) end as "formedOn", null::jsonb as report
      from record.current
      where standing = 'published' and catalog_items <> '{}' and body_id = ${of.bodyId} ${span}
      order by shown_on desc, publication_id desc limit ${of.limit})
      union all
      (select url, title, null, shown_on, formed_on, jsonb_build_object('id', id, 'system', system_name,
        'fault', case when fault is not null then fault when ${ownGone} then '原文已从本站撤回' end, 'lostOn', lost_on)
      from record.catalog_report where body_id = ${of.bodyId} ${span}
      order by shown_on desc, id desc limit ${of.limit})
    ) as found order by "shownOn" desc limit ${of.limit}`.execute(db)
  return rows
}

const publicAbsence = (r: Selectable<RecordCatalogAbsence>): PublicAbsence => ({
  id: r.id,
  bodyId: r.body_id,
  field: r.field as GuidelineName,
  itemKey: r.item_key,
  year: r.year,
  kind: r.kind as AbsenceKind,
  reason: r.reason,
  saidBy: r.said_by,
  saidOn: r.said_on,
})

/** What stands said not to apply in a year. */
export async function absencesIn(
  db: Query,
  bodyIds: readonly number[],
  year: number,
): Promise<PublicAbsence[]> {
  const rows = await db
    .selectFrom('record.catalog_absence')
    .selectAll()
    .where(sql<boolean>`body_id = any(${[...bodyIds]}::integer[])`)
    .where(eb => eb.or([eb('year', 'is', null), eb('year', '=', year)]))
    .orderBy('id')
    .execute()
  return rows.map(publicAbsence)
}

const absence = (r: Selectable<CatalogAbsence>): AbsenceRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: null,
  drafterId: r.stated_by,
  state: r.state as AbsenceState,
  version: r.version,
  field: r.field as GuidelineName,
  itemKey: r.item_key,
  year: r.year,
  kind: r.kind as AbsenceKind,
  reason: r.reason,
})

const table = subjectTable('catalog_absence', absence, 'changed_at')
export const lockAbsence = table.lock
export const moveAbsence = table.move

/** Whether something stands said of an item for that year already, or for every year. Locks the body's statements against a second one. */
export async function absenceStands(trx: Trx, f: AbsenceForm): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('catalog-absence'), ${f.body})`.execute(trx)
  const row = await trx
    .selectFrom('catalog_absence')
    .select('id')
    .where('body_id', '=', f.body)
    .where('field', '=', f.field)
    .where('item_key', '=', f.item)
    .where('state', '=', 'stated')
    .where(eb => eb.or([eb('year', 'is', null), ...(f.year === null ? [] : [eb('year', '=', f.year)])]))
    .executeTakeFirst()
  return row !== undefined
}

export async function insertAbsence(
  trx: Trx,
  f: AbsenceForm,
  by: { id: number; name: string; role: string; at: Date },
): Promise<number> {
  const row = await trx
    .insertInto('catalog_absence')
    .values({
      body_id: f.body,
      field: f.field,
      item_key: f.item,
      year: f.year,
      kind: f.kind,
      reason: f.reason,
      state: 'stated',
      stated_by: by.id,
      stated_name: by.name,
      stated_role: by.role,
      stated_at: by.at,
      changed_at: by.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function showAbsence(
  trx: Trx,
  id: number,
  f: AbsenceForm,
  said: { by: string; on: string; position: number },
): Promise<void> {
  await trx
    .insertInto('record.catalog_absence')
    .values({
      id,
      body_id: f.body,
      field: f.field,
      item_key: f.item,
      year: f.year,
      kind: f.kind,
      reason: f.reason,
      said_by: said.by,
      said_on: said.on,
      chain_position: said.position,
    })
    .execute()
}

export async function hideAbsence(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('record.catalog_absence').where('id', '=', id).execute()
}

/** The regions of some bodies, as the portal's role may ask: by which holidays each counts. They change with the body. */
export async function publicRegions(db: Query, bodyIds: readonly number[]): Promise<Map<number, string>> {
  const asked = sql<{ id: number; region: string | null }>`
    select id, intake.request_region(id) as region from unnest(${[...new Set(bodyIds)]}::int[]) id`
  const { rows } = await resting(['record.body'], () => asked.execute(db))
  return new Map(rows.flatMap(r => (r.region === null ? [] : [[r.id, r.region] as const])))
}
