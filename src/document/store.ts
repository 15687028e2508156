import type { Expression, ExpressionBuilder, Selectable, SqlBool, Updateable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { noteFile } from '#kit/fileRow.ts'
import type { DB, Document as DocumentTable } from '#kit/schema.gen.ts'
import { openPapers } from './channels.ts'
import type { EmergencyKind } from './emergency/model.ts'
import { openCountersigns, openCountersignsOf } from './countersigns.ts'
import { openEvaluations } from './library/store.ts'
import type { Attribute, Draft, OfficialDocument } from './model.ts'
import type { Rules } from './variants/model.ts'
import { rulesOf } from './variants/store.ts'
import type { State } from './workflow.ts'

export type DocumentRow = OfficialDocument
export type DocumentChange = Updateable<DocumentTable>

const listed = [
  'id',
  'body_id',
  'department_id',
  'drafter_id',
  'state',
  'version',
  'title',
  'kind',
  'theme',
  'attribute',
  'attribute_reason',
  'ground',
  'normative',
  'secrecy_doubt',
  'urgency',
  'addressee',
  'signatories',
  'columns',
  'catalog_items',
  'tags',
  'series',
  'number_year',
  'number_sequence',
  'document_number',
  'index_number',
  'written_on',
  'issued_on',
  'published_at',
  'original_published_on',
  'imported',
  'source_note',
  'label',
  'body_hash',
  'address',
  'audience',
  'audience_why',
  'open_part',
  'in_government_name',
  'proposal',
  'reattributed_on',
  'publish_at',
  'variant_id',
  'emergency_kind',
  'emergency_event',
  'emergency_consent_by',
  'emergency_at',
  'emergency_due',
  'returned_from',
  'returned_reason',
  'reached_at',
  'created_at',
  'saved_at',
] as const

type Listed = Pick<Selectable<DocumentTable>, (typeof listed)[number] | 'body_html'>
type Around = {
  readonly rules?: Rules | null
  readonly asked?: readonly number[]
  readonly paperOpen?: boolean
  readonly evaluation?: string | null
}

function fromRow(
  row: Listed,
  { rules = null, asked = [], paperOpen = false, evaluation = null }: Around,
): DocumentRow {
  return {
    id: row.id,
    bodyId: row.body_id,
    departmentId: row.department_id,
    drafterId: row.drafter_id,
    state: row.state as State,
    version: row.version,
    title: row.title,
    kind: row.kind,
    theme: row.theme,
    attribute: row.attribute as Attribute | null,
    attributeReason: row.attribute_reason,
    ground: row.ground,
    normative: row.normative,
    secrecyDoubt: row.secrecy_doubt,
    urgency: row.urgency as Draft['urgency'],
    addressee: row.addressee,
    signatories: row.signatories,
    columns: row.columns,
    catalogItems: row.catalog_items,
    tags: row.tags,
    writtenOn: row.written_on,
    audience: row.audience as Draft['audience'],
    audienceWhy: row.audience_why,
    openPart: row.open_part,
    inGovernmentName: row.in_government_name,
    proposal: row.proposal,
    bodyHtml: row.body_html,
    series: row.series,
    numberYear: row.number_year,
    numberSequence: row.number_sequence,
    documentNumber: row.document_number,
    indexNumber: row.index_number,
    issuedOn: row.issued_on,
    publishedAt: row.published_at,
    originalPublishedOn: row.original_published_on,
    imported: row.imported,
    sourceNote: row.source_note,
    label: row.label,
    bodyHash: row.body_hash,
    address: row.address,
    reattributedOn: row.reattributed_on,
    publishAt: row.publish_at,
    rules,
    emergency:
      row.emergency_at === null
        ? null
        : {
            kind: row.emergency_kind as EmergencyKind,
            event: row.emergency_event ?? '',
            consentBy: row.emergency_consent_by ?? 0,
            at: row.emergency_at,
            due: row.emergency_due ?? row.emergency_at,
          },
    asked,
    paperOpen,
    evaluation,
    returnedFrom: row.returned_from,
    returnedReason: row.returned_reason,
    reachedAt: row.reached_at,
    createdAt: row.created_at,
    savedAt: row.saved_at,
  }
}

const draftColumns = (draft: Draft) => ({
  title: draft.title,
  kind: draft.kind,
  theme: draft.theme,
  attribute: draft.attribute,
  attribute_reason: draft.attributeReason,
  ground: draft.ground,
  normative: draft.normative,
  secrecy_doubt: draft.secrecyDoubt,
  urgency: draft.urgency,
  addressee: draft.addressee,
  signatories: draft.signatories,
  columns: draft.columns,
  written_on: draft.writtenOn,
  audience: draft.audience,
  audience_why: draft.audienceWhy,
  open_part: draft.openPart,
  in_government_name: draft.inGovernmentName,
  proposal: draft.proposal,
  tags: draft.tags,
  body_html: draft.bodyHtml,
})

export async function readDocument(db: Query, id: number): Promise<DocumentRow | null> {
  const row = await db.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? whole(db, row) : null
}

/** What lies in other tables is asked only in the states where it matters. */
async function whole(db: Query, row: Selectable<DocumentTable>): Promise<DocumentRow> {
  return fromRow(row, {
    rules: (await rulesOf(db, [row.variant_id])).get(row.variant_id ?? 0) ?? null,
    asked: row.state === 'countersign' ? await openCountersigns(db, row.id) : [],
    paperOpen: row.state === 'published' && (await openPapers(db, [row.id])).has(row.id),
    evaluation:
      row.state === 'published' ? ((await openEvaluations(db, [row.id])).get(row.id) ?? null) : null,
  })
}

/** Reads the document and keeps everybody else waiting until the transaction ends. */
export async function lockDocument(trx: Trx, id: number): Promise<DocumentRow | null> {
  const row = await trx.selectFrom('document').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? whole(trx, row) : null
}

export type NewDocument = {
  readonly bodyId: number
  readonly departmentId: number
  readonly drafterId: number
  readonly state: State
  readonly draft: Draft
  /** What it goes by to its end. */
  readonly variantId: number | null
  readonly at: Date
}

export async function insertDocument(
  trx: Trx,
  document: NewDocument,
  more: DocumentChange = {},
): Promise<number> {
  const row = await trx
    .insertInto('document')
    .values({
      body_id: document.bodyId,
      department_id: document.departmentId,
      drafter_id: document.drafterId,
      state: document.state,
      ...draftColumns(document.draft),
      variant_id: document.variantId,
      reached_at: document.at,
      created_at: document.at,
      saved_at: document.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (Object.keys(more).length > 0)
    await trx.updateTable('document').set(more).where('id', '=', row.id).execute()
  return row.id
}

/** The autosave: what was typed, and a new version so that another window notices. */
export async function saveDraft(trx: Trx, id: number, draft: Draft, at: Date): Promise<number> {
  const row = await trx
    .updateTable('document')
    .set(eb => ({ ...draftColumns(draft), version: eb('version', '+', 1), saved_at: at }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

export async function changeDocument(trx: Trx, id: number, change: DocumentChange): Promise<void> {
  await trx.updateTable('document').set(change).where('id', '=', id).execute()
}

export async function moveDocument(
  trx: Trx,
  row: { readonly id: number; readonly state: string },
  to: string,
  at: Date,
): Promise<void> {
  // What stays where it is has not arrived anew: a channel entered or an hour changed gives nobody more time.
  const moved = row.state === to ? {} : { reached_at: at }
  await trx
    .updateTable('document')
    .set(eb => ({ state: to, version: eb('version', '+', 1), ...moved }))
    .where('id', '=', row.id)
    .execute()
}

export type Attachment = {
  readonly id: number
  readonly documentId: number
  readonly name: string
  readonly hash: string
  readonly size: number
  readonly contentType: string
  readonly role: 'attachment' | 'source' | 'image'
}

export async function attachmentsOf(db: Query, documentId: number): Promise<Attachment[]> {
  const rows = await db
    .selectFrom('document_attachment as a')
    .innerJoin('file as f', 'f.hash', 'a.file_hash')
    .select(['a.id', 'a.document_id', 'a.name', 'a.role', 'f.hash', 'f.size', 'f.content_type'])
    .where('a.document_id', '=', documentId)
    .orderBy('a.sort')
    .orderBy('a.id')
    .execute()
  return rows.map(r => ({
    id: r.id,
    documentId: r.document_id,
    name: r.name,
    hash: r.hash,
    size: r.size,
    contentType: r.content_type,
    role: r.role as Attachment['role'],
  }))
}

export async function addAttachment(
  trx: Trx,
  documentId: number,
  file: { hash: string; size: number; contentType: string; name: string; role: Attachment['role'] },
  at: Date,
): Promise<number> {
  await noteFile(trx, file, at)
  const row = await trx
    .insertInto('document_attachment')
    .values(eb => ({
      document_id: documentId,
      file_hash: file.hash,
      name: file.name,
      role: file.role,
      sort: eb
        .selectFrom('document_attachment')
        .select(e => e(e.fn.coalesce(e.fn.max('sort'), e.lit(0)), '+', 1).as('sort'))
        .where('document_id', '=', documentId),
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function removeAttachment(trx: Trx, documentId: number, id: number): Promise<boolean> {
  const gone = await trx
    .deleteFrom('document_attachment')
    .where('document_id', '=', documentId)
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Documents that a condition chooses, newest first, without their bodies (lists never show them). */
export async function rowsOf(
  db: Query,
  where: (eb: ExpressionBuilder<DB, 'document'>) => Expression<SqlBool>,
  page: { readonly limit: number; readonly offset?: number },
): Promise<DocumentRow[]> {
  const rows = await db
    .selectFrom('document')
    .select(listed)
    .where(where)
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset ?? 0)
    .execute()
  const asked = await openCountersignsOf(
    db,
    rows.filter(r => r.state === 'countersign').map(r => r.id),
  )
  const shown = rows.filter(r => r.state === 'published').map(r => r.id)
  const papers = await openPapers(db, shown)
  const evaluations = await openEvaluations(db, shown)
  const rules = await rulesOf(
    db,
    rows.map(r => r.variant_id),
  )
  return rows.map(row =>
    fromRow(
      { ...row, body_html: '' },
      {
        rules: rules.get(row.variant_id ?? 0) ?? null,
        asked: asked.get(row.id),
        paperOpen: papers.has(row.id),
        evaluation: evaluations.get(row.id) ?? null,
      },
    ),
  )
}

export async function countOf(
  db: Query,
  where: (eb: ExpressionBuilder<DB, 'document'>) => Expression<SqlBool>,
): Promise<number> {
  const { n } = await db
    .selectFrom('document')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where(where)
    .executeTakeFirstOrThrow()
  return Number(n)
}
