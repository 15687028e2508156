import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { newKey } from '#console/client.ts'
import { dropLocal } from '#console/localCopy.ts'
import { Kept } from '#console/parts/Kept.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import type { Saver, SaverState } from '#console/saver.ts'
import { call, useMe } from '#console/session.ts'
import { now } from '#console/time.ts'
import { useRestored, type Opened } from '#console/useRestored.ts'
import { useSaver } from '#console/useSaver.ts'
import { itemsOf, sheetOf, type Change, type Sheet } from './sheet.ts'

type Keyed = { readonly key: string }

/** The draft under the hand: what is on the screen, how it is changed, how far it is saved. */
export type HeldSheet<R extends Keyed> = {
  readonly sheet: Sheet<R>
  readonly edit?: (change: Change<R>) => void
  readonly saving?: { readonly state: SaverState<Sheet<R>>; readonly saver: Saver<Sheet<R>> }
  /** Under which name this machine keeps what can be taken back. */
  readonly history?: string
  /** … and a cell that is being written. */
  readonly cell?: string
}

const historyName = (name: string) => `${name}/history`
const cellName = (name: string) => `${name}/cell`

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
  const staff = useMe().staff.id
  const isClosed = data !== undefined && !data.offers.some(o => o.verb === 'save')
  useEffect(() => {
    if (!isClosed) return
    void dropLocal(staff, historyName(props.name))
    void dropLocal(staff, cellName(props.name))
  }, [isClosed, staff, props.name])
  const waiting = (
    <Page title={props.title}>
      {error ? <Failed error={error} retry={() => void reload()} /> : <Loading rows={10} />}
    </Page>
  )
  if (error || loading || !data) return waiting
  if (isClosed)
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

/** Rows that are being written: saved by themselves, kept on this machine until the server has them, back after a refresh. */
function Sheeted<V extends Readable, R extends Keyed>(props: Props<V, R>) {
  const { name, view, rowsOf } = props
  const server = useMemo(() => ({ draft: sheetOf(rowsOf(view)), version: view.version }), [rowsOf, view])
  const opened = useRestored<Sheet<R>>(name, server)
  return opened ? <Written {...props} opened={opened} /> : props.waiting
}

function Written<V extends Readable, R extends Keyed>({
  opened: { restored },
  ...props
}: Props<V, R> & { readonly opened: Opened<Sheet<R>> }) {
  const me = useMe()
  const { path, name, view, rowsOf, reload } = props
  const server = sheetOf(rowsOf(view))
  const [start] = useState(() =>
    restored.kind === 'local'
      ? { draft: restored.draft, base: server, version: view.version, savedAt: null }
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
  const note = <Kept restored={restored} server={start.base} edit={saver.edit} conflicts={[]} />
  return props.children(
    view,
    {
      sheet: state.draft,
      edit: saver.edit,
      saving: { state, saver },
      history: historyName(name),
      cell: cellName(name),
    },
    prepare,
    note,
  )
}
