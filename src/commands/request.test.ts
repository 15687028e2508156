import { writeXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { report } from './report.ts'
import { request } from './request.ts'

let t: TestHouse
beforeAll(async () => {
  t = await makeHouse('2026-03-02T09:00:00+08:00')
  await makeBureau(t.db)
})
afterAll(() => t.close())

const head = ['登记编号', '申请人类型', '申请内容', '收到日期', '办结日期', '办理结果']
const good = [
  ['测〔2025〕1号', '自然人', '检查计划', '2025-03-07', '2025-04-01', '予以公开'],
  ['测〔2025〕2号', '商业企业', '事故报告', '2025-03-08', '', ''],
]

async function run(
  command: typeof request | typeof report,
  argv: string[],
  files: Record<string, Uint8Array> = {},
) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await (command as typeof request)(argv, {
    out: text => void out.push(text),
    err: text => void err.push(text),
    readBytes: path =>
      files[path]
        ? Promise.resolve(files[path])
        : Promise.reject(Object.assign(new Error(), { code: 'ENOENT' })),
    now: t.house.now,
    connect: () => Promise.resolve({ db: t.db, close: () => Promise.resolve() }),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const xlsx = (rows: string[][]) => writeXlsx({ sheets: [{ name: '登记簿', rows }] })
const csv = (rows: string[][]) => new TextEncoder().encode(rows.map(r => r.join(',')).join('\r\n'))

describe('zhaoming request、report', () => {
  test('XLSX 登记簿导入后，年度报告的表勾稽；再导入一次被拒绝', async () => {
    const file = await xlsx([head, ...good])
    const first = await run(request, ['import', '簿.xlsx', '--body', 'test-bureau'], { '簿.xlsx': file })
    expect(first).toMatchObject({ code: 0, err: '' })
    const figures = await run(report, ['annual', '--year', '2025', '--body', '11220000740468418C', '--json'])
    expect(figures.code).toBe(0)
    expect(JSON.parse(figures.out)).toMatchObject({
      year: 2025,
      table2: { r1: [1, 1, 0, 0, 0, 0, 2], 'r3.1': [1, 0, 0, 0, 0, 0, 1], r4: [0, 1, 0, 0, 0, 0, 1] },
      faults: [],
    })
    const again = await run(request, ['import', '簿.xlsx', '--body', 'test-bureau'], { '簿.xlsx': file })
    expect(again.code).toBe(1)
    expect(again.err).toContain('测〔2025〕1号')
  })

  test('有看不懂的行就一件也不导入，逐行说明', async () => {
    const file = csv([head, ['测〔2025〕9号', '外星人', '', '某日', '', '']])
    const answer = await run(request, ['import', '簿.csv', '--body', 'test-bureau', '--json'], {
      '簿.csv': file,
    })
    expect(answer.code).toBe(1)
    expect(JSON.parse(answer.out).findings).toHaveLength(2)
  })

  test('空文件、损坏的文件、没有的文件、没有的机关、写错的参数：各有一句话和退出码', async () => {
    const files = {
      空: new Uint8Array(),
      坏: new Uint8Array([0x50, 0x4b, 3, 4, 1, 2]),
      好: csv([head, ['x', '自然人', '', '2025-01-02', '', '']]),
    }
    expect(await run(request, ['check', '空'], files)).toMatchObject({
      code: 1,
      err: expect.stringContaining('空的'),
    })
    expect(await run(request, ['check', '坏'], files)).toMatchObject({
      code: 1,
      err: expect.stringContaining('打不开'),
    })
    expect(await run(request, ['check', '无'], files)).toMatchObject({
      code: 2,
      err: expect.stringContaining('没有这个文件'),
    })
    expect((await run(request, ['import', '好', '--body', 'nowhere'], files)).code).toBe(1)
    expect((await run(request, ['import', '好'], files)).code).toBe(2)
    expect((await run(report, ['annual', '--year', '25'])).err).toMatch(/缺少 --body[\s\S]*四位年份/)
    expect((await run(report, ['annual', '--year', '1999', '--body', 'x'])).err).toContain(
      '不早于条例施行的2008年',
    )
    expect((await run(report, ['monthly'])).code).toBe(2)
    const future = await run(report, ['annual', '--year', '2027', '--body', 'test-bureau'])
    expect(future).toMatchObject({ code: 2, out: '', err: expect.stringContaining('这一年还没有到') })
    const running = ['annual', '--year', '2026', '--body', 'test-bureau']
    expect((await run(report, running)).out).toContain('年度没有结束，到2026-03-02为止')
    expect(JSON.parse((await run(report, [...running, '--json'])).out)).toMatchObject({ isOver: false })
    const below = ['annual', '--year', '2025', '--body', 'test-bureau', '--below']
    expect((await run(report, below)).out).toContain('还没有公开2025年度报告的有1个机关')
    expect(JSON.parse((await run(report, [...below, '--json'])).out)).toMatchObject({
      ...{ year: 2025, isOver: true, below: true },
      bodies: [{ body: { slug: 'test-bureau' }, report: null }],
    })
    expect((await run(report, ['annual', '--year', '2025', '--body', 'nowhere'])).code).toBe(1)
  })
})
