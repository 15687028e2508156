import { isoOf } from '#kit/now.ts'
import { openJson, openTable } from '#portal/openFile.ts'
import type { Asked, PortalContext, PublicPage, Raw, View } from '#portal/page.ts'
import { Day, Empty, Link } from '#portal/parts.tsx'
import { reservedSlugs, type RecordBody } from '#record/model.ts'
import type { PagePart } from '#record/parts.ts'
import { bodiesOf, crumbsOf, sectionOf } from '#record/portal/data.ts'
import { entriesOf, type Told } from '#record/standing.ts'
import { columnHeads, rowsOf, yearFact } from './model.ts'

/** 网站年度报表 for the public: what stands published, year by year, and as a table for programs. */

type Report = Told & { readonly year: number }

const forms = ['csv', 'xlsx', 'json'] as const
type Form = (typeof forms)[number]

const path = (body: RecordBody | null) => `${body ? `/${body.slug}` : ''}/site-report.html`
const filePath = (body: RecordBody, year: number, form: Form) => `/${body.slug}/site-report/${year}.${form}`

type Reporting = { readonly body: RecordBody; readonly reports: readonly Report[] }

/** The reports that stand, of a body or (null) of all here, in the order of the tree; the newest year first, of one year the newest. */
async function reportsOf(context: PortalContext, body: RecordBody | null): Promise<Reporting[]> {
  const { all } = await bodiesOf(context)
  const told = await entriesOf(context.db, body?.id ?? null, ['site-report'])
  return (body ? [body] : all).flatMap(b => {
    const years = new Set<number>()
    const reports = told
      .filter(t => t.address.startsWith(`/${b.slug}/`))
      .flatMap(t => {
        const year = Number(t.entry.facts?.find(f => f.label === yearFact)?.value)
        return Number.isInteger(year) ? [{ ...t, year }] : []
      })
      .filter(r => !years.has(r.year) && years.add(r.year))
      .sort((x, y) => y.year - x.year)
    return reports.length > 0 ? [{ body: b, reports }] : []
  })
}

function Table({ report, body }: { report: Report; body: RecordBody }) {
  const rows = rowsOf(report.entry.html)
  return (
    <>
      <p className="take">
        <Day day={report.publishedOn} />
        公布；下载：
        {forms.map((form, i) => (
          <span key={form}>
            {i > 0 && '、'}
            <Link to={filePath(body, report.year, form)}>{form.toUpperCase()}</Link>
          </span>
        ))}
        ；<Link to={report.address}>报表原文和发布回执</Link>
      </p>
      <div className="text">
        <section className="scroll" tabIndex={0} aria-label={`${report.entry.title}（表，可左右滚动）`}>
          <table className="site-report">
            <caption>{report.entry.title}</caption>
            <thead>
              <tr>
                {columnHeads.map(head => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            {groupsOf(rows).map(([group, of]) => (
              <tbody key={group}>
                {of.map((row, i) => (
                  <tr key={row.label}>
                    {i === 0 && (
                      <th scope="rowgroup" rowSpan={of.length}>
                        {group}
                      </th>
                    )}
                    <th scope="row">{row.label}</th>
                    <td>{row.value}</td>
                    <td>{row.note}</td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </section>
      </div>
    </>
  )
}

function groupsOf(rows: ReturnType<typeof rowsOf>): [string, ReturnType<typeof rowsOf>][] {
  const groups = new Map<string, ReturnType<typeof rowsOf>>()
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  return [...groups]
}

function Earlier({ of }: { of: Reporting }) {
  const earlier = of.reports.slice(1)
  if (earlier.length === 0) return null
  return (
    <>
      <h2 className="title-2">以前年度</h2>
      <ul className="map-list">
        {earlier.map(r => (
          <li key={r.year}>
            <Link to={r.address}>{r.year}年度</Link>
          </li>
        ))}
      </ul>
    </>
  )
}

async function reportsPage(context: PortalContext, body: RecordBody | null): Promise<View> {
  const found = await reportsOf(context, body)
  const [first, ...others] = found
  return {
    kind: 'view',
    title: ['政府网站工作年度报表', ...(body ? [body.name] : [])],
    description: '每年1月31日前公布的政府网站上一年度工作报表：信息发布、解读回应、互动交流等。',
    section: body ? sectionOf(body) : null,
    word: 'openness',
    crumbs: [...crumbsOf(body), { label: '政府网站工作年度报表' }],
    main: (
      <>
        <h1 className="page-title">政府网站工作年度报表</h1>
        <p className="lead">
          每年1月31日前公布上一年度的报表（国办函〔2018〕12号）。能由本站公开记录算出的数逐件算出，本站不掌握的由主办单位填写；不统计访问量，因为本站不记录读者的访问。
        </p>
        {!first ? (
          <Empty>
            {body ? body.name : '本站'}还没有公布过报表。政府信息公开工作年度报告在
            <Link to={`${body ? `/${body.slug}` : ''}/list/annual/`}>政府信息公开年报</Link>栏目。
          </Empty>
        ) : (
          <>
            <Table report={first.reports[0]!} body={first.body} />
            <Earlier of={first} />
            {others.length > 0 && (
              <>
                <h2 className="title-2">其他机关的报表</h2>
                <ul className="map-list">
                  {others.map(o => (
                    <li key={o.body.id}>
                      <Link to={path(o.body)}>
                        {o.body.name}（{o.reports[0]!.year}年度）
                      </Link>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </>
    ),
  }
}

async function file(context: PortalContext, asked: Asked): Promise<Raw | null> {
  const { slug, year, form } = asked.match.groups as { slug: string; year: string; form: Form }
  const body = (await bodiesOf(context)).bySlug(slug)
  const report = body && (await reportsOf(context, body))[0]?.reports.find(r => r.year === Number(year))
  if (!report) return null
  const rows = rowsOf(report.entry.html)
  const lines = rows.map(r => [r.group, r.label, r.value, r.note])
  const { title } = report.entry
  const name = { title, plain: 'site-report' }
  if (form === 'json')
    return openJson(name, {
      title,
      year: report.year,
      body: body.name,
      published_on: report.publishedOn,
      url: context.site.origin + context.site.base + report.address,
      rows,
    })
  return openTable(name, form, {
    notes: [`${context.site.name}，${isoOf(context.now())}下载`],
    columns: columnHeads.map(header => ({ header, width: 24 })),
    lines,
  })
}

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`

export const siteReportPages: readonly PublicPage[] = [
  {
    path: /^\/site-report\.html$/,
    mapped: async context => [path(null), ...(await reportsOf(context, null)).map(o => path(o.body))],
    answer: context => reportsPage(context, null),
  },
  {
    path: new RegExp(String.raw`^/${slug}/site-report\.html$`),
    async answer(context, asked) {
      const body = (await bodiesOf(context)).bySlug(asked.match.groups!['slug']!)
      return body ? reportsPage(context, body) : null
    },
  },
  {
    path: new RegExp(String.raw`^/${slug}/site-report/(?<year>(?:19|20|21)\d\d)\.(?<form>csv|xlsx|json)$`),
    answer: file,
  },
]

export const siteReportParts: readonly PagePart[] = [
  {
    // Taken for one another: the report on the website is no 政府信息公开年报, and is published by the same day.
    place: 'annual',
    order: 100,
    async make(context, { body }) {
      const own = await reportsOf(context, body)
      const of = own.length > 0 ? body : null
      const reports = own.length > 0 ? own : await reportsOf(context, null)
      const years = reports.flatMap(o => o.reports.map(r => r.year))
      return (
        <p className="take">
          {years.length > 0 ? (
            <>
              网站办得怎样，另有报表：
              <Link to={path(of)}>
                {of ? '' : '本站'}政府网站工作年度报表（{Math.max(...years)}年度）
              </Link>
            </>
          ) : (
            <>
              网站办得怎样，另有<Link to={path(null)}>政府网站工作年度报表</Link>，每年 1 月 31 日前公布。
            </>
          )}
        </p>
      )
    },
  },
  {
    // 在网站首页显著位置发布 (国办函〔2018〕12号).
    place: 'home',
    order: 40,
    async make(context, { body }) {
      const years = (await reportsOf(context, body)).flatMap(o => o.reports.map(r => r.year))
      if (years.length === 0) return null
      return (
        <p className="take">
          <Link to={path(body)}>政府网站工作年度报表（{Math.max(...years)}年度）</Link>
        </p>
      )
    },
  },
]
