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
