import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import type { ExplanationKind, Gap, RegisterRow, Term } from './model.ts'
import type { Explained } from './rules.ts'

/** Reads of documents and numbers for the register, and the tables of filing and retention. Transfers: store/transfer.ts. */

export type RegisterFilter = {
  readonly from: string
  readonly until: string
  readonly attribute?: string | null
  readonly state?: string | null
  readonly q?: string | null
}

const registered = sql`coalesce(d.issued_on, d.written_on, d.original_published_on)`
const inRegister = sql`d.state in ('issued', 'published', 'withdrawn')`

function filtered(bodyId: number, filter: RegisterFilter) {
  const conditions = [
    sql`d.body_id = ${bodyId}`,
    inRegister,
    sql`${registered} between ${filter.from}::date and ${filter.until}::date`,
  ]
  if (filter.attribute) conditions.push(sql`d.attribute = ${filter.attribute}`)
  if (filter.state) conditions.push(sql`d.state = ${filter.state}`)
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, c => `\\${c}`)}%`
    conditions.push(sql`(d.title ilike ${like} or d.document_number ilike ${like})`)
  }
  return sql.join(conditions, sql` and `)
}

type RawRow = {
  id: number
  document_number: string | null
  title: string
  kind: string | null
  attribute: string | null
  ground: string | null
  state: string
  registered_on: string
  written_on: string | null
  issued_on: string | null
  published_at: Date | null
  address: string | null
  imported: boolean
  chain_position: number | null
  content_hash: string | null
  purged: boolean | null
}

function rowOf(r: RawRow): RegisterRow {
  return {
    id: r.id,
    number: r.document_number,
    title: r.title,
    kind: r.kind,
    attribute: r.attribute,
    ground: r.ground,
    state: r.state,
    registeredOn: r.registered_on,
    writtenOn: r.written_on,
    issuedOn: r.issued_on,
    publishedAt: r.published_at ? isoOf(r.published_at) : null,
    address: r.address,
    imported: r.imported,
    receipt: r.chain_position === null ? null : { position: r.chain_position, contentHash: r.content_hash! },
    purged: r.purged ?? false,
  }
}

/** Lines of the register in the order of days. `page` absent: all of them. */
export async function registerRows(
  db: Query,
  bodyId: number,
  filter: RegisterFilter,
  page?: { readonly limit: number; readonly offset: number },
): Promise<RegisterRow[]> {
  const cut = page ? sql`limit ${page.limit} offset ${page.offset}` : sql``
  const { rows } = await sql<RawRow>`
    select d.id, d.document_number, d.title, d.kind, d.attribute, d.ground, d.state, ${registered} as registered_on,
      d.written_on, d.issued_on, d.published_at, d.address, d.imported, p.chain_position, p.content_hash, p.purged
    from (select d.* from office.document d where ${filtered(bodyId, filter)}
      order by ${registered}, d.id ${cut}) d
    left join record.current c on c.address = d.address
    left join record.publication p on p.id = c.publication_id
    order by ${registered}, d.id`.execute(db)
  return rows.map(rowOf)
}

export type RegisterCounts = {
  readonly total: number
  readonly byAttribute: Readonly<Record<string, number>>
}

export async function registerCounts(
  db: Query,
  bodyId: number,
  filter: RegisterFilter,
): Promise<RegisterCounts> {
  const { rows } = await sql<{ attribute: string | null; n: number }>`
    select d.attribute, count(*) as n from office.document d where ${filtered(bodyId, filter)} group by 1`.execute(
    db,
  )
  return {
    total: rows.reduce((sum, r) => sum + r.n, 0),
    byAttribute: Object.fromEntries(rows.map(r => [r.attribute ?? '', r.n])),
  }
}

/** Documents that stand in no year of the register because they carry no date at all. */
export async function undatedCount(db: Query, bodyId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from office.document d
    where d.body_id = ${bodyId} and ${inRegister} and ${registered} is null`.execute(db)
  return rows[0]!.n
}

/** The highest number given in each series of some years. */
export async function lastNumbers(
  db: Query,
  bodyId: number,
  years: readonly number[],
): Promise<{ series: string; year: number; last: number }[]> {
  const { rows } = await sql<{ series: string; year: number; last: number }>`
    select series, year, last from office.number_counter
    where body_id = ${bodyId} and year = any(${years}::int[]) and series not in ('索引号', '规范性文件统一编号')`.execute(
    db,
  )
  return rows
}

export type ExplanationRow = Explained & {
  readonly id: number
  readonly series: string
  readonly year: number
  readonly enteredAt: Date
}

export async function explanations(
  db: Query,
  bodyId: number,
  years: readonly number[],
): Promise<ExplanationRow[]> {
  const { rows } = await sql<ExplanationRow & { kind: ExplanationKind }>`
    select id, series, year, first, last, kind, reason, entered_at as "enteredAt" from office.number_explanation
    where body_id = ${bodyId} and year = any(${years}::int[]) order by id`.execute(db)
  return rows
}

export async function insertExplanation(
  trx: Trx,
  row: Omit<ExplanationRow, 'id' | 'enteredAt'> & { bodyId: number; by: number; at: Date },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into office.number_explanation (body_id, series, year, first, last, kind, reason, entered_by, entered_at)
    values (${row.bodyId}, ${row.series}, ${row.year}, ${row.first}, ${row.last}, ${row.kind}, ${row.reason}, ${row.by}, ${row.at})
    returning id`.execute(trx)
  return rows[0]!.id
}

export type FilingRow = {
  readonly id: number
  readonly bodyId: number
  readonly from: string
  readonly until: string
  readonly hash: string
  readonly upwardHash: string
  readonly documents: number
  readonly findings: number
  readonly note: string | null
  readonly filedBy: number
  readonly filedAt: Date
  readonly expungedAt: Date | null
}
export type FiledList = {
  readonly schema: 'zhaoming-filing/1'
  readonly body: { readonly id: number; readonly name: string }
  readonly from: string
  readonly until: string
  readonly rows: readonly RegisterRow[]
  readonly gaps: readonly Gap[]
}

const filingColumns = sql`id, body_id as "bodyId", from_on as "from", until_on as "until", hash,
  upward_hash as "upwardHash", documents, findings, note, filed_by as "filedBy", filed_at as "filedAt",
  expunged_at as "expungedAt"`

export async function insertFiling(
  trx: Trx,
  row: Omit<FilingRow, 'id' | 'expungedAt'> & { list: string; upward: string },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into office.filing (body_id, from_on, until_on, list, upward, hash, upward_hash, documents, findings, note, filed_by, filed_at)
    values (${row.bodyId}, ${row.from}, ${row.until}, ${row.list}, ${row.upward}, ${row.hash}, ${row.upwardHash},
      ${row.documents}, ${row.findings}, ${row.note}, ${row.filedBy}, ${row.filedAt}) returning id`.execute(
    trx,
  )
  return rows[0]!.id
}

export async function filingsOf(db: Query, bodyIds: readonly number[]): Promise<FilingRow[]> {
  const { rows } = await sql<FilingRow>`select ${filingColumns} from office.filing
    where body_id = any(${bodyIds}::int[]) order by id desc limit 500`.execute(db)
  return rows
}

export async function filing(db: Query, id: number): Promise<FilingRow | null> {
  const { rows } = await sql<FilingRow>`select ${filingColumns} from office.filing where id = ${id}`.execute(
    db,
  )
  return rows[0] ?? null
}

/** The frozen text of a filing: the full list, or the one that goes upward. */
export async function filedText(db: Query, id: number, which: 'list' | 'upward'): Promise<string> {
  const column = which === 'list' ? sql`list` : sql`upward`
  const { rows } = await sql<{
    text: string
  }>`select ${column} as text from office.filing where id = ${id}`.execute(db)
  return rows[0]!.text
}

export type RetentionRuleRow = { readonly rule: string; readonly term: Term; readonly reason: string }

export async function retentionRulesOf(db: Query, bodyId: number): Promise<RetentionRuleRow[]> {
  const { rows } = await sql<RetentionRuleRow>`select rule, term, reason from office.retention_rule
    where body_id = ${bodyId} order by rule`.execute(db)
  return rows
}

export async function putRetentionRule(
  trx: Trx,
  row: RetentionRuleRow & { bodyId: number; by: number; at: Date },
): Promise<void> {
  await sql`insert into office.retention_rule (body_id, rule, term, reason, set_by, set_at)
    values (${row.bodyId}, ${row.rule}, ${row.term}, ${row.reason}, ${row.by}, ${row.at})
    on conflict (body_id, rule) do update set term = excluded.term, reason = excluded.reason,
      set_by = excluded.set_by, set_at = excluded.set_at`.execute(trx)
}

export async function putRetention(
  trx: Trx,
  row: { documentId: number; term: Term; from: string | null; reason: string; by: number; at: Date },
): Promise<void> {
  await sql`insert into office.retention (document_id, term, from_on, reason, set_by, set_at)
    values (${row.documentId}, ${row.term}, ${row.from}, ${row.reason}, ${row.by}, ${row.at})
    on conflict (document_id) do update set term = excluded.term, from_on = excluded.from_on,
      reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at`.execute(trx)
}

/** Name and level of a body, and the bodies above it. */
export async function placeOf(
  db: Query,
  bodyId: number,
): Promise<{ id: number; name: string; level: string; ancestors: number[] } | null> {
  const row = await db
    .selectFrom('body')
    .select(['id', 'name', 'level', 'ancestors'])
    .where('id', '=', bodyId)
    .executeTakeFirst()
  return row ?? null
}

/** Bodies below some bodies, by name. */
export async function bodiesBelow(
  db: Query,
  bodyIds: readonly number[],
): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from office.body
    where ancestors && ${bodyIds}::int[] order by id limit 5000`.execute(db)
  return rows
}

export async function bodyBySlug(db: Query, slug: string): Promise<number | null> {
  const row = await db.selectFrom('body').select('id').where('slug', '=', slug).executeTakeFirst()
  return row?.id ?? null
}
