import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makePdf } from '#patrol/files.fixture.ts'
import { makeDesk, type Desk } from './desk.fixture.ts'

/** Who may do what with the text and the files of a posting: every route × every role × every state that the table knows. */

let d: Desk
const ids = { draft: 0, submitted: 0, published: 0 }
const file = { draft: 0, submitted: 0, published: 0 }
beforeAll(async () => {
  d = await makeDesk()
  const { drafter, publisher } = d.b.actors
  for (const state of ['draft', 'submitted', 'published'] as const) {
    ids[state] = await d.drafted(drafter)
    const made = await d.upload(drafter, ids[state], '附表.pdf', makePdf({ pages: [['x']] }))
    file[state] = made.body.id
    if (state !== 'draft') await d.step(drafter, ids[state], 'submit')
    if (state === 'published') await d.publish(publisher, ids[state])
  }
})
afterAll(() => d.close())

const writers = ['drafter', 'drafter2', 'departmentHead', 'opennessOfficer', 'publisher', 'publisher2']
const readers = [...writers, 'leader', 'secrecyOfficer', 'legalReviewer']

type Of = (state: keyof typeof ids) => Promise<{ status: number }>
/** Each route that reads or changes what is being written, done in a way that would go through. */
const doings: Record<string, { readonly writes: boolean; readonly by: (actor: Actor) => Of }> = {
  'GET /api/postings/:id': {
    writes: false,
    by: actor => state => d.call(actor, 'GET', `/api/postings/${ids[state]}`),
  },
  'GET /api/postings/:id/preview': {
    writes: false,
    by: actor => state => d.call(actor, 'GET', `/api/postings/${ids[state]}/preview`),
  },
  'GET /api/postings/:id/attachments/:attachment': {
    writes: false,
    by: actor => state => d.call(actor, 'GET', `/api/postings/${ids[state]}/attachments/${file[state]}`),
  },
  'PUT /api/postings/:id': {
    writes: true,
    by: actor => async state => {
      const { version } = (
        await d.call<{ version: number }>(d.b.actors.drafter, 'GET', `/api/postings/${ids[state]}`)
      ).body
      return d.call(actor, 'PUT', `/api/postings/${ids[state]}`, { version, content: d.content() })
    },
  },
  'POST /api/postings/:id/attachments': {
    writes: true,
    by: actor => async state => {
      const made = await d.upload(actor, ids[state], `${actor.staffId}.pdf`, makePdf({ pages: [['y']] }))
      return made
    },
  },
  'POST /api/postings/:id/attachments/:attachment/mask': {
    writes: true,
    by: actor => state =>
      // A PDF cannot be masked in place: 422 is what somebody gets who may try.
      d.call(actor, 'POST', `/api/postings/${ids[state]}/attachments/${file[state]}/mask`),
  },
  'POST /api/postings/:id/attachments/:attachment/strip': {
    writes: true,
    by: actor => state =>
      d.call(actor, 'POST', `/api/postings/${ids[state]}/attachments/${file[state]}/strip`),
  },
  'DELETE /api/postings/:id/attachments/:attachment': {
    writes: true,
    by: actor => state => d.call(actor, 'DELETE', `/api/postings/${ids[state]}/attachments/999999`),
  },
}
/** What somebody gets who may do it. */
const fine: Readonly<Record<string, number>> = {
  'POST /api/postings/:id/attachments/:attachment/mask': 422,
  'POST /api/postings/:id/attachments/:attachment/strip': 422,
  'DELETE /api/postings/:id/attachments/:attachment': 404,
}

describe('信息发布：谁能看、谁能改（三员分立；外机关的等于没有）', () => {
  test('这张表列全了与一件信息有关的路由', () => {
    const known = d.routes
      .filter(r => r.url.startsWith('/api/postings/:id') && !r.url.endsWith('/:verb'))
      .map(r => `${r.method} ${r.url}`)
    expect(known.sort()).toEqual(Object.keys(doings).sort())
  })

  for (const [name, { writes, by }] of Object.entries(doings))
    test(`${name}：逐个角色、逐个状态`, async () => {
      for (const [role, actor] of Object.entries(d.b.actors))
        for (const state of ['draft', 'submitted', 'published'] as const) {
          const { status } = await by(actor)(state)
          const at = `${role} ${state}`
          if (!readers.includes(role)) expect(status, at).toBe(404)
          else if (!writes) expect(status, at).toBe(200)
          else if (state !== 'draft') expect(status, at).toBe(409)
          else if (!writers.includes(role)) expect(status, at).toBe(403)
          else expect(status, at).toBe(fine[name] ?? 200)
        }
      for (const [role, actor] of Object.entries(d.other.actors))
        expect((await by(actor)('draft')).status, `外机关 ${role}`).toBe(404)
    })
})
