import type { z } from 'zod'
import type { Answer } from '#kit/page.ts'
import type { Knock, PortalContext, Raw } from '#portal/page.ts'
import { problemSchema } from './model.ts'
import type { Fault } from './selection.ts'

/** One operation of the open interface: its description, its route and its check of what goes out are this one value. */
export type Endpoint<P extends z.ZodObject = z.ZodObject, Q extends z.ZodObject = z.ZodObject> = {
  /** Below /api/v1, as in OpenAPI: `/documents/{id}`. */
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly description?: string
  readonly params: P
  readonly query: Q
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema: z.ZodType }>>
  /** A media type other than application/json of the good answer. */
  readonly type?: string
  respond(context: PortalContext, asked: { params: z.infer<P>; query: z.infer<Q> }): Promise<Reply>
}

export type Reply = {
  readonly status: number
  readonly body: unknown
  /** Bytes that must go out as they lie. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

export const endpoint = <P extends z.ZodObject, Q extends z.ZodObject>(e: Endpoint<P, Q>): Endpoint =>
  e as unknown as Endpoint

/** An operation that a registered system may do: described here, done on the office side. */
export type Write = {
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly description: string
  readonly params: z.ZodObject
  readonly body: z.ZodType
  /** Whether a message carries a key of its own, so that sending it again does nothing. */
  readonly keyed: boolean
  readonly answers: Endpoint['answers']
}

export const apiRoot = '/api/v1'

export const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since, Accept',
  'Access-Control-Expose-Headers': 'ETag, Last-Modified, Link, Retry-After',
  'Access-Control-Max-Age': '86400',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

/** What a browser is told before it asks from another site: open data may be read from anywhere. */
export const preflight = (): Raw => ({
  kind: 'raw',
  status: 204,
  type: 'text/plain; charset=utf-8',
  body: '',
  headers: { ...cors, Allow: cors['Access-Control-Allow-Methods'] },
})

const titles: Record<number, string> = {
  400: '请求写法不对',
  401: '口令不对',
  403: '没有登记',
  404: '没有找到',
  405: '不支持这种操作',
  409: '与先前的不一致',
  410: '已撤回',
  413: '内容太大',
  414: '网址太长',
  422: '不能列入',
  429: '请求太频繁',
  503: '暂时读不到内容',
}

export const problemOf = (status: number, path: string, detail: string, errors: readonly Fault[] = []) => ({
  type: 'about:blank',
  title: titles[status] ?? '出错了',
  status,
  detail,
  instance: path,
  errors,
})

/** RFC 9457 in Chinese: what is wrong and what to do; every fault at once. */
export function problem(
  status: number,
  path: string,
  detail: string,
  errors: readonly Fault[] = [],
  headers: Readonly<Record<string, string>> = {},
): Raw {
  return {
    kind: 'raw',
    status,
    type: 'application/problem+json; charset=utf-8',
    body: `${JSON.stringify(problemOf(status, path, detail, errors), null, 2)}\n`,
    headers: { ...cors, 'Cache-Control': 'no-store', ...headers },
  }
}

type Found = { readonly endpoint: Endpoint; readonly params: Record<string, string> }

/** The operation at a path below /api/v1, with its parameters decoded. */
export function find(endpoints: readonly Endpoint[], path: string): Found | null {
  for (const e of endpoints) {
    const names: string[] = []
    const pattern = e.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      names.push(name)
      return '([^/]{1,300})'
    })
    const match = new RegExp(`^${pattern}$`).exec(path)
    if (match)
      return {
        endpoint: e,
        params: Object.fromEntries(names.map((n, i) => [n, decodeURIComponent(match[i + 1]!)])),
      }
  }
  return null
}

export const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.map(i =>
    i.code === 'unrecognized_keys'
      ? {
          name: i.keys.join('、').slice(0, 80),
          reason: '没有这个参数，请核对写法；可用的参数见 /api/v1/openapi.json。',
        }
      : { name: i.path.join('.'), reason: i.message },
  )

/** Reads the parameters, calls the operation, checks and trims its answer by its own schema. */
export async function call(context: PortalContext, found: Found, knock: Knock): Promise<Raw> {
  const { endpoint: e } = found
  const repeated = [...new Set([...knock.search.keys()])].filter(n => knock.search.getAll(n).length > 1)
  const given = Object.fromEntries([...knock.search].filter(([, value]) => value !== ''))
  const params = e.params.safeParse(found.params)
  const query = e.query.safeParse(given)
  const faults = [
    ...repeated.map(name => ({ name: name.slice(0, 80), reason: '同一个参数只能写一次。' })),
    ...(params.error ? faultsOf(params.error) : []),
    ...(query.error ? faultsOf(query.error) : []),
  ]
  if (faults.length > 0 || !params.success || !query.success)
    return problem(400, knock.path, '请按 errors 中的说明改正后再试。', faults)
  const reply = await e.respond(context, { params: params.data, query: query.data })
  return send(e, reply)
}

function send(e: Endpoint, reply: Reply): Raw {
  const schema = e.answers[reply.status]?.schema
  if (!schema) throw new Error(`exchange: ${e.id} does not describe ${reply.status}`)
  const body = schema.parse(reply.body)
  const answer: Answer = {
    status: reply.status,
    type:
      schema === problemSchema
        ? 'application/problem+json; charset=utf-8'
        : `${e.type ?? 'application/json'}; charset=utf-8`,
    body: reply.text ?? `${JSON.stringify(body, null, 2)}\n`,
    headers: {
      ...cors,
      Vary: 'Accept-Encoding',
      ...(schema === problemSchema ? { 'Cache-Control': 'no-store' } : {}),
      ...reply.headers,
    },
  }
  return { kind: 'raw', ...answer }
}
