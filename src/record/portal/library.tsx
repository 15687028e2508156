import type { ReactNode } from 'react'
import { dayOf } from '#kit/now.ts'
import { daysBetween } from '#law/day.ts'
import type { Asked, PortalContext, View } from '#portal/page.ts'
import { missingView } from '#portal/pages.tsx'
import { Day, Empty, Link, Pager } from '#portal/parts.tsx'
import { validities, type RecordBody, type Validity } from '../model.ts'
import { normativeCounts, normatives, type NormativeRow, type Wanted } from '../store/library.ts'
import { bodiesOf, crumbsOf, sectionOf, type Bodies } from './data.ts'
import { isValidity, ValidityMark } from './lists.tsx'

const pageSize = 20
const inForce: readonly Validity[] = ['in-force', 'amended', 'revised']
const words: readonly Validity[] = ['in-force', 'amended', 'revised', 'expired', 'repealed', 'draft']

type Filter = {
  /** Empty: what is in force. */
  readonly validity: '' | 'all' | Validity
  readonly year: number | null
  readonly body: RecordBody | null
  readonly q: string
}

/** The choices of an address; null for one that names none of them. */
export function readFilter(
  query: ReadonlyMap<string, string>,
  body: RecordBody | null,
  bodies: Bodies,
): Filter | null {
  const validity = query.get('validity') ?? ''
  const year = query.get('year')
  const slug = query.get('body')
  const chosen = body ?? (slug === undefined ? null : (bodies.bySlug(slug) ?? undefined))
  if (validity !== '' && validity !== 'all' && !isValidity(validity)) return null
  if (year !== undefined && !/^(19|20)\d\d$/.test(year)) return null
  if (chosen === undefined || (body !== null && slug !== undefined)) return null
  const q = (query.get('q') ?? '').trim().slice(0, 100)
  return { validity, year: year === undefined ? null : Number(year), body: chosen, q }
}

export const wantedOf = (f: Filter): Wanted => ({
  bodyIds: f.body ? [f.body.id] : null,
  validities: f.validity === 'all' ? null : f.validity === '' ? inForce : [f.validity],
  year: f.year,
  q: f.q,
})

/** The same list with other filters; the page begins anew. */
function pathOf(within: RecordBody | null, f: Filter, page = 1, file = 'library.html'): string {
  const query = new URLSearchParams({
    ...(f.validity ? { validity: f.validity } : {}),
    ...(f.year !== null ? { year: String(f.year) } : {}),
    ...(within === null && f.body ? { body: f.body.slug } : {}),
    ...(f.q ? { q: f.q } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  }).toString()
  return `${within ? `/${within.slug}` : ''}/${file}${query === '' ? '' : `?${query}`}`
}

/** Every choice has a title of its own: what search engines and bookmarks tell pages apart by. */
function titleOf({ validity, year, q }: Filter, page: number): string {
  const chosen = [
    validity === 'all' ? '全部' : validity === '' ? '' : validities[validity],
    year === null ? '' : `${year}年`,
    q === '' ? '' : `“${q}”`,
  ].filter(Boolean)
  return `规范性文件库${chosen.length > 0 ? `（${chosen.join('，')}）` : ''}${page > 1 ? ` 第 ${page} 页` : ''}`
}

const description =
  '集中公开行政规范性文件，逐件标明有效性、有效期、统一编号和立改废关系；失效、废止的留在库中备查。'

/** 规范性文件库 of a body, or of the whole site. Complete by links alone: every filter is an address. */
export async function library(
  context: PortalContext,
  asked: Asked,
  body: RecordBody | null,
): Promise<View | null> {
  const bodies = await bodiesOf(context)
  const filter = readFilter(asked.query, body, bodies)
  const asPage = asked.query.get('page') ?? '1'
  const missing = (text: string, of: Filter = { validity: '', year: null, body, q: '' }) =>
    missingView(
      {
        section: body ? sectionOf(body) : null,
        word: 'policy',
        crumbs: [
          ...crumbsOf(body),
          { label: '规范性文件库', to: pathOf(body, { ...of, validity: '', year: null, q: '' }) },
        ],
      },
      text,
      { to: pathOf(body, of), label: '看规范性文件库第 1 页' },
    )
  if (!filter) return missing('网址里的有效性、年份或机关，规范性文件库里没有。')
  if (!/^[1-9]\d{0,14}$/.test(asPage)) return missing('网址里的页码应是 1、2、3 这样的数。', filter)
  const wanted = wantedOf(filter)
  const counts = await normativeCounts(context.db, wanted)
  const page = Number(asPage)
  const pages = Math.max(1, Math.ceil(counts.total / pageSize))
  if (page > pages)
    return missing(
      `一共 ${pages.toLocaleString('en-US')} 页，没有第 ${page.toLocaleString('en-US')} 页。`,
      filter,
    )
  const rows = await normatives(context.db, wanted, pageSize, (page - 1) * pageSize)
  const to = (n: number) => pathOf(body, filter, n)
  const today = dayOf(context.now())
  return {
    kind: 'view',
    title: [titleOf(filter, page), ...(filter.body ? [filter.body.name] : [])],
    description,
    section: body ? sectionOf(body) : null,
    word: 'policy',
    crumbs: [...crumbsOf(body), { label: '规范性文件库' }],
    column: {
      name: '规范性文件库',
      description,
      keywords: ['行政规范性文件', '有效性', '有效期', '统一编号', '清理结果'],
      type: '政策文件',
    },
    canonical: to(page),
    prevNext: { prev: page > 1 ? to(page - 1) : undefined, next: page < pages ? to(page + 1) : undefined },
    main: (
      <>
        <h1 className="page-title">规范性文件库</h1>
        <p className="lead">{description}</p>
        <Find filter={filter} within={body} base={context.site.base} />
        <Filters filter={filter} within={body} counts={counts} bodies={bodies} />
        {rows.length === 0 ? (
          <Empty>
            {filter.validity === '' && filter.year === null && filter.q === ''
              ? `${filter.body?.name ?? '本站'}还没有公开现行有效的行政规范性文件。`
              : '没有符合这些条件的规范性文件。'}
            可以<Link to={pathOf(body, { ...filter, validity: 'all', year: null, q: '' })}>看全部</Link>
            ，或者<Link to={`${body ? `/${body.slug}` : ''}/list/documents/`}>看政策文件</Link>。
          </Empty>
        ) : (
          <>
            <Table
              rows={rows}
              bodies={body ? null : bodies}
              today={today}
              caption={captionOf(filter, counts.total, page, pages)}
            />
            <Pager page={page} pages={pages} to={to} what="规范性文件库" />
            <p className="take">
              下载本列表：<Link to={pathOf(body, filter, 1, 'library.xlsx')}>XLSX</Link>、
              <Link to={pathOf(body, filter, 1, 'library.csv')}>CSV</Link>、
              <Link to={pathOf(body, filter, 1, 'library.json')}>JSON</Link>
            </p>
          </>
        )}
      </>
    ),
  }
}

function captionOf(f: Filter, total: number, page: number, pages: number): string {
  const which =
    f.validity === '' ? '现行有效（含已修改）' : f.validity === 'all' ? '全部' : validities[f.validity]
  return `${which}共 ${total} 件${pages > 1 ? `，第 ${page} 页，共 ${pages} 页` : ''}，按发布日期从新到旧`
}

function Find({ filter, within, base }: { filter: Filter; within: RecordBody | null; base: string }) {
  return (
    <form
      className="search library-find"
      action={`${base}${within ? `/${within.slug}` : ''}/library.html`}
      method="get"
    >
      <label htmlFor="library-q">在规范性文件库中查找</label>
      <div className="search-row">
        <input
          id="library-q"
          name="q"
          type="search"
          defaultValue={filter.q}
          maxLength={100}
          autoComplete="off"
          placeholder="标题、统一编号或发文字号"
        />
        {filter.validity && <input type="hidden" name="validity" value={filter.validity} />}
        {filter.year !== null && <input type="hidden" name="year" value={filter.year} />}
        {within === null && filter.body && <input type="hidden" name="body" value={filter.body.slug} />}
        <button type="submit">查找</button>
      </div>
    </form>
  )
}

type Counts = Awaited<ReturnType<typeof normativeCounts>>

function Filters({
  filter,
  within,
  counts,
  bodies,
}: {
  filter: Filter
  within: RecordBody | null
  counts: Counts
  bodies: Bodies
}) {
  const word = (key: string, label: string, n: number | null, change: Partial<Filter>, isHere: boolean) => {
    const text: ReactNode = (
      <>
        {label}
        {n !== null && <span className="num">{n}</span>}
      </>
    )
    return (
      <li key={key}>
        {isHere ? (
          <span aria-current="true">{text}</span>
        ) : (
          <Link to={pathOf(within, { ...filter, ...change })}>{text}</Link>
        )}
      </li>
    )
  }
  const sum = (of: readonly Validity[]) => of.reduce((n, v) => n + (counts.validity.get(v) ?? 0), 0)
  const years = [...counts.year.keys()].sort((a, b) => b - a)
  const issuers = bodies.all.filter(b => (counts.body.get(b.id) ?? 0) > 0)
  return (
    <dl className="filters">
      <div>
        <dt>有效性</dt>
        <dd>
          <ul>
            {word('force', '在施行的', sum(inForce), { validity: '' }, filter.validity === '')}
            {words
              .filter(v => counts.validity.has(v) || filter.validity === v)
              .map(v =>
                word(v, validities[v], counts.validity.get(v) ?? 0, { validity: v }, filter.validity === v),
              )}
            {word('all', '全部', sum(words), { validity: 'all' }, filter.validity === 'all')}
          </ul>
        </dd>
      </div>
      {(years.length > 1 || filter.year !== null) && (
        <div>
          <dt>成文年份</dt>
          <dd>
            <ul>
              {word('all', '全部', null, { year: null }, filter.year === null)}
              {years.map(y =>
                word(String(y), String(y), counts.year.get(y)!, { year: y }, filter.year === y),
              )}
            </ul>
          </dd>
        </div>
      )}
      {within === null && (issuers.length > 1 || filter.body) && (
        <div>
          <dt>制发机关</dt>
          <dd>
            <ul>
              {word('all', '全部', null, { body: null }, filter.body === null)}
              {issuers.map(b =>
                word(b.slug, b.shortName, counts.body.get(b.id)!, { body: b }, filter.body?.id === b.id),
              )}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  )
}

function Table({
  rows,
  bodies,
  caption,
  today,
}: {
  rows: readonly NormativeRow[]
  bodies: Bodies | null
  caption: string
  today: string
}) {
  const isNumbered = rows.some(r => r.unified_number)
  return (
    <table className="register">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">有效性</th>
          <th scope="col">标题</th>
          {isNumbered && <th scope="col">统一编号</th>}
          <th scope="col">发文字号</th>
          {bodies && <th scope="col">制发机关</th>}
          <th scope="col">成文日期</th>
          <th scope="col">有效期至</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.address}>
            <td data-label="有效性" className="nowrap">
              {isValidity(row.validity) && <ValidityMark validity={row.validity} />}
            </td>
            <td className="entry-title">
              <Link to={row.address}>{row.title}</Link>
              {row.imported && <span className="tag">历史公文</span>}
            </td>
            {isNumbered && <Cell label="统一编号">{row.unified_number}</Cell>}
            <Cell label="发文字号">{row.document_number}</Cell>
            {bodies && <Cell label="制发机关">{bodies.byId(row.body_id)?.shortName}</Cell>}
            <Cell label="成文日期">{row.written_on && <Day day={row.written_on} />}</Cell>
            <Cell label="有效期至">
              {row.expires_on && <Expiry day={row.expires_on} today={today} row={row} />}
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Within ninety days of its end it is said how many are left. */
function Expiry({ day, today, row }: { day: string; today: string; row: NormativeRow }) {
  const left = daysBetween(today, day)
  return (
    <>
      <Day day={day} />
      {left >= 0 && left <= 90 && inForce.includes(row.validity as Validity) && (
        <span className="tag">{left === 0 ? '今天到期' : `还有 ${left} 天`}</span>
      )}
    </>
  )
}

function Cell({ label, children }: { label: string; children: ReactNode }) {
  const isEmpty = children === null || children === undefined || children === '' || children === false
  return (
    <td data-label={label} className={isEmpty ? 'is-empty nowrap' : 'nowrap'}>
      {isEmpty ? '—' : children}
    </td>
  )
}
