import { useState } from 'react'
import { useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { Step } from '#console/parts/Step.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { minuteText, nearText } from '#console/time.ts'
import { tierLabels } from '../model.ts'
import type { OrderCaseView, OrderView } from '../views.ts'
import { DueLight } from './OrdersScreen.tsx'

/** One order: what is wrong where, what may be done, and what has been done. */
export default function OrderScreen() {
  const id = useParam('id')
  const { data, error, loading, reload } = useGet<OrderCaseView>(`/api/patrol/orders/${id}`, { fresh: 0 })
  const refresh = useRefresh()
  const [told, setTold] = useState('')
  if (loading || error || !data)
    return (
      <Page title="整改工单">
        {loading ? <Loading rows={6} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const [before = '', hit = '', after = ''] = data.excerpt.split(/[【】]/)
  async function done(order: OrderView) {
    setTold(
      order.state === 'open'
        ? '已复查：问题还在，工单继续。'
        : order.state === 'mended'
          ? '已复查：问题已改正，工单办结。'
          : '已确认无误，工单办结。',
    )
    await refresh('/api/patrol/orders')
    await reload()
  }
  return (
    <Page
      title={`整改：${data.title}`}
      heading={<span className="serif">{data.title}</span>}
      lead={data.bodyName}
    >
      <p className={data.state === 'open' ? 'order-told' : 'done-words'} role="status">
        {told}
      </p>
      <div className="order-case">
        <section aria-label="问题">
          <DueLight order={data} large />
          {hit ? (
            <p className="order-words">
              {before}
              <mark>{hit}</mark>
              {after}
            </p>
          ) : null}
          <p>{data.message}</p>
          <dl className="order-facts">
            <dt>类别</dt>
            <dd>
              {data.kindLabel}，{tierLabels[data.tier]}
            </dd>
            <dt>位置</dt>
            <dd>{data.place}</dd>
            <dt>责任人</dt>
            <dd>{data.ownerName ?? '没有责任人，请安全保密管理员授予公开审查员角色'}</dd>
            <dt>发现</dt>
            <dd>{minuteText(data.foundAt)}</dd>
            <dt>最近复查</dt>
            <dd>{minuteText(data.checkedAt)}</dd>
            {data.closedAt ? (
              <>
                <dt>办结</dt>
                <dd>
                  {minuteText(data.closedAt)}　{data.closedWhy}
                </dd>
              </>
            ) : null}
          </dl>
          <p className="findings-keys">
            {data.isColumn ? (
              <>
                <To className="as-button" href="/postings">
                  去发布信息
                </To>
                <To href="/patrol/columns">看各栏目的更新期限</To>
                <a href={data.address} target="_blank" rel="noreferrer">
                  看公开页面
                </a>
              </>
            ) : data.source ? (
              <>
                <To
                  className="as-button"
                  href={`${data.source.kind === 'document' ? '/documents' : '/postings'}/${data.source.id}`}
                >
                  去更正或撤回
                </To>
                <a href={data.address} target="_blank" rel="noreferrer">
                  看公开页面
                </a>
              </>
            ) : (
              <span className="quiet">这个地址现在没有公开的内容。</span>
            )}
          </p>
        </section>
        <section aria-label="办理">
          {data.offers.map(offer => (
            <Step<OrderView>
              key={offer.verb}
              offer={offer}
              address={`/api/patrol/orders/${data.id}`}
              version={data.version}
              tone={offer.reason ? 'default' : 'primary'}
              reasonMost={1000}
              className="act"
              onDone={done}
            />
          ))}
          {data.offers.length === 0 && data.state === 'open' ? (
            <p className="quiet">由{data.ownerName ?? '公开审查员'}整改；改正后系统复查办结。</p>
          ) : null}
          <h2>履历</h2>
          <ul className="plain-list">
            {data.trail.map(step => (
              <li key={step.position}>
                <div>
                  <p>
                    <span>{step.label}</span>
                    <span className="state-word">{step.to}</span>
                  </p>
                  {step.reason ? <p>{step.reason}</p> : null}
                  <p className="quiet">
                    {step.who}　<span title={minuteText(step.at)}>{nearText(step.at)}</span>
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  )
}
