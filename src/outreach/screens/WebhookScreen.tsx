import { Button, Flex, Pagination, Select, type TableColumnType } from 'antd'
import { useState } from 'react'
import { useListAddress, useParam } from '#console/address.ts'
import { path } from '#console/client.ts'
import { pagerItem } from '#console/controls.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { History } from '#console/parts/History.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { Steps } from '#console/parts/Steps.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { deliveryStateLabels, deliveryStates, type DeliveryLine, type WebhookView } from '../webhook/model.ts'
import { Secret } from './Secret.tsx'
import { sumColumn } from './sums.ts'
import { fieldsOf } from './webhookSteps.tsx'

type Day = WebhookView['days'][number]
const dayColumns: TableColumnType<Day>[] = [
  { key: 'day', title: '日期', render: (_, row) => row.day },
  sumColumn('应推', 'due'),
  sumColumn('已送达', 'delivered'),
  sumColumn('失败', 'failed'),
  sumColumn('不推', 'suppressed'),
  sumColumn('待推', 'waiting'),
]
const columns: TableColumnType<DeliveryLine>[] = [
  {
    key: 'number',
    title: '次序号',
    width: 130,
    render: (_, row) => `${row.number}${row.replay ? '（重推）' : ''}`,
  },
  { key: 'state', title: '状态', width: 150, render: (_, row) => row.stateLabel },
  {
    key: 'answer',
    title: '对方的回答',
    render: (_, row) => row.fault ?? (row.status === null ? '—' : `${row.status}`),
  },
  { key: 'attempts', title: '次数', width: 72, align: 'right', render: (_, row) => row.attempts },
  { key: 'made', title: '应推时间', width: 160, render: (_, row) => row.madeAt },
  {
    key: 'settled',
    title: '办结／下次',
    width: 190,
    render: (_, row) => row.settledAt ?? (row.nextTryAt ? `${row.nextTryAt} 再试` : '—'),
  },
]

/** One receiver: what may be done about it, what it was owed day by day, every delivery, what happened to it. */
export default function WebhookScreen() {
  const id = useParam('id')
  const list = useListAddress()
  const { search, set } = list
  const { data, error, loading, stale, reload } = useGet<WebhookView>(
    path(`/api/webhooks/${id}`, { state: search.state ?? '', page: list.asked }),
    { keep: true, fresh: 0 },
  )
  const refresh = useRefresh()
  const [secret, setSecret] = useState<string | null>(null)
  const pinging = useDoing()
  const [pinged, setPinged] = useState('')
  if (loading || error || !data)
    return (
      <Page wide title="变化推送">
        {loading ? <Loading rows={10} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const ping = async () => {
    setPinged('')
    const answer = await pinging.run<{ status: number | null; fault: string | null }>(
      'POST',
      `/api/webhooks/${data.id}/ping`,
      {},
    )
    if (answer) setPinged(answer.fault ?? `已送到，对方回答 ${answer.status ?? ''}。`)
  }
  return (
    <Page
      wide
      title={data.name}
      lead={
        <>
          {data.body}
          {data.below ? '及下级机关' : ''} · {data.stateLabel} · {data.registeredAt} 登记
          {data.failingSince ? ` · ${data.failingSince} 起没有送达` : ''}
        </>
      }
    >
      <Flex vertical gap={16}>
        {secret ? <Secret secret={secret} onClose={() => setSecret(null)} /> : null}
        <dl className="list-card-facts">
          <div>
            <dt>接收地址</dt>
            <dd>{data.url}</dd>
          </div>
          <div>
            <dt>对接单位</dt>
            <dd>{data.contact}</dd>
          </div>
          <div>
            <dt>已排到</dt>
            <dd>次序号 {data.matchedTo}</dd>
          </div>
          {data.formerUntil ? (
            <div>
              <dt>旧密钥用到</dt>
              <dd>{data.formerUntil}</dd>
            </div>
          ) : null}
        </dl>
        {data.offers.length > 0 ? (
          <section aria-label="办理">
            <h2>办理</h2>
            <Steps
              offers={data.offers}
              address={`/api/webhooks/${data.id}`}
              version={data.version}
              fieldsOf={({ verb }) => fieldsOf(data, verb)}
              more={
                <Button loading={pinging.busy} onClick={() => void ping()}>
                  试推送
                </Button>
              }
              onDone={(answer: { secret: string | null }) => {
                if (answer.secret) setSecret(answer.secret)
                void refresh('/api/webhooks')
              }}
            />
            <Fault error={pinging.error} />
            <p role="status" className="done-words">
              {pinged}
            </p>
          </section>
        ) : null}
        <section aria-label="对账">
          <h2>对账</h2>
          <p role="status" className="found">
            应推 {data.sums.due} ＝ 已送达 {data.sums.delivered} ＋ 失败 {data.sums.failed} ＋ 不推{' '}
            {data.sums.suppressed} ＋ 待推 {data.sums.waiting}，
            {data.unbalanced === 0 ? '逐日相符。' : `有 ${data.unbalanced} 天对不上，请联系运行维护人员。`}
          </p>
          <ListTable
            label="近31天逐日的账"
            rowKey="day"
            columns={dayColumns}
            dataSource={data.days}
            empty="还没有要推送的变化。"
          />
        </section>
        <section aria-label="推送记录">
          <h2>推送记录</h2>
          <div className="filters">
            <label>
              <span>状态</span>
              <Select
                value={search.state ?? ''}
                aria-label="状态"
                options={[
                  { value: '', label: '全部' },
                  ...deliveryStates.map(s => ({ value: s as string, label: deliveryStateLabels[s] })),
                ]}
                onChange={value => set({ state: value })}
              />
            </label>
          </div>
          <ListTable
            label="每一次推送"
            rowKey="id"
            columns={columns}
            dataSource={data.deliveries}
            stale={stale}
            empty="没有符合条件的推送。"
          />
          {data.total > data.pageSize ? (
            <Pagination
              current={data.page}
              total={data.total}
              pageSize={data.pageSize}
              showSizeChanger={false}
              itemRender={pagerItem}
              align="end"
              onChange={list.turn}
            />
          ) : null}
        </section>
        <History lines={data.history} />
      </Flex>
    </Page>
  )
}
