import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePeople, password, startAt, type TestPeople } from './people.fixture.ts'
import type { Colleague, DelegationMade, DelegationView, Me, NoticeView } from './views.ts'

let p: TestPeople
beforeAll(async () => {
  p = await makePeople()
})
afterAll(() => p?.t.close())

const day = 86_400_000
const fresh = [
  'Luo8;Shan-Feng',
  'Yun2_Hai+Chao',
  'Tie5#Qiao^Lu',
  'Gu9=Deng~Ta',
  'Xi3|Bei*Feng',
  'Dong6<Nan>Yu',
]
const signIn = (account: string, secret: string) =>
  p.raw('POST', '/api/session', { body: { account, password: secret } })
const rolesOf = (me: unknown) => (me as Me).roles.map(r => [r.role, r.onBehalfName])

describe('修改口令', () => {
  it('原口令不对、新口令太短、含账号、种类不足：所有理由一次说完', async () => {
    const client = await p.as('city.head')
    const answer = await client.post('/api/me/password', { current: 'Not-this-1', next: 'city.head' })
    expect(answer.status).toBe(422)
    expect((answer.json as { reasons: { field: string; text: string }[] }).reasons.map(r => r.field)).toEqual(
      ['current', 'next', 'next', 'next'],
    )
  })

  it('最近 5 次用过的不能再用，第 6 次前的可以；其他会话全部退出，本会话保留', async () => {
    let current = password
    const elsewhere = await p.as('city.lead')
    const client = await p.as('city.lead')
    const change = (next: string) => client.post('/api/me/password', { current, next })
    expect((await change(password)).text).toContain('不能与最近 5 次用过的相同')
    for (const next of fresh.slice(0, 4)) {
      expect((await change(next)).status).toBe(200)
      current = next
    }
    expect((await elsewhere.get('/api/me')).status).toBe(401)
    expect((await change(password)).text).toContain('不能与最近 5 次用过的相同')
    expect((await change(fresh[4]!)).status).toBe(200)
    current = fresh[4]!
    expect((await change(password)).status).toBe(200)
    expect((await client.get('/api/me')).status).toBe(200)
    expect((await signIn('city.lead', fresh[4]!)).status).toBe(401)
    expect((await signIn('city.lead', password)).status).toBe(200)
  })

  it('不知道原口令的人，试不出新口令是不是用过', async () => {
    const client = await p.as('city.open')
    const answer = await client.post('/api/me/password', { current: 'Not-this-1', next: password })
    expect(answer.text).not.toContain('用过')
  })

  it('在无人看管的屏幕上连猜原口令 5 次，同样锁定', async () => {
    const client = await p.as('other.head')
    for (let i = 0; i < 5; i++)
      expect((await client.post('/api/me/password', { current: `Guess-${i}`, next: fresh[0]! })).status).toBe(
        422,
      )
    expect((await client.post('/api/me/password', { current: password, next: fresh[0]! })).status).toBe(429)
  })

  it('口令满 90 天：登录后除修改口令外一概不能办，改后恢复', async () => {
    p.t.pass(90 * day)
    const client = await p.as('city.draft')
    const me = (await client.get('/api/me')).json as Me
    expect([me.mustChange, me.mustChangeWhy]).toEqual([true, '口令已使用满 90 天，请先修改。'])
    const refused = await client.get('/api/me/sessions')
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('满 90 天')])
    expect((await client.post('/api/me/password', { current: password, next: fresh[0]! })).status).toBe(200)
    expect((await client.get('/api/me/sessions')).status).toBe(200)
    expect(((await client.get('/api/me')).json as Me).mustChange).toBe(false)
    p.t.setNow(startAt)
  })
})

describe('请假代理', () => {
  const ask = (to: string, fromOn: string, untilOn: string, reason = '外出开会') => ({
    toStaff: p.id[to]!,
    fromOn,
    untilOn,
    reason,
  })

  it('只在委托的日子里有效：前一天没有，当天有，最后一天有，次日没有', async () => {
    const head = await p.as('province.head')
    const made = await head.post('/api/me/delegations', ask('province.spare', '2026-03-04', '2026-03-06'))
    expect(made.status).toBe(200)
    expect((made.json as DelegationMade).delegation).toMatchObject({
      direction: 'given',
      state: 'planned',
      toName: '工作人员',
    })
    const on = async (iso: string) => {
      p.t.setNow(iso)
      const spare = await p.as('province.spare')
      return rolesOf((await spare.get('/api/me')).json)
    }
    expect(await on('2026-03-03T23:59:00+08:00')).toEqual([])
    expect(await on('2026-03-04T00:00:00+08:00')).toEqual([['departmentHead', '部门负责人']])
    expect(await on('2026-03-06T23:59:00+08:00')).toEqual([['departmentHead', '部门负责人']])
    expect(await on('2026-03-07T00:00:00+08:00')).toEqual([])
    p.t.setNow(startAt)
  })

  it('终止后立即失效，对方收到提醒；无关的人终止不了', async () => {
    p.t.setNow('2026-03-05T09:00:00+08:00')
    const spare = await p.as('province.spare')
    expect(rolesOf((await spare.get('/api/me')).json)).toHaveLength(1)
    const [delegation] = (await spare.get('/api/me/delegations')).json as DelegationView[]
    expect(delegation).toMatchObject({ direction: 'received', state: 'inForce' })
    const stranger = await p.as('province.lead')
    expect((await stranger.delete(`/api/me/delegations/${delegation!.id}`)).status).toBe(404)
    const head = await p.as('province.head')
    expect((await head.delete(`/api/me/delegations/${delegation!.id}`)).status).toBe(200)
    expect((await head.delete(`/api/me/delegations/${delegation!.id}`)).status).toBe(409)
    expect(rolesOf((await spare.get('/api/me')).json)).toEqual([])
    const notices = (await spare.get('/api/me/notices')).json as NoticeView[]
    expect(notices[0]!.text).toContain('终止了 2026-03-04 至 2026-03-06 的代理')
    expect((await spare.post(`/api/me/notices/${notices[0]!.id}/read`)).status).toBe(200)
    expect((await head.post(`/api/me/notices/${notices[0]!.id}/read`)).status).toBe(404)
    expect(((await spare.get('/api/me')).json as Me).notices).toBe(1)
    p.t.setNow(startAt)
  })

  it('委托人的账号停用或角色收回，代理随之失效', async () => {
    const open = await p.as('other.open')
    await open.post('/api/me/delegations', ask('other.spare', '2026-03-02', '2026-03-06'))
    const spare = await p.as('other.spare')
    expect(rolesOf((await spare.get('/api/me')).json)).toEqual([['opennessOfficer', '公开审查员']])
    const sys = await p.as('other.sys')
    await sys.post(`/api/people/staff/${p.id['other.open']}/disable`)
    expect(rolesOf((await spare.get('/api/me')).json)).toEqual([])
    await sys.post(`/api/people/staff/${p.id['other.open']}/enable`)
    expect(rolesOf((await spare.get('/api/me')).json)).toHaveLength(1)
  })

  it('外单位的人、管理员、超过 60 天、日期不存在：都说明原因', async () => {
    const lead = await p.as('province.lead')
    const why = async (body: object) => {
      const answer = await lead.post('/api/me/delegations', body)
      return `${answer.status} ${(answer.json as { message: string }).message}`
    }
    expect(await why(ask('city.lead', '2026-03-02', '2026-03-03'))).toBe('422 只能委托本单位的人员。')
    expect(await why({ ...ask('city.lead', '2026-03-02', '2026-03-03'), toStaff: 999_999 })).toBe(
      '422 只能委托本单位的人员。',
    )
    expect(await why(ask('province.aud', '2026-03-02', '2026-03-03'))).toContain('三员分立')
    expect(await why(ask('province.open', '2026-03-02', '2026-05-01'))).toContain(
      '一次代理最长 60 天，所填共 61 天',
    )
    expect(await why(ask('province.open', '2026-02-29', '2026-03-01'))).toContain('没有这一天')
    const sys = await p.as('province.sys')
    expect(
      (await sys.post('/api/me/delegations', ask('province.open', '2026-03-02', '2026-03-03'))).text,
    ).toContain('管理员的职责不能委托')
  })

  it('受托人也是拟稿人：可以委托，但提醒四眼原则', async () => {
    const lead = await p.as('province.lead')
    const made = (await lead.post('/api/me/delegations', ask('province.draft', '2026-03-02', '2026-03-03')))
      .json as DelegationMade
    expect(made.warnings).toEqual([expect.stringContaining('四眼原则')])
  })

  it('可选的同事里没有管理员、没有本人、没有外单位的人', async () => {
    const head = await p.as('city.head')
    const names = ((await head.get('/api/me/colleagues')).json as Colleague[]).map(c => c.name)
    expect(names.sort()).toEqual(['公开审查员', '工作人员', '拟稿人甲', '签发领导'].sort())
  })

  it('委托与终止都进履历', async () => {
    expect((await p.history('delegation')).map(e => e.verb)).toEqual([
      'delegate',
      'end',
      'delegate',
      'delegate',
    ])
    expect((await p.history('staff')).filter(e => e.verb === 'changePassword')).toHaveLength(7)
    expect(p.errors).toEqual([])
  })
})
