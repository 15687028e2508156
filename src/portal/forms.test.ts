import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { makeApp } from '#kit/http.ts'
import { instant } from '#kit/now.ts'
import { makeSenders } from './forms.ts'

const from = (forwarded: string | undefined, remoteAddress = '10.0.0.9') =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage
const now = () => instant('2026-11-23T09:00:00+08:00')

test('代理后面按代理写的地址计数：读者自己带来的 X-Forwarded-For 绕不过次数', () => {
  const senders = makeSenders({ now, trustProxy: true })
  const tries = Array.from({ length: 20 }, (_, at) =>
    senders.allow('guess', senders.of(from(`198.51.100.${at}, 203.0.113.7`)), 15, 60),
  )
  expect(tries.filter(Boolean)).toHaveLength(15)
  expect(senders.allow('guess', senders.of(from('203.0.113.8')), 15, 60)).toBe(true)
})

test('没有代理的不看 X-Forwarded-For，不留地址', () => {
  const senders = makeSenders({ now, trustProxy: false })
  expect(senders.of(from('198.51.100.1'))).toBe(senders.of(from(undefined)))
  expect(senders.of(from(undefined))).not.toContain('10.0.0.9')
})

test('后台同样：登录的次数、日志里的地址以代理写的为准', async () => {
  const app = await makeApp({ secure: false, trustProxy: true, perMinute: 100, onError: () => {} })
  app.get('/api/me', async request => ({ ip: request.ip }))
  const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }
  expect((await app.inject({ url: '/api/me', headers })).json()).toEqual({ ip: '203.0.113.7' })
  await app.close()
})
