import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What every request that leaves the house goes by: which addresses are of the public internet, and connections to none but those looked at. */

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

export type Address = { readonly address: string; readonly family: 4 | 6 }
export type Resolve = (host: string) => Promise<readonly Address[]>

export const resolveByDns: Resolve = async host =>
  (await lookup(host, { all: true, verbatim: true })).map(a => ({
    address: a.address,
    family: a.family === 6 ? 6 : 4,
  }))

/** Thrown where an address may not be reached; the message is a sentence. */
export class ForbiddenTarget extends Error {
  override readonly name = 'ForbiddenTarget'
}

/** Whether a name or an IP address in a URL cannot be one of the public internet. */
export function isInside(host: string): boolean {
  return isIP(host) === 0
    ? !host.includes('.') || /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp)\.?$/i.test(host)
    : !isPublicAddress(host)
}

/** The host of a URL as a resolver takes it. */
export const hostIn = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** What a host stands for now: itself where it is an IP address. Throws what the name service says. */
export async function lookUp(host: string, resolve: Resolve = resolveByDns): Promise<readonly Address[]> {
  const family = isIP(host)
  return family === 0 ? resolve(host) : [{ address: host, family: family === 6 ? 6 : 4 }]
}

const faults: Readonly<Record<string, string>> = {
  ENOTFOUND: '域名没有解析到地址',
  EAI_AGAIN: '域名服务器暂时没有回答',
  ECONNREFUSED: '对方拒绝连接（服务没有开，或端口不对）',
  ECONNRESET: '连接中途被断开',
  EHOSTUNREACH: '网络不通',
  ENETUNREACH: '网络不通',
  ETIMEDOUT: '连接超时',
  CERT_HAS_EXPIRED: '对方的证书已过期',
  DEPTH_ZERO_SELF_SIGNED_CERT: '对方的证书是自签的，不受信任',
  SELF_SIGNED_CERT_IN_CHAIN: '对方的证书链里有自签的证书，不受信任',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: '对方的证书无法核实',
  ERR_TLS_CERT_ALTNAME_INVALID: '对方的证书与域名不符',
}

/** Why a connection came to nothing, in words; null where nothing is known of it. */
export const wordsOfConnection = (error: unknown): string | null => {
  const code = (error as { code?: unknown }).code
  return (typeof code === 'string' ? faults[code] : undefined) ?? null
}

/** Hands out the addresses that were looked at, whatever the name service would say by now. */
export const only =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, options, done) => {
    const wanted = addresses.filter(
      a => !options.family || options.family === 0 || a.family === options.family,
    )
    const [first] = wanted
    if (!first) return done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0)
    if (options.all) done(null, [...wanted])
    else done(null, first.address, first.family)
  }

/** How long an answer asks to be left alone (Retry-After), in milliseconds; null where it says nothing of the kind. */
export function retryAfterOf(message: IncomingMessage, now: Date): number | null {
  const given = message.headers['retry-after']
  if (given === undefined) return null
  const wait = /^\d{1,7}$/.test(given) ? Number(given) * 1000 : Date.parse(given) - now.getTime()
  return Number.isFinite(wait) && wait > 0 ? wait : null
}
