import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docxOf, nationalForm, nationalItems, tsvOf, utf8, xlsxOf } from '#catalog/catalog.fixture.ts'
import { guidelineOf } from '#catalog/guideline/guidelines.ts'
import { findingKinds } from '#catalog/import/findings.ts'
import { listFindingKinds } from '#catalog/lists/findings.ts'
import { powerSheet, serviceSheet } from '#catalog/lists/lists.fixture.ts'
import { readEntry } from '#catalog/lists/model.ts'
import { catalogItem } from '#catalog/model.ts'
import { catalog } from './catalog.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhaoming-catalog-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(argv: string[], input?: Uint8Array): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await catalog(argv, {
    out: text => void (out += `${text}\n`),
    err: text => void (err += `${text}\n`),
    ...(input ? { input: async () => input } : {}),
  })
  return { code, out, err }
}
function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const title = '新平县救灾领域基层政务公开标准目录'
const relief = () => nationalForm(nationalItems('disaster-relief'), { title, township: '镇级' })

describe('npx zhaoming catalog import', () => {
  test('--json：领域、地方、事项、发现，字段与取值都在闭集里', async () => {
    const { code, out } = await run(['import', file('a.xlsx', await xlsxOf(relief())), '--json'])
    expect(code).toBe(0)
    const shape = JSON.parse(out) as { items: unknown[]; findings: Record<string, unknown>[] }
    expect(Object.keys(shape)).toEqual(['field', 'locality', 'items', 'findings'])
    expect(shape).toMatchObject({ field: '救灾领域', locality: '新平县' })
    expect(shape.items).toHaveLength(20)
    for (const item of shape.items) {
      expect(catalogItem.safeParse(item).error?.issues ?? []).toEqual([])
      expect(Object.keys(item as object)).toEqual(['level1', 'level2', 'level3', 'content', 'basis', 'deadline', 'deadlineRule', 'subject', 'channels', 'audience', 'mode', 'levels']) // prettier-ignore
    }
    expect(shape.findings.length).toBeGreaterThan(0)
    for (const f of shape.findings) {
      expect(Object.keys(f)).toEqual(['row', 'cell', 'kind', 'message'])
      expect(Object.keys(findingKinds)).toContain(f.kind)
    }
  })

  test('给人看的表：事项和要核对的地方；从标准输入读粘贴的表', async () => {
    const { code, out } = await run(['import', '-'], utf8(tsvOf(relief())))
    expect(code).toBe(0)
    expect(out).toMatch(/新平县.*20个事项/)
    expect(out).toContain('第4行 法律法规')
    expect(out).toMatch(/要核对的\d+处/)
  })

  test('有须处理的问题退出码1', async () => {
    const form = relief()
    form.rows[3]![5] = '#REF!'
    expect((await run(['import', file('b.xlsx', await xlsxOf(form)), '--json'])).code).toBe(1)
    const none = await run(['import', file('c.txt', '请报送目录。'), '--json'])
    expect(none.code).toBe(1)
    expect(JSON.parse(none.out)).toMatchObject({ items: [], findings: [{ kind: 'noTable' }] })
  })
})

describe('npx zhaoming catalog check', () => {
  test('--json：七个部分都在；少一项、加一项、放宽一项', async () => {
    const items = nationalItems('disaster-relief').filter(i => i.level2 !== '标准' && i.level2 !== '预警信息')
    items[0] = { ...items[0]!, deadline: '信息形成或变更之日起30个工作日内' }
    items.push({ ...items[0]!, level1: '备灾管理', level2: '应急避难场所', content: '名称、地址、容纳人数' })
    const path = file('d.xlsx', await xlsxOf(nationalForm(items, { title })))
    const { code, out } = await run(['check', path, '--against', 'disaster-relief', '--json'])
    expect(code).toBe(1)
    const shape = JSON.parse(out) as Record<string, unknown>
    expect(Object.keys(shape)).toEqual(['matched', 'missing', 'notProven', 'added', 'deadlines', 'elementsMissing', 'findings']) // prettier-ignore
    expect(shape.missing).toEqual(['JZ-ZC-04'])
    expect(shape.notProven).toEqual(['JZ-BZ-03'])
    expect(shape.added).toEqual([{ row: 22, level2: '应急避难场所' }])
    expect((shape.deadlines as { verdict: string }[]).filter(d => d.verdict === 'looser')).toEqual([{ row: 4, code: 'JZ-ZC-01', verdict: 'looser' }]) // prettier-ignore
    expect((shape.matched as object[])[0]).toEqual({ row: 4, codes: ['JZ-ZC-01'], certainty: 'sure' })
    const table = await run(['check', path, '--against', 'disaster-relief'])
    expect(table.out).toMatch(/缺少1项，待核对1项，本级增加1行/)
    expect(table.out).toContain('应急避难场所 本级增加')
  })

  test('几张表的行号各数各的：比照的各部分说是哪张表，发现的格子也是', async () => {
    const items = nationalItems('disaster-relief')
    const book = await xlsxOf({ name: '上', ...nationalForm(items.slice(0, 9), { title }) }, { name: '下', ...nationalForm(items.slice(9)) }) // prettier-ignore
    const { out } = await run(['check', file('f.xlsx', book), '--against', 'disaster-relief', '--json'])
    const shape = JSON.parse(out) as Record<'matched' | 'deadlines' | 'findings', { row: number | null; table?: string; cell?: string | null }[]> // prettier-ignore
    const places = shape.matched.map(m => `${m.table}${m.row}`)
    expect(new Set(places).size).toBe(shape.matched.length)
    expect(new Set(shape.matched.map(m => m.row)).size).toBeLessThan(shape.matched.length)
    expect(shape.deadlines.every(d => d.table === '上' || d.table === '下')).toBe(true)
    expect(shape.findings.filter(f => f.row !== null && !/^(?:上|下)!(?:[A-Z]+\d+|\d+:\d+)$/.test(f.cell ?? ''))).toEqual([]) // prettier-ignore
  })

  test('不是目录的文件：说不是目录，不列缺少的事项，退出码2', async () => {
    const path = file('值班表.xlsx', await xlsxOf({ name: '值班表', rows: [['日期', '姓名', '电话'], ['1日', '甲', '123']], merges: [] })) // prettier-ignore
    const { code, out, err } = await run(['check', path, '--against', 'disaster-relief', '--json'])
    expect([code, err]).toEqual([2, expect.stringMatching(/没有可以比照的目录[\s\S]*值班表/)])
    expect(JSON.parse(out)).toEqual({ matched: [], missing: [], notProven: [], added: [], deadlines: [], elementsMissing: [], findings: [{ row: null, cell: null, kind: 'notACatalog', message: expect.stringMatching(/没有找到公开目录表/) }] }) // prettier-ignore
  })

  test('一个工作簿有两份目录：只比照要的那一份', async () => {
    const book = await xlsxOf({ name: '安全', ...nationalForm(nationalItems('safety-production')) }, { name: '救灾', ...relief() }) // prettier-ignore
    const { out } = await run(['check', file('e.xlsx', book), '--against', 'safety-production', '--json'])
    const shape = JSON.parse(out) as { missing: string[]; matched: unknown[]; added: unknown[] }
    expect([shape.missing, shape.matched.length, shape.added]).toEqual([[], guidelineOf('safety-production').items.length, []]) // prettier-ignore
  })
})

describe('npx zhaoming catalog lists import', () => {
  test('--json：每条的编码、类型、依据、主体和发现；没有类型的退出码1', async () => {
    const { code, out } = await run(['lists', 'import', file('权责.xlsx', await xlsxOf(powerSheet())), '--kind', 'power', '--json']) // prettier-ignore
    expect(code).toBe(0)
    const shape = JSON.parse(out) as { entries: unknown[]; findings: { kind: string }[] }
    expect(Object.keys(shape)).toEqual(['kind', 'locality', 'entries', 'findings'])
    expect(shape.entries).toHaveLength(6)
    for (const e of shape.entries) expect(readEntry.safeParse(e).error?.issues ?? []).toEqual([])
    for (const f of shape.findings) expect(Object.keys(listFindingKinds)).toContain(f.kind)
    const table = await run(['lists', 'import', '-', '--kind', 'service'], utf8(tsvOf(serviceSheet())))
    expect(table.out).toMatch(/公共服务事项清单[\s\S]*公共服务2条[\s\S]*自然灾害救助政策咨询/)
    const none = await run(['lists', 'import', file('l.txt', '请报送。'), '--kind', 'power', '--json'])
    expect([none.code, (JSON.parse(none.out) as { entries: unknown[] }).entries]).toEqual([1, []])
  })

  test.each<[string[], RegExp]>([
    [['lists', 'look', 'a', '--kind', 'power'], /没有“catalog lists look”/],
    [['lists', 'import', '--kind', 'fire'], /没有写明清单文件[\s\S]*没有“fire”这种清单/],
    [['lists', 'import', 'a', 'b'], /一次只读一个文件[\s\S]*--kind power/],
    [['lists', 'import', '/nowhere.xlsx', '--kind', 'power'], /没有“\/nowhere.xlsx”这个文件/],
    [['official', 'a', '--field', 'fire', '--x'], /没有“--x”[\s\S]*没有“fire”这个领域/],
    [['official', '--field', 'disaster-relief'], /没有写明附件文件/],
    [['import', 'a', '--official', 'b'], /“--official”只用于check/],
  ])('%j：退出码2，一次说全', async (argv, sentence) => {
    const { code, err } = await run(argv)
    expect(code).toBe(2)
    expect(err).toMatch(sentence)
  })
})

describe('npx zhaoming catalog official', () => {
  const whole = () => nationalItems('disaster-relief').map(i => ({ ...i, level2: i.level2 ?? '名称', content: i.content ?? '内容' })) // prettier-ignore
  test('官方附件会改变什么；按它比照就没有“不能断定”的', async () => {
    const path = file(
      '附件.xlsx',
      await xlsxOf(nationalForm(whole(), { title: '救灾领域基层政务公开标准目录' })),
    )
    const { code, out } = await run(['official', path, '--field', 'disaster-relief', '--json'])
    expect(code).toBe(0)
    const shape = JSON.parse(out) as { fault: null; changes: { proven: unknown[]; dropped: unknown[] } }
    expect([shape.fault, shape.changes.proven.length, shape.changes.dropped]).toEqual([null, 5, []])
    expect((await run(['official', path, '--field', 'disaster-relief'])).out).toMatch(
      /待核对、现在得到证实的5项/,
    )
    const few = file('少.xlsx', await xlsxOf(nationalForm(whole().filter(i => i.level2 !== '预警信息'), { title }))) // prettier-ignore
    const check = await run(['check', few, '--against', 'disaster-relief', '--official', path, '--json'])
    expect(JSON.parse(check.out)).toMatchObject({ notProven: [], missing: ['JZ-BZ-03'] })
    const wrong = await run(['official', path, '--field', 'safety-production', '--json'])
    expect([wrong.code, (JSON.parse(wrong.out) as { fault: string }).fault]).toEqual([1, expect.stringMatching(/不是安全生产领域的/)]) // prettier-ignore
  })
})

describe('用法和文件有误：退出码2，一次说全', () => {
  test.each<[string[], RegExp]>([
    [[], /^$/],
    [['look', 'x'], /没有“catalog look”/],
    [['import'], /没有写明目录文件/],
    [['import', 'a', 'b'], /一次只读一个文件/],
    [['check', 'a'], /--against/],
    [['check', 'a', '--against', 'fire', '--colour'], /没有“--colour”.*\n?.*没有“fire”这份国家目录/],
    [['import', 'a', '--against', 'disaster-relief'], /只用于check/],
    [['import', '/nowhere/目录.xlsx'], /没有“\/nowhere\/目录.xlsx”这个文件/],
  ])('%j', async (argv, sentence) => {
    const { code, err } = await run(argv)
    expect(code).toBe(2)
    expect(err.trim()).toMatch(sentence)
  })

  test('打不开的文件加--json：照样是那几个部分，都空着，说明原因；退出码2', async () => {
    const picture = file('照片.xlsx', new Uint8Array(Buffer.from('89504e470d0a1a0a0000', 'hex')))
    const read = await run(['import', picture, '--json'])
    expect([read.code, JSON.parse(read.out)]).toEqual([2, { field: null, locality: null, items: [], findings: [{ row: null, cell: null, kind: 'unreadable', message: expect.stringMatching(/这是图片/) }] }]) // prettier-ignore
    const checked = await run(['check', picture, '--against', 'disaster-relief', '--json'])
    const shape = JSON.parse(checked.out) as Record<string, unknown[]>
    expect(Object.entries(shape).map(([k, v]) => [k, v.length])).toEqual([['matched', 0], ['missing', 0], ['notProven', 0], ['added', 0], ['deadlines', 0], ['elementsMissing', 0], ['findings', 1]]) // prettier-ignore
    expect(checked.err).toMatch(/这是图片/)
  })

  test('几张表的行号相同：给人看的写明是哪张表，供程序读的只有规定的四项', async () => {
    const rows = relief().rows
    const first = { rows: rows.slice(0, 10), merges: [] }
    const path = file(
      '两张.docx',
      await docxOf(first, { rows: [...rows.slice(1, 3), ...rows.slice(10)], merges: [] }),
    )
    const table = await run(['check', path, '--against', 'disaster-relief'])
    expect(table.out).toMatch(/第1张表 第4行 法律法规 → JZ-ZC-01[^]*第2张表 第3行/)
    const { out } = await run(['import', path, '--json'])
    const { findings } = JSON.parse(out) as { findings: object[] }
    for (const f of findings) expect(Object.keys(f)).toEqual(['row', 'cell', 'kind', 'message'])
  })

  test('文件夹、空文件、没有权限', async () => {
    mkdirSync(join(folder, '夹'))
    expect((await run(['import', join(folder, '夹')])).err).toMatch(/是文件夹/)
    expect((await run(['import', file('空.xlsx', '')])).err).toMatch(/空的/)
    const locked = file('锁.xlsx', 'x')
    chmodSync(locked, 0)
    const { code, err } = await run(['import', locked])
    // The superuser of a container may read everything.
    if (process.getuid?.() !== 0) expect(err).toMatch(/没有读取.*的权限/)
    expect(code).not.toBe(0)
  })
})
