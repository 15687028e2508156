import { useAddress } from '#console/address.ts'
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
import { FoundDrawer } from './FoundDrawer.tsx'
import { YearField } from './YearField.tsx'

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
        <YearField year={year} set={value => set({ year: String(value), of: null })} />
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
          {of ? (
            <FoundDrawer
              key={of}
              title={`${year}年　${labels[of] ?? ''}`}
              address={`/api/annual-reports/${year}/handled`}
              query={{ of }}
              line={lineOf}
              onClose={() => set({ of: null })}
            />
          ) : null}
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

const labels: Readonly<Record<string, string>> = {
  ...handlingListLabels,
  ...Object.fromEntries(outcomeGroups.map(g => [g.id, g.label])),
}

const lineOf = (one: HandledLine) => (
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
)
