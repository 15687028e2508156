import { Button, Input, Segmented, Select, type TableColumnType } from 'antd'
import { useState, type FormEvent } from 'react'
import { useAddress } from '#console/address.ts'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { orAll } from '#console/parts/choices.ts'
import { Choice } from '#console/parts/Filters.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { reasonsOf } from '#console/refusal.ts'
import { useMe } from '#console/session.ts'
import { useKept } from '#console/useKept.ts'
import type { BoardLine } from '../views.ts'
import { dueWords, lightOf } from './standing.ts'

type Line = BoardLine & { readonly id: string }

const lights = [
  ['', '全部'],
  ['red', '超期'],
  ['yellow', '临近'],
  ['green', '充裕'],
  ['done', '已公布'],
] as const
const groupOf = (l: BoardLine) => (l.state === 'published' ? 'done' : lightOf(l))

const columns: TableColumnType<Line>[] = [
  {
    key: 'body',
    title: '机关',
    render: (_, l) => (
      <span style={{ paddingLeft: `${Math.max(0, l.body.depth) * 1.2}em` }}>{l.body.name}</span>
    ),
  },
  { key: 'field', title: '领域', width: 140, render: (_, l) => l.fieldLabel },
  {
    key: 'state',
    title: '现在',
    width: 170,
    render: (_, l) =>
      l.version !== null ? (
        <To href={`/catalogs/${l.version}`}>{`${l.label}（第${l.number}版）`}</To>
      ) : (
        l.label
      ),
  },
  { key: 'next', title: '下一步', width: 190, render: (_, l) => l.milestone?.label ?? '—' },
  { key: 'on', title: '期限', width: 120, render: (_, l) => l.milestone?.on ?? '—' },
  {
    key: 'due',
    title: '时间',
    width: 130,
    render: (_, l) => <Light light={groupOf(l) === 'done' ? 'green' : lightOf(l)} words={dueWords(l)} />,
  },
  { key: 'plan', title: '计划', width: 200, render: (_, l) => (l.plan ? `${l.plan.title}（最迟${l.plan.longStop}）` : '—') }, // prettier-ignore
]

/** 编制进度: every body below on the plan it is held to, the late ones one press away. */
export default function BoardScreen() {
  const me = useMe()
  const { search, set } = useAddress()
  const { data, error, loading, reload } = useGet<{ lines: readonly BoardLine[] }>('/api/catalogs/board')
  const [planning, setPlanning] = useState(false)
  const refresh = useRefresh()
  const gives = me.roles.filter(r => ['opennessOfficer', 'leader'].includes(r.role))
  const bodies = [...new Map(gives.map(r => [r.bodyId, r.bodyName]))].map(([id, name]) => ({ id, name }))
  if (loading || error || !data)
    return (
      <Page title="目录编制进度">
        {loading ? <Loading rows={10} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const { field = '', light = '' } = search
  const ofField = data.lines.filter(l => field === '' || l.field === field)
  const rows: Line[] = ofField
    .filter(l => light === '' || groupOf(l) === light)
    .map(l => ({ ...l, id: `${l.body.id}-${l.field}` }))
  const fields = [...new Map(data.lines.map(l => [l.field as string, l.fieldLabel]))]
  return (
    <Page
      wide
      title="目录编制进度"
      lead="各机关按离它最近的上级下达的计划计期限；没有计划的不计时。"
      actions={
        bodies.length > 0 ? <Button onClick={() => setPlanning(!planning)}>下达编制计划</Button> : null
      }
    >
      {planning ? (
        <PlanForm
          bodies={bodies}
          onClose={() => setPlanning(false)}
          onDone={() => {
            setPlanning(false)
            void refresh('/api/catalogs')
          }}
        />
      ) : null}
      <div className="filters">
        <Choice
          label="领域"
          value={field}
          options={orAll(fields)}
          onChange={value => set({ field: value })}
        />
        <Segmented
          aria-label="时间"
          value={light}
          options={lights.map(([value, label]) => ({
            value: value as string,
            label: `${label} ${ofField.filter(l => value === '' || groupOf(l) === value).length}`,
          }))}
          onChange={value => set({ light: value })}
        />
      </div>
      <ListTable<Line>
        label="目录编制进度"
        columns={columns}
        dataSource={rows}
        rowKey="id"
        minWidth={1080}
        pageSize={100}
        empty="没有符合条件的机关。"
      />
    </Page>
  )
}

const days = [
  ['outlineBy', '落实意见报送'],
  ['compiledBy', '编制完成并报审'],
  ['revisedBy', '修改完善'],
  ['publishedBy', '审核并公布'],
  ['longStop', '全面完成（最迟）'],
] as const
type Plan = Record<'title' | 'basis' | (typeof days)[number][0], string>
const blank: Plan = { title: '', basis: '', outlineBy: '', compiledBy: '', revisedBy: '', publishedBy: '', longStop: '' } // prettier-ignore

function PlanForm({
  bodies,
  onClose,
  onDone,
}: {
  bodies: readonly { id: number; name: string }[]
  onClose: () => void
  onDone: () => void
}) {
  const [body, setBody] = useState(bodies[0]!.id)
  const kept = useKept<Plan>('catalog-rollout', blank)
  const doing = useDoing()
  const plan = kept.value
  const put = (part: Partial<Plan>) => kept.set({ ...plan, ...part })
  const reasons = doing.error ? reasonsOf(doing.error) : []
  const at = (name: string) => reasons.filter(r => r.field === name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run('POST', '/api/catalogs/rollouts', { ...plan, body })
    if (!done) return
    kept.forget()
    onDone()
  }
  return (
    <form className="act" aria-label="下达编制计划" noValidate onSubmit={event => void submit(event)}>
      <h2>下达编制计划</h2>
      <p className="effect">下达后，本机关和下级机关的目录都按这几个期限计时；以最近下达的为准。</p>
      <Faults reasons={reasons.filter(r => !(r.field && r.field in blank))} />
      {bodies.length > 1 ? (
        <Field name="body" label="下达机关" required>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={body}
              options={bodies.map(b => ({ value: b.id, label: b.name }))}
              onChange={setBody}
            />
          )}
        </Field>
      ) : null}
      <div className="field-row">
        {(['title', 'basis'] as const).map(name => (
          <Field
            key={name}
            name={name}
            label={name === 'title' ? '计划的名称' : '依据（文件名、文号）'}
            required={name === 'title'}
            reasons={at(name)}
          >
            {({ status, ...control }) => (
              <Input
                {...control}
                status={status}
                maxLength={name === 'title' ? 100 : 200}
                value={plan[name]}
                onChange={event => put({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="field-row field-row-three">
        {days.map(([name, label]) => (
          <Field key={name} name={name} label={label} required reasons={at(name)}>
            {control => (
              <DayInput
                control={control}
                value={plan[name] || null}
                onChange={day => put({ [name]: day ?? '' })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="act-buttons">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          下达
        </Button>
        <Button onClick={onClose}>再想想</Button>
      </div>
    </form>
  )
}
