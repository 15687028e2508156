import { Button, Drawer, type TableColumnType } from 'antd'
import { useState, type ReactNode } from 'react'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Opinions, type Opine } from '../../screens/ItemPanel.tsx'
import { newRowKey } from '../../screens/cells.ts'
import { instrumentFacts, isFixedPart, nameOfRow, type InstrumentKind, type Row } from '../model.ts'
import { wordsOfField, type RowProblem } from '../rules.ts'
import type { InstrumentView } from '../views.ts'
import { One, RowFields } from './RowFields.tsx'

type Props = {
  readonly kind: InstrumentKind
  readonly rows: readonly Row[]
  readonly problems: readonly RowProblem[]
  readonly items: InstrumentView['items']
  readonly opinions: InstrumentView['opinions']
  readonly onOpine?: (opinion: Opine) => void
  /** Absent: read only. */
  readonly onPut?: (key: string, values: Row['values']) => void
  readonly onAdd?: (row: Row) => void
  readonly onRemove?: (key: string) => void
}

/** The rows of an instrument: a guide reads and is written down the page, the others are a list with one row open at a time. */
export function Rows(props: Props) {
  return props.kind === 'guide' ? <Parts {...props} /> : <Listed {...props} />
}

const [headingSpec, textSpec] = instrumentFacts.guide.fields

function Parts({ rows, problems, items, opinions, onOpine, onPut, onAdd, onRemove }: Props) {
  return (
    <>
      {rows.map(row => {
        const said = (
          <Opinions
            itemKey={row.key}
            whole="这一部分"
            choices={[]}
            opinions={opinions}
            at={null}
            onOpine={onOpine}
          />
        )
        if (!onPut)
          return (
            <section key={row.key} aria-label={nameOfRow('guide', row)}>
              <h2>{nameOfRow('guide', row)}</h2>
              <p className="grid-text-whole">{row.values.text || '（没有填写）'}</p>
              {said}
            </section>
          )
        const put = (name: string) => (value: string) => onPut(row.key, { ...row.values, [name]: value })
        const shared = { row, problems, items }
        return (
          <div key={row.key}>
            {isFixedPart(row.key) ? null : <One {...shared} spec={headingSpec!} onPut={put('heading')} />}
            <One
              {...shared}
              spec={textSpec!}
              label={isFixedPart(row.key) ? nameOfRow('guide', row) : '内容'}
              onPut={put('text')}
            />
            {isFixedPart(row.key) ? null : (
              <Button size="small" onClick={() => onRemove?.(row.key)}>
                删除“{nameOfRow('guide', row)}”
              </Button>
            )}
            {opinions.some(o => o.itemKey === row.key) ? said : null}
          </div>
        )
      })}
      {onAdd ? (
        <Button onClick={() => onAdd({ key: newRowKey(), values: { heading: '', text: '' } })}>
          增加一部分
        </Button>
      ) : null}
    </>
  )
}

type Line = Row & { readonly number: number }

const columnsOf = (
  { kind, problems, opinions, onPut }: Props,
  open: (key: string) => void,
): TableColumnType<Line>[] => [
  { key: 'number', title: '序号', width: 70, render: (_, l) => l.number },
  {
    key: 'name',
    title: instrumentFacts[kind].fields[0]!.label,
    width: 240,
    render: (_, l) => (
      <button type="button" className="link" onClick={() => open(l.key)}>
        {nameOfRow(kind, l)}
      </button>
    ),
  },
  ...instrumentFacts[kind].fields
    .filter(f => ['content', 'scope', 'ground', 'reason', 'subject', 'deadline', 'until'].includes(f.name))
    .map((f): TableColumnType<Line> => ({
      key: f.name,
      title: f.label.replace(/（.*）/, ''),
      ...(f.form === 'text' ? {} : { width: f.form === 'day' ? 120 : 170 }),
      render: (_, l) => <span className="two-lines">{wordsOfField(kind, l, f.name) || '—'}</span>,
    })),
  {
    key: 'notes',
    title: '提示',
    width: 110,
    render: (_, l) => {
      const faults = onPut ? problems.filter(p => p.key === l.key).length : 0
      const said = opinions.filter(o => o.itemKey === l.key).length
      const words: ReactNode[] = [faults > 0 && `${faults}处要改`, said > 0 && `${said}条意见`].filter(
        Boolean,
      )
      return words.length > 0 ? words.join('，') : '—'
    },
  },
]

function Listed(props: Props) {
  const { kind, rows, problems, items, opinions, onOpine, onPut, onAdd, onRemove } = props
  const [open, setOpen] = useState<string | null>(null)
  const at = rows.findIndex(r => r.key === open)
  const row = rows[at]
  const noun = instrumentFacts[kind].row
  const add = () => {
    const fresh: Row = { key: newRowKey(), values: {} }
    onAdd?.(fresh)
    setOpen(fresh.key)
  }
  return (
    <>
      <ListTable<Line>
        label={instrumentFacts[kind].label}
        columns={columnsOf(props, setOpen)}
        dataSource={rows.map((r, i) => ({ ...r, number: i + 1 }))}
        rowKey="key"
        head="name"
        minWidth={1100}
        pageSize={100}
        empty={`还没有一个${noun}。`}
      />
      {onAdd ? (
        <div className="act-buttons">
          <Button onClick={add}>增加一个{noun}</Button>
        </div>
      ) : null}
      {row ? (
        <Drawer
          open
          size={620}
          rootClassName="item-panel"
          title={`第${at + 1}个${noun}　${nameOfRow(kind, row)}`}
          onClose={() => setOpen(null)}
          extra={
            <span className="row-keys">
              <Button size="small" disabled={at === 0} onClick={() => setOpen(rows[at - 1]!.key)}>
                上一个
              </Button>
              <Button
                size="small"
                disabled={at === rows.length - 1}
                onClick={() => setOpen(rows[at + 1]!.key)}
              >
                下一个
              </Button>
            </span>
          }
        >
          {onPut ? (
            <RowFields
              kind={kind}
              row={row}
              problems={problems}
              items={items}
              onPut={values => onPut(row.key, values)}
            />
          ) : (
            <dl className="facts">
              {instrumentFacts[kind].fields.map(f => (
                <div key={f.name}>
                  <dt>{f.label}</dt>
                  <dd className="grid-text-whole">{wordsOfField(kind, row, f.name) || '—'}</dd>
                </div>
              ))}
            </dl>
          )}
          <Opinions
            itemKey={row.key}
            whole={`整个${noun}`}
            choices={[]}
            opinions={opinions}
            at={null}
            onOpine={onOpine}
          />
          {onRemove ? (
            <Button
              danger
              onClick={() => {
                setOpen(null)
                onRemove(row.key)
              }}
            >
              删除这个{noun}
            </Button>
          ) : null}
        </Drawer>
      ) : null}
    </>
  )
}
