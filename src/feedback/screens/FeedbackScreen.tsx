import { useListAddress } from '#console/address.ts'
import type { Asked } from '#console/asked.ts'
import { path } from '#console/client.ts'
import { asked } from '#console/parts/AskedFields.tsx'
import { orAll } from '#console/parts/choices.ts'
import { Choice, Pager } from '#console/parts/Filters.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { Steps } from '#console/parts/Steps.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { mistakeStateLabels, mistakeStates } from '../model.ts'
import type { FeedbackView, MistakeView } from '../views.ts'

/** 读者反馈: reports about pages, those that wait first; and the pages readers found of no use. */
export default function FeedbackScreen() {
  const list = useListAddress()
  const { search, set } = list
  const { state = '' } = search
  const { data, error, loading, reload } = useGet<FeedbackView>(
    path('/api/feedback', { state, page: list.asked }),
    { keep: true },
  )
  return (
    <Page
      title="读者反馈"
      lead="读者在公开页面上指出的错误和“是否有用”的汇总。报告里没有读者的姓名和联系方式；查实的在那件信息里更正，这里记下结果。"
    >
      <form className="filters" role="search" aria-label="查询条件" onSubmit={e => e.preventDefault()}>
        <Choice
          label="状态"
          value={state}
          options={orAll(mistakeStates.map(one => [one, mistakeStateLabels[one]]))}
          onChange={value => set({ state: value })}
        />
      </form>
      {loading ? (
        <Loading rows={6} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          {data.rows.length === 0 ? (
            <Empty title="没有读者报告">
              <p>读者在公开页面底部点“本页有错，我来指出”，报告会出现在这里。</p>
            </Empty>
          ) : (
            <ul className="rows">
              {data.rows.map(row => (
                <Report key={row.id} row={row} />
              ))}
            </ul>
          )}
          <Pager page={data.page} total={data.total} size={data.pageSize} onPage={list.turn} />
          {data.leastUseful.length > 0 ? (
            <section aria-label="是否有用">
              <h2>近 90 天读者觉得没有用的</h2>
              <ul className="rows">
                {data.leastUseful.map(u => (
                  <li key={u.address}>
                    <a href={u.address} target="_blank" rel="noopener">
                      {u.title}
                    </a>
                    {'　'}有用 {u.useful}，没有用 {u.useless}
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </>
      )}
    </Page>
  )
}

const answer: Asked = { name: 'answer', label: '处理说明', kind: 'text', most: 500 }

function Report({ row }: { row: MistakeView }) {
  const refresh = useRefresh()
  return (
    <li>
      <p>
        <strong>
          第 {row.id} 号　{row.kindLabel}
        </strong>
        {' · '}
        {row.receivedAt} · {row.stateLabel}
      </p>
      <p>
        <a href={row.address} target="_blank" rel="noopener">
          {row.title ?? row.address}
        </a>
      </p>
      <p>{row.text}</p>
      {row.answer ? <p className="quiet">处理：{row.answer}</p> : null}
      <Steps
        offers={row.offers}
        address={`/api/feedback/${row.id}`}
        version={row.version}
        fieldsOf={() => asked([answer])}
        onDone={() => refresh('/api/feedback')}
      />
    </li>
  )
}
