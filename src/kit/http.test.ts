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
