import { describe, expect, it } from 'vitest'
import { makeHouse } from '../../test/setup/house.ts'
import { createFirstAdministrators, resetAdministrator } from './actions/setup.ts'
import { signIn, signInPolicy } from './actions/signIn.ts'
import { makePeople } from './people.fixture.ts'

describe('正式环境的初始管理员', () => {
  it('系统、审计各一名，安全保密两名，口令随机且须改；不能做第二次；忘了可在服务器上重置', async () => {
    const t = await makeHouse()
    try {
      const body = {
        slug: 'jiaozuo',
        name: '焦作市应急管理局',
        shortName: '市应急局',
        level: 'city' as const,
        region: '410800',
      }
      const made = await createFirstAdministrators(t.house, body)
      expect(made.map(m => m.role)).toEqual(['systemAdmin', 'securityAdmin', 'securityAdmin', 'auditAdmin'])
      expect(new Set(made.map(m => m.password)).size).toBe(4)
      await expect(createFirstAdministrators(t.house, body)).rejects.toThrow(/已经完成初始化/)
      const origin = { address: '127.0.0.1', agent: '' }
      for (const one of made) await signIn(t.house, { account: one.account, password: one.password }, origin)
      const must = await t.db.selectFrom('staff').select('must_change').execute()
      expect(must.every(m => m.must_change)).toBe(true)
      const again = await resetAdministrator(t.house, 'auditadmin')
      await signIn(t.house, { account: 'auditadmin', password: again }, origin)
      await expect(
        signIn(t.house, { account: 'auditadmin', password: made[3]!.password }, origin),
      ).rejects.toThrow(/不正确/)
      await expect(resetAdministrator(t.house, 'nobody')).rejects.toThrow(/没有账号/)
    } finally {
      await t.close()
    }
  })
})

describe('设立单位', () => {
  it('网址名、区划代码、信用代码不对：一次说完，什么也没留下', async () => {
    const t = await makeHouse()
    try {
      const bad = {
        slug: 'Jiao Zuo',
        name: '某局',
        shortName: '',
        level: 'city' as const,
        region: '41',
        creditCode: '1141080000571452',
      }
      await expect(createFirstAdministrators(t.house, bad)).rejects.toMatchObject({
        reasons: [
          { field: 'slug' },
          { field: 'name' },
          { field: 'region' },
          { field: 'creditCode', text: expect.stringContaining('18位') },
        ],
      })
      for (const table of ['body', 'staff', 'event'] as const)
        expect(await t.db.selectFrom(table).selectAll().execute()).toEqual([])
    } finally {
      await t.close()
    }
  })
})

describe('登录策略', () => {
  it('可以设为一人一处登录：新登录使原来的会话退出；空闲时限随策略', async () => {
    const p = await makePeople({ policy: { ...signInPolicy, single: true, idleMinutes: 15 } })
    try {
      const first = await p.as('city.head')
      p.t.pass(14 * 60_000)
      expect((await first.get('/api/me')).status).toBe(200)
      await p.as('city.head')
      expect((await first.get('/api/me')).status).toBe(401)
      const second = await p.as('city.head')
      p.t.pass(15 * 60_000)
      expect((await second.get('/api/me')).text).toContain('超过 15 分钟没有操作')
    } finally {
      await p.t.close()
    }
  })
})
