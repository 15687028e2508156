import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '#kit/crypto.ts'
import { instant, later } from '#kit/now.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import { makePeople, password, startAt, type TestPeople } from './people.fixture.ts'
import { codeAt } from './totp.ts'
import type { Me, SessionView } from './views.ts'

let p: TestPeople
beforeAll(async () => {
  p = await makePeople()
})
afterAll(() => p?.t.close())

const minutes = (n: number) => n * 60_000
const signIn = (
  account: string,
  secret: string,
  more: { code?: string; address?: string; cookie?: string } = {},
) =>
  p.raw('POST', '/api/session', {
    body: { account, password: secret, ...(more.code ? { code: more.code } : {}) },
    ...(more.address ? { address: more.address } : {}),
    cookie: more.cookie,
  })

describe('登录', () => {
  it('账号口令正确：得到本人、单位、角色和会话时限，口令与密文都不在回答里', async () => {
    const answer = await signIn('city.head', password)
    expect(answer.status).toBe(200)
    const me = answer.json as Me
    expect(me).toMatchObject({
      staff: { account: 'city.head', name: '部门负责人' },
      body: { slug: 'city', level: 'city' },
      department: { name: '一处' },
      roles: [
        {
          role: 'departmentHead',
          label: '部门负责人',
          bodyName: '测试city',
          departmentName: '一处',
          onBehalfOf: null,
        },
      ],
      administrator: null,
      mustChange: false,
      totpOn: false,
      idleMinutes: 30,
      endsAt: '2026-03-02T21:00:00+08:00',
      demo: false,
    })
    expect(answer.text).not.toContain('argon2')
    const again = await p.raw('GET', '/api/me', { cookie: answer.cookie! })
    expect(again.json).toEqual(me)
  })

  it('Cookie 不给脚本读、不跨站带出；数据库里只有它的摘要', async () => {
    const answer = await p.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { account: 'city.open', password },
    })
    expect(answer.headers['set-cookie']).toMatch(/^zm_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const token = answer.cookies[0]!.value
    const rows = await p.t.db
      .selectFrom('session')
      .select(['id'])
      .where('staff_id', '=', p.id['city.open']!)
      .execute()
    expect(rows.map(r => r.id)).toContain(sha256Hex(token))
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('口令只存 Argon2id（19 MiB、两遍）的密文', async () => {
    const row = await p.t.db.selectFrom('staff').select('password_hash').limit(1).executeTakeFirstOrThrow()
    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('大写、全角的账号照样认得', async () => {
    expect((await signIn('ＣＩＴＹ.Lead', password)).status).toBe(200)
  })

  it('没有登录或 Cookie 是编的：401，说明请先登录', async () => {
    for (const cookie of [undefined, 'x'.repeat(43)]) {
      const answer = await p.raw('GET', '/api/me', { cookie })
      expect(answer.status).toBe(401)
      expect((answer.json as { code: string }).code).toBe('signed-out')
    }
  })

  it('不填账号、口令：两条一起说', async () => {
    const answer = await p.raw('POST', '/api/session', { body: { account: ' ', password: '' } })
    expect(answer.status).toBe(422)
    expect((answer.json as { reasons: { text: string; field: string }[] }).reasons).toEqual([
      { text: '请填写账号。', field: 'account' },
      { text: '请输入口令。', field: 'password' },
    ])
  })
})

describe('登录失败处理（等保三级）', () => {
  it('账号存在与不存在，六次失败的回答逐字相同；第 5 次锁定并说明到几点', async () => {
    const texts = async (account: string, address: string) => {
      const said: string[] = []
      for (let i = 0; i < 6; i++) {
        const answer = await signIn(account, 'Wrong-1-Wrong', { address })
        const { request: _, ...rest } = answer.json as { request: string }
        said.push(`${answer.status} ${JSON.stringify(rest)}`)
      }
      return said
    }
    const real = await texts('province.draft', '10.0.0.1')
    const nobody = await texts('nobody.here', '10.0.0.2')
    expect(nobody).toEqual(real)
    expect(real[0]).toBe(
      '401 {"code":"signed-out","message":"账号或口令不正确。","reasons":[{"text":"账号或口令不正确。"}]}',
    )
    expect(real[3]).toContain('再错 1 次，账号将被锁定')
    expect(real[4]).toContain('429')
    expect(real[4]).toContain('连续 5 次登录失败，为保护账号，2026-03-02 09:30 之前不能再登录')
    expect(real[5]).toBe(real[4])
  })

  it('锁定期间口令正确也不行；满 30 分钟可以登录；系统管理员可以提前解除', async () => {
    for (let i = 0; i < 5; i++) await signIn('other.draft', 'Wrong-1-Wrong', { address: '10.0.0.3' })
    expect((await signIn('other.draft', password)).status).toBe(429)
    p.t.pass(minutes(30) - 1)
    expect((await signIn('other.draft', password)).status).toBe(429)
    p.t.pass(1)
    expect((await signIn('other.draft', password)).status).toBe(200)

    for (let i = 0; i < 5; i++) await signIn('other.head', 'Wrong-1-Wrong', { address: '10.0.0.4' })
    const sys = await p.as('other.sys')
    const row = (await sys.get(`/api/people/staff?body=${p.id['other']}`)).json as {
      account: string
      lockedUntil: string
    }[]
    expect(row.find(r => r.account === 'other.head')!.lockedUntil).not.toBeNull()
    expect((await sys.post(`/api/people/staff/${p.id['other.head']}/unlock`)).status).toBe(200)
    expect((await signIn('other.head', password)).status).toBe(200)
    p.t.setNow(startAt)
  })

  it('同时涌来的二十次尝试，只有五次真正去比对口令', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => signIn('other.open', 'Wrong-1-Wrong', { address: '10.0.0.5' })),
    )
    expect(answers.filter(a => a.status === 401)).toHaveLength(4)
    expect(answers.filter(a => a.status === 429)).toHaveLength(16)
    const failed = (await p.history('session')).filter(e => e.subject === p.id['other.open'])
    expect(failed.map(e => e.verb).sort()).toEqual([
      'failSignIn',
      'failSignIn',
      'failSignIn',
      'failSignIn',
      'failSignIn',
      'lock',
    ])
  })

  it('一个地址对许多账号的失败满 30 次，这个地址暂停登录，别的地址不受影响', async () => {
    for (let i = 0; i < 30; i++)
      expect((await signIn(`guess${i}`, 'Wrong-1-Wrong', { address: '10.9.9.9' })).status).toBe(401)
    const blocked = await signIn('city.lead', password, { address: '10.9.9.9' })
    expect([blocked.status, blocked.text]).toEqual([429, expect.stringContaining('来自您所在网络地址')])
    expect((await signIn('city.lead', password, { address: '10.9.9.8' })).status).toBe(200)
  })

  it('不存在的账号与口令错误花的时间相当：相差不到半次口令比对', async () => {
    const best = { real: Infinity, nobody: Infinity, check: Infinity }
    // Processor time, of all threads: another load on the machine does not lengthen it.
    const time = async (what: keyof typeof best, work: () => Promise<unknown>) => {
      const before = process.cpuUsage()
      await work()
      const { user, system } = process.cpuUsage(before)
      best[what] = Math.min(best[what], user + system)
    }
    const hash = await hashPassword(password)
    const few = [
      'ministry.open',
      'ministry.lead',
      'ministry.head',
      'province.spare',
      'city.spare',
      'other.spare',
    ]
    for (const account of few)
      for (let i = 0; i < 4; i++) {
        await time('real', () => signIn(account, 'Wrong-1-Wrong', { address: '10.0.1.1' }))
        await time('nobody', () => signIn(`ghost.${account}`, 'Wrong-1-Wrong', { address: '10.0.1.2' }))
        await time('check', () => passwordFits(hash, 'Wrong-1-Wrong'))
      }
    expect(Math.abs(best.real - best.nobody)).toBeLessThan(best.check / 2)
  })

  it('停用的账号：口令不对时与不存在的一样，口令对了才说停用', async () => {
    const sys = await p.as('ministry.sys')
    await sys.post(`/api/people/staff/${p.id['ministry.draft']}/disable`)
    expect((await signIn('ministry.draft', 'Wrong-1-Wrong')).text).toContain('账号或口令不正确')
    expect((await signIn('ministry.draft', password)).text).toContain('这个账号已停用')
  })
})

describe('会话', () => {
  it('30 分钟不操作即退出，说明原因；期间有操作则顺延', async () => {
    const client = await p.as('city.head')
    p.t.pass(minutes(29))
    expect((await client.get('/api/me')).status).toBe(200)
    p.t.pass(minutes(29))
    expect((await client.get('/api/me')).status).toBe(200)
    p.t.pass(minutes(30))
    const answer = await client.get('/api/me')
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('超过 30 分钟没有操作')])
    expect((await client.get('/api/me')).text).toContain('登录已失效')
    p.t.setNow(startAt)
  })

  it('页面自己的后台刷新不算操作', async () => {
    const client = await p.as('city.head')
    for (let i = 0; i < 2; i++) {
      p.t.pass(minutes(14))
      expect((await client.get('/api/me', { 'x-background': '1' })).status).toBe(200)
    }
    p.t.pass(minutes(2))
    expect((await client.get('/api/me', { 'x-background': '1' })).status).toBe(401)
    p.t.setNow(startAt)
  })

  it('一次登录最长 12 小时', async () => {
    const client = await p.as('city.head')
    for (let i = 0; i < 35; i++) {
      p.t.pass(minutes(20))
      expect((await client.get('/api/me')).status).toBe(200)
    }
    p.t.pass(minutes(20))
    expect((await client.get('/api/me')).text).toContain('最长时限')
    p.t.setNow(startAt)
  })

  it('过期后在原页面重新登录：旧 Cookie 还在也能成功，得到新的会话和令牌', async () => {
    const client = await p.as('city.head')
    p.t.pass(minutes(31))
    expect((await client.get('/api/me')).status).toBe(401)
    const again = await signIn('city.head', password, { cookie: client.cookie })
    expect(again.status).toBe(200)
    expect(again.cookie).not.toBe(client.cookie)
    expect((again.json as Me).csrf).not.toBe(client.csrf)
    expect((await p.raw('GET', '/api/me', { cookie: again.cookie! })).status).toBe(200)
    p.t.setNow(startAt)
  })

  it('没过期时重新登录，旧会话随之作废', async () => {
    const client = await p.as('city.open')
    await signIn('city.open', password, { cookie: client.cookie })
    expect((await client.get('/api/me')).status).toBe(401)
  })

  it('列出本人的会话，可以逐个注销，注销的立即失效；别人的会话看不到也注销不了', async () => {
    const [a, b] = [await p.as('city.lead'), await p.as('city.lead')]
    const list = (await a.get('/api/me/sessions')).json as SessionView[]
    const mine = list.filter(s => s.current)
    expect(mine).toHaveLength(1)
    expect(list.length).toBeGreaterThanOrEqual(2)
    expect(list[0]).toMatchObject({ address: expect.any(String), agent: expect.any(String) })
    const other = ((await b.get('/api/me/sessions')).json as SessionView[]).find(s => s.current)!
    const stranger = await p.as('city.draft')
    expect((await stranger.delete(`/api/me/sessions/${other.id}`)).status).toBe(404)
    expect((await a.delete(`/api/me/sessions/${other.id}`)).status).toBe(200)
    expect((await b.get('/api/me')).status).toBe(401)
    expect((await a.get('/api/me')).status).toBe(200)
  })

  it('退出之后 Cookie 失效；再退出一次也不出错', async () => {
    const client = await p.as('city.draft')
    expect((await client.delete('/api/session')).status).toBe(200)
    expect((await client.get('/api/me')).status).toBe(401)
    expect((await client.delete('/api/session')).status).toBe(200)
  })

  it('改动性的请求没有或错了防伪令牌：不执行', async () => {
    const client = await p.as('city.head')
    for (const headers of [{}, { 'x-csrf-token': 'guess' }] as Record<string, string>[]) {
      const answer = await p.raw('POST', '/api/me/totp', { cookie: client.cookie, headers })
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('页面已过期')])
    }
  })

  it('停用账号，已登录的会话立即失效', async () => {
    const client = await p.as('other.lead')
    const sys = await p.as('other.sys')
    await sys.post(`/api/people/staff/${p.id['other.lead']}/disable`)
    expect((await client.get('/api/me')).status).toBe(401)
  })
})

describe('动态口令', () => {
  it('启用、登录时索要、同一个码只能用一次、前后一步可用、停用', async () => {
    p.t.setNow('2026-03-03T09:00:00+08:00')
    const client = await p.as('province.head')
    const begun = (await client.post('/api/me/totp')).json as { uri: string; secret: string; qrSvg: string }
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\//)
    expect(begun.qrSvg).toMatch(/^<svg /)
    const at = p.t.house.now()
    const stored = await p.t.db
      .selectFrom('staff')
      .select(['totp_secret', 'totp_on'])
      .where('id', '=', p.id['province.head']!)
      .executeTakeFirstOrThrow()
    expect(stored.totp_on).toBe(false)
    expect(stored.totp_secret!.toString('latin1')).not.toContain(begun.secret)

    expect((await client.post('/api/me/totp/confirm', { code: '000000' })).status).toBe(422)
    expect((await client.post('/api/me/totp/confirm', { code: codeAt(begun.secret, at) })).status).toBe(200)
    expect(((await client.get('/api/me')).json as Me).totpOn).toBe(true)

    const asked = await signIn('province.head', password)
    expect([asked.status, (asked.json as { reasons: unknown }).reasons]).toEqual([
      422,
      [{ text: '请输入动态口令', field: 'code' }],
    ])
    const replay = await signIn('province.head', password, { code: codeAt(begun.secret, at) })
    expect([replay.status, replay.text]).toEqual([422, expect.stringContaining('已使用过')])

    p.t.pass(30_000)
    const late = codeAt(begun.secret, p.t.house.now())
    p.t.pass(30_000)
    expect((await signIn('province.head', password, { code: late })).status).toBe(200)
    expect((await signIn('province.head', password, { code: late })).status).toBe(422)
    const early = codeAt(begun.secret, later(p.t.house.now(), 30_000))
    const again = await signIn('province.head', password, { code: early })
    expect(again.status).toBe(200)
    p.t.pass(minutes(5))
    const old = codeAt(begun.secret, later(p.t.house.now(), -60_000))
    expect((await signIn('province.head', password, { code: old })).status).toBe(422)

    const csrf = (again.json as Me).csrf
    const off = await p.raw('DELETE', '/api/me/totp', {
      cookie: again.cookie!,
      headers: { 'x-csrf-token': csrf },
      body: { code: codeAt(begun.secret, p.t.house.now()) },
    })
    expect(off.status).toBe(200)
    expect((await signIn('province.head', password)).status).toBe(200)
  })

  it('口令正确、只缺动态口令不算失败；动态口令连错 5 次锁定', async () => {
    const client = await p.as('province.open')
    const { secret } = (await client.post('/api/me/totp')).json as { secret: string }
    await client.post('/api/me/totp/confirm', { code: codeAt(secret, p.t.house.now()) })
    for (let i = 0; i < 8; i++) expect((await signIn('province.open', password)).status).toBe(422)
    for (let i = 0; i < 4; i++) {
      expect((await signIn('province.open', password, { code: '000000' })).status).toBe(422)
      await signIn('province.open', password)
    }
    expect((await signIn('province.open', password, { code: '000000' })).status).toBe(429)
  })

  it('丢了手机：安全保密管理员可以解除，本人会收到提醒；系统管理员不能', async () => {
    const url = `/api/people/staff/${p.id['province.open']}/clearTotp`
    expect((await (await p.as('province.sys')).post(url)).status).toBe(403)
    const sec = await p.as('province.sec1')
    expect((await sec.post(url)).status).toBe(200)
    expect((await sec.post(url)).status).toBe(409)
    await (await p.as('province.sys')).post(`/api/people/staff/${p.id['province.open']}/unlock`)
    const client = await p.as('province.open')
    expect((await client.get('/api/me/notices')).text).toContain('动态口令已由安全保密管理员解除')
  })
})

describe('履历', () => {
  it('登录成功、失败、锁定、退出、注销都在本单位的链上，带来源地址；不存在的账号只留两个字', async () => {
    const events = await p.history('session')
    const verbs = new Set(events.map(e => e.verb))
    expect(verbs).toEqual(new Set(['signIn', 'failSignIn', 'lock', 'block', 'signOut', 'revoke']))
    const unknown = events.filter(e => e.subject === 0)
    expect(unknown.length).toBeGreaterThan(0)
    for (const e of unknown) {
      expect(e.body).toBe(p.id['ministry'])
      expect(e.data['account']).toMatch(/^..\*\*\*$/)
    }
    expect(
      events.find(e => e.verb === 'failSignIn' && e.subject === p.id['province.draft'])!.data,
    ).toMatchObject({
      account: 'province.draft',
      address: '10.0.0.1',
      why: 'password',
    })
    expect(events.find(e => e.verb === 'signIn')!.actor).not.toBe('未登录者')
  })

  it('口令从不进履历，服务端没有内部错误', async () => {
    const rows = await p.t.db.selectFrom('event').select('payload').execute()
    expect(rows.some(r => r.payload.includes(password) || r.payload.includes('Wrong-1-Wrong'))).toBe(false)
    expect(p.errors).toEqual([])
    expect(instant(startAt).getTime()).toBeLessThan(p.t.house.now().getTime())
  })
})
