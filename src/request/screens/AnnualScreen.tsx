import { Checkbox } from 'antd'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { dayText, now } from '#console/time.ts'
import { applicantKinds } from '../model.ts'
import { table2Rows, type Fault, type Table2, type Table2Row } from '../statistics/table2.ts'
import { remedyBlocks, remedyResults, type RemedyBlock, type Table3 } from '../statistics/table3.ts'
import { AnnualBodies, type OfBody } from './AnnualBodies.tsx'
import { CellDrawer, nameOfCell, SumDrawer, type OpenCell } from './AnnualCell.tsx'
import { TableThree, TableTwo } from './AnnualTables.tsx'
import { YearField } from './YearField.tsx'

type Figures = {
  readonly table2: Table2
  readonly table3: Table3
  readonly source?: string
  readonly faults: readonly Fault[]
  readonly isOver: boolean
  readonly bodies?: readonly OfBody[]
}

const sums = 6
const allRemedies = 4

/** The cell that the address names; null where it names none of the form. */
function cellIn(search: Readonly<Record<string, string>>): OpenCell | null {
  const row = table2Rows.find(one => one === search.row)
  if (row) {
    const column = applicantKinds.findIndex(kind => kind === search.kind)
    return { row, column: column < 0 ? sums : column }
  }
  const block = remedyBlocks.find(one => one === search.block)
  if (!block) return null
  const column = remedyResults.findIndex(result => result === search.result)
  return { block, column: column < 0 ? allRemedies : column }
}

const addressOf = (at: OpenCell): Record<string, string | null> =>
  'row' in at
    ? { row: at.row, kind: applicantKinds[at.column] ?? null, block: null, result: null }
    : { block: at.block, result: remedyResults[at.column] ?? null, row: null, kind: null }
const closed = { row: null, kind: null, block: null, result: null }

/** 年度报告第三、四部分: every cell counted from the cases and opening them, every identity checked. */
export default function AnnualScreen() {
  const { search, set } = useAddress()
  const year = Number(search.year) || Number(dayText(now()).slice(0, 4))
  const below = search.below === '1'
  const { data, error, loading, reload } = useGet<Figures>(
    path(`/api/annual-reports/${year}/tables`, { below: below ? '1' : null }),
    { keep: true },
  )
  const cell = cellIn(search)
  // What was entered from a published report has no cases behind it.
  const opens = data !== undefined && (below || data.source !== 'entered')
  const button = (at: OpenCell, n: number) =>
    n > 0 && opens ? (
      <button
        type="button"
        className="link-button"
        aria-label={`${nameOfCell(at)}：${n}件，看是哪些${below ? '机关' : '件'}`}
        onClick={() => set(addressOf(at))}
      >
        {n}
      </button>
    ) : (
      n
    )
  const close = () => set(closed)
  return (
    <Page
      wide
      title="年度报告统计表"
      lead="由登记的申请和复议、诉讼逐件算出；点开数字看是哪些。"
      actions={<To href={`/requests/report?year=${year}`}>编写{year}年度报告</To>}
    >
      <div className="filters">
        <YearField year={year} set={value => set({ year: String(value), ...closed })} />
        <div className="annual-below">
          <Checkbox
            checked={below}
            onChange={event => set({ below: event.target.checked ? '1' : null, ...closed })}
          >
            汇总下级机关
          </Checkbox>
        </div>
      </div>
      {loading ? (
        <Loading rows={12} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          {data.isOver ? null : <p role="status">{year}年还没有结束，下面是到今天为止的数。</p>}
          {data.source === 'entered' ? (
            <p role="status">这一年的数是按已公布的报告填入的，没有逐件的登记可以点开。</p>
          ) : null}
          <Adding year={year} data={data} />
          <TableTwo
            table={data.table2}
            faults={data.faults}
            cell={(row: Table2Row, column, n) => button({ row, column }, n)}
          />
          <TableThree
            table={data.table3}
            cell={(block: RemedyBlock, column, n) => button({ block, column }, n)}
          />
          {data.bodies ? <AnnualBodies year={year} isOver={data.isOver} bodies={data.bodies} /> : null}
          {cell === null || !opens ? null : data.bodies ? (
            <SumDrawer
              year={year}
              at={cell}
              bodies={data.bodies.map(one => ({ ...one.body, n: numberOf(one, cell) }))}
              own={path('/requests/annual', { year, ...addressOf(cell) })}
              onClose={close}
            />
          ) : (
            <CellDrawer key={JSON.stringify(cell)} year={year} at={cell} onClose={close} />
          )}
        </>
      )}
    </Page>
  )
}

const numberOf = (of: { readonly table2: Table2; readonly table3: Table3 }, at: OpenCell): number =>
  ('row' in at ? of.table2[at.row] : of.table3[at.block])[at.column] ?? 0

/** Whether everything adds up; where it does not, which cells, why, and what to do. */
function Adding({ year, data }: { readonly year: number; readonly data: Figures }) {
  if (data.faults.length === 0)
    return <p role="status">全部勾稽关系成立。{data.bodies ? `汇总了${data.bodies.length}个机关。` : ''}</p>
  return (
    <div className="faults" role="alert">
      <p className="faults-title">有{data.faults.length}处不勾稽，表里标出了是哪些格</p>
      <ul>
        {data.faults.map(f => (
          <li key={f.text}>{f.text}</li>
        ))}
      </ul>
      {data.faults.some(f => f.check === 'carryOver') ? (
        <p>
          上年没有办结的申请要逐件登记在这里（可以导入历史登记簿），才会计入上年结转；上年的数填错了的，在
          <To className="in-text" href={`/requests/report?year=${year - 1}`}>
            年度报告
          </To>
          里重新填入。
          <To className="in-text" href={`/requests/annual?year=${year - 1}`}>
            看{year - 1}年的表
          </To>
        </p>
      ) : null}
    </div>
  )
}
