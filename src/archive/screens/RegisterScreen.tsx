import { Button, type TableColumnType } from 'antd'
import { useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { orAll } from '#console/parts/choices.ts'
import { Choice, Conditions, Pager } from '#console/parts/Filters.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { attributeLabels, registerStateLabels, registerStates, type RegisterRow } from '../model.ts'
import type { RegisterView } from '../views.ts'
import { Gaps } from './Gaps.tsx'

const columns: TableColumnType<RegisterRow>[] = [
  { key: 'number', title: '发文字号', width: 190, render: (_, row) => row.number ?? '无' },
  {
    key: 'title',
    title: '标题',
    render: (_, row) => <To href={`/documents/${row.id}`}>{row.title ?? '（不显示）'}</To>,
  },
  {
    key: 'attribute',
    title: '公开属性',
    width: 150,
    render: (_, row) =>
      `${attributeLabels[row.attribute ?? ''] ?? '未定'}${row.attribute === 'withheld' && row.ground ? `（${row.ground}）` : ''}`,
  },
  {
    key: 'state',
    title: '状态',
    width: 92,
    render: (_, row) => registerStateLabels[row.state as keyof typeof registerStateLabels] ?? row.state,
  },
  { key: 'issued', title: '印发', width: 112, render: (_, row) => row.issuedOn ?? '—' },
  { key: 'published', title: '公开', width: 112, render: (_, row) => row.publishedAt?.slice(0, 10) ?? '—' },
  {
    key: 'receipt',
    title: '回执',
    width: 96,
    render: (_, row) => (row.receipt ? `链位 ${row.receipt.position}` : '—'),
  },
]

const plain = (id: string) => ({
  id,
  'aria-describedby': undefined,
  'aria-invalid': undefined,
  'aria-required': undefined,
  status: undefined,
})

/** 全量备案登记簿: every issued non-secret document of a period, and what is wrong with the numbers. Filters stand in the address. */
export default function RegisterScreen() {
  const list = useListAddress()
  const { search, set } = list
  const { q = '', attribute = '', state = '', from = '', until = '' } = search
  const query = { body: search.body, from, until, attribute, state, q }
  const { data, error, loading, stale, reload } = useGet<RegisterView>(
    path('/api/archive/register', { ...query, page: list.asked }),
    {
      keep: true,
    },
  )
  const refresh = useRefresh()
  return (
    <Page
      wide
      title="非密公文全量备案登记"
      lead={
        <>
          本机关已印发的全部非密公文，不论是否公开。依据 <Clause id="上海/五(十五)" />
        </>
      }
      actions={<Button href={path('/api/archive/register.csv', query)}>下载 CSV</Button>}
    >
      <Conditions list={list} words="标题或文号">
        <label>
          <span>起日</span>
          <DayInput
            control={plain('register-from')}
            value={from || data?.from || null}
            onChange={day => set({ from: day })}
          />
        </label>
        <label>
          <span>止日</span>
          <DayInput
            control={plain('register-until')}
            value={until || data?.until || null}
            onChange={day => set({ until: day })}
          />
        </label>
        <Choice
          label="公开属性"
          value={attribute}
          options={[
            { value: '', label: '全部' },
            ...['proactive', 'on-request', 'withheld'].map(one => ({
              value: one,
              label: attributeLabels[one]!,
            })),
          ]}
          onChange={value => set({ attribute: value })}
        />
        <Choice
          label="状态"
          value={state}
          options={orAll(registerStates.map(one => [one, registerStateLabels[one]]))}
          onChange={value => set({ state: value })}
        />
      </Conditions>
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          <Gaps view={data} onExplained={() => void refresh('/api/archive/')} />
          <p className="found" role="status">
            共 {data.total} 件：
            {Object.entries(data.byAttribute)
              .map(([one, count]) => `${attributeLabels[one] ?? '属性未定'} ${count} 件`)
              .join('，') || '没有公文'}
            {data.undated > 0 ? `；另有 ${data.undated} 件没有任何日期，不在任何期间里，请补写日期。` : ''}
          </p>
          {data.rows.length === 0 ? (
            <Empty title="这个期间没有符合条件的公文">
              <p>请改换期间或减少条件。</p>
            </Empty>
          ) : (
            <ListTable<RegisterRow>
              label="全量备案登记簿"
              stale={stale}
              rowKey="id"
              head="title"
              columns={columns}
              dataSource={data.rows}
              minWidth={900}
            />
          )}
          <Pager page={data.page} total={data.total} size={data.pageSize} onPage={list.turn} />
        </>
      )}
    </Page>
  )
}
