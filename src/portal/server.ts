import type { IncomingMessage, ServerResponse } from 'node:http'
import type pg from 'pg'
import type { Db } from '#kit/db.ts'
import type { FileStore } from '#kit/files.ts'
import type { Now } from '#kit/now.ts'
import { makePageCache, pack, sendPacked, type Answer, type Packed } from '#kit/page.ts'
import type { Calendar } from '#law/calendar.ts'
import { renderPage } from './layout.tsx'
import { listen } from './listen.ts'
import { modeCookie, modeKey, readMode, safeBack, switched, writeMode, type Mode } from './mode.ts'
import type { Asked, PortalContext, PublicPage, View } from './page.ts'
import { faultView, ownPages } from './pages.tsx'
import { sendFile } from './send.ts'
import { makeSite } from './site.ts'
import { icon, stylesheet, stylesheetPath } from './stylesheet.ts'

export type PortalOptions = {
  /** With role portal. */
  readonly db: Db
  /** How to reach the database as portal, for LISTEN; null: only `changed()` tells (tests, static export). */
  readonly connection: pg.ClientConfig | null
  readonly files: FileStore
  readonly now: Now
  readonly calendar: Calendar
  readonly publicUrl: string | null
  readonly demo: boolean
  readonly onError: (text: string) => void
  /** The rooms' public pages. */
  readonly pages: readonly PublicPage[]
  /** Parsed DATA_DIR/site.json, where it exists. */
  readonly site?: unknown
  readonly cacheBytes?: number
}

export type Portal = {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** The record changed: nothing made before is given again. */
  changed(): void
  close(): Promise<void>
}

const day = 86_400_000
const shanghai = 8 * 3_600_000
const longestUrl = 4096
const longestSearch = 16_000

/** The public site over plain node http. Throws OperatorError for a faulty site.json. */
export async function makePortal(options: PortalOptions): Promise<Portal> {
  const site = makeSite({ config: options.site, demo: options.demo, publicUrl: options.publicUrl })
  const isSecure = site.origin.startsWith('https:')
  const always: Record<string, string> = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Frame-Options': 'SAMEORIGIN',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
  const pageHeaders = {
    ...always,
    'Content-Security-Policy':
      "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    'Cache-Control': 'no-cache',
    Vary: 'Cookie, Accept-Encoding',
  }
  const cache = makePageCache({ maxBytes: options.cacheBytes ?? 64 * 1024 * 1024, headers: pageHeaders })
  const pages = [...ownPages, ...options.pages]

  // Which page made what is in the cache: two pages may match one path and know different parameters.
  const makers = new WeakMap<Packed, PublicPage>()

  let memo = new Map<string, Promise<unknown>>()
  let today = 0
  const changed = () => {
    memo = new Map()
    cache.empty()
  }
  const context: PortalContext = {
    db: options.db,
    files: options.files,
    site,
    now: options.now,
    calendar: options.calendar,
    once<T>(key: string, make: () => Promise<T>): Promise<T> {
      const mine = memo
      const known = mine.get(key) as Promise<T> | undefined
      if (known && isListening) return known
      const made = make()
      mine.set(key, made)
      made.catch(() => mine.delete(key))
      return made
    },
  }
  let isListening = false
  const open = (isOpen: boolean) => {
    isListening = isOpen
    changed()
    cache.shut(!isOpen)
  }
  let stop = async () => {}
  if (options.connection)
    stop = listen(options.connection, {
      onChange: changed,
      onOpen: () => open(true),
      onShut: () => open(false),
      onError: options.onError,
    })
  else open(true)

  const fixed = new Map(
    [
      [stylesheetPath, 'text/css; charset=utf-8', stylesheet] as const,
      ['/assets/icon.svg', 'image/svg+xml', icon] as const,
      ['/favicon.ico', 'image/svg+xml', icon] as const,
    ].map(([path, type, body]) => {
      const forever =
        path === stylesheetPath ? 'public, max-age=31536000, immutable' : 'public, max-age=86400'
      const headers = { ...always, 'Cache-Control': forever, Vary: 'Accept-Encoding' }
      return [path, pack({ status: 200, type, body }, headers)]
    }),
  )

  const html = (view: View, path: string, mode: Mode): Answer => ({
    status: view.status ?? 200,
    type: 'text/html; charset=utf-8',
    body: renderPage(view, { site, mode, path }, site.base + stylesheetPath),
    headers: view.noindex ? { 'X-Robots-Tag': 'noindex' } : undefined,
  })
  const fault = (
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    headers?: Record<string, string>,
  ) => {
    const answer = html(faultView(status), '/', readMode(request.headers.cookie))
    sendPacked(
      request,
      response,
      pack({ ...answer, headers: { ...answer.headers, ...headers } }, pageHeaders),
    )
  }

  /** The slow way: nothing is in the cache under exactly this address. */
  async function answer(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    const mode = readMode(request.headers.cookie)
    const cut = url.indexOf('?')
    const whole = cut < 0 ? url : url.slice(0, cut)
    if (!isPlainPath(whole)) return fault(request, response, 400)
    if (url.length > (whole.endsWith('/search') ? longestSearch : longestUrl))
      return fault(request, response, 414)
    const path = site.base !== '' && whole.startsWith(`${site.base}/`) ? whole.slice(site.base.length) : whole
    const search = new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1))

    if (path === '/mode') return switchMode(request, response, mode, search)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return fault(request, response, 405, { Allow: 'GET, HEAD' })
    const asset = fixed.get(path)
    if (asset) return sendPacked(request, response, asset)

    for (const page of pages) {
      const match = page.path.exec(path)
      if (!match) continue
      const query = knownQuery(search, page.query ?? [])
      const key = keyOf(mode, path, query)
      const asked: Asked = { path, match, query, mode }
      const kept = cache.get(key)
      if (kept && makers.get(kept) === page) return sendPacked(request, response, kept)
      const outcome = page.cached === false ? await once(page, asked) : await through(page, asked, key)
      if (outcome === null) continue
      if ('form' in outcome) {
        makers.set(outcome, page)
        return sendPacked(request, response, outcome)
      }
      if (outcome.kind === 'file') {
        if (!(await options.files.has(outcome.hash))) break
        return sendFile(request, response, outcome, options.files.pathOf(outcome.hash), always, e =>
          options.onError(String(e)),
        )
      }
      const to = outcome.to.startsWith('/') ? site.base + outcome.to : outcome.to
      response.writeHead(outcome.status, { ...pageHeaders, Location: to, 'Content-Length': '0' })
      response.end()
      return
    }
    fault(request, response, 404)
  }

  type Outcome =
    | ReturnType<typeof pack>
    | Extract<Awaited<ReturnType<PublicPage['answer']>>, { kind: 'file' | 'redirect' }>
    | null

  async function once(page: PublicPage, asked: Asked): Promise<Outcome> {
    const made = await page.answer(context, asked)
    if (made === null || made.kind === 'file' || made.kind === 'redirect') return made
    return pack(made.kind === 'view' ? html(made, asked.path, asked.mode) : made, pageHeaders)
  }

  async function through(page: PublicPage, asked: Asked, key: string): Promise<Outcome> {
    let other: Outcome = null
    try {
      return await cache.render(
        key,
        async () => {
          const made = await page.answer(context, asked)
          if (made === null || made.kind === 'file' || made.kind === 'redirect') {
            other = made
            throw elsewhere
          }
          return made.kind === 'view' ? html(made, asked.path, asked.mode) : made
        },
        made => made.status === 200 || made.status === 410,
      )
    } catch (error) {
      if (error !== elsewhere) throw error
      // Whoever joined somebody else's making finds out by himself.
      return other ?? once(page, asked)
    }
  }

  function switchMode(
    request: IncomingMessage,
    response: ServerResponse,
    mode: Mode,
    search: URLSearchParams,
  ): void {
    if (!['GET', 'HEAD', 'POST'].includes(request.method ?? ''))
      return fault(request, response, 405, { Allow: 'GET, HEAD, POST' })
    request.resume()
    const value = writeMode(switched(mode, search))
    const life = value === '' ? 'Max-Age=0' : 'Max-Age=31536000'
    response.writeHead(303, {
      ...pageHeaders,
      'Cache-Control': 'no-store',
      'Set-Cookie': `${modeCookie}=${value}; Path=${site.base || '/'}; ${life}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
      Location: site.base + safeBack(search.get('back')),
      'Content-Length': '0',
    })
    response.end()
  }

  return {
    handle(request, response) {
      const url = request.url ?? '/'
      const now = Math.floor((options.now().getTime() + shanghai) / day)
      if (now !== today) {
        // “本月” and every number of days left turn at midnight.
        today = now
        changed()
      }
      if (request.method === 'GET' || request.method === 'HEAD') {
        const kept = cache.get(`${modeKey(readMode(request.headers.cookie))}|${url}`)
        if (kept) return sendPacked(request, response, kept)
      }
      answer(request, response, url).catch(error => {
        options.onError(`门户页面 ${url.slice(0, 200)} 出错：${(error as Error).stack ?? String(error)}`)
        if (response.headersSent) response.destroy()
        else fault(request, response, isUnavailable(error) ? 503 : 500)
      })
    },
    changed,
    async close() {
      await stop()
      cache.shut(true)
    },
  }
}

const elsewhere = new Error('not a page')

/** Connection trouble of the database (class 08, 57P, 53), as against a fault of ours. */
function isUnavailable(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? ''
  return /^(08|57P|53)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code)
}

/** Only what we write ourselves: no control characters, no backslash, no empty or dot segment, whole percent codes. */
function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || path.startsWith('//')) return false
  if (/[^\x21-\x7e]|[\\<>"^`{|}]/.test(path)) return false
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return false
  }
  if (/[\u0000-\u001f\u007f\\]/.test(decoded)) return false
  return !decoded.split('/').some(s => s === '..' || s === '.')
}

function knownQuery(search: URLSearchParams, known: readonly string[]): Map<string, string> {
  const query = new Map<string, string>()
  for (const name of known) {
    const value = search.get(name)
    if (value !== null && value !== '') query.set(name, value)
  }
  return query
}

function keyOf(mode: Mode, path: string, query: ReadonlyMap<string, string>): string {
  const search = [...query].map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join('&')
  return `${modeKey(mode)}|${path}${search === '' ? '' : `?${search}`}`
}
