import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Query, Trx } from '#kit/db.ts'
import type { CatalogList, CatalogPairing, RecordCatalogList } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import type { GuidelineName } from '../model.ts'
import {
  listEntry,
  type Alone,
  type ListEntry,
  type ListKind,
  type ListRow,
  type Pair,
  type PairingRow,
} from './model.ts'
import type { ListState, PairingState } from './workflow.ts'

/** Every line of SQL about the two lists and what they stand beside. */

const entries = z.array(listEntry)
const made = (r: Selectable<CatalogList>): ListRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: r.department_id,
  isShared: true,
  drafterId: r.drafter_id,
  state: r.state as ListState,
  version: r.version,
  kind: r.kind as ListKind,
  number: r.number,
  sourceName: r.source_name,
  sourceHash: r.source_hash,
  entries: entries.parse(r.entries),
  effectiveOn: r.effective_on,
  address: r.address,
  publishedAt: r.published_at,
  changedAt: r.changed_at,
})

const table = subjectTable('catalog_list', made, 'changed_at')
export const readList = table.read
export const lockList = table.lock
export const moveList = table.move

const lists = (db: Query) => db.selectFrom('catalog_list').selectAll()

/** All versions of some bodies, newest first. */
export async function listsOf(db: Query, bodyIds: readonly number[]): Promise<ListRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await lists(db)
    .where('body_id', 'in', [...bodyIds])
    .orderBy('body_id')
    .orderBy('kind')
    .orderBy('number', 'desc')
    .execute()
  return rows.map(made)
}

export async function standingList(db: Query, bodyId: number, kind: ListKind): Promise<ListRow | null> {
  const row = await lists(db)
    .where('body_id', '=', bodyId)
    .where('kind', '=', kind)
    .where('state', '=', 'published')
    .executeTakeFirst()
  return row ? made(row) : null
}

/** The version on its way and the one before it. Locks the body's versions of the list against a second import. */
export async function listsBefore(
  trx: Trx,
  bodyId: number,
  kind: ListKind,
): Promise<{ open: number | null; last: number; before: ListRow | null }> {
  await sql`select pg_advisory_xact_lock(hashtext('catalog-list'), ${bodyId})`.execute(trx)
  const own = (await listsOf(trx, [bodyId])).filter(l => l.kind === kind)
  return {
    open: own.find(l => l.state === 'drafted')?.id ?? null,
    last: own[0]?.number ?? 0,
    before: own.find(l => l.state !== 'cancelled') ?? null,
  }
}

export async function insertList(
  trx: Trx,
  l: Pick<ListRow, 'bodyId' | 'kind' | 'number' | 'drafterId' | 'departmentId' | 'sourceName' | 'sourceHash' | 'entries' | 'address'> & { at: Date }, // prettier-ignore
): Promise<number> {
  const row = await trx
    .insertInto('catalog_list')
    .values({
      body_id: l.bodyId,
      kind: l.kind,
      number: l.number,
      state: 'drafted',
      drafter_id: l.drafterId,
      department_id: l.departmentId,
      source_name: l.sourceName,
      source_hash: l.sourceHash,
      entries: JSON.stringify(l.entries),
      address: l.address,
      changed_at: l.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function putEntries(trx: Trx, id: number, list: readonly ListEntry[]): Promise<void> {
  await trx
    .updateTable('catalog_list')
    .set({ entries: JSON.stringify(list) })
    .where('id', '=', id)
    .execute()
}

export async function putListPublished(
  trx: Trx,
  id: number,
  p: { address: string; effectiveOn: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('catalog_list')
    .set({ address: p.address, effective_on: p.effectiveOn, published_at: p.at })
    .where('id', '=', id)
    .execute()
}

/** A list in force, as the public may read it. */
export type StandingList = {
  readonly bodyId: number
  readonly kind: ListKind
  readonly number: number
  readonly address: string
  readonly effectiveOn: string | null
  readonly publishedOn: string
  readonly entries: readonly ListEntry[]
}

const standing = (r: Selectable<RecordCatalogList>): StandingList => ({
  bodyId: r.body_id,
  kind: r.kind as ListKind,
  number: r.number,
  address: r.address,
  effectiveOn: r.effective_on,
  publishedOn: r.published_on,
  entries: entries.parse(r.entries),
})

export async function standingLists(db: Query, bodyId: number): Promise<StandingList[]> {
  const rows = await db.selectFrom('record.catalog_list').selectAll().where('body_id', '=', bodyId).execute()
  return rows.map(standing)
}

export async function putStandingList(trx: Trx, l: StandingList & { versionId: number }): Promise<void> {
  const row = {
    version_id: l.versionId,
    number: l.number,
    address: l.address,
    effective_on: l.effectiveOn,
    published_on: l.publishedOn,
    entries: JSON.stringify(l.entries),
  }
  await trx
    .insertInto('record.catalog_list')
    .values({ body_id: l.bodyId, kind: l.kind, ...row })
    .onConflict(x => x.columns(['body_id', 'kind']).doUpdateSet(row))
    .execute()
}

const pairing = (r: Selectable<CatalogPairing>): PairingRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: null,
  isShared: true,
  drafterId: r.drafter_id,
  state: r.state as PairingState,
  version: r.version,
})

const pairings = subjectTable('catalog_pairing', pairing, 'changed_at')
export const lockPairing = pairings.lock
export const movePairing = pairings.move

export async function pairingOf(db: Query, bodyId: number): Promise<PairingRow | null> {
  const row = await db
    .selectFrom('catalog_pairing')
    .selectAll()
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  return row ? pairing(row) : null
}

/** Null where the body has one already. */
export async function insertPairing(trx: Trx, bodyId: number, by: number, at: Date): Promise<number | null> {
  const row = await trx
    .insertInto('catalog_pairing')
    .values({ body_id: bodyId, state: 'current', drafter_id: by, changed_at: at })
    .onConflict(c => c.column('body_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

type PairKey = {
  readonly field: string
  readonly item: string
  readonly kind: string
  readonly entry: string
}
export type PublicPair = {
  readonly field: GuidelineName
  readonly item: string
  readonly kind: ListKind
  readonly entry: string
}

const pairFrom = (r: { field: string; item_key: string; kind: string; entry_key: string }): PublicPair => ({
  field: r.field as GuidelineName,
  item: r.item_key,
  kind: r.kind as ListKind,
  entry: r.entry_key,
})
type By = { readonly id: number; readonly name: string; readonly at: Date }

const pairColumns = (pairingId: number, p: PairKey) => ({
  pairing_id: pairingId,
  field: p.field,
  item_key: p.item,
  kind: p.kind,
  entry_key: p.entry,
})

export async function putPair(
  trx: Trx,
  pairingId: number,
  p: PairKey,
  verdict: Pair['verdict'],
  by: By,
): Promise<void> {
  const said = { verdict, decided_by: by.id, decided_name: by.name, decided_at: by.at }
  await trx
    .insertInto('catalog_pair')
    .values({ ...pairColumns(pairingId, p), ...said })
    .onConflict(c => c.columns(['pairing_id', 'field', 'item_key', 'kind', 'entry_key']).doUpdateSet(said))
    .execute()
}

export async function dropPair(trx: Trx, pairingId: number, p: PairKey): Promise<void> {
  await trx
    .deleteFrom('catalog_pair')
    .where(eb => eb.and(pairColumns(pairingId, p)))
    .execute()
}

export async function pairsOf(db: Query, pairingId: number): Promise<Pair[]> {
  const rows = await db
    .selectFrom('catalog_pair')
    .selectAll()
    .where('pairing_id', '=', pairingId)
    .orderBy('decided_at')
    .execute()
  return rows.map(r => ({
    ...pairFrom(r),
    verdict: r.verdict as Pair['verdict'],
    by: r.decided_name,
    at: r.decided_at,
  }))
}

type Sided = Pick<Alone, 'side' | 'scope' | 'key'>

const aloneColumns = (pairingId: number, { side, scope, key }: Sided) => ({
  pairing_id: pairingId,
  side,
  scope,
  key,
})

export async function putAlone(
  trx: Trx,
  pairingId: number,
  a: Sided & { reason: string },
  by: By,
): Promise<void> {
  const said = { reason: a.reason, said_by: by.id, said_name: by.name, said_at: by.at }
  await trx
    .insertInto('catalog_alone')
    .values({ ...aloneColumns(pairingId, a), ...said })
    .onConflict(c => c.columns(['pairing_id', 'side', 'scope', 'key']).doUpdateSet(said))
    .execute()
}

export async function dropAlone(trx: Trx, pairingId: number, a: Sided): Promise<void> {
  await trx
    .deleteFrom('catalog_alone')
    .where(eb => eb.and(aloneColumns(pairingId, a)))
    .execute()
}

export async function aloneOf(db: Query, pairingId: number): Promise<Alone[]> {
  const rows = await db
    .selectFrom('catalog_alone')
    .selectAll()
    .where('pairing_id', '=', pairingId)
    .orderBy('said_at')
    .execute()
  return rows.map(r => ({
    side: r.side as Alone['side'],
    scope: r.scope,
    key: r.key,
    reason: r.reason,
    by: r.said_name,
    at: r.said_at,
  }))
}

/** What the public reads of a pairing: all of it anew. */
export async function showPairs(
  trx: Trx,
  bodyId: number,
  list: readonly PublicPair[],
  position: number,
): Promise<void> {
  await trx.deleteFrom('record.catalog_pair').where('body_id', '=', bodyId).execute()
  if (list.length === 0) return
  await sql`
    insert into record.catalog_pair (body_id, field, item_key, kind, entry_key, chain_position)
    select ${bodyId}, field, item, kind, entry, ${position}
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as x (field text, item text, kind text, entry text)`.execute(
    trx,
  )
}

export async function publicPairs(db: Query, bodyId: number): Promise<PublicPair[]> {
  const rows = await db
    .selectFrom('record.catalog_pair')
    .select(['field', 'item_key', 'kind', 'entry_key'])
    .where('body_id', '=', bodyId)
    .orderBy('kind')
    .execute()
  return rows.map(pairFrom)
}

/** How many entries the service lists in force of some bodies have. */
export async function servicesListed(db: Query, bodyIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(jsonb_array_length(entries)), 0)::integer as n from record.catalog_list
    where kind = 'service' and body_id = any(${[...bodyIds]}::integer[])`.execute(db)
  return rows[0]!.n
}
