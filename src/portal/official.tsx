import { useFrame } from './frame.ts'
import { Link } from './parts.tsx'

/**
 * The first line of every page: whose official site this is, and how a reader makes sure of it himself. Says nothing of a mark,
 * a register or a certificate that the site does not have.
 */
export function OfficialLine() {
  const { site, mode } = useFrame()
  const isGov = /(?:^|\.)gov\.cn$/.test(site.domain)
  const isSecure = site.origin.startsWith('https:')
  return (
    <div className="official">
      {site.demo && (
        <p>
          <strong>演示站点</strong>标识、电话、地址均为演示值，不代表任何机关。
        </p>
      )}
      {mode.kiosk === null && (
        <details>
          <summary>{site.demo ? '如何识别官方网站' : `${site.organizer}官方网站 · 如何识别`}</summary>
          <ul>
            <li>
              <strong>看网址</strong>
              {isGov
                ? `本站网址是 ${site.domain}，以 .gov.cn 结尾；这样的域名只有党政机关能够注册。`
                : `党政机关网站的网址以 .gov.cn 结尾；本站现在的网址是 ${site.domain}。`}
            </li>
            <li>
              <strong>看标识</strong>
              页脚有主办单位、网站标识码
              {site.demo || site.conacId ? '和党政机关网站标识' : ''}
              {site.demo
                ? '；正式站点上点开可到登记机关核对，演示站点的是演示值。'
                : '，点开可到登记机关核对。'}
            </li>
            <li>
              <strong>看连接</strong>
              {isSecure
                ? '地址栏里应有锁形标志，表示内容在传输中没有被改动。'
                : '正式站点的网址以 https:// 开头，地址栏里有锁形标志。'}
            </li>
            <li>
              <strong>看内容</strong>
              每件公开信息都有带签名的发布回执，可以离线核对：<Link to="/about.html#receipt">怎样核对</Link>。
              本站不会索要银行卡号和验证码，也不以公开信息为名收费。
            </li>
          </ul>
        </details>
      )}
    </div>
  )
}
