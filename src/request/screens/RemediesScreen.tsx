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
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { byField, reasonsOf, type Reason } from '#console/refusal.ts'
import { useKept } from '#console/useKept.ts'
import type { FieldSpec } from '../fields.ts'
import { procedureLabels, redoForLabels } from '../remedies/model.ts'
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
  const [entering, setEntering] = useState(search.enter !== undefined)
  const refresh = useRefresh()
  const done = async () => {
    setChosen(null)
    if (search.at !== undefined) set({ at: null }, 'replace')
    leave()
    await refresh('/api/requests')
    await reload()
  }
  const leave = () => {
    setEntering(false)
    if (search.enter !== undefined) set({ enter: null }, 'replace')
  }
  // From the worklist: the one that waits stands open, on whichever page of the list it is.
  const at = chosen === null && search.at !== undefined && /^\d{1,9}$/.test(search.at) ? search.at : null
  const pointed = useGet<RemedyView>(at === null ? null : `/api/remedies/${at}`, { fresh: 0 })
  const row =
    chosen === null
      ? (pointed.data ?? undefined)
      : (data?.rows.find(r => r.id === chosen.id) ?? pointed.data ?? undefined)
  const offer =
    chosen === null
      ? row?.decidedOn === null
        ? row.offers[0]
        : undefined
      : row?.offers.find(o => o.verb === chosen.verb)
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
      render: (_, row) => (
        <>
          {row.decidedOn ? `${row.resultLabel}（${row.decidedOn}）` : row.stateLabel}
          {row.isRedoOpen ? (
            <p>
              <To href={`/requests/${row.requestId}`}>待重新办理原申请</To>
            </p>
          ) : null}
        </>
      ),
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
      lead="自收到副本的次日起：复议简易程序5个工作日、普通程序10个工作日内提交答复，诉讼15日内提交答辩状和证据；逾期视为没有证据。结果计入年度报告表三，要求重新答复的转原申请重新办理。"
      actions={data?.mayEnter ? <Button onClick={() => setEntering(true)}>登记复议、诉讼</Button> : null}
    >
      {entering ? <Entry request={search.enter ?? ''} onDone={() => void done()} onCancel={leave} /> : null}
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
          onClose={() => {
            setChosen(null)
            if (search.at !== undefined) set({ at: null }, 'replace')
          }}
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

const enterFields: readonly FieldSpec[] = [
  { name: 'block', label: '类别', kind: 'choice', choices: remedyBlockLabels },
  {
    name: 'request',
    label: '原申请的登记编号',
    kind: 'line',
    hint: '本系统启用以前的申请可以不填。',
    optional: true,
  },
  { name: 'number', label: '案号', kind: 'line', hint: '如：某政复〔2026〕1号、（2026）某行初1号。' },
  { name: 'authority', label: '复议机关或者人民法院', kind: 'line' },
  {
    name: 'procedure',
    label: '程序',
    kind: 'choice',
    choices: procedureLabels,
    hint: '以受理通知书写明的为准。',
  },
  { name: 'receivedOn', label: '收到副本的日期', kind: 'day', hint: '提交答复、答辩的期限从次日起算。' },
  { name: 'note', label: '说明', kind: 'text', optional: true },
]
const { pending: _pending, ...ended } = remedyResultLabels
const resultFields: readonly FieldSpec[] = [
  {
    name: 'result',
    label: '结果',
    kind: 'choice',
    choices: ended,
    hint: '纠正：撤销、变更、确认违法、责令履行。其他：驳回申请、撤回、调解等没有维持也没有纠正的。',
  },
  { name: 'on', label: '结案日期', kind: 'day', hint: '决定书、判决书上的日期；计入这一年的表三。' },
  {
    name: 'redo',
    label: '是否要求本机关重新答复',
    kind: 'either',
    choices: { true: '要求重新答复', false: '不要求' },
  },
  {
    name: 'redoFor',
    label: '被纠正的原因',
    kind: 'choice',
    choices: redoForLabels,
    hint: '内容违法的，不得以同一事实和理由作出相同的答复。',
  },
  { name: 'toldOn', label: '收到决定书、判决书的日期', kind: 'day', hint: '重新答复的期限从次日起算。' },
  {
    name: 'redoBy',
    label: '决定、判决确定的重新答复期限',
    kind: 'day',
    hint: '没有定期限的不填，按20个工作日计算。',
    optional: true,
  },
]

/** The program is asked of reviews alone. */
const enteredFor = (values: Answers): readonly FieldSpec[] =>
  enterFields.filter(f => f.name !== 'procedure' || values.block === 'review')

/** What belongs to a new answer is asked only where one is wanted. */
const resultFor = (values: Answers): readonly FieldSpec[] => {
  const isCorrected = values.result === 'corrected'
  return resultFields.filter(
    ({ name }) =>
      ['result', 'on'].includes(name) || (isCorrected && (name === 'redo' || values.redo === true)),
  )
}

/** Fields of which some are asked only after others were answered; what is not asked is not sent. */
const asked = (
  all: readonly FieldSpec[],
  which: (values: Answers) => readonly FieldSpec[],
  already: Answers,
): StepFields => ({
  initial: fieldsOf(all, {}, already).initial,
  missing: values => fieldsOf(which(values)).missing?.(values) ?? [],
  form: values => fieldsOf(which(values)).form(values),
  draw: held => fieldsOf(which(held.values)).draw(held),
})

type EntryProps = { readonly request: string; readonly onDone: () => void; readonly onCancel: () => void }

function Entry({ request, onDone, onCancel }: EntryProps) {
  const kept = useKept<{ values: Answers }>('remedy-new', { values: {} })
  const [missing, setMissing] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const fields = asked(enterFields, enteredFor, { procedure: 'ordinary', request })
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
function asksOf(row: RemedyView, verb: string): StepFields {
  const { block, number, authority, procedure, receivedOn, note, redo, redoFor, toldOn, redoBy } = row
  switch (verb) {
    case 'decide':
      return asked(resultFields, resultFor, { on: null })
    case 'revise':
      return asked(resultFields, resultFor, {
        result: row.result,
        on: row.decidedOn,
        redo: row.result === 'corrected' ? redo : null,
        redoFor: redoFor ?? '',
        toldOn,
        redoBy,
      })
    case 'amend':
      return asked(enterFields, enteredFor, {
        block,
        request: row.requestNumber ?? '',
        number,
        authority,
        procedure,
        receivedOn,
        note,
      })
    default:
      return fieldsOf(
        [{ name: 'on', label: '提交答复（答辩状）和证据的日期', kind: 'day' }],
        {},
        { on: null },
      )
  }
}
