import { Button, Segmented } from 'antd'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { SaveWords } from '#console/parts/SaveWords.tsx'
import type { LocalItem } from '../localItem.ts'
import type { GuidelineName } from '../model.ts'
import { changesOf, problemsOf, type ItemChange } from '../rules/adopt.ts'
import { isLocal } from '../localItem.ts'
import { draftedCodes, isUnproven } from '../guideline/guidelines.ts'
import type { VersionView } from '../views.ts'
import { BulkForm } from './BulkForm.tsx'
import { emptyItem, itemName, newRowKey } from './cells.ts'
import { Grid, type Place } from './Grid.tsx'
import { ItemPanel, type Opine } from './ItemPanel.tsx'
import { notesOf, type Note, type Notes } from './notes.ts'
import { Problems } from './Problems.tsx'
import { changeOf, conflictWords, insertion, itemsOf, removal, type Change } from './sheet.ts'
import type { HeldSheet } from './SheetScreen.tsx'
import { useSteps } from './useSteps.ts'
import { useGuideline } from './useGuideline.ts'

const filters = [
  ['all', '全部'],
  ['bad', '有提示的'],
  ['own', '本级增加'],
  ['out', '不列入'],
  ['drafted', '待核对'],
] as const
type Filter = (typeof filters)[number][0]

export type Held = HeldSheet<LocalItem>

type Props = {
  readonly label: string
  readonly field: GuidelineName
  readonly held: Held
  readonly opinions: VersionView['opinions']
  readonly departments: VersionView['departments']
  /** Against the catalog above. */
  readonly fromUpper: readonly ItemChange[]
  readonly onOpine?: (opinion: Opine) => void
  /** More to say at rows, from where they were read. */
  readonly extra?: Notes
  /** The words of the file, by row. */
  readonly printed?: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Goes there when it changes. */
  readonly goTo?: Place | null
  readonly isWhole?: boolean
}

/** The table of a catalog with everything that is done in it: write, take back, many rows at once, problems as they arise. */
export function Editor(props: Props) {
  const { held, field, opinions, departments, fromUpper, onOpine, extra, printed } = props
  const { sheet, edit } = held
  const guideline = useGuideline(field)
  const drafted = useMemo(() => draftedCodes(guideline), [guideline])
  const all = useMemo(() => itemsOf(sheet), [sheet])
  const late = useDeferredValue(all)
  const problems = useMemo(
    () => problemsOf(late, guideline).filter(p => p.key !== null || props.isWhole !== false),
    [late, guideline, props.isWhole],
  )
  const notes = useMemo(() => {
    const own = new Map<string, readonly Note[]>(notesOf(problems, opinions))
    for (const [key, more] of extra ?? []) own.set(key, [...(own.get(key) ?? []), ...more])
    return own
  }, [problems, opinions, extra])
  const steps = useSteps(held)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<Place | null>(null)
  const [bulk, setBulk] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [filter, setFilter] = useState<{ name: Filter; keys: ReadonlySet<string> } | null>(null)
  const [goTo, setGoTo] = useState<Place | null>(null)
  const wanted = props.goTo
  useEffect(() => {
    if (!wanted) return
    setFilter(null)
    setGoTo(wanted)
  }, [wanted])
  const apply = (change: Change, run: string | null = null) => {
    setFault(null)
    steps.apply(change, run)
  }
  const put = (parts: ReadonlyMap<string, Partial<LocalItem>>, run: string | null = null) =>
    apply(changeOf(sheet, parts), run)
  const shown = filter ? all.filter(i => filter.keys.has(i.key)) : all
  const chosen = all.filter(i => selected.has(i.key))
  const choose = (name: Filter) => {
    const fits = (i: LocalItem) =>
      ({
        all: true,
        bad: notes.has(i.key),
        own: isLocal(i),
        out: i.leftOut !== null,
        drafted: isUnproven(i.lineage.codes, drafted),
      })[name]
    setFilter(name === 'all' ? null : { name, keys: new Set(all.filter(fits).map(i => i.key)) })
  }
  const add = () => {
    const last = chosen.at(-1) ?? all.at(-1)
    const item = emptyItem(last?.level1 ?? null)
    apply(insertion(sheet, [item], last?.key ?? null))
    setFilter(null)
    setGoTo({ key: item.key, element: 'level2' })
  }
  const missing = fromUpper.flatMap(c =>
    c.kind === 'removed' && !c.item.lineage.codes.some(code => all.some(i => i.lineage.codes.includes(code)))
      ? [c.item]
      : [],
  )
  const takeIn = () =>
    apply(
      insertion(
        sheet,
        missing.map(i => ({
          ...i,
          key: newRowKey(),
          lineage: { codes: i.lineage.codes, upper: i.key },
          department: null,
          leftOut: null,
        })),
      ),
    )
  const opened = open ? all.find(i => i.key === open.key) : undefined
  const upperOf = (item: LocalItem) => {
    const change = fromUpper.find(c => c.kind === 'changed' && c.key === item.key)
    return change?.kind === 'changed' ? changesOf(change.before, item) : []
  }
  const stepOpen = (by: 1 | -1) => {
    const at = shown.findIndex(i => i.key === open?.key)
    const next = shown[at + by]
    if (next) setOpen({ key: next.key, element: 'row' })
  }
  return (
    <>
      <div className="grid-tools">
        <Segmented
          aria-label="看哪些行"
          options={filters
            .filter(([name]) => name !== 'drafted' || drafted.size > 0)
            .map(([value, label]) => ({ value, label }))}
          value={filter?.name ?? 'all'}
          onChange={choose}
        />
        <span className="found" role="status">
          {shown.length === all.length ? `${all.length}行` : `${shown.length}行（共${all.length}行）`}
        </span>
        {edit ? (
          <span className="tools-end">
            {held.saving ? (
              <SaveWords state={held.saving.state} retry={() => void held.saving?.saver.flush()} />
            ) : null}
            <Button disabled={steps.count.back === 0} onClick={steps.undo}>
              撤销
            </Button>
            <Button disabled={steps.count.on === 0} onClick={steps.redo}>
              重做
            </Button>
            <Button onClick={add}>增加一行</Button>
          </span>
        ) : null}
      </div>
      {held.saving && held.saving.state.status === 'refused' ? (
        <Faults reasons={held.saving.state.reasons} title="服务器没有收下" />
      ) : null}
      {held.saving && held.saving.state.conflicts.length > 0 ? (
        <p role="status" className="note note-soft">
          别人也改过，保留了您这里的，请核对：
          {conflictWords(held.sheet, held.saving.state.conflicts, itemName)}。
        </p>
      ) : null}
      {fault ? (
        <p role="alert" className="note note-grave">
          {fault}
        </p>
      ) : null}
      {edit && chosen.length > 0 ? (
        <div className="chosen-bar">
          <span className="chosen-count" role="status">
            已选{chosen.length}行
          </span>
          <span className="chosen-keys">
            <Button type="primary" onClick={() => setBulk(true)}>
              批量修改
            </Button>
            <Button
              disabled={!chosen.every(isLocal)}
              title={chosen.every(isLocal) ? undefined : '来自上级目录的事项不删除，请改为不列入并写明理由。'}
              onClick={() => {
                apply(removal(sheet, selected))
                setSelected(new Set())
              }}
            >
              删除本级增加的
            </Button>
            <Button onClick={() => setSelected(new Set(shown.map(i => i.key)))}>全选</Button>
            <Button onClick={() => setSelected(new Set())}>取消选择</Button>
          </span>
        </div>
      ) : null}
      {bulk ? (
        <BulkForm
          items={chosen}
          departments={departments}
          onPut={parts => put(parts)}
          onClose={() => setBulk(false)}
        />
      ) : null}
      <Grid
        label={props.label}
        items={shown}
        notes={notes}
        onPut={edit ? put : undefined}
        onFault={setFault}
        onUndo={steps.undo}
        onRedo={steps.redo}
        onOpen={setOpen}
        selected={edit ? selected : undefined}
        onSelect={edit ? setSelected : undefined}
        goTo={goTo}
        keepAs={held.cell}
        drafted={drafted}
      />
      {edit ? (
        <p className="quiet grid-keys">
          方向键移动，<kbd>Enter</kbd> 或直接键入就改；改的时候 <kbd>Tab</kbd> 到下一格，<kbd>Esc</kbd> 不改；
          <kbd>空格</kbd> 选中这一行，<kbd>Ctrl+Z</kbd> 撤销，<kbd>Ctrl+Y</kbd>{' '}
          重做；从电子表格复制的一块可以直接粘贴。
        </p>
      ) : null}
      {props.isWhole === false ? null : (
        <Problems
          problems={problems}
          nameOf={key => itemName(all.find(i => i.key === key) ?? emptyItem(null))}
          onGo={place => {
            setFilter(null)
            setGoTo({ ...place })
          }}
          isOpen={Boolean(edit)}
          missing={edit ? missing.length : 0}
          onTakeIn={takeIn}
        />
      )}
      {opened && open ? (
        <ItemPanel
          item={opened}
          number={all.indexOf(opened) + 1}
          field={field}
          notes={notes}
          opinions={opinions}
          departments={departments}
          changes={upperOf(opened)}
          printed={printed?.get(opened.key)}
          at={open.element === 'row' ? null : open.element}
          onPut={edit ? part => put(new Map([[opened.key, part]]), `${opened.key}${Object.keys(part).join()}`) : undefined} // prettier-ignore
          onOpine={onOpine}
          onStep={stepOpen}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  )
}
