import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { NumberUse, Stretch } from '../rules.ts'

/** Which numbers were used, told in stretches: a year of a busy body is a few lines instead of thousands. */

/** The numbers of 索引号 and of the register of normative documents are not 发文字号. */
const other = sql`('索引号', '规范性文件统一编号')`

/** Every series in which a body took numbers in some years. */
export async function usedSeries(db: Query, bodyId: number, years: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ series: string }>`select distinct series from office.number_used
    where body_id = ${bodyId} and year = any(${years}::int[]) and series not in ${other}`.execute(db)
  return rows.map(r => r.series)
}

const imported = (
  bodyId: number,
) => sql`d.body_id = ${bodyId} and d.imported and d.document_number is not null
  and d.state in ('issued', 'published', 'withdrawn')`

/** A number as this house writes it; whatever is written otherwise the caller parses. */
const plain = '^([^〔〕]+)〔([0-9]{4})〕([1-9][0-9]{0,8})号$'

/** Numbers of imported documents that are not written plainly in one of the series. */
export async function oddNumbers(
  db: Query,
  bodyId: number,
  years: readonly number[],
  series: readonly string[],
): Promise<{ id: number; number: string }[]> {
  const { rows } = await sql<{ id: number; number: string }>`
    select d.id, d.document_number as number from office.document d
    where ${imported(bodyId)} and d.document_number ~ ${years.join('|')}
      and ((regexp_match(d.document_number, ${plain}))[1] = any(${series}::text[])) is not true`.execute(db)
  return rows
}

export type Used = { readonly series: string; readonly year: number; readonly sequence: number }
export type Sequences = {
  readonly stretches: readonly (Stretch & { readonly series: string; readonly year: number })[]
  readonly uses: readonly (NumberUse & { readonly series: string; readonly year: number })[]
}

/**
 * Numbers of some years and series: stretches in which every number is held by exactly one issued document, and each use of all
 * others. `odd`: imported documents whose numbers were parsed.
 */
export async function sequencesOf(
  db: Query,
  bodyId: number,
  years: readonly number[],
  series: readonly string[],
  odd: readonly (Used & { readonly id: number })[],
): Promise<Sequences> {
  const { rows } = await sql<{
    series: string
    year: number
    first: number
    last: number
    plain: boolean
    document_id: number | null
    state: NumberUse['state']
    note: string | null
  }>`
    with used as (
      select u.series, u.year, u.sequence, u.document_id, u.void_reason as note,
        case when u.void_reason is not null then 'void'
          when (d.series = u.series and d.number_year = u.year and d.number_sequence = u.sequence) is not true
            or d.state in ('cancelled', 'removed') then 'dropped'
          when d.state in ('issued', 'published', 'withdrawn') then 'issued'
          else 'pending' end as state
      from office.number_used u left join office.document d on d.id = u.document_id
      where u.body_id = ${bodyId} and u.year = any(${years}::int[]) and u.series not in ${other}
      union all
      select m.part[1], m.part[2]::int, m.part[3]::int, d.id, null, 'issued'
      from office.document d cross join lateral (select regexp_match(d.document_number, ${plain}) as part) m
      where ${imported(bodyId)} and m.part[1] = any(${series}::text[]) and m.part[2]::int = any(${years}::int[])
      union all
      select o.series, o.year, o.sequence, o.id, null, 'issued'
      from unnest(${odd.map(o => o.series)}::text[], ${odd.map(o => o.year)}::int[], ${odd.map(o => o.sequence)}::int[],
        ${odd.map(o => o.id)}::bigint[]) as o (series, year, sequence, id)
    ), held as (
      select series, year, sequence, count(*) filter (where state = 'issued') as issued from used group by 1, 2, 3
    ), run as (
      select series, year, sequence,
        sequence - row_number() over (partition by series, year order by sequence) as start
      from held where issued = 1
    )
    select series, year, min(sequence)::int as first, max(sequence)::int as last, true as plain, null::bigint as document_id,
      'issued' as state, null as note
    from run group by series, year, start
    union all
    select u.series, u.year, u.sequence::int, u.sequence::int, false, u.document_id, u.state, u.note
    from used u join held h using (series, year, sequence) where h.issued <> 1
    order by 1, 2, 3, 6`.execute(db)
  return {
    stretches: rows.filter(r => r.plain),
    uses: rows
      .filter(r => !r.plain)
      .map(r => ({
        series: r.series,
        year: r.year,
        sequence: r.first,
        documentId: r.document_id,
        state: r.state,
        note: r.note,
      })),
  }
}
