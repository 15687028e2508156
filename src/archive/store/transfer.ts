import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Opening } from '../model.ts'
import type { TransferState } from '../workflow.ts'

export type TransferRow = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly state: TransferState
  readonly version: number
  readonly archives: string
  readonly from: string
  readonly until: string
  readonly series: string | null
  readonly madeAt: Date
  readonly reachedAt: Date
  readonly packageHash: string | null
  readonly packageSize: number | null
  readonly receiptNumber: string | null
  readonly receiptOn: string | null
  readonly receiptBy: string | null
  /** A document was taken back from it for secrecy: the package is made anew without it. */
  readonly expungedAt: Date | null
}

const columns = sql`id, body_id as "bodyId", null as "departmentId", made_by as "drafterId", state, version, archives,
  from_on as "from", until_on as "until", series, made_at as "madeAt", reached_at as "reachedAt",
  package_hash as "packageHash", package_size as "packageSize", receipt_number as "receiptNumber",
  receipt_on as "receiptOn", receipt_by as "receiptBy", expunged_at as "expungedAt"`

export async function readTransfer(db: Query, id: number): Promise<TransferRow | null> {
  const { rows } = await sql<TransferRow>`select ${columns} from office.transfer where id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function lockTransfer(trx: Trx, id: number): Promise<TransferRow | null> {
  const { rows } =
    await sql<TransferRow>`select ${columns} from office.transfer where id = ${id} for update`.execute(trx)
  return rows[0] ?? null
}

export async function moveTransfer(trx: Trx, row: { id: number }, to: string, at: Date): Promise<void> {
  await sql`update office.transfer set state = ${to}, version = version + 1, reached_at = ${at} where id = ${row.id}`.execute(
    trx,
  )
}

export async function transfersOf(
  db: Query,
  bodyIds: readonly number[],
): Promise<(TransferRow & { documents: number })[]> {
  const { rows } = await sql<TransferRow & { documents: number }>`select ${columns},
      (select count(*) from office.transfer_document m where m.transfer_id = t.id) as documents
    from office.transfer t where body_id = any(${bodyIds}::int[]) order by id desc limit 500`.execute(db)
  return rows
}

export async function insertTransfer(
  trx: Trx,
  row: {
    bodyId: number
    archives: string
    from: string
    until: string
    series: string | null
    by: number
    at: Date
  },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into office.transfer (body_id, state, archives, from_on, until_on, series, made_by, made_at, reached_at)
    values (${row.bodyId}, 'prepared', ${row.archives}, ${row.from}, ${row.until}, ${row.series}, ${row.by}, ${row.at}, ${row.at})
    returning id`.execute(trx)
  return rows[0]!.id
}

export type Choice = { readonly from: string; readonly until: string; readonly series: string | null }
export type Candidate = {
  readonly id: number
  readonly number: string | null
  readonly attribute: string | null
  /** It was withdrawn because it turned out to hold a state secret or a work secret. */
  readonly secret: boolean
  /** It was withdrawn for somebody's privacy: whether it is ever opened is for a person to say. */
  readonly private: boolean
}

/** Documents of a body and period for the archives, oldest first; `all`: also those already in a batch. */
export async function candidates(
  db: Query,
  bodyId: number,
  choice: Choice,
  all = false,
): Promise<Candidate[]> {
  const series = choice.series ? sql`and d.series = ${choice.series}` : sql``
  const free = all
    ? sql``
    : sql`and not exists (select 1 from office.transfer_document m where m.document_id = d.id and m.active)`
  const { rows } = await sql<Candidate>`
    select d.id, d.document_number as number, d.attribute, coalesce(w.kind = 'secrecy', false) as secret,
      coalesce(w.kind = 'privacy', false) as private
    from office.document d left join lateral (
      select e.payload::jsonb #>> '{data,kind}' as kind from office.event e
      where d.state = 'withdrawn' and e.subject_kind = 'document' and e.subject_id = d.id and e.verb = 'withdraw'
      order by e.id desc limit 1) w on true
    where d.body_id = ${bodyId} and d.state in ('issued', 'published', 'withdrawn')
      and coalesce(d.issued_on, d.written_on, d.original_published_on) between ${choice.from}::date and ${choice.until}::date
      ${series} ${free}
    order by coalesce(d.issued_on, d.written_on, d.original_published_on), d.id`.execute(db)
  return rows
}

export async function insertTransferDocuments(
  trx: Trx,
  transferId: number,
  documents: readonly { id: number; opening: Opening | null }[],
): Promise<void> {
  await sql`insert into office.transfer_document (transfer_id, document_id, opening)
    select ${transferId}, * from unnest(${documents.map(d => d.id)}::bigint[], ${documents.map(d => d.opening)}::text[])`.execute(
    trx,
  )
}

export type TransferDocument = {
  readonly documentId: number
  readonly number: string | null
  readonly title: string
  readonly attribute: string | null
  readonly ground: string | null
  readonly registeredOn: string
  readonly opening: Opening | null
  readonly openingNote: string | null
}

export async function transferDocuments(
  db: Query,
  transferId: number,
  page?: { limit: number; offset: number },
): Promise<TransferDocument[]> {
  const cut = page ? sql`limit ${page.limit} offset ${page.offset}` : sql``
  const { rows } = await sql<TransferDocument>`
    select d.id as "documentId", d.document_number as number, d.title, d.attribute, d.ground,
      coalesce(d.issued_on, d.written_on, d.original_published_on) as "registeredOn", m.opening, m.opening_note as "openingNote"
    from office.transfer_document m join office.document d on d.id = m.document_id
    where m.transfer_id = ${transferId}
    order by coalesce(d.issued_on, d.written_on, d.original_published_on), d.id ${cut}`.execute(db)
  return rows
}

/** How many documents of a batch lack an opinion. */
export async function withoutOpening(db: Query, transferId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from office.transfer_document
    where transfer_id = ${transferId} and opening is null`.execute(db)
  return rows[0]!.n
}

export async function setOpening(
  trx: Trx,
  transferId: number,
  change: { documents: readonly number[]; opening: Opening; note: string | null },
): Promise<number> {
  const done =
    await sql`update office.transfer_document set opening = ${change.opening}, opening_note = ${change.note}
    where transfer_id = ${transferId} and document_id = any(${change.documents}::bigint[])`.execute(trx)
  return Number(done.numAffectedRows ?? 0n)
}

export async function releaseDocuments(trx: Trx, transferId: number): Promise<void> {
  await sql`update office.transfer_document set active = false where transfer_id = ${transferId}`.execute(trx)
}

export async function keepFrozen(
  trx: Trx,
  transferId: number,
  documentId: number,
  frozen: string,
): Promise<void> {
  await sql`update office.transfer_document set frozen = ${frozen}
    where transfer_id = ${transferId} and document_id = ${documentId}`.execute(trx)
}

export async function keepPackage(
  trx: Trx,
  transferId: number,
  made: { hash: string; size: number; manifest: string; signature: string },
): Promise<void> {
  await sql`update office.transfer set package_hash = ${made.hash}, package_size = ${made.size},
    manifest = ${made.manifest}, signature = ${made.signature} where id = ${transferId}`.execute(trx)
}

export async function keptPackage(
  db: Query,
  transferId: number,
): Promise<{ manifest: string; signature: string | null; documents: number[] } | null> {
  const { rows } = await sql<{ manifest: string | null; signature: string | null }>`
    select manifest, signature from office.transfer where id = ${transferId}`.execute(db)
  const { manifest, signature } = rows[0] ?? {}
  if (!manifest) return null
  const documents = (JSON.parse(manifest) as { documents: { id: number }[] }).documents.map(d => d.id)
  return { manifest, signature: signature ?? null, documents }
}

export async function frozenOf(
  db: Query,
  transferId: number,
  documents: readonly number[],
): Promise<string[]> {
  const { rows } = await sql<{ id: number; frozen: string }>`select document_id as id, frozen
    from office.transfer_document where transfer_id = ${transferId} and document_id = any(${documents}::bigint[])`.execute(
    db,
  )
  const by = new Map(rows.map(r => [r.id, r.frozen]))
  return documents.map(id => by.get(id)!)
}

export async function keepReceipt(
  trx: Trx,
  transferId: number,
  receipt: { number: string; on: string; by: string },
): Promise<void> {
  await sql`update office.transfer set receipt_number = ${receipt.number}, receipt_on = ${receipt.on},
    receipt_by = ${receipt.by} where id = ${transferId}`.execute(trx)
}

/** Documents formed on or before a day that are in no batch, by year. */
export async function dueForTransfer(
  db: Query,
  bodyId: number,
  formedBy: string,
): Promise<{ year: number; documents: number; oldest: string }[]> {
  const { rows } = await sql<{ year: number; documents: number; oldest: string }>`
    select extract(year from r.formed)::int as year, count(*) as documents, min(r.formed) as oldest
    from (select d.id, coalesce(d.issued_on, d.written_on, d.original_published_on) as formed from office.document d
      where d.body_id = ${bodyId} and d.state in ('issued', 'published', 'withdrawn')) r
    where r.formed <= ${formedBy}::date
      and not exists (select 1 from office.transfer_document m where m.document_id = r.id and m.active)
    group by 1 order by 1`.execute(db)
  return rows
}
