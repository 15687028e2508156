import type { Actor } from '#kit/actor.ts'
import { makeApp, type App } from '#kit/http.ts'
import { routes as allRoutes } from '../../src/rooms.ts'
import type { TestHouse } from './house.ts'
import { signedIn } from './session.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What a refusal or a done step says; a test that reads more names its own type. */
export type Told = Readonly<Record<string, unknown>> & {
  readonly code?: string
  readonly message?: string
  readonly reasons?: readonly { readonly field?: string; readonly text: string }[]
  readonly subject?: number
}

export type Answer<T = Told> = {
  readonly status: number
  /** The JSON of the answer; an answer of another kind is null here. */
  readonly body: T
  readonly text: string
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, unknown>>
}

export type TestOffice = {
  /** The routes of the rooms put in, as they registered themselves. */
  readonly routes: readonly { readonly method: string; readonly url: string }[]
  /** Faults of the product, not refusals: `close` fails the test that found one. */
  readonly complaints: readonly string[]
  call<T = Told>(
    actor: Actor | null,
    method: Method,
    url: string,
    payload?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>
  /** A multipart upload: fields first, as the console sends it. */
  upload<T = Told>(
    actor: Actor,
    url: string,
    name: string,
    bytes: Uint8Array,
    fields?: Readonly<Record<string, string>>,
    type?: string,
  ): Promise<Answer<T>>
  close(): Promise<void>
}

type Door = (actor: Actor) => Promise<Record<string, string>>

async function openOffice(mount: (app: App) => Promise<unknown>, door: Door): Promise<TestOffice> {
  const complaints: string[] = []
  const routes: { method: string; url: string }[] = []
  const app = await makeApp({
    secure: false,
    trustProxy: false,
    perMinute: 1_000_000,
    onError: line => complaints.push(line),
  })
  app.addHook('onRoute', route => {
    for (const method of [route.method].flat())
      if (method !== 'HEAD' && method !== 'OPTIONS') routes.push({ method, url: route.url })
  })
  await mount(app)
  await app.ready()

  async function send<T>(
    actor: Actor | null,
    method: Method,
    url: string,
    payload: object | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer<T>> {
    const answer = await app.inject({
      method,
      url,
      headers: { ...(actor ? await door(actor) : {}), ...headers },
      ...(payload === undefined ? {} : { payload }),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      body: (isJson ? answer.json() : null) as T,
      text: answer.body,
      bytes: answer.rawPayload,
      headers: answer.headers,
    }
  }

  return {
    routes,
    complaints,
    call: (actor, method, url, payload, headers = {}) => send(actor, method, url, payload, headers),
    upload(actor, url, name, bytes, fields = {}, type = 'application/octet-stream') {
      const boundary = 'a-boundary-of-tests'
      const part = (disposition: string, body: Uint8Array) =>
        Buffer.concat([
          Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`),
          body,
          Buffer.from('\r\n'),
        ])
      const payload = Buffer.concat([
        ...Object.entries(fields).map(([field, value]) => part(`name="${field}"`, Buffer.from(value))),
        part(`name="file"; filename="${name}"\r\ncontent-type: ${type}`, bytes),
        Buffer.from(`--${boundary}--\r\n`),
      ])
      return send(actor, 'POST', url, payload, {
        'content-type': `multipart/form-data; boundary=${boundary}`,
      })
    },
    async close() {
      await app.close()
      if (complaints.length > 0) throw new Error(`这些请求出了故障：\n${complaints.join('\n')}`)
    },
  }
}

/** Some rooms' routes over the real handling of HTTP; whoever calls is taken for signed in. */
export async function makeOffice(...rooms: readonly ((app: App) => Promise<void>)[]): Promise<TestOffice> {
  const known = new Map<string, Actor>()
  return openOffice(
    async app => {
      await app.register(async (inside: App) => {
        inside.addHook('onRequest', async request => {
          const actor = known.get(String(request.headers['x-actor']))
          if (actor) request.actor = actor
        })
        for (const room of rooms) await inside.register(room)
      })
    },
    async actor => {
      known.set(String(actor.staffId), actor)
      return { 'x-actor': String(actor.staffId) }
    },
  )
}

/** The office side as it runs: every room, and a session for everybody who calls. */
export function makeWholeOffice(t: TestHouse): Promise<TestOffice> {
  return openOffice(
    async app => app.register(allRoutes(t.house, { secure: false, demo: false })),
    actor => signedIn(t, actor),
  )
}
