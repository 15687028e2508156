import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { isKnown, takes } from '#kit/page.ts'
import { setCookie } from './forms.ts'
import { fillingCookie, kioskStart, modeCookie, safeBack, switched, writeMode, type Mode } from './mode.ts'
import type { FileAnswer, Redirect, Streamed } from './page.ts'
import type { Site } from './site.ts'

/** Types a browser may show in place; everything else is handed over as a download, whatever it says it is. */
const shown = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/plain'])

/** `attachment; filename="…"; filename*=UTF-8''…` (RFC 6266, RFC 5987). */
export function disposition(name: string, inPlace: boolean): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${inPlace ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

type Range = { readonly start: number; readonly end: number }

/** One byte range of a Range header; null for none, 'bad' for one that cannot be given. Several ranges are answered whole. */
export function rangeOf(header: string | undefined, size: number): Range | null | 'bad' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return start > end || start >= size ? 'bad' : { start, end }
}

/** Streams a published file. Its bytes are fixed by their hash, but a withdrawal must be seen: revalidated every time. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: FileAnswer,
  path: string,
  always: Readonly<Record<string, string>>,
  onError: (error: Error) => void,
): void {
  const type = file.contentType.split(';')[0]!.trim().toLowerCase()
  const inPlace = shown.has(type)
  const tag = `"${file.hash.slice(0, 32)}"`
  const headers: Record<string, string> = {
    ...always,
    'Content-Type': inPlace
      ? type === 'text/plain'
        ? 'text/plain; charset=utf-8'
        : type
      : 'application/octet-stream',
    'Content-Disposition': disposition(file.name, inPlace),
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'Cache-Control': 'no-cache',
    'Accept-Ranges': 'bytes',
    ETag: tag,
  }
  if (file.modifiedAt) headers['Last-Modified'] = file.modifiedAt.toUTCString()
  if (isKnown(request, tag, file.modifiedAt ? Date.parse(headers['Last-Modified']!) : null)) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  const ifRange = request.headers['if-range']
  const range = ifRange !== undefined && ifRange !== tag ? null : rangeOf(request.headers.range, file.size)
  if (range === 'bad') {
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${file.size}` })
    response.end()
    return
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 }
  headers['Content-Length'] = String(Math.max(0, end - start + 1))
  if (range) headers['Content-Range'] = `bytes ${start}-${end}/${file.size}`
  response.writeHead(range ? 206 : 200, headers)
  if (request.method === 'HEAD' || file.size === 0) {
    response.end()
    return
  }
  const stream = createReadStream(path, { start, end })
  stream.on('error', error => {
    onError(error)
    response.destroy()
  })
  response.on('close', () => stream.destroy())
  stream.pipe(response)
}

/** Sends bytes as they are made, at the reader's pace; texts compressed where the reader takes that. */
export async function sendStream(
  request: IncomingMessage,
  response: ServerResponse,
  made: Streamed,
  always: Readonly<Record<string, string>>,
  onError: (error: Error) => void,
): Promise<void> {
  const zips =
    /^(text\/|application\/(json|xml))/.test(made.type) && takes(request.headers['accept-encoding'], 'gzip')
  response.writeHead(200, {
    ...always,
    'Content-Type': made.type,
    ...(zips ? { 'Content-Encoding': 'gzip' } : {}),
    ...made.headers,
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  const source = Readable.from(made.body, { objectMode: true })
  try {
    if (zips) await pipeline(source, createGzip(), response)
    else await pipeline(source, response)
  } catch (error) {
    // A reader who goes away is no fault.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') onError(error as Error)
    response.destroy()
  }
}

/** What may be asked of an address (OPTIONS, RFC 9110 9.3.7). */
export function sendAllowed(
  response: ServerResponse,
  methods: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(204, { ...headers, Allow: methods })
  response.end()
}

/** Leads elsewhere; a cookie that goes with it makes the answer the reader's own. */
export function sendRedirect(
  response: ServerResponse,
  to: Redirect,
  headers: Readonly<Record<string, string>>,
  site: Site,
): void {
  response.writeHead(to.status, {
    ...headers,
    ...(to.cookie ? { 'Set-Cookie': setCookie(to.cookie, site), 'Cache-Control': 'no-store' } : {}),
    Location: to.to.startsWith('/') ? site.base + to.to : to.to,
    'Content-Length': '0',
  })
  response.end()
}

/** The reader's way of reading changes by the parameters of /mode; back to where it was asked for. */
export function sendSwitch(
  response: ServerResponse,
  mode: Mode,
  search: URLSearchParams,
  site: Site,
  headers: Readonly<Record<string, string>>,
): void {
  const next = switched(mode, search)
  const value = writeMode(next)
  const back =
    next.kiosk !== null && mode.kiosk === null ? kioskStart(next.kiosk) : safeBack(search.get('back'))
  const life = value === '' ? 'Max-Age=0' : 'Max-Age=31536000'
  response.writeHead(303, {
    ...headers,
    'Cache-Control': 'no-store',
    'Set-Cookie': [
      `${modeCookie}=${value}; Path=${site.base || '/'}; ${life}; HttpOnly; SameSite=Lax${site.origin.startsWith('https:') ? '; Secure' : ''}`,
      ...(mode.kiosk === null ? [] : [setCookie({ name: fillingCookie, value: '', hours: 0 }, site)]),
    ],
    Location: site.base + back,
    'Content-Length': '0',
  })
  response.end()
}
