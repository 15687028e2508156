import { expect } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeApp, type App } from '#kit/http.ts'
import { patrolRoutes } from '#patrol/api.ts'
import { makePortal } from '#portal/server.ts'
import { serve } from '#record/portal.fixture.ts'
import { recordPages } from '#record/portal.tsx'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse } from '../../test/setup/house.ts'
import { postingRoutes } from './api.ts'
import { checkedPosting } from './checks.ts'
import { emptyContent, type Content } from './model.ts'

/** The office's routes about postings and the public portal over one record, with two bureaus of people. */
export async function makeDesk() {
  const t = await makeHouse('2026-11-23T09:00:00+08:00')
  const b = await makeBureau(t.db, 'ceshi', '测试县应急管理局')
  const other = await makeBureau(t.db, 'biexian', '别县应急管理局')
  const complaints: string[] = []
  const portal = await makePortal({
    db: t.portalDb,
    connection: null,
    files: t.house.files,
    now: t.house.now,
    calendar: t.house.calendar(),
    publicUrl: 'http://zhaoming.test',
    demo: true,
    onError: text => complaints.push(text),
    pages: recordPages([]),
  })
  t.onRecordChanged(() => portal.changed())
  const served = await serve(portal)
  const people = [...Object.values(b.actors), ...Object.values(other.actors)]
  const actors = new Map(people.map(a => [String(a.staffId), a]))
  const app = await makeApp({
    secure: false,
    trustProxy: false,
    perMinute: 100_000,
    onError: line => complaints.push(line),
  })
  const routes: { method: string; url: string }[] = []
  app.addHook('onRoute', route => {
    for (const method of [route.method].flat()) if (method !== 'HEAD') routes.push({ method, url: route.url })
  })
  await app.register(async (signedIn: App) => {
    signedIn.addHook('onRequest', async request => {
      request.actor = actors.get(String(request.headers['x-actor']))!
    })
    await signedIn.register(postingRoutes(t.house))
    await signedIn.register(
      patrolRoutes(t.house, { subjects: (kind, id, actor) => checkedPosting(t.db, kind, id, actor) }),
    )
  })
  await app.ready()

  async function call<T = { message: string; reasons: { text: string; field?: string }[] }>(
    actor: Actor,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<{ status: number; body: T; raw: Buffer }> {
    const answer = await app.inject({
      method,
      url,
      headers: { 'x-actor': String(actor.staffId) },
      ...(payload ? { payload } : {}),
    })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      body: (isJson ? answer.json() : answer.body) as T,
      raw: answer.rawPayload,
    }
  }

  /** Uploads a file as the form does, as one part; the type it claims is a lie on purpose. */
  async function upload<T = { id: number; name: string; contentType: string; message: string }>(
    actor: Actor,
    posting: number,
    name: string,
    bytes: Uint8Array,
  ): Promise<{ status: number; body: T }> {
    const edge = 'edge-of-tests'
    const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`
    const answer = await app.inject({
      method: 'POST',
      url: `/api/postings/${posting}/attachments`,
      headers: {
        'x-actor': String(actor.staffId),
        'content-type': `multipart/form-data; boundary=${edge}`,
      },
      payload: Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(`\r\n--${edge}--\r\n`)]),
    })
    return { status: answer.statusCode, body: answer.json() as T }
  }

  const content = (change: Partial<Content> = {}): Content => ({
    ...emptyContent,
    title: '县应急局开展汛前检查',
    html: '<p>检查组到三个乡镇检查防汛物资储备情况。</p>',
    columns: ['news'],
    ...change,
  })
  async function drafted(actor: Actor, change: Partial<Content> = {}): Promise<number> {
    const made = await call<{ subject: number }>(actor, 'POST', '/api/postings', {
      body: b.bodyId,
      kind: 'news',
      content: content(change),
    })
    expect(made.status).toBe(200)
    return made.body.subject
  }
  const step = (actor: Actor, posting: number, verb: string, more: object = {}) =>
    call(actor, 'POST', `/api/postings/${posting}/${verb}`, more)
  const publish = (actor: Actor, posting: number, note?: string) =>
    step(actor, posting, 'publish', { form: { examined: true, ...(note ? { note } : {}) } })
  const get = async (path: string) => {
    const answer = await fetch(served.url + path, { redirect: 'manual' })
    const bytes = Buffer.from(await answer.arrayBuffer())
    return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8') }
  }

  async function close() {
    await served.close()
    await portal.close()
    await app.close()
    await t.close()
    expect(complaints).toEqual([])
  }
  return { t, b, other, routes, call, upload, content, drafted, step, publish, get, close }
}
export type Desk = Awaited<ReturnType<typeof makeDesk>>
export type { Bureau }
