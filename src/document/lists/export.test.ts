import { sql } from 'kysely'
import { readXlsx } from 'hucre/xlsx'
import yauzl from 'yauzl'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginExport, exportJobs, mostAtOnce } from '#kit/exports/exports.ts'
import { plainCell } from '#kit/exports/sheet.ts'
import { later } from '#kit/now.ts'
import { loadActor } from '#people/actor.ts'
import { makeDocumentBench, refusal, type DocumentBench } from '../journey.fixture.ts'
import { documentExport } from './export.ts'

let bench: DocumentBench
let t: DocumentBench['t']
let who: DocumentBench['who']
const sources = () => [documentExport(t.house)]

beforeAll(async () => {
  bench = await makeDocumentBench()
  ;({ t, who } = bench)
})
afterAll(() => t.close())

async function bytesOf(id: number): Promise<Buffer> {
  const row = await t.db.selectFrom('export').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const pieces: Buffer[] = []
  for await (const piece of t.house.files.read(row.file_hash!)) pieces.push(Buffer.from(piece as Uint8Array))
  return Buffer.concat(pieces)
}
const sheetOf = async (id: number) => (await readXlsx(await bytesOf(id))).sheets[0]!.rows.map(r => [...r])

async function put(title: string, change: Record<string, unknown> = {}): Promise<void> {
  const at = t.house.now()
  await t.db
    .insertInto('document')
    .values({
      body_id: bench.bureau.bodyId,
      department_id: bench.bureau.departmentId,
      drafter_id: who.drafter.staffId,
      state: 'issued',
      title,
      attribute: 'proactive',
      issued_on: '2026-03-02',
      reached_at: at,
      created_at: at,
      saved_at: at,
      ...change,
    } as never)
    .execute()
}

describe('导出', () => {
  test('整个清单而不是一页，标题行有导出人、时间、条件；默认遮盖，公式不成为公式；谁导了什么记入履历', async () => {
    for (let i = 0; i < 25; i++) await put(`演练通知之${i}`)
    await put('=cmd|"/c calc"!A1')
    await put('关于张三（身份证11010519491231002X，手机13800138000）的批复')
    await put('不予公开的内部事项', { attribute: 'withheld', ground: 'E16-1' })
    const ask = {
      source: 'documents',
      query: { list: 'all', state: 'issued' },
      full: false,
      reason: '季度报送',
    }
    const made = await beginExport(t.house, sources(), who.leader, ask)
    expect(made).toMatchObject({ state: 'ready', lines: 28, title: '公文清单' })
    const rows = await sheetOf(made.id)
    expect(rows[0]![0]).toBe('公文清单')
    expect(rows[1]![0]).toContain(
      '导出人：签发领导甲　导出时间：2026-03-02 09:00　个人信息已遮盖　用途：季度报送',
    )
    expect(rows[2]![0]).toBe('条件：环节：已印发')
    expect(rows[3]!.slice(0, 2)).toEqual(['标题', '发文字号'])
    const titles = rows.slice(4).map(r => String(r[0]))
    expect(titles).toHaveLength(28)
    expect(titles).toContain(`'=cmd|"/c calc"!A1`)
    expect(titles.join()).not.toMatch(/11010519491231002X|13800138000|内部事项/)
    expect(titles).toContain('（不予公开的公文，标题未导出）')
    const event = await t.db
      .selectFrom('event')
      .selectAll()
      .where('subject_kind', '=', 'export')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(event.payload)).toMatchObject({
      actorName: '签发领导甲',
      reason: '季度报送',
      data: { lines: 28, full: false, query: { list: 'all', state: 'issued' } },
    })

    const full = await beginExport(t.house, sources(), who.leader, {
      ...ask,
      full: true,
      reason: '鉴定核对，须见原标题',
    })
    const open = (await sheetOf(full.id)).slice(4).map(r => String(r[0]))
    expect(open).toContain('不予公开的内部事项')
    expect(open).toContain(`'=cmd|"/c calc"!A1`)
  })

  test('文件用另一种办法也读得出：每个单元格是文字，没有一个公式', async () => {
    const { id } = await t.db.selectFrom('export').select('id').orderBy('id').executeTakeFirstOrThrow()
    const xml = await new Promise<string>((resolve, reject) =>
      bytesOf(id).then(bytes =>
        yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
          if (error) return reject(error)
          zip.on('entry', entry => {
            if (entry.fileName !== 'xl/worksheets/sheet1.xml') return zip.readEntry()
            zip.openReadStream(entry, (fault, stream) => {
              if (fault) return reject(fault)
              const pieces: Buffer[] = []
              stream
                .on('data', p => pieces.push(p as Buffer))
                .on('end', () => resolve(Buffer.concat(pieces).toString('utf8')))
            })
          })
          zip.readEntry()
        }),
      ),
    )
    expect(xml).not.toContain('<f>')
    expect([...xml.matchAll(/<row /g)]).toHaveLength(32)
    expect(xml).toContain('<t>标题</t>')
  })

  test('公式注入的各种写法，连同全角的，前面加撇号；控制字符去掉；数字仍是数字', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1＋1', '＠x', '\r\n=1'])
      expect(String(plainCell(text)).startsWith("'"), JSON.stringify(text)).toBe(true)
    for (const text of ['—', '关于=的通知', '2026-03-02', '']) expect(plainCell(text)).toBe(text)
    expect(plainCell('a\u0000b\ud800c')).toBe('abc')
    expect(plainCell(12)).toBe(12)
    expect(plainCell(Number.NaN)).toBe(null)
    expect(String(plainCell('长'.repeat(40_000)))).toHaveLength(32_767)
  })

  test('超过五千条由后台生成，做好后才能取；只有导出人能取，一天后删除', async () => {
    await sql`insert into office.document (body_id, department_id, drafter_id, state, title, kind, reached_at, created_at, saved_at)
      select ${bench.bureau.bodyId}, ${bench.bureau.departmentId}, ${who.drafter.staffId}, 'withdrawn', '旧通知' || n, '通知', now(), now(), now()
      from generate_series(1, ${mostAtOnce + 1}) n`.execute(t.db)
    const made = await beginExport(t.house, sources(), who.leader, {
      source: 'documents',
      query: { list: 'all', state: 'withdrawn' },
      full: false,
      reason: '清理',
    })
    expect(made).toMatchObject({ state: 'making', lines: null })
    const { rows } = await sql<{
      payload: { export: number }
    }>`select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id where k.identifier = 'export:make'`.execute(
      t.db,
    )
    expect(rows.map(r => r.payload.export)).toEqual([made.id])
    const jobs = exportJobs(t.house, sources(), (id, today) => loadActor(t.db, id, today))
    const run = (name: string, payload: unknown) => jobs[name]!(payload, undefined as never) as Promise<void>
    await run('export:make', { export: made.id })
    await run('export:make', { export: made.id })
    const row = await t.db
      .selectFrom('export')
      .selectAll()
      .where('id', '=', made.id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ state: 'ready', lines: mostAtOnce + 1 })
    expect(
      await t.db
        .selectFrom('event')
        .select('id')
        .where('subject_kind', '=', 'export')
        .where('subject_id', '=', made.id)
        .execute(),
    ).toHaveLength(1)
    expect((await sheetOf(made.id)).length).toBe(4 + mostAtOnce + 1)
    t.setNow(later(t.house.now(), 24 * 3600_000).toISOString())
    await run('export:sweep', {})
    expect(await t.house.files.has(row.file_hash!)).toBe(false)
    expect(
      (await t.db.selectFrom('export').select('state').where('id', '=', made.id).executeTakeFirstOrThrow())
        .state,
    ).toBe('expired')
  })

  test('错误的条件、没有的清单、没有内容、三员：各有一句话', async () => {
    const ask = { source: 'documents', query: { list: 'all' }, full: false, reason: '核对' }
    expect(
      (
        await refusal(
          beginExport(t.house, sources(), who.leader, { ...ask, query: { list: 'all', year: 'x' } }),
        )
      ).message,
    ).toContain('年度')
    expect(
      (await refusal(beginExport(t.house, sources(), who.leader, { ...ask, source: 'secrets' }))).code,
    ).toBe('not-found')
    expect(
      (
        await refusal(
          beginExport(t.house, sources(), who.leader, { ...ask, query: { list: 'all', q: '绝无此文' } }),
        )
      ).message,
    ).toContain('没有符合条件')
    expect((await refusal(beginExport(t.house, sources(), who.auditAdmin, ask))).code).toBe('forbidden')
  })
})
