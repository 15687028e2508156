import { Button, Input, Select } from 'antd'
import { useEffect, useState, type FormEvent, type RefObject } from 'react'
import { DayInput } from '#console/parts/DayInput.tsx'
import { dayText, now } from '#console/time.ts'
import { attributes } from '../../model.ts'
import { dates, filterNames, lights, sorts, usualSort, type ListName } from '../../lists/model.ts'
import type { ListChoices } from '../../lists/views.ts'
import { stateLabels, states } from '../../workflow.ts'
import { attributeLabels } from '../options.ts'
import { usualPeriods } from './periods.ts'

type Props = {
  readonly list: ListName
  readonly search: Readonly<Record<string, string>>
  /** Changes filters; page and selection begin anew. */
  readonly set: (change: Readonly<Record<string, string | null>>) => void
  readonly choices: ListChoices | undefined
  readonly find: RefObject<HTMLDivElement | null>
}

const plain = (id: string) => ({
  id,
  'aria-describedby': undefined,
  'aria-invalid': undefined,
  'aria-required': undefined,
  status: undefined,
})

type Option = { readonly value: string; readonly label: string }
const all: Option = { value: '', label: '全部' }

/** Filters that are not in sight at first: how many of them hold is said on the button. */
const hidden = ['kind', 'department', 'year', 'light', 'date', 'from', 'until', 'imported'] as const

export const filtersIn = (search: Readonly<Record<string, string>>): number =>
  filterNames.filter(name => name !== 'sort' && name !== 'date' && search[name]).length

/** The conditions of a list, all of them in its address. */
export function Filters({ list, search, set, choices, find }: Props) {
  const [text, setText] = useState(search.q ?? '')
  const [open, setOpen] = useState(() => hidden.some(name => name !== 'date' && search[name]))
  useEffect(() => setText(search.q ?? ''), [search.q])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set({ q: text.trim() || null })
  }
  const choose = (name: string, label: string, options: readonly Option[]) => (
    <label key={name}>
      <span>{label}</span>
      <Select
        value={search[name] ?? ''}
        aria-label={label}
        options={[all, ...options]}
        showSearch={options.length > 12}
        optionFilterProp="label"
        onChange={(value: string) => set({ [name]: value || null })}
      />
    </label>
  )
  const beyond = hidden.filter(name => name !== 'date' && search[name]).length
  const many = filtersIn(search) > 0
  const period = usualPeriods(dayText(now()))
  return (
    <form className="filters" role="search" aria-label="查询条件" onSubmit={submit}>
      <label className="filter-wide">
        <span>标题或文号</span>
        <div ref={find}>
          <Input value={text} allowClear maxLength={100} onChange={event => setText(event.target.value)} />
        </div>
      </label>
      {choose(
        'attribute',
        '公开属性',
        attributes.map(one => ({ value: one, label: attributeLabels[one] })),
      )}
      {choose(
        'state',
        '环节',
        states.map(one => ({ value: one, label: stateLabels[one] })),
      )}
      <Button type="primary" htmlType="submit">
        查询
      </Button>
      <Button aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? '收起条件' : beyond > 0 ? `更多条件（已用${beyond}个）` : '更多条件'}
      </Button>
      {many ? (
        <Button
          type="text"
          onClick={() => {
            setText('')
            set(Object.fromEntries(filterNames.filter(n => n !== 'sort').map(name => [name, null])))
          }}
        >
          清除条件
        </Button>
      ) : null}
      {open ? (
        <>
          <span className="filters-break" />
          {choose(
            'kind',
            '文种',
            (choices?.kinds ?? []).map(value => ({ value, label: value })),
          )}
          {choose(
            'department',
            '部门',
            (choices?.departments ?? []).map(d => ({ value: String(d.id), label: d.name })),
          )}
          {choose(
            'year',
            '印发年度',
            (choices?.years ?? []).map(y => ({ value: String(y), label: `${y}年` })),
          )}
          {choose(
            'light',
            '时限',
            Object.entries(lights).map(([value, label]) => ({ value, label })),
          )}
          {choose('imported', '来源', [{ value: '1', label: '补录的历史公文' }])}
          <span className="filters-break" />
          <label>
            <span>日期</span>
            <Select
              value={search.date ?? 'issued'}
              aria-label="按哪个日期"
              options={Object.entries(dates).map(([value, label]) => ({ value, label }))}
              onChange={value => set({ date: value === 'issued' ? null : value })}
            />
          </label>
          <label>
            <span>起日</span>
            <DayInput
              control={plain(`${list}-from`)}
              value={search.from ?? null}
              onChange={day => set({ from: day })}
            />
          </label>
          <label>
            <span>止日</span>
            <DayInput
              control={plain(`${list}-until`)}
              value={search.until ?? null}
              onChange={day => set({ until: day })}
            />
          </label>
          <div className="periods" role="group" aria-label="常用期间">
            {period.map(one => {
              const on = search.from === one.from && search.until === one.until
              return (
                <Button
                  key={one.label}
                  size="small"
                  type={on ? 'primary' : 'default'}
                  aria-pressed={on}
                  onClick={() => set(on ? { from: null, until: null } : { from: one.from, until: one.until })}
                >
                  {one.label}
                </Button>
              )
            })}
          </div>
        </>
      ) : null}
    </form>
  )
}

/** In which order; the list's own where nothing is said. */
export function SortChoice({ list, search, set }: Pick<Props, 'list' | 'search' | 'set'>) {
  return (
    <Select
      aria-label="排序"
      value={search.sort ?? usualSort[list]}
      options={Object.entries(sorts).map(([value, label]) => ({ value, label }))}
      onChange={value => set({ sort: value === usualSort[list] ? null : value })}
      popupMatchSelectWidth={false}
    />
  )
}
