import { Button, Checkbox, Input, InputNumber, Select } from 'antd'
import type { FormEvent } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { PutBack } from '#console/parts/PutBack.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { useTyped } from '#console/useTyped.ts'
import { attributes, type Attribute } from '../model.ts'
import { keyOfDifference } from '../variants/model.ts'
import type { ChoiceView, VariantsView } from '../variants/views.ts'
import { attributeLabels } from './options.ts'

type Plain = Record<string, string | number>
type Row = { readonly key: string; readonly difference: Plain; readonly basis: string }

const rowsOf = (differences: readonly Readonly<Record<string, unknown>>[]): Row[] =>
  differences.map(({ basis, ...difference }) => ({
    key: keyOfDifference(difference),
    difference: difference as Plain,
    basis: String(basis),
  }))

type Proposed = {
  readonly name: string
  readonly validFrom: string | null
  readonly inherits: boolean
  readonly why: string
  readonly rows: readonly Row[]
}

type Props = {
  readonly view: VariantsView
  readonly onClose: () => void
  readonly onMade: () => void
}

/** A new version: start from what holds or from one that comes with the system, choose from the closed list, cite each. */
export function VariantForm({ view, onClose, onMade }: Props) {
  const { body, choices, shipped } = view
  const now = body.inForce
  const typed = useTyped<Proposed>(`variant-${body.id}`, {
    name: now && !body.inForceFrom ? now.name : '',
    validFrom: null,
    inherits: false,
    why: '',
    rows: rowsOf((now?.differences ?? []).map(d => d.difference as unknown as Record<string, unknown>)),
  })
  const { name, validFrom, inherits, why, rows } = typed.values
  const doing = useDoing()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], [
    'name',
    'validFrom',
    'reason',
    'inherits',
  ])
  const free = choices.filter(choice => !rows.some(row => row.key === choice.key))
  const add = (difference: Plain) => {
    const key = keyOfDifference(difference)
    if (!rows.some(row => row.key === key)) typed.set({ rows: [...rows, { key, difference, basis: '' }] })
  }
  const change = (key: string, part: Partial<Row>) =>
    typed.set({ rows: rows.map(row => (row.key === key ? { ...row, ...part } : row)) })
  async function submit(event: FormEvent) {
    event.preventDefault()
    const done = await doing.run('POST', '/api/variants', {
      body: body.id,
      reason: why,
      form: {
        name,
        validFrom: validFrom ?? '',
        inherits,
        differences: inherits ? [] : rows.map(row => ({ ...row.difference, basis: row.basis })),
      },
    })
    if (!done) return
    typed.forget()
    onMade()
  }
  return (
    <form onSubmit={submit} noValidate aria-label="提出新的一版">
      <h2>{body.name}：提出新的一版</h2>
      <PutBack of={typed} />
      <Faults reasons={sorted.rest} />
      <Field name="start" label="从哪里开始" hint="随系统提供的都注明了条款，可以照用，也可以再改。">
        {({ status, ...control }) => (
          <Select
            {...control}
            status={status}
            placeholder="保留下面的内容，或换成一份现成的"
            options={[
              { value: '', label: '全国流程（没有差异）' },
              ...shipped.map(one => ({
                value: one.code,
                label: `${one.name}（${one.differences.length}处差异）`,
              })),
            ]}
            onChange={(code: string) => {
              const one = shipped.find(s => s.code === code)
              typed.set({
                rows: rowsOf((one?.differences ?? []) as unknown as Record<string, unknown>[]),
                ...(one ? { name: one.name, why: one.note } : {}),
              })
            }}
          />
        )}
      </Field>
      <div className="field-row">
        <Field name="name" label="名称" required reasons={sorted.fields.get('name')}>
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={name}
              maxLength={40}
              onChange={event => typed.set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          name="validFrom"
          label="生效日期"
          required
          reasons={sorted.fields.get('validFrom')}
          hint="今天或以后。只管这天起新建的公文，不追溯。"
        >
          {control => (
            <DayInput control={control} value={validFrom} onChange={day => typed.set({ validFrom: day })} />
          )}
        </Field>
      </div>
      <Field name="inherits" label="沿用上级" group reasons={sorted.fields.get('inherits')}>
        {() => (
          <Checkbox checked={inherits} onChange={event => typed.set({ inherits: event.target.checked })}>
            不再自定，沿用上级单位的规程
          </Checkbox>
        )}
      </Field>
      {inherits ? null : (
        <Rows
          rows={rows}
          choices={choices}
          change={change}
          remove={key => typed.set({ rows: rows.filter(r => r.key !== key) })}
        />
      )}
      {inherits ? null : (
        <Field
          name="add"
          label="增加一处差异"
          hint="只列得出不违反上位规定的差异：法定的审查、退回和补救不能省去，去向只能改得更严。"
        >
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              value={null}
              placeholder="请选择"
              showSearch={{ optionFilterProp: 'label' }}
              options={[
                ...free.map(choice => ({ value: choice.key, label: choice.label })),
                ...attributes
                  .filter(a => !rows.some(row => row.key === `label/${a}`))
                  .map(a => ({ value: `label/${a}`, label: `标注：${attributeLabels[a]} → 自定文字` })),
                ...(rows.some(row => row.key === 'hours')
                  ? []
                  : [{ value: 'hours', label: '先行发布：补办审签的期限 → 自定小时数' }]),
              ]}
              onChange={(key: string | null) => {
                if (!key) return
                const choice = free.find(one => one.key === key)
                if (choice) add(choice.difference)
                else if (key === 'hours') add({ kind: 'hours', hours: 24 })
                else add({ kind: 'label', attribute: key.slice('label/'.length) as Attribute, text: '' })
              }}
            />
          )}
        </Field>
      )}
      <Field
        name="reason"
        label="为什么与全国的流程不同"
        required
        reasons={sorted.fields.get('reason')}
        hint="供批准人核对，存入履历。"
      >
        {({ status, ...control }) => (
          <Input.TextArea
            {...control}
            status={status}
            value={why}
            maxLength={1000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={event => typed.set({ why: event.target.value })}
          />
        )}
      </Field>
      <span className="row-keys">
        <Button type="primary" htmlType="submit" loading={doing.busy}>
          提出，等安全保密管理员批准
        </Button>
        <Button onClick={onClose}>不提了</Button>
      </span>
    </form>
  )
}

type RowsProps = {
  readonly rows: readonly Row[]
  readonly choices: readonly ChoiceView[]
  readonly change: (key: string, part: Partial<Row>) => void
  readonly remove: (key: string) => void
}

function Rows({ rows, choices, change, remove }: RowsProps) {
  if (rows.length === 0) return <p className="quiet">还没有差异：与全国的流程相同。</p>
  const words = (row: Row) => {
    const choice = choices.find(one => one.key === row.key)
    if (choice) return choice.label
    return row.difference.kind === 'hours'
      ? '先行发布：补办审签的期限'
      : `标注：${attributeLabels[row.difference.attribute as Attribute]}`
  }
  return (
    <ol className="variant-rows" aria-label="差异">
      {rows.map((row, at) => (
        <li key={row.key}>
          <p>{words(row)}</p>
          {row.difference.kind === 'label' ? (
            <Input
              aria-label={`第${at + 1}处的标注文字`}
              value={String(row.difference.text)}
              maxLength={20}
              placeholder="标注的文字，不写括号"
              onChange={event =>
                change(row.key, { difference: { ...row.difference, text: event.target.value } })
              }
            />
          ) : null}
          {row.difference.kind === 'hours' ? (
            <InputNumber
              aria-label={`第${at + 1}处的小时数`}
              min={1}
              max={72}
              value={Number(row.difference.hours)}
              onChange={hours => change(row.key, { difference: { ...row.difference, hours: hours ?? 24 } })}
            />
          ) : null}
          <span className="variant-basis">
            <Input
              aria-label={`第${at + 1}处的依据`}
              value={row.basis}
              maxLength={200}
              placeholder="依据：条款，或本地文件的名称、文号和条目"
              onChange={event => change(row.key, { basis: event.target.value })}
            />
            <Button size="small" aria-label={`去掉第${at + 1}处`} onClick={() => remove(row.key)}>
              去掉
            </Button>
          </span>
        </li>
      ))}
    </ol>
  )
}
