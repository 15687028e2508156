import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { dayOf, ticks, type Now } from '#kit/now.ts'
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

/** The fields of a form (application/x-www-form-urlencoded, 256 KB). Throws FormFault. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') throw new FormFault(415)
  if (Number(request.headers['content-length'] ?? 0) > largest) throw new FormFault(413)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > largest) throw new FormFault(413)
    parts.push(part)
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch {
    throw new FormFault(400)
  }
  // PostgreSQL keeps no NUL; browsers write line ends as CR LF.
  const given = new URLSearchParams(text)
  const form = new URLSearchParams()
  for (const [name, value] of given) form.append(name, value.replaceAll('\u0000', '').replace(/\r\n?/g, '\n'))
  return form
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

/** Counts what comes from one address. `trustProxy`: the first X-Forwarded-For is the reader's address. */
export function makeSenders(options: { readonly now: Now; readonly trustProxy: boolean }): Senders {
  const key = randomBytes(32)
  const seen = new Map<string, number[]>()
  return {
    of(request) {
      const forwarded = options.trustProxy ? request.headers['x-forwarded-for'] : undefined
      const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim()
      const address = first || (request.socket.remoteAddress ?? '')
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
