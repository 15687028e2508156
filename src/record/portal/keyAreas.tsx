import { dayOf } from '#kit/now.ts'
import { useFrame } from '#portal/frame.ts'
import type { PortalContext } from '#portal/page.ts'
import { Day, Link, SectionHead } from '#portal/parts.tsx'
import { columns, type ColumnId } from '../columns.ts'
import type { RecordBody } from '../model.ts'
import { listPublished, type Listed } from '../store/read.ts'
import type { Counts } from './data.ts'

/** 重点领域: what people come to an emergency-management body for, in the order in which they ask (390号文 三、四(二)). */
const asked: readonly ColumnId[] = [
  'safety',
  'relief',
  'emergency',
  'penalty',
  'licensing',
  'budget',
  'statistics',
  'procurement',
]
const mostAreas = 4
const mostRows = 3
const mostYears = 5

export type Area = {
  readonly column: ColumnId
  readonly total: number
  /** From the newest back, without a gap; years with nothing are said to have nothing. */
  readonly years: readonly { readonly year: number; readonly n: number }[]
  readonly newest: readonly Listed[]
}

/** The first four areas that hold something, with their newest and how many each year; each figure opens the list it counts. */
export async function keyAreas(
  context: PortalContext,
  body: RecordBody | null,
  counts: Counts,
): Promise<readonly Area[]> {
  const id = body?.id ?? null
  const thisYear = Number(dayOf(context.now()).slice(0, 4))
  const filled = asked.filter(c => counts.of(id, c) > 0).slice(0, mostAreas)
  return Promise.all(
    filled.map(async column => {
      const total = counts.of(id, column)
      const which = { bodyIds: body ? [body.id] : null, columns: [column], from: null, until: null }
      return {
        column,
        total,
        years: yearsOf(counts, id, column, thisYear),
        newest: await listPublished(context.db, which, total, mostRows, 0),
      }
    }),
  )
}

function yearsOf(counts: Counts, id: number | null, column: ColumnId, thisYear: number): Area['years'] {
  const known = counts.years(id, [column]).filter(y => counts.of(id, column, y) > 0)
  const first = Math.max(Math.min(thisYear, ...known), thisYear - mostYears + 1)
  return Array.from({ length: thisYear - first + 1 }, (_, i) => thisYear - i).map(year => ({
    year,
    n: counts.of(id, column, year),
  }))
}

export function KeyAreas({ areas, within }: { areas: readonly Area[]; within: string }) {
  // 长者版：fewer items on a page.
  const shown = useFrame().mode.elder ? areas.slice(0, 2) : areas
  if (shown.length === 0) return null
  return (
    <section className="block" aria-labelledby="areas">
      <SectionHead id="areas" title="重点领域" />
      <div className={shown.length === 1 ? 'areas areas-one' : 'areas'}>
        {shown.map(area => (
          <AreaBlock key={area.column} area={area} folder={`${within}/list/${area.column}/`} />
        ))}
      </div>
    </section>
  )
}

function AreaBlock({ area, folder }: { area: Area; folder: string }) {
  return (
    <section className="area">
      <div className="area-head">
        <h3>
          <Link to={folder}>{columns[area.column].label}</Link>
        </h3>
        <span className="num">共 {area.total} 件</span>
      </div>
      <ol className="area-newest">
        {area.newest.map(row => (
          <li key={row.address}>
            <Day day={row.shown_on} />
            <span className="entry-title">
              <Link to={row.address}>{row.title}</Link>
            </span>
          </li>
        ))}
      </ol>
      <YearBars area={area} folder={folder} />
    </section>
  )
}

/** A table whose figures are also drawn: nothing is told by the bars alone. */
function YearBars({ area, folder }: { area: Area; folder: string }) {
  const most = Math.max(1, ...area.years.map(y => y.n))
  return (
    <table className="bars">
      <caption>各年公开件数</caption>
      <thead className="hidden">
        <tr>
          <th scope="col">年份</th>
          <th scope="col">件数</th>
        </tr>
      </thead>
      <tbody>
        {area.years.map(({ year, n }) => (
          <tr key={year}>
            <th scope="row">{year} 年</th>
            <td>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect className="bar" width={Math.round((n / most) * 1000) / 10} height="8" />
              </svg>
              {n > 0 ? <Link to={`${folder}?year=${year}`}>{n} 件</Link> : <span>0 件</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
