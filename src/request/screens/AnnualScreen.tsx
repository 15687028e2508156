import { Checkbox, InputNumber } from 'antd'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useScrollFocus } from '#console/parts/useScrollFocus.ts'
import { useGet } from '#console/query.ts'
import { dayText, now } from '#console/time.ts'
import { applicantKinds } from '../model.ts'
import {
  columnNames,
  table2Groups,
  table2Labels,
  table2Note,
  table2Rows,
  type Table2,
  type Table2Row,
} from '../statistics/table2.ts'
import { remedyBlockLabels, remedyBlocks, type Table3 } from '../statistics/table3.ts'

type Figures = {
  readonly table2: Table2
  readonly table3: Table3
  readonly source?: string
  readonly faults: readonly { readonly text: string }[]
  readonly bodies?: readonly OfBody[]
}
type OfBody = {
  readonly body: { readonly name: string; readonly slug: string }
  readonly source: string
  readonly table2: Table2
  readonly table3: Table3
  readonly faults: readonly { readonly text: string }[]
}
type CellCase = {
  readonly id: number
  readonly number: string | null
  readonly subject: string
  readonly received_on: string
  readonly ended: string | null
}

/** 年度报告第三、四部分: every cell counted from the cases and opening them, every identity checked. */
export default function AnnualScreen() {
  const { search, set } = useAddress()
  const year = Number(search.year) || Number(dayText(now()).slice(0, 4))
  const below = search.below === '1'
  const { data, error, loading, reload } = useGet<Figures>(
    path('/api/requests/annual', { year, below: below ? '1' : null }),
    { keep: true },
  )
  const box = useScrollFocus('表二')
  const remedies = useScrollFocus('表三')
  const cell = search.row ? { row: search.row, kind: search.kind ?? '' } : null
  return (
    <Page wide title="年度报告统计表" lead="由登记的申请逐件算出；点开数字看是哪些申请。">
      <div className="filters">
        <label>
          <span>年度</span>
          <InputNumber
            min={2008}
            max={2199}
            precision={0}
            value={year}
            aria-label="年度"
            onChange={value => value && set({ year: String(value), row: null, kind: null })}
          />
        </label>
        <div className="annual-below">
          <Checkbox checked={below} onChange={event => set({ below: event.target.checked ? '1' : null })}>
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
          {data.source === 'entered' ? <p role="status">这一年的数是按已公布的报告填入的。</p> : null}
          {data.faults.length === 0 ? (
            <p role="status">全部勾稽关系成立。{data.bodies ? `汇总了${data.bodies.length}个机关。` : ''}</p>
          ) : (
            <div className="faults" role="alert">
              <p className="faults-title">有{data.faults.length}处不勾稽</p>
              <ul>
                {data.faults.map(f => (
                  <li key={f.text}>{f.text}</li>
                ))}
              </ul>
            </div>
          )}
          <div className="annual" ref={box}>
            <table>
              <caption>三、收到和处理政府信息公开申请情况</caption>
              <thead>
                <tr>
                  <th scope="col">{table2Note}</th>
                  {columnNames.map(name => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table2Rows.map(row => (
                  <Row key={row} row={row} numbers={data.table2[row]} open={below ? null : set} />
                ))}
              </tbody>
            </table>
          </div>
          {data.bodies ? <Bodies bodies={data.bodies} /> : null}
          {cell && !below ? <Cell year={year} row={cell.row} kind={cell.kind} /> : null}
          <div className="annual" ref={remedies}>
            <table>
              <caption>四、政府信息公开行政复议、行政诉讼情况</caption>
              <thead>
                <tr>
                  <th scope="col">类别</th>
                  {['结果维持', '结果纠正', '其他结果', '尚未审结', '总计'].map(name => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {remedyBlocks.map(block => (
                  <tr key={block}>
                    <th scope="row">{remedyBlockLabels[block]}</th>
                    {data.table3[block].map((n, at) => (
                      <td key={at}>{n}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Page>
  )
}

/** What the sum is made of: one line a body, and how its own tables add up. */
function Bodies({ bodies }: { bodies: readonly OfBody[] }) {
  const total = (table: Table2, row: Table2Row) => table[row][6] ?? 0
  const box = useScrollFocus('各机关')
  return (
    <div className="annual" ref={box}>
      <table>
        <caption>各机关</caption>
        <thead>
          <tr>
            {['机关', '新收', '上年结转', '本年办结', '结转下年', '复议', '诉讼', '数据', '勾稽'].map(
              name => (
                <th key={name} scope="col">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {bodies.map(({ body, source, table2, table3, faults }) => (
            <tr key={body.slug}>
              <th scope="row">{body.name}</th>
              {(['r1', 'r2', 'r3.7', 'r4'] as const).map(row => (
                <td key={row}>{total(table2, row)}</td>
              ))}
              <td>{table3.review[4]}</td>
              <td>{(table3.directSuit[4] ?? 0) + (table3.suitAfterReview[4] ?? 0)}</td>
              <td>{source === 'entered' ? '按报告填入' : '逐件算出'}</td>
              <td>{faults.length === 0 ? '成立' : `${faults.length}处不符`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = {
  readonly row: Table2Row
  readonly numbers: readonly number[]
  readonly open: ((search: Record<string, string | null>) => void) | null
}

function Row({ row, numbers, open }: RowProps) {
  const group = table2Groups.find(g => (g.rows as readonly string[]).includes(row))
  const first = group?.rows[0] === row
  return (
    <tr>
      <th scope="row">
        {row === 'r3.1' ? <span className="annual-group">三、本年度办理结果</span> : null}
        {first ? <span className="annual-group">{group.label}</span> : null}
        <span className={group ? 'annual-leaf' : undefined}>{table2Labels[row]}</span>
      </th>
      {numbers.map((n, at) => (
        <td key={at}>
          {n > 0 && open ? (
            <button
              type="button"
              className="link-button"
              aria-label={`${table2Labels[row]}，${columnNames[at]}：${n}件，看是哪些申请`}
              onClick={() => open({ row, kind: applicantKinds[at] ?? null })}
            >
              {n}
            </button>
          ) : (
            n
          )}
        </td>
      ))}
    </tr>
  )
}

function Cell({ year, row, kind }: { year: number; row: string; kind: string }) {
  const { data, error, loading, reload } = useGet<CellCase[]>(
    path('/api/requests/annual/cell', { year, row, kind: kind || null }),
  )
  if (loading) return <Loading rows={4} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  return (
    <section aria-label="这一格的申请" aria-live="polite">
      <h2>
        {table2Labels[row as Table2Row]}：{data.length}件
      </h2>
      <ul className="request-earlier">
        {data.slice(0, 200).map(one => (
          <li key={one.id}>
            <To href={`/requests/${one.id}`}>{one.subject || '（未写内容）'}</To>
            <p className="quiet">
              {[one.number, `${one.received_on}收到`, one.ended ? `${one.ended}办结` : '未办结']
                .filter(Boolean)
                .join('　')}
            </p>
          </li>
        ))}
      </ul>
      {data.length > 200 ? <p className="quiet">只列出前200件，全部请在登记簿里查。</p> : null}
    </section>
  )
}
