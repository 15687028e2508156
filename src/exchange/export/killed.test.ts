import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { fill, makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne } from '#record/record.fixture.ts'
import { bundled, endAll, start } from '../../../test/ops/children.ts'
import { exportRecord } from './export.ts'

/** An export that is killed, and one that comes back to what was made meanwhile. */

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
let worker: string
const folders: string[] = []
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'zhaoming-export-'))
  folders.push(made)
  return made
}

beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
  worker = await bundled('test/ops/exportWorker.ts')
})
afterAll(async () => {
  endAll()
  await p.close()
  for (const path of folders) await rm(path, { recursive: true, force: true })
  await rm(worker, { force: true })
})

async function filesIn(path: string): Promise<string[]> {
  const all = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
  return all.filter(e => e.isFile()).map(e => join(e.parentPath, e.name).slice(path.length + 1))
}

/** Everything in a folder but what an export notes for itself. */
async function contents(path: string): Promise<Map<string, string>> {
  const names = (await filesIn(path)).filter(f => f !== '.zhaoming-export.json').sort()
  return new Map(
    await Promise.all(names.map(async f => [f, (await readFile(join(path, f))).toString('base64')] as const)),
  )
}

const begin = (out: string) =>
  start(process.execPath, [
    worker,
    JSON.stringify({
      connection: p.t.connection('portal'),
      files: join(p.t.house.files.pathOf(data.attachment.hash), '../..'),
      out,
      now: '2026-11-22T11:00:00+08:00',
    }),
  ])

describe('静态导出：断在哪里都接得上', { timeout: 480_000 }, () => {
  it('写到一半被杀（断电），再运行一次：与一次写完的一个字节不差，没有残留', async () => {
    const whole = await folder()
    expect(await begin(whole).says('whole 0', 240_000)).toBeTruthy()
    const wanted = await contents(whole)
    expect(wanted.size).toBeGreaterThan(300)
    const out = await folder()
    const ends: (number | string)[] = []
    for (const many of [1, 40, 200]) {
      const child = begin(out)
      const ended = child.ended(240_000)
      while ((await filesIn(out)).length < many) await new Promise(resolve => setTimeout(resolve, 2))
      child.process.kill('SIGKILL')
      ends.push(await ended)
    }
    // On a busy machine one may be done before we see how far it is; the first never is.
    expect(ends[0]).toBe('SIGKILL')
    expect(ends.filter(end => end !== 'SIGKILL' && end !== 0)).toEqual([])
    await begin(out).says('whole 0', 240_000)
    const got = await contents(out)
    expect([...got.keys()]).toEqual([...wanted.keys()])
    for (const [file, bytes] of wanted) expect(got.get(file) === bytes, file).toBe(true)
  })
})

describe('静态导出：只写有变化的', { timeout: 240_000 }, () => {
  const run = (out: string) =>
    exportRecord({
      ...{ db: p.t.portalDb, portal: p.portal, out, now: p.t.house.now, progress: () => {} },
      site: { ...p.t.house.site, origin: 'http://zhaoming.test', domain: 'zhaoming.test' },
    })

  it('页面导出之后才做好的 PDF、DOCX，下一次导出就有；没有新的，什么也不写', async () => {
    const out = await folder()
    await run(out)
    const file = await p.t.house.files.put(Buffer.from('%PDF-1.4 版式副本'))
    await sql`
      insert into record.copy (content_hash, form, file_hash, size)
      select content_hash, 'pdf', ${file.hash}, ${file.size} from record.publication where address = ${data.live}
      order by revision desc limit 1`.execute(p.t.db)
    p.t.house.recordChanged()
    const some = await run(out)
    expect(some).toMatchObject({ documents: 1, isWhole: false, missing: [] })
    const copies = (await filesIn(out)).filter(f => f.endsWith('.pdf') && f.includes(file.hash.slice(0, 8)))
    expect(copies).toHaveLength(1)
    const page = await readFile(join(out, data.live.slice(1)), 'utf8')
    expect(page).toContain(encodeURIComponent(copies[0]!.split('/').at(-1)!))
    expect(await run(out)).toMatchObject({ documents: 0, written: 0 })
  })

  it('更正时去掉的附件，导出里也没有了（条例第十五条）', async () => {
    const out = await folder()
    const address = await publishOne(p.t.house, {
      body: 3,
      title: '附名单的通知',
      columns: ['notice'],
      attachments: [data.attachment],
    })
    await run(out)
    const number = /-(\d+)\.html$/.exec(address)![1]!
    const own = async () => (await filesIn(out)).filter(f => f.startsWith(`files/${number}/`))
    expect(await own()).toHaveLength(1)
    await publishOne(p.t.house, {
      body: 3,
      title: '附名单的通知',
      columns: ['notice'],
      address,
      note: '去掉附件。',
    })
    expect(await run(out)).toMatchObject({ missing: [] })
    expect(await own()).toEqual([])
  })
})
