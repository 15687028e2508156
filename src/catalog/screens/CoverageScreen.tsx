import { Segmented, Select } from 'antd'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { To } from '#console/parts/To.tsx'
import type { BelowView, CoverageView, DutiesView } from '../duty/views.ts'
import { coverageLabels, coverageStates, type CoverageState } from '../rules/coverage.ts'
import { CellEvidence } from './CellEvidence.tsx'
import { Unproven } from './ItemWords.tsx'

const ways = [
  { value: 'months', label: '逐月' },
  { value: 'below', label: '各机关' },
  { value: 'duties', label: '待公开' },
]
const months = Array.from({ length: 12 }, (_, i) => i + 1)
const fields = [
  { value: 'safety-production', label: '安全生产领域' },
  { value: 'disaster-relief', label: '救灾领域' },
]

/** 目录覆盖: what the catalog in force asks for, by month, by body, and as what is still to be done; every cell opens its evidence. */
export default function CoverageScreen() {
  const { search, set } = useAddress()
  const way = search.way ?? 'months'
  return (
    <Page
      wide
      title="目录覆盖"
      lead="按本机关公布的标准目录，逐项核对公开记录：公开了几件、是否逾期、哪些空白。数字由公开记录当时算出，点任一格看依据。"
    >
      <div className="grid-tools">
        <Segmented
          aria-label="看法"
          options={ways}
          value={way}
          onChange={next => set({ way: next === 'months' ? null : String(next), item: null, month: null })}
        />
      </div>
      {way === 'below' ? <Below /> : way === 'duties' ? <Duties /> : <Months />}
    </Page>
  )
}

function YearChoice({ year, thisYear }: { year: number; thisYear: number }) {
  const { set } = useAddress()
  return (
    <label>
      <span>年份 </span>
      <Select
        value={year}
        aria-label="年份"
        options={[0, 1, 2, 3, 4].map(n => ({ value: thisYear - n, label: `${thisYear - n}年` }))}
        onChange={next => set({ year: String(next), item: null, month: null })}
      />
    </label>
  )
}

function Months() {
  const { search, set } = useAddress()
  const { year, body, item, month, field } = search
  const { data, error, loading, reload } = useGet<CoverageView>(
    path('/api/catalogs/coverage', { body: body ?? null, year: year ?? null }),
    { keep: true },
  )
  if (loading) return <Loading rows={10} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  const open = (key: string, of: string, m: number | null) =>
    set({ item: key, field: of, month: m === null ? null : String(m) })
  return (
    <>
      <div className="grid-tools">
        {data.bodies.length > 1 ? (
          <label>
            <span>机关 </span>
            <Select
              value={data.body.id}
              aria-label="机关"
              showSearch
              optionFilterProp="label"
              style={{ minWidth: 220 }}
              options={data.bodies.map(b => ({ value: b.id, label: b.name }))}
              onChange={next => set({ body: String(next), item: null, month: null })}
            />
          </label>
        ) : null}
        <YearChoice year={data.year} thisYear={data.thisYear} />
        <p className="found" role="status">
          共 {data.lines.length} 项：
          {coverageStates
            .filter(s => data.tally[s] > 0)
            .map(s => `${coverageLabels[s]} ${data.tally[s]}`)
            .join('，') || '没有公布目录'}
        </p>
      </div>
      {data.lines.length === 0 ? (
        <Empty title="这个机关还没有公布标准目录">
          <p>
            目录公布以后，每个事项该公开什么、公开了没有都在这里。
            {data.bodies.length > 1 ? <To href="/catalogs/coverage?way=below">看下级各机关的</To> : null}
            <To href="/catalogs">去编制目录</To>
          </p>
        </Empty>
      ) : (
        <div className="grid-box" tabIndex={0} role="region" aria-label="事项和月份（可滚动）">
          <table className="catalog-grid heat">
            <caption className="hidden">
              {data.body.name} {data.year} 年各事项逐月公开情况
            </caption>
            <thead>
              <tr>
                <th scope="col">事项</th>
                <th scope="col">全年</th>
                {months.map(m => (
                  <th key={m} scope="col">
                    {m}月
                  </th>
                ))}
              </tr>
            </thead>
            {byField(data.lines).map(([label, lines]) => (
              <tbody key={label}>
                <tr>
                  <th scope="rowgroup" colSpan={2 + months.length} className="heat-field">
                    <span>
                      {label}：{lines.length}项
                    </span>
                  </th>
                </tr>
                {lines.map(line => (
                  <tr key={line.key}>
                    <th scope="row">
                      {line.name}
                      <span className="quiet"> {line.deadline ?? ''}</span>
                    </th>
                    <Cell
                      state={line.state}
                      words={line.published > 0 ? `${line.stateLabel} ${line.published}件` : line.stateLabel}
                      name={`${line.name}，全年`}
                      here={field === line.field && item === line.key && !month}
                      open={() => open(line.key, line.field, null)}
                    />
                    {line.months.map((state, i) => (
                      <Cell
                        key={months[i]}
                        state={state}
                        words={monthWords(state, line.counts[i] ?? 0)}
                        name={`${line.name}，${i + 1}月`}
                        here={field === line.field && item === line.key && month === String(i + 1)}
                        open={() => open(line.key, line.field, i + 1)}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      {item && field ? (
        <CellEvidence
          body={data.body.id}
          field={field}
          item={item}
          year={data.year}
          month={month ?? null}
          canState={data.canState}
          close={() => {
            document.querySelector<HTMLElement>('.heat-here button')?.focus()
            set({ item: null, month: null, field: null })
          }}
        />
      ) : null}
    </>
  )
}

/** The lines of each catalog, in their order. */
function byField(lines: CoverageView['lines']): [string, CoverageView['lines']][] {
  const labels = [...new Set(lines.map(l => l.fieldLabel))]
  return labels.map(label => [label, lines.filter(l => l.fieldLabel === label)])
}

const monthWords = (state: CoverageState, count: number) =>
  count > 0 ? `${count}件${state === 'late' ? '，逾期' : ''}` : state === 'quiet' ? '' : coverageLabels[state]

function Cell({
  state,
  words,
  name,
  here,
  open,
}: {
  state: CoverageState | 'notListed'
  words: string
  name: string
  here: boolean
  open: (() => void) | null
}) {
  return (
    <td className={`heat-${state}${here ? ' heat-here' : ''}`}>
      {open && words !== '' ? (
        <button type="button" aria-label={`${name}：${words}，看依据`} aria-pressed={here} onClick={open}>
          {words}
        </button>
      ) : (
        <span className="still">{words || '—'}</span>
      )}
    </td>
  )
}

function Below() {
  const { search, set } = useAddress()
  const field = search.of ?? 'safety-production'
  const { data, error, loading, reload } = useGet<BelowView>(
    path('/api/catalogs/coverage/below', { field, year: search.year ?? null }),
    { keep: true },
  )
  if (loading) return <Loading rows={10} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  return (
    <>
      <div className="grid-tools">
        <label>
          <span>领域 </span>
          <Select
            value={field}
            aria-label="领域"
            options={fields}
            onChange={next => set({ of: next, item: null })}
          />
        </label>
        <YearChoice year={data.year} thisYear={data.thisYear} />
      </div>
      <div className="grid-box" tabIndex={0} role="region" aria-label="机关和事项（可滚动）">
        <table className="catalog-grid heat">
          <caption className="hidden">
            {data.fieldLabel} {data.year} 年各机关公开情况
          </caption>
          <thead>
            <tr>
              <th scope="col">机关</th>
              {data.items.map(i => (
                <th key={i.code} scope="col">
                  {i.name}
                  {i.isDrafted ? <Unproven /> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map(row => (
              <tr key={row.body.id}>
                <th scope="row" style={{ paddingLeft: `${8 + row.body.depth * 14}px` }}>
                  {row.body.name}
                </th>
                {row.cells ? (
                  row.cells.map((cell, i) => (
                    <Cell
                      key={data.items[i]!.code}
                      state={cell.state}
                      words={
                        cell.state === 'notListed'
                          ? '未列入'
                          : `${coverageLabels[cell.state]}${cell.published > 0 ? ` ${cell.published}件` : ''}`
                      }
                      name={`${row.body.name}，${data.items[i]!.name}`}
                      here={false}
                      open={
                        cell.key === null
                          ? null
                          : () =>
                              set({
                                way: null,
                                body: String(row.body.id),
                                item: cell.key,
                                field,
                                month: null,
                              })
                      }
                    />
                  ))
                ) : (
                  <td colSpan={data.items.length}>
                    <span className="still">还没有公布目录</span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Duties() {
  const { data, error, loading, reload } = useGet<DutiesView>('/api/catalogs/duties')
  if (loading) return <Loading rows={8} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  if (data.duties.length === 0)
    return (
      <Empty title="没有待公开的事项">
        <p>您的部门负责的目录事项，本期都已公开或说明了不适用。</p>
      </Empty>
    )
  return (
    <ul className="rows heat-list" aria-label="待公开的事项">
      {data.duties.map(d => (
        <li key={`${d.body.id}/${d.field}/${d.key}/${d.dueOn ?? ''}`}>
          <p>
            <To href={`/catalogs/coverage?body=${d.body.id}&item=${d.key}&field=${d.field}`}>{d.name}</To>
          </p>
          <p className={d.state === 'overdue' ? 'heat-overdue' : 'quiet'}>
            {d.stateLabel}
            {d.dueOn ? `，期限 ${d.dueOn}` : ''} · {d.fieldLabel} · {d.body.name}
            {d.department ? ` · 责任科室：${d.department}` : ' · 没有定责任科室'}
          </p>
        </li>
      ))}
    </ul>
  )
}
