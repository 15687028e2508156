import { Button, Checkbox, Input, Radio, type TableColumnType } from 'antd'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { BasisList } from '#console/parts/Clause.tsx'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Pager } from '#console/parts/Filters.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { procedureLabels } from '../remedies/model.ts'
import type { RemediesView, RemedyView } from '../remedies/views.ts'
import { remedyBlockLabels, remedyResultLabels } from '../statistics/table3.ts'

type Values = Readonly<Record<string, string | null>>

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))

/** 复议、诉讼: entered, answered in time, ended; each counts in 表三. */
export default function RemediesScreen() {
  const { search, set } = useAddress()
  const open = search.open !== '0'
  const page = Math.max(1, Number(search.page) || 1)
  const { data, error, loading, reload } = useGet<RemediesView>(
    path('/api/remedies', { open: open ? '1' : null, page: page > 1 ? page : null }),
    { keep: true, fresh: 0 },
  )
  const [chosen, setChosen] = useState<{ row: RemedyView; verb: string } | null>(null)
  const [entering, setEntering] = useState(false)
  const done = async () => {
    setChosen(null)
    setEntering(false)
    await reload()
  }
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
            onClick={() => setChosen({ row, verb: offer.verb })}
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
      {chosen ? (
        <Step
          key={`${chosen.row.id}${chosen.verb}`}
          row={chosen.row}
          verb={chosen.verb}
          onDone={() => void done()}
          onCancel={() => setChosen(null)}
        />
      ) : null}
      <div className="remedy-filter">
        <Checkbox
          checked={open}
          onChange={event => set({ open: event.target.checked ? null : '0', page: null })}
        >
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
          <Pager
            page={data.page}
            total={data.total}
            size={data.size}
            onPage={next => set({ page: next > 1 ? String(next) : null })}
          />
        </>
      )}
    </Page>
  )
}

type FieldSpec = {
  readonly name: string
  readonly label: string
  readonly kind: 'day' | 'line' | 'text' | 'choice'
  readonly choices?: Readonly<Record<string, string>>
  readonly hint?: string
  readonly optional?: true
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

function Fields({
  fields,
  values,
  set,
  error,
}: {
  fields: readonly FieldSpec[]
  values: Values
  set: (values: Values) => void
  error: unknown
}) {
  const sorted = byField(error ? reasonsOf(error) : [], ['reason', ...fields.map(f => f.name)])
  const put = (name: string, value: string | null) => set({ ...values, [name]: value })
  return (
    <>
      {sorted.rest.length > 0 ? <Fault error={error} /> : null}
      {fields.map(field => (
        <Field
          key={field.name}
          name={`remedy-${field.name}`}
          label={field.label}
          hint={field.hint}
          required={!field.optional}
          reasons={sorted.fields.get(field.name)}
          group={field.kind === 'choice'}
        >
          {({ status, ...control }): ReactNode => {
            const value = values[field.name] ?? ''
            if (field.kind === 'day')
              return (
                <DayInput
                  control={{ ...control, status }}
                  value={value || null}
                  onChange={day => put(field.name, day)}
                />
              )
            if (field.kind === 'choice')
              return (
                <Radio.Group
                  className="checks"
                  name={field.name}
                  value={value}
                  options={optionsOf(field.choices ?? {})}
                  onChange={event => put(field.name, String(event.target.value))}
                />
              )
            return (
              <Input.TextArea
                {...control}
                status={status}
                value={value}
                maxLength={1000}
                autoSize={{ minRows: field.kind === 'text' ? 2 : 1, maxRows: 6 }}
                onChange={event => put(field.name, event.target.value)}
              />
            )
          }}
        </Field>
      ))}
    </>
  )
}

const given = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''))

function Entry({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [values, setValues] = useState<Values>({ procedure: 'ordinary' })
  const doing = useDoing()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await doing.run('POST', '/api/remedies', given(values))) onDone()
  }
  return (
    <form
      className="act request-new"
      noValidate
      aria-label="登记复议、诉讼"
      onSubmit={event => void submit(event)}
    >
      <Fields fields={enterFields} values={values} set={setValues} error={doing.error} />
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          登记
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </form>
  )
}

type StepProps = {
  readonly row: RemedyView
  readonly verb: string
  readonly onDone: () => void
  readonly onCancel: () => void
}

function Step({ row, verb, onDone, onCancel }: StepProps) {
  const offer = row.offers.find(o => o.verb === verb)!
  const fields = stepFields[verb] ?? []
  const [values, setValues] = useState<Values>(
    verb === 'amend'
      ? {
          number: row.number,
          authority: row.authority,
          procedure: row.procedure,
          receivedOn: row.receivedOn,
          note: row.note,
        }
      : {},
  )
  const [reason, setReason] = useState('')
  const doing = useDoing()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const body = { version: row.version, form: given(values), ...(offer.reason ? { reason } : {}) }
    if (await doing.run('POST', `/api/remedies/${row.id}/${verb}`, body)) onDone()
  }
  return (
    <form
      className="act request-new"
      noValidate
      aria-label={offer.label}
      onSubmit={event => void submit(event)}
    >
      <h2>
        {offer.label}：{row.number}
      </h2>
      <p className="effect">{offer.effect}</p>
      <BasisList basis={offer.basis} />
      <Fields fields={fields} values={values} set={setValues} error={doing.error} />
      {offer.reason ? (
        <Field name="remedy-reason" label="理由" required>
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={reason}
              maxLength={500}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          {offer.label}
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </form>
  )
}
