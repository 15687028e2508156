import mammoth from 'mammoth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeOffice, type TestOffice } from '../../test/setup/office.ts'
import { copyRoutes } from './copies.ts'
import { makeDocumentBench, sampleDraft, type DocumentBench } from './journey.fixture.ts'

let bench: DocumentBench
let office: TestOffice

beforeAll(async () => {
  bench = await makeDocumentBench()
  office = await makeOffice(copyRoutes(bench.t.house))
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

test('390号文四（一）5：DOCX 和 PDF 都带公开标注；外人得到“没有找到”，别的格式被拒绝', async () => {
  const id = await bench.upTo('issue')
  const copy = (actor: Actor, kind: string) => office.call(actor, 'GET', `/api/documents/${id}/copy.${kind}`)
  const docx = await copy(bench.who.publisher, 'docx')
  expect(docx.status).toBe(200)
  const { value } = await mammoth.extractRawText({ buffer: docx.bytes })
  expect(value).toContain(sampleDraft.title)
  expect(value).toContain('此件公开发布')
  const pdf = await copy(bench.who.publisher, 'pdf')
  expect(pdf.status, pdf.text.slice(0, 300)).toBe(200)
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.headers['content-disposition']).toContain("filename*=UTF-8''")
  expect((await copy(bench.who.publisher, 'exe')).status).toBe(422)
  expect((await copy(bench.who.auditAdmin, 'docx')).status).toBe(404)
})
