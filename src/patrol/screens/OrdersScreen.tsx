import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { orAll } from '#console/parts/choices.ts'
import { ExportButton } from '#console/parts/ExportButton.tsx'
import { Choice, Pager } from '#console/parts/Filters.tsx'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { nearText } from '#console/time.ts'
import { periods } from '../filters.ts'
import { kindLabels, tierLabels } from '../model.ts'
import type { OrdersView, OrderView } from '../views.ts'
import { orderStateLabels, orderStates, type OrderState } from '../workflow.ts'

/** 整改工单: what the patrol has found in what is public, who has to mend it and by when. */
export default function OrdersScreen() {
  const list = useListAddress()
  const { search, set } = list
  const state: OrderState = orderStates.find(s => s === search.state) ?? 'open'
  const kind = Object.hasOwn(kindLabels, search.kind ?? '') ? search.kind! : ''
  const period = Object.hasOwn(periods, search.period ?? '') ? search.period! : ''
  const asked = { ...(kind ? { kind } : {}), ...(period ? { period } : {}) }
  const { data, error, loading, stale, reload } = useGet<OrdersView>(
    path('/api/patrol/orders', { state, ...asked, page: list.asked }),
    { keep: true, fresh: 0 },
  )
  const looking = useDoing()
  const [told, setTold] = useState('')
  async function look() {
    const done = await looking.run('POST', '/api/patrol/orders/look')
    if (done) setTold('已开始巡检，新发现的问题会开出工单并通知责任人。稍后刷新本页查看。')
  }
  return (
    <Page
      title="整改工单"
      lead="每夜、每次词库修改以后和每次发布、更正以后，系统检查已公开的页面和附件；发现问题即开工单，改正后自动办结。"
      actions={
        <span className="findings-keys">
          {data?.mayLook ? (
            <Button loading={looking.busy} onClick={() => void look()}>
              立即巡检
            </Button>
          ) : null}
          {data ? (
            <ExportButton
              source="orders"
              query={asked}
              words={`三种状态一共${Object.values(data.counts).reduce((n, c) => n + c, 0)}件，连同责任人、期限和办结说明`}
            />
          ) : null}
        </span>
      }
    >
      <Fault error={looking.error} />
      <p className="done-words" role="status">
        {told}
      </p>
      {data?.looked.map(one => (
        <p key={one.body} className="quiet">
          {data.looked.length > 1 ? `${one.body}：` : ''}
          {one.at
            ? `最近一次全面巡检：${nearText(one.at)}${one.present ? '。' : '；词库在那以后有修改，今夜重新巡检。'}`
            : '还没有全面巡检过，今夜开始。'}
        </p>
      ))}
      <form
        className="filters"
        role="search"
        aria-label="查询条件"
        onSubmit={event => event.preventDefault()}
      >
        <Choice
          label="问题"
          value={kind}
          options={orAll(Object.entries(kindLabels))}
          onChange={next => set({ kind: next || null })}
        />
        <Choice
          label="发现于"
          value={period}
          options={orAll(Object.entries(periods))}
          onChange={next => set({ period: next || null })}
        />
      </form>
      <Tabs
        className="list-tabs"
        activeKey={state}
        onChange={next => set({ state: next })}
        items={orderStates.map(one => ({
          key: one,
          label: (
            <>
              {orderStateLabels[one]}
              <span className="tab-count">{data?.counts[one] ?? ''}</span>
            </>
          ),
          children: <span />,
        }))}
      />
      {loading ? (
        <Loading rows={6} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title={state === 'open' ? '没有待整改的问题' : '这里还没有工单'}>
          <p>
            {state === 'open'
              ? '已公开的信息经巡检没有发现须整改的问题。'
              : '工单改正并经复查、或者写明理由确认无误后，列在这里。'}
          </p>
        </Empty>
      ) : (
        <>
          <ul className={stale ? 'rows rows-old' : 'rows'} aria-label="整改工单">
            {data.rows.map(row => (
              <Line key={row.id} row={row} />
            ))}
          </ul>
          <Pager page={data.page} total={data.total} size={data.pageSize} onPage={list.turn} />
        </>
      )}
    </Page>
  )
}

export function DueLight({ order, large }: { order: OrderView; large?: boolean }) {
  if (order.state !== 'open')
    return <Light light="none" words={orderStateLabels[order.state]} large={large} />
  return order.late ? (
    <Light light="red" words={`超期，应于${order.dueOn}前整改`} large={large} />
  ) : (
    <Light light={order.tier === 'A' ? 'yellow' : 'green'} words={`${order.dueOn}前整改`} large={large} />
  )
}

function Line({ row }: { row: OrderView }) {
  return (
    <li className="row order-row">
      <div className="row-light">
        <DueLight order={row} />
        <span className="quiet">{nearText(row.foundAt)}发现</span>
      </div>
      <div className="row-what">
        <p className="row-title">
          <To href={`/patrol/orders/${row.id}`}>{row.title}</To>
        </p>
        <p className="row-facts">
          <span>{row.kindLabel}</span>
          <span>{tierLabels[row.tier]}</span>
          <span>{row.place}</span>
          <span>{row.excerpt === '【】' ? '' : row.excerpt}</span>
        </p>
      </div>
      <div className="row-where">
        <p>{row.ownerName ?? '没有责任人'}</p>
        <p className="quiet">{row.closedWhy ?? ''}</p>
      </div>
    </li>
  )
}
