import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { noNormative, type Normative, type RelationKind, type RelationRow, type Rule } from './model.ts'

/** All SQL of the library of normative documents, the clean-up aside. */

export async function normativeOf(db: Query, documentId: number): Promise<Normative> {
  return (await normativesOf(db, [documentId])).get(documentId) ?? noNormative
}

export async function normativesOf(
  db: Query,
  documentIds: readonly number[],
): Promise<Map<number, Normative>> {
  if (documentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('normative')
    .selectAll()
    .where('document_id', 'in', [...documentIds])
    .execute()
  return new Map(
    rows.map(r => [
      r.document_id,
      {
        effectiveOn: r.effective_on,
        termYears: r.term_years,
        expiresOn: r.expires_on,
        noTermReason: r.no_term_reason,
        repealedOn: r.repealed_on,
        amendedOn: r.amended_on,
        revisedOn: r.revised_on,
        unifiedNumber: r.unified_number,
      },
    ]),
  )
}

export async function putNormative(
  trx: Trx,
  documentId: number,
  change: Partial<Normative> & { unifiedYear?: number; unifiedSequence?: number },
): Promise<void> {
  const values = {
    ...('effectiveOn' in change ? { effective_on: change.effectiveOn } : {}),
    ...('termYears' in change ? { term_years: change.termYears } : {}),
    ...('expiresOn' in change ? { expires_on: change.expiresOn } : {}),
    ...('noTermReason' in change ? { no_term_reason: change.noTermReason } : {}),
    ...('repealedOn' in change ? { repealed_on: change.repealedOn } : {}),
    ...('amendedOn' in change ? { amended_on: change.amendedOn } : {}),
    ...('revisedOn' in change ? { revised_on: change.revisedOn } : {}),
    ...('unifiedNumber' in change ? { unified_number: change.unifiedNumber } : {}),
    ...('unifiedYear' in change ? { unified_year: change.unifiedYear } : {}),
    ...('unifiedSequence' in change ? { unified_sequence: change.unifiedSequence } : {}),
  }
  await trx
    .insertInto('normative')
    .values({ document_id: documentId, ...values })
    .onConflict(c => c.column('document_id').doUpdateSet(values))
    .execute()
}

const columns = [
  'id',
  'document_id',
  'relation',
  'target_id',
  'target_address',
  'target_title',
  'target_number',
  'whole',
  'on_day',
  'standing',
] as const

type Selected = {
  id: number
  document_id: number
  relation: string
  target_id: number | null
  target_address: string | null
  target_title: string
  target_number: string | null
  whole: boolean
  on_day: string | null
  standing: string
}

const relationFrom = (r: Selected): RelationRow => ({
  id: r.id,
  documentId: r.document_id,
  relation: r.relation as RelationKind,
  targetId: r.target_id,
  targetAddress: r.target_address,
  targetTitle: r.target_title,
  targetNumber: r.target_number,
  whole: r.whole,
  on: r.on_day,
  standing: r.standing as RelationRow['standing'],
})

/** What a document states of others and has not ended, in the order of entry. */
export async function relationsOf(db: Query, documentId: number): Promise<RelationRow[]> {
  const rows = await db
    .selectFrom('relation')
    .select(columns)
    .where('document_id', '=', documentId)
    .where('standing', '<>', 'ended')
    .orderBy('id')
    .execute()
  return rows.map(relationFrom)
}

/** What other published documents state of one, with what names them. */
export async function incoming(db: Query, documentId: number) {
  const rows = await db
    .selectFrom('relation as r')
    .innerJoin('document as d', 'd.id', 'r.document_id')
    .select(columns.map(c => `r.${c}` as const))
    .select(['d.address', 'd.title', 'd.document_number', 'd.body_id', 'd.state'])
    .where('r.target_id', '=', documentId)
    .where('r.standing', '=', 'public')
    .orderBy('r.id')
    .execute()
  return rows.map(r => ({
    ...relationFrom(r),
    from: {
      address: r.address,
      title: r.title,
      number: r.document_number,
      bodyId: r.body_id,
      state: r.state,
    },
  }))
}

export async function relationNow(db: Query, id: number): Promise<RelationRow | null> {
  const row = await db.selectFrom('relation').select(columns).where('id', '=', id).executeTakeFirst()
  return row ? relationFrom(row) : null
}

export async function insertRelation(
  trx: Trx,
  r: Omit<RelationRow, 'id'> & { readonly by: number; readonly at: Date },
): Promise<number> {
  const row = await trx
    .insertInto('relation')
    .values({
      document_id: r.documentId,
      relation: r.relation,
      target_id: r.targetId,
      target_address: r.targetAddress,
      target_title: r.targetTitle,
      target_number: r.targetNumber,
      whole: r.whole,
      on_day: r.on,
      standing: r.standing,
      entered_by: r.by,
      entered_at: r.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function changeRelation(
  trx: Trx,
  id: number,
  change: { standing: RelationRow['standing']; on?: string | null },
): Promise<void> {
  await trx
    .updateTable('relation')
    .set({ standing: change.standing, ...(change.on === undefined ? {} : { on_day: change.on }) })
    .where('id', '=', id)
    .execute()
}

export async function dropRelation(trx: Trx, documentId: number, id: number): Promise<boolean> {
  const gone = await trx
    .deleteFrom('relation')
    .where('id', '=', id)
    .where('document_id', '=', documentId)
    .where('standing', '=', 'entered')
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Whether `from` already changes `to`, directly or through others. */
export async function changesAlready(db: Query, from: number, to: number): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive reached (id) as (
      select ${from}::bigint
      union
      select r.target_id from reached join office.relation r on r.document_id = reached.id
      where r.relation in ('amends', 'repeals', 'replaces') and r.standing <> 'ended' and r.target_id is not null)
    select exists (select 1 from reached where id = ${to}) as found`.execute(db)
  return rows[0]!.found
}

/** A body and all below it: whose documents it may change. */
export async function reachOf(db: Query, bodyId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from office.body where id = ${bodyId} or ${bodyId} = any(ancestors)`.execute(db)
  return rows.map(r => r.id)
}

export async function ruleOf(db: Query, bodyId: number): Promise<Rule | null> {
  const row = await db
    .selectFrom('normative_rule')
    .selectAll()
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  return row
    ? {
        generalYears: row.general_years,
        trialYears: row.trial_years,
        depositDays: row.deposit_days,
        unifiedTemplate: row.unified_template,
        reason: row.reason,
      }
    : null
}

export async function putRule(
  trx: Trx,
  bodyId: number,
  rule: Rule & { readonly reason: string },
  by: number,
  at: Date,
): Promise<void> {
  const values = {
    general_years: rule.generalYears,
    trial_years: rule.trialYears,
    deposit_days: rule.depositDays,
    unified_template: rule.unifiedTemplate || null,
    reason: rule.reason,
    set_by: by,
    set_at: at,
  }
  await trx
    .insertInto('normative_rule')
    .values({ body_id: bodyId, ...values })
    .onConflict(c => c.column('body_id').doUpdateSet(values))
    .execute()
}

/** The text as it is, kept at a step that somebody answered for. */
export async function keepText(
  trx: Trx,
  documentId: number,
  text: { verb: string; title: string; bodyHtml: string; staffId: number; at: Date },
): Promise<void> {
  await trx
    .insertInto('document_text')
    .values({
      document_id: documentId,
      verb: text.verb,
      title: text.title,
      body_html: text.bodyHtml,
      staff_id: text.staffId,
      kept_at: text.at,
    })
    .execute()
}

export async function textsOf(db: Query, documentId: number) {
  return db
    .selectFrom('document_text as t')
    .leftJoin('staff as s', 's.id', 't.staff_id')
    .select(['t.id', 't.verb', 't.title', 't.kept_at', 's.name as staff'])
    .where('t.document_id', '=', documentId)
    .orderBy('t.id')
    .execute()
}

export async function textOfStep(db: Query, documentId: number, id: number) {
  return db
    .selectFrom('document_text')
    .select(['title', 'body_html'])
    .where('document_id', '=', documentId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** 保密法第三十一条: nothing of a removed text stays, its earlier versions and what was said of it neither. */
export async function forgetTexts(trx: Trx, documentId: number): Promise<void> {
  await trx.deleteFrom('document_text').where('document_id', '=', documentId).execute()
  await trx
    .updateTable('relation')
    .set({ target_title: '（已清除）', target_number: null })
    .where('target_id', '=', documentId)
    .execute()
}

/** The last day of what is asked about some public documents (到期评估、清理) and not carried out yet. */
export async function openEvaluations(
  db: Query,
  documentIds: readonly number[],
): Promise<Map<number, string>> {
  if (documentIds.length === 0) return new Map()
  const { rows } = await sql<{ id: number; due: string }>`
    select i.document_id as id, min(coalesce(i.expires_on, c.opinions_by)) as due
    from cleanup_item i left join cleanup c on c.id = i.cleanup_id
    where i.document_id = any(${[...documentIds]}::bigint[]) and i.state <> 'applied' group by 1`.execute(db)
  return new Map(rows.map(r => [r.id, r.due]))
}
