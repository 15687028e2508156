import { Drawer, InputNumber } from 'antd'
import { useState } from 'react'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Pager } from '#console/parts/Filters.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { dayText, now } from '#console/time.ts'
import {
  handlingListLabels,
  handlingLists,
  outcomeGroups,
  type HandledLine,
  type Handling,
} from '../statistics/handling.ts'

const share = (n: number, of: number) => (of === 0 ? '—' : `${((100 * n) / of).toFixed(1)}%`)

/** What a number says: what is counted, and what is not. */
const notes = {
  decided: '本年里答复或者结束的，不论哪一年收到。',
  onTime: '在自己的答复期限内答复的：补正、征求意见、延长都按条例计算。',
  late: '超过答复期限才答复的。',
  unjudged: '历史登记、撤回、不再处理等，没有可以判断的答复日期。',
  overdue: '到今天还没有答复、期限已过的，不论哪一年收到。',
  scored: '网上答复后申请人可以评价一次，1到5分。',
  dissatisfied: '值得逐件看看为什么。',
} as const

/** 办理情况: how soon, in time or late, with which outcome, how it was received; every number opens its cases. */
export default function HandlingScreen() {
  const { search, set } = useAddress()
  const year = Number(search.year) || Number(dayText(now()).slice(0, 4))
  const of = search.of ?? ''
  const { data, error, loading, reload } = useGet<Handling & { readonly isOver: boolean }>(
    `/api/annual-reports/${year}/handling`,
    { keep: true },
  )
  const number = (id: string, name: string, n: number) =>
    n === 0 ? (
      0
    ) : (
      <button
        type="button"
        className="link-button"
        aria-label={`${name}：${n}件，看是哪些`}
        onClick={() => set({ of: id })}
      >
        {n}
      </button>
    )
  return (
    <Page
      wide
      title="办理情况"
      lead="一年里办得多快、按不按时、结果如何、申请人怎么评价；点开数字看是哪些申请。"
      actions={<To href={`/requests/annual?year=${year}`}>看{year}年的统计表</To>}
    >
      <div className="filters">
        <label>
          <span>年度</span>
          <InputNumber
            min={2008}
            max={2199}
            precision={0}
            value={year}
            aria-label="年度"
            onChange={value => value && set({ year: String(value), of: null })}
          />
        </label>
      </div>
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          {data.isOver ? null : <p role="status">{year}年还没有结束，下面是到今天为止的数。</p>}
          <p role="status">{said(data)}</p>
          <div className="annual handling">
            <table>
              <caption>快慢和评价</caption>
              <thead>
                <tr>
                  <th scope="col">指标</th>
                  <th scope="col">件数</th>
                </tr>
              </thead>
              <tbody>
                {handlingLists.map(id => (
                  <tr key={id}>
                    <th scope="row">
                      {handlingListLabels[id]}
                      <p className="quiet">{notes[id]}</p>
                    </th>
                    <td>{number(id, handlingListLabels[id], data.counts[id])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className="annual handling">
            <table>
              <caption>办理结果</caption>
              <thead>
                <tr>
                  <th scope="col">结果</th>
                  <th scope="col">件数</th>
                  <th scope="col">占本年办结</th>
                </tr>
              </thead>
              <tbody>
                {data.outcomes.map(({ id, label, n }) => (
                  <tr key={id}>
                    <th scope="row">{label}</th>
                    <td>{number(id, label, n)}</td>
                    <td>{share(n, data.counts.decided)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {of ? <Lines key={of} year={year} of={of} onClose={() => set({ of: null })} /> : null}
        </>
      )}
    </Page>
  )
}

/** The year in two sentences. */
function said({ counts, days, score }: Handling): string {
  const judged = counts.onTime + counts.late
  const pace = days
    ? `能判断的${judged}件按时答复${share(counts.onTime, judged)}，计入期限的工作日平均${days.average}个、中位数${days.median}个，最长${days.longest}个。`
    : '没有可以判断是否按时的答复。'
  const heard =
    score === null ? '还没有申请人评价。' : `${counts.scored}位申请人评价，平均${score}分（满分5分）。`
  return `${pace}${heard}`
}

const verdictWords: Record<HandledLine['verdict'], string> = {
  onTime: '按时',
  late: '超期答复',
  overdue: '已超期，没有答复',
  open: '办理中',
  unjudged: '',
}

type Found = {
  readonly total: number
  readonly page: number
  readonly size: number
  readonly rows: readonly HandledLine[]
}

function Lines({
  year,
  of,
  onClose,
}: {
  readonly year: number
  readonly of: string
  readonly onClose: () => void
}) {
  const [page, setPage] = useState(1)
  const { data, error, loading, reload } = useGet<Found>(
    path(`/api/annual-reports/${year}/handled`, { of, page }),
    { keep: true },
  )
  const labels: Readonly<Record<string, string>> = {
    ...handlingListLabels,
    ...Object.fromEntries(outcomeGroups.map(g => [g.id, g.label])),
  }
  return (
    <Drawer open size={560} title={`${year}年　${labels[of] ?? ''}`} onClose={onClose}>
      {loading ? (
        <Loading rows={4} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          <p role="status">共{data.total}件。</p>
          <ul className="request-earlier">
            {data.rows.map(one => (
              <li key={one.id}>
                <To href={`/requests/${one.id}`}>{one.subject || '（未写内容）'}</To>
                <p className="quiet">
                  {[
                    one.number,
                    `${one.receivedOn}收到`,
                    one.endedOn ? `${one.endedOn}办结` : '未办结',
                    verdictWords[one.verdict],
                    one.days === null ? '' : `计${one.days}个工作日`,
                    one.score === null ? '' : `评价${one.score}分`,
                  ]
                    .filter(Boolean)
                    .join('　')}
                </p>
              </li>
            ))}
          </ul>
          <Pager page={data.page} total={data.total} size={data.size} onPage={setPage} />
        </>
      )}
    </Drawer>
  )
}
