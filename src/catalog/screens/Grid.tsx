import { Checkbox } from 'antd'
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { useKeeper, type Keeper } from '#console/useKeeper.ts'
import { useWide } from '#console/useWide.ts'
import { Pager } from '#console/parts/Filters.tsx'
import { tableWidth } from '#console/parts/ListTable.tsx'
import type { LocalItem } from '../localItem.ts'
import { elementText, type ComparedElement } from '../rules/adopt.ts'
import { Cards } from './Cards.tsx'
import { CellEditor, type Next } from './CellEditor.tsx'
import { blockOf, columns, itemName, putText, type Column } from './cells.ts'
import { ItemWords } from './ItemWords.tsx'
import { moved } from './move.ts'
import { notesAt, type Note, type Notes } from './notes.ts'

export type Place = { readonly key: string; readonly element: ComparedElement | 'row' }
export type GridProps = {
  readonly label: string
  readonly items: readonly LocalItem[]
  readonly notes: Notes
  /** National rows nobody has read: what stands for them alone is marked 待核对. */
  readonly drafted: ReadonlySet<string>
  /** Absent: only read. */
  readonly onPut?: (parts: ReadonlyMap<string, Partial<LocalItem>>) => void
  readonly onFault?: (text: string) => void
  readonly onUndo?: () => void
  readonly onRedo?: () => void
  readonly onOpen: (place: Place) => void
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (keys: ReadonlySet<string>) => void
  /** Goes there when it changes. */
  readonly goTo?: Place | null
  /** Under which name this machine keeps a cell that is being written. */
  readonly keepAs?: string
}
/** A cell that was left in the middle of being written, as by a refresh. */
type Unfinished = { readonly place: Place; readonly text: string }

const pageSize = 100
const cellId = (place: Place) => `cell-${place.key}-${place.element}`

/** The table of a catalog as a grid: arrows move, Enter writes, Tab goes on, Esc takes back; cards on a telephone. */
export function Grid(props: GridProps) {
  const wide = useWide(tableWidth)
  const { items, goTo } = props
  const [page, setPage] = useState(1)
  const last = Math.max(1, Math.ceil(items.length / pageSize))
  const shownPage = Math.min(page, last)
  useEffect(() => {
    if (!goTo) return
    const at = items.findIndex(i => i.key === goTo.key)
    if (at >= 0) setPage(Math.floor(at / pageSize) + 1)
    // Only a new place to go to turns the page, not every edit.
  }, [goTo])
  const [unfinished, setUnfinished] = useState<Unfinished | null>(null)
  const keeper = useKeeper<Unfinished>(props.keepAs, cell => {
    const at = items.findIndex(i => i.key === cell.place.key)
    if (at < 0) return keeper.forget()
    setPage(Math.floor(at / pageSize) + 1)
    setUnfinished(cell)
  })
  const from = (shownPage - 1) * pageSize
  const shown = items.slice(from, from + pageSize)
  return (
    <>
      {wide ? (
        <Sheet {...props} items={shown} from={from} {...{ unfinished, keeper }} />
      ) : (
        <Cards {...props} items={shown} from={from} />
      )}
      <Pager page={shownPage} total={items.length} size={pageSize} onPage={setPage} />
    </>
  )
}

type SheetProps = GridProps & {
  readonly from: number
  readonly unfinished: Unfinished | null
  readonly keeper: Keeper<Unfinished>
}

function Sheet(props: SheetProps) {
  const { label, items, notes, onPut, onOpen, selected, onSelect, from, goTo, unfinished, keeper } = props
  const shownColumns = columns.filter(c => c.element !== 'level3' || items.some(i => i.level3 !== null))
  const order: readonly Place['element'][] = ['row', ...shownColumns.map(c => c.element)]
  const [active, setActive] = useState<Place | null>(null)
  const [editing, setEditing] = useState<{ place: Place; over: boolean; back?: string } | null>(null)
  const grid = useRef<HTMLTableElement>(null)
  const here = active && items.some(i => i.key === active.key) ? active : items[0] ? { key: items[0].key, element: 'level2' as const } : null // prettier-ignore
  const focus = (place: Place) => {
    flushSync(() => setActive(place))
    document.getElementById(cellId(place))?.focus({ preventScroll: true })
    document.getElementById(cellId(place))?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  useEffect(() => {
    if (goTo) requestAnimationFrame(() => document.getElementById(cellId(goTo)) && focus(goTo))
    // Only a new place to go to moves the focus.
  }, [goTo])
  useEffect(() => {
    if (!unfinished || !onPut) return
    setActive(unfinished.place)
    setEditing({ place: unfinished.place, over: false, back: unfinished.text })
    // Comes once, after what this machine keeps was read.
  }, [unfinished])
  const step = (place: Place, rows: number, cells: number) =>
    moved(items.map(i => i.key), order, place, rows, cells) // prettier-ignore
  const put = (place: Place, text: string): boolean => {
    const item = items.find(i => i.key === place.key)
    if (!item || place.element === 'row') return false
    const result = putText(item, place.element, text)
    if ('fault' in result) props.onFault?.(result.fault)
    else onPut?.(new Map([[place.key, result.part]]))
    return !('fault' in result)
  }
  const done = (place: Place, text: string, next: Next) => {
    setEditing(null)
    keeper.forget()
    put(place, text)
    if (next === 'stay') return
    const go = { down: [1, 0], up: [-1, 0], right: [0, 1], left: [0, -1] }[next]
    focus(step(place, go[0]!, go[1]!))
  }
  const select = (key: string) => {
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    onSelect?.(next)
  }
  const press = (event: KeyboardEvent) => {
    if (!here || editing) return
    const control = event.ctrlKey || event.metaKey
    const moves: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [10, 0],
      PageUp: [-10, 0],
      Home: [control ? -Infinity : 0, -Infinity],
      End: [control ? Infinity : 0, Infinity],
    }
    const move = moves[event.key]
    if (move && !event.altKey) {
      event.preventDefault()
      return focus(step(here, move[0], move[1]))
    }
    if (control && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      return event.shiftKey ? props.onRedo?.() : props.onUndo?.()
    }
    if (control && event.key.toLowerCase() === 'y') {
      event.preventDefault()
      return props.onRedo?.()
    }
    if (control || event.altKey) return
    if (event.key === ' ' && onSelect) {
      event.preventDefault()
      return select(here.key)
    }
    const isCell = here.element !== 'row'
    if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault()
      if (isCell && onPut) setEditing({ place: here, over: false })
      else onOpen(here)
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && isCell && onPut) {
      event.preventDefault()
      put(here, '')
    } else if (event.key.length === 1 && isCell && onPut) {
      // The key itself then goes into the box that has just taken the focus.
      flushSync(() => setEditing({ place: here, over: true }))
    }
  }
  const copy = (event: ClipboardEvent) => {
    const item = here && !editing ? items.find(i => i.key === here.key) : undefined
    if (!item || here!.element === 'row' || getSelection()?.toString()) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', elementText(item, here!.element as ComparedElement))
  }
  const paste = (event: ClipboardEvent) => {
    if (!here || editing || !onPut || here.element === 'row') return
    event.preventDefault()
    const block = blockOf(event.clipboardData.getData('text/plain'))
    const [top, left] = [items.findIndex(i => i.key === here.key), order.indexOf(here.element)]
    const parts = new Map<string, Partial<LocalItem>>()
    const faults: string[] = []
    for (const [r, row] of block.entries())
      for (const [c, text] of row.entries()) {
        const item = items[top + r]
        const element = order[left + c]
        if (!item || !element || element === 'row') continue
        const result = putText({ ...item, ...parts.get(item.key) }, element, text)
        if ('fault' in result) faults.push(`第${from + top + r + 1}行：${result.fault}`)
        else parts.set(item.key, { ...parts.get(item.key), ...result.part })
      }
    if (faults.length > 0) props.onFault?.(`没有粘贴。${faults.slice(0, 5).join('')}`)
    else onPut(parts)
  }
  const shownItem = here ? items.find(i => i.key === here.key) : undefined
  return (
    // The line of the cell keeps to the grid: it never covers what stands above it.
    <div>
      <div className="grid-box">
        <table
          ref={grid}
          role="grid"
          className="catalog-grid"
          aria-label={label}
          aria-rowcount={items.length + 1}
          onKeyDown={press}
          onCopy={copy}
          onPaste={paste}
        >
          <thead>
            <tr>
              <th scope="col" className="grid-row-head">
                行
              </th>
              {shownColumns.map(c => (
                <th
                  key={c.element}
                  scope="col"
                  style={{ minWidth: c.width }}
                  className={c.element === 'level2' ? 'grid-name' : undefined}
                >
                  {c.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item, i) => {
              const own = notes.get(item.key)
              const rowPlace: Place = { key: item.key, element: 'row' }
              const isActive = (element: Place['element']) =>
                here?.key === item.key && here.element === element
              return (
                <tr
                  key={item.key}
                  className={[item.leftOut ? 'grid-out' : '', selected?.has(item.key) ? 'grid-chosen' : ''].join(' ').trim() || undefined} // prettier-ignore
                >
                  <th
                    scope="row"
                    id={cellId(rowPlace)}
                    tabIndex={isActive('row') ? 0 : -1}
                    className="grid-row-head"
                    onClick={() => setActive(rowPlace)}
                  >
                    <span className="grid-number">{from + i + 1}</span>
                    {onSelect ? (
                      <Checkbox
                        tabIndex={-1}
                        checked={selected?.has(item.key) ?? false}
                        aria-label={`选择：${itemName(item)}`}
                        onChange={() => select(item.key)}
                      />
                    ) : null}
                    <button
                      type="button"
                      tabIndex={-1}
                      className="link"
                      aria-label={`展开：${itemName(item)}`}
                      onClick={() => onOpen(rowPlace)}
                    >
                      展开
                    </button>
                  </th>
                  {shownColumns.map(c => {
                    const place: Place = { key: item.key, element: c.element }
                    const isEditing = editing?.place.key === item.key && editing.place.element === c.element
                    return (
                      <td
                        key={c.element}
                        id={cellId(place)}
                        tabIndex={isActive(c.element) ? 0 : -1}
                        className={cellClass(c, notesAt(own, c.element), isEditing)}
                        aria-invalid={notesAt(own, c.element).some(n => n.tone === 'grave') || undefined}
                        aria-readonly={onPut ? undefined : true}
                        onMouseDown={() => {
                          if (!isEditing) setActive(place)
                        }}
                        onDoubleClick={() => {
                          if (isEditing) return
                          if (onPut) setEditing({ place, over: false })
                          else onOpen(place)
                        }}
                      >
                        <Shown item={item} column={c} drafted={props.drafted} />
                        {isEditing ? (
                          <CellEditor
                            item={item}
                            column={c}
                            over={editing.over}
                            back={editing.back}
                            onText={text => keeper.keep(() => ({ place, text }))}
                            onDone={(text, next) => done(place, text, next)}
                            onCancel={() => {
                              keeper.forget()
                              flushSync(() => setEditing(null))
                              focus(place)
                            }}
                          />
                        ) : null}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {here && shownItem ? <Line item={shownItem} place={here} notes={notes.get(here.key)} /> : null}
    </div>
  )
}

const cellClass = (column: Column, notes: readonly Note[], isEditing: boolean) =>
  [
    column.element === 'level2' ? 'grid-name' : '',
    ...new Set(notes.map(n => `grid-${n.tone}`)),
    isEditing ? 'grid-editing' : '',
  ]
    .filter(Boolean)
    .join(' ') || undefined

function Shown({ item, column, drafted }: { item: LocalItem; column: Column } & Pick<GridProps, 'drafted'>) {
  const text = elementText(item, column.element)
  return (
    <div className="grid-text">
      {text}
      {column.element === 'level2' ? <ItemWords {...{ item, drafted }} /> : null}
    </div>
  )
}

/** The cell the cursor is in, whole, with all that is said about it. */
function Line({ item, place, notes }: { item: LocalItem; place: Place; notes: readonly Note[] | undefined }) {
  const element = place.element === 'row' ? 'level2' : place.element
  const said = notesAt(notes, element)
  const ofRow = (notes ?? []).filter(n => n.element !== element)
  return (
    <div className="grid-line" role="status">
      <strong>{columns.find(c => c.element === element)?.label}</strong>
      <span className="grid-line-text">{elementText(item, element) || '（空）'}</span>
      {item.leftOut ? <span>不列入：{item.leftOut.reason || '还没有理由'}</span> : null}
      {said.map(n => (
        <span key={n.text} className={`note note-${n.tone}`}>
          {n.text}
        </span>
      ))}
      {said.length === 0 && ofRow.length > 0 ? (
        <span className="quiet">这一行另有{ofRow.length}处提示，按“展开”看</span>
      ) : null}
    </div>
  )
}
