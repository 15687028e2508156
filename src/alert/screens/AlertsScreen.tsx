import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty } from '#console/parts/States.tsx'
import { Unread } from '#console/parts/Unread.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { alertKinds } from '../model.ts'
import type { AlertListView, AlertView } from '../views.ts'
import { AlertForm } from './AlertForm.tsx'
import { AlertStep } from './AlertStep.tsx'

/** 应急公告和置灰: one switch for every public page, by two persons or by the leader; its history stays. */
export default function AlertsScreen() {
  const { data, error, loading, reload } = useGet<AlertListView>('/api/alerts')
  const refresh = useRefresh()
  const [making, setMaking] = useState(false)
  const [chosen, setChosen] = useState<{ id: number; verb: string } | null>(null)
  if (loading || error || !data)
    return <Unread title="应急公告和置灰" wide error={error} retry={() => void reload()} />
  const done = () => {
    setMaking(false)
    setChosen(null)
    void refresh('/api/alerts')
  }
  const row = data.rows.find(r => r.id === chosen?.id)
  const columns: TableColumnsType<AlertView> = [
    { key: 'kind', title: '种类', width: 104, render: (_, r) => alertKinds[r.kind] },
    {
      key: 'title',
      title: '内容',
      render: (_, r) => (
        <>
          {r.level ? <strong>{r.level}　</strong> : null}
          {r.title}
          {r.text ? <div className="quiet">{r.text}</div> : null}
        </>
      ),
    },
    { key: 'state', title: '状态', width: 92, render: (_, r) => r.stateLabel },
    { key: 'from', title: '开始', width: 150, render: (_, r) => r.startsAt ?? r.raisedAt ?? '核准即始' },
    { key: 'until', title: '结束', width: 150, render: (_, r) => r.loweredAt ?? r.endsAt ?? '解除为止' },
    { key: 'by', title: '提请人', width: 140, render: (_, r) => r.proposer },
    {
      key: 'do',
      title: '办理',
      width: 220,
      render: (_, r) =>
        r.offers.length > 0 && (
          <div className="act-buttons">
            {r.offers.map(o => (
              <Button key={o.verb} size="small" onClick={() => setChosen({ id: r.id, verb: o.verb })}>
                {o.label}
              </Button>
            ))}
          </div>
        ),
    },
  ]
  return (
    <Page
      wide
      title="应急公告和置灰"
      lead={
        <>
          发布后出现在本机关及下级机关的每一个公开页面上；由两人办理，或由签发领导直接发布。
          <Clause id="条例/20(12)" />
        </>
      }
      actions={
        data.bodies.length > 0 ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            新建
          </Button>
        ) : null
      }
    >
      {making ? <AlertForm bodies={data.bodies} onDone={done} onClose={() => setMaking(false)} /> : null}
      {row && chosen ? (
        <AlertStep
          key={`${chosen.id}${chosen.verb}`}
          row={row}
          verb={chosen.verb}
          onDone={done}
          onClose={() => setChosen(null)}
        />
      ) : null}
      {data.rows.length === 0 ? (
        <Empty title="还没有应急公告">
          <p>启动应急响应时在这里发布；国家公祭等日子在这里设置灰的起止时间。</p>
        </Empty>
      ) : (
        <ListTable<AlertView>
          label="应急公告"
          rowKey="id"
          head="title"
          columns={columns}
          dataSource={data.rows}
          minWidth={1000}
        />
      )}
    </Page>
  )
}
