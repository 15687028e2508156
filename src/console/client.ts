import { NotSignedIn, Refusal, toRefusal, Unreachable } from './refusal.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type Send = {
  readonly body?: unknown
  /** One key per intention of the person: a retry of the same intention carries the same key. */
  readonly key?: string
  readonly signal?: AbortSignal
  /** Answer 401 as an error instead of asking for the password (the sign-in page itself). */
  readonly bare?: boolean
}

/** What the client needs from the session: the present token, and two ways to get a new one. */
export type Keeper = {
  csrf(): string | null
  /** Asks the person to sign in again over the present page; resolves when that is done, rejects when given up. */
  signInAgain(): Promise<void>
  /** Reads the session anew; true when the token has changed and still belongs to the same person. */
  renew(): Promise<boolean>
  /** Called after each answer, so that the idle time can be counted. */
  heard(): void
}

export type Client = <T>(method: Method, path: string, send?: Send) => Promise<T>

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * The one way to the office API. A 401 asks for the password in place and then repeats the same request, so nothing
 * typed is lost; a token that another tab has renewed is fetched once and the request repeated.
 * @throws Refusal, Unreachable, NotSignedIn
 */
export function makeClient(fetch: Fetch, keeper: Keeper): Client {
  return async <T>(method: Method, path: string, send: Send = {}): Promise<T> => {
    let renewed = false
    for (;;) {
      const response = await once(fetch, method, path, send, keeper.csrf())
      const text = response.status === 204 ? '' : await readText(response)
      if (response.status !== 401) keeper.heard()
      if (response.ok) return parse<T>(response, text)
      const refusal = toRefusal(response.status, text)
      if (response.status === 401 && !send.bare) {
        await keeper.signInAgain().catch(() => {
          throw new NotSignedIn()
        })
        continue
      }
      if (response.status === 403 && method !== 'GET' && !renewed && !send.bare) {
        renewed = true
        if (await keeper.renew()) continue
      }
      throw refusal
    }
  }
}

async function once(
  fetch: Fetch,
  method: Method,
  path: string,
  send: Send,
  csrf: string | null,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (method !== 'GET' && csrf) headers['x-csrf-token'] = csrf
  if (send.key) headers['idempotency-key'] = send.key
  let body: BodyInit | undefined
  if (send.body instanceof FormData) body = send.body
  else if (send.body !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(send.body)
  }
  try {
    return await fetch(path, { method, headers, body, signal: send.signal, credentials: 'same-origin' })
  } catch (error) {
    if (send.signal?.aborted) throw error
    throw new Unreachable()
  }
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch {
    throw new Unreachable()
  }
}

function parse<T>(response: Response, text: string): T {
  if (text === '') return undefined as T
  try {
    return JSON.parse(text) as T
  } catch {
    throw new Refusal(response.status, 'failed', [{ text: '服务器的回答无法读取，请刷新页面后重试。' }])
  }
}

/** `crypto.randomUUID` exists only on https and localhost; many intranets serve plain http. */
export function newKey(source: Crypto = crypto): string {
  if (typeof source.randomUUID === 'function') return source.randomUUID()
  const bytes = source.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** `path('/api/documents', { q: '矿山', page: 2 })` → `/api/documents?q=…&page=2`; empty values are left out. */
export function path(base: string, search: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  const text = query.toString()
  return text ? `${base}?${text}` : base
}
