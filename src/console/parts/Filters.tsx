import { Input, Pagination, Select } from 'antd'

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
      align="end"
      onChange={onPage}
    />
  )
}
