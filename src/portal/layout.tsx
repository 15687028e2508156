import { renderToStaticMarkup } from 'react-dom/server'
import { AlertStrips } from './alerts.tsx'
import { Footer } from './footer.tsx'
import { FrameContext, useFrame, type Frame } from './frame.ts'
import { Head, type Files } from './head.tsx'
import { HostPart } from './host.tsx'
import {
  backTo,
  kioskStart,
  modeClass,
  modeLabels,
  modeNames,
  sizeAddress,
  sizeLabels,
  switchAddress,
} from './mode.ts'
import { OfficialLine } from './official.tsx'
import type { NavWord, View } from './page.ts'
import { Breadcrumb, Link, Phone, SearchForm } from './parts.tsx'

/** A whole page as the bytes that are sent. */
export function renderPage(view: View, frame: Frame, files: Files): string {
  const page = (
    <FrameContext value={frame}>
      <html lang="zh-CN" className={modeClass(frame.mode)}>
        <Head view={view} frame={frame} files={files} />
        <body>
          <a className="skip" href="#main">
            跳到正文
          </a>
          {frame.mode.kiosk === null && <HostPart html={frame.site.host?.head} label="所在门户页头" />}
          {frame.mode.kiosk === null ? (
            <Header view={view} />
          ) : (
            <KioskHeader view={view} kiosk={frame.mode.kiosk} />
          )}
          <main id="main">
            {view.crumbs.length > 1 && <Breadcrumb crumbs={view.crumbs} />}
            {view.main}
          </main>
          <Footer />
          {frame.mode.kiosk === null && <HostPart html={frame.site.host?.foot} label="所在门户页脚" />}
        </body>
      </html>
    </FrameContext>
  )
  const html = lowerAttributes(renderToStaticMarkup(page))
  return `<!DOCTYPE html>\n${frame.mode.kiosk === null ? html : withoutOutside(html)}`
}

/** In a service hall nothing leads away from the site: links to elsewhere become their words. */
function withoutOutside(html: string): string {
  return html.replace(
    /<a\b[^>]*\shref="(?:https?:|mailto:|tel:)[^"]*"[^>]*>([\s\S]*?)<\/a>/g,
    '<span>$1</span>',
  )
}

/**
 * React writes some attributes in its own case (`dateTime`, `charSet`). HTML does not mind; inspectors' crawlers that read pages by
 * pattern do. A quotation mark in text is always escaped, so the pattern meets attributes only.
 */
function lowerAttributes(html: string): string {
  return html
    .replace(
      / (defer|hidden|open|required|checked|selected|disabled|multiple|noValidate)=""/g,
      (_, name: string) => ` ${name.toLowerCase()}`,
    )
    .replace(
      / (charSet|dateTime|fetchPriority|maxLength|autoComplete|rowSpan|colSpan|tabIndex|inputMode|spellCheck|encType)="/g,
      name => name.toLowerCase(),
    )
}

function Header({ view }: { view: View }) {
  const { site, alerts, alertsElsewhere } = useFrame()
  const section = view.section ?? null
  const isFront = view.crumbs.length <= 1
  const duty = section?.dutyPhone ?? site.dutyPhone
  return (
    <header className="head">
      <OfficialLine />
      <div className="utility">
        <p className="duty">
          {duty && (
            <>
              24 小时应急值班电话{' '}
              <strong>
                <Phone number={duty} />
              </strong>
              {site.demo && !section?.dutyPhone && '（演示）'}
            </>
          )}
        </p>
        {alerts.length === 0 && (
          <p className="calm">
            <Link to={section ? `/${section.slug}/alerts.html` : '/alerts.html'}>
              {alertsElsewhere === 0 ? (
                '当前无应急响应'
              ) : section ? (
                '本机关当前无应急响应'
              ) : (
                <strong>{alertsElsewhere} 项应急响应进行中</strong>
              )}
            </Link>
          </p>
        )}
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
      <Navigation view={view} />
      <AlertStrips />
    </header>
  )
}

/** The head at a machine in a service hall: whose it is, back to the beginning, leave nothing behind. */
function KioskHeader({ view, kiosk }: { view: View; kiosk: string }) {
  const { site } = useFrame()
  const duty = view.section?.dutyPhone ?? site.dutyPhone
  const start = kioskStart(kiosk)
  const clear = `/mode?kiosk=${kiosk}&back=${encodeURIComponent(start)}&size=0&contrast=0&grey=0&pointer=0`
  const isStart = view.crumbs.length <= 1 || (view.section != null && view.crumbs.length === 2)
  const name = view.section?.name ?? site.name
  return (
    <header className="head" data-kiosk={site.base + clear}>
      <OfficialLine />
      <div className="identity">
        <div className="names">
          {view.section && <p className="site-name">{site.name}</p>}
          {isStart ? <h1 className="name">{name}</h1> : <p className="name">{name}</p>}
          {duty && (
            <p className="duty">
              24 小时应急值班电话 <strong>{duty}</strong>
              {site.demo && !view.section?.dutyPhone && '（演示）'}
            </p>
          )}
        </div>
        <ul className="kiosk-keys">
          <li>
            <Link to={start}>回到开始</Link>
          </li>
          <li>
            <Link to={clear}>用完清屏</Link>
          </li>
        </ul>
      </div>
      <AlertStrips />
    </header>
  )
}

/** The name is the heading of front pages; inner pages have their own. */
function Name({ isHeading, to, children }: { isHeading: boolean; to: string; children: string }) {
  const link = <Link to={to}>{children}</Link>
  return isHeading ? <h1 className="name">{link}</h1> : <p className="name">{link}</p>
}

function Modes() {
  const { mode, path, search, isMourning } = useFrame()
  const here = backTo(path, search)
  return (
    <nav className="modes" aria-label="显示方式">
      <ul>
        {modeNames
          .filter(name => name !== 'grey' || !isMourning)
          .map(name => (
            <li key={name} className={name === 'pointer' ? 'for-mouse' : undefined}>
              <Link
                to={switchAddress(name, !mode[name], here)}
                rel="nofollow"
                className={mode[name] ? 'is-on' : undefined}
              >
                {mode[name] ? modeLabels[name].off : modeLabels[name].on}
              </Link>
            </li>
          ))}
        <li className="sizes">
          <span>字号</span>
          {sizeLabels.map((label, size) =>
            size === mode.size ? (
              <span key={label} className="is-on" aria-current="true">
                {label}
              </span>
            ) : (
              <Link key={label} to={sizeAddress(size, here)} rel="nofollow">
                {label}
              </Link>
            ),
          )}
        </li>
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

function Navigation({ view: { word, section, status } }: { view: View }) {
  const { path } = useFrame()
  const slug = section?.slug ?? null
  const home = slug ? `/${slug}/` : '/'
  const isHome = path === home && (status ?? 200) < 400
  return (
    <nav className="main-nav" aria-label="主导航">
      <ul>
        <li>
          <Link to={home} className={isHome ? 'is-here' : undefined}>
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
