import {
  ForbiddenTarget,
  hostIn,
  isInside,
  isPublicAddress,
  lookUp,
  type Address,
  type Resolve,
} from '#kit/outward.ts'

/** Where a webhook may lead: the public internet over TLS, and what the operator has listed. Nothing else of the office's network. */

/** Reads `https://oa.example.local,http://10.1.2.3:8080`: origins that may be reached whatever their address. Faults in Chinese, by the setting's name. */
export function readOrigins(
  text: string | undefined,
  setting: string,
): {
  readonly origins: ReadonlySet<string>
  readonly faults: readonly string[]
} {
  const given = (text ?? '')
    .split(',')
    .map(t => t.trim())
    .filter(Boolean)
  const origins = given.map(t => (URL.canParse(t) ? new URL(t) : null))
  const faults = given.filter((t, at) => {
    const url = origins[at]
    return (
      !url ||
      !/^https?:$/.test(url.protocol) ||
      url.username !== '' ||
      url.pathname !== '/' ||
      url.search !== '' ||
      url.hash !== '' ||
      t.includes('?')
    )
  })
  return {
    origins: new Set(origins.flatMap(url => (url ? [url.origin] : []))),
    faults: faults.map(t => `${setting} 应写成 https://主机 或 http://主机:端口，以逗号分隔，现在有“${t}”`),
  }
}

/** Why nothing may be sent to an address as it is written, or null. What a name leads to is looked at when something is sent. */
export function targetFault(text: string, origins: ReadonlySet<string>): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || url.hostname === '')
    return '接收地址应是完整的网址，例如 https://oa.example.gov.cn/hooks/zhaoming。'
  if (url.username !== '' || url.password !== '')
    return '接收地址里不能写用户名和口令。推送带有签名，接收系统凭签名核对来源。'
  if (url.hash !== '') return '接收地址里不能有“#”以后的部分。'
  if (origins.has(url.origin)) return null
  if (url.protocol !== 'https:')
    return '接收地址须以 https:// 开头。内网系统没有证书的，请运行维护人员把它列入 WEBHOOK_ORIGINS。'
  if (isInside(hostIn(url)))
    return '接收地址是本机或内网的地址。确需推送的，请运行维护人员把它列入 WEBHOOK_ORIGINS。'
  return null
}

/**
 * The addresses that a target stands for now; the connection is then made to these and no others, so that a name cannot change its mind
 * in between. Throws ForbiddenTarget where one of them is not public and the origin is not listed, and whatever the name service says.
 */
export async function addressesOf(
  url: URL,
  origins: ReadonlySet<string>,
  resolve?: Resolve,
): Promise<readonly Address[]> {
  const fault = targetFault(url.href, origins)
  if (fault) throw new ForbiddenTarget(fault)
  const found = await lookUp(hostIn(url), resolve)
  if (!origins.has(url.origin) && !found.every(a => isPublicAddress(a.address)))
    throw new ForbiddenTarget('接收地址的域名解析到本机或内网的地址，没有推送')
  return found
}
