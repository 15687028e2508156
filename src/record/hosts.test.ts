import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestPortal, type TestPortal } from './portal.fixture.ts'

let p: TestPortal
beforeAll(async () => {
  p = await makeTestPortal()
})
afterAll(() => p.close())

describe('Host', () => {
  it('RFC 9112 第3.2条：写了两个 Host 的请求回 400，不管哪个在先、页面是否已在缓存里', async () => {
    const { port } = new URL(p.url)
    const said = (...hosts: string[]) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.write(`GET / HTTP/1.1\r\n${hosts.join('\r\n')}\r\nConnection: close\r\n\r\n`),
        )
        let text = ''
        socket.on('data', part => (text += part.toString('utf8')))
        socket.on('end', () => resolve(text)).on('error', reject)
      })
    expect(await said('Host: zhaoming.test')).toMatch(/^HTTP\/1\.1 200 /)
    for (const hosts of [
      ['Host: zhaoming.test', 'Host: evil.example'],
      ['host: evil.example', 'X: y', 'HOST: zhaoming.test'],
      ['Host: zhaoming.test', 'Host: zhaoming.test'],
    ]) {
      const text = await said(...hosts)
      expect(text).toMatch(/^HTTP\/1\.1 400 /)
      expect(text).toContain('SiteIDCode')
      expect(text).not.toContain('evil.example')
    }
  })
})
