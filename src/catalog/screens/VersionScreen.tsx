import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useGo, useParam } from '#console/address.ts'
import { History } from '#console/parts/History.tsx'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { useRefresh } from '#console/query.ts'
import { useKept } from '#console/useKept.ts'
import type { LocalItem } from '../localItem.ts'
import type { VersionView } from '../views.ts'
import { Act, effectiveOn } from './Act.tsx'
import { itemName } from './cells.ts'
import { Editor, type Held } from './Editor.tsx'
import type { Opine } from './ItemPanel.tsx'
import { Said } from './Said.tsx'
import { Moved } from './Moved.tsx'
import { itemsOf } from './sheet.ts'
import { SheetScreen } from './SheetScreen.tsx'
import { Conflicts } from './Conflicts.tsx'
import { dueWords, lightOf } from './standing.ts'
import { Way } from './Way.tsx'

const rowsOf = (view: VersionView) => view.items
const formOf = (items: readonly LocalItem[]) => ({ items })

/** One version of a catalog: written by its compilers, read and judged item by item by the others. */
export default function VersionScreen() {
  const id = useParam('id')
  return (
    <SheetScreen<VersionView, LocalItem>
      {...{ title: '标准目录', path: `/api/catalogs/${id}`, name: `catalog/${id}`, rowsOf, formOf }}
    >
      {(view, held, prepare, note) => <Whole view={view} held={held} prepare={prepare} note={note} />}
    </SheetScreen>
  )
}

type WholeProps = {
  readonly view: VersionView
  readonly held: Held
  readonly prepare: () => Promise<number | null>
  readonly note?: ReactNode
}

function Whole({ view, held, prepare, note }: WholeProps) {
  const refresh = useRefresh()
  const go = useGo()
  const opines = view.offers.some(o => o.verb === 'return')
  const kept = useKept<{ opinions: readonly Opine[] }>(`catalog-${view.id}-opinions`, { opinions: [] })
  const noted = kept.value.opinions
  const items = itemsOf(held.sheet)
  const nameOf = (key: string | null) => {
    const at = items.findIndex(i => i.key === key)
    return at < 0 ? '整份目录' : `第${at + 1}行“${itemName(items[at]!)}”`
  }
  const done = (verb: string) => {
    if (verb === 'return') kept.forget()
    void refresh('/api/catalogs')
  }
  const leave = async (href: string) => {
    if ((await prepare()) !== null) go(href)
  }
  return (
    <Page
      wide
      title={`${view.body.name}${view.fieldLabel}标准目录第${view.number}版`}
      lead={
        <>
          <span className="state-word">{view.stateLabel}</span>
          编制人{view.drafter} · 列入{view.listed}项，不列入{view.leftOut}项
          {view.effectiveOn ? ` · ${view.effectiveOn}起施行` : ''} · {above(view)}
          {view.guideline.status === 'working-draft' ? '（国家目录是根据各地文本整理的，带待核对标记）' : ''}
        </>
      }
      actions={
        <span className="row-keys">
          {held.edit ? (
            <Button onClick={() => void leave(`/catalogs/${view.id}/import`)}>从文件导入</Button>
          ) : null}
          <Button onClick={() => void leave(`/catalogs/${view.id}/compare`)}>比较</Button>
          {view.address ? (
            <Button href={view.address} target="_blank" rel="noopener">
              看公开页面
            </Button>
          ) : null}
        </span>
      }
    >
      {note}
      <Now view={view} />
      <section aria-label="事项">
        <Editor
          label={`${view.fieldLabel}标准目录`}
          field={view.field}
          held={held}
          opinions={view.opinions}
          departments={view.departments}
          fromUpper={view.fromUpper}
          isWhole={!isOver(view)}
          onOpine={opines ? opinion => kept.set({ opinions: [...noted, opinion] }) : undefined}
        />
      </section>
      <Conflicts conflicts={view.conflicts} />
      {view.movedAbove.length > 0 ? <Moved moved={view.movedAbove} nameOf={nameOf} /> : null}
      <Said opinions={view.opinions} nameOf={nameOf} noted={opines ? noted : []} />
      <section aria-label="办理">
        <h2>办理</h2>
        <Act
          view={view}
          nameOf={nameOf}
          noted={noted}
          onDrop={at => kept.set({ opinions: noted.filter((_, i) => i !== at) })}
          prepare={prepare}
          onDone={done}
          path="/api/catalogs"
          approval={[effectiveOn('不早于今天；从这一天起按它催办和统计。')]}
        />
      </section>
      {isOver(view) ? null : <Way state={view.standing.state} plan={view.plan} />}
      <History lines={view.history} />
    </Page>
  )
}

/** Nothing is to be submitted any more. */
const isOver = (view: VersionView) => ['published', 'superseded', 'cancelled'].includes(view.state)

/** What is next and by when, before the table. */
function Now({ view }: { readonly view: VersionView }) {
  const { standing, plan } = view
  if (!standing.milestone) return null
  return (
    <p className="way-next">
      <Light light={lightOf(standing)} words={dueWords({ ...standing, plan })} />
      <span>
        {standing.milestone.on}前：{standing.milestone.label}
      </span>
    </p>
  )
}

/** What stands above a version: where it came from, or that it has changed since. */
const above = ({ upper, movedAbove }: VersionView) =>
  upper && movedAbove.length > 0
    ? `上级已有${upper.label}，${movedAbove.length}处改动待核对，见下面“上级目录后来的改动”`
    : `由${upper?.label ?? '国家目录'}派生`
