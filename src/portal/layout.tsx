import { renderToStaticMarkup } from 'react-dom/server'
import { FrameContext, useFrame, type Frame } from './frame.ts'
import { Head } from './head.tsx'
import { modeClass, modeLabels, modeNames, switchAddress } from './mode.ts'
import type { NavWord, View } from './page.ts'
import { Breadcrumb, Link, SearchForm } from './parts.tsx'
import type { Site } from './site.ts'

/** A whole page as the bytes that are sent. */
export function renderPage(view: View, frame: Frame, stylesheet: string): string {
  const page = (
    <FrameContext value={frame}>
      <html lang="zh-CN" className={modeClass(frame.mode)}>
        <Head view={view} frame={frame} stylesheet={stylesheet} />
        <body>
          <a className="skip" href="#main">
            跳到正文
          </a>
          <Header view={view} />
          <main id="main">
            {view.crumbs.length > 1 && <Breadcrumb crumbs={view.crumbs} />}
            {view.main}
          </main>
          <Footer />
        </body>
      </html>
    </FrameContext>
  )
  return `<!DOCTYPE html>\n${lowerAttributes(renderToStaticMarkup(page))}`
}

/**
 * React writes some attributes in its own case (`dateTime`, `charSet`). HTML does not mind; inspectors' crawlers that read pages by
 * pattern do. A quotation mark in text is always escaped, so the pattern meets attributes only.
 */
function lowerAttributes(html: string): string {
  return html.replace(
    / (charSet|dateTime|fetchPriority|maxLength|autoComplete|rowSpan|colSpan|tabIndex)="/g,
    name => name.toLowerCase(),
  )
}

function Header({ view }: { view: View }) {
  const { site } = useFrame()
  const section = view.section ?? null
  const isFront = view.crumbs.length <= 1
  const duty = section?.dutyPhone ?? site.dutyPhone
  return (
    <header className="head">
      {site.demo && (
        <p className="demo">
          <strong>演示站点</strong>
          <span>标识、电话、地址均为演示值，不代表任何机关。</span>
        </p>
      )}
      <div className="utility">
        <p className="duty">
          {duty && (
            <>
              24 小时应急值班电话 <strong>{duty}</strong>
              {site.demo && !section?.dutyPhone && '（演示）'}
            </>
          )}
        </p>
        <Modes />
      </div>
      <div className="identity">
        <div className="names">
          {section ? (
            <>
              <p className="site-name">
                <Link to="/">{site.name}</Link>
              </p>
              <Name isHeading={isFront || view.crumbs.length === 2} to={`/${section.slug}/`}>
                {section.name}
              </Name>
            </>
          ) : (
            <Name isHeading={isFront} to="/">
              {site.name}
            </Name>
          )}
        </div>
        {!view.ownSearch && <SearchForm id="q" label="全站搜索" value={view.query} />}
      </div>
      <Navigation word={view.word} isFront={isFront} slug={section?.slug ?? null} />
    </header>
  )
}

/** The name is the heading of front pages; inner pages have their own. */
function Name({ isHeading, to, children }: { isHeading: boolean; to: string; children: string }) {
  const link = <Link to={to}>{children}</Link>
  return isHeading ? <h1 className="name">{link}</h1> : <p className="name">{link}</p>
}

function Modes() {
  const { mode, path } = useFrame()
  return (
    <nav className="modes" aria-label="显示方式">
      <ul>
        {modeNames.map(name => (
          <li key={name}>
            <Link
              to={switchAddress(name, !mode[name], path)}
              rel="nofollow"
              className={mode[name] ? 'is-on' : undefined}
            >
              {mode[name] ? modeLabels[name].off : modeLabels[name].on}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const words: readonly [NavWord, string, (slug: string | null) => string][] = [
  ['policy', '政策', slug => (slug ? `/${slug}/list/documents/` : '/list/documents/')],
  ['openness', '公开', slug => (slug ? `/${slug}/disclosure/` : '/bodies.html')],
  ['interaction', '互动', slug => (slug ? `/${slug}/interaction.html` : '/interaction.html')],
  ['service', '服务', slug => (slug ? `/${slug}/service.html` : '/service.html')],
]

function Navigation({
  word,
  isFront,
  slug,
}: {
  word: NavWord | undefined
  isFront: boolean
  slug: string | null
}) {
  return (
    <nav className="main-nav" aria-label="主导航">
      <ul>
        <li>
          <Link to={slug ? `/${slug}/` : '/'} className={isFront ? 'is-here' : undefined}>
            首页
          </Link>
        </li>
        {words.map(([name, label, to]) => (
          <li key={name}>
            <Link to={to(slug)} className={word === name ? 'is-here' : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Marks of identity: real ones lead to their registers; in the demonstration they lead to what they would be. */
function marksOf(site: Site, path: string): { label: string; to: string; outside: boolean }[] {
  const demo = '/about.html#identity'
  const url = encodeURIComponent(site.origin + site.base + path)
  const police = site.police ? /\d{14}/.exec(site.police)?.[0] : undefined
  const outside = (label: string, to: string) => ({ label, to: site.demo ? demo : to, outside: !site.demo })
  return [
    ...(site.demo || site.conacId
      ? [
          outside(
            site.demo ? '党政机关网站标识（演示，未申领）' : '党政机关网站标识',
            `https://bszs.conac.cn/sitename?method=show&id=${site.conacId ?? ''}`,
          ),
        ]
      : []),
    outside(
      site.demo ? '我为政府网站找错（演示）' : '我为政府网站找错',
      `https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=${site.idCode}&url=${url}`,
    ),
    ...(site.icp ? [outside(site.icp, 'https://beian.miit.gov.cn/')] : []),
    ...(site.police
      ? [outside(site.police, `https://beian.mps.gov.cn/#/query/webSearch?code=${police ?? ''}`)]
      : []),
  ]
}

function Footer() {
  const { site, path } = useFrame()
  return (
    <footer className="foot">
      <div className="foot-row">
        <div className="foot-host">
          <p>
            主办单位：{site.organizer}
            {site.operator && <>　承办：{site.operator}</>}
          </p>
          {(site.address || site.postcode) && (
            <p>
              地址：{site.address}
              {site.postcode && <>　邮政编码：{site.postcode}</>}
            </p>
          )}
          {site.phone && (
            <p>
              联系电话：{site.phone}
              {site.demo && '（演示）'}
              {site.hours && <>　办公时间：{site.hours}</>}
            </p>
          )}
          <p>
            网站标识码：{site.idCode}
            {site.demo && '（演示）'}
          </p>
        </div>
        <nav className="foot-links" aria-label="网站信息">
          <ul>
            <li>
              <Link to="/sitemap.html">站点地图</Link>
            </li>
            <li>
              <Link to="/bodies.html">机关名录</Link>
            </li>
            <li>
              <Link to="/about.html">关于本站</Link>
            </li>
            <li>
              <Link to="/about.html#privacy">隐私声明</Link>
            </li>
            <li>
              <Link to="/about.html#receipt">核对回执</Link>
            </li>
          </ul>
        </nav>
      </div>
      <ul className="foot-marks">
        {marksOf(site, path).map(m => (
          <li key={m.label}>
            {m.outside ? (
              <a href={m.to} rel="noopener">
                {m.label}
              </a>
            ) : (
              <Link to={m.to}>{m.label}</Link>
            )}
          </li>
        ))}
      </ul>
    </footer>
  )
}
