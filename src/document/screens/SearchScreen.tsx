import { Button, Checkbox, Input, Pagination, Popover, Select, Table, type TableColumnsType } from 'antd'
import { useState, type FormEvent } from 'react'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { remember, recall } from '#console/remember.ts'
import { nearText } from '#console/time.ts'
import { useWide } from '#console/useWide.ts'
import { attributes } from '../model.ts'
import type { Worklist, WorklistRow } from '../views.ts'
import { stateLabels, states } from '../workflow.ts'
import { attributeLabels } from './options.ts'
import { holders, hrefOf, Row } from './Row.tsx'

type Found = Omit<Worklist, 'kind' | 'counts'>

const columns: TableColumnsType<WorklistRow> = [
  {
    key: 'title',
    title: '标题',
    width: '36%',
    render: (_, row) => <To href={hrefOf(row)}>{row.title || '（还没有标题）'}</To>,
  },
  { key: 'number', title: '文号', width: 150, render: (_, row) => row.documentNumber ?? '—' },
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
  { key: 'who', title: '在谁手里', render: (_, row) => holders(row.waitingFor) || '—' },
  { key: 'from', title: '部门、拟稿人', render: (_, row) => `${row.department} ${row.drafter}` },
  { key: 'at', title: '到达', width: 104, render: (_, row) => nearText(row.reachedAt) },
]

const choosable = columns.slice(1).map(column => ({ value: String(column.key), label: String(column.title) }))
const usual = ['number', 'attribute', 'state', 'words', 'who', 'at']

/** 公文查询: everything this person may see, newest first. Filters stand in the address, the choice of columns on this machine. */
export default function SearchScreen() {
  const { search, set } = useAddress()
  const wide = useWide(820)
  const page = Math.max(1, Number(search.page) || 1)
  const { q = '', state = '', attribute = '' } = search
  const { data, error, loading, stale, reload } = useGet<Found>(
    path('/api/documents', { q, state, attribute, page: page > 1 ? page : null }),
    { keep: true },
  )
  const [text, setText] = useState(q)
  const [shown, setShown] = useState<readonly string[]>(() => recall('search.columns', usual))
  const filtered = q !== '' || state !== '' || attribute !== ''
  const find = (event: FormEvent) => {
    event.preventDefault()
    set({ q: text.trim(), page: null })
  }
  const clear = () => {
    setText('')
    set({ q: null, state: null, attribute: null, page: null })
  }
  return (
    <Page title="公文查询" lead="本单位您有权看到的全部公文，新到的在前。">
      <form className="filters" role="search" aria-label="查询条件" onSubmit={find}>
        <label>
          <span>标题或文号</span>
          <Input value={text} allowClear maxLength={200} onChange={event => setText(event.target.value)} />
        </label>
        <label>
          <span>环节</span>
          <Select
            value={state}
            aria-label="环节"
            options={[
              { value: '', label: '全部' },
              ...states.map(one => ({ value: one as string, label: stateLabels[one] })),
            ]}
            onChange={value => set({ state: value, page: null })}
          />
        </label>
        <label>
          <span>公开属性</span>
          <Select
            value={attribute}
            aria-label="公开属性"
            options={[
              { value: '', label: '全部' },
              ...attributes.map(one => ({ value: one as string, label: attributeLabels[one] })),
            ]}
            onChange={value => set({ attribute: value, page: null })}
          />
        </label>
        <Button type="primary" htmlType="submit">
          查询
        </Button>
        {filtered ? <Button onClick={clear}>清除条件</Button> : null}
        {wide ? (
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
            <Button type="text" className="filters-end">
              选择列
            </Button>
          </Popover>
        ) : null}
      </form>
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title={filtered ? '没有符合条件的公文' : '还没有公文'}>
          <p>
            {filtered
              ? '请减少条件，或换一个词。文号可以只写其中一段，例如“390”。'
              : '本单位起草或补录公文后，会出现在这里。'}
          </p>
          {filtered ? <Button onClick={clear}>清除条件</Button> : null}
        </Empty>
      ) : (
        <>
          <p className="found" role="status">
            共 {data.total} 件{filtered ? '符合条件' : ''}
          </p>
          {wide ? (
            <Table<WorklistRow>
              className={stale ? 'rows-old' : undefined}
              rowKey="id"
              size="middle"
              columns={columns.filter(column => column.key === 'title' || shown.includes(String(column.key)))}
              dataSource={[...data.rows]}
              pagination={false}
              scroll={{ x: 860 }}
            />
          ) : (
            <ul className={stale ? 'rows rows-old' : 'rows'} aria-label="查询结果">
              {data.rows.map(row => (
                <Row key={row.id} row={row} />
              ))}
            </ul>
          )}
          {data.total > data.pageSize ? (
            <Pagination
              current={data.page}
              total={data.total}
              pageSize={data.pageSize}
              showSizeChanger={false}
              align="end"
              onChange={next => set({ page: next > 1 ? String(next) : null })}
            />
          ) : null}
        </>
      )}
    </Page>
  )
}
