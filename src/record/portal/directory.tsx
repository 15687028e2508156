import type { PortalContext, View } from '#portal/page.ts'
import { Empty, Link } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import { bodiesOf, countsOf, type Bodies, type Counts } from './data.ts'

const levels: Record<string, string> = {
  ministry: '部',
  province: '省级',
  city: '市级',
  county: '县级',
  township: '乡级',
}

export async function directory(context: PortalContext): Promise<View> {
  const [bodies, counts] = await Promise.all([bodiesOf(context), countsOf(context)])
  return {
    kind: 'view',
    title: ['机关名录'],
    description: '本站各机关及其上下级关系，点开即到该机关的政府信息公开。',
    word: 'openness',
    crumbs: [{ label: '首页', to: '/' }, { label: '机关名录' }],
    main: (
      <>
        <h1 className="page-title">机关名录</h1>
        <p className="lead">
          按上下级排列，共 {bodies.all.length}{' '}
          个机关。选定机关后，可以看它的指南、法定主动公开内容和依申请公开办法。
        </p>
        {bodies.all.length === 0 ? (
          <Empty>还没有登记机关。系统管理员建好机关之后，名录会出现在这里。</Empty>
        ) : (
          <Tree parent={null} bodies={bodies} counts={counts} />
        )}
      </>
    ),
  }
}

function Tree({ parent, bodies, counts }: { parent: number | null; bodies: Bodies; counts: Counts }) {
  const below = bodies.childrenOf(parent)
  if (below.length === 0) return null
  return (
    <ul className={parent === null ? 'tree' : undefined}>
      {below.map(b => (
        <li key={b.id}>
          <Row body={b} n={counts.of(b.id, '*')} />
          <Tree parent={b.id} bodies={bodies} counts={counts} />
        </li>
      ))}
    </ul>
  )
}

function Row({ body, n }: { body: RecordBody; n: number }) {
  return (
    <div className="tree-row">
      <Link to={`/${body.slug}/`}>{body.name}</Link>
      <span className="num">
        {levels[body.level] ?? ''}
        {n > 0 && <> · {n} 件</>}
      </span>
    </div>
  )
}

/** 站点地图: every fixed page, and those of every body. */
export async function siteMap(context: PortalContext): Promise<View> {
  const bodies = await bodiesOf(context)
  const pages: [string, string][] = [
    ['首页', '/'],
    ['搜索', '/search'],
    ['政策文件', '/list/documents/'],
    ['规范性文件库', '/library.html'],
    ['全部公开信息', '/list/all/'],
    ['机关名录', '/bodies.html'],
    ['标签目录', '/tags.html'],
    ['公开时效', '/timeliness.html'],
    ['应急响应', '/alerts.html'],
    ['互动', '/interaction.html'],
    ['服务', '/service.html'],
    ['网站年度报表', '/site-report.html'],
    ['关于本站', '/about.html'],
  ]
  const own: [string, string][] = [
    ['机构概况', 'institution.html'],
    ['政府信息公开', 'disclosure/'],
    ['指南', 'disclosure/guide.html'],
    ['制度', 'disclosure/system.html'],
    ['法定主动公开内容', 'disclosure/statutory.html'],
    ['年报', 'disclosure/annual.html'],
    ['依申请公开', 'disclosure/request.html'],
  ]
  return {
    kind: 'view',
    title: ['站点地图'],
    description: '全站栏目和各机关页面一览。',
    crumbs: [{ label: '首页', to: '/' }, { label: '站点地图' }],
    main: (
      <div className="map">
        <h1 className="page-title">站点地图</h1>
        <ul className="map-list">
          {pages.map(([label, to]) => (
            <li key={to}>
              <Link to={to}>{label}</Link>
            </li>
          ))}
        </ul>
        {bodies.all.map(b => (
          <section key={b.id}>
            <h2 className="title-2">
              <Link to={`/${b.slug}/`}>{b.name}</Link>
            </h2>
            <ul className="map-list">
              {own.map(([label, path]) => (
                <li key={path}>
                  <Link to={`/${b.slug}/${path}`}>{label}</Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    ),
  }
}
