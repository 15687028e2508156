import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { publishOne } from '#record/record.fixture.ts'
import { makeOffice, type TestOffice } from '../../../test/setup/office.ts'
import { makeReaders, type Readers } from '../readers.fixture.ts'
import { ledgerRoutes } from './api.ts'
import type { LedgerView } from './model.ts'

let r: Readers
let office: TestOffice
let officer: Actor
let admin: Actor
let stranger: Actor

/** A person of one of the record's bodies, straight into the tables. */
async function person(id: number, role: string, bodyId: number): Promise<Actor> {
  const staff = await r.p.t.db
    .insertInto('staff')
    .values({
      body_id: bodyId,
      account: `somebody-${id}`,
      name: `某人${id}`,
      password_hash: 'no password in fixtures',
      password_set_at: r.p.t.house.now(),
      must_change: false,
      created_at: r.p.t.house.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return {
    ...{ staffId: staff.id, name: `某人${id}`, bodyId, departmentId: null },
    roles: [{ role, bodyId, departmentId: null, onBehalfOf: null, onBehalfName: null }],
  }
}

beforeAll(async () => {
  r = await makeReaders()
  // The office's half of the tree that the record's fixture has.
  await sql`insert into office.body (id, parent_id, ancestors, slug, name, short_name, level, region, created_at) overriding system value
    select id, parent_id, ancestors, slug, name, short_name, level, '410000', now() from record.body order by id`.execute(
    r.p.t.db,
  )
  officer = await person(1, 'opennessOfficer', 3)
  admin = await person(2, 'systemAdmin', 1)
  stranger = await person(3, 'opennessOfficer', 2)
  office = await makeOffice(ledgerRoutes(r.house()))
})
afterAll(async () => {
  await office.close()
  await r.close()
})

const ledger = async (actor: Actor) =>
  (await office.call<LedgerView>(actor, 'GET', '/api/subscriptions')).body
const adds = ({ due, sent, failed, suppressed, waiting }: LedgerView['sums']) =>
  due === sent + failed + suppressed + waiting

describe('邮件订阅对账（应发＝已发＋失败＋不发＋待发）', () => {
  test('按日、按种类列出，逐件相符；邮箱只显示首字母和域名；别的机关的看不到', async () => {
    const now = await r.subscribe({ body: '3', frequency: 'at-once' })
    await r.subscribe({ body: '3', frequency: 'daily' })
    await publishOne(r.p.t.house, { body: 3, title: '焦作的通知', columns: ['notice'] })
    await r.run()
    const view = await ledger(officer)
    expect(view).toMatchObject({ isOpen: true, unbalanced: 0, active: 2, bodies: ['焦作市应急管理局'] })
    expect(view.days.map(d => [d.frequency, d.due, d.sent, d.waiting])).toEqual([
      ['即时', 1, 1, 0],
      ['每天', 1, 0, 1],
    ])
    expect(adds(view.sums)).toBe(true)
    expect((await ledger(admin)).sums.due).toBe(2)
    expect((await ledger(stranger)).sums.due).toBe(0)
    r.mail.behave({ at: 'data', code: 554, text: `5.7.1 ${now.email} refused` })
    await publishOne(r.p.t.house, { body: 3, title: '又一件', columns: ['notice'] })
    await r.run()
    const failed = await ledger(officer)
    expect(failed.letters).toHaveLength(1)
    expect(failed.letters[0]).toMatchObject({
      address: `r***@example.cn`,
      kindLabel: '即时通知',
      state: 'failed',
      mayRetry: true,
    })
    expect(JSON.stringify(failed)).not.toContain(now.email)
    expect(failed.sums.failed).toBe(1)
    expect((await ledger(stranger)).letters).toEqual([])
  })

  test('失败的可以重新发送：真的再发一封，账随之平，履历留名；重复点一次、旧版本、停订的各得其所', async () => {
    const [letter] = (await ledger(officer)).letters
    const url = `/api/subscriptions/letters/${letter!.id}/retry`
    expect((await office.call(stranger, 'POST', url, { version: letter!.version })).status).toBe(404)
    expect((await office.call(officer, 'POST', url, { version: 99 })).status).toBe(409)
    r.mail.behave('take')
    r.mail.taken.length = 0
    const done = await office.call<{ state: string }>(officer, 'POST', url, { version: letter!.version })
    expect(done).toMatchObject({ status: 200, body: { state: 'waiting' } })
    expect((await office.call(officer, 'POST', url, { version: letter!.version })).status).toBe(409)
    const between = await ledger(officer)
    expect(adds(between.sums)).toBe(true)
    expect(between.sums).toMatchObject({ failed: 0 })
    await r.run()
    expect(r.mail.taken.map(t => t.email.subject)).toHaveLength(1)
    expect(r.mail.taken[0]!.email.text).toContain('又一件')
    const after = await ledger(officer)
    expect(after).toMatchObject({ unbalanced: 0, letters: [] })
    expect(after.sums).toMatchObject({ failed: 0, sent: 2 })
    await r.expectBalanced()
    const { rows } = await sql<{ payload: string }>`
      select payload from office.event where subject_kind = 'subscription-letter'`.execute(r.p.t.db)
    expect(rows.map(row => JSON.parse(row.payload) as object)).toMatchObject([
      { verb: 'retry', from: 'failed', to: 'waiting', actorName: '某人1' },
    ])
  })

  test('收信人已停止订阅的，不能重新发送，地址也不再有', async () => {
    const gone = await r.subscribe({ body: '3', frequency: 'at-once' })
    r.mail.behave({ at: 'data', code: 554, text: '5.7.1 refused' })
    await publishOne(r.p.t.house, { body: 3, title: '停订以前的一件', columns: ['notice'] })
    await r.run()
    r.mail.behave('take')
    await r.post(`/subscribe/stop/${gone.token}`, {})
    await sql`update office.subscription set state = 'ended', ended_at = now(), ended_by = 'reader', sealed = null, address_key = null
      where state = 'active' and frequency = 'at-once'`.execute(r.p.t.db)
    const letters = (await ledger(officer)).letters.filter(l => l.state === 'failed')
    expect(letters.length).toBeGreaterThan(0)
    for (const letter of letters) {
      expect(letter).toMatchObject({ mayRetry: false, address: '（已停止订阅，地址已删除）' })
      const refused = await office.call<{ message: string }>(
        officer,
        'POST',
        `/api/subscriptions/letters/${letter.id}/retry`,
        { version: letter.version },
      )
      expect(refused.status).toBe(422)
      expect(refused.body.message).toContain('已停止订阅')
    }
  })
})
