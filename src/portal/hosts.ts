import { isIP } from 'node:net'
import type { IncomingMessage } from 'node:http'
import type { Site } from './site.ts'

/**
 * Where a request under another of the site's names belongs: the one main domain (一个网站一个主域名). Null: it is at home, or
 * comes by number or by a name of the inside (a probe, a proxy that asks under its own name). What the Host header says is
 * only compared; nothing of it reaches an answer.
 */
export function mainAddress(
  request: IncomingMessage,
  site: Site,
  options: { readonly trustProxy: boolean },
): string | null {
  if (!site.isNamed) return null
  const forwarded = options.trustProxy ? request.headers['x-forwarded-host'] : undefined
  const given = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0] ?? request.headers.host
  const host = nameIn(given)
  if (host === null || host === site.domain || (site.insideNames ?? []).includes(host)) return null
  const url = request.url ?? '/'
  // What is no path of ours is answered here, as the fault it is.
  return url.startsWith('/') && !url.startsWith('//') && !/[^\x21-\x7e]|\\/.test(url)
    ? site.origin + url
    : site.origin + site.base + '/'
}

/**
 * `GET http://name/path` (absolute-form, RFC 9112 3.2.2) is read as the path, and its name goes before what the Host header says.
 * Every other request stays as it is.
 */
export function takeOriginForm(request: IncomingMessage): void {
  const absolute = /^https?:\/\/([^/?#]*)(\/[^#]*)?(\?[^#]*)?/i.exec(request.url ?? '')
  if (!absolute) return
  const [, name, path = '/', search = ''] = absolute
  request.url = path + search
  request.headers.host = name!
}

/** Whether it says once for which host it is; said twice, two readers may take it for two hosts (RFC 9112 3.2: 400). */
export function hasOneHost(request: IncomingMessage): boolean {
  const { rawHeaders } = request
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.length === 4 && rawHeaders[i]!.toLowerCase() === 'host') hosts++
  return hosts <= 1
}

/** The public name in a Host header, lower case; null for numbers, names without a dot and names of inner networks. */
function nameIn(host: string | undefined): string | null {
  const name = (host ?? '')
    .trim()
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
  if (name === '' || name.length > 253 || name.startsWith('[') || isIP(name) !== 0) return null
  if (!name.includes('.') || /\.(?:local|localhost|internal|intranet|lan|home|corp|svc)$/.test(name))
    return null
  return name
}
