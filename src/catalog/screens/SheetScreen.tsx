import { Alert, Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { restore, type LocalCopy, type Restored } from '#console/autosave.ts'
import { newKey } from '#console/client.ts'
import { readLocal } from '#console/localCopy.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import type { Saver, SaverState } from '#console/saver.ts'
import { call, useMe } from '#console/session.ts'
import { nearText, now } from '#console/time.ts'
import { useSaver } from '#console/useSaver.ts'
import { itemsOf, sheetOf, type Change, type Sheet } from './sheet.ts'

type Keyed = { readonly key: string }

/** The draft under the hand: what is on the screen, how it is changed, how far it is saved. */
export type HeldSheet<R extends Keyed> = {
  readonly sheet: Sheet<R>
  readonly edit?: (change: Change<R>) => void
  readonly saving?: { readonly state: SaverState<Sheet<R>>; readonly saver: Saver<Sheet<R>> }
}

/** What is read of a subject that is written row by row. */
type Readable = {
  readonly version: number
  readonly state: string
  readonly offers: readonly { readonly verb: string }[]
}

type Screen<V extends Readable, R extends Keyed> = {
  /** What stands above while it is read. */
  readonly title: string
  /** `/api/catalogs/12`: where it is read, and saved under `/save`. */
  readonly path: string
  /** Under which name this machine keeps what is not sent yet. */
  readonly name: string
  readonly rowsOf: (view: V) => readonly R[]
  /** The form a save sends. */
  readonly formOf: (rows: readonly R[]) => object
  readonly children: (
    view: V,
    held: HeldSheet<R>,
    /** Sends what is still unsaved; the version to act on, null where it could not be saved. */
    prepare: () => Promise<number | null>,
    note: ReactNode,
  ) => ReactNode
}

/** A screen of rows: read by everybody, written by those to whom saving is offered. */
export function SheetScreen<V extends Readable, R extends Keyed>(props: Screen<V, R>) {
  const { data, error, loading, reload } = useGet<V>(props.path, { fresh: 0 })
  const waiting = (
    <Page title={props.title}>
      {error ? <Failed error={error} retry={() => void reload()} /> : <Loading rows={10} />}
    </Page>
  )
  if (error || loading || !data) return waiting
  if (!data.offers.some(o => o.verb === 'save'))
    return props.children(
      data,
      { sheet: sheetOf(props.rowsOf(data)) },
      () => Promise.resolve(data.version),
      null,
    )
  return (
    <Sheeted<V, R>
      key={`${props.path}-${data.state}`}
      {...props}
      view={data}
      reload={reload}
      waiting={waiting}
    />
  )
}

type Props<V extends Readable, R extends Keyed> = Screen<V, R> & {
  readonly view: V
  readonly reload: () => Promise<unknown>
  /** What stands there until this machine was asked for its copy. */
  readonly waiting: ReactNode
}

type Opened<R extends Keyed> = {
  readonly local: LocalCopy<Sheet<R>> | null
  readonly restored: Restored<Sheet<R>>
}

/** Rows that are being written: saved by themselves, kept on this machine until the server has them, back after a refresh. */
function Sheeted<V extends Readable, R extends Keyed>(props: Props<V, R>) {
  const me = useMe()
  const { name, view, rowsOf } = props
  const [opened, setOpened] = useState<Opened<R> | null>(null)
  useEffect(() => {
    if (opened) return
    let gone = false
    void readLocal<Sheet<R>>(me.staff.id, name).then(local => {
      if (!gone) setOpened({ local, restored: restore(local, sheetOf(rowsOf(view)), view.version) })
    })
    return () => {
      gone = true
    }
  }, [view, rowsOf, name, me.staff.id, opened])
  return opened ? <Opened {...props} opened={opened} /> : props.waiting
}

function Opened<V extends Readable, R extends Keyed>({
  opened: { local, restored },
  ...props
}: Props<V, R> & { readonly opened: Opened<R> }) {
  const me = useMe()
  const { path, name, view, rowsOf, reload } = props
  const server = sheetOf(rowsOf(view))
  const [isOpen, setOpen] = useState(restored.kind !== 'server')
  const [start] = useState(() =>
    restored.kind === 'local' && local
      ? { draft: restored.draft, base: local.base, version: view.version, savedAt: null }
      : { draft: server, base: server, version: view.version, savedAt: null },
  )
  const [state, saver] = useSaver<Sheet<R>>({ staff: me.staff.id, name }, start, {
    async save(draft, version) {
      const done = await call<{ version: number }>('POST', `${path}/save`, {
        body: { version, form: props.formOf(itemsOf(draft)) },
        key: newKey(),
      })
      return { version: done.version, savedAt: new Date(now()).toISOString() }
    },
    async load() {
      const present = await call<V>('GET', path)
      return { draft: sheetOf(rowsOf(present)), version: present.version }
    },
  })
  useEffect(() => {
    if (state.status === 'saved') void reload()
  }, [state.status, state.savedAt, reload])
  const prepare = async () => ((await saver.flush()) ? saver.get().version : null)
  const take = (draft: Sheet<R>) => {
    saver.edit(draft)
    setOpen(false)
  }
  const isLocal = restored.kind === 'local'
  const note =
    isOpen && restored.kind !== 'server' ? (
      <Alert
        type={isLocal ? 'info' : 'warning'}
        showIcon
        title={
          isLocal
            ? `已恢复本机 ${nearText(restored.at)} 没有上传的改动`
            : `本机有 ${nearText(restored.at)} 没有上传的改动，而服务器上后来又有改动`
        }
        description={isLocal ? '接着改就会上传。' : '下面显示的是服务器上的，请选择用哪一份。'}
        action={
          <span className="alert-keys">
            <Button size="small" onClick={() => take(restored.draft)}>
              用本机的
            </Button>
            <Button size="small" onClick={() => take(server)}>
              用服务器上的
            </Button>
          </span>
        }
      />
    ) : null
  return props.children(
    view,
    { sheet: state.draft, edit: change => saver.edit(change), saving: { state, saver } },
    prepare,
    note,
  )
}
