import { minuteOf } from '#kit/now.ts'
import type { Db } from '#kit/db.ts'
import type { PublicPage, View } from '#portal/page.ts'
import { Empty, Link, Mark } from '#portal/parts.tsx'
import type { SiteState } from '#portal/state.ts'
import type { RecordBody } from '#record/model.ts'
import { reservedSlugs } from '#record/model.ts'
import { bodiesOf, crumbsOf, sectionOf } from '#record/portal/data.ts'
import type { PagePart } from '#record/parts.ts'
import { publicAlerts, slugsBelow, type PublicAlert } from './store.ts'

const hasBegun = (a: PublicAlert, now: Date) => a.startsAt <= now
const isOver = (a: PublicAlert, now: Date) => a.loweredAt !== null || (a.endsAt !== null && a.endsAt <= now)

/** What holds just now, for the frame of every page; and when that changes by itself. */
export async function readAlerts(db: Db, now: Date): Promise<SiteState> {
  const all = await publicAlerts(db, { now })
  if (all.length === 0) return { alerts: [], mourning: [], turnsAt: null }
  const places = await slugsBelow(db)
  const placeOf = (a: PublicAlert) => places.get(a.bodyId) ?? { slugs: [], isTop: false }
  const turns = all.flatMap(a => [a.startsAt, a.endsAt]).filter((t): t is Date => t !== null && t > now)
  const present = all.filter(a => hasBegun(a, now))
  return {
    alerts: present
      .filter(a => a.kind === 'response')
      .map(a => ({
        id: a.id,
        level: a.level,
        title: a.title,
        text: a.text,
        to: a.address,
        since: a.startsAt,
        by: a.bodyName,
        ...placeOf(a),
      })),
    mourning: present.filter(a => a.kind === 'mourning').map(placeOf),
    turnsAt: turns.length > 0 ? turns.reduce((a, b) => (a < b ? a : b)) : null,
  }
}

function Table({ rows, now }: { rows: readonly PublicAlert[]; now: Date }) {
  return (
    <table className="register">
      <caption>从新到旧，解除的也保留在此</caption>
      <thead>
        <tr>
          <th scope="col">开始</th>
          <th scope="col">内容</th>
          <th scope="col">级别</th>
          <th scope="col">发布机关</th>
          <th scope="col">结束</th>
          <th scope="col">状态</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(a => {
          const end = a.loweredAt ?? a.endsAt
          return (
            <tr key={a.id}>
              <td data-label="开始" className="nowrap">
                <time dateTime={minuteOf(a.startsAt)}>{minuteOf(a.startsAt)}</time>
              </td>
              <td className="entry-title">
                {a.address ? <Link to={a.address}>{a.title}</Link> : a.title}
                {a.text !== '' && <span className="under">{a.text}</span>}
              </td>
              <td data-label="级别" className="nowrap">
                {a.level}
              </td>
              <td data-label="发布机关">{a.bodyName}</td>
              <td data-label="结束" className="nowrap">
                {end ? <time dateTime={minuteOf(end)}>{minuteOf(end)}</time> : '—'}
              </td>
              <td data-label="状态" className="nowrap">
                {isOver(a, now) ? (
                  <Mark tone="ended">已解除</Mark>
                ) : hasBegun(a, now) ? (
                  <Mark tone="bad">响应中</Mark>
                ) : (
                  <Mark tone="quiet">将开始</Mark>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

async function alertsView(
  db: Db,
  now: Date,
  body: RecordBody | null,
  slugs: ReadonlySet<number> | null,
): Promise<View> {
  const rows = (await publicAlerts(db, 'all')).filter(
    a => a.kind === 'response' && (slugs === null || slugs.has(a.bodyId)),
  )
  const active = rows.filter(a => hasBegun(a, now) && !isOver(a, now))
  return {
    kind: 'view',
    title: ['应急响应', ...(body ? [body.name] : [])],
    description: '当前和以往的应急响应、预警提示，及其起止时间。',
    section: body ? sectionOf(body) : null,
    word: 'service',
    crumbs: [...crumbsOf(body), { label: '应急响应' }],
    column: {
      name: '应急响应',
      description: '当前和以往的应急响应、预警提示，及其级别和起止时间。',
      keywords: ['应急响应', '预警', '突发事件'],
      type: '应急管理',
    },
    main: (
      <>
        <h1 className="page-title">应急响应</h1>
        <p className="lead">
          {active.length === 0 ? '当前没有应急响应。' : `当前有 ${active.length} 项应急响应，列在下面。`}
          预警信息和应对情况另见“应急预案与预警信息”栏目。
        </p>
        {rows.length > 0 ? (
          <Table rows={rows} now={now} />
        ) : (
          <Empty>
            还没有发布过应急响应。启动响应时会出现在每一页的页首，并列在这里。可以看{' '}
            <Link to={`${body ? `/${body.slug}` : ''}/list/emergency/`}>应急预案与预警信息</Link>。
          </Empty>
        )}
      </>
    ),
  }
}

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`

export const alertPages: readonly PublicPage[] = [
  {
    path: /^\/alerts\.html$/,
    mapped: async context => ['', ...(await bodiesOf(context)).all.map(b => `/${b.slug}`)].map(at => `${at}/alerts.html`), // prettier-ignore
    answer: async context => alertsView(context.db, context.now(), null, null),
  },
  {
    path: new RegExp(String.raw`^/${slug}/alerts\.html$`),
    async answer(context, asked) {
      const body = (await bodiesOf(context)).bySlug(asked.match.groups!['slug']!)
      if (!body) return null
      const line = new Set([body.id, ...body.ancestors])
      return alertsView(context.db, context.now(), body, line)
    },
  },
]

/** 服务 tells where responses stand, also when there is none: that too is an answer. */
export const alertParts: readonly PagePart[] = [
  {
    place: 'service',
    order: 10,
    async make(context, { body }) {
      const now = context.now()
      const line = body ? new Set([body.id, ...body.ancestors]) : null
      const active = (await publicAlerts(context.db, { now })).filter(
        a => a.kind === 'response' && hasBegun(a, now) && (line === null || line.has(a.bodyId)),
      )
      return (
        <>
          <h2>应急响应</h2>
          <p>
            {active.length === 0 ? '当前没有应急响应。' : `当前有 ${active.length} 项应急响应。`}
            <Link to={`${body ? `/${body.slug}` : ''}/alerts.html`}>当前和以往的应急响应</Link>
          </p>
        </>
      )
    },
  },
]
