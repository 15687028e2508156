import mammoth from 'mammoth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeApp, type App } from '#kit/http.ts'
import { copyRoutes } from './copies.ts'
import { makeDocumentBench, sampleDraft, type DocumentBench } from './journey.fixture.ts'

let bench: DocumentBench
let app: App
let present: Actor

beforeAll(async () => {
  bench = await makeDocumentBench()
  app = await makeApp({
    secure: false,
    trustProxy: false,
    perMinute: 10_000,
    onError: line => console.error(line),
  })
  await app.register(async (signedIn: App) => {
    signedIn.addHook('onRequest', async request => {
      request.actor = present
    })
    await signedIn.register(copyRoutes(bench.t.house))
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await bench.t.close()
})

test('390号文四（一）5：DOCX 和 PDF 都带公开标注；外人得到“没有找到”，别的格式被拒绝', async () => {
  const id = await bench.upTo('issue')
  present = bench.who.publisher
  const docx = await app.inject(`/api/documents/${id}/copy.docx`)
  expect(docx.statusCode).toBe(200)
  const { value } = await mammoth.extractRawText({ buffer: docx.rawPayload })
  expect(value).toContain(sampleDraft.title)
  expect(value).toContain('此件公开发布')
  const pdf = await app.inject(`/api/documents/${id}/copy.pdf`)
  expect(pdf.statusCode, pdf.body.slice(0, 300)).toBe(200)
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.headers['content-disposition']).toContain("filename*=UTF-8''")
  expect((await app.inject(`/api/documents/${id}/copy.exe`)).statusCode).toBe(422)
  present = bench.who.auditAdmin
  expect((await app.inject(`/api/documents/${id}/copy.docx`)).statusCode).toBe(404)
})
