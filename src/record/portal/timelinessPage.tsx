import { dayOf } from '#kit/now.ts'
import type { Asked, PortalContext, View } from '#portal/page.ts'
import { missingView } from '#portal/pages.tsx'
import { Day, Empty, Link, Mark } from '#portal/parts.tsx'
import { freshnessOf } from '../freshness.ts'
import type { RecordBody } from '../model.ts'
import { timedBetween, timesBetween } from '../store/read.ts'
import { ColumnTerms } from './columnTerms.tsx'
import { bodiesOf, crumbsOf, sectionOf, type Bodies } from './data.ts'
import { percent, publishWithin, summaryOfTimes, timingsOf, type Timing } from './timeliness.ts'
import { boardOf, TimelinessBoard } from './timelinessBoard.tsx'

const mostShown = 500
const mostRead = 20_000

/** 公开时效: every publication of a year with the working days it took; the figures of the front page open here. */
export async function timeliness(
  context: PortalContext,
  asked: Asked,
  body: RecordBody | null,
): Promise<View | null> {
  const thisYear = dayOf(context.now()).slice(0, 4)
  const year = asked.query.get('year') ?? thisYear
  if (!/^20\d\d$/.test(year) || year > thisYear)
    return missingView(
      {
        section: body ? sectionOf(body) : null,
        word: 'openness',
        crumbs: [
          ...crumbsOf(body),
          { label: '公开时效', to: `${body ? `/${body.slug}` : ''}/timeliness.html` },
        ],
      },
      `公开时效逐年列出，到 ${thisYear} 年为止；网址里的年份应像 ${thisYear}。`,
      { to: `${body ? `/${body.slug}` : ''}/timeliness.html`, label: `看 ${thisYear} 年的公开时效` },
    )
  const byTime = asked.query.get('sort') === 'took'
  const bodies = await bodiesOf(context)
  const span = [`${year}-01-01`, `${Number(year) + 1}-01-01`, mostRead] as const
  // Those of the bodies below are read as well: for the table of them, not for the figures of this one.
  const family = body === null ? null : [body.id, ...bodies.under(body.id).map(b => b.id)]
  const [rows, times] = await Promise.all([
    timedBetween(context.db, family, ...span),
    timesBetween(context.db, body ? [body.id] : null, span[0], span[1]),
  ])
  const all = timingsOf(rows, context.calendar)
  const timings = body === null ? all : all.filter(t => t.body_id === body.id)
  const board = boardOf(all, bodies, body)
  const found =
    body && year === thisYear
      ? await freshnessOf(context.db, body.id, dayOf(context.now()), context.site.renewal)
      : null
  // Of all, however many are listed: the figures that the front page opens here.
  const summary = summaryOfTimes(times, context.calendar)
  const shown = (byTime ? [...timings].sort((a, b) => b.took - a.took) : timings).slice(0, mostShown)
  const page = `${body ? `/${body.slug}` : ''}/timeliness.html`
  const here = `${page}?year=${year}`
  return {
    kind: 'view',
    title: ['公开时效', ...(body ? [body.name] : [])],
    description: `公文从印发到公布用了多少个工作日，期限为 ${publishWithin} 个工作日。`,
    section: body ? sectionOf(body) : null,
    word: 'openness',
    crumbs: [...crumbsOf(body), { label: '公开时效' }],
    column: {
      name: '公开时效',
      description: '主动公开的公文从印发到公布所用的工作日。',
      keywords: ['公开时效', '按时率', '工作日'],
      type: '统计信息',
    },
    // This year's is the page itself: no address of it changes with the calendar.
    canonical: year === thisYear ? page : here,
    main: (
      <>
        <h1 className="page-title">公开时效</h1>
        <p className="lead">
          主动公开的公文应当自印发之日起 {publishWithin} 个工作日内公布。以下逐件列出 {year}{' '}
          年公布的公文所用的工作日，印发当日不计；历史公文的补录不计入。
        </p>
        {summary ? (
          <>
            <dl className="proof proof-row">
              <Figure label="公布" value={String(summary.n)} unit="件" />
              <Figure label="按时率" value={percent(summary.onTime, summary.n)} unit="%" />
              <Figure label="中位时长" value={String(summary.median)} unit="个工作日" />
            </dl>
            <Table
              timings={shown}
              bodies={body ? null : bodies}
              byTime={byTime}
              here={here}
              total={timings.length}
            />
          </>
        ) : (
          <Empty>
            {year} 年{body ? body.name : '本站'}还没有印发并公布的公文。可以
            <Link to={`${body ? `/${body.slug}` : ''}/list/all/`}>看全部公开信息</Link>。
          </Empty>
        )}
        {found && <ColumnTerms body={body!} found={found} />}
        <TimelinessBoard board={board} year={year} of={body} />
      </>
    ),
  }
}

function Figure({ label, value, unit }: { label: string; value: string; unit: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className="figure">
          {value}
          <span className="unit">{unit}</span>
        </span>
      </dd>
    </div>
  )
}

function Table({
  timings,
  bodies,
  byTime,
  here,
  total,
}: {
  timings: readonly Timing[]
  bodies: Bodies | null
  byTime: boolean
  here: string
  total: number
}) {
  return (
    <>
      <p className="sorting">
        排列：
        {byTime ? <Link to={here}>按公布日期</Link> : <span aria-current="true">按公布日期</span>}
        {byTime ? <span aria-current="true">按用时</span> : <Link to={`${here}&sort=took`}>按用时</Link>}
      </p>
      <table className="register">
        <caption>
          共 {total} 件{total > timings.length && `，以下列出前 ${timings.length} 件`}
        </caption>
        <thead>
          <tr>
            <th scope="col">公布日期</th>
            <th scope="col">标题</th>
            {bodies && <th scope="col">机关</th>}
            <th scope="col">印发日期</th>
            <th scope="col">期限</th>
            <th scope="col">用时</th>
            <th scope="col">结果</th>
          </tr>
        </thead>
        <tbody>
          {timings.map(t => (
            <tr key={t.address}>
              <td data-label="公布日期" className="nowrap">
                <Day day={t.publishedOn} />
              </td>
              <td className="entry-title">
                <Link to={t.address}>{t.title}</Link>
              </td>
              {bodies && <td data-label="机关">{bodies.byId(t.body_id)?.name}</td>}
              <td data-label="印发日期" className="nowrap">
                <Day day={t.issued_on} />
              </td>
              <td data-label="期限" className="nowrap">
                <Day day={t.dueOn} />
              </td>
              <td data-label="用时" className="nowrap">
                {t.took} 个工作日
              </td>
              <td data-label="结果" className="nowrap">
                {t.late === null ? <Mark tone="good">按时</Mark> : <Mark tone="bad">{t.late}</Mark>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
