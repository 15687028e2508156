import { Button, Input, Pagination, Select } from 'antd'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { useListAddress } from '../address.ts'
import { pagerItem } from '../controls.tsx'
import { DayInput } from './DayInput.tsx'

type Option<V extends string> = { readonly value: V; readonly label: string }

/** One choice among the conditions of a list; its name is heard as well as seen. */
export function Choice<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: V
  readonly options: readonly Option<V>[]
  readonly onChange: (value: V) => void
}) {
  return (
    <label>
      <span>{label}</span>
      <Select<V> aria-label={label} value={value} options={[...options]} onChange={onChange} />
    </label>
  )
}

/** One day among the conditions of a list; null takes the condition away. */
export function DayChoice({
  name,
  label,
  value,
  onChange,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onChange: (day: string | null) => void
}) {
  return (
    <label>
      <span>{label}</span>
      <DayInput control={{ ...plainControl, id: `of-${name}` }} value={value || null} onChange={onChange} />
    </label>
  )
}

const plainControl = {
  'aria-describedby': undefined,
  'aria-invalid': undefined,
  'aria-required': undefined,
  status: undefined,
}

/** Words to look for among the conditions of a list. */
export function SearchWords({
  label,
  value,
  longest = 200,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly longest?: number
  readonly onChange: (value: string) => void
}) {
  return (
    <label>
      <span>{label}</span>
      <Input value={value} allowClear maxLength={longest} onChange={event => onChange(event.target.value)} />
    </label>
  )
}

/**
 * The conditions of a list that are looked for in words: the words (`q`) count when 查询 is pressed, choices at once.
 * Going back in the browser, or clearing the conditions, brings the words along.
 */
export function Conditions({
  list: { search, set },
  words,
  longest,
  label = '查询条件',
  children,
  after,
}: {
  readonly list: Pick<ReturnType<typeof useListAddress>, 'search' | 'set'>
  /** What the words are looked for in, as the box's label. */
  readonly words: string
  readonly longest?: number
  readonly label?: string
  /** The choices. */
  readonly children?: ReactNode
  /** What stands behind 查询. */
  readonly after?: ReactNode
}) {
  const { q = '' } = search
  const [typed, setTyped] = useState({ text: q, since: q })
  const text = typed.since === q ? typed.text : q
  const find = (event: FormEvent) => {
    event.preventDefault()
    set({ q: text.trim() })
  }
  return (
    <form className="filters" role="search" aria-label={label} onSubmit={find}>
      <SearchWords
        label={words}
        value={text}
        longest={longest}
        onChange={next => setTyped({ text: next, since: q })}
      />
      {children}
      <Button type="primary" htmlType="submit">
        查询
      </Button>
      {after}
    </form>
  )
}

/** The pages of a list; nothing where one page holds all. */
export function Pager({
  page,
  total,
  size,
  onPage,
}: {
  readonly page: number
  readonly total: number
  readonly size: number
  readonly onPage: (page: number) => void
}) {
  if (total <= size) return null
  return (
    <Pagination
      current={page}
      total={total}
      pageSize={size}
      showSizeChanger={false}
      itemRender={pagerItem}
      align="end"
      onChange={onPage}
    />
  )
}
