import { Button, Checkbox, type TableColumnType } from 'antd'
import { useState, type FormEvent } from 'react'
import { useListAddress } from '#console/address.ts'
import type { Answers } from '#console/asked.ts'
import { path } from '#console/client.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Pager } from '#console/parts/Filters.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { Step, type StepFields } from '#console/parts/Step.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import type { FieldSpec } from '../fields.ts'
import { procedureLabels } from '../remedies/model.ts'
import type { RemediesView, RemedyView } from '../remedies/views.ts'
import { remedyBlockLabels, remedyResultLabels } from '../statistics/table3.ts'
import { fieldsOf } from './stepFields.tsx'

/** 复议、诉讼: entered, answered in time, ended; each counts in 表三. */
export default function RemediesScreen() {
  const list = useListAddress()
  const { search, set } = list
  const open = search.open !== '0'
  const { data, error, loading, reload } = useGet<RemediesView>(
    path('/api/remedies', { open: open ? '1' : null, page: list.asked }),
    { keep: true, fresh: 0 },
  )
  const [chosen, setChosen] = useState<{ id: number; verb: string } | null>(null)
  const [entering, setEntering] = useState(false)
  const done = async () => {
    setChosen(null)
    setEntering(false)
    await reload()
  }
  const row = data?.rows.find(r => r.id === chosen?.id)
  const offer = row?.offers.find(o => o.verb === chosen?.verb)
  const columns: TableColumnType<RemedyView>[] = [
    {
      key: 'number',
      title: '案号',
      render: (_, row) => (
        <>
          {row.number}
          <p className="quiet">{row.authority}</p>
        </>
      ),
    },
    { key: 'block', title: '类别', width: 150, dataIndex: 'blockLabel' },
    {
      key: 'request',
      title: '原申请',
      width: 170,
      render: (_, row) =>
        row.requestId === null ? (
          '—'
        ) : (
          <To href={`/requests/${row.requestId}`}>{row.requestNumber ?? '查看'}</To>
        ),
    },
    { key: 'received', title: '收到副本', width: 112, dataIndex: 'receivedOn' },
    {
      key: 'clock',
      title: '答复期限',
      width: 160,
      render: (_, row) =>
        row.clock ? (
          <>
            <Light light={row.clock.light as never} words={row.clock.words} />
            <span className="quiet request-due">{row.clock.due}</span>
          </>
        ) : (
          '—'
        ),
    },
    {
      key: 'state',
      title: '状态',
      width: 150,
      render: (_, row) => (row.decidedOn ? `${row.resultLabel}（${row.decidedOn}）` : row.stateLabel),
    },
    {
      key: 'do',
      title: '办理',
      width: 160,
      render: (_, row) =>
        row.offers.map(offer => (
          <Button
            key={offer.verb}
            size="small"
            type="link"
            onClick={() => setChosen({ id: row.id, verb: offer.verb })}
          >
            {offer.label}
          </Button>
        )),
    },
  ]
  return (
    <Page
      wide
      title="复议、诉讼"
      lead="自收到副本的次日起：简易程序5个工作日、普通程序10个工作日内提交答复和证据；逾期视为没有证据。结果计入年度报告表三。"
      actions={data?.mayEnter ? <Button onClick={() => setEntering(true)}>登记复议、诉讼</Button> : null}
    >
      {entering ? <Entry onDone={() => void done()} onCancel={() => setEntering(false)} /> : null}
      {row && offer ? (
        <Step
          key={`${row.id}${offer.verb}`}
          offer={offer}
          heading={`${offer.label}：${row.number}`}
          address={`/api/remedies/${row.id}`}
          version={row.version}
          className="act request-new"
          fields={asksOf(row, offer.verb)}
          reasonLabel="理由"
          reasonMost={500}
          onDone={() => void done()}
          onClose={() => setChosen(null)}
        />
      ) : null}
      <div className="remedy-filter">
        <Checkbox checked={open} onChange={event => set({ open: event.target.checked ? null : '0' })}>
          只看没有结案的
        </Checkbox>
      </div>
      {loading ? (
        <Loading rows={6} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.rows.length === 0 ? (
        <Empty title={open ? '没有未结案的复议、诉讼' : '没有登记过复议、诉讼'}>
          <p>收到复议申请书副本、起诉状副本的当天就登记，期限从次日起算。</p>
        </Empty>
      ) : (
        <>
          <ListTable
            label="复议、诉讼"
            rowKey="id"
            head="number"
            minWidth={1120}
            dataSource={data.rows}
            columns={columns}
          />
          <Pager page={data.page} total={data.total} size={data.size} onPage={list.turn} />
        </>
      )}
    </Page>
  )
}

const facts: readonly FieldSpec[] = [
  { name: 'number', label: '案号', kind: 'line', hint: '如：某政复〔2026〕1号、（2026）某行初1号。' },
  { name: 'authority', label: '复议机关或者人民法院', kind: 'line' },
  { name: 'procedure', label: '程序（复议）', kind: 'choice', choices: procedureLabels, optional: true },
  { name: 'receivedOn', label: '收到副本的日期', kind: 'day' },
  { name: 'note', label: '说明', kind: 'text', optional: true },
]
const enterFields: readonly FieldSpec[] = [
  { name: 'block', label: '类别', kind: 'choice', choices: remedyBlockLabels },
  {
    name: 'request',
    label: '原申请的登记编号',
    kind: 'line',
    hint: '本系统启用以前的申请可以不填。',
    optional: true,
  },
  ...facts,
]
const { pending: _pending, ...ended } = remedyResultLabels
const stepFields: Readonly<Record<string, readonly FieldSpec[]>> = {
  defend: [{ name: 'on', label: '提交答复和证据的日期', kind: 'day' }],
  decide: [
    { name: 'result', label: '结果', kind: 'choice', choices: ended },
    { name: 'on', label: '结案日期', kind: 'day' },
  ],
  amend: facts,
}

function Entry({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const kept = useKept<{ values: Answers }>('remedy-new', { values: {} })
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const fields = fieldsOf(enterFields, {}, { procedure: 'ordinary' })
  const values = { ...fields.initial, ...kept.value.values }
  const reasons = missing.length > 0 ? missing : doing.error ? reasonsOf(doing.error) : []
  const sorted = byField(reasons, Object.keys(fields.initial))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = fields.missing?.(values) ?? []
    setMissing(found)
    if (found.length > 0 || !(await doing.run('POST', '/api/remedies', fields.form(values)))) return
    kept.forget()
    onDone()
  }
  return (
    <form
      className="act request-new"
      noValidate
      aria-label="登记复议、诉讼"
      onSubmit={event => void submit(event)}
    >
      {sorted.rest.length > 0 ? <Fault error={doing.error} /> : null}
      {fields.draw({
        values,
        set: part => kept.set({ values: { ...kept.value.values, ...part } }),
        faults: sorted.fields,
        at: name => ({ name: `remedy-${name}`, reasons: sorted.fields.get(name) ?? [] }),
      })}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          登记
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </form>
  )
}

/** What a step asks for besides its reason; mending shows what was entered. */
const asksOf = (row: RemedyView, verb: string): StepFields => {
  const { number, authority, procedure, receivedOn, note } = row
  return fieldsOf(
    stepFields[verb] ?? [],
    {},
    verb === 'amend' ? { number, authority, procedure, receivedOn, note } : { on: null },
  )
}
