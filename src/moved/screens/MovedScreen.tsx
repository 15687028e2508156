import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty } from '#console/parts/States.tsx'
import { Unread } from '#console/parts/Unread.tsx'
import { Step } from '#console/parts/Step.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import type { MovedListView, MovedView } from '../views.ts'
import { LookUp } from './LookUp.tsx'
import { TakeForm } from './TakeForm.tsx'

/** 旧网址: tables of addresses of the site before this one; looked through before they hold, taken away as a whole. */
export default function MovedScreen() {
  const { data, error, loading, reload } = useGet<MovedListView>('/api/moved', { fresh: 0 })
  const refresh = useRefresh()
  const [taking, setTaking] = useState(false)
  const [leaving, setLeaving] = useState<number | null>(null)
  const [told, setTold] = useState('')
  if (loading || error || !data)
    return <Unread title="旧网址" wide error={error} retry={() => void reload()} />
  const done = (words: string) => {
    setTaking(false)
    setLeaving(null)
    setTold(words)
    void refresh('/api/moved')
  }
  const row = data.rows.find(r => r.id === leaving)
  const columns: TableColumnsType<MovedView> = [
    { key: 'id', title: '编号', width: 72, dataIndex: 'id' },
    {
      key: 'name',
      title: '对照表',
      render: (_, r) => (
        <>
          {r.name}
          {data.bodies.length > 1 ? <div className="quiet">{r.body.name}</div> : null}
        </>
      ),
    },
    { key: 'rows', title: '旧网址', width: 104, align: 'right', render: (_, r) => `${r.rows} 个` },
    { key: 'state', title: '状态', width: 92, render: (_, r) => r.stateLabel },
    { key: 'at', title: '启用时间', width: 150, render: (_, r) => r.takenAt },
    { key: 'by', title: '启用人', width: 140, render: (_, r) => r.taker },
    {
      key: 'do',
      title: '办理',
      width: 100,
      render: (_, r) =>
        r.offers.map(o => (
          <Button
            key={o.verb}
            size="small"
            aria-label={`${o.label}：${r.name}`}
            onClick={() => setLeaving(r.id)}
          >
            {o.label}
          </Button>
        )),
    },
  ]
  return (
    <Page
      wide
      title="旧网址"
      lead={
        <>
          换了网站以后，别处的链接和读者的收藏还是旧网址。把旧网址和新网址的对照表放进来，打开旧网址就转到新网址，不会变成死链。
          <Clause id="47号(2017)/网址" />
        </>
      }
      actions={
        data.bodies.length > 0 && !taking ? (
          <Button type="primary" onClick={() => setTaking(true)}>
            放入对照表
          </Button>
        ) : null
      }
    >
      <p className="done-words" role="status">
        {told}
      </p>
      {taking ? <TakeForm view={data} onDone={done} onClose={() => setTaking(false)} /> : null}
      {row?.offers.map(offer => (
        <Step
          key={`${row.id}${offer.verb}`}
          offer={offer}
          heading={`${offer.label}第 ${row.id} 号：${row.name}`}
          address={`/api/moved/${row.id}`}
          version={row.version}
          onDone={() => done(`第 ${row.id} 号对照表已撤下，${row.rows} 个旧网址不再转。`)}
          onClose={() => setLeaving(null)}
        />
      ))}
      {data.rows.length === 0 ? (
        <Empty title="还没有对照表">
          <p>
            从旧网站导出一张表（CSV 或
            XLSX），两列：旧网址、新网址。新网址也可以写文号或索引号，系统自己找到那一件。
          </p>
        </Empty>
      ) : (
        <ListTable<MovedView>
          label="旧网址对照表"
          rowKey="id"
          head="name"
          columns={columns}
          dataSource={data.rows}
          minWidth={860}
        />
      )}
      <section className="versions" aria-label="查一个旧网址">
        <LookUp />
      </section>
    </Page>
  )
}
