import type { Query } from '#kit/db.ts'
import { annualReportsShown, type ReportShown } from '#record/standing.ts'
import {
  bodyAndBelow,
  countRemedies,
  countRequests,
  enteredYear,
  type BodyNamed,
} from '../store/statistics.ts'
import { addTables2, checkTable2, makeTable2, type Fault, type Table2 } from './table2.ts'
import { addTables3, checkTable3, makeTable3, type Table3 } from './table3.ts'

/** 年度报告第三、四部分的表 (国办公开办函〔2021〕30号), from the cases or from what was entered for an older year. */
export type AnnualFigures = {
  readonly body: { readonly name: string; readonly slug: string }
  readonly year: number
  /** computed: from the cases here · entered: from the published report of that year. */
  readonly source: 'computed' | 'entered'
  readonly table2: Table2
  readonly table3: Table3
  /** Identities that do not hold; empty when everything adds up. */
  readonly faults: readonly Fault[]
}

/** The tables of one body and year; the year before is held against the carry-over where its figures are known. */
export async function annualFigures(db: Query, body: BodyNamed, year: number): Promise<AnnualFigures> {
  const [one] = await figuresOf(db, [body], year)
  return one!
}

/** Cell by cell sum over a body and all below it, with each body's own figures and its report of the year as it stands published. */
export async function annualSum(
  db: Query,
  bodyId: number,
  year: number,
): Promise<{
  readonly table2: Table2
  readonly table3: Table3
  readonly faults: AnnualFigures['faults']
  readonly bodies: readonly (AnnualFigures & { readonly report: ReportShown | null })[]
}> {
  const named = await bodyAndBelow(db, bodyId)
  const figures = await figuresOf(db, named, year)
  const shown = await annualReportsShown(
    db,
    named.map(b => b.id),
    year,
  )
  const bodies = figures.map((f, at) => ({ ...f, report: shown.get(named[at]!.id) ?? null }))
  const table2 = addTables2(bodies.map(b => b.table2))
  const table3 = addTables3(bodies.map(b => b.table3))
  const faults = [
    ...bodies.flatMap(b =>
      b.faults.map(f => ({ ...f, row: null, column: null, text: `${b.body.name}：${f.text}` })),
    ),
    ...checkTable2(table2),
    ...checkTable3(table3).map(sumFault),
  ]
  return { table2, table3, faults, bodies }
}

const sumFault = (text: string): Fault => ({ check: 'sum', row: null, column: null, text })

async function figuresOf(db: Query, bodies: readonly BodyNamed[], year: number): Promise<AnnualFigures[]> {
  const ids = bodies.map(b => b.id)
  const [counts, before, remedies] = [
    await countRequests(db, ids, year),
    await countRequests(db, ids, year - 1),
    await countRemedies(db, ids, year),
  ]
  return Promise.all(
    bodies.map(async body => {
      const entered = await enteredYear(db, body.id, year)
      const own = counts.filter(c => c.bodyId === body.id)
      const table2 = entered?.table2 ?? makeTable2(own)
      const table3 = entered?.table3 ?? makeTable3(remedies.filter(c => c.bodyId === body.id))
      const last = (await enteredYear(db, body.id, year - 1))?.table2
      const earlier = before.filter(c => c.bodyId === body.id)
      const lastTable = last ?? (earlier.length > 0 ? makeTable2(earlier) : undefined)
      return {
        body: { name: body.name, slug: body.slug },
        year,
        source: entered ? ('entered' as const) : ('computed' as const),
        table2,
        table3,
        faults: [...checkTable2(table2, lastTable), ...checkTable3(table3).map(sumFault)],
      }
    }),
  )
}
