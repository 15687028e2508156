import { Drawer } from 'antd'
import { useState, type ReactNode } from 'react'
import { path } from '#console/client.ts'
import { Pager } from '#console/parts/Filters.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { applicantKinds } from '../model.ts'
import type { CellCase, CellRemedy } from '../store/statistics.ts'
import { columnNames, table2Labels, type Table2Row } from '../statistics/table2.ts'
import {
  remedyBlockLabels,
  remedyResultLabels,
  remedyResults,
  type RemedyBlock,
} from '../statistics/table3.ts'
import { resultNames } from './AnnualTables.tsx'

/** Which cell is open: of 表二 by its row, of 表三 by its block. */
export type OpenCell =
  | { readonly row: Table2Row; readonly column: number }
  | { readonly block: RemedyBlock; readonly column: number }

type OfCell = { readonly year: number; readonly at: OpenCell; readonly onClose: () => void }

export const nameOfCell = (at: OpenCell): string =>
  'row' in at
    ? `${table2Labels[at.row]}（${columnNames[at.column]}）`
    : `${remedyBlockLabels[at.block]}（${resultNames[at.column]}）`

type Found<T> = { readonly total: number; readonly page: number; readonly size: number; readonly rows: T[] }

/** What one cell was counted from. */
export function CellDrawer({ year, at, onClose }: OfCell) {
  const [page, setPage] = useState(1)
  const address = `/api/annual-reports/${year}`
  const { data, error, loading, reload } = useGet<Found<CellCase> | Found<CellRemedy>>(
    'row' in at
      ? path(`${address}/cases`, { row: at.row, kind: applicantKinds[at.column] ?? null, page })
      : path(`${address}/remedies`, { block: at.block, result: remedyResults[at.column] ?? null, page }),
    { keep: true },
  )
  return (
    <CellFrame at={at} year={year} onClose={onClose}>
      {loading ? (
        <Loading rows={4} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          <p role="status">共{data.total}件。</p>
          <ul className="request-earlier">
            {data.rows.map(one => ('authority' in one ? remedyLine(one) : caseLine(one)))}
          </ul>
          <Pager page={data.page} total={data.total} size={data.size} onPage={setPage} />
        </>
      )}
    </CellFrame>
  )
}

const caseLine = (one: CellCase) => (
  <li key={one.id}>
    <To href={`/requests/${one.id}`}>{one.subject || '（未写内容）'}</To>
    <p className="quiet">
      {[one.number, `${one.received_on}收到`, one.ended ? `${one.ended}办结` : '未办结']
        .filter(Boolean)
        .join('　')}
    </p>
  </li>
)

const remedyLine = (one: CellRemedy) => (
  <li key={one.id}>
    {one.request_id === null ? (
      <span>{one.number}</span>
    ) : (
      <To href={`/requests/${one.request_id}`}>{one.number}</To>
    )}
    <p className="quiet">
      {[
        one.authority,
        `${one.received_on}收到`,
        one.result === 'pending' ? '尚未审结' : `${one.decided_on ?? ''}${remedyResultLabels[one.result]}`,
        one.request_number ? `原申请${one.request_number}` : '原申请不在本系统',
      ].join('　')}
    </p>
  </li>
)

type OfSum = OfCell & {
  readonly bodies: readonly { readonly name: string; readonly slug: string; readonly n: number }[]
  /** The own body's cell, whose cases can be opened. */
  readonly own: string
}

/** What one cell of a sum is made of: the bodies and their numbers; the cases of other bodies stay with them. */
export function SumDrawer({ year, at, bodies, own, onClose }: OfSum) {
  const some = bodies.filter(b => b.n > 0)
  return (
    <CellFrame at={at} year={year} onClose={onClose}>
      <p role="status">
        {bodies.length}个机关合计{bodies.reduce((sum, b) => sum + b.n, 0)}件
        {some.length < bodies.length ? `，其中${bodies.length - some.length}个机关是0` : ''}。
      </p>
      <ul className="request-earlier">
        {some.map(body => (
          <li key={body.slug}>
            {body === bodies[0] ? (
              <To href={own}>
                {body.name}：{body.n}件，看是哪些
              </To>
            ) : (
              `${body.name}：${body.n}件`
            )}
          </li>
        ))}
      </ul>
      {some.some(body => body !== bodies[0]) ? (
        <p className="quiet">
          下级机关的申请只在该机关内可看；要核对的，请该机关在自己的统计表里点开这一格。
        </p>
      ) : null}
    </CellFrame>
  )
}

function CellFrame({ at, year, onClose, children }: OfCell & { readonly children: ReactNode }) {
  return (
    <Drawer open size={560} title={`${year}年　${nameOfCell(at)}`} onClose={onClose}>
      {children}
    </Drawer>
  )
}
