import type { Asked, ColumnTag, PortalContext, Redirect, View } from '#portal/page.ts'
import { feedLinks } from '#portal/feeds.ts'
import { missingView } from '#portal/pages.tsx'
import { Empty, Link, Pager } from '#portal/parts.tsx'
import { columnIds, columns, gathered, isColumn } from '../columns.ts'
import type { RecordBody } from '../model.ts'
import { rollOf } from '../roll/keep.ts'
import type { Narrowing } from '../roll/roll.ts'
import { listNumbers } from '../store/read.ts'
import { bodiesOf, countsOf, crumbsOf, sectionOf, servicesOf, type Counts } from './data.ts'
import { Register } from './lists.tsx'
import { monthAfter } from './proof.tsx'

export const pageSize = 20

/** Lists that stand under 政策 of the four words; the others are 公开. */
const policies: ReadonlySet<string> = new Set(['documents', 'normative', 'policy', 'interpretation'])

type Gathered = keyof typeof gathered
export type ListColumn = ColumnTag & { readonly id: string; readonly columns: readonly string[] | null }

export function listColumn(id: string): ListColumn | null {
  if (Object.hasOwn(gathered, id)) {
    const g = gathered[id as Gathered]
    return {
      id,
      name: g.label,
      columns: g.columns,
      description: g.description,
      keywords: g.keywords,
      type: g.type,
    }
  }
  if (!isColumn(id)) return null
  const c = columns[id]
  return { id, name: c.label, columns: [id], description: c.description, keywords: c.keywords, type: c.type }
}

/** What of a list is shown: when, and whether of the bodies below as well. */
type Cut = { readonly year: number | null; readonly month: string | null; readonly below: boolean }

const whole = (below: boolean): Cut => ({ year: null, month: null, below })

function readCut(query: ReadonlyMap<string, string>, body: RecordBody | null): Cut | null {
  const year = query.get('year')
  const month = query.get('month')
  const below = query.get('below')
  if (below !== undefined && (below !== '1' || body === null)) return null
  if (year !== undefined && !/^(19|20)\d\d$/.test(year)) return null
  if (month !== undefined && !/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(month)) return null
  return {
    year: month === undefined && year !== undefined ? Number(year) : null,
    month: month ?? null,
    below: below === '1',
  }
}

const spanOf = (p: Cut): { from: string | null; until: string | null } =>
  p.month
    ? { from: `${p.month}-01`, until: monthAfter(p.month) }
    : p.year !== null
      ? { from: `${p.year}-01-01`, until: `${p.year + 1}-01-01` }
      : { from: null, until: null }

function queryOf(cut: Cut, page = 1): string {
  const parts = [
    cut.below ? 'below=1' : '',
    cut.month ? `month=${cut.month}` : '',
    cut.year !== null ? `year=${cut.year}` : '',
    page > 1 ? `page=${page}` : '',
  ].filter(Boolean)
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

const folderOf = (body: RecordBody | null, column: string) => `${body ? `/${body.slug}` : ''}/list/${column}/`

const pathOf = (body: RecordBody | null, column: string, cut: Cut, page = 1): string =>
  folderOf(body, column) + queryOf(cut, page)

/** Which of the roll a list shows. */
const narrowingOf = (ids: readonly number[] | null, column: ListColumn, period: Cut): Narrowing => ({
  values: {
    ...(ids ? { body: ids.map(String) } : {}),
    ...(column.columns ? { column: column.columns } : {}),
  },
  ...spanOf(period),
  // A month is opened from “本月公开”, which counts what was published here.
  own: period.month !== null,
})

export async function list(
  context: PortalContext,
  asked: Asked,
  body: RecordBody | null,
): Promise<View | Redirect | null> {
  const column = listColumn(asked.match.groups?.['column'] ?? '')
  if (!column) return null
  const missing = (text: string, cut = whole(false)) =>
    missingView(
      {
        section: body ? sectionOf(body) : null,
        word: policies.has(column.id) ? 'policy' : 'openness',
        crumbs: [...crumbsOf(body), { label: column.name, to: folderOf(body, column.id) }],
      },
      text,
      { to: pathOf(body, column.id, cut), label: `看“${column.name}”第 1 页` },
    )
  const period = readCut(asked.query, body)
  if (!period) return missing('网址里的年份、月份或范围写法不对：年份应像 2026，月份应像 2026-11。')
  const q = asked.query.get('q')
  if (q !== undefined) {
    const search = new URLSearchParams({
      q,
      ...(body ? { body: body.slug } : {}),
      ...(isColumn(column.id) ? { column: column.id } : {}),
    })
    return { kind: 'redirect', status: 303, to: `/search?${search.toString()}` }
  }
  const [bodies, counts, services] = await Promise.all([
    bodiesOf(context),
    countsOf(context),
    servicesOf(context),
  ])
  const under = body ? bodies.under(body.id) : []
  if (period.below && under.length === 0) return missing('本站没有登记它的下级机关，只有本机关的信息。')
  const ids = body ? [body.id, ...(period.below ? under.map(b => b.id) : [])] : null
  const roll = await rollOf(context)
  const { hits, total } = roll.narrow(null, narrowingOf(ids, column, period), [])
  const years = period.below
    ? yearsIn(roll.narrow(null, narrowingOf(ids, column, whole(true)), ['year']).counts.year)
    : yearsOf(counts, body, column)
  const asPage = asked.query.get('page') ?? '1'
  const page = /^[1-9]\d{0,14}$/.test(asPage) ? Number(asPage) : null
  if (page === null) return missing('网址里的页码应是 1、2、3 这样的数。', period)
  const pages = Math.max(1, Math.ceil(total / pageSize))
  if (page > pages)
    return missing(
      `一共 ${pages.toLocaleString('en-US')} 页，没有第 ${page.toLocaleString('en-US')} 页。`,
      period,
    )
  const rows = await listNumbers(context.db, roll.page(hits, (page - 1) * pageSize, pageSize, total))
  const when = period.month
    ? `${period.month.replace('-', ' 年 ')} 月`
    : period.year !== null
      ? `${period.year} 年`
      : ''
  const to = (n: number) => pathOf(body, column.id, period, n)
  const name = when ? `${column.name}（${when}）` : column.name
  return {
    kind: 'view',
    title: [
      page > 1 ? `${name} 第 ${page} 页` : name,
      ...(body ? [period.below ? `${body.name}和下级机关` : body.name] : []),
    ],
    description: column.description,
    section: body ? sectionOf(body) : null,
    word: policies.has(column.id) ? 'policy' : 'openness',
    crumbs: [...crumbsOf(body), { label: column.name }],
    column,
    // A column without content is not shown to the public (47号文): whoever comes by its address is told, search engines are not.
    noindex: total === 0,
    canonical: to(page),
    alternate: feedLinks(
      folderOf(body, column.id),
      body ? `${body.name} ${column.name}` : column.name,
      queryOf(whole(period.below)),
    ),
    prevNext: { prev: page > 1 ? to(page - 1) : undefined, next: page < pages ? to(page + 1) : undefined },
    main: (
      <div className="with-side">
        <Side body={body} counts={counts} here={column.id} />
        <div className="with-side-main">
          <h1 className="page-title">{column.name}</h1>
          <p className="lead">{column.description}</p>
          {column.id === 'normative' && (
            <p>
              <Link to={`${body ? `/${body.slug}` : ''}/library.html`}>到规范性文件库按有效性查看</Link>
            </p>
          )}
          <Filters body={body} column={column} cut={period} years={years} under={under.length} />
          {rows.length === 0 ? (
            <Empty>
              {when || '现在'}
              {body ? body.name : '本站'}
              {period.below && '和下级机关'}没有公开“{column.name}”。
              {when ? (
                <>
                  可以<Link to={pathOf(body, column.id, whole(period.below))}>看全部年份</Link>。
                </>
              ) : (
                <>
                  可以<Link to={`${body ? `/${body.slug}` : ''}/list/all/`}>看全部公开信息</Link>，或者
                  {body ? (
                    <Link to={`/${body.slug}/disclosure/request.html`}>申请公开</Link>
                  ) : (
                    <Link to="/bodies.html">按机关查找</Link>
                  )}
                  。
                </>
              )}
            </Empty>
          ) : (
            <>
              <Register
                rows={rows}
                bodies={body && !period.below ? null : bodies}
                caption={`共 ${total} 件${pages > 1 ? `，第 ${page} 页，共 ${pages} 页` : ''}，按发布日期从新到旧${period.month ? '，不含补录的历史公文' : ''}`}
              />
              <Pager page={page} pages={pages} to={to} what={column.name} />
              <Take
                folder={folderOf(body, column.id)}
                cut={period}
                wish={
                  services.has('subscription')
                    ? `?column=${column.id}${body ? `&body=${body.slug}` : ''}`
                    : null
                }
              />
            </>
          )}
        </div>
      </div>
    ),
  }
}

/** The list to take away: as a table with every row, as data, as a feed. */
function Take({ folder, cut, wish }: { folder: string; cut: Cut; wish: string | null }) {
  const search = queryOf(cut)
  const feed = queryOf(whole(cut.below))
  return (
    <p className="take">
      下载本列表：<Link to={`${folder}list.xlsx${search}`}>XLSX</Link>、
      <Link to={`${folder}list.csv${search}`}>CSV</Link>、<Link to={`${folder}list.json${search}`}>JSON</Link>
      ；订阅：<Link to={`${folder}rss.xml${feed}`}>RSS</Link>、
      <Link to={`${folder}atom.xml${feed}`}>Atom</Link>
      {wish && (
        <>
          、<Link to={`/subscribe/${wish}`}>邮件</Link>
        </>
      )}
    </p>
  )
}

/** The columns that hold something, with counts. */
function Side({ body, counts, here }: { body: RecordBody | null; counts: Counts; here: string }) {
  const id = body?.id ?? null
  const within = body ? `/${body.slug}` : ''
  const filled = columnIds.filter(c => counts.of(id, c) > 0)
  const item = (column: string, label: string, n: number) => (
    <li key={column}>
      <Link to={`${within}/list/${column}/`} className={column === here ? 'is-here' : undefined}>
        {label} <span className="num">{n}</span>
      </Link>
    </li>
  )
  return (
    <nav className="side" aria-label="栏目">
      <p className="side-title">栏目</p>
      <ul>
        {item('all', gathered.all.label, counts.of(id, '*'))}
        {filled.map(c => item(c, columns[c].label, counts.of(id, c)))}
      </ul>
    </nav>
  )
}

/** A year, and how many there are where that is known exactly: what stands in two columns would count twice. */
type YearCount = { readonly year: number; readonly n: number | null }

const yearsIn = (counts: ReadonlyMap<string, number>): YearCount[] =>
  [...counts].map(([year, n]) => ({ year: Number(year), n })).sort((a, b) => b.year - a.year)

function yearsOf(counts: Counts, body: RecordBody | null, column: ListColumn): YearCount[] {
  const isExact = column.columns === null || column.columns.length === 1
  const id = body?.id ?? null
  return counts
    .years(id, column.columns)
    .map(year => ({ year, n: isExact ? counts.atMost(id, column.columns, year) : null }))
}

function Filters({
  body,
  column,
  cut,
  years,
  under,
}: {
  body: RecordBody | null
  column: ListColumn
  cut: Cut
  years: readonly YearCount[]
  /** How many bodies are below. */
  under: number
}) {
  const byYear = years.length >= 2 || cut.year !== null || cut.month !== null
  if (!byYear && under === 0) return null
  return (
    <dl className="filters">
      {under > 0 && (
        <div>
          <dt>范围</dt>
          <dd>
            <ul>
              <li>
                <Choice to={pathOf(body, column.id, { ...cut, below: false })} isHere={!cut.below}>
                  本机关
                </Choice>
              </li>
              <li>
                <Choice to={pathOf(body, column.id, { ...cut, below: true })} isHere={cut.below}>
                  含下级 {under} 个机关
                </Choice>
              </li>
            </ul>
          </dd>
        </div>
      )}
      {byYear && (
        <div>
          <dt>年份</dt>
          <dd>
            <ul>
              <li>
                <Choice
                  to={pathOf(body, column.id, whole(cut.below))}
                  isHere={cut.year === null && cut.month === null}
                >
                  全部
                </Choice>
              </li>
              {cut.month && (
                <li>
                  <span aria-current="true">{cut.month}</span>
                </li>
              )}
              {years.map(({ year, n }) => (
                <li key={year}>
                  <Choice
                    to={pathOf(body, column.id, { year, month: null, below: cut.below })}
                    isHere={cut.year === year}
                  >
                    {year}
                    {n !== null && <span className="num">{n}</span>}
                  </Choice>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  )
}

function Choice({ to, isHere, children }: { to: string; isHere: boolean; children: React.ReactNode }) {
  return isHere ? <span aria-current="true">{children}</span> : <Link to={to}>{children}</Link>
}
