import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeOffice, type TestOffice } from '../../test/setup/office.ts'
import { ledgerRoutes } from './ledger/api.ts'
import { letterWorkflow } from './ledger/model.ts'
import { webhookRoutes } from './webhook/api.ts'
import { makePushBench, type PushBench } from './webhook/bench.fixture.ts'
import { webhookStates, type WebhookListView, type WebhookState, type WebhookView } from './webhook/model.ts'
import { webhookVerbs, webhookWorkflow, type WebhookVerb } from './webhook/workflow.ts'

/** Who may do what with receivers and with the account of letters: every route × every person × every state. */

let p: PushBench
let elsewhere: Bureau
let office: TestOffice
const people: {
  readonly label: string
  readonly actor: Actor
  readonly at: 'own' | 'above' | 'elsewhere'
}[] = []
beforeAll(async () => {
  p = await makePushBench()
  elsewhere = await makeBureau(p.t.db, 'biexian', '别县应急管理局')
  for (const [b, at] of [
    [p.county, 'own'],
    [p.city, 'above'],
    [elsewhere, 'elsewhere'],
  ] as const)
    for (const [label, actor] of Object.entries(b.actors)) people.push({ label, actor, at })
  office = await makeOffice(webhookRoutes(p.house), ledgerRoutes(p.house))
})
afterAll(async () => {
  await office.close()
  await p.close()
})

const administrators = ['systemAdmin', 'securityAdmin', 'auditAdmin']
const reaches = (at: string) => at !== 'elsewhere'

/** Brings a webhook of the county into a state. */
async function hookIn(state: WebhookState): Promise<number> {
  const { id } = await p.register(p.county)
  if (state === 'disabled') await p.t.db.updateTable('webhook').set({ state }).where('id', '=', id).execute()
  if (state === 'paused') await p.perform(p.county, id, 'pause')
  if (state === 'removed') await p.perform(p.county, id, 'remove', { reason: '测试完毕' })
  return id
}
const formOf: Record<WebhookVerb, () => object> = {
  change: () => ({
    form: { name: '改名', contact: '某中心', url: `${p.receiver.origin()}/changed`, below: true },
  }),
  renew: () => ({}),
  replay: () => ({ form: { from: 1 } }),
  pause: () => ({}),
  resume: () => ({}),
  remove: () => ({ reason: '不再需要' }),
}

describe('变化推送和订阅对账：谁能看、谁能办（三员分立）', () => {
  test('这些就是全部的路由', () => {
    expect(office.routes.map(r => `${r.method} ${r.url}`).sort()).toEqual([
      'GET /api/subscriptions',
      'GET /api/webhooks',
      'GET /api/webhooks/:id',
      'POST /api/subscriptions/letters/:id/retry',
      'POST /api/webhooks',
      'POST /api/webhooks/:id/:verb',
      'POST /api/webhooks/:id/ping',
    ])
    expect(webhookVerbs.filter(v => !Object.values(webhookWorkflow).some(s => v in s))).toEqual([])
  })

  test('三员看得到本机关和下级的接收系统，密钥谁也看不到；其他人和别处的等于没有', async () => {
    const { id, secret } = await p.register(p.county)
    for (const { label, actor, at } of people) {
      const one = await office.call<WebhookView>(actor, 'GET', `/api/webhooks/${id}`)
      const sees = administrators.includes(label) && reaches(at)
      expect(one.status, `${at} ${label}`).toBe(sees ? 200 : 404)
      const list = await office.call<WebhookListView>(actor, 'GET', '/api/webhooks')
      expect(
        list.body.rows.some(r => r.id === id),
        `${at} ${label}`,
      ).toBe(sees)
      expect(list.body.bodies.some(b => b.id === p.county.bodyId)).toBe(
        label === 'systemAdmin' && reaches(at),
      )
      expect(one.body.offers?.length ?? 0, `${at} ${label}`).toBe(
        sees && label === 'systemAdmin' ? Object.keys(webhookWorkflow.active).length : 0,
      )
      expect(JSON.stringify([one.body, list.body])).not.toContain(secret)
    }
  })

  for (const state of webhookStates)
    test(`“${state}”的接收系统：逐个操作、逐个人`, async () => {
      let id = await hookIn(state)
      for (const verb of webhookVerbs)
        for (const { label, actor, at } of people) {
          const { version } = await p.row(id)
          const { status } = await office.call(actor, 'POST', `/api/webhooks/${id}/${verb}`, {
            version,
            ...formOf[verb](),
          })
          const where = `${at} ${label} ${verb}`
          const isInTable = verb in webhookWorkflow[state]
          if (!reaches(at) || !administrators.includes(label)) expect(status, where).toBe(404)
          else if (!isInTable) expect(status, where).toBe(409)
          else if (label !== 'systemAdmin') expect(status, where).toBe(403)
          // Nothing was published in this test: there is nothing to replay.
          else expect(status, where).toBe(verb === 'replay' ? 422 : 200)
          if (status === 200) id = await hookIn(state)
        }
    })

  test('登记、试推送：只有系统管理员；推送出去的没有内容，签名照样核对', async () => {
    const { id, secret } = await p.register(p.county, {}, '/ping')
    for (const { label, actor, at } of people) {
      const may = label === 'systemAdmin' && reaches(at)
      const made = await office.call<{ secret: string }>(actor, 'POST', '/api/webhooks', {
        ...{ body: p.county.bodyId, name: '某平台', contact: '某中心', below: false },
        url: `${p.receiver.origin()}/x`,
      })
      expect(made.status, `${at} ${label}`).toBe(may ? 200 : 403)
      const pinged = await office.call<{ status: number }>(actor, 'POST', `/api/webhooks/${id}/ping`)
      const reader = administrators.includes(label) && reaches(at)
      expect(pinged.status, `${at} ${label}`).toBe(may ? 200 : reader ? 403 : 404)
      if (may) expect(pinged.body).toEqual({ status: 204, fault: null })
    }
    const taken = p.receiver.taken.filter(t => t.path === '/ping')
    expect(taken).toHaveLength(2)
    p.verify(taken[0]!, secret)
    expect(JSON.parse(taken[0]!.body)).toMatchObject({ type: 'webhook.test', data: null })
  })

  test('订阅对账：公开审查员、发布员看本机关的，系统管理员、审计管理员看到下级的；其他人看不到', async () => {
    const readers = ['opennessOfficer', 'publisher', 'publisher2', 'systemAdmin', 'auditAdmin']
    for (const { label, actor, at } of people) {
      const { status, body } = await office.call<{ bodies: string[] }>(actor, 'GET', '/api/subscriptions')
      expect(status, `${at} ${label}`).toBe(readers.includes(label) ? 200 : 403)
      if (status !== 200) continue
      const reachesDown = at === 'above' && ['systemAdmin', 'auditAdmin'].includes(label)
      expect(body.bodies.length, `${at} ${label}`).toBe(reachesDown ? 2 : 1)
    }
    expect(
      Object.entries(letterWorkflow).flatMap(([s, steps]) => Object.keys(steps).map(v => [s, v])),
    ).toEqual([['failed', 'retry']])
  })

  test('坏的请求：没有的编号、版本、操作、状态，各有一句话', async () => {
    const { systemAdmin } = p.county.actors
    const { id } = await p.register(p.county)
    for (const [method, url, payload, status] of [
      ['GET', '/api/webhooks/999999999999999999999', undefined, 422],
      ['GET', '/api/webhooks/abc', undefined, 422],
      ['GET', `/api/webhooks/${id}?state=nothing&page=0`, undefined, 422],
      ['POST', `/api/webhooks/${id}/explode`, { version: 1 }, 422],
      ['POST', `/api/webhooks/${id}/pause`, {}, 422],
      ['POST', `/api/webhooks/${id}/pause`, { version: 77 }, 409],
      ['POST', '/api/webhooks', { body: 'x' }, 422],
      ['POST', '/api/subscriptions/letters/424242/retry', { version: 1 }, 404],
    ] as const) {
      const answer = await office.call(systemAdmin, method, url, payload)
      expect(answer.status, url).toBe(status)
      expect(answer.body.message, url).toMatch(/[\u4e00-\u9fff]/)
    }
  })
})
