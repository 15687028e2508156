import type { Asked, ColumnTag, PortalContext, Raw, Redirect, View } from '#portal/page.ts'
import { Empty, Link, Pager } from '#portal/parts.tsx'
import { columnIds, columns, gathered, isColumn } from '../columns.ts'
import type { RecordBody } from '../model.ts'
import { countShown, listPublished, type Which } from '../store/read.ts'
import { bodiesOf, countsOf, crumbsOf, sectionOf, type Counts } from './data.ts'
import { Register } from './lists.tsx'
import { monthAfter } from './proof.tsx'

export const pageSize = 20
/** Further back, the year narrows the list: an offset is not free. */
const mostPages = 500

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

type Period = { readonly year: number | null; readonly month: string | null }

function readPeriod(query: ReadonlyMap<string, string>): Period | null {
  const year = query.get('year')
  const month = query.get('month')
  if (year !== undefined && !/^(19|20)\d\d$/.test(year)) return null
  if (month !== undefined && !/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(month)) return null
  return { year: month === undefined && year !== undefined ? Number(year) : null, month: month ?? null }
}

const spanOf = (p: Period): { from: string | null; until: string | null } =>
  p.month
    ? { from: `${p.month}-01`, until: monthAfter(p.month) }
    : p.year !== null
      ? { from: `${p.year}-01-01`, until: `${p.year + 1}-01-01` }
      : { from: null, until: null }

function pathOf(body: RecordBody | null, column: string, period: Period, page = 1): string {
  const parts = [
    period.month ? `month=${period.month}` : '',
    period.year !== null ? `year=${period.year}` : '',
    page > 1 ? `page=${page}` : '',
  ].filter(Boolean)
  return `${body ? `/${body.slug}` : ''}/list/${column}/${parts.length > 0 ? `?${parts.join('&')}` : ''}`
}

/** How many a list holds: from the tally for one column and a year, counted for a month, at most the tally for several columns. */
async function howMany(
  context: PortalContext,
  counts: Counts,
  body: RecordBody | null,
  column: ListColumn,
  period: Period,
) {
  if (period.month === null) {
    const sum = counts.atMost(body?.id ?? null, column.columns, period.year)
    if (column.columns === null || column.columns.length === 1 || sum > 5000) return sum
  } else if (column.columns === null) {
    const { from, until } = spanOf(period)
    return countShown(context.db, body ? [body.id] : null, from!, until!)
  }
  const all = await listPublished(context.db, whichOf(body, column, period), 0, 5001, 0)
  return all.length
}

const whichOf = (body: RecordBody | null, column: ListColumn, period: Period): Which => ({
  bodyIds: body ? [body.id] : null,
  columns: column.columns,
  ...spanOf(period),
  // A month is opened from “本月公开”, which counts what was published here.
  own: period.month !== null,
})

export async function list(
  context: PortalContext,
  asked: Asked,
  body: RecordBody | null,
): Promise<View | Raw | Redirect | null> {
  const column = listColumn(asked.match.groups?.['column'] ?? '')
  const period = readPeriod(asked.query)
  if (!column || !period) return null
  const q = asked.query.get('q')
  if (q !== undefined) {
    const search = new URLSearchParams({
      q,
      ...(body ? { body: body.slug } : {}),
      ...(isColumn(column.id) ? { column: column.id } : {}),
    })
    return { kind: 'redirect', status: 303, to: `/search?${search.toString()}` }
  }
  const [bodies, counts] = await Promise.all([bodiesOf(context), countsOf(context)])
  const total = await howMany(context, counts, body, column, period)
  const asPage = asked.query.get('page') ?? '1'
  if (!/^[1-9]\d{0,5}$/.test(asPage)) return null
  const page = Number(asPage)
  const pages = Math.min(mostPages, Math.max(1, Math.ceil(total / pageSize)))
  if (page > pages) return null
  const which = whichOf(body, column, period)
  const expected = counts.atMost(body?.id ?? null, column.columns)
  const rows = await listPublished(context.db, which, expected, pageSize, (page - 1) * pageSize)
  const when = period.month
    ? `${period.month.replace('-', ' 年 ')} 月`
    : period.year !== null
      ? `${period.year} 年`
      : ''
  const to = (n: number) => pathOf(body, column.id, period, n)
  const name = when ? `${column.name}（${when}）` : column.name
  return {
    kind: 'view',
    title: [page > 1 ? `${name} 第 ${page} 页` : name, ...(body ? [body.name] : [])],
    description: column.description,
    section: body ? sectionOf(body) : null,
    word: column.id === 'all' ? 'openness' : 'policy',
    crumbs: [...crumbsOf(body), { label: column.name }],
    column,
    canonical: to(page),
    prevNext: { prev: page > 1 ? to(page - 1) : undefined, next: page < pages ? to(page + 1) : undefined },
    main: (
      <div className="with-side">
        <Side body={body} counts={counts} here={column.id} />
        <div className="with-side-main">
          <h1 className="page-title">{column.name}</h1>
          <p className="lead">{column.description}</p>
          <Filters body={body} column={column} period={period} counts={counts} />
          {rows.length === 0 ? (
            <Empty>
              {when || '现在'}
              {body ? `${body.name}` : '本站'}没有公开“{column.name}”。
              {when ? (
                <>
                  可以 <Link to={pathOf(body, column.id, { year: null, month: null })}>看全部年份</Link>。
                </>
              ) : (
                <>
                  可以 <Link to={`${body ? `/${body.slug}` : ''}/list/all/`}>看全部公开信息</Link>，或者
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
                bodies={body ? null : bodies}
                caption={`共 ${total} 件${pages > 1 ? `，第 ${page} 页，共 ${pages} 页` : ''}，按发布日期从新到旧${period.month ? '，不含补录的历史公文' : ''}`}
              />
              <Pager page={page} pages={pages} to={to} what={column.name} />
              {pages === mostPages && page === mostPages && <Empty>更早的请先按年份缩小范围。</Empty>}
              <p className="take">
                <Link
                  to={`${pathOf(body, column.id, period).split('?')[0]}list.csv${period.year !== null ? `?year=${period.year}` : ''}`}
                >
                  下载本列表（CSV，可用 WPS 表格打开）
                </Link>
              </p>
            </>
          )}
        </div>
      </div>
    ),
  }
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

function Filters({
  body,
  column,
  period,
  counts,
}: {
  body: RecordBody | null
  column: ListColumn
  period: Period
  counts: Counts
}) {
  const years = counts.years(body?.id ?? null, column.columns)
  if (years.length < 2 && period.year === null && period.month === null) return null
  const single = column.columns === null || column.columns.length === 1
  const word = (label: React.ReactNode, to: string, isHere: boolean) =>
    isHere ? <span aria-current="true">{label}</span> : <Link to={to}>{label}</Link>
  return (
    <dl className="filters">
      <div>
        <dt>年份</dt>
        <dd>
          <ul>
            <li>
              {word(
                '全部',
                pathOf(body, column.id, { year: null, month: null }),
                period.year === null && period.month === null,
              )}
            </li>
            {period.month && (
              <li>
                <span aria-current="true">{period.month}</span>
              </li>
            )}
            {years.map(year => (
              <li key={year}>
                {word(
                  <>
                    {year}
                    {single && (
                      <span className="num">{counts.atMost(body?.id ?? null, column.columns, year)}</span>
                    )}
                  </>,
                  pathOf(body, column.id, { year, month: null }),
                  period.year === year,
                )}
              </li>
            ))}
          </ul>
        </dd>
      </div>
    </dl>
  )
}

const mostRows = 10_000

/** The list as a table for offices: UTF-8 with BOM, which WPS and Excel want; cells that would be formulas are disarmed. */
export async function listCsv(
  context: PortalContext,
  asked: Asked,
  body: RecordBody | null,
): Promise<Raw | null> {
  const column = listColumn(asked.match.groups?.['column'] ?? '')
  const period = readPeriod(asked.query)
  if (!column || !period) return null
  const bodies = await bodiesOf(context)
  const counts = await countsOf(context)
  const expected = counts.atMost(body?.id ?? null, column.columns)
  const rows = await listPublished(context.db, whichOf(body, column, period), expected, mostRows, 0)
  const head = [
    '发布日期',
    '标题',
    '发文字号',
    '索引号',
    '发文机关',
    '公开机关',
    '成文日期',
    '公文种类',
    '主题分类',
    '历史公文',
    '地址',
  ]
  const lines = rows.map(r =>
    [
      r.shown_on,
      r.title,
      r.document_number,
      r.index_number,
      r.issuer,
      bodies.byId(r.body_id)?.name,
      r.written_on,
      r.document_kind,
      r.theme,
      r.imported ? '是' : '否',
      `${context.site.origin}${context.site.base}${r.address}`,
    ]
      .map(cell)
      .join(','),
  )
  return {
    kind: 'raw',
    status: 200,
    type: 'text/csv; charset=utf-8',
    body: `\ufeff${[head.join(','), ...lines].join('\r\n')}\r\n`,
    headers: {
      'Content-Disposition': `attachment; filename="${column.id}.csv"; filename*=UTF-8''${encodeURIComponent(column.name)}.csv`,
    },
  }
}

function cell(value: string | null | undefined): string {
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
