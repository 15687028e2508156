import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePeople, message, type TestPeople } from './people.fixture.ts'

let p: TestPeople
beforeAll(async () => {
  p = await makePeople()
})
afterAll(() => p?.t.close())

const sys = () => p.kept('ministry.sys')
const make = async (slug: string, parent: string) => {
  const answer = await (
    await sys()
  ).post('/api/people/bodies', {
    parent: p.id[parent],
    slug,
    name: `单位${slug}`,
    shortName: slug,
    level: 'county',
    region: '410800',
  })
  return (answer.json as unknown as { id: number }).id
}

describe('单位与部门：改名、停用、启用（经 HTTP）', () => {
  it('改名留在履历里，公众一侧同步；网址名不能改；同名、代码不对说清楚', async () => {
    const id = await make('renamed', 'city')
    const c = await sys()
    const changed = await c.post(`/api/people/bodies/${id}`, {
      name: '新名称应急管理局',
      shortName: '新名称',
    })
    expect(changed.status, changed.text).toBe(200)
    const row = await p.t.portalDb
      .selectFrom('record.body')
      .select(['name', 'slug'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ name: '新名称应急管理局', slug: 'renamed' })
    expect((await p.history('body')).filter(e => e.verb === 'change').at(-1)!.data).toMatchObject({
      before: { name: '单位renamed' },
      after: { name: '新名称应急管理局' },
    })
    expect(
      message(await c.post(`/api/people/bodies/${id}`, { name: '测试city', shortName: '甲' })),
    ).toContain('已有单位')
    expect(
      message(
        await c.post(`/api/people/bodies/${id}`, {
          name: '甲局',
          shortName: '甲',
          creditCode: '11220000740468418D',
        }),
      ),
    ).toMatch(/校验|代码/)
    expect((await c.post(`/api/people/bodies/${id}`, { name: '', shortName: '' })).status).toBe(422)
    for (const account of ['ministry.sec1', 'ministry.aud', 'city.draft', 'other.sys'])
      expect(
        (await (await p.kept(account)).post(`/api/people/bodies/${id}`, { name: '乙局', shortName: '乙' }))
          .status,
        account,
      ).toBe(403)
    expect((await c.post('/api/people/bodies/999999', { name: '乙局', shortName: '乙' })).status).toBe(404)
  })

  it('有在用账号、有下级单位的不能停用；停用后不能再建账号和下级；可以再启用', async () => {
    const c = await sys()
    expect(message(await c.post(`/api/people/bodies/${p.id['city']}/disable`))).toContain('在用的账号')
    const above = await c.post('/api/people/bodies', {
      parent: p.id['province'],
      slug: 'mid',
      name: '中间单位',
      shortName: '中',
      level: 'city',
      region: '410800',
    })
    const mid = (above.json as unknown as { id: number }).id
    p.id['mid'] = mid
    const low = await make('low', 'mid')
    expect(message(await c.post(`/api/people/bodies/${mid}/disable`))).toContain('下级单位单位low')
    expect((await c.post(`/api/people/bodies/${low}/disable`)).status).toBe(200)
    expect((await c.post(`/api/people/bodies/${mid}/disable`)).status).toBe(200)
    expect(message(await c.post(`/api/people/bodies/${mid}/disable`))).toContain('已经停用')
    expect(
      message(await c.post('/api/people/staff', { body: mid, account: 'late1', name: '晚到' })),
    ).toContain('已停用')
    const under = await c.post('/api/people/bodies', {
      parent: mid,
      slug: 'under',
      name: '再下级',
      shortName: '下',
      level: 'county',
      region: '410800',
    })
    expect(message(under)).toContain('已停用')
    expect((await c.post(`/api/people/bodies/${mid}/enable`)).status).toBe(200)
    const bodies = (await c.get('/api/people/bodies')).json as unknown as { id: number; active: boolean }[]
    expect(bodies.find(b => b.id === low)!.active).toBe(false)
    expect(bodies.find(b => b.id === mid)!.active).toBe(true)
  })

  it('部门改名、改职能、停用：有人的不能停，停了不能再分人；别的单位的部门等于不存在', async () => {
    const c = await sys()
    const [body, used] = [p.id['city']!, p.id['city/一处']!]
    const made = await c.post(`/api/people/bodies/${body}/departments`, { name: '二处', duty: 'business' })
    const id = (made.json as unknown as { id: number }).id
    const at = (department: number) => `/api/people/bodies/${body}/departments/${department}`
    expect((await c.post(at(id), { name: '法规处', duty: 'legal' })).status).toBe(200)
    expect(message(await c.post(at(id), { name: '一处', duty: 'legal' }))).toContain('已有部门')
    expect(message(await c.post(`${at(used)}/disable`))).toContain('在用的账号')
    expect((await c.post(`${at(id)}/disable`)).status).toBe(200)
    expect(
      message(await c.post('/api/people/staff', { body, account: 'late2', name: '晚到', department: id })),
    ).toContain('法规处已停用')
    expect((await c.post(`${at(id)}/enable`)).status).toBe(200)
    expect(
      (await c.post(`/api/people/bodies/${p.id['other']}/departments/${id}`, { name: '甲', duty: 'legal' }))
        .status,
    ).toBe(404)
    expect((await (await p.kept('city.head')).post(`${at(id)}/disable`)).status).toBe(403)
  })
})

describe('请求标识：同一次操作只办一次（经 HTTP）', () => {
  it('双击、重试得到第一次的回答；换了内容说清楚；被拒绝的可以再办；口令不第二次给出', async () => {
    const c = await sys()
    const body = p.id['city']!
    const form = { name: '三处', duty: 'business' }
    const url = `/api/people/bodies/${body}/departments`
    const key = { 'idempotency-key': 'key-of-a-test-1' }
    const [first, second] = await Promise.all([c.post(url, form, key), c.post(url, form, key)])
    const made = [first, second].filter(a => a.status === 200)
    expect(made.length).toBeGreaterThanOrEqual(1)
    const again = await c.post(url, form, key)
    expect(again.json).toEqual(made[0]!.json)
    const events = (await p.history('body')).filter(e => e.data['name'] === '三处')
    expect(events).toHaveLength(1)
    expect(message(await c.post(url, { ...form, name: '四处' }, key))).toContain('两个不同的操作')
    const other = { 'idempotency-key': 'key-of-a-test-2' }
    expect((await c.post(url, { name: '', duty: 'business' }, other)).status).toBe(422)
    expect((await c.post(url, { name: '五处', duty: 'business' }, other)).status).toBe(200)
    const staffKey = { 'idempotency-key': 'key-of-a-test-3' }
    const staff = { body, account: 'once1', name: '只建一次' }
    const created = await c.post('/api/people/staff', staff, staffKey)
    const { password } = created.json as unknown as { password: string }
    expect(password.length).toBeGreaterThan(8)
    const repeated = await c.post('/api/people/staff', staff, staffKey)
    expect(repeated.status).toBe(409)
    expect(message(repeated)).toContain('只显示一次')
    const kept = await p.t.db.selectFrom('idempotency').select('response').execute()
    expect(JSON.stringify(kept)).not.toContain(password)
    expect((await c.post(url, form, { 'idempotency-key': '!' })).status).toBe(422)
  })
})
