import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePeople, type Client, type TestPeople } from './people.fixture.ts'

let p: TestPeople
beforeAll(async () => {
  p = await makePeople()
})
afterAll(() => p?.t.close())

const as = (account: string) => p.kept(account)

describe('三员各自的每一项权力 × 本单位、下级、外单位（经 HTTP）', () => {
  type Case = {
    readonly by: string
    readonly call: (client: Client, body: string) => Promise<{ status: number; json: unknown }>
  }
  let serial = 0
  const cases: Record<string, Case> = {
    设立部门: {
      by: 'sys',
      call: (c, body) =>
        c.post(`/api/people/bodies/${p.id[body]}/departments`, { name: `处${serial++}`, duty: 'business' }),
    },
    设立下级单位: {
      by: 'sys',
      call: (c, body) =>
        c.post('/api/people/bodies', {
          parent: p.id[body],
          slug: `new-${serial}`,
          name: `新单位${serial++}`,
          shortName: '新',
          level: 'county',
          region: '410800',
        }),
    },
    修改单位: {
      by: 'sys',
      call: (c, body) =>
        c.post(`/api/people/bodies/${p.id[body]}`, { name: `测试${body}`, shortName: `简${serial++}` }),
    },
    修改部门: {
      by: 'sys',
      call: (c, body) =>
        c.post(`/api/people/bodies/${p.id[body]}/departments/${p.id[`${body}/一处`]}`, {
          name: '一处',
          duty: 'business',
        }),
    },
    新建账号: {
      by: 'sys',
      call: (c, body) =>
        c.post('/api/people/staff', { body: p.id[body], account: `new${serial++}`, name: '新来的人' }),
    },
    停用账号: { by: 'sys', call: (c, body) => c.post(`/api/people/staff/${p.id[`${body}.spare`]}/disable`) },
    启用账号: { by: 'sys', call: (c, body) => c.post(`/api/people/staff/${p.id[`${body}.spare`]}/enable`) },
    重置口令: {
      by: 'sys',
      call: (c, body) => c.post(`/api/people/staff/${p.id[`${body}.spare`]}/resetPassword`),
    },
    解除锁定: { by: 'sys', call: (c, body) => c.post(`/api/people/staff/${p.id[`${body}.spare`]}/unlock`) },
    授予角色: {
      by: 'sec1',
      call: (c, body) =>
        c.post('/api/people/grants', { staff: p.id[`${body}.open`], role: 'leader', body: p.id[body] }),
    },
    激活授权: {
      by: 'sec2',
      call: async (c, body) => c.post(`/api/people/grants/${await waiting(body)}/activate`),
    },
    收回授权: {
      by: 'sec1',
      call: async (c, body) => c.post(`/api/people/grants/${await waiting(body)}/revoke`),
    },
    查看授权: { by: 'sec1', call: (c, body) => c.get(`/api/people/grants?body=${p.id[body]}`) },
    查看人员: { by: 'sys', call: (c, body) => c.get(`/api/people/staff?body=${p.id[body]}`) },
    查阅审计记录: { by: 'aud', call: (c, body) => c.get(`/api/people/audit?body=${p.id[body]}`) },
  }
  const waiting = async (body: string) => {
    const row = await p.t.db
      .selectFrom('role_grant')
      .select('id')
      .where('staff_id', '=', p.id[`${body}.open`]!)
      .where('role', '=', 'leader')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    return row.id
  }
  // Reading is shared where model.ts says so; auditing by a security administrator is tried apart.
  const alsoBy: Record<string, string[]> = { 查看授权: ['aud'], 查看人员: ['sec1', 'sec2', 'aud'] }
  const everybody = ['sys', 'sec1', 'sec2', 'aud', 'draft', 'lead']

  // province stands over city; other stands beside it.
  for (const [what, { by, call }] of Object.entries(cases)) {
    it(`${what}：本单位和下级单位可以`, async () => {
      const client = await as(`province.${by}`)
      for (const body of ['province', 'city']) {
        const answer = await call(client, body)
        expect([answer.status, body], JSON.stringify(answer.json)).toEqual([200, body])
      }
      for (const other of alsoBy[what] ?? [])
        expect((await call(await as(`province.${other}`), 'city')).status).toBe(200)
    })
    it(`${what}：外单位、上级单位不可以，其他角色在哪里都不可以`, async () => {
      const client = await as(`province.${by}`)
      const count = () =>
        p.t.db
          .selectFrom('event')
          .select(eb => eb.fn.countAll<number>().as('n'))
          .where('subject_kind', '!=', 'session')
          .executeTakeFirstOrThrow()
      const first = await p.grant('ministry.sec1', 'other.open', 'leader', 'other').then(a => a.status)
      const second = await p.grant('ministry.sec1', 'ministry.open', 'leader', 'ministry').then(a => a.status)
      expect([200, 422]).toContain(first)
      expect([200, 422]).toContain(second)
      const before = await count()
      for (const body of ['other', 'ministry'])
        expect([(await call(client, body)).status, body]).toEqual([403, body])
      for (const stranger of everybody.filter(
        e => !(e.startsWith(by.slice(0, 3)) || alsoBy[what]?.includes(e)),
      )) {
        // What the security administrator may see of the auditors is another test.
        if (what === '查阅审计记录' && stranger.startsWith('sec')) continue
        for (const body of ['province', 'city'])
          expect([(await call(await as(`province.${stranger}`), body)).status, stranger, body]).toEqual([
            403,
            stranger,
            body,
          ])
      }
      expect(await count()).toEqual(before)
    })
  }

  it('人员管理的每个动作都在履历里', async () => {
    const verbs = async (kind: string) => [...new Set((await p.history(kind)).map(e => e.verb))].sort()
    expect(await verbs('staff')).toEqual(['create', 'disable', 'enable', 'resetPassword', 'unlock'])
    expect(await verbs('grant')).toEqual(['activate', 'appoint', 'grant', 'revoke'])
    expect(await verbs('body')).toEqual(['change', 'changeDepartment', 'create', 'createDepartment'])
    expect(await verbs('audit')).toEqual(['query'])
    expect(p.errors).toEqual([])
  })
})
