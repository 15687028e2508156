import { Button, Checkbox, Popover, type TableColumnType } from 'antd'
import { useState } from 'react'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { recall, remember } from '#console/remember.ts'
import { nearText } from '#console/time.ts'
import { useWide } from '#console/useWide.ts'
import { hrefOf } from '../lists/href.ts'
import type { ListRow } from '../lists/views.ts'
import { ListView } from './lists/ListView.tsx'
import { attributeLabels } from './options.ts'
import { holders } from './Row.tsx'

const columns: TableColumnType<ListRow>[] = [
  {
    key: 'title',
    title: '标题',
    render: (_, row) => (
      <div className="row-title" data-row>
        {row.urgency ? (
          <span className={row.urgency === '特急' ? 'urgency urgency-top' : 'urgency'}>{row.urgency}</span>
        ) : null}
        <To href={hrefOf(row)}>{row.title || '（还没有标题）'}</To>
      </div>
    ),
  },
  { key: 'number', title: '文号', width: 150, render: (_, row) => row.documentNumber ?? '—' },
  { key: 'kind', title: '文种', width: 72, render: (_, row) => row.kind ?? '—' },
  {
    key: 'attribute',
    title: '公开属性',
    width: 100,
    render: (_, row) => (row.attribute ? attributeLabels[row.attribute] : '未定'),
  },
  { key: 'state', title: '环节', width: 92, render: (_, row) => row.stateLabel },
  {
    key: 'words',
    title: '时限',
    width: 176,
    render: (_, row) => (row.words ? <Light light={row.light} words={row.words} /> : '—'),
  },
  { key: 'issued', title: '印发', width: 108, render: (_, row) => row.issuedOn ?? '—' },
  { key: 'published', title: '公开', width: 108, render: (_, row) => row.publishedAt?.slice(0, 10) ?? '—' },
  { key: 'theme', title: '主题', width: 110, render: (_, row) => row.theme ?? '—' },
  { key: 'who', title: '在谁手里', width: 130, render: (_, row) => holders(row.waitingFor) || '—' },
  { key: 'from', title: '部门、拟稿人', width: 150, render: (_, row) => `${row.department} ${row.drafter}` },
  { key: 'at', title: '到达', width: 104, render: (_, row) => nearText(row.reachedAt) },
]

const choosable = columns.slice(1).map(column => ({ value: String(column.key), label: String(column.title) }))
const usual = ['number', 'attribute', 'state', 'words', 'who', 'at']

/** 公文查询: everything this person may see. Filters, page and choice stand in the address, the columns on this machine. */
export default function SearchScreen() {
  const wide = useWide(760)
  const [shown, setShown] = useState<readonly string[]>(() => recall('search.columns', usual))
  const picker = wide ? (
    <Popover
      trigger="click"
      placement="bottomRight"
      title="显示哪些列"
      content={
        <Checkbox.Group
          className="checks checks-one"
          value={[...shown]}
          options={choosable}
          onChange={next => {
            setShown(next.map(String))
            remember('search.columns', next.map(String))
          }}
        />
      }
    >
      <Button>选择列</Button>
    </Popover>
  ) : null
  return (
    <Page wide title="公文查询" lead="本单位您有权看到的全部公文。">
      <ListView
        list="all"
        tools={picker}
        empty={(filtered, clear) => (
          <Empty title={filtered ? '没有符合条件的公文' : '还没有公文'}>
            <p>
              {filtered
                ? '请减少条件，或换一个词。文号可以只写其中一段，例如“390号”。'
                : '本单位起草或补录公文后，会出现在这里。'}
            </p>
            {filtered ? <Button onClick={clear}>清除条件</Button> : null}
          </Empty>
        )}
      >
        {({ rows, stale, chosen, togglePage, toggle }) => (
          <ListTable<ListRow>
            label="查询结果"
            columns={columns.filter(column => column.key === 'title' || shown.includes(String(column.key)))}
            dataSource={rows}
            rowKey="id"
            stale={stale}
            minWidth={420 + shown.length * 110}
            rowSelection={{
              selectedRowKeys: rows.filter(row => chosen(row.id)).map(row => row.id),
              nameOf: row => row.title,
              onChange: keys => {
                const changed = rows.filter(row => keys.includes(row.id) !== chosen(row.id))
                if (changed.length === 1) toggle(changed[0]!.id)
                else if (changed.length > 1) togglePage(keys.length > 0)
              },
            }}
          />
        )}
      </ListView>
    </Page>
  )
}
