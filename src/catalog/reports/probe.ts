import { request as plainRequest, type IncomingMessage } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { hostIn, lookUp, only, retryAfterOf, wordsOfConnection, type Resolve } from '#kit/outward.ts'
import { isListed, type Seen } from './rules.ts'

export type Reach = {
  /** Origins that the operator has listed; nothing else is asked, whatever leads there. */
  readonly origins: ReadonlySet<string>
  readonly resolve?: Resolve
  /** Milliseconds for each step. */
  readonly patience?: number
}

const usualPatience = 15_000
const mostSteps = 5

/**
 * Looks whether an address can be read, as a reader without an account would. Only what the operator listed is asked; a connection is
 * made to the addresses that the name stood for when it was looked up and to no others; nothing of the answer is kept. Never throws.
 */
export async function lookAtAddress(address: string, reach: Reach, at: Date): Promise<Seen> {
  let url = new URL(address)
  const wanted = url
  try {
    for (let step = 0; step < mostSteps; step++) {
      if (!isListed(url, reach.origins))
        return unasked(
          step === 0 ? `${url.host}没有列入可以去查的网站` : `转到了${url.host}，那里没有列入可以去查的网站`,
        )
      const { status, location, wait } = await head(url, reach, at)
      if (status >= 200 && status < 300) return { kind: 'alive' }
      if (status === 404 || status === 410) return { kind: 'gone', words: `对方回答${status}，没有这个网页` }
      if (status === 429) return unasked('对方说问得太勤，过后再查', wait)
      if (status === 401 || status === 403) return { kind: 'down', words: `对方回答${status}，不让公众看` }
      if (status < 300 || status >= 400 || location === null)
        return { kind: 'down', words: `对方回答${status}` }
      const next = URL.canParse(location, url) ? new URL(location, url) : null
      if (!next || !/^https?:$/.test(next.protocol))
        return { kind: 'down', words: '对方要求转到一个打不开的网址' }
      if (next.pathname === '/' && next.search === '' && wanted.pathname !== '/')
        return { kind: 'gone', words: '转到了网站首页，这个网页已经不在' }
      url = next
    }
    return { kind: 'down', words: '对方让转来转去，到不了网页' }
  } catch (error) {
    return { kind: 'down', words: wordsOfConnection(error) ?? '连接出错' }
  }
}

const unasked = (words: string, wait: number | null = null): Seen => ({ kind: 'unasked', words, wait })

type Head = { readonly status: number; readonly location: string | null; readonly wait: number | null }

/** The head of the answer to a GET: many sites answer HEAD wrongly. Its body is not read. */
async function head(url: URL, reach: Reach, at: Date): Promise<Head> {
  const addresses = await lookUp(hostIn(url), reach.resolve)
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? tlsRequest : plainRequest
    const request = send(url, {
      method: 'GET',
      agent: false,
      lookup: only(addresses),
      headers: { 'user-agent': 'zhaoming-links/1', accept: 'text/html,*/*;q=0.5' },
    })
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })),
      reach.patience ?? usualPatience,
    )
    request.on('error', reject)
    request.on('close', () => clearTimeout(timer))
    request.on('response', (answer: IncomingMessage) => {
      resolve({
        status: answer.statusCode ?? 0,
        location: answer.headers.location ?? null,
        wait: retryAfterOf(answer, at),
      })
      request.destroy()
    })
    request.end()
  })
}
