import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Query, Trx } from '#kit/db.ts'
import type { CatalogReport, CatalogSystem } from '#kit/schema.gen.ts'
import { moverOf } from '#kit/subjectTable.ts'
import { guidelineNames } from '../model.ts'
import type { NewReport, ReportRow, SystemForm, SystemRow } from './model.ts'
import type { Verdict } from './rules.ts'
import type { ReportState, SystemState } from './workflow.ts'

/** Every line of SQL about business systems and what they report. */

const refs = z.array(z.object({ field: z.enum(guidelineNames), key: z.string() }))

const system = (r: Selectable<CatalogSystem>): SystemRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: null,
  drafterId: r.drafter_id,
  state: r.state as SystemState,
  version: r.version,
  name: r.name,
  keeper: r.keeper,
  hosts: r.hosts,
  items: refs.parse(r.items),
  perMinute: r.per_minute,
  tokenSince: r.token_since,
  usedAt: r.used_at,
  changedAt: r.changed_at,
})

const systems = (db: Query) => db.selectFrom('catalog_system').selectAll()

export async function lockSystem(trx: Trx, id: number): Promise<SystemRow | null> {
  const row = await systems(trx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? system(row) : null
}

/** Newest first. */
export async function systemsOf(db: Query, bodyIds: readonly number[]): Promise<SystemRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await systems(db)
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id', 'desc')
    .execute()
  return rows.map(system)
}

/** The active system whose token has this hash. */
export async function systemByToken(db: Query, hash: string): Promise<SystemRow | null> {
  const row = await systems(db)
    .where('token_hash', '=', hash)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row ? system(row) : null
}

/** Null where a system of this name is there already. */
export async function insertSystem(trx: Trx, f: SystemForm, by: number, at: Date): Promise<number | null> {
  const row = await trx
    .insertInto('catalog_system')
    .values({
      body_id: f.body,
      name: f.name,
      keeper: f.keeper,
      hosts: [...new Set(f.hosts)],
      items: JSON.stringify(f.items),
      per_minute: f.perMinute,
      state: 'proposed',
      drafter_id: by,
      changed_at: at,
    })
    .onConflict(c => c.columns(['body_id', 'name']).where('state', '<>', 'revoked').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function moveSystem(trx: Trx, row: { id: number }, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('catalog_system')
    .set(eb => ({
      state: to,
      version: eb('version', '+', 1),
      changed_at: at,
      ...(to === 'revoked' ? { token_hash: null } : {}),
    }))
    .where('id', '=', row.id)
    .execute()
}

export async function putToken(trx: Trx, id: number, hash: string, at: Date): Promise<void> {
  await trx
    .updateTable('catalog_system')
    .set({ token_hash: hash, token_since: at })
    .where('id', '=', id)
    .execute()
}

/** Calls of a system within the last minute. */
export async function callsSince(db: Query, systemId: number, since: Date): Promise<number> {
  const row = await db
    .selectFrom('catalog_call')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('system_id', '=', systemId)
    .where('called_at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/** Keeps a call, and drops what is older than `until`. */
export async function noteCall(
  db: Query,
  call: { systemId: number | null; at: Date; status: number; outcome: string },
  until: Date,
): Promise<void> {
  await db
    .insertInto('catalog_call')
    .values({
      system_id: call.systemId,
      called_at: call.at,
      status: call.status,
      outcome: call.outcome.slice(0, 300),
    })
    .execute()
  await db.deleteFrom('catalog_call').where('called_at', '<', until).execute()
  if (call.systemId !== null)
    await db.updateTable('catalog_system').set({ used_at: call.at }).where('id', '=', call.systemId).execute()
}

export type Call = { readonly at: Date; readonly status: number; readonly outcome: string }

export async function callsOf(db: Query, systemId: number, limit: number): Promise<Call[]> {
  const rows = await db
    .selectFrom('catalog_call')
    .select(['called_at', 'status', 'outcome'])
    .where('system_id', '=', systemId)
    .orderBy('called_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(r => ({ at: r.called_at, status: r.status, outcome: r.outcome }))
}

const report = (r: Selectable<CatalogReport>): ReportRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: null,
  // Nobody of the staff wrote it.
  drafterId: 0,
  state: r.state as ReportState,
  version: r.version,
  systemId: r.system_id,
  key: r.key,
  fingerprint: r.fingerprint,
  title: r.title,
  url: r.url,
  shownOn: r.shown_on,
  formedOn: r.formed_on,
  marks: r.marks,
  items: refs.parse(r.items),
  operator: r.operator,
  reason: r.reason,
  reportedAt: r.reported_at,
  checkedAt: r.checked_at,
  checkWords: r.check_words,
  failures: r.failures,
  failingSince: r.failing_since,
  lostAt: r.lost_at,
})

export async function lockReport(trx: Trx, id: number): Promise<ReportRow | null> {
  const row = await trx
    .selectFrom('catalog_report')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? report(row) : null
}

/** What a system has already reported under a key of its own. */
export async function reportByKey(db: Query, systemId: number, key: string): Promise<ReportRow | null> {
  const row = await db
    .selectFrom('catalog_report')
    .selectAll()
    .where('system_id', '=', systemId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? report(row) : null
}

export async function reportsOf(db: Query, bodyIds: readonly number[], limit: number): Promise<ReportRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('catalog_report')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(report)
}

/** The number of a report of the same thing that counts: the system sent it before, under another key. */
export async function reportAlike(
  db: Query,
  { systemId, key, url, title, shownOn }: Pick<NewReport, 'systemId' | 'key' | 'url' | 'title' | 'shownOn'>,
): Promise<number | null> {
  const row = await db
    .selectFrom('catalog_report')
    .select('id')
    .where('system_id', '=', systemId)
    .where('key', '!=', key)
    .where('state', '=', 'reported')
    .where('url', '=', url)
    .where('title', '=', title)
    .where('shown_on', '=', shownOn)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Waits for whoever is reporting under the same key; null where it was reported meanwhile. */
export async function insertReport(trx: Trx, r: Omit<NewReport, 'ownAddress'>): Promise<number | null> {
  const row = await trx
    .insertInto('catalog_report')
    .values({
      body_id: r.bodyId,
      system_id: r.systemId,
      key: r.key,
      fingerprint: r.fingerprint,
      state: 'reported',
      title: r.title,
      url: r.url,
      shown_on: r.shownOn,
      formed_on: r.formedOn,
      marks: [...r.marks],
      items: JSON.stringify(r.items),
      operator: r.operator,
      reason: r.reason,
      reported_at: r.reportedAt,
      changed_at: r.reportedAt,
    })
    .onConflict(c => c.columns(['system_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export const moveReport = moverOf('catalog_report', 'changed_at')

export async function showReport(
  trx: Trx,
  id: number,
  r: Pick<NewReport, 'bodyId' | 'title' | 'url' | 'shownOn' | 'formedOn' | 'marks' | 'ownAddress'>,
  systemName: string,
  position: number,
): Promise<void> {
  await trx
    .insertInto('record.catalog_report')
    .values({
      id,
      body_id: r.bodyId,
      system_name: systemName,
      title: r.title,
      url: r.url,
      shown_on: r.shownOn,
      formed_on: r.formedOn,
      catalog_items: [...r.marks],
      own_address: r.ownAddress,
      chain_position: position,
    })
    .execute()
}

export async function hideReport(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('record.catalog_report').where('id', '=', id).execute()
}

/** A report as the public may read it, for the page that leads out to it. */
export async function publicReport(
  db: Query,
  bodyId: number,
  id: number,
): Promise<{ title: string; url: string; system: string } | null> {
  const row = await db
    .selectFrom('record.catalog_report')
    .select(['title', 'url', 'system_name as system'])
    .where('body_id', '=', bodyId)
    .where('id', '=', id)
    .where('fault', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** The position in the chain that a report's beginning has. */
export async function positionOf(db: Query, reportId: number): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select position::integer as position from office.event
    where subject_kind = 'catalogReport' and subject_id = ${reportId} and verb = 'report' limit 1`.execute(db)
  return rows[0]?.position ?? 0
}

/** Which of the systems' own doing or the body's ended a report: its last step, when it was taken back or withdrawn. */
export type End = { readonly by: 'system' | 'body'; readonly at: Date; readonly position: number }

export async function endOf(db: Query, reportId: number): Promise<End | null> {
  const { rows } = await sql<{ verb: string; at: Date; position: number }>`
    select verb, happened_at as at, position::integer as position from office.event
    where subject_kind = 'catalogReport' and subject_id = ${reportId} and verb in ('withdraw', 'takeBack')
    order by position desc limit 1`.execute(db)
  const [last] = rows
  return last
    ? { by: last.verb === 'takeBack' ? 'system' : 'body', at: last.at, position: last.position }
    : null
}

/** Reports at some hosts (as in a URL, with the port where it has one) that are to be looked at now, a few of each, the longest unseen first. */
export async function reportsToLook(
  db: Query,
  hosts: readonly string[],
  now: Date,
  most: { readonly all: number; readonly ofOne: number },
): Promise<ReportRow[]> {
  const { rows } = await sql<Selectable<CatalogReport>>`
    select * from (
      select c.*, row_number() over (
        partition by lower(substring(c.url from '^https?://([^/?#]+)')) order by c.next_check_at nulls first, c.id) as nth
      from office.catalog_report as c join record.catalog_report as shown on shown.id = c.id
      where c.state = 'reported' and shown.own_address is null and (c.next_check_at is null or c.next_check_at <= ${now})
        and lower(substring(c.url from '^https?://([^/?#]+)')) = any(${[...hosts]}::text[])
    ) as due where nth <= ${most.ofOne} order by next_check_at nulls first, id limit ${most.all}`.execute(db)
  return rows.map(report)
}

/** Keeps what a look at its address has shown. */
export async function noteLook(db: Query, id: number, v: Verdict, at: Date): Promise<void> {
  await db
    .updateTable('catalog_report')
    .set({
      checked_at: at,
      next_check_at: v.nextAt,
      failures: v.failures,
      failing_since: v.failingSince,
      check_words: v.words,
      ...(v.turn === 'lose' ? { lost_at: at } : v.turn === 'find' ? { lost_at: null } : {}),
    })
    .where('id', '=', id)
    .execute()
}

export async function showFault(
  trx: Trx,
  id: number,
  lost: { readonly fault: string; readonly on: string } | null,
): Promise<void> {
  await trx
    .updateTable('record.catalog_report')
    .set({ fault: lost?.fault ?? null, lost_on: lost?.on ?? null })
    .where('id', '=', id)
    .execute()
}

/** What stands reported at a host. */
export async function reportsOnHost(
  db: Query,
  host: string,
): Promise<{ id: number; url: string; own: string | null }[]> {
  const { rows } = await sql<{ id: number; url: string; own: string | null }>`
    select id, url, own_address as own from record.catalog_report
    where lower(substring(url from '^https?://([^/?#:]+)')) = ${host}`.execute(db)
  return rows
}

export async function putOwnAddress(db: Query, id: number, address: string | null): Promise<void> {
  await db.updateTable('record.catalog_report').set({ own_address: address }).where('id', '=', id).execute()
}

/** Reports of some bodies whose page on our own site stands no longer, with the words for it. */
export async function ownGone(db: Query, bodyIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ id: number }>`
    select id from record.catalog_report
    where body_id = any(${[...bodyIds]}::integer[]) and own_address is not null and not exists (
      select from record.current as own where own.address = own_address and own.standing = 'published')`.execute(
    db,
  )
  return new Map(rows.map(r => [r.id, '原文已从本站撤回']))
}
