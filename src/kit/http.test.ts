import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeApp, type App } from './http.ts'

let app: App
beforeAll(async () => {
  app = await makeApp({ secure: false, trustProxy: false, perMinute: 5, onError: () => {} })
  app.get('/api/thing', async () => ({ ok: true }))
  await app.ready()
})
afterAll(() => app.close())

const ask = (address: string, cookie?: string) =>
  app.inject({ url: '/api/thing', remoteAddress: address, headers: cookie ? { cookie } : {} })
const statuses = async (times: number, address: string, cookie?: (n: number) => string | undefined) => {
  const seen: number[] = []
  for (let n = 0; n < times; n += 1) seen.push((await ask(address, cookie?.(n))).statusCode)
  return seen
}

describe('请求的次数', () => {
  test('一个单位常在一个地址后面：按浏览器计数，一人过多不妨碍同一地址的别人', async () => {
    expect(await statuses(6, '10.0.0.1', () => 'zm=one')).toEqual([200, 200, 200, 200, 200, 429])
    expect(await statuses(5, '10.0.0.1', () => 'zm=two')).toEqual([200, 200, 200, 200, 200])
    const refused = await ask('10.0.0.1', 'zm=one')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.json()).toMatchObject({ code: 'too-many', message: '操作过于频繁，请稍等一分钟再试。' })
  })

  test('没有登录的按地址计数；每次换一个假的会话，也过不了地址的总数', async () => {
    expect(await statuses(6, '10.0.0.2')).toEqual([200, 200, 200, 200, 200, 429])
    const seen = await statuses(60, '10.0.0.3', n => `zm=made-up-${n}`)
    expect(seen.filter(s => s === 200)).toHaveLength(50)
    expect(seen.slice(50)).toEqual(Array.from({ length: 10 }, () => 429))
  })
})

describe('存不下的内容', () => {
  test('编号、日期超出数据库的范围，或者有空字符：是来件的错（422），说出怎么改，不算系统出错', async () => {
    const lines: string[] = []
    const strict = await makeApp({ secure: false, trustProxy: false, perMinute: 100, onError: l => lines.push(l) }) // prettier-ignore
    strict.get('/api/fails/:code', async request => {
      const { code } = request.params as { code: string }
      throw Object.assign(new Error('value "2147483648" is out of range for type integer'), { code })
    })
    await strict.ready()
    for (const code of ['22003', '22008', '22021', '22P05']) {
      const answer = await strict.inject({ url: `/api/fails/${code}` })
      expect([code, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([code, 422, 'invalid'])
      expect(answer.json<{ message: string }>().message).toMatch(/请(?:核对|删去)后重试。$/)
      expect(answer.body).not.toContain('integer')
    }
    expect(lines).toHaveLength(4)
    expect((await strict.inject({ url: '/api/fails/42P01' })).statusCode).toBe(500)
    await strict.close()
  })
})
