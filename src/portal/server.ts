import type { IncomingMessage, ServerResponse } from 'node:http'
import type pg from 'pg'
import { sayFaultsInChinese } from '#kit/faultWords.ts'
import { Crowded } from '#kit/limit.ts'
import { makePageCache, pack, sendPacked, type Answer, type Packed } from '#kit/page.ts'
import { isPlainPath, isUnavailable, keyOf, knownQuery, searchOf } from './address.ts'
import { cookieIn, FormFault, isOwnForm, makeSenders, readForm } from './forms.ts'
import type { LinkGroup } from './frame.ts'
import { headersOf } from './headers.ts'
import { hasOneHost, mainAddress, takeOriginForm } from './hosts.ts'
import { renderPage } from './layout.tsx'
import { listen } from './listen.ts'
import { makeMemo } from './memo.ts'
import { readMode, writeMode, type Mode } from './mode.ts'
import { asFragment, fragmentForm, type FragmentForm } from './fragment.tsx'
import type { Asked, Door, PortalContext, PublicPage, View } from './page.ts'
import { faultView, ownPages } from './pages.tsx'
import { sendAllowed, sendFile, sendRedirect, sendStream, sendSwitch } from './send.ts'
import { makeSite } from './site.ts'
import { makePresent } from './present.ts'
import type { ReadState } from './state.ts'
import { fixedAssets, scriptPath, stylesheetPath } from './stylesheet.ts'

type Shared = Pick<PortalContext, 'db' | 'files' | 'now' | 'calendar'> &
  Partial<Pick<PortalContext, 'typst' | 'calendarOf'>>

/** `db` with role portal; without `typst` no PDF files are made for single readers. */
export type PortalOptions = Shared & {
  /** How to reach the database as portal, for LISTEN; null: only `changed()` tells (tests, static export). */
  readonly connection: pg.ClientConfig | null
  readonly publicUrl: string | null
  readonly port?: number
  readonly demo: boolean
  readonly onError: (text: string) => void
  /** The rooms' public pages. */
  readonly pages: readonly PublicPage[]
  /** Entrances for programs, asked before the pages. */
  readonly doors?: readonly Door[]
  /** Parsed DATA_DIR/site.json, where it exists. */
  readonly site?: unknown
  readonly cacheBytes?: number
  /** Emergency responses and days of mourning; without it there are none. */
  readonly state?: ReadState
  /** The bodies around one (null: of the whole site), for the foot of its pages; without it there are none. */
  readonly neighbours?: (context: PortalContext, slug: string | null) => Promise<readonly LinkGroup[]>
  /** Where an address of the site before this one leads now (301), asked where nothing stands; null: nowhere. */
  readonly elsewhere?: (context: PortalContext, address: string) => Promise<string | null>
  /** Behind a proxy of ours: X-Forwarded-For and X-Forwarded-Host are true. */
  readonly trustProxy?: boolean
}

export type Portal = {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** The record changed, nobody knows how: nothing made before is given again. */
  changed(): void
  /** The record changed as it tells: marks, a line each; none means everything. What rests on none of them stays. */
  touched(told: string): void
  close(): Promise<void>
}

const day = 86_400_000
const shanghai = 8 * 3_600_000
const longestUrl = 4096
const longestSearch = 16_000
const [reading, posting] = ['GET, HEAD, OPTIONS', 'GET, HEAD, POST, OPTIONS']

/** The public site over plain node http. Throws OperatorError for a faulty site.json. */
export async function makePortal(options: PortalOptions): Promise<Portal> {
  sayFaultsInChinese()
  const { site: config, demo, publicUrl, port } = options
  const site = makeSite({ config, demo, publicUrl, port })
  const { always, pageHeaders } = headersOf(site)
  const cache = makePageCache({ maxBytes: options.cacheBytes ?? 64 * 1024 * 1024, headers: pageHeaders })
  const pages = [...ownPages, ...options.pages]

  // Which page made what is in the cache: two pages may match one path and know different parameters.
  const makers = new WeakMap<Packed, PublicPage>()
  const memo = makeMemo(() => isListening)
  let today = 0
  let changedAt = options.now()
  const changed = () => {
    memo.empty()
    present.forget()
    changedAt = options.now()
    cache.empty()
  }
  const touched = (told: string) => {
    if (told === '') return changed()
    const marks = new Set(told.split('\n'))
    memo.touch(marks)
    changedAt = options.now()
    cache.touch(marks)
  }
  const senders = makeSenders({ now: options.now, trustProxy: options.trustProxy ?? false })
  const context: PortalContext = {
    db: options.db,
    files: options.files,
    site,
    now: options.now,
    calendar: options.calendar,
    calendarOf: options.calendarOf ?? (() => options.calendar),
    typst: options.typst ?? null,
    once: memo.once,
  }
  const present = makePresent(options, context)
  let isListening = false
  const open = (isOpen: boolean) => {
    isListening = isOpen
    changed()
    cache.shut(!isOpen)
  }
  let stop = async () => {}
  if (options.connection)
    stop = listen(options.connection, {
      onChange: touched,
      onOpen: () => open(true),
      onShut: () => open(false),
      onError: options.onError,
    })
  else open(true)

  const fixed = new Map(
    fixedAssets.map(([path, type, body, forever]) => {
      const keeps = forever ? 'public, max-age=31536000, immutable' : 'public, max-age=86400'
      const headers = { ...always, 'Cache-Control': keeps, Vary: 'Accept-Encoding' }
      return [path, pack({ status: 200, type, body }, headers)] as const
    }),
  )

  async function html(view: View, path: string, reader: Mode, search = ''): Promise<Answer> {
    const around = await present.around(view.section?.slug ?? null, path)
    const mode = around.isMourning ? { ...reader, grey: true } : reader
    const frame = { site, mode, path, search, ...around }
    const files = { stylesheet: site.base + stylesheetPath, script: site.base + scriptPath }
    return {
      status: view.status ?? 200,
      type: 'text/html; charset=utf-8',
      body: renderPage(view, frame, files),
      headers: {
        'Last-Modified': (view.modifiedAt ?? changedAt).toUTCString(),
        ...(view.noindex ? { 'X-Robots-Tag': 'noindex' } : {}),
        ...(view.retryAfter === undefined ? {} : { 'Retry-After': String(view.retryAfter) }),
      },
    }
  }
  const fault = async (
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    headers?: Record<string, string>,
    why?: 'crowded',
  ) => {
    const answer = await html(faultView(status, why), '/', readMode(request.headers.cookie))
    sendPacked(
      request,
      response,
      pack({ ...answer, headers: { ...answer.headers, ...headers } }, pageHeaders),
    )
  }

  const isThere = (path: string) => fixed.has(path) || pages.some(page => page.path.test(path))
  const allowedAt = (path: string) =>
    pages.some(page => page.post && page.path.test(path)) ? posting : reading

  /** The slow way: nothing is in the cache under exactly this address. */
  async function answer(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    const mode = readMode(request.headers.cookie)
    const cut = url.indexOf('?')
    const whole = cut < 0 ? url : url.slice(0, cut)
    if (!isPlainPath(whole)) return lost(request, response, url, 400)
    if (url.length > (whole.endsWith('/search') ? longestSearch : longestUrl))
      return fault(request, response, 414)
    const path = site.base !== '' && whole.startsWith(`${site.base}/`) ? whole.slice(site.base.length) : whole
    if (site.base !== '' && whole === site.base) {
      response.writeHead(301, { ...pageHeaders, Location: `${site.base}/`, 'Content-Length': '0' })
      response.end()
      return
    }
    const search = new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1))

    if (path === '/mode') return switchMode(request, response, mode, search)
    const door = options.doors?.find(d => d.path.test(path))
    if (door) return enter(door, request, response, path, search)
    if (request.method === 'POST') return posted(request, response, path, mode)
    if (request.method === 'OPTIONS' && isThere(path)) return sendAllowed(response, allowedAt(path), always)
    if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? ''))
      return fault(request, response, 405, { Allow: allowedAt(path) })
    const asset = fixed.get(path)
    if (asset) return sendPacked(request, response, asset)

    const form = fragmentForm(search)
    for (const page of pages) {
      const match = page.path.exec(path)
      if (!match) continue
      const query = knownQuery(search, page.query ?? [])
      const key = keyOf(mode, path, query) + (form === null ? '' : `#${form}`)
      const cookie = (name: string) => cookieIn(request.headers.cookie, name)
      const asked: Asked = { path, match, query, mode, cookie }
      const kept = cache.get(key)
      if (kept && makers.get(kept) === page) return sendPacked(request, response, kept)
      const outcome =
        page.cached === false ? await once(page, asked, form) : await through(page, asked, key, form)
      if (outcome === null) continue
      if ('form' in outcome) {
        makers.set(outcome, page)
        return sendPacked(request, response, outcome)
      }
      if (outcome.kind === 'stream')
        return sendStream(request, response, outcome, pageHeaders, e => options.onError(String(e)))
      if (outcome.kind === 'file') {
        if (!(await options.files.has(outcome.hash))) break
        return sendFile(request, response, outcome, options.files.pathOf(outcome.hash), always, e =>
          options.onError(String(e)),
        )
      }
      return sendRedirect(response, outcome, pageHeaders, site)
    }
    return lost(request, response, url, 404)
  }

  async function lost(request: IncomingMessage, response: ServerResponse, url: string, status: number) {
    const own = site.base !== '' && url.startsWith(`${site.base}/`) ? url.slice(site.base.length) : url
    const to = url.length <= longestUrl ? await options.elsewhere?.(context, own) : null
    if (!to) return fault(request, response, status)
    return sendRedirect(response, { kind: 'redirect', status: 301, to }, pageHeaders, site)
  }

  /** A form: answered by the page's own `post`, never from the cache, never kept. */
  async function posted(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    mode: Mode,
  ): Promise<void> {
    const taken = pages.flatMap(page => {
      const match = page.post ? page.path.exec(path) : null
      return match ? [{ page, match }] : []
    })
    if (taken.length === 0) return fault(request, response, 405, { Allow: allowedAt(path) })
    if (!isOwnForm(request, site)) return fault(request, response, 403)
    const from = senders.of(request)
    const allow = (what: string, most: number, minutes: number) => senders.allow(what, from, most, minutes)
    const uploads = Math.max(...taken.map(t => t.page.uploads ?? 0))
    // What is large is counted before it is read.
    if (Number(request.headers['content-length'] ?? 0) > 256 * 1024 && !allow('large form', 40, 60))
      return fault(request, response, 429)
    const { form, files } = await readForm(request, uploads)
    const cookie = (name: string) => cookieIn(request.headers.cookie, name)
    for (const { page, match } of taken) {
      const made = await page.post!(context, { path, match, mode, form, files, allow, cookie })
      if (made === null) continue
      const noStore = { ...pageHeaders, 'Cache-Control': 'no-store' }
      if (made.kind === 'view')
        return sendPacked(request, response, pack(await html(made, path, mode), noStore))
      if (made.kind === 'raw') return sendPacked(request, response, pack(made, noStore))
      return sendRedirect(response, { ...made, status: 303 }, noStore, site)
    }
    return fault(request, response, 404)
  }

  type Outcome =
    | ReturnType<typeof pack>
    | Extract<Awaited<ReturnType<PublicPage['answer']>>, { kind: 'file' | 'redirect' | 'stream' }>
    | null

  async function once(page: PublicPage, asked: Asked, form: FragmentForm | null): Promise<Outcome> {
    const made = await page.answer(context, asked)
    if (isElsewhere(made)) return made
    const isPrivate = made.kind === 'view' && made.isPrivate === true
    return pack(
      made.kind === 'view' ? await shaped(made, asked, form) : made,
      isPrivate ? { ...pageHeaders, 'Cache-Control': 'no-store' } : pageHeaders,
    )
  }

  const shaped = (view: View, asked: Asked, form: FragmentForm | null) =>
    form === null
      ? html(view, asked.path, asked.mode, searchOf(asked.query))
      : asFragment(view, form, site, asked.path)

  /** What says no time of its own is as new as the last change of the record. */
  const dated = (raw: Answer): Answer =>
    raw.status === 200
      ? { ...raw, headers: { 'Last-Modified': changedAt.toUTCString(), ...raw.headers } }
      : raw

  /** A program at its door: every answer is the door's own. */
  async function enter(
    door: Door,
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    search: URLSearchParams,
  ): Promise<void> {
    const from = senders.of(request)
    const made = await door.answer(context, {
      method: request.method ?? 'GET',
      path,
      search,
      header: name => request.headers[name]?.toString(),
      allow: (what, most, minutes) => senders.allow(what, from, most, minutes),
    })
    request.resume()
    const headers = { ...always, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' }
    if (made.kind === 'raw') return sendPacked(request, response, pack(made, headers))
    return sendStream(request, response, made, headers, e => options.onError(String(e)))
  }

  async function through(
    page: PublicPage,
    asked: Asked,
    key: string,
    form: FragmentForm | null,
  ): Promise<Outcome> {
    let other: Outcome = null
    try {
      return await cache.render(
        key,
        async () => {
          const made = await page.answer(context, asked)
          if (isElsewhere(made)) {
            other = made
            throw elsewhere
          }
          return made.kind === 'view' ? shaped(made, asked, form) : dated(made)
        },
        made => made.status === 200 || made.status === 410,
      )
    } catch (error) {
      if (error !== elsewhere) throw error
      // Whoever joined somebody else's making finds out by himself.
      return other ?? once(page, asked, form)
    }
  }

  function switchMode(
    request: IncomingMessage,
    response: ServerResponse,
    mode: Mode,
    search: URLSearchParams,
  ): Promise<void> | void {
    if (request.method === 'OPTIONS') return sendAllowed(response, posting, always)
    if (!['GET', 'HEAD', 'POST'].includes(request.method ?? ''))
      return fault(request, response, 405, { Allow: posting })
    request.resume()
    sendSwitch(response, mode, search, site, pageHeaders)
  }

  return {
    handle(request, response) {
      if (!hasOneHost(request)) return void fault(request, response, 400, { Connection: 'close' })
      takeOriginForm(request)
      const url = request.url ?? '/'
      const instant = options.now().getTime()
      const now = Math.floor((instant + shanghai) / day)
      if (now !== today || instant >= present.turnsAt()) {
        // “本月” and every number of days left turn at midnight; an alert begins and ends at its minute.
        today = now
        changed()
      }
      if (request.method === 'GET' || request.method === 'HEAD') {
        const elsewhere = mainAddress(request, site, { trustProxy: options.trustProxy ?? false })
        if (elsewhere !== null) {
          response.writeHead(301, { ...always, Location: elsewhere, 'Content-Length': '0' })
          response.end()
          return
        }
        const kept = cache.get(`${writeMode(readMode(request.headers.cookie))}|${url}`)
        if (kept) return sendPacked(request, response, kept)
      }
      answer(request, response, url).catch(error => {
        if (error instanceof FormFault) {
          // The rest of what is being sent is not wanted.
          response.shouldKeepAlive = false
          return fault(request, response, error.status)
        }
        if (error instanceof Crowded && !response.headersSent)
          return fault(request, response, 503, { 'Retry-After': String(error.retryAfter) }, 'crowded')
        options.onError(`门户页面 ${url.slice(0, 200)} 出错：${(error as Error).stack ?? String(error)}`)
        if (response.headersSent) response.destroy()
        else return fault(request, response, isUnavailable(error) ? 503 : 500)
      })
    },
    changed,
    touched,
    async close() {
      await stop()
      cache.shut(true)
    },
  }
}

const elsewhere = new Error('not a page')

type Made = Awaited<ReturnType<PublicPage['answer']>>

/** What is no page to be kept: nothing, a file, another address, a stream. */
function isElsewhere(made: Made): made is Exclude<Made, { kind: 'view' | 'raw' }> {
  return made === null || made.kind === 'file' || made.kind === 'redirect' || made.kind === 'stream'
}
