import mammoth from 'mammoth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { docxOf } from '../../document/renderings/docx.ts'
import { plansOf, sectionsOf } from '../../document/renderings/sections.ts'
import { sheetOf } from '../../document/renderings/sheet.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { annualReport, dropReport, enterReport, saveReport } from '../actions/annual.ts'
import { sendReport } from '../actions/publishAnnual.ts'
import { makeRequestBench, type RequestBench } from '../request.fixture.ts'
import { reportBody, reportPage } from './reportHtml.ts'
import { pastedTable } from './pasted.ts'
import { sample } from './sample.fixture.ts'
import { checkTable1 } from './table1.ts'
import { table2Labels } from './table2.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

const table3 = {
  review: [376, 97, 196, 121, 790],
  directSuit: [16, 1, 12, 27, 56],
  suitAfterReview: [74, 1, 30, 51, 156],
}
const enter = (year: number, table2: object = sample, actor = bench.who.opennessOfficer) =>
  enterReport(bench.t.house, actor, bench.bureau.bodyId, year, {
    table2,
    table3,
    source: '2025年年度报告，2026年1月20日公布',
  })
const report = (year: number) => annualReport(bench.t.house, bench.bureau.bodyId, year)
const save = (year: number, value: object, actor = bench.who.opennessOfficer) =>
  saveReport(bench.t.house, actor, bench.bureau.bodyId, year, value)

test('30号（2021）：填入以前年度的表，175格任何一格多1都填不进去', async () => {
  for (const row of Object.keys(sample) as (keyof typeof sample)[])
    for (const column of [0, 6]) {
      const wrong = { ...sample, [row]: sample[row].map((n, at) => (at === column ? n + 1 : n)) }
      expect((await refusal(enter(2024, wrong))).code, `${row} ${column}`).toBe('invalid')
    }
  await enter(2024)
  const { figures } = await report(2024)
  expect(figures).toMatchObject({ source: 'entered', table2: sample, table3, faults: [] })
})

test('填错了年度的可以撤去，须写理由，只有本机关公开工作机构；撤去以后由登记算出', async () => {
  const { t, who, bureau } = bench
  await enter(2019)
  const of = { bodyId: bureau.bodyId, year: 2019 }
  const drop = (actor = who.opennessOfficer, value: object = { reason: '填错了年度' }) =>
    dropReport(t.house, actor, of, value)
  for (const actor of [who.leader, who.legalReviewer, who.drafter, who.systemAdmin])
    expect((await refusal(drop(actor))).code).toBe('forbidden')
  expect((await refusal(drop(who.opennessOfficer, {}))).message).toContain('为什么撤去')
  expect((await report(2019)).figures.source).toBe('entered')
  await drop()
  expect((await report(2019)).figures).toMatchObject({ source: 'computed', faults: [] })
  expect((await refusal(drop())).code).toBe('not-found')
})

test('跨年勾稽：上年结转与上年报告的结转下年度不一致，说得出是哪一列', async () => {
  const said = await refusal(enter(2025))
  expect(said.message).toContain('上年报告的结转下年度')
})

test('只有本机关公开工作机构填写、编写；别人刚改过的不被覆盖', async () => {
  for (const actor of [bench.who.leader, bench.who.drafter, bench.who.systemAdmin]) {
    expect((await refusal(enter(2023, sample, actor))).code).toBe('forbidden')
    expect((await refusal(save(2026, { version: 0, parts: {}, table1: {} }, actor))).code).toBe('forbidden')
  }
  const first = await save(2026, { version: 0, parts: { proactive: '主动公开了若干。' }, table1: {} })
  expect(first.draftVersion).toBe(1)
  const stale = await refusal(save(2026, { version: 0, parts: {}, table1: {} }))
  expect(stale.code).toBe('stale')
  const second = await save(2026, { version: 1, parts: { proactive: '改过。' }, table1: {} })
  expect(second.draftVersion).toBe(2)
  expect((await report(2026)).parts.proactive).toBe('改过。')
})

test('没有改过的文字跟着登记的数走；改过的留着，写的数与表不同时说得出差在哪里', async () => {
  const { version, parts } = await report(2027)
  await save(2027, { version, parts: { ...parts, platform: '平台。' }, table1: {} })
  const kept = await report(2027)
  expect(kept.parts).toEqual({ ...parts, platform: '平台。' })
  const row = await bench.t.db
    .selectFrom('request_annual')
    .select('parts')
    .where('year', '=', 2027)
    .executeTakeFirstOrThrow()
  expect(row.parts).toEqual({ platform: '平台。' })
  expect(kept.hints).toEqual([])
  const request = '全年新收政府信息公开申请1,203件，办结0件。'
  await save(2027, { version: kept.version, parts: { ...kept.parts, request }, table1: {} })
  const changed = await report(2027)
  expect(changed.parts.request).toBe(request)
  expect(changed.hints).toEqual([expect.stringContaining('写的新收是1203件，表里算出的是0件')])
})

test('条例第四十九条：年度没有结束，不能填入“已公布的报告”，也送不出去', async () => {
  expect((await refusal(enter(2026))).message).toContain('2026年还没有结束')
  const sending = sendReport(bench.t.house, bench.who.opennessOfficer, bench.bureau.bodyId, 2026)
  expect((await refusal(sending)).message).toContain('2027年1月1日起送去公开')
})

test('条例第五十条：六部分标题一字不差，没有写的部分、没有填的格逐项说出', async () => {
  const draft = await report(2026)
  expect(draft.faults).toContain('“（三）政府信息管理”还没有写。')
  expect(draft.faults.join()).toContain('行政许可：本年处理决定数量')
  expect(draft.parts.request).toContain('新收政府信息公开申请')
  expect(draft.table1.normativeInForce).toEqual({ value: 0, source: '本系统规范性文件库' })
  const { hints } = checkTable1(
    {
      normativeIssued: { value: 2, source: '甲' },
      normativeEnded: { value: 1, source: '甲' },
      normativeInForce: { value: 9, source: '甲' },
    },
    { normativeInForce: 7 },
  )
  expect(hints.join()).toContain('是8件，与现行有效9件不一致')
})

test('DOCX和HTML：三张表的行列齐全，写进去的尖括号只是文字', async () => {
  const { figures, table1 } = await report(2024)
  const body = reportBody({
    parts: { problems: '<script>甲</script>' },
    table1,
    table2: figures.table2,
    table3: figures.table3,
  })
  expect(body).not.toContain('<script>')
  expect((body.match(/<tr>/g) ?? []).length).toBe(14 + 28 + 4)
  const page = reportPage('年度报告', body)
  const docx = await docxOf({
    title: '年度报告',
    documentNumber: null,
    issuers: [],
    letterhead: null,
    addressee: '',
    bodyHtml: body,
    urgency: null,
    signer: null,
    copiedTo: null,
    issuedBy: null,
    issuedOn: null,
    address: null,
  })
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(docx) })
  for (const words of [
    '一、总体情况',
    '六、其他需要报告的事项',
    table2Labels['r3.6.2'],
    '14069',
    '复议后起诉',
    '790',
  ]) {
    expect(page, words).toContain(words)
    expect(value, words).toContain(words)
  }
})

test('从表格软件粘贴：千分号、空格、一行15列都读得出；行数、列数、文字不对，说得出第几行', () => {
  const rows = Object.values(sample)
  const text = rows.map(line => line.map(n => n.toLocaleString('en-US')).join('\t')).join('\r\n')
  expect(pastedTable(text, 25, 7, '表二')).toEqual({ ok: true, rows })
  expect(pastedTable(Object.values(table3).flat().join('\t'), 3, 5, '表三')).toEqual({
    ok: true,
    rows: Object.values(table3),
  })
  expect(pastedTable('1\t2\n3\t4', 3, 2, '甲')).toMatchObject({ fault: expect.stringContaining('应有3行') })
  expect(pastedTable('1\t2\n3', 2, 2, '甲')).toMatchObject({
    fault: expect.stringContaining('第2行应有2个数'),
  })
  expect(pastedTable('1\t二', 1, 2, '甲')).toMatchObject({ fault: expect.stringContaining('不是数字') })
  expect(pastedTable('\t5', 1, 2, '甲')).toEqual({ ok: true, rows: [[0, 5]] })
})

test('宽表转页时标题跟着表走，不单独留在上一页', () => {
  const wide = `<table><tbody><tr>${'<td><p>尚未审结</p></td>'.repeat(15)}</tr></tbody></table>`
  const sheet = sheetOf({
    title: '年度报告',
    documentNumber: null,
    issuers: [],
    letterhead: null,
    addressee: '',
    bodyHtml: `<p>甲</p><h2>四、政府信息公开行政复议、行政诉讼情况</h2>${wide}<h2>五、存在的主要问题及改进情况</h2>`,
    urgency: null,
    signer: null,
    copiedTo: null,
    issuedBy: null,
    issuedOn: null,
    address: null,
  })
  const sections = sectionsOf(sheet.blocks, plansOf(sheet.blocks))
  expect(sections.map(s => [s.landscape, s.blocks.map(b => b.kind)])).toEqual([
    [false, ['paragraph']],
    [true, ['heading', 'table']],
    [false, ['heading']],
  ])
})
