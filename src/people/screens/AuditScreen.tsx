import { Button, Select, type TableColumnType } from 'antd'
import { Pager } from '#console/parts/Filters.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { useState, type FormEvent } from 'react'
import { useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { DayInput } from '#console/parts/DayInput.tsx'
import type { Control } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { minuteText } from '#console/time.ts'
import { eventLabels } from '../model.ts'
import type { AuditPage, AuditRow } from '../views.ts'
import { useBodies } from './BodyPick.tsx'

const columns: TableColumnType<AuditRow>[] = [
  { key: 'at', title: '时间', width: 150, render: (_, row) => minuteText(row.at) },
  {
    key: 'who',
    title: '谁',
    render: (_, row) => (
      <>
        {row.who}
        {row.onBehalfOf ? `（代${row.onBehalfOf}）` : ''}
        {row.roleLabel ? <span className="quiet"> {row.roleLabel}</span> : null}
      </>
    ),
  },
  { key: 'what', title: '做了什么', render: (_, row) => `${row.kindLabel}：${row.label}` },
  { key: 'body', title: '单位', render: (_, row) => row.bodyName },
  {
    key: 'details',
    title: '内容',
    width: '38%',
    render: (_, row) => [...row.details, row.reason ?? ''].filter(Boolean).join('；') || '—',
  },
  {
    key: 'position',
    title: '链位',
    width: 80,
    render: (_, row) => <span title={row.hash}>{row.position}</span>,
  },
]

const plain = (id: string): Control => ({
  id,
  'aria-describedby': undefined,
  'aria-invalid': undefined,
  'aria-required': undefined,
  status: undefined,
})

const verbs = Object.values(eventLabels).flatMap(kind =>
  Object.entries(kind.verbs).map(([value, label]) => ({ value, label: `${kind.label}：${label}` })),
)
const verbOptions = [...new Map(verbs.map(one => [one.value, one])).values()]

/** 审计记录: asked by body, person, verb and days. Every question is itself recorded, so nothing is asked unbidden. */
export default function AuditScreen() {
  const list = useListAddress()
  const { search, set } = list
  const bodies = useBodies()
  const asked = search.ask === '1'
  const { body = '', staff = '', verb = '', from = '', until = '' } = search
  const { data, error, loading, stale, reload } = useGet<AuditPage>(
    asked ? path('/api/people/audit', { body, staff, verb, from, until, page: list.asked }) : null,
    { keep: true, fresh: Infinity },
  )
  const [form, setForm] = useState({ body, staff, verb, from, until })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    set({ ...form, ask: '1' })
  }
  return (
    <Page title="审计记录" lead="查阅本身也会记入审计记录。公文内容不在此处显示。">
      <form className="filters" role="search" aria-label="查阅条件" onSubmit={ask}>
        <label>
          <span>单位</span>
          <Select
            aria-label="单位"
            value={form.body}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: '', label: '全部' },
              ...(bodies.data?.map(one => ({ value: String(one.id), label: one.name })) ?? []),
            ]}
            onChange={value => setForm({ ...form, body: value })}
          />
        </label>
        <label>
          <span>操作</span>
          <Select
            aria-label="操作"
            value={form.verb}
            showSearch={{ optionFilterProp: 'label' }}
            options={[{ value: '', label: '全部' }, ...verbOptions]}
            onChange={value => setForm({ ...form, verb: value })}
          />
        </label>
        <label>
          <span>从</span>
          <DayInput
            control={plain('audit-from')}
            value={form.from || null}
            onChange={day => setForm({ ...form, from: day ?? '' })}
          />
        </label>
        <label>
          <span>到</span>
          <DayInput
            control={plain('audit-until')}
            value={form.until || null}
            onChange={day => setForm({ ...form, until: day ?? '' })}
          />
        </label>
        <Button type="primary" htmlType="submit">
          查阅
        </Button>
      </form>
      {!asked ? (
        <Empty title="还没有查阅">
          <p>选好条件后按“查阅”。不选条件即按时间倒序列出全部。</p>
        </Empty>
      ) : loading ? (
        <Loading rows={10} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title="没有符合条件的记录">
          <p>请放宽日期，或换一个操作。</p>
        </Empty>
      ) : (
        <>
          <p className="found" role="status">
            {data.total >= 10_000 ? '超过 10000 条' : `共 ${data.total} 条`}
            {data.scope === 'auditors' ? '，只含审计管理员的操作' : ''}
          </p>
          <ListTable<AuditRow>
            label="审计记录"
            stale={stale}
            rowKey="id"
            columns={columns}
            dataSource={data.rows}
            minWidth={980}
          />
          <Pager page={data.page} total={data.total} size={data.pageSize} onPage={list.turn} />
        </>
      )}
    </Page>
  )
}
