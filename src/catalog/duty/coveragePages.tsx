import type { ReactNode } from 'react'
import { dayOf } from '#kit/now.ts'
import type { Asked, PortalContext, View } from '#portal/page.ts'
import { Day, Empty, Facts as OfItem, Link, Mark } from '#portal/parts.tsx'
import { bodiesOf } from '#record/portal/data.ts'
import { guidelineOf, isDrafted } from '../guideline/guidelines.ts'
import { coverageLabels } from '../rules/coverage.ts'
import { cellOf, lastDayFor, mostEvidence, spanOf } from './cover.ts'
import type { LocalItem } from '../localItem.ts'
import { Boxes, Lines } from './dutyTable.tsx'
import { columnHeads, rowCells } from './layout.ts'
import { nameOfItem } from '../rules/marks.ts'
import { absenceKindLabels } from './model.ts'
import { evidencePath, Facts, home, tones, view } from './pageFrame.tsx'
import { Outside } from '../reports/portal.tsx'
import { Counterparts } from '../lists/portalParts.tsx'
import { askedCatalog, publicBelow, publicCalendars, type PublicCatalog } from './publicData.ts'
import { evidenceOf } from './store.ts'

/** 事项×月份, 事项×机关, and what stands behind a cell. */

const monthNames = Array.from({ length: 12 }, (_, i) => `${i + 1}月`)

function Years({ of, here, context }: { of: PublicCatalog; here: string; context: PortalContext }) {
  const first = Number((of.catalog.effectiveOn ?? of.catalog.publishedOn).slice(0, 4))
  const last = Number(dayOf(context.now()).slice(0, 4))
  const years = Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => last - i)
  return (
    <p className="sorting">
      年份：
      {years.map(y =>
        y === of.year ? (
          <span key={y} aria-current="true">
            {y}
          </span>
        ) : (
          <Link key={y} to={`${here}?year=${y}`}>
            {String(y)}
          </Link>
        ),
      )}
    </p>
  )
}

export async function monthsPage(context: PortalContext, asked: Asked): Promise<View | null> {
  const of = await askedCatalog(context, asked)
  if (!of) return null
  return view(
    of,
    '/coverage.html',
    '逐月公开情况',
    <div className="across">
      <h1 className="page-title">{of.year} 年逐月公开情况</h1>
      <Facts of={of} here="/coverage.html" />
      <Years of={of} here={`${home(of)}/coverage.html`} context={context} />
      <div className="text">
        <section className="scroll" tabIndex={0} aria-label="逐月公开情况（表，可左右滚动）">
          <table>
            <caption>各事项在各月公开的件数和状态；没有字的格，是那个月没有要求也没有公开</caption>
            <thead>
              <tr>
                <th scope="col">事项</th>
                <th scope="col">全年</th>
                {monthNames.map(m => (
                  <th key={m} scope="col">
                    {m}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {of.items.map(i => (
                <tr key={i.item.key}>
                  <th scope="row">
                    <Link to={evidencePath(of, i.item.key, `?year=${of.year}`)}>{i.name}</Link>
                  </th>
                  <td>
                    <Mark tone={tones[i.state]}>{coverageLabels[i.state]}</Mark>
                  </td>
                  {i.months.map((state, m) => (
                    <td key={monthNames[m]}>
                      {state === 'quiet' || (state === 'notApplicable' && i.counts[m] === 0) ? null : (
                        <Link to={evidencePath(of, i.item.key, `?year=${of.year}&month=${m + 1}`)}>
                          {i.counts[m]! > 0 ? `${i.counts[m]} 件` : ''}
                          {state === 'met' ? '' : coverageLabels[state]}
                          <span className="hidden">
                            ：{i.name}，{monthNames[m]!}
                          </span>
                        </Link>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </div>,
  )
}

export async function belowPage(context: PortalContext, asked: Asked): Promise<View | null> {
  const of = await askedCatalog(context, asked)
  if (!of) return null
  const guideline = guidelineOf(of.catalog.field)
  const bodies = [of.body, ...(await bodiesOf(context)).childrenOf(of.body.id)]
  const covered = await publicBelow(context, of.body, of.catalog.field, of.year)
  return view(
    of,
    '/below.html',
    '各机关公开情况',
    <div className="across">
      <h1 className="page-title">{of.year} 年各机关公开情况</h1>
      <Facts of={of} here="/below.html" />
      <Years of={of} here={`${home(of)}/below.html`} context={context} />
      <div className="text">
        <section className="scroll" tabIndex={0} aria-label="各机关公开情况（表，可左右滚动）">
          <table>
            <caption>
              国家目录的事项在本机关和直接下级机关的公开情况
              {guideline.items.some(isDrafted)
                ? '；国家目录根据各地文本整理，标“待核对”的没有在任何一份目录里读到，不作为官方文本'
                : ''}
            </caption>
            <thead>
              <tr>
                <th scope="col">事项</th>
                {bodies.map(b => (
                  <th key={b.id} scope="col">
                    {b.shortName}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {guideline.items.map(g => (
                <tr key={g.code}>
                  <th scope="row">
                    {nameOfItem({ level2: g.level2, level3: null })}
                    {isDrafted(g) ? '（待核对）' : null}
                  </th>
                  {bodies.map(b => {
                    const one = covered.get(b.id)
                    const cell = one ? cellOf(one, g.code) : null
                    if (!cell) return <td key={b.id}>{one ? '没有列入' : '没有公布目录'}</td>
                    return (
                      <td key={b.id}>
                        <Mark tone={tones[cell.state]}>{coverageLabels[cell.state]}</Mark>{' '}
                        <Link
                          to={`/${b.slug}/catalog/${of.catalog.field}/${encodeURIComponent(cell.item.key)}.html?year=${of.year}`}
                        >
                          {cell.published} 件
                          <span className="hidden">
                            ：{b.shortName}，{g.level2}
                          </span>
                        </Link>
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </div>,
  )
}

/** The columns of the catalog for one item; the boxes of the form in one line. */
const provisions = (item: LocalItem): [string, ReactNode][] =>
  rowCells(item).map((cell, n) => {
    const head = columnHeads[n + 3]!
    return [
      head.replace(/（.*/, ''),
      head === '公开渠道和载体' ? <Boxes key={head} text={cell} /> : <Lines key={head} text={cell} />,
    ]
  })

export async function evidencePage(context: PortalContext, asked: Asked): Promise<View | null> {
  const of = await askedCatalog(context, asked)
  const key = decodeURIComponent(asked.match.groups!['key']!)
  const item = of?.items.find(i => i.item.key === key)
  const month = asked.query.get('month') ?? null
  if (!of || !item || (month !== null && !/^(?:[1-9]|1[0-2])$/.test(month))) return null
  const all = !asked.query.has('year')
  const span = all
    ? { from: '1949-10-01', until: '9999-12-31' }
    : spanOf(of.year, month ? Number(month) : null)
  const rows = await evidenceOf(context.db, {
    bodyId: of.body.id,
    marks: item.marks.metBy,
    ...span,
    limit: mostEvidence + 1,
  })
  const calendar = (await publicCalendars(context, [of.body.id]))(of.body.id)
  const when = all ? '' : month ? ` ${of.year} 年 ${month} 月` : ` ${of.year} 年`
  return view(
    of,
    `/${encodeURIComponent(key)}.html`,
    item.name,
    <>
      <h1 className="page-title">{item.name}</h1>
      <p className="lead">
        <Mark tone={tones[item.state]}>{coverageLabels[item.state]}</Mark>　公开时限：
        {item.item.deadline ?? '没有规定'}。公开主体：{item.item.subject ?? '没有规定'}。
        {item.absence &&
          `${absenceKindLabels[item.absence.kind]}：${item.absence.reason}（${item.absence.saidBy}，${item.absence.saidOn}）。`}
      </p>
      {rows.length === 0 ? (
        <Empty>
          {of.body.name}
          {when}在这一事项下没有公开的信息。
          <Link to={`${home(of)}.html`}>看全部事项</Link>
        </Empty>
      ) : (
        <table className="register">
          <caption>
            {of.body.name}
            {when}在这一事项下公开的信息
            {rows.length > mostEvidence
              ? `，以下列出最近 ${mostEvidence} 件`
              : `，共 ${rows.filter(r => !r.report?.fault).length} 件`}
          </caption>
          <thead>
            <tr>
              <th scope="col">公布日期</th>
              <th scope="col">标题</th>
              <th scope="col">印发日期</th>
              <th scope="col">期限</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostEvidence).map(r => {
              const last = lastDayFor(item.item.deadlineRule, r.formedOn, calendar)
              return (
                <tr key={r.report ? `report-${r.report.id}` : r.address}>
                  <td data-label="公布日期" className="nowrap">
                    <Day day={r.shownOn} />
                  </td>
                  <td className="entry-title">
                    {r.report ? (
                      <Outside of={of} report={r.report} row={r} />
                    ) : (
                      <Link to={r.address}>{r.title}</Link>
                    )}
                  </td>
                  <td data-label="印发日期" className={r.formedOn ? 'nowrap' : 'is-empty nowrap'}>
                    {r.formedOn ? <Day day={r.formedOn} /> : '—'}
                  </td>
                  <td data-label="期限" className={last ? 'nowrap' : 'is-empty nowrap'}>
                    {last ? <Day day={last} /> : '—'}
                  </td>
                  <td data-label="结果" className="nowrap">
                    {r.report?.fault ? (
                      <Mark tone="bad">不计入</Mark>
                    ) : last !== null && r.shownOn > last ? (
                      <Mark tone="warn">逾期公开</Mark>
                    ) : (
                      <Mark tone="good">已公开</Mark>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      <Counterparts of={of} item={item.item.key} />
      <section aria-labelledby="provisions">
        <h2 id="provisions" className="title-2 rows-head">
          目录对这一事项的规定
        </h2>
        <OfItem facts={provisions(item.item)} />
      </section>
    </>,
  )
}
