import { To } from '#console/parts/To.tsx'
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
import { FoundDrawer, SideDrawer } from './FoundDrawer.tsx'

/** Which cell is open: of 表二 by its row, of 表三 by its block. */
export type OpenCell =
  | { readonly row: Table2Row; readonly column: number }
  | { readonly block: RemedyBlock; readonly column: number }

type OfCell = { readonly year: number; readonly at: OpenCell; readonly onClose: () => void }

export const nameOfCell = (at: OpenCell): string =>
  'row' in at
    ? `${table2Labels[at.row]}（${columnNames[at.column]}）`
    : `${remedyBlockLabels[at.block]}（${resultNames[at.column]}）`

const titleOf = (year: number, at: OpenCell) => `${year}年　${nameOfCell(at)}`

/** What one cell was counted from. */
export function CellDrawer({ year, at, onClose }: OfCell) {
  const address = `/api/annual-reports/${year}`
  const title = titleOf(year, at)
  return 'row' in at ? (
    <FoundDrawer
      title={title}
      address={`${address}/cases`}
      query={{ row: at.row, kind: applicantKinds[at.column] ?? null }}
      line={caseLine}
      onClose={onClose}
    />
  ) : (
    <FoundDrawer
      title={title}
      address={`${address}/remedies`}
      query={{ block: at.block, result: remedyResults[at.column] ?? null }}
      line={remedyLine}
      onClose={onClose}
    />
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
    <SideDrawer title={titleOf(year, at)} onClose={onClose}>
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
    </SideDrawer>
  )
}
