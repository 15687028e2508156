import { expect } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { patrolRoutes } from '#patrol/api.ts'
import { recordPages } from '#record/portal.tsx'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse } from '../../test/setup/house.ts'
import { makeOffice } from '../../test/setup/office.ts'
import { makeWeb } from '../../test/setup/web.ts'
import { postingRoutes } from './api.ts'
import { checkedPosting } from './checks.ts'
import { emptyContent, type Content } from './model.ts'

/** The office's routes about postings and the public portal over one record, with two bureaus of people. */
export async function makeDesk() {
  const t = await makeHouse('2026-11-23T09:00:00+08:00')
  const b = await makeBureau(t.db, 'ceshi', '测试县应急管理局')
  const other = await makeBureau(t.db, 'biexian', '别县应急管理局')
  const web = await makeWeb(t, { pages: recordPages([]) })
  const office = await makeOffice(
    postingRoutes(t.house),
    patrolRoutes(t.house, { subjects: (kind, id, actor) => checkedPosting(t.db, kind, id, actor) }),
  )
  const { call, routes } = office

  /** Uploads a file as the form does, as one part; the type it claims is a lie on purpose. */
  const upload = <T = { id: number; name: string; contentType: string; message: string }>(
    actor: Actor,
    posting: number,
    name: string,
    bytes: Uint8Array,
  ) => office.upload<T>(actor, `/api/postings/${posting}/attachments`, name, bytes, {}, 'text/html')

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
    const answer = await fetch(web.url + path, { redirect: 'manual' })
    const bytes = Buffer.from(await answer.arrayBuffer())
    return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8') }
  }

  async function close() {
    await web.close()
    await office.close()
    await t.close()
  }
  return { t, b, other, routes, call, upload, content, drafted, step, publish, get, close }
}
export type Desk = Awaited<ReturnType<typeof makeDesk>>
export type { Bureau }
