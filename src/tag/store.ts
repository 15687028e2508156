import { sql, type Selectable } from 'kysely'
import { z } from 'zod'
import type { Query, Trx } from '#kit/db.ts'
import type { RecordThesaurus, Thesaurus as ThesaurusTable } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import {
  ruleSchema,
  termSchema,
  type IndexingRule,
  type OwnTerms,
  type Term,
  type ThesaurusRow,
} from './model.ts'
import type { ThesaurusState } from './workflow.ts'

/** Every line of SQL about thesauri. */

const terms = z.array(termSchema)
const rule = ruleSchema.nullable()

const made = (r: Selectable<ThesaurusTable>): ThesaurusRow => ({
  id: r.id,
  bodyId: r.body_id,
  departmentId: null,
  drafterId: r.drafter_id,
  state: r.state as ThesaurusState,
  version: r.version,
  number: r.number,
  terms: terms.parse(r.terms),
  rule: rule.parse(r.rule),
  approvedAt: r.approved_at,
  approvedBy: r.approved_by,
  changedAt: r.changed_at,
})

const table = subjectTable('thesaurus', made, 'changed_at')
export const readThesaurus = table.read
export const lockThesaurus = table.lock
export const moveThesaurus = table.move

/** The version in force of a body; null before the first. */
export async function activeThesaurus(db: Query, bodyId: number): Promise<ThesaurusRow | null> {
  const row = await db
    .selectFrom('thesaurus')
    .selectAll()
    .where('body_id', '=', bodyId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row ? made(row) : null
}

/** The version on its way and the last number given. Locks the body against a second beginning. */
export async function openThesaurus(
  trx: Trx,
  bodyId: number,
): Promise<{ open: number | null; last: number }> {
  await sql`select pg_advisory_xact_lock(hashtext('thesaurus'), ${bodyId})`.execute(trx)
  const rows = await trx
    .selectFrom('thesaurus')
    .select(['id', 'number', 'state'])
    .where('body_id', '=', bodyId)
    .execute()
  const open = rows.find(r => r.state === 'drafting' || r.state === 'proposed')
  return { open: open?.id ?? null, last: Math.max(0, ...rows.map(r => r.number)) }
}

export async function insertThesaurus(
  trx: Trx,
  v: {
    bodyId: number
    number: number
    drafterId: number
    terms: readonly Term[]
    rule: IndexingRule | null
    at: Date
  },
): Promise<number> {
  const row = await trx
    .insertInto('thesaurus')
    .values({
      body_id: v.bodyId,
      number: v.number,
      state: 'drafting',
      drafter_id: v.drafterId,
      terms: JSON.stringify(v.terms),
      rule: v.rule && JSON.stringify(v.rule),
      changed_at: v.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function putTerms(
  trx: Trx,
  id: number,
  of: { readonly terms: readonly Term[]; readonly rule: IndexingRule | null },
): Promise<void> {
  await trx
    .updateTable('thesaurus')
    .set({ terms: JSON.stringify(of.terms), rule: of.rule && JSON.stringify(of.rule) })
    .where('id', '=', id)
    .execute()
}

export async function noteApproval(trx: Trx, id: number, by: number, at: Date): Promise<void> {
  await trx.updateTable('thesaurus').set({ approved_by: by, approved_at: at }).where('id', '=', id).execute()
}

/** All versions of a body, newest first. */
export async function versionsOf(db: Query, bodyId: number): Promise<ThesaurusRow[]> {
  const rows = await db
    .selectFrom('thesaurus')
    .selectAll()
    .where('body_id', '=', bodyId)
    .orderBy('number', 'desc')
    .execute()
  return rows.map(made)
}

/** Versions of some bodies that are on their way. */
export async function openIn(db: Query, bodyIds: readonly number[]): Promise<ThesaurusRow[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('thesaurus')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .where('state', 'in', ['drafting', 'proposed'])
    .orderBy('id')
    .execute()
  return rows.map(made)
}

const own = (r: Selectable<RecordThesaurus>): OwnTerms => ({
  bodyId: r.body_id,
  number: r.number,
  since: r.since,
  terms: terms.parse(r.terms),
  rule: rule.parse(r.rule),
})

/** What some bodies (null: all) put in force, in the order asked for; those that put nothing are left out. */
export async function termsInForce(db: Query, bodyIds: readonly number[] | null): Promise<OwnTerms[]> {
  let query = db.selectFrom('record.thesaurus').selectAll()
  if (bodyIds) query = query.where(sql<boolean>`body_id = any(${[...bodyIds]}::integer[])`)
  const rows = (await query.orderBy('body_id').execute()).map(own)
  return bodyIds ? bodyIds.flatMap(id => rows.find(r => r.bodyId === id) ?? []) : rows
}

export async function putInForce(trx: Trx, of: OwnTerms): Promise<void> {
  const values = {
    number: of.number,
    since: of.since,
    terms: JSON.stringify(of.terms),
    rule: of.rule && JSON.stringify(of.rule),
  }
  await trx
    .insertInto('record.thesaurus')
    .values({ body_id: of.bodyId, ...values })
    .onConflict(c => c.column('body_id').doUpdateSet(values))
    .execute()
}
