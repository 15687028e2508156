import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePeople, message, password, type TestPeople } from './people.fixture.ts'
import type { AuditPage, BodyNode, Me, StaffMade, StaffRow } from './views.ts'

let p: TestPeople
beforeAll(async () => {
  p = await makePeople()
})
afterAll(() => p?.t.close())

const as = (account: string) => p.kept(account)

describe('账号', () => {
  it('新建账号：口令只显示一次，首次登录只能先改口令；账号重复、部门不对一次说完', async () => {
    const sys = await as('city.sys')
    const made = (
      await sys.post('/api/people/staff', {
        body: p.id['city'],
        account: 'city.xin',
        name: '新拟稿人',
        department: p.id['city/一处'],
      })
    ).json as StaffMade
    expect(made.password).toMatch(/^[\w]{4}(-[\w]{4}){3}$/)
    const first = await p.raw('POST', '/api/session', {
      body: { account: 'city.xin', password: made.password },
    })
    expect((first.json as Me).mustChange).toBe(true)
    const list = (await sys.get(`/api/people/staff?body=${p.id['city']}`)).text
    expect(list).not.toContain(made.password)
    const taken = await sys.post('/api/people/staff', {
      body: p.id['city'],
      account: 'city.xin',
      name: '另一人',
    })
    expect(message(taken)).toContain('已被占用')
    const bad = await sys.post('/api/people/staff', {
      body: p.id['city'],
      account: '张三',
      name: '',
      department: p.id['other/一处'],
    })
    expect((bad.json as { reasons: { field: string }[] }).reasons.map(r => r.field)).toEqual([
      'account',
      'name',
    ])
    const elsewhere = await sys.post('/api/people/staff', {
      body: p.id['city'],
      account: 'city.yi',
      name: '某',
      department: p.id['other/一处'],
    })
    expect(message(elsewhere)).toBe('所选部门不属于这个单位。')
  })

  it('重置口令：旧口令和会话立即失效，新口令须改；不能重置自己的，三员不能相互接管', async () => {
    const before = await p.as('city.head')
    const answer = await (await as('city.sys')).post(`/api/people/staff/${p.id['city.head']}/resetPassword`)
    const { password: given, staff } = answer.json as StaffMade
    expect(staff.mustChange).toBe(true)
    expect((await before.get('/api/me')).status).toBe(401)
    expect((await p.raw('POST', '/api/session', { body: { account: 'city.head', password } })).status).toBe(
      401,
    )
    const now = await p.raw('POST', '/api/session', { body: { account: 'city.head', password: given } })
    expect((now.json as Me).mustChangeWhy).toContain('初始口令或重置后的口令')
    const sys = await as('province.sys')
    const self = await sys.post(`/api/people/staff/${p.id['province.sys']}/resetPassword`)
    expect([self.status, message(self)]).toEqual([403, expect.stringContaining('不能重置自己的口令')])
    const peer = await sys.post(`/api/people/staff/${p.id['province.sec1']}/resetPassword`)
    expect([peer.status, message(peer)]).toEqual([403, expect.stringContaining('三员不能相互接管')])
    expect((await sys.post(`/api/people/staff/${p.id['city.sec1']}/resetPassword`)).status).toBe(200)
    const told = (await (await as('city.aud')).get('/api/me/notices')).text
    expect(told).toContain('重置口令')
    expect(told).toContain('city.sec1')
  })

  it('不能停用自己；没有的编号、离谱的编号都说没有', async () => {
    const sys = await as('province.sys')
    expect((await sys.post(`/api/people/staff/${p.id['province.sys']}/disable`)).status).toBe(403)
    expect((await sys.post('/api/people/staff/999999/disable')).status).toBe(404)
    expect((await sys.post('/api/people/staff/99999999999/disable')).status).toBe(422)
    expect((await sys.post('/api/people/staff/abc/disable')).status).toBe(422)
  })

  it('单位树：管理员看到本单位和下级，拟稿人只看到本单位', async () => {
    const tree = (await (await as('province.sys')).get('/api/people/bodies')).json as BodyNode[]
    expect(tree.slice(0, 2).map(b => [b.slug, b.depth])).toEqual([
      ['province', 0],
      ['city', 1],
    ])
    expect(tree.map(b => b.slug)).not.toContain('other')
    expect(tree[0]!.departments.map(d => d.name)).toContain('一处')
    const own = (await (await as('city.draft')).get('/api/people/bodies')).json as BodyNode[]
    expect(own.map(b => b.slug)).toEqual(['city'])
    const whole = (await (await as('ministry.sec1')).get('/api/people/bodies')).json as BodyNode[]
    expect(whole.length).toBeGreaterThan(tree.length)
  })

  it('新设的单位同时出现在公开一侧的单位表里；层级须低于上级，重名不行', async () => {
    const sys = await as('ministry.sys')
    const before = p.t.changes()
    const form = {
      parent: p.id['ministry'],
      slug: 'yunnan',
      name: '云南省应急管理厅',
      shortName: '省应急厅',
      level: 'province',
      region: '530000',
    }
    const { id } = (await sys.post('/api/people/bodies', form)).json as { id: number }
    expect(p.t.changes()).toBe(before + 1)
    const image = await p.t.portalDb
      .selectFrom('record.body')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(image).toMatchObject({
      slug: 'yunnan',
      name: '云南省应急管理厅',
      parent_id: p.id['ministry'],
      ancestors: [p.id['ministry']],
    })
    expect(message(await sys.post('/api/people/bodies', form))).toContain('同名')
    expect(
      message(
        await sys.post('/api/people/bodies', { ...form, slug: 'y2', name: '另一部', level: 'ministry' }),
      ),
    ).toContain('须低于')
  })

  it('人员表列出角色与状态', async () => {
    const rows = (await (await as('province.aud')).get(`/api/people/staff?body=${p.id['province']}`))
      .json as StaffRow[]
    expect(rows.find(r => r.account === 'province.head')).toMatchObject({
      roles: [{ role: 'departmentHead', label: '部门负责人', state: 'active' }],
      department: { name: '一处' },
      active: true,
    })
  })
})

describe('审计', () => {
  it('审计管理员看本单位和下级的全部操作，新的在前；他的查阅本身也留下记录', async () => {
    const aud = await as('province.aud')
    const page = (await aud.get('/api/people/audit')).json as AuditPage
    expect(page.scope).toBe('all')
    expect(page.total).toBeGreaterThan(30)
    expect(page.rows).toHaveLength(Math.min(page.total, 50))
    expect(page.rows[0]).toMatchObject({
      kind: 'audit',
      label: '查阅审计记录',
      who: '审计管理员',
      roleLabel: '审计管理员',
    })
    const bodies = new Set(page.rows.map(r => r.bodyId))
    expect(bodies.has(p.id['other']!)).toBe(false)
    const resets = (await aud.get(`/api/people/audit?verb=resetPassword&body=${p.id['city']}`))
      .json as AuditPage
    expect(resets.rows.length).toBeGreaterThan(0)
    expect(resets.rows[0]).toMatchObject({
      label: '重置口令',
      kindLabel: '账号',
      details: expect.arrayContaining([expect.stringContaining('账号：city.')]),
    })
    const about = (await aud.get(`/api/people/audit?staff=${p.id['city.head']}`)).json as AuditPage
    expect(about.rows.every(r => r.subject === p.id['city.head'] || r.who === '部门负责人')).toBe(true)
  })

  it('安全保密管理员只看得到审计管理员做了什么；系统管理员、业务人员什么也看不到', async () => {
    const page = (await (await as('province.sec1')).get('/api/people/audit')).json as AuditPage
    expect(page.scope).toBe('auditors')
    expect(page.rows.length).toBeGreaterThan(0)
    expect(page.rows.every(r => r.kind === 'audit')).toBe(true)
    expect((await (await as('province.sys')).get('/api/people/audit')).status).toBe(403)
    expect((await (await as('province.lead')).get('/api/people/audit')).status).toBe(403)
  })

  it('时间范围颠倒或超过一年：说明原因', async () => {
    const aud = await as('province.aud')
    expect(message(await aud.get('/api/people/audit?from=2026-03-02&until=2026-03-01'))).toContain('不能早于')
    expect(message(await aud.get('/api/people/audit?from=2020-01-01&until=2026-03-01'))).toContain('一年')
    const old = (await aud.get('/api/people/audit?from=2025-03-02&until=2025-04-01')).json as AuditPage
    expect(old).toMatchObject({ total: 0, rows: [] })
  })
})
