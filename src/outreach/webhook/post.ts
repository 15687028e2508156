import { request as plainRequest, type ClientRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import {
  ForbiddenTarget,
  only,
  retryAfterOf,
  wordsOfConnection,
  type Address,
  type Resolve,
} from '#kit/outward.ts'
import { addressesOf } from './target.ts'

/** What became of one POST: an HTTP status, or a sentence why there was none. */
export type Answer = {
  readonly status: number | null
  readonly fault: string | null
  /** How long the receiver wants to be left alone (Retry-After), in milliseconds. */
  readonly retryAfter: number | null
}

export type Reach = {
  readonly origins: ReadonlySet<string>
  readonly resolve?: Resolve
  /** Milliseconds for the whole exchange. */
  readonly patience?: number
}

const usualPatience = 15_000
/** What a receiver says is of no interest; more than this is not even listened to. */
const mostHeard = 64 * 1024

function wordsOf(error: unknown): string {
  if (error instanceof ForbiddenTarget) return error.message
  const { code } = error as { code?: unknown }
  return wordsOfConnection(error) ?? `没有送到（${String(code ?? '连接出错')}）`
}

/**
 * Sends one POST and follows nothing: a redirect is an answer like any other. Never throws; connections are made only to addresses
 * that were looked at before (target.ts).
 */
export async function post(
  target: string,
  message: { readonly body: string; readonly headers: Readonly<Record<string, string>>; readonly at: Date },
  reach: Reach,
): Promise<Answer> {
  try {
    const url = new URL(target)
    const addresses = await addressesOf(url, reach.origins, reach.resolve)
    return await exchange(url, addresses, message, reach.patience ?? usualPatience)
  } catch (error) {
    return { status: null, fault: wordsOf(error), retryAfter: null }
  }
}

function exchange(
  url: URL,
  addresses: readonly Address[],
  message: { readonly body: string; readonly headers: Readonly<Record<string, string>>; readonly at: Date },
  patience: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(message.body, 'utf8')
    const send = url.protocol === 'https:' ? tlsRequest : plainRequest
    const request: ClientRequest = send(url, {
      method: 'POST',
      agent: false,
      lookup: only(addresses),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.byteLength,
        'user-agent': 'zhaoming-webhook/1',
        accept: '*/*',
        ...message.headers,
      },
    })
    const timer = setTimeout(() => {
      request.destroy(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' }))
    }, patience)
    request.on('error', reject)
    request.on('close', () => clearTimeout(timer))
    request.on('response', answer => {
      const status = answer.statusCode ?? 0
      const ok = status >= 200 && status < 300
      const settle = () => {
        resolve({
          status,
          fault: ok
            ? null
            : status >= 300 && status < 400
              ? `对方回答 ${status}，要求转到别的地址；推送不跟随跳转，请把接收地址改为最终的地址`
              : `对方回答 ${status}`,
          retryAfter: retryAfterOf(answer, message.at),
        })
        request.destroy()
      }
      let heard = 0
      answer.on('data', (piece: Buffer) => {
        heard += piece.byteLength
        if (heard > mostHeard) settle()
      })
      answer.on('end', settle)
      answer.on('error', reject)
      answer.on('close', () => reject(Object.assign(new Error('cut off'), { code: 'ECONNRESET' })))
    })
    request.end(body)
  })
}
