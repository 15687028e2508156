import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { useParam } from '#console/address.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
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
            {data.source ? (
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
          {data.verbs.map(verb => (
            <Verb key={verb.verb} order={data} offer={verb} onDone={done} />
          ))}
          {data.verbs.length === 0 && data.state === 'open' ? (
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

type VerbProps = {
  readonly order: OrderCaseView
  readonly offer: OrderCaseView['verbs'][number]
  readonly onDone: (order: OrderView) => Promise<void>
}

function Verb({ order, offer, onDone }: VerbProps) {
  const [reason, setReason] = useState('')
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['reason'])
  async function act(event: FormEvent) {
    event.preventDefault()
    const done = await doing.run<OrderView>('POST', `/api/patrol/orders/${order.id}/${offer.verb}`, {
      version: order.version,
      reason: reason.trim() || null,
    })
    if (done) {
      setReason('')
      await onDone(done)
    }
  }
  return (
    <form className="act" aria-label={offer.label} noValidate onSubmit={event => void act(event)}>
      <p className="effect">
        {offer.effect}
        {offer.basis.map(id => (
          <Clause key={id} id={id} />
        ))}
      </p>
      {sorted.rest.length > 0 ? <Fault error={doing.error} /> : null}
      {offer.reason ? (
        <Field name="reason" label="理由" required reasons={sorted.fields.get('reason')}>
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              rows={2}
              maxLength={1000}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <div className="act-buttons">
        <Button type={offer.reason ? 'default' : 'primary'} htmlType="submit" loading={doing.busy}>
          {offer.label}
        </Button>
      </div>
    </form>
  )
}
