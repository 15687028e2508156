import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useGo, useParam } from '#console/address.ts'
import { restore, type LocalCopy, type Restored } from '#console/autosave.ts'
import { newKey } from '#console/client.ts'
import { readLocal } from '#console/localCopy.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { call, useMe } from '#console/session.ts'
import { nearText, now } from '#console/time.ts'
import { useKept } from '#console/useKept.ts'
import { useSaver } from '#console/useSaver.ts'
import type { VersionView } from '../views.ts'
import { Act } from './Act.tsx'
import { itemName } from './cells.ts'
import { Editor, type Held } from './Editor.tsx'
import { OpinionList, type Opine } from './ItemPanel.tsx'
import { Moved } from './Moved.tsx'
import { itemsOf, sheetOf, type Sheet } from './sheet.ts'

type Opened = { readonly local: LocalCopy<Sheet> | null; readonly restored: Restored<Sheet> }

/** One version of a catalog: written by its compilers, read and judged item by item by the others. */
export default function VersionScreen() {
  const id = useParam('id')
  const me = useMe()
  const { data, error, loading, reload } = useGet<VersionView>(`/api/catalogs/${id}`, { fresh: 0 })
  const [opened, setOpened] = useState<Opened | null>(null)
  const writes = data?.offers.some(o => o.verb === 'save') ?? false
  useEffect(() => {
    if (!data || opened || !writes) return
    let gone = false
    void readLocal<Sheet>(me.staff.id, `catalog/${id}`).then(local => {
      if (!gone) setOpened({ local, restored: restore(local, sheetOf(data.items), data.version) })
    })
    return () => {
      gone = true
    }
  }, [data, id, me.staff.id, opened, writes])
  if (error)
    return (
      <Page title="标准目录">
        <Failed error={error} retry={() => void reload()} />
      </Page>
    )
  if (loading || !data || (writes && !opened))
    return (
      <Page title="标准目录">
        <Loading rows={10} />
      </Page>
    )
  return writes && opened ? (
    <Written key={`${id}-${data.state}`} view={data} opened={opened} reload={reload} />
  ) : (
    <Whole view={data} held={{ sheet: sheetOf(data.items) }} prepare={() => Promise.resolve(data.version)} />
  )
}

function Written({
  view,
  opened,
  reload,
}: {
  view: VersionView
  opened: Opened
  reload: () => Promise<unknown>
}) {
  const me = useMe()
  const server = sheetOf(view.items)
  const { local, restored } = opened
  const [isOpen, setOpen] = useState(restored.kind !== 'server')
  const [start] = useState(() =>
    restored.kind === 'local' && local
      ? { draft: restored.draft, base: local.base, version: view.version, savedAt: null }
      : { draft: server, base: server, version: view.version, savedAt: null },
  )
  const [state, saver] = useSaver<Sheet>({ staff: me.staff.id, name: `catalog/${view.id}` }, start, {
    async save(draft, version) {
      const done = await call<{ version: number }>('POST', `/api/catalogs/${view.id}/save`, {
        body: { version, form: { items: itemsOf(draft) } },
        key: newKey(),
      })
      return { version: done.version, savedAt: new Date(now()).toISOString() }
    },
    async load() {
      const present = await call<VersionView>('GET', `/api/catalogs/${view.id}`)
      return { draft: sheetOf(present.items), version: present.version }
    },
  })
  useEffect(() => {
    if (state.status === 'saved') void reload()
  }, [state.status, state.savedAt, reload])
  const prepare = async () => ((await saver.flush()) ? saver.get().version : null)
  return (
    <Whole
      view={view}
      held={{ sheet: state.draft, edit: change => saver.edit(change), saving: { state, saver } }}
      prepare={prepare}
      note={
        isOpen && restored.kind !== 'server' ? (
          <Alert
            type={restored.kind === 'local' ? 'info' : 'warning'}
            showIcon
            title={
              restored.kind === 'local'
                ? `已恢复本机 ${nearText(restored.at)} 没有上传的改动`
                : `本机有 ${nearText(restored.at)} 没有上传的改动，而服务器上后来又有改动`
            }
            description={
              restored.kind === 'local' ? '接着改就会上传。' : '下面显示的是服务器上的，请选择用哪一份。'
            }
            action={
              <span className="alert-keys">
                <Button
                  size="small"
                  onClick={() => {
                    saver.edit(restored.draft)
                    setOpen(false)
                  }}
                >
                  用本机的
                </Button>
                <Button
                  size="small"
                  onClick={() => {
                    saver.edit(server)
                    setOpen(false)
                  }}
                >
                  用服务器上的
                </Button>
              </span>
            }
          />
        ) : null
      }
    />
  )
}

type WholeProps = {
  readonly view: VersionView
  readonly held: Held
  readonly prepare: () => Promise<number | null>
  readonly note?: React.ReactNode
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
          {view.effectiveOn ? ` · ${view.effectiveOn}起施行` : ''} · 由{view.upper?.label ?? '国家目录'}派生
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
      <section aria-label="事项">
        <Editor
          label={`${view.fieldLabel}标准目录`}
          field={view.field}
          held={held}
          opinions={view.opinions}
          departments={view.departments}
          fromUpper={view.fromUpper}
          onOpine={opines ? opinion => kept.set({ opinions: [...noted, opinion] }) : undefined}
        />
      </section>
      {view.movedAbove.length > 0 ? <Moved moved={view.movedAbove} nameOf={nameOf} /> : null}
      {view.opinions.length > 0 ? (
        <section aria-label="各次审核的意见">
          <h2>审核意见</h2>
          <OpinionList opinions={view.opinions} nameOf={nameOf} />
        </section>
      ) : null}
      {opines && noted.length > 0 ? (
        <p role="status" className="note note-opinion">
          已记下{noted.length}条意见，退回修改时一并送出。
        </p>
      ) : null}
      <section aria-label="办理">
        <h2>办理</h2>
        <Act
          view={view}
          nameOf={nameOf}
          noted={noted}
          onDrop={at => kept.set({ opinions: noted.filter((_, i) => i !== at) })}
          prepare={prepare}
          onDone={done}
        />
      </section>
    </Page>
  )
}
