import { Button } from 'antd'
import { useMemo, type ReactNode } from 'react'
import { useGo, useParam } from '#console/address.ts'
import type { Asked } from '#console/asked.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { History } from '#console/parts/History.tsx'
import { Page } from '#console/parts/Page.tsx'
import { SaveWords } from '#console/parts/SaveWords.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { dayText, now } from '#console/time.ts'
import { useKept } from '#console/useKept.ts'
import { Act, effectiveOn } from '../../screens/Act.tsx'
import { Conflicts } from '../../screens/Conflicts.tsx'
import type { Opine } from '../../screens/ItemPanel.tsx'
import { Said } from '../../screens/Said.tsx'
import { SheetScreen, type HeldSheet } from '../../screens/SheetScreen.tsx'
import { changeOf, conflictWords, insertion, itemsOf, removal } from '../../screens/sheet.ts'
import { useSteps } from '../../screens/useSteps.ts'
import { instrumentFacts, nameOfRow, type Row } from '../model.ts'
import { problemsOfRows, withOffered } from '../rules.ts'
import type { InstrumentView } from '../views.ts'
import { Rows } from './Rows.tsx'

const rowsOf = (view: InstrumentView) => view.rows
const formOf = (rows: readonly Row[]) => ({ rows })
const reviewOn: Asked = {
  name: 'reviewOn',
  label: '下次复核日期',
  kind: 'day',
  hint: '至少一年复核一次；到期前三十日通知公开审查员。',
}
const more: Readonly<Record<string, readonly Asked[]>> = {
  confirm: [reviewOn],
  withdraw: [
    { name: 'publicNote', label: '给公众看的撤回说明', kind: 'text', hint: '留在原来的地址上。' },
    {
      name: 'purge',
      label: '涉密或者泄露隐私：连同历次版本的内容一并清除',
      kind: 'box',
      optional: true,
      hint: '清除后不能恢复，履历只留下清除的事实。',
    },
  ],
}

/** One version of the guide, the basic catalog or the negative list. */
export default function InstrumentScreen() {
  const id = useParam('id')
  return (
    <SheetScreen<InstrumentView, Row>
      {...{
        title: '公开指南与清单',
        path: `/api/instruments/${id}`,
        name: `instrument/${id}`,
        rowsOf,
        formOf,
      }}
    >
      {(view, held, prepare, note) => <Whole view={view} held={held} prepare={prepare} note={note} />}
    </SheetScreen>
  )
}

type WholeProps = {
  readonly view: InstrumentView
  readonly held: HeldSheet<Row>
  readonly prepare: () => Promise<number | null>
  readonly note?: ReactNode
}

function Whole({ view, held, prepare, note }: WholeProps) {
  const refresh = useRefresh()
  const go = useGo()
  const facts = instrumentFacts[view.kind]
  const opines = view.offers.some(o => o.verb === 'return')
  const kept = useKept<{ opinions: readonly Opine[] }>(`instrument-${view.id}-opinions`, { opinions: [] })
  const noted = kept.value.opinions
  const rows = useMemo(() => itemsOf(held.sheet), [held.sheet])
  const problems = useMemo(() => problemsOfRows(view.kind, rows, dayText(now())), [view.kind, rows])
  const steps = useSteps(held)
  const doing = useDoing()
  const { edit, saving } = held
  const nameOf = (key: string | null) => {
    const at = rows.findIndex(r => r.key === key)
    return at < 0 ? '整份' : `第${at + 1}个${facts.row}“${nameOfRow(view.kind, rows[at]!)}”`
  }
  const put = (key: string, values: Row['values']) => {
    const now = rows.find(r => r.key === key)?.values
    const typed = Object.keys(values).filter(name => values[name] !== now?.[name])
    steps.apply(changeOf(held.sheet, new Map([[key, { key, values }]])), `${key} ${typed.join(' ')}`)
  }
  const fill = async () => {
    const offered = await doing.run<{ rows: readonly Row[] }>('GET', `/api/instruments/${view.id}/offered`)
    if (!offered) return
    const next = withOffered(rows, offered.rows)
    const known = new Set(rows.map(r => r.key))
    steps.apply({
      ...changeOf(held.sheet, new Map(next.map(r => [r.key, r]))),
      ...insertion(
        held.sheet,
        next.filter(r => !known.has(r.key)),
      ),
    })
  }
  const leave = async (href: string) => {
    if ((await prepare()) !== null) go(href)
  }
  return (
    <Page
      wide={view.kind !== 'guide'}
      title={`${view.body.name}${view.kindLabel}第${view.number}版`}
      lead={
        <>
          <span className="state-word">{view.stateLabel}</span>
          编制人{view.drafter}
          {view.effectiveOn ? ` · ${view.effectiveOn}起施行` : ''}
          {view.reviewOn ? ` · ${view.reviewOn}以前复核` : ''}
          <br />
          {facts.lead}{' '}
          {facts.basis.map(id => (
            <Clause key={id} id={id} />
          ))}
        </>
      }
      actions={
        <span className="row-keys">
          <Button onClick={() => void leave(`/instruments/${view.id}/compare`)}>比较</Button>
          {view.address ? (
            <Button href={view.address} target="_blank" rel="noopener">
              看公开页面
            </Button>
          ) : null}
        </span>
      }
    >
      {note}
      {edit && saving ? (
        <div className="grid-tools">
          <span className="found" role="status">
            {rows.length}个{facts.row}
            {problems.length > 0 ? `，${problems.length}处要改` : '，没有缺项'}
          </span>
          <span className="tools-end">
            <SaveWords state={saving.state} retry={() => void saving.saver.flush()} />
            <Button disabled={steps.count.back === 0} onClick={steps.undo}>
              撤销
            </Button>
            <Button disabled={steps.count.on === 0} onClick={steps.redo}>
              重做
            </Button>
            {view.kind === 'negative' ? null : (
              <Button loading={doing.busy} onClick={() => void fill()}>
                {view.kind === 'guide' ? '带入登记的机关信息' : '由标准目录和条例第二十条带入'}
              </Button>
            )}
          </span>
        </div>
      ) : null}
      <Fault error={doing.error} />
      {saving?.state.status === 'refused' ? (
        <Faults reasons={saving.state.reasons} title="服务器没有收下" />
      ) : null}
      {saving && saving.state.conflicts.length > 0 ? (
        <p role="status" className="note note-soft">
          别人也改过，保留了您这里的，请核对：
          {conflictWords(held.sheet, saving.state.conflicts, r => nameOfRow(view.kind, r))}。
        </p>
      ) : null}
      <section aria-label="内容">
        <Rows
          kind={view.kind}
          rows={rows}
          problems={edit ? problems : []}
          items={view.items}
          opinions={view.opinions}
          onOpine={opines ? opinion => kept.set({ opinions: [...noted, opinion] }) : undefined}
          onPut={edit ? put : undefined}
          onAdd={edit ? row => steps.apply(insertion(held.sheet, [row])) : undefined}
          onRemove={edit ? key => steps.apply(removal(held.sheet, new Set([key]))) : undefined}
        />
      </section>
      <Conflicts conflicts={view.conflicts} />
      <Said opinions={view.opinions} nameOf={nameOf} noted={opines ? noted : []} />
      <section aria-label="办理">
        <h2>办理</h2>
        <Act
          view={view}
          path="/api/instruments"
          approval={[effectiveOn('不早于今天。'), reviewOn]}
          more={more}
          nameOf={nameOf}
          noted={noted}
          onDrop={at => kept.set({ opinions: noted.filter((_, i) => i !== at) })}
          prepare={prepare}
          onDone={verb => {
            if (verb === 'return') kept.forget()
            void refresh('/api/instruments')
          }}
        />
      </section>
      <History lines={view.history} />
    </Page>
  )
}
