import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noticeSchema } from '#exchange/changes.ts'
import { tablesWith } from '../../../test/setup/everywhere.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { outreachJobs } from '../jobs.ts'
import { registerWebhook } from './actions.ts'
import { makePushBench, type PushBench } from './bench.fixture.ts'
import { matchWebhooks, pushTo } from './deliver.ts'

const minute = 60_000
const day = 24 * 60 * minute

let p: PushBench
beforeAll(async () => {
  p = await makePushBench()
})
afterAll(() => p.close())
beforeEach(async () => {
  p.receiver.taken.length = 0
  p.receiver.behave({ status: 204 })
  p.receiver.onArrived(() => {})
})

/** Registers one for a test of its own, and takes it away afterwards so that the others hear nothing of it. */
async function withHook(
  path: string,
  work: (hook: { id: number; secret: string }) => Promise<void>,
  more: object = {},
): Promise<void> {
  const hook = await p.register(p.county, more, path)
  await work(hook)
  if ((await p.row(hook.id)).state !== 'removed')
    await p.perform(p.county, hook.id, 'remove', { reason: '测试完毕' })
  await p.expectBalanced(hook.id)
}

describe('变化推送（上海实施意见一（三）；Standard Webhooks 1.0）', () => {
  test('公开、更正、撤回各推送一次，次序不乱；签名可以核对，密钥在任何表里都没有明文', async () => {
    await withHook('/three', async ({ id, secret }) => {
      const one = await p.publish(p.county, '县应急局开展汛前检查')
      await p.correct(p.county, one.id, '县应急管理局开展汛前检查')
      await p.run()
      await p.withdraw(p.county, one.id)
      await p.run()
      const notices = p.noticesTo('/three')
      expect(notices.map(n => n.type)).toEqual(['record.published', 'record.corrected', 'record.withdrawn'])
      for (const notice of notices) expect(noticeSchema.parse(notice)).toEqual(notice)
      expect(notices[1]!.data).toMatchObject({
        title: '县应急管理局开展汛前检查',
        note: '更正标题。',
        revision: 2,
        body: 'xianju',
        url: `http://zhaoming.test${one.address}`,
      })
      expect(notices[2]!.data).toMatchObject({ title: null, note: '有误，撤回。' })
      const numbers = notices.map(n => n.data!.number)
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
      for (const taken of p.receiver.taken) {
        p.verify(taken, secret)
        expect(() => p.verify({ ...taken, body: taken.body.replace('汛前', '汛后') + ' ' }, secret)).toThrow()
        expect(taken.headers['content-type']).toBe('application/json; charset=utf-8')
      }
      expect(new Set(p.receiver.taken.map(t => t.headers['webhook-id'])).size).toBe(3)
      expect(await p.expectBalanced(id)).toMatchObject({ due: 3, delivered: 3, waiting: 0 })
      expect(await tablesWith(p.t, secret)).toEqual([])
      await p.run()
      expect(p.noticesTo('/three')).toHaveLength(3)
    })
  })

  test('只推送本机关的；选了包括下级的，下级的也推送；登记以前的不推送，写明起号的从起号推送', async () => {
    const before = await p.publish(p.county, '登记以前的一件')
    const own = await p.register(p.city, {}, '/own')
    const all = await p.register(p.city, { below: true }, '/all')
    const whole = await p.register(p.county, { from: 1 }, '/whole')
    await p.publish(p.county, '县里的一件')
    await p.publish(p.city, '市里的一件')
    await p.run()
    const titles = (path: string) => p.noticesTo(path).map(n => n.data!.title)
    expect(titles('/own')).toEqual(['市里的一件'])
    expect(titles('/all')).toEqual(['县里的一件', '市里的一件'])
    expect(titles('/whole')).toContain('登记以前的一件')
    expect(titles('/whole')).not.toContain('市里的一件')
    expect(before.address).toContain('/xianju/')
    for (const [b, hook] of [
      [p.city, own],
      [p.city, all],
      [p.county, whole],
    ] as const) {
      await p.expectBalanced(hook.id)
      await p.perform(b, hook.id, 'remove', { reason: '测试完毕' })
    }
  })

  test('接收系统被强行结束又启动：按间隔重试，编号不变，一件不漏，次序不乱', async () => {
    await withHook('/killed', async ({ id, secret }) => {
      await p.publish(p.county, '甲')
      await p.run()
      await p.receiver.kill()
      await p.publish(p.county, '乙')
      await p.publish(p.county, '丙')
      await p.run()
      const waiting = await p.deliveries(id)
      expect(waiting.map(d => [d.state, d.attempts])).toEqual([
        ['delivered', 1],
        ['waiting', 1],
        ['waiting', 0],
      ])
      expect(waiting[1]!.fault).toContain('拒绝连接')
      expect((await p.row(id)).failingSince).not.toBeNull()
      await p.run()
      expect((await p.deliveries(id))[1]!.attempts).toBe(1)
      p.t.pass(minute)
      await p.run()
      expect((await p.deliveries(id))[1]!.attempts).toBe(2)
      await p.receiver.start()
      p.t.pass(5 * minute)
      await p.run()
      expect(p.noticesTo('/killed').map(n => n.data!.title)).toEqual(['甲', '乙', '丙'])
      for (const taken of p.receiver.taken) p.verify(taken, secret)
      expect((await p.row(id)).failingSince).toBeNull()
      expect(await p.expectBalanced(id)).toMatchObject({ due: 3, delivered: 3 })
    })
  })

  test('连接在收到以后、回答以前被切断：再送一次，编号相同，接收系统据此去重', async () => {
    await withHook('/cut', async ({ id }) => {
      await p.publish(p.county, '切断的一件')
      for (const how of ['cut', 'silent'] as const) {
        p.receiver.behave(how)
        await p.run()
        p.t.pass(30 * minute)
      }
      p.receiver.behave({ status: 200 })
      await p.run()
      const [delivery] = await p.deliveries(id)
      expect(delivery).toMatchObject({ state: 'delivered', attempts: 3 })
      expect(p.receiver.taken.map(t => t.headers['webhook-id'])).toEqual([`change_${delivery!.number}`])
    })
  })

  test('发送程序在推送途中被强行结束：过了时限由别的程序接着送，不丢不乱', async () => {
    await withHook('/worker', async ({ id }) => {
      await p.publish(p.county, '途中的一件')
      await p.publish(p.county, '后面的一件')
      await matchWebhooks(p.house)
      // What a worker leaves behind that was killed between taking and sending.
      await sql`update office.webhook_delivery set state = 'sending', attempts = 1, lease_until = ${p.house.now()}::timestamptz + interval '2 minutes'
        where id = (select min(id) from office.webhook_delivery where webhook_id = ${id})`.execute(p.t.db)
      expect(await pushTo(p.house, id)).toBe(0)
      p.t.pass(3 * minute)
      await p.run()
      expect(p.noticesTo('/worker').map(n => n.data!.title)).toEqual(['途中的一件', '后面的一件'])
      expect(await p.expectBalanced(id)).toMatchObject({ due: 2, delivered: 2 })
    })
  })

  test('两个发送程序同时推送：每件只送一次', async () => {
    await withHook('/both', async ({ id }) => {
      for (let n = 0; n < 6; n++) await p.publish(p.county, `同时的第${n}件`)
      await matchWebhooks(p.house)
      await Promise.all([pushTo(p.house, id), pushTo(p.house, id), pushTo(p.house, id)])
      await p.run()
      expect(p.noticesTo('/both').map(n => n.data!.title)).toEqual(
        [0, 1, 2, 3, 4, 5].map(n => `同时的第${n}件`),
      )
    })
  })

  test('一件总被拒收：试过几次以后别的先走；十次都不成记作失败，不再重试，账仍平', async () => {
    await withHook('/poison', async ({ id }) => {
      await p.publish(p.county, '总被拒收的一件')
      p.receiver.behave({ status: 422 })
      for (let n = 0; n < 4; n++) {
        await p.run()
        p.t.pass(2.1 * 60 * minute)
      }
      p.receiver.onArrived(one => p.receiver.behave({ status: one.body.includes('总被拒收') ? 422 : 204 }))
      await p.publish(p.county, '后来的一件')
      const answered = () => p.noticesTo('/poison').map(n => n.data!.title)
      p.receiver.taken.length = 0
      p.receiver.behave({ status: 204 })
      await sql`update office.webhook_delivery set next_try_at = ${p.house.now()}::timestamptz + interval '1 day'
        where webhook_id = ${id} and state = 'waiting' and attempts >= 4`.execute(p.t.db)
      await p.run()
      expect(answered()).toEqual(['后来的一件'])
      p.receiver.onArrived(() => {})
      p.receiver.behave({ status: 422 })
      for (let n = 0; n < 8; n++) {
        p.t.pass(day)
        await sql`update office.webhook set failing_since = null where id = ${id}`.execute(p.t.db)
        await p.run()
      }
      const [poison] = await p.deliveries(id)
      expect(poison).toMatchObject({ state: 'failed', attempts: 10, status: 422, fault: '对方回答 422' })
      expect(await p.expectBalanced(id)).toMatchObject({ due: 2, delivered: 1, failed: 1, waiting: 0 })
    })
  })

  test('接收系统要求稍后再来（Retry-After）的照办', async () => {
    await withHook('/later', async ({ id }) => {
      await p.publish(p.county, '稍后的一件')
      p.receiver.behave({ status: 503, headers: { 'retry-after': '7200' } })
      await p.run()
      const [delivery] = await p.deliveries(id)
      expect(delivery!.nextTryAt.getTime() - p.house.now().getTime()).toBe(2 * 60 * minute)
    })
  })

  test('连续五天没有一次送达：停用，记入履历，通知系统管理员；恢复后接着送，期间的一件不漏', async () => {
    await withHook('/dead', async ({ id }) => {
      await p.receiver.kill()
      await p.publish(p.county, '第一天的一件')
      await p.run()
      for (let n = 0; n < 6 && (await p.row(id)).state === 'active'; n++) {
        p.t.pass(day)
        await p.run()
      }
      expect((await p.row(id)).state).toBe('disabled')
      const events = await p.t.db
        .selectFrom('event')
        .select('payload')
        .where('subject_kind', '=', 'webhook')
        .where('subject_id', '=', id)
        .orderBy('id')
        .execute()
      const last = JSON.parse(events.at(-1)!.payload) as { verb: string; actor: null; reason: string }
      expect(last).toMatchObject({ verb: 'disable', actor: null })
      expect(last.reason).toContain('没有一次送达')
      const notices = await p.t.db
        .selectFrom('notice')
        .select(['staff_id', 'text'])
        .where('subject_kind', '=', 'webhook')
        .where('subject_id', '=', id)
        .execute()
      expect(notices.map(n => n.staff_id)).toEqual([p.county.actors.systemAdmin.staffId])
      expect(notices[0]!.text).toContain('已停用')
      await p.publish(p.county, '停用期间的一件')
      await p.run()
      expect((await p.deliveries(id)).length).toBe(1)
      await p.receiver.start()
      await p.perform(p.county, id, 'resume')
      await p.run()
      expect(p.noticesTo('/dead').map(n => n.data!.title)).toEqual(['第一天的一件', '停用期间的一件'])
      expect(await p.expectBalanced(id)).toMatchObject({ due: 2, delivered: 2 })
    })
  })

  test('回答 410 即停用；暂停期间的恢复后接着送', async () => {
    await withHook('/gone', async ({ id }) => {
      p.receiver.behave({ status: 410 })
      await p.publish(p.county, '不再接收的一件')
      await p.run()
      expect((await p.row(id)).state).toBe('disabled')
      p.receiver.behave({ status: 204 })
      await p.perform(p.county, id, 'resume')
      await p.perform(p.county, id, 'pause')
      await p.publish(p.county, '暂停期间的一件')
      p.receiver.taken.length = 0
      await p.run()
      expect(p.receiver.taken).toEqual([])
      await p.perform(p.county, id, 'resume')
      await p.run()
      expect(p.noticesTo('/gone').map(n => n.data!.title)).toEqual(['不再接收的一件', '暂停期间的一件'])
    })
  })

  test('送达以前已经撤回的：公开不推送，只推送撤回，标题一个字也不出去', async () => {
    await withHook('/withdrawn', async ({ id }) => {
      const one = await p.publish(p.county, '不该公开的标题丁八八')
      await p.withdraw(p.county, one.id)
      await p.run()
      expect(p.noticesTo('/withdrawn').map(n => n.type)).toEqual(['record.withdrawn'])
      expect(JSON.stringify(p.receiver.taken)).not.toContain('丁八八')
      expect(await p.expectBalanced(id)).toMatchObject({ due: 2, delivered: 1, suppressed: 1 })
    })
  })

  test('重推：按次序号再送一遍，编号不同而次序号相同；没有的、太多的、倒着的拒绝', async () => {
    await withHook('/replay', async ({ id }) => {
      await p.publish(p.county, '重推的一件')
      await p.publish(p.county, '又一件')
      await p.run()
      const [first, second] = await p.deliveries(id)
      p.receiver.taken.length = 0
      await p.perform(p.county, id, 'replay', { form: { from: first!.number, to: first!.number } })
      await p.run()
      await p.perform(p.county, id, 'replay', { form: { from: first!.number } })
      await p.run()
      const { taken } = p.receiver
      expect(taken.map(t => t.headers['webhook-id'])).toEqual([
        `change_${first!.number}_1`,
        `change_${first!.number}_2`,
        `change_${second!.number}_2`,
      ])
      expect(await p.expectBalanced(id)).toMatchObject({ due: 5, delivered: 5 })
      for (const form of [{ from: second!.number + 1000 }, { from: 5, to: 2 }, { from: 0 }, {}]) {
        const refused = await refusal(p.perform(p.county, id, 'replay', { form }))
        expect(refused.reasons[0]!.text, JSON.stringify(form)).toMatch(/[\u4e00-\u9fff]/)
      }
    })
  })

  test('换密钥：一天里两个签名都对，一天以后只有新的，旧的从库里消失', async () => {
    await withHook('/renew', async ({ id, secret }) => {
      const { secret: fresh } = await p.perform(p.county, id, 'renew')
      await p.publish(p.county, '换密钥的一件')
      await p.run()
      const [both] = p.receiver.taken
      p.verify(both!, secret)
      p.verify(both!, fresh!)
      p.t.pass(day)
      await p.publish(p.county, '一天以后的一件')
      await p.run()
      const now = p.receiver.taken[1]!
      p.verify(now, fresh!)
      expect(() => p.verify(now, secret)).toThrow()
      expect((await p.row(id)).formerSecret).toBeNull()
    })
  })

  test('不跟随跳转；指到内网、本机的，登记时拒绝，解析到内网的，推送时不连接', async () => {
    await withHook('/jump', async ({ id }) => {
      p.receiver.behave({ status: 302, headers: { location: `${p.receiver.origin()}/elsewhere` } })
      await p.publish(p.county, '跳转的一件')
      await p.run()
      expect(p.receiver.taken.map(t => t.path)).toEqual(['/jump'])
      expect((await p.deliveries(id))[0]!.fault).toContain('不跟随跳转')
      const open = { ...p.house, webhookOrigins: new Set<string>() }
      p.receiver.taken.length = 0
      p.t.pass(minute)
      await pushTo(open, id)
      expect(p.receiver.taken).toEqual([])
      expect((await p.deliveries(id))[0]!.fault).toContain('WEBHOOK_ORIGINS')
      await sql`update office.webhook set url = 'https://hooks.example.gov.cn/x' where id = ${id}`.execute(
        p.t.db,
      )
      p.t.pass(5 * minute)
      await pushTo(open, id, { resolve: () => Promise.resolve([{ address: '10.1.2.3', family: 4 }]) })
      expect((await p.deliveries(id))[0]!.fault).toContain('解析到本机或内网')
    })
  })

  test('填错的一次说全；只有系统管理员可以登记，上级的也可以；重复提交只登记一个，密钥不再给第二次', async () => {
    const { systemAdmin } = p.county.actors
    const wrong = await refusal(
      registerWebhook(p.house, systemAdmin, p.county.bodyId, {
        name: '',
        url: 'http://10.0.0.1/hook',
        from: 10_000_000,
      }),
    )
    expect(wrong.reasons.map(r => r.field).sort()).toEqual(['below', 'contact', 'name', 'url'])
    const late = await refusal(
      registerWebhook(p.house, systemAdmin, p.county.bodyId, {
        ...{ name: '某平台', contact: '某中心', url: p.receiver.origin(), below: false, from: 10_000_000 },
      }),
    )
    expect(late.reasons.map(r => r.field)).toEqual(['from'])
    const form = { name: '某平台', contact: '某中心', url: `${p.receiver.origin()}/x`, below: false }
    for (const [role, actor] of Object.entries(p.county.actors))
      if (role !== 'systemAdmin')
        expect((await refusal(registerWebhook(p.house, actor, p.county.bodyId, form))).code, role).toBe(
          'forbidden',
        )
    expect((await refusal(registerWebhook(p.house, systemAdmin, p.city.bodyId, form))).code).toBe('forbidden')
    const key = 'register-of-tests-1'
    const one = await registerWebhook(p.house, p.city.actors.systemAdmin, p.county.bodyId, form, key)
    const again = await registerWebhook(p.house, p.city.actors.systemAdmin, p.county.bodyId, form, key)
    expect(again.subject).toBe(one.subject)
    expect(one.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(again.secret).toBeNull()
    await p.perform(p.county, one.subject, 'remove', { reason: '测试完毕' })
    expect((await p.row(one.subject)).secret).toBeNull()
  })

  test('每分钟的任务：看变化、给每个接收系统排一件自己的任务', async () => {
    await withHook('/jobs', async ({ id }) => {
      await p.publish(p.county, '任务里的一件')
      const jobs = outreachJobs(p.house)
      await jobs['outreach:push']!({}, undefined as never)
      const { rows } = await sql<{ payload: { webhook: number } }>`
        select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id
        where k.identifier = 'outreach:pushTo'`.execute(p.t.db)
      expect(rows.map(r => r.payload.webhook)).toContain(id)
      await jobs['outreach:pushTo']!({ webhook: id }, undefined as never)
      expect(p.noticesTo('/jobs')).toHaveLength(1)
    })
  })
})
