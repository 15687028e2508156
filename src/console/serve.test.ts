import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveConsole } from './serve.ts'

const app = Fastify()
beforeAll(async () => {
  await app.register(serveConsole('/nowhere') as (app: unknown) => Promise<void>)
})
afterAll(() => app.close())

test.each([
  ['/console/', 200],
  ['/console/requests/12?tab=do', 200],
  ['/console/documents/3/draft', 200],
  ['/console/x.js', 404],
  ['/console/.env', 404],
  ['/console/old/app.css?v=2', 404],
])('%s：办公后台的每一屏都给页面，没有的文件答复 404', async (url, status) => {
  const answer = await app.inject(url)
  expect(answer.statusCode).toBe(status)
  expect(answer.headers['content-type']).toContain(status === 200 ? 'text/html' : 'text/plain')
})

test('压缩过的文件按压缩的发，不收压缩的照原样发，没有压缩的也照原样发', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhaoming-console-'))
  const built = Fastify()
  try {
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html>')
    const text = 'console.log(1)\n'.repeat(100)
    writeFileSync(join(folder, 'assets', 'a.js'), text)
    writeFileSync(join(folder, 'assets', 'a.js.gz'), gzipSync(text))
    writeFileSync(join(folder, 'assets', 'b.js'), text)
    await built.register(serveConsole(folder) as (app: unknown) => Promise<void>)
    const ask = (file: string, accepts: string) =>
      built.inject({ url: `/console/assets/${file}`, headers: { 'accept-encoding': accepts } })
    const packed = await ask('a.js', 'gzip, deflate, br')
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(packed.headers['content-type']).toContain('javascript')
    expect(packed.headers['vary']).toMatch(/accept-encoding/i)
    expect(packed.headers['cache-control']).toContain('immutable')
    expect(gunzipSync(packed.rawPayload).toString()).toBe(text)
    for (const plain of [await ask('a.js', 'identity'), await ask('b.js', 'gzip')]) {
      expect(plain.headers['content-encoding']).toBeUndefined()
      expect(plain.body).toBe(text)
    }
  } finally {
    await built.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
