import { dayOf } from '#kit/now.ts'
import { useFrame } from '#portal/frame.ts'
import type { PortalContext } from '#portal/page.ts'
import { Day, Link, SectionHead } from '#portal/parts.tsx'
import { columns, type ColumnId } from '../columns.ts'
import type { RecordBody } from '../model.ts'
import { monthly } from '../roll/keep.ts'
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
export type Area = {
  readonly column: ColumnId
  readonly total: number
  /** The last twelve, the present one last; months with nothing are said to have nothing. */
  readonly months: readonly { readonly month: string; readonly n: number }[]
  readonly newest: readonly Listed[]
}

/** The first four areas that hold something, with their newest and how many were shown in each of twelve months. */
export async function keyAreas(
  context: PortalContext,
  body: RecordBody | null,
  counts: Counts,
): Promise<readonly Area[]> {
  const id = body?.id ?? null
  const filled = asked.filter(c => counts.of(id, c) > 0).slice(0, mostAreas)
  if (filled.length === 0) return []
  const months = lastMonths(dayOf(context.now()))
  const shown = await monthly(context, filled, `${months[0]}-01`, id)
  return Promise.all(
    filled.map(async column => {
      const total = counts.of(id, column)
      const which = { bodyIds: body ? [body.id] : null, columns: [column], from: null, until: null }
      return {
        column,
        total,
        months: months.map(month => ({ month, n: shown.get(column)?.get(month) ?? 0 })),
        newest: await listPublished(context.db, which, total, mostRows, 0),
      }
    }),
  )
}

/** Twelve months up to that of a day, oldest first. */
export function lastMonths(day: string): string[] {
  const last = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return Array.from({ length: 12 }, (_, i) => last - 11 + i).map(
    m => `${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`,
  )
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
      <MonthBars months={area.months} />
    </section>
  )
}

/** A table whose figures are also drawn: nothing is told by the bars alone. */
function MonthBars({ months }: { months: Area['months'] }) {
  const most = Math.max(...months.map(m => m.n))
  const sum = months.reduce((n, m) => n + m.n, 0)
  if (sum === 0) return <p className="bars-none">近 12 个月没有新公开的。</p>
  return (
    <table className="bars">
      <caption>近 12 个月公开 {sum} 件，按月</caption>
      <tbody>
        <tr>
          {months.map(({ month, n }) => (
            <td key={month} className={n === 0 ? 'is-none' : undefined}>
              {n}
              <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
                <rect className="bar" y={100 - barOf(n, most)} width="10" height={barOf(n, most)} />
              </svg>
            </td>
          ))}
        </tr>
      </tbody>
      <tfoot>
        <tr>
          {months.map(({ month }) => (
            <th key={month} scope="col">
              <span className="hidden">{month.slice(0, 4)}年</span>
              {Number(month.slice(5))}
              <span className="hidden">月</span>
            </th>
          ))}
        </tr>
      </tfoot>
    </table>
  )
}

/** In hundredths of the height; what is there at all is seen. */
const barOf = (n: number, most: number) => (n === 0 ? 0 : Math.max(2, Math.round((n / most) * 100)))
