import { Link, Mark } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import type { Bodies } from './data.ts'
import { percent, summaryOf, type Summary, type Timing } from './timeliness.ts'

/** One body with those below it. Its summary is null where none of them published anything that counts. */
export type BoardRow = {
  readonly body: RecordBody
  /** How many bodies it stands for, itself included. */
  readonly bodies: number
  readonly summary: Summary | null
}

/**
 * The bodies next below, each with everything below it, in the order of the tree: no league table. On the page of the whole site the
 * topmost ones; a single one at the top stands for itself, with those next below it.
 */
export function boardOf(
  timings: readonly Timing[],
  bodies: Bodies,
  body: RecordBody | null,
): readonly BoardRow[] {
  const whole = (b: RecordBody) => ({ body: b, ids: [b.id, ...bodies.under(b.id).map(u => u.id)] })
  const next = bodies.childrenOf(body?.id ?? null)
  const top = body === null && next.length === 1 ? next[0]! : null
  const families = top
    ? [{ body: top, ids: [top.id] }, ...bodies.childrenOf(top.id).map(whole)]
    : next.map(whole)
  // Each timing is looked at once, however many bodies there are.
  const rowOf = new Map(families.flatMap(({ ids }, i) => ids.map(id => [id, i] as const)))
  const own: Timing[][] = families.map(() => [])
  for (const t of timings) own[rowOf.get(t.body_id) ?? -1]?.push(t)
  return families.map((f, i) => ({ body: f.body, bodies: f.ids.length, summary: summaryOf(own[i]!) }))
}

/** Hangs under the timeliness of a body that has others below it, and of the whole site. */
export function TimelinessBoard({
  board,
  year,
  of,
}: {
  board: readonly BoardRow[]
  year: string
  of: RecordBody | null
}) {
  if (board.length === 0 || (of === null && board.length === 1)) return null
  return (
    <section className="block" aria-labelledby="board">
      <h2 id="board" className="title-2">
        {of ? '下级机关' : '各机关'}
      </h2>
      <table className="register">
        <caption>{year} 年，每个机关连同它的下级；按机关次序排列，不排名次</caption>
        <thead>
          <tr>
            <th scope="col">机关</th>
            <th scope="col" className="figures">
              公布
            </th>
            <th scope="col" className="figures">
              按时率
            </th>
            <th scope="col" className="figures">
              中位时长
            </th>
            <th scope="col">超期</th>
          </tr>
        </thead>
        <tbody>
          {board.map(row => (
            <tr key={row.body.id}>
              <td className="entry-title">
                <Link to={`/${row.body.slug}/timeliness.html?year=${year}`}>{row.body.name}</Link>
                {row.bodies > 1 && <span className="under">连同下级共 {row.bodies} 个机关</span>}
              </td>
              {row.summary ? <Figures summary={row.summary} /> : <None />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Figures({ summary }: { summary: Summary }) {
  const late = summary.n - summary.onTime
  return (
    <>
      <td data-label="公布" className="nowrap figures">
        {summary.n} 件
      </td>
      <td data-label="按时率" className="nowrap figures">
        {percent(summary.onTime, summary.n)}%
      </td>
      <td data-label="中位时长" className="nowrap figures">
        {summary.median} 个工作日
      </td>
      <td data-label="超期" className="nowrap">
        {late === 0 ? <Mark tone="good">没有</Mark> : <Mark tone="bad">{late} 件</Mark>}
      </td>
    </>
  )
}

function None() {
  return (
    <td colSpan={4} data-label="公布">
      没有计入时效的公文
    </td>
  )
}
