import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { orAll } from '#console/parts/choices.ts'
import { Choice, Pager } from '#console/parts/Filters.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { mistakeStateLabels, mistakeStates } from '../model.ts'
import type { FeedbackView, MistakeView } from '../views.ts'

/** 读者反馈: reports about pages, those that wait first; and the pages readers found of no use. */
export default function FeedbackScreen() {
  const { search, set } = useAddress()
  const { state = '' } = search
  const page = Math.max(1, Number(search.page) || 1)
  const { data, error, loading, reload } = useGet<FeedbackView>(
    path('/api/feedback', { state, page: page > 1 ? page : null }),
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
          onChange={value => set({ state: value, page: null })}
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
          <Pager
            page={data.page}
            total={data.total}
            size={data.pageSize}
            onPage={next => set({ page: next > 1 ? String(next) : null })}
          />
          {data.leastUseful.length > 0 ? (
            <section aria-label="是否有用">
              <h2>近 90 天读者觉得没有用的</h2>
              <ul className="rows">
                {data.leastUseful.map(u => (
                  <li key={u.address}>
                    <a href={u.address} target="_blank" rel="noopener">
                      {u.title}
                    </a>
                    　有用 {u.useful}，没有用 {u.useless}
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

function Report({ row }: { row: MistakeView }) {
  const [verb, setVerb] = useState<string | null>(null)
  const [answer, setAnswer] = useState('')
  const doing = useDoing()
  const refresh = useRefresh()
  const offer = row.offers.find(o => o.verb === verb)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run('POST', `/api/feedback/${row.id}/${verb}`, {
      version: row.version,
      form: { answer },
    })
    if (done) {
      setVerb(null)
      await refresh('/api/feedback')
    }
  }
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
      <div className="act-buttons">
        {row.offers.map(o => (
          <Button key={o.verb} size="small" aria-pressed={verb === o.verb} onClick={() => setVerb(o.verb)}>
            {o.label}
          </Button>
        ))}
      </div>
      {offer ? (
        <form
          className="act site-form"
          aria-label={offer.label}
          noValidate
          onSubmit={event => void submit(event)}
        >
          <p className="effect">
            {offer.effect}{' '}
            {offer.basis.map(id => (
              <Clause key={id} id={id} />
            ))}
          </p>
          <Fault error={doing.error} />
          <Field name={`answer-${row.id}`} label="处理说明" required>
            {({ status, ...control }) => (
              <Input.TextArea
                {...control}
                status={status}
                rows={2}
                maxLength={500}
                value={answer}
                onChange={e => setAnswer(e.target.value)}
              />
            )}
          </Field>
          <Button type="primary" htmlType="submit" loading={doing.busy}>
            {offer.label}
          </Button>
        </form>
      ) : null}
    </li>
  )
}
