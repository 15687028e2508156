import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Where a webhook may lead: the public internet over TLS, and what the operator has listed. Nothing else of the office's network. */

const closed = new BlockList()
// Special-purpose addresses (IANA registries of RFC 6890): this host, private, shared, link-local, documentation, tests, multicast, reserved.
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, bits, 'ipv4')
const open6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')
const closed6 = new BlockList()
// Within the global unicast addresses: protocol assignments and Teredo, documentation, 6to4 (it carries an IPv4 address).
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed6.addSubnet(net, bits, 'ipv6')

/** Whether an IP address is one of the public internet. An IPv4 address in the clothes of IPv6 (::ffff:…, 64:ff9b::…) is none. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed.check(address, 'ipv4')
    case 6:
      return open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
    default:
      return false
  }
}

/** Reads `https://oa.example.local,http://10.1.2.3:8080`: origins that may be reached whatever their address. Faults in Chinese. */
export function readOrigins(text: string | undefined): {
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
    faults: faults.map(
      t => `WEBHOOK_ORIGINS 应写成 https://主机 或 http://主机:端口，以逗号分隔，现在有“${t}”`,
    ),
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
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isName = isIP(host) === 0
  if (
    (isName &&
      (!host.includes('.') ||
        /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp)\.?$/i.test(host))) ||
    (!isName && !isPublicAddress(host))
  )
    return '接收地址是本机或内网的地址。确需推送的，请运行维护人员把它列入 WEBHOOK_ORIGINS。'
  return null
}

/** Thrown where an address may not be reached; the message is a sentence. */
export class ForbiddenTarget extends Error {
  override readonly name = 'ForbiddenTarget'
}

export type Address = { readonly address: string; readonly family: 4 | 6 }
export type Resolve = (host: string) => Promise<readonly Address[]>

const resolveByDns: Resolve = async host =>
  (await lookup(host, { all: true, verbatim: true })).map(a => ({
    address: a.address,
    family: a.family === 6 ? 6 : 4,
  }))

/**
 * The addresses that a target stands for now; the connection is then made to these and no others, so that a name cannot change its mind
 * in between. Throws ForbiddenTarget where one of them is not public and the origin is not listed, and whatever the name service says.
 */
export async function addressesOf(
  url: URL,
  origins: ReadonlySet<string>,
  resolve: Resolve = resolveByDns,
): Promise<readonly Address[]> {
  const fault = targetFault(url.href, origins)
  if (fault) throw new ForbiddenTarget(fault)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  const found: readonly Address[] =
    family === 0 ? await resolve(host) : [{ address: host, family: family === 6 ? 6 : 4 }]
  if (!origins.has(url.origin) && !found.every(a => isPublicAddress(a.address)))
    throw new ForbiddenTarget('接收地址的域名解析到本机或内网的地址，没有推送')
  return found
}
