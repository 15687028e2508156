import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { sha256 } from './crypto.ts'
import { anything, gather, meets, type Footing } from './footing.ts'

/** What an address answers: a status, a type and bytes. */
export type Answer = {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

type Encoding = 'br' | 'gzip' | 'identity'
type Form = { readonly bytes: Buffer; readonly headers: string[] }

/** An answer made ready to be sent many times: its tag, and each encoding made once, when it is first asked for. */
export type Packed = {
  readonly status: number
  readonly tag: string
  /** Last-Modified in milliseconds; null where none is said. */
  readonly modified: number | null
  /** About how much memory it holds. */
  size(): number
  form(encoding: Encoding): Form | undefined
  make(encoding: Encoding): Promise<Form>
  readonly unchanged: string[]
}

const zip = promisify(gzip)
const brotli = promisify(brotliCompress)
const worthwhile = 1024

/** Packs an answer with the headers that every answer of the site carries. */
export function pack(answer: Answer, always: Readonly<Record<string, string>>): Packed {
  const raw = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body
  // Weak: the bytes differ by encoding, the page does not.
  const tag = `W/"${sha256(raw).toString('base64url').slice(0, 22)}"`
  const common = { ...always, ...answer.headers, ETag: tag }
  const modified = Date.parse(answer.headers?.['Last-Modified'] ?? '')
  const forms = new Map<Encoding, Form>()
  const making = new Map<Encoding, Promise<Form>>()
  const isText = /^(text\/|application\/(json|xml|[a-z]+\+(json|xml))|image\/svg)/.test(answer.type)
  const headersOf = (bytes: Buffer, encoding: Encoding) =>
    flat({
      'Content-Type': answer.type,
      'Content-Length': String(bytes.byteLength),
      ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
      ...common,
    })
  const keep = (encoding: Encoding, bytes: Buffer): Form => {
    const form = { bytes, headers: headersOf(bytes, encoding) }
    forms.set(encoding, form)
    return form
  }
  keep('identity', raw)
  return {
    status: answer.status,
    tag,
    modified: Number.isFinite(modified) ? modified : null,
    unchanged: flat(common),
    size: () => 1000 + [...forms.values()].reduce((n, f) => n + f.bytes.byteLength, 0),
    form: encoding => forms.get(isText && raw.byteLength > worthwhile ? encoding : 'identity'),
    async make(encoding) {
      const running = making.get(encoding)
      if (running) return running
      const made = (encoding === 'br' ? squeeze(raw) : zip(raw, { level: 6 })).then(bytes =>
        keep(encoding, bytes),
      )
      making.set(encoding, made)
      return made
    },
  }
}

function squeeze(raw: Buffer): Promise<Buffer> {
  return brotli(raw, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: raw.byteLength },
  })
}

const flat = (headers: Readonly<Record<string, string>>) => Object.entries(headers).flat()

/** How much a reader wants an encoding (Accept-Encoding, RFC 9110 12.5.3): 0 to 1; 0 where it is not named or named with nothing. */
function weightOf(accepted: string, encoding: 'br' | 'gzip'): number {
  for (const one of accepted.split(',')) {
    const [name, ...rest] = one.split(';').map(part => part.trim().toLowerCase())
    if (name !== encoding) continue
    const q = rest.find(part => part.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    return weight >= 0 && weight <= 1 ? weight : 0
  }
  return 0
}

/** Whether a reader takes an encoding at all. */
export function takes(accepted: string | undefined, encoding: 'br' | 'gzip'): boolean {
  return weightOf(accepted ?? '', encoding) > 0
}

function encodingFor(request: IncomingMessage): Encoding {
  const accepted = request.headers['accept-encoding']
  if (accepted === undefined) return 'identity'
  const [br, zipped] = [weightOf(accepted, 'br'), weightOf(accepted, 'gzip')]
  if (br === 0 && zipped === 0) return 'identity'
  return br >= zipped ? 'br' : 'gzip'
}

/** Whether the reader has it already: by tag, compared weakly (RFC 9110 8.8.3.2); from readers that know no tags, by day and second (13.2.2). */
export function isKnown(request: IncomingMessage, tag: string, modified: number | null): boolean {
  const known = request.headers['if-none-match']
  if (known !== undefined) return known === '*' || known.includes(tag.replace(/^W\//, ''))
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  return modified !== null && since >= modified
}

/** Sends a packed answer: the encoding the reader takes, 304 when he has it already, no body for HEAD. */
export function sendPacked(request: IncomingMessage, response: ServerResponse, packed: Packed): void {
  if (packed.status === 200 && isKnown(request, packed.tag, packed.modified)) {
    response.writeHead(304, packed.unchanged)
    response.end()
    return
  }
  const encoding = encodingFor(request)
  const form = packed.form(encoding)
  if (form) sendForm(request, response, packed.status, form)
  else
    packed.make(encoding).then(
      made => sendForm(request, response, packed.status, made),
      () => sendForm(request, response, packed.status, packed.form('identity')!),
    )
}

function sendForm(request: IncomingMessage, response: ServerResponse, status: number, form: Form): void {
  if (response.destroyed) return
  response.writeHead(status, form.headers)
  if (request.method === 'HEAD') response.end()
  else response.end(form.bytes)
}

export type PageCache = {
  /** The packed page under a key, or undefined; undefined too while the cache is shut. */
  get(key: string): Packed | undefined
  /** Makes the page, once for all who ask at the same time; keeps it unless something it rests on changed meanwhile. */
  render(key: string, make: () => Promise<Answer>, keeps: (answer: Answer) => boolean): Promise<Packed>
  /** What was made before this moment and rests on one of these is never given again; the rest stays. */
  touch(marks: Footing): void
  /** What was made before this moment is never given again. */
  empty(): void
  /** While nothing would tell of a change (the listening connection is down) every page is made afresh. */
  shut(isShut: boolean): void
  readonly bytes: number
  readonly pages: number
}

/** Changes remembered for pages that were being made when they came; a page older than these is not kept. */
const remembered = 500

/** A cache of packed pages, bounded in bytes, least recently used out first; each with what it rests on. */
export function makePageCache(options: {
  readonly maxBytes: number
  readonly headers: Readonly<Record<string, string>>
}): PageCache {
  let isShut = true
  let bytes = 0
  let kept = new Map<string, { page: Packed; size: number; footing: Footing }>()
  let running = new Map<string, Promise<Packed>>()
  /** Keys of the pages that rest on a mark. */
  let resting = new Map<string, Set<string>>()
  /** The last changes, the newest last, and how many there ever were. */
  let changes: Footing[] = []
  let count = 0

  const drop = (key: string) => {
    const one = kept.get(key)
    if (!one) return
    kept.delete(key)
    bytes -= one.size
    for (const mark of one.footing) {
      const keys = resting.get(mark)
      keys?.delete(key)
      if (keys?.size === 0) resting.delete(mark)
    }
  }
  const keep = (key: string, page: Packed, footing: Footing) => {
    drop(key)
    // Its compressed forms come later; they are smaller than the page itself.
    const size = page.size() * 1.5 + footing.size * 150
    if (size > options.maxBytes / 4) return
    kept.set(key, { page, size, footing })
    bytes += size
    for (const mark of footing) {
      const keys = resting.get(mark)
      if (keys) keys.add(key)
      else resting.set(mark, new Set([key]))
    }
    for (const oldest of kept.keys()) {
      if (bytes <= options.maxBytes) break
      drop(oldest)
    }
  }
  const isUntouched = (footing: Footing, since: number) => {
    const missed = count - since
    return missed <= changes.length && !changes.slice(changes.length - missed).some(c => meets(footing, c))
  }
  return {
    get(key) {
      const one = isShut ? undefined : kept.get(key)
      if (one && bytes > options.maxBytes / 2) {
        kept.delete(key)
        kept.set(key, one)
      }
      return one?.page
    },
    async render(key, make, keeps) {
      const began = count
      const shared = isShut ? undefined : running.get(key)
      if (shared) return shared
      const mine = (async () => {
        const { value: answer, footing } = await gather(make)
        const page = pack(answer, options.headers)
        if (!isShut && keeps(answer) && isUntouched(footing, began)) keep(key, page, footing)
        return page
      })()
      if (isShut) return mine
      running.set(key, mine)
      const mineOnly = running
      try {
        return await mine
      } finally {
        if (mineOnly.get(key) === mine) mineOnly.delete(key)
      }
    },
    touch(marks) {
      count++
      changes.push(marks)
      if (changes.length > remembered) changes.shift()
      // Who asks from now on may not join a page whose making began before the change.
      running = new Map()
      for (const mark of [...marks, anything]) for (const key of [...(resting.get(mark) ?? [])]) drop(key)
    },
    empty() {
      count++
      changes = []
      running = new Map()
      kept = new Map()
      resting = new Map()
      bytes = 0
    },
    shut(value) {
      if (value !== isShut) this.empty()
      isShut = value
    },
    get bytes() {
      return bytes
    },
    get pages() {
      return kept.size
    },
  }
}
