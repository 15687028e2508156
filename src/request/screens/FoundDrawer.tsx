import { Drawer } from 'antd'
import { useState, type ReactNode } from 'react'
import { path } from '#console/client.ts'
import { Pager } from '#console/parts/Filters.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'

type Found<T> = {
  readonly total: number
  readonly page: number
  readonly size: number
  readonly rows: readonly T[]
}

type Props<T> = {
  readonly title: string
  /** Where the rows are asked for, and by what; the page comes with it. */
  readonly address: string
  readonly query: Readonly<Record<string, string | null>>
  readonly line: (row: T) => ReactNode
  readonly onClose: () => void
}

/** What one number was counted from, at the side, page by page. */
export function FoundDrawer<T>({ title, address, query, line, onClose }: Props<T>) {
  const [page, setPage] = useState(1)
  const { data, error, loading, reload } = useGet<Found<T>>(path(address, { ...query, page }), { keep: true })
  return (
    <SideDrawer title={title} onClose={onClose}>
      {loading ? (
        <Loading rows={4} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          <p role="status">共{data.total}件。</p>
          <ul className="request-earlier">{data.rows.map(line)}</ul>
          <Pager page={data.page} total={data.total} size={data.size} onPage={setPage} />
        </>
      )}
    </SideDrawer>
  )
}

type Side = { readonly title: string; readonly onClose: () => void; readonly children: ReactNode }

export function SideDrawer({ title, onClose, children }: Side) {
  return (
    <Drawer open size={560} title={title} onClose={onClose}>
      {children}
    </Drawer>
  )
}
