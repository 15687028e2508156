import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Query } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import { normativeOf } from '../footing.ts'

/** 规范性文件库 as the public reads it: what stands published and is a normative document. */

export type Wanted = {
  /** Null: of every body. */
  readonly bodyIds: readonly number[] | null
  /** Null: whatever the validity. */
  readonly validities: readonly string[] | null
  /** Of 成文日期 or, without one, of the day shown. */
  readonly year: number | null
  /** Part of the title, of the unified number or of the document number. */
  readonly q: string
}

const yearOf = sql`extract(year from coalesce(written_on, shown_on))::integer`

function where(w: Wanted, without?: 'validities' | 'year' | 'bodyIds'): RawBuilder<SqlBool> {
  const all: RawBuilder<unknown>[] = [sql`standing = 'published' and normative`]
  if (w.bodyIds && without !== 'bodyIds') all.push(sql`body_id = any(${[...w.bodyIds]}::integer[])`)
  if (w.validities && without !== 'validities') all.push(sql`validity = any(${[...w.validities]}::text[])`)
  if (w.year !== null && without !== 'year') all.push(sql`${yearOf} = ${w.year}`)
  if (w.q !== '') {
    const like = `%${w.q.replace(/[\\%_]/g, c => `\\${c}`)}%`
    all.push(sql`(title like ${like} or unified_number ilike ${like} or document_number like ${like})`)
  }
  return sql<SqlBool>`${sql.join(all, sql` and `)}`
}

const columns = [
  'address',
  'body_id',
  'title',
  'unified_number',
  'document_number',
  'index_number',
  'issuer',
  'written_on',
  'effective_on',
  'expires_on',
  'shown_on',
  'published_at',
  'validity',
  'imported',
  'attachments',
] as const

export async function normatives(db: Query, wanted: Wanted, limit: number, offset: number) {
  return resting(normativeOf(wanted.bodyIds), () =>
    db
      .selectFrom('record.current')
      .select(columns)
      .where(where(wanted))
      .orderBy('shown_on', 'desc')
      .orderBy('publication_id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute(),
  )
}
export type NormativeRow = Awaited<ReturnType<typeof normatives>>[number]

/** How many there are of each validity, year and body, each count with the other filters kept. */
export function normativeCounts(db: Query, wanted: Wanted) {
  // The numbers beside other bodies count these as well.
  return resting(normativeOf(null), () => countsNow(db, wanted))
}

async function countsNow(db: Query, wanted: Wanted) {
  const count = async (by: RawBuilder<unknown>, without: 'validities' | 'year' | 'bodyIds') => {
    const { rows } = await sql<{ key: string | number | null; n: number }>`
      select ${by} as key, count(*)::integer as n from record.current where ${where(wanted, without)}
      group by 1`.execute(db)
    return new Map(rows.map(r => [r.key, r.n]))
  }
  const [validity, year, body] = await Promise.all([
    count(sql`validity`, 'validities'),
    count(yearOf, 'year'),
    count(sql`body_id`, 'bodyIds'),
  ])
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from record.current where ${where(wanted)}`.execute(db)
  return {
    total: rows[0]!.n,
    validity: validity as Map<string | null, number>,
    year: year as Map<number, number>,
    body: body as Map<number, number>,
  }
}
