import { Checkbox, Pagination, Table, type TableColumnType, type TableProps } from 'antd'
import { useState, type Key, type ReactNode } from 'react'
import { pagerItem } from '../controls.tsx'
import { useWide } from '../useWide.ts'
import { useScrollFocus } from './useScrollFocus.ts'

type Props<R> = {
  /** What the table lists, for those who hear it. */
  readonly label: string
  readonly columns: readonly TableColumnType<R>[]
  readonly dataSource: readonly R[]
  readonly rowKey: keyof R & string
  /** The column that heads a card; the first one where none is named. */
  readonly head?: string
  /** Narrower than this the table scrolls in its own box, reachable with the keyboard. */
  readonly minWidth?: number
  readonly stale?: boolean
  readonly empty?: ReactNode
  readonly rowSelection?: {
    readonly selectedRowKeys: readonly Key[]
    readonly onChange: (keys: Key[]) => void
    readonly getCheckboxProps?: (row: R) => { disabled?: boolean }
    /** What one row is called, for its check box. */
    readonly nameOf: (row: R) => string
  }
  readonly rowClassName?: (row: R) => string
  /** Rows on one page where the whole list is here; absent: all of them. */
  readonly pageSize?: number
}

/** Narrower than this a table is no table any more: every row becomes a card. */
export const tableWidth = 760

const textOf = (value: unknown): ReactNode => (typeof value === 'function' ? null : (value as ReactNode))

function cellOf<R>(column: TableColumnType<R>, row: R, at: number): ReactNode {
  const value =
    typeof column.dataIndex === 'string' ? (row as Record<string, unknown>)[column.dataIndex] : undefined
  return column.render ? (column.render(value, row, at) as ReactNode) : (value as ReactNode)
}

/** A list with columns: a table with a heading that stays where there is room, cards one below the other on a telephone. */
export function ListTable<R extends object>(props: Props<R>) {
  const wide = useWide(tableWidth)
  const roomy = useWide(1180)
  const box = useScrollFocus(props.label)
  const [page, setPage] = useState(1)
  const { label, columns, dataSource, rowKey, rowSelection, minWidth = 860, pageSize } = props
  if (dataSource.length === 0) return <p className="quiet table-empty">{props.empty ?? '没有内容。'}</p>
  const className = props.stale ? 'rows-old' : undefined
  const keyOf = (row: R) => row[rowKey] as Key
  if (wide) {
    const selection: TableProps<R>['rowSelection'] = rowSelection && {
      columnWidth: 44,
      columnTitle: <span className="hidden">选择</span>,
      selectedRowKeys: [...rowSelection.selectedRowKeys],
      onChange: keys => rowSelection.onChange(keys),
      // antd repeats its own box for all in a hidden row that the keyboard still reaches (WCAG 4.1.2).
      hideSelectAll: true,
      getCheckboxProps: row =>
        ({
          ...rowSelection.getCheckboxProps?.(row),
          'aria-label': `选择：${rowSelection.nameOf(row)}`,
        }) as never,
    }
    return (
      <div ref={box} className={roomy ? 'list-table list-table-sticky' : 'list-table'}>
        <Table<R>
          className={className}
          rowKey={rowKey}
          size="middle"
          aria-label={label}
          columns={[...columns]}
          dataSource={[...dataSource]}
          rowSelection={selection}
          rowClassName={props.rowClassName}
          pagination={
            pageSize
              ? { pageSize, hideOnSinglePage: true, showSizeChanger: false, itemRender: pagerItem }
              : false
          }
          scroll={roomy ? undefined : { x: minWidth }}
        />
      </div>
    )
  }
  const chosen = new Set(rowSelection?.selectedRowKeys)
  const toggle = (key: Key) =>
    rowSelection?.onChange(chosen.has(key) ? [...chosen].filter(k => k !== key) : [...chosen, key])
  const head = columns.find(c => c.key === props.head) ?? columns[0]!
  const rest = columns.filter(c => c !== head)
  const shown = pageSize ? dataSource.slice((page - 1) * pageSize, page * pageSize) : dataSource
  return (
    <>
      <ul className={className ? `list-cards ${className}` : 'list-cards'} aria-label={label}>
        {shown.map((row, at) => (
          <li
            key={keyOf(row)}
            className={chosen.has(keyOf(row)) ? 'list-card list-card-chosen' : 'list-card'}
          >
            <div className="list-card-head">
              {rowSelection ? (
                <Checkbox
                  checked={chosen.has(keyOf(row))}
                  disabled={rowSelection.getCheckboxProps?.(row).disabled}
                  aria-label={`选择：${rowSelection.nameOf(row)}`}
                  onChange={() => toggle(keyOf(row))}
                />
              ) : null}
              <div className="list-card-title">{cellOf(head, row, at)}</div>
            </div>
            <dl className="list-card-facts">
              {rest.map((column, i) => {
                const cell = cellOf(column, row, at)
                if (cell === null || cell === undefined || cell === '' || cell === '—') return null
                return (
                  <div key={column.key ?? i}>
                    <dt>{textOf(column.title)}</dt>
                    <dd>{cell}</dd>
                  </div>
                )
              })}
            </dl>
          </li>
        ))}
      </ul>
      {pageSize && dataSource.length > pageSize ? (
        <Pagination
          current={page}
          total={dataSource.length}
          pageSize={pageSize}
          showSizeChanger={false}
          itemRender={pagerItem}
          align="end"
          onChange={setPage}
        />
      ) : null}
    </>
  )
}
