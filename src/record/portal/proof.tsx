import { dayOf } from '#kit/now.ts'
import type { PortalContext } from '#portal/page.ts'
import { Empty, Link } from '#portal/parts.tsx'
import { countShown, timesBetween } from '../store/read.ts'
import { percent, summaryOfTimes, type Summary } from './timeliness.ts'

export type Proof = {
  readonly month: string
  readonly thisMonth: number
  readonly year: string
  readonly summary: Summary | null
}

/** The first day of the month after. */
export function monthAfter(month: string): string {
  const [y, m] = month.split('-').map(Number) as [number, number]
  return m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01`
}

/** 本月公开、按时率、中位时长, computed from the record. */
export async function proofOf(context: PortalContext, bodyIds: readonly number[] | null): Promise<Proof> {
  const today = dayOf(context.now())
  const month = today.slice(0, 7)
  const year = today.slice(0, 4)
  const [thisMonth, timed] = await Promise.all([
    countShown(context.db, bodyIds, `${month}-01`, monthAfter(month)),
    timesBetween(context.db, bodyIds, `${year}-01-01`, `${Number(year) + 1}-01-01`),
  ])
  return { month, thisMonth, year, summary: summaryOfTimes(timed, context.calendar) }
}

export function ProofPanel({ proof, within }: { proof: Proof; within: string }) {
  const { summary } = proof
  return (
    <>
      <dl className="proof">
        <div>
          <dt>本月公开</dt>
          <dd>
            <span className="figure">
              {proof.thisMonth}
              <span className="unit">件</span>
            </span>
            {proof.thisMonth > 0 && <Link to={`${within}/list/all/?month=${proof.month}`}>逐件查看</Link>}
          </dd>
        </div>
        {summary && (
          <>
            <div>
              <dt>{proof.year} 年按时率（印发后 20 个工作日内）</dt>
              <dd>
                <span className="figure">
                  {percent(summary.onTime, summary.n)}
                  <span className="unit">%</span>
                </span>
                <Link to={`${within}/timeliness.html?year=${proof.year}`}>看 {summary.n} 件</Link>
              </dd>
            </div>
            <div>
              <dt>{proof.year} 年中位时长（印发到公布）</dt>
              <dd>
                <span className="figure">
                  {summary.median}
                  <span className="unit">个工作日</span>
                </span>
                <Link to={`${within}/timeliness.html?year=${proof.year}&sort=took`}>按时长排列</Link>
              </dd>
            </div>
          </>
        )}
      </dl>
      {!summary && (
        <Empty>
          {proof.year} 年还没有在本站印发并公布的公文，因此没有按时率和中位时长。历史公文的补录不计入。
        </Empty>
      )}
    </>
  )
}
