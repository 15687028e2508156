import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { publicCopyJobs } from './publicCopies.ts'

let p: TestPortal
beforeAll(async () => {
  p = await makeTestPortal()
})
afterAll(() => p.close())

const run = () => publicCopyJobs(p.t.house)['record:copy']!({}, {} as never)

test('公开的公文有 PDF 和 Word 可下载，只由公开内容排成；再跑一遍不重做；因隐私撤回后取不到', async () => {
  const address = await publishOne(p.t.house, {
    body: 3,
    title: '关于做好版式副本的通知',
    documentNumber: '焦应急〔2026〕9号',
    html: '<p>各单位：</p><p>请按要求办理。</p>',
  })
  const queued = await p.t.db.selectFrom('record.copy').select('form').execute()
  expect(queued).toEqual([])
  expect((await p.get(address)).text).not.toContain('PDF（打印用）')
  await run()
  const page = (await p.get(address)).text
  expect(page).toContain('Word（编辑用）')
  const links = [...page.matchAll(/href="(\/files\/[^"]+\.(?:pdf|docx))"/g)].map(m => m[1]!)
  expect(links.length).toBeGreaterThanOrEqual(1)
  for (const link of links) {
    const file = await fetch(p.url + link)
    expect(file.status, link).toBe(200)
    expect(decodeURIComponent(link)).toContain('焦应急〔2026〕9号关于做好版式副本的通知')
    const head = Buffer.from(await file.arrayBuffer())
      .subarray(0, 4)
      .toString('latin1')
    expect(head).toBe(link.endsWith('.pdf') ? '%PDF' : 'PK\u0003\u0004')
    expect(file.headers.get('content-disposition')).toContain("filename*=UTF-8''")
  }
  const before = await p.t.db.selectFrom('record.copy').selectAll().orderBy('form').execute()
  await run()
  expect(await p.t.db.selectFrom('record.copy').selectAll().orderBy('form').execute()).toEqual(before)

  await withdrawOne(p.t.house, address, 3, true)
  const { rows } = await sql<{ payload: { hashes: string[] } }>`
    select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'record:uncopy'`.execute(
    p.t.db,
  )
  expect(rows.map(r => [...r.payload.hashes].sort())).toEqual([before.map(b => b.file_hash).sort()])
  await publicCopyJobs(p.t.house)['record:uncopy']!(rows[0]!.payload, {} as never)
  for (const one of before) expect(await p.t.house.files.has(one.file_hash)).toBe(false)
  for (const link of links) expect((await p.get(link)).status).toBe(404)
  expect(await p.t.db.selectFrom('record.copy').selectAll().execute()).toEqual([])
})
