import { path } from '#console/client.ts'
import { Light } from '#console/parts/Light.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { longDay } from '#console/time.ts'
import type { RemediesView } from '../remedies/views.ts'
import type { CaseView } from '../views.ts'

const answered = ['replied', 'closed']

/** 复议、诉讼 of one case: how each stands, and the way to enter another. */
export function CaseRemedies({ view }: { view: CaseView }) {
  const { data } = useGet<RemediesView>(path('/api/remedies', { request: view.id }), { fresh: 0 })
  if (!data || (data.rows.length === 0 && !(data.mayEnter && answered.includes(view.state)))) return null
  return (
    <>
      <h3>复议、诉讼</h3>
      <ul className="request-earlier">
        {data.rows.map(row => (
          <li key={row.id}>
            <To href={`/requests/remedies?open=0&at=${row.id}`}>{row.number}</To>
            <p className="quiet">{[row.blockLabel, row.authority].join('　')}</p>
            <p>
              {row.decidedOn ? `${row.resultLabel}，${longDay(row.decidedOn)}结案` : row.stateLabel}
              {row.redo ? `；要求重新答复${row.isRedoOpen ? '，还没有开始' : ''}` : ''}
            </p>
            {row.clock ? <Light light={row.clock.light as never} words={row.clock.words} /> : null}
          </li>
        ))}
      </ul>
      {data.mayEnter && view.number && answered.includes(view.state) ? (
        <p>
          <To href={path('/requests/remedies', { enter: view.number })}>登记复议、诉讼</To>
        </p>
      ) : null}
    </>
  )
}
