import {
  sql,
  type InferResult,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  type Updateable,
} from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Reexamination, ReexaminationItem } from '#kit/schema.gen.ts'
import { moverOf, subjectTable } from '#kit/subjectTable.ts'
import { takenInto } from '../rounds/store.ts'
import type { Campaign, Choice, Item, ItemFilter } from './model.ts'
import type { ItemState } from './workflow.ts'

function campaignFrom(row: Selectable<Reexamination>): Campaign {
  return {
    id: row.id,
    bodyId: row.body_id,
    year: row.year,
    opinionsBy: row.opinions_by,
    state: row.state as 'open',
    version: row.version,
    takenIn: row.taken_in,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
  }
}

const table = subjectTable('reexamination', campaignFrom)
export const readCampaign = table.read
export const lockCampaign = table.lock
export const moveCampaign = table.move

/** The campaigns of some bodies, newest year first. */
export async function campaignsOf(db: Query, bodyIds: readonly number[]): Promise<Campaign[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('reexamination')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .orderBy('year', 'desc')
    .orderBy('body_id')
    .execute()
  return rows.map(campaignFrom)
}

/** Bodies below some bodies, at any depth. */
export async function bodiesBelow(
  db: Query,
  bodyIds: readonly number[],
): Promise<{ id: number; name: string }[]> {
  if (bodyIds.length === 0) return []
  return db
    .selectFrom('body')
    .select(['id', 'name'])
    .where(sql<SqlBool>`ancestors && ${[...bodyIds]}::integer[]`)
    .orderBy('sort')
    .orderBy('id')
    .execute()
}

/** What a campaign takes in: issued and not public (390号文 四(一)4). One list of it for opening, counting and the clock. */
const examined = sql`d.state = 'issued' and d.attribute in ('on-request', 'withheld')`

/** Inserts the campaign; null where the body already has one of that year. */
export async function insertCampaign(
  trx: Trx,
  c: { bodyId: number; year: number; opinionsBy: string; openedBy: number; at: Date },
): Promise<number | null> {
  const row = await trx
    .insertInto('reexamination')
    .values({
      body_id: c.bodyId,
      year: c.year,
      opinions_by: c.opinionsBy,
      opened_by: c.openedBy,
      opened_at: c.at,
    })
    .onConflict(o => o.columns(['body_id', 'year']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Takes in everything at once, whatever the number. Answers how many of each department. */
export async function takeIn(
  trx: Trx,
  campaignId: number,
  bodyId: number,
): Promise<{ departmentId: number; count: number }[]> {
  return takenInto(
    trx,
    { table: 'reexamination', id: campaignId },
    sql`
      insert into reexamination_item
        (reexamination_id, document_id, body_id, department_id, drafter_id, state, attribute, ground)
      select ${campaignId}, d.id, d.body_id, d.department_id, d.drafter_id, 'asked', d.attribute, d.ground
      from document d where d.body_id = ${bodyId} and ${examined} order by d.department_id, d.id
      returning department_id`,
  )
}

/** How many documents of each body wait for a yearly look, and since when the oldest has been out of the public's sight. */
export async function examinable(
  db: Query,
  bodyIds: readonly number[],
): Promise<Map<number, { count: number; since: string }>> {
  if (bodyIds.length === 0) return new Map()
  const { rows } = await sql<{ body_id: number; n: number; since: string }>`
    select d.body_id, count(*)::integer as n, min(coalesce(d.issued_on, (d.created_at)::date))::date as since
    from document d where d.body_id = any(${[...bodyIds]}::integer[]) and ${examined} group by d.body_id`.execute(
    db,
  )
  return new Map(rows.map(r => [r.body_id, { count: r.n, since: r.since }]))
}

const itemColumns = [
  'item.id',
  'item.reexamination_id',
  'item.document_id',
  'item.body_id',
  'item.department_id',
  'item.drafter_id',
  'item.state',
  'item.version',
  'item.attribute',
  'item.ground',
  'item.opinion',
  'item.opinion_reason',
  'item.answered_by',
  'item.answered_for',
  'item.answered_at',
  'item.decision_reason',
  'item.decided_by',
  'item.decided_at',
  'item.secretary_id',
  'item.conversion_refused',
  'item.reminders',
  'item.reminded_at',
  'campaign.year',
  'campaign.opinions_by',
  'd.title',
  'd.document_number',
  'd.issued_on',
  'd.state as present_state',
  'd.attribute as present_attribute',
  'd.ground as present_ground',
] as const

const joined = (db: Query) =>
  db
    .selectFrom('reexamination_item as item')
    .innerJoin('reexamination as campaign', 'campaign.id', 'item.reexamination_id')
    .innerJoin('document as d', 'd.id', 'item.document_id')

const withColumns = (db: Query) => joined(db).select(itemColumns)
type ItemRow = InferResult<ReturnType<typeof withColumns>>[number]

function itemFrom(row: ItemRow): Item {
  return {
    id: row.id,
    campaignId: row.reexamination_id,
    documentId: row.document_id,
    bodyId: row.body_id,
    departmentId: row.department_id,
    drafterId: row.drafter_id,
    state: row.state as ItemState,
    version: row.version,
    attribute: row.attribute as Item['attribute'],
    ground: row.ground,
    opinion: row.opinion as Choice | null,
    opinionReason: row.opinion_reason,
    answeredBy: row.answered_by,
    answeredFor: row.answered_for,
    answeredAt: row.answered_at,
    decisionReason: row.decision_reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    secretaryId: row.secretary_id,
    conversionRefused: row.conversion_refused,
    reminders: row.reminders,
    remindedAt: row.reminded_at,
    year: row.year,
    opinionsBy: row.opinions_by,
    title: row.title,
    documentNumber: row.document_number,
    issuedOn: row.issued_on,
    presentState: row.present_state,
    presentAttribute: row.present_attribute,
    presentGround: row.present_ground,
  }
}

export async function readItem(db: Query, id: number): Promise<Item | null> {
  const row = await withColumns(db).where('item.id', '=', id).executeTakeFirst()
  return row ? itemFrom(row) : null
}

/** Locks the item, and the document against a change of its attribute in the meantime. */
export async function lockItem(trx: Trx, id: number): Promise<Item | null> {
  const row = await withColumns(trx)
    .where('item.id', '=', id)
    .forUpdate('item')
    .forShare('d')
    .executeTakeFirst()
  return row ? itemFrom(row) : null
}

export async function itemsByIds(db: Query, campaignId: number, ids: readonly number[]): Promise<Item[]> {
  if (ids.length === 0) return []
  const rows = await withColumns(db)
    .where('item.reexamination_id', '=', campaignId)
    .where('item.id', 'in', [...ids])
    .execute()
  return rows.map(itemFrom)
}

export const moveItem = moverOf('reexamination_item')

export async function changeItem(
  trx: Query,
  id: number,
  change: Updateable<ReexaminationItem>,
): Promise<void> {
  await trx.updateTable('reexamination_item').set(change).where('id', '=', id).execute()
}

export async function countReminder(trx: Trx, id: number, at: Date): Promise<void> {
  await trx
    .updateTable('reexamination_item')
    .set(eb => ({ reminders: eb('reminders', '+', 1), reminded_at: at }))
    .where('id', '=', id)
    .execute()
}

/** The filters of a list as one condition, what the person may see included. */
function chosen(
  campaignId: number,
  filter: ItemFilter,
  visible: RawBuilder<SqlBool>,
  today: string,
): RawBuilder<SqlBool> {
  const conditions: RawBuilder<unknown>[] = [sql`item.reexamination_id = ${campaignId}`, visible]
  if (filter.state) conditions.push(sql`item.state = ${filter.state}`)
  if (filter.department !== null) conditions.push(sql`item.department_id = ${filter.department}`)
  if (filter.attribute) conditions.push(sql`item.attribute = ${filter.attribute}`)
  if (filter.opinion) conditions.push(sql`item.opinion = ${filter.opinion}`)
  if (filter.late) conditions.push(sql`item.state = 'asked' and campaign.opinions_by < ${today}::date`)
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, c => `\\${c}`)}%`
    conditions.push(sql`(d.title like ${like} or d.document_number like ${like})`)
  }
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

export type Chosen = {
  readonly campaignId: number
  readonly filter: ItemFilter
  readonly visible: RawBuilder<SqlBool>
  readonly today: string
}

/** What is chosen, without the documents where no filter needs them: ten thousand need not be joined to show fifty. */
const listed = (db: Query, of: Chosen) =>
  db
    .selectFrom('reexamination_item as item')
    .innerJoin('reexamination as campaign', 'campaign.id', 'item.reexamination_id')
    .$if(of.filter.q !== '', query => query.innerJoin('document as d', 'd.id', 'item.document_id'))
    .where(chosen(of.campaignId, of.filter, of.visible, of.today))

/** One page of a campaign's items, by id. */
export async function itemsOf(
  db: Query,
  of: Chosen,
  page: { readonly limit: number; readonly offset: number },
): Promise<Item[]> {
  const rows = await withColumns(db)
    .where(
      'item.id',
      'in',
      listed(db, of).select('item.id').orderBy('item.id').limit(page.limit).offset(page.offset),
    )
    .orderBy('item.id')
    .execute()
  return rows.map(itemFrom)
}

export async function countItems(db: Query, of: Chosen): Promise<number> {
  const { n } = await listed(db, of)
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Ids and versions of everything chosen in some states, for an action over the whole filtered list. */
export async function idsOf(
  db: Query,
  of: Chosen,
  states: readonly string[],
): Promise<{ id: number; version: number }[]> {
  if (states.length === 0) return []
  return listed(db, of)
    .select(['item.id', 'item.version'])
    .where('item.state', 'in', [...states])
    .orderBy('item.id')
    .execute()
}

/** Who drafted or submitted some documents, from their history. */
export async function draftHandsOf(
  db: Query,
  documentIds: readonly number[],
): Promise<Map<number, Set<number>>> {
  const hands = new Map<number, Set<number>>(documentIds.map(id => [id, new Set()]))
  if (documentIds.length === 0) return hands
  const rows = await db
    .selectFrom('event')
    .select(['subject_id', 'payload'])
    .where('subject_kind', '=', 'document')
    .where('subject_id', 'in', [...documentIds])
    .where('verb', 'in', ['draft', 'submit'])
    .execute()
  for (const row of rows) {
    const { actor, onBehalfOf } = JSON.parse(row.payload) as {
      actor: number | null
      onBehalfOf: number | null
    }
    for (const id of [actor, onBehalfOf]) if (id !== null) hands.get(row.subject_id)?.add(id)
  }
  return hands
}

export type CampaignWaiting = {
  readonly id: number
  readonly bodyId: number
  readonly year: number
  readonly opinionsBy: string
  readonly openedAt: Date
  readonly asked: number
  readonly answered: number
}

/** How much of each campaign waits: for the opinion of some drafters or departments, and for the decision of some openness units. */
export async function campaignsWaiting(
  db: Query,
  asked: RawBuilder<SqlBool>,
  answered: RawBuilder<SqlBool>,
): Promise<CampaignWaiting[]> {
  const { rows } = await sql<CampaignWaiting>`
    select r.id, r.body_id as "bodyId", r.year, r.opinions_by as "opinionsBy", r.opened_at as "openedAt",
      count(*) filter (where item.state = 'asked')::integer as asked,
      count(*) filter (where item.state = 'answered')::integer as answered
    from office.reexamination_item item join office.reexamination r on r.id = item.reexamination_id
    where (item.state = 'asked' and ${asked}) or (item.state = 'answered' and ${answered})
    group by r.id order by r.opinions_by, r.id limit 100`.execute(db)
  return rows
}
