import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { dayOf, ticks, type Now } from '#kit/now.ts'
import type { OwnCookie, Upload } from './page.ts'
import type { Site } from './site.ts'

/** Forms of the public side: plain POST of fields, from our own pages only, a few at a time from one address. */

const largest = 256 * 1024

export class FormFault extends Error {
  readonly status: 400 | 403 | 413 | 415
  constructor(status: 400 | 403 | 413 | 415) {
    super(`form ${status}`)
    this.status = status
  }
}

export type ReadForm = { readonly form: URLSearchParams; readonly files: ReadonlyMap<string, Upload> }

/**
 * The fields of a form (application/x-www-form-urlencoded, 256 KB); where the page takes files, also multipart/form-data of
 * `uploads` bytes, the first file of each field. Throws FormFault.
 */
export async function readForm(request: IncomingMessage, uploads = 0): Promise<ReadForm> {
  const header = request.headers['content-type'] ?? ''
  const type = header.split(';')[0]!.trim().toLowerCase()
  const carriesFiles = type === 'multipart/form-data' && uploads > 0
  if (type !== 'application/x-www-form-urlencoded' && !carriesFiles) throw new FormFault(415)
  const bytes = await readAll(request, carriesFiles ? largest + uploads : largest)
  if (carriesFiles) return readParts(header, bytes)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new FormFault(400)
  }
  const form = new URLSearchParams()
  for (const [name, value] of new URLSearchParams(text)) form.append(name, plainText(value))
  return { form, files: new Map() }
}

// PostgreSQL keeps no NUL; browsers write line ends as CR LF.
const plainText = (value: string) => value.replaceAll('\u0000', '').replace(/\r\n?/g, '\n')

async function readAll(request: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw new FormFault(413)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw new FormFault(413)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function readParts(header: string, bytes: Buffer): Promise<ReadForm> {
  let given: FormData
  try {
    given = await new Response(new Uint8Array(bytes), { headers: { 'content-type': header } }).formData()
  } catch {
    throw new FormFault(400)
  }
  const form = new URLSearchParams()
  const files = new Map<string, Upload>()
  for (const [name, value] of given)
    if (typeof value === 'string') form.append(name, plainText(value))
    // A field without a file comes as one without a name and without bytes.
    else if ((value.name !== '' || value.size > 0) && !files.has(name))
      files.set(name, { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) })
  return { form, files }
}

/** A cookie's value in a Cookie header; only what we write ourselves. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  return header === undefined
    ? undefined
    : new RegExp(`(?:^|;\\s*)${name}=([A-Za-z0-9_-]{1,200})(?:;|$)`).exec(header)?.[1]
}

/** The Set-Cookie header of one of ours: this site only, no scripts, not with a form from elsewhere. */
export function setCookie(cookie: OwnCookie, site: Site): string {
  const life = cookie.hours === undefined ? '' : `; Max-Age=${cookie.hours * 3600}`
  const secure = site.origin.startsWith('https:') ? '; Secure' : ''
  return `${cookie.name}=${cookie.value}; Path=${site.base || '/'}${life}; HttpOnly; SameSite=Lax${secure}`
}

/** Whether a browser says that the form comes from a page of this site; other programs say nothing and carry no authority. */
export function isOwnForm(request: IncomingMessage, site: Site): boolean {
  const fetched = request.headers['sec-fetch-site']
  if (fetched !== undefined) return fetched === 'same-origin' || fetched === 'none'
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (origin === site.origin) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}

export type Senders = {
  /** Who sends, as a hash with a key that lives as long as the process and the day: to count by, nobody's address. */
  of(request: IncomingMessage): string
  /** Whether one more of this is allowed; counts it. */
  allow(what: string, from: string, most: number, minutes: number): boolean
}

/**
 * Counts what comes from one address. `trustProxy`: the last X-Forwarded-For is the reader's address, as the proxy itself wrote it; what stands
 * before it the reader may have sent himself.
 */
export function makeSenders(options: { readonly now: Now; readonly trustProxy: boolean }): Senders {
  const key = randomBytes(32)
  const seen = new Map<string, number[]>()
  return {
    of(request) {
      const forwarded = options.trustProxy ? request.headers['x-forwarded-for'] : undefined
      const last = String(forwarded ?? '')
        .split(',')
        .at(-1)
        ?.trim()
      const address = last || (request.socket.remoteAddress ?? '')
      return createHmac('sha256', key)
        .update(`${dayOf(options.now())} ${address}`)
        .digest('base64url')
        .slice(0, 16)
    },
    allow(what, from, most, minutes) {
      const name = `${what} ${from}`
      const now = ticks()
      const recent = (seen.get(name) ?? []).filter(at => now - at < minutes * 60_000)
      if (recent.length >= most) return false
      recent.push(now)
      seen.delete(name)
      seen.set(name, recent)
      for (const oldest of seen.keys()) {
        if (seen.size <= 20_000) break
        seen.delete(oldest)
      }
      return true
    },
  }
}
