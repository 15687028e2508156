import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { Normative } from './model.ts'

/** The staff list of normative documents; `visible` is a condition on `document`. */

export type ListedNormative = {
  readonly id: number
  readonly title: string
  readonly documentNumber: string | null
  readonly departmentId: number
  readonly issuedOn: string | null
  readonly address: string | null
  readonly standing: Normative
}

type Show = 'all' | 'inForce' | 'expiring' | 'ended' | 'noTerm'

export async function listNormatives(
  db: Query,
  visible: RawBuilder<SqlBool>,
  asked: { show: Show; q: string; page: number; pageSize: number; today: string; soon: string },
) {
  const { today, soon } = asked
  const ended = sql`(coalesce(n.repealed_on <= ${today}::date, false) or coalesce(n.expires_on < ${today}::date, false))`
  const by: Record<Show, RawBuilder<unknown>> = {
    all: sql`true`,
    inForce: sql`not ${ended}`,
    expiring: sql`not ${ended} and n.expires_on <= ${soon}::date`,
    ended,
    noTerm: sql`not ${ended} and n.expires_on is null`,
  }
  const like = `%${asked.q.replace(/[\\%_]/g, c => `\\${c}`)}%`
  const said =
    asked.q === ''
      ? sql`true`
      : sql`(document.title like ${like} or document.document_number like ${like} or n.unified_number ilike ${like})`
  const base = sql`from document left join normative n on n.document_id = document.id
    where document.normative and document.state = 'published' and ${visible} and ${said}`
  const { rows: counted } = await sql<Record<Show, number>>`
    select count(*)::integer as "all",
      count(*) filter (where ${by.inForce})::integer as "inForce",
      count(*) filter (where ${by.expiring})::integer as expiring,
      count(*) filter (where ${by.ended})::integer as ended,
      count(*) filter (where ${by.noTerm})::integer as "noTerm" ${base}`.execute(db)
  const counts = counted[0]!
  const { rows } = await sql<{
    id: number
    title: string
    document_number: string | null
    department_id: number
    issued_on: string | null
    address: string | null
    effective_on: string | null
    term_years: number | null
    expires_on: string | null
    no_term_reason: string | null
    repealed_on: string | null
    amended_on: string | null
    revised_on: string | null
    unified_number: string | null
  }>`
    select document.id, document.title, document.document_number, document.department_id,
      coalesce(document.issued_on, document.written_on) as issued_on, document.address, n.effective_on, n.term_years,
      n.expires_on, n.no_term_reason, n.repealed_on, n.amended_on, n.revised_on, n.unified_number
    ${base} and ${by[asked.show]}
    order by ${ended}, n.expires_on nulls last, document.id desc
    limit ${asked.pageSize} offset ${(asked.page - 1) * asked.pageSize}`.execute(db)
  return {
    total: counts[asked.show],
    counts,
    rows: rows.map((r): ListedNormative => ({
      id: r.id,
      title: r.title,
      documentNumber: r.document_number,
      departmentId: r.department_id,
      issuedOn: r.issued_on,
      address: r.address,
      standing: {
        effectiveOn: r.effective_on,
        termYears: r.term_years,
        expiresOn: r.expires_on,
        noTermReason: r.no_term_reason,
        repealedOn: r.repealed_on,
        amendedOn: r.amended_on,
        revisedOn: r.revised_on,
        unifiedNumber: r.unified_number,
      },
    })),
  }
}
