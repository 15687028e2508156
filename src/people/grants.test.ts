import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instant } from '#kit/now.ts'
import { makePeople, message, type TestPeople } from './people.fixture.ts'
import type { GrantRow, Me, NoticeView } from './views.ts'

let p: TestPeople
beforeAll(async () => {
  p = await makePeople()
})
afterAll(() => p?.t.close())

const as = (account: string) => p.kept(account)
const granted = (answer: { json: unknown }) => (answer.json as GrantRow).id

describe('授予与激活由两人办理', () => {
  it('授予后不生效；授予人、本人都不能激活；另一名安全保密管理员激活后立即生效，收回后立即失效', async () => {
    const made = await p.grant('province.sec1', 'province.spare', 'publisher', 'province')
    expect(made.status).toBe(200)
    expect(made.json as GrantRow).toMatchObject({
      state: 'pending',
      grantedBy: '安全保密管理员甲',
      activatedBy: null,
    })
    const spare = await as('province.spare')
    expect(((await spare.get('/api/me')).json as Me).roles).toEqual([])
    const url = `/api/people/grants/${granted(made)}`
    const own = await (await as('province.sec1')).post(`${url}/activate`)
    expect([own.status, message(own)]).toEqual([403, expect.stringContaining('须由两个人分别办理')])
    expect((await spare.post(`${url}/activate`)).status).toBe(403)
    const done = await (await as('province.sec2')).post(`${url}/activate`)
    expect(done.json as GrantRow).toMatchObject({ state: 'active', activatedBy: '安全保密管理员乙' })
    expect(((await spare.get('/api/me')).json as Me).roles.map(r => r.role)).toEqual(['publisher'])
    expect((await (await as('province.sec2')).post(`${url}/activate`)).status).toBe(409)
    expect((await (await as('province.sec1')).post(`${url}/revoke`)).status).toBe(200)
    expect(((await spare.get('/api/me')).json as Me).roles).toEqual([])
    expect((await (await as('province.sec1')).post(`${url}/revoke`)).status).toBe(409)
  })

  it('等待激活的，另一名安全保密管理员收到提醒，列表里写明谁能激活、为什么不能', async () => {
    await p.grant('city.sec1', 'city.spare', 'publisher', 'city')
    const notices = (await (await as('city.sec2')).get('/api/me/notices')).json as NoticeView[]
    expect(notices[0]!.text).toBe('安全保密管理员甲授予工作人员“编号发布员”，等待另一名安全保密管理员激活。')
    const rows = async (by: string) =>
      ((await (await as(by)).get(`/api/people/grants?body=${p.id['city']}`)).json as GrantRow[]).find(
        r => r.state === 'pending',
      )!
    expect((await rows('city.sec1')).offers[0]).toMatchObject({
      verb: 'activate',
      blocked: [expect.stringContaining('两个人')],
    })
    expect((await rows('city.sec2')).offers[0]).toMatchObject({ verb: 'activate', blocked: [] })
    expect((await rows('city.aud')).offers).toEqual([])
  })

  it('不能给自己授予；三员不能兼任；管理员不能有业务角色', async () => {
    expect(message(await p.grant('province.sec1', 'province.sec1', 'leader', 'province'))).toContain(
      '不能给自己授予角色',
    )
    expect(message(await p.grant('province.sec1', 'province.sys', 'auditAdmin', 'province'))).toContain(
      '最多担任三员',
    )
    expect(message(await p.grant('province.sec1', 'province.aud', 'leader', 'province'))).toContain(
      '不能兼任业务角色',
    )
    expect(message(await p.grant('province.sec1', 'province.lead', 'auditAdmin', 'province'))).toContain(
      '担任着业务角色',
    )
  })

  it('数据库自己也拦：同一账号两个管理员角色、自己给自己授予、授予人激活，都写不进去', async () => {
    const insert = (values: object) =>
      p.t.db
        .insertInto('role_grant')
        .values({
          staff_id: p.id['province.sys']!,
          role: 'leader',
          body_id: p.id['province']!,
          granted_at: instant('2026-03-02T09:00:00+08:00'),
          ...values,
        })
        .execute()
    await expect(insert({ role: 'auditAdmin' })).rejects.toThrow(/one_administrator_role/)
    await expect(insert({ granted_by: p.id['province.sys']! })).rejects.toThrow(/check/)
    await expect(
      insert({ granted_by: p.id['province.sec1']!, activated_by: p.id['province.sec1']! }),
    ).rejects.toThrow(/check/)
  })

  it('两人同时激活同一授权：只有一人办成', async () => {
    const made = await p.grant('province.sec1', 'city.head', 'leader', 'city')
    const url = `/api/people/grants/${granted(made)}/activate`
    const both = await Promise.all([(await as('province.sec2')).post(url), (await as('city.sec2')).post(url)])
    expect(both.map(b => b.status).sort()).toEqual([200, 409])
  })

  it('两名安全保密管理员互相收回：最上级单位总留下两名', async () => {
    const rows = (
      (await (await as('ministry.sec1')).get(`/api/people/grants?body=${p.id['ministry']}`))
        .json as GrantRow[]
    ).filter(r => r.role === 'securityAdmin')
    const of = (account: string) => rows.find(r => r.account === account)!.id
    const answers = await Promise.all([
      (await as('ministry.sec1')).post(`/api/people/grants/${of('ministry.sec2')}/revoke`),
      (await as('ministry.sec2')).post(`/api/people/grants/${of('ministry.sec1')}/revoke`),
    ])
    for (const answer of answers)
      expect([answer.status, message(answer)]).toEqual([409, expect.stringContaining('不足两名')])
    const self = await (await as('ministry.sec1')).post(`/api/people/grants/${of('ministry.sec1')}/revoke`)
    expect(self.status).toBe(403)
    const disabled = await (
      await as('ministry.sys')
    ).post(`/api/people/staff/${p.id['ministry.sec2']}/disable`)
    expect([disabled.status, message(disabled)]).toEqual([409, expect.stringContaining('不足两名')])
  })

  it('下级单位有上级兜底，可以由上级全部收回', async () => {
    const rows = (await (await as('province.sec1')).get(`/api/people/grants?body=${p.id['other']}`)).json
    expect((rows as unknown as { code: string }).code).toBe('forbidden')
    const list = (
      (await (await as('ministry.sec1')).get(`/api/people/grants?body=${p.id['other']}`)).json as GrantRow[]
    ).filter(r => r.role === 'securityAdmin')
    for (const row of list)
      expect((await (await as('ministry.sec1')).post(`/api/people/grants/${row.id}/revoke`)).status).toBe(200)
  })
})

describe('同时', () => {
  it('三名安全保密管理员中的两名同时收回对方：只有一人办成，总留下两名', async () => {
    const made = await p.grant('ministry.sec1', 'ministry.spare', 'securityAdmin', 'ministry')
    await (await as('ministry.sec2')).post(`/api/people/grants/${granted(made)}/activate`)
    const list = (await (await as('ministry.sec1')).get(`/api/people/grants?body=${p.id['ministry']}`))
      .json as GrantRow[]
    const of = (account: string) => list.find(r => r.account === account && r.role === 'securityAdmin')!.id
    const answers = await Promise.all([
      (await as('ministry.sec1')).post(`/api/people/grants/${of('ministry.sec2')}/revoke`),
      (await as('ministry.sec2')).post(`/api/people/grants/${of('ministry.sec1')}/revoke`),
    ])
    expect(answers.map(a => a.status).sort()).toEqual([200, 403])
    const left = await p.t.db
      .selectFrom('role_grant')
      .select('staff_id')
      .where('role', '=', 'securityAdmin')
      .where('body_id', '=', p.id['ministry']!)
      .where('activated_at', 'is not', null)
      .where('revoked_at', 'is', null)
      .execute()
    expect(left).toHaveLength(2)
  })
})
