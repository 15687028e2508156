import { useFrame } from './frame.ts'
import { Link, Phone } from './parts.tsx'
import type { Site } from './site.ts'

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

export function Footer() {
  const { site, path, mode, neighbours } = useFrame()
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
              联系电话：
              <Phone number={site.phone} />
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
              <Link to="/site-report.html">网站年度报表</Link>
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
            <li>
              <Link to="/about.html#mistake">本站找错</Link>
            </li>
            {mode.kiosk === null ? (
              <li>
                <Link to="/mode?kiosk=" rel="nofollow">
                  查阅点大屏
                </Link>
              </li>
            ) : (
              <li>
                <Link to="/mode?kiosk=0&back=%2F" rel="nofollow">
                  退出大屏
                </Link>
              </li>
            )}
          </ul>
        </nav>
      </div>
      {neighbours.length > 0 && (
        <nav className="foot-around" aria-label="相关机关">
          <dl>
            {neighbours.map(({ label, links }) => (
              <div key={label}>
                <dt>{label}</dt>
                {links.map(l => (
                  <dd key={l.to}>
                    <Link to={l.to}>{l.label}</Link>
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        </nav>
      )}
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
