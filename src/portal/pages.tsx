import { minuteOf } from '#kit/now.ts'
import type { PortalContext, PublicPage, Raw, View } from './page.ts'
import { Facts, Link, Phone, SearchForm } from './parts.tsx'

/** Pages that belong to no room: about the site, faults, files for crawlers. */

const faults: Record<number, { title: string; text: string }> = {
  400: { title: '地址写法不对', text: '网址里有不能识别的字符。请核对后重新输入，或从首页、搜索进入。' },
  403: { title: '不接受这份表单', text: '这份表单不是从本站的页面提交的。请回到本站的页面重新填写。' },
  404: {
    title: '没有这个页面',
    text: '网址可能写错了，或者是换网站以前的旧网址。本站已发布信息的地址不会改变；请用标题的一部分或者文号，在下面找一找。',
  },
  405: { title: '不支持这种操作', text: '这个地址只供阅读。' },
  413: { title: '内容太多', text: '提交的内容超过了这份表单能接受的长度，请缩短后再提交。' },
  414: { title: '网址太长', text: '请缩短后再试。检索词不必很长，标题的一半或文号就够了。' },
  415: { title: '不支持这种格式', text: '请用页面上的表单提交。' },
  429: {
    title: '请过一会儿再提交',
    text: '这里一小时内提交得太多了，请过一会儿再试。填写的内容没有提交；用浏览器的“后退”回到表单，内容还在。',
  },
  500: { title: '页面出错了', text: '不是您的问题。我们已记录这次错误，请稍后再试。' },
  503: { title: '暂时读不到内容', text: '系统正在恢复，通常几十秒内好转，请稍后刷新。' },
}

const crowded = { title: '现在查的人很多', text: '这次没有轮到，不是您的问题。请过十秒钟再试。' }

/** A page that says what is wrong and what to do next; nothing of the inside shows. */
export function faultView(status: number, why?: 'crowded'): View {
  const fault = why === 'crowded' ? crowded : (faults[status] ?? faults[500]!)
  return {
    kind: 'view',
    status,
    title: [fault.title],
    crumbs: [{ label: '首页', to: '/' }, { label: fault.title }],
    noindex: true,
    ownSearch: true,
    main: (
      <div className="fault">
        <p className="fault-code">{status}</p>
        <h1 className="page-title">{fault.title}</h1>
        <p className="lead">{fault.text}</p>
        <div className="fault-search">
          <SearchForm id="again" label="换个方式找" />
        </div>
        <ul className="ways">
          <li>
            <Link to="/">首页</Link>
          </li>
          <li>
            <Link to="/bodies.html">机关名录</Link>
          </li>
          <li>
            <Link to="/sitemap.html">站点地图</Link>
          </li>
        </ul>
      </div>
    ),
  }
}

/** 404 within a list that is there: what of the address asks for something that is not, and the way back to the list. */
export function missingView(
  around: Pick<View, 'section' | 'word' | 'crumbs'>,
  text: string,
  back: { readonly to: string; readonly label: string },
): View {
  return {
    ...around,
    kind: 'view',
    status: 404,
    title: ['没有这一页'],
    crumbs: [...around.crumbs, { label: '没有这一页' }],
    noindex: true,
    main: (
      <div className="fault">
        <p className="fault-code">404</p>
        <h1 className="page-title">没有这一页</h1>
        <p className="lead">{text}</p>
        <ul className="ways">
          <li>
            <Link to={back.to}>{back.label}</Link>
          </li>
        </ul>
      </div>
    ),
  }
}

function About({ context }: { context: PortalContext }) {
  const { site } = context
  return (
    <div className="prose">
      <h1 className="page-title">关于本站</h1>
      <p className="lead">
        本站集中公开应急管理机关的公文和政府信息。每件信息只有一个长期不变的地址，发布时间由系统记录，不能事后更改。
      </p>
      <h2 id="identity">网站标识</h2>
      {site.demo && (
        <p>
          这是演示站点。页面上的主办单位、网站标识码、备案号、电话和地址都是演示值；正式启用时由主办单位在配置中填写自己的标识，页脚各项随即指向党政机关网站标识、备案和找错平台的登记页面。
        </p>
      )}
      <Facts
        facts={[
          ['站点全称', site.name],
          ['网站标识码', `${site.idCode}${site.demo ? '（演示）' : ''}`],
          ['主办单位', site.organizer],
          ['承办单位', site.operator],
          ['地址', site.address],
          ['邮政编码', site.postcode],
          ['联系电话', site.phone && <Phone number={site.phone} />],
          ['办公时间', site.hours],
          ['值班电话', site.dutyPhone && <Phone number={site.dutyPhone} />],
          ['备案编号', site.icp],
          ['公安备案', site.police],
        ]}
      />
      <h2 id="mistake">找错</h2>
      <p>
        每件信息的页面底部有“本页有错，我来指出”，不用登录，提交后得到编号，处理结果见
        <Link to="/mistakes.html">页面找错处理情况</Link>；也可以致电主办单位。
        {site.demo
          ? '正式站点的页脚有“我为政府网站找错”入口，由全国统一平台受理；演示站点不接入。'
          : '也可以使用页脚的“我为政府网站找错”，由全国统一平台受理。'}
      </p>
      <h2 id="privacy">隐私声明</h2>
      <p>
        阅读和检索不需要登录，也不收集个人信息。本站只在您切换显示方式（长者版、高对比、灰度、光标、字号、查阅点大屏）时存一个记录它的
        Cookie，不用于识别您。指出页面错误、评价是否有用都不问您是谁，也不保存来源地址。页面只有本站自己的一段脚本（朗读、打印、复制网址），不启用脚本也能完整使用；不含第三方脚本、统计代码和广告。
      </p>
      <p>
        网上申请政府信息公开，要写姓名或者名称、身份证明和联系方式（条例第二十九条），这是受理申请的法定要求，只用于办理这件申请。填写时另存一个只用于这次填写的
        Cookie，内容加密保存；提交后用受理机关的公钥加密，只有它的公开工作机构看得到。身份证明怎样使用、什么时候删除，写在上传的地方。要查阅、更正或者删除，凭回执编号向受理机关提出。
      </p>
      <h2 id="receipt">核对回执</h2>
      <p>
        每件公开信息都有发布回执，记载内容指纹、发布时间和它在本机关履历链中的位置，并有数字签名。任何人都可以下载回执和正文数据，在自己的计算机上离线核对，不需要相信本站：
      </p>
      <pre>
        <code>npx zhaoming verify --receipt 回执.json --content 正文.json --key 公钥.pem</code>
      </pre>
      <ul>
        <li>回执和正文数据：在每件信息页面右侧“发布回执”处下载。</li>
        <li>
          公钥：<Link to="/.well-known/zhaoming-receipt-key.pem">zhaoming-receipt-key.pem</Link>
        </li>
        <li>
          各机关最新链位：<Link to="/chain.json">chain.json</Link>
        </li>
      </ul>
      <h2 id="help">使用帮助</h2>
      <ul>
        <li>检索：可以输入标题的一部分、文号（括号样式不限）或几个词，词与词之间用空格隔开。</li>
        <li>长者版、高对比、灰度：在页面最上方切换，本机会记住，随时可以换回。</li>
        <li>键盘：按 Tab 键逐项移动，第一项是“跳到正文”；放大到 200% 仍可完整阅读。</li>
        <li>打印：直接用浏览器打印，纸上只有公文、地址、二维码和取得时间。</li>
        <li>浏览器：任何近五年的浏览器都可以；不需要启用脚本。</li>
      </ul>
      <h2 id="security">安全问题报告</h2>
      <p>
        发现安全问题，请不要公开传播，先告知主办单位
        {site.securityContact ? (
          <>
            （<a href={site.securityContact}>{site.securityContact.replace(/^mailto:/, '')}</a>）
          </>
        ) : null}
        。机器可读的联系方式见<Link to="/.well-known/security.txt">security.txt</Link>。
      </p>
    </div>
  )
}

const text = (body: string, type = 'text/plain; charset=utf-8'): Raw => ({
  kind: 'raw',
  status: 200,
  type,
  body,
})

const escapeXml = (s: string) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;')

export const ownPages: readonly PublicPage[] = [
  {
    path: /^\/about\.html$/,
    async answer(context) {
      return {
        kind: 'view',
        title: ['关于本站'],
        description: '网站标识、隐私声明、核对回执、使用帮助。',
        crumbs: [{ label: '首页', to: '/' }, { label: '关于本站' }],
        main: <About context={context} />,
      }
    },
  },
  {
    path: /^\/robots\.txt$/,
    async answer({ site }) {
      const base = site.base
      return text(
        `User-agent: *\nDisallow: ${base}/search?\nDisallow: ${base}/search/\nDisallow: ${base}/mode\nDisallow: ${base}/report.html\nDisallow: ${base}/thanks.html\nDisallow: ${base}/leave/\nDisallow: ${base}/console/\nDisallow: ${base}/api/\n\nSitemap: ${site.origin}${base}/sitemap.xml\n`,
      )
    },
  },
  {
    path: /^\/\.well-known\/security\.txt$/,
    async answer({ site, now }) {
      // RFC 9116 5.3.5: less than a year ahead.
      const [year, month] = minuteOf(now()).split('-').map(Number) as [number, number]
      const until = month <= 6 ? `${year}-12-31` : `${year + 1}-06-30`
      const contact = site.securityContact ?? `${site.origin}${site.base}/about.html#security`
      return text(
        `Contact: ${contact}\nExpires: ${until}T23:59:59+08:00\nPreferred-Languages: zh\nCanonical: ${site.origin}${site.base}/.well-known/security.txt\n`,
      )
    },
  },
  {
    // Printed pages carry when they were taken; the page itself is the same for everybody and stays in the cache.
    path: /^\/assets\/taken-at\.svg$/,
    cached: false,
    async answer({ now }) {
      const words = escapeXml(`取自本站时间：${minuteOf(now())}`)
      return {
        ...text(
          `<svg xmlns="http://www.w3.org/2000/svg" width="280" height="20"><text x="0" y="15" font-size="13" font-family="sans-serif">${words}</text></svg>`,
          'image/svg+xml',
        ),
        headers: { 'Cache-Control': 'no-store' },
      }
    },
  },
]
