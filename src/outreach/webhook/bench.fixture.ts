import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { beginPosting, performPosting } from '#posting/actions.ts'
import { emptyContent } from '#posting/model.ts'
import { readPosting } from '#posting/store.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeHouse } from '../../../test/setup/house.ts'
import { daysOf, deliveriesOf, readWebhook, sumsOf } from '../store/webhooks.ts'
import { performWebhook, registerWebhook } from './actions.ts'
import { matchWebhooks, pushTo } from './deliver.ts'
import type { Notice } from '#exchange/changes.ts'
import { makeReceiver, type Taken } from './receiver.fixture.ts'
import type { WebhookVerb } from './workflow.ts'

/** A city and a county below it that publish, and somebody else's program that is told. */
export async function makePushBench() {
  const t = await makeHouse('2026-11-23T09:00:00+08:00')
  const city = await makeBureau(t.db, 'shiju', '测试市应急管理局')
  const county = await makeBureau(t.db, 'xianju', '测试县应急管理局')
  const under = { parent_id: city.bodyId, ancestors: [city.bodyId] }
  await t.db.updateTable('body').set(under).where('id', '=', county.bodyId).execute()
  await t.db.updateTable('record.body').set(under).where('id', '=', county.bodyId).execute()
  const receiver = await makeReceiver()
  const site = { ...t.house.site, origin: 'http://zhaoming.test', base: '' }
  const house = { ...t.house, site, webhookOrigins: new Set([receiver.origin()]) }

  async function publish(b: Bureau, title: string): Promise<{ id: number; address: string }> {
    const { subject } = await beginPosting(t.house, b.actors.drafter, {
      body: b.bodyId,
      kind: 'news',
      content: {
        ...emptyContent,
        title,
        html: '<p>检查组到三个乡镇检查防汛物资储备情况。</p>',
        columns: ['news'],
      },
    })
    await performPosting(t.house, { subject, verb: 'submit', actor: b.actors.drafter })
    const form = { examined: true }
    await performPosting(t.house, { subject, verb: 'publish', actor: b.actors.publisher, form })
    return { id: subject, address: (await readPosting(t.db, subject))!.address! }
  }
  const withdraw = (b: Bureau, id: number) =>
    performPosting(t.house, {
      subject: id,
      verb: 'withdraw',
      actor: b.actors.leader,
      reason: '有误',
      form: { publicNote: '有误，撤回。', purge: false },
    })
  async function correct(b: Bureau, id: number, title: string): Promise<void> {
    const { content } = (await readPosting(t.db, id))!
    const step = (verb: 'amend' | 'save' | 'submit' | 'publish', actor: Actor, more: object = {}) =>
      performPosting(t.house, { subject: id, verb, actor, ...more })
    await step('amend', b.actors.drafter, { reason: '标题有误' })
    await step('save', b.actors.drafter, { form: { ...content, title } })
    await step('submit', b.actors.drafter)
    await step('publish', b.actors.publisher, { form: { examined: true, note: '更正标题。' } })
  }

  async function register(b: Bureau, more: object = {}, path = '/hook') {
    const made = await registerWebhook(house, b.actors.systemAdmin, b.bodyId, {
      name: '大数据中心汇聚平台',
      contact: '县大数据中心 0391-0000000',
      url: receiver.origin() + path,
      below: false,
      ...more,
    })
    return { id: made.subject, secret: made.secret! }
  }
  const perform = async (b: Bureau, id: number, verb: WebhookVerb, more: object = {}) =>
    performWebhook(house, { subject: id, verb, actor: b.actors.systemAdmin, ...more })
  /** What the worker does every minute. */
  async function run(): Promise<void> {
    for (const id of await matchWebhooks(house)) await pushTo(house, id, { patience: 700 })
  }
  const noticesTo = (path = '/hook') =>
    receiver.taken.filter(one => one.path === path).map(one => JSON.parse(one.body) as Notice)

  /** The receiver's half of Standard Webhooks, written from its text: throws where a notice is not from us. */
  function verify(one: Taken, secret: string): void {
    const id = String(one.headers['webhook-id'])
    const seconds = String(one.headers['webhook-timestamp'])
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    const wanted = createHmac('sha256', key).update(`${id}.${seconds}.${one.body}`).digest('base64')
    const given = String(one.headers['webhook-signature']).split(' ')
    if (!given.includes(`v1,${wanted}`)) throw new Error('signature does not hold')
  }

  /** The account adds up, in all and day by day. */
  async function expectBalanced(id: number) {
    const { unbalanced } = await daysOf(t.db, id, 100)
    expect(unbalanced).toBe(0)
    const nothing = { due: 0, delivered: 0, failed: 0, suppressed: 0, waiting: 0 }
    const sums = (await sumsOf(t.db, [id])).get(id) ?? nothing
    expect(sums.due).toBe(sums.delivered + sums.failed + sums.suppressed + sums.waiting)
    return sums
  }
  const deliveries = async (id: number) =>
    (await deliveriesOf(t.db, id, { state: null }, { limit: 1000, offset: 0 })).rows.reverse()

  async function close() {
    await receiver.kill()
    await t.close()
  }
  return {
    ...{ t, city, county, house, receiver, publish, withdraw, correct, register, perform, run },
    ...{ noticesTo, verify, expectBalanced, deliveries, close },
    row: async (id: number) => (await readWebhook(t.db, id))!,
  }
}
export type PushBench = Awaited<ReturnType<typeof makePushBench>>
