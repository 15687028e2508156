import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importHistory } from '../actions/history.ts'
import { readDay, readHistory } from '../history.ts'
import { applicantKindLabels, applicantKinds } from '../model.ts'
import { makeRequestBench, ordinary, type RequestBench } from '../request.fixture.ts'
import { casesOfCell, enterYear, remediesOfCell } from '../store/statistics.ts'
import { annualFigures, annualSum } from './annual.ts'
import { makeTable2, resultRows, table2Rows } from './table2.ts'
import { makeTable3, remedyBlocks, remedyResults } from './table3.ts'
import { sample } from './sample.fixture.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

/** The published matrix as an office's register in a spreadsheet: a line a case. */
function register(): string[][] {
  const lines: string[][] = [['登记编号', '申请人类型', '申请内容', '收到日期', '办结日期', '办理结果']]
  let n = 0
  applicantKinds.forEach((kind, column) => {
    const came = [
      ...Array<string>(sample.r2[column]!).fill('2024-12-20'),
      ...Array<string>(sample.r1[column]!).fill('2025-03-07'),
    ]
    const went = [
      ...resultRows.flatMap(row => Array<string>(sample[row][column]!).fill(row)),
      ...Array<string>(sample.r4[column]!).fill(''),
    ]
    expect(came).toHaveLength(went.length)
    came.forEach((day, i) => {
      n += 1
      lines.push([
        `历史〔2025〕${n}号`,
        applicantKindLabels[kind],
        '某项信息',
        day,
        went[i] ? '2025-06-30' : '',
        went[i]!,
      ])
    })
  })
  return lines
}

describe('年度报告的表从一件件申请算出（国办公开办函〔2021〕30号）', () => {
  test('样本矩阵逐件登记后，算出的175格与样本逐格相同；每格点得开它的申请', async () => {
    const read = readHistory(register(), '2026-03-02')
    expect(read.findings).toEqual([])
    expect(read.cases).toHaveLength(14069 + 560)
    const body = { id: bench.bureau.bodyId, name: '测试县应急管理局', slug: 'test-bureau' }
    await importHistory(bench.t.house, body.id, read.cases, '2025年登记簿.xlsx', '运维人员')
    const figures = await annualFigures(bench.t.db, body, 2025)
    expect(figures.table2).toEqual(sample)
    expect(figures.faults).toEqual([])
    for (const row of table2Rows)
      for (const [column, kind] of [...applicantKinds, null].entries()) {
        const of = { row, kind }
        const first = await casesOfCell(bench.t.db, body.id, 2025, of, { limit: 50, offset: 0 })
        expect(first.total, `${row}/${kind}`).toBe(sample[row][column])
        expect(first.rows).toHaveLength(Math.min(50, first.total))
      }
    const next = await annualFigures(bench.t.db, body, 2026)
    expect(next.table2.r2).toEqual(sample.r4)
    expect(next.table2.r4).toEqual(sample.r4)
    expect(next.faults).toEqual([])
  })

  test('办理中、补正、撤回、未确认的各计各的，表总是勾稽的', async () => {
    const own = await makeRequestBench('2026-03-02T09:00:00+08:00')
    try {
      const body = { id: own.bureau.bodyId, name: '测试县应急管理局', slug: 'test-bureau' }
      const [a] = await own.register()
      await own.reply(a!.subject)
      const [b] = await own.register({
        applicantKind: 'commercial',
        creditCode: '11220000740468418C',
        contactName: '联系人',
      })
      await own.go(b!.subject, 'cancel', own.who.opennessOfficer, {
        reason: '书面撤回',
        form: { on: '2026-03-02' },
      })
      await own.register({}, { channel: 'online' })
      const [d] = await own.register()
      await own.reply(d!.subject, { ...ordinary, nature: 'publication' })
      await own.register()
      const { table2, faults } = await annualFigures(own.t.db, body, 2026)
      expect(faults).toEqual([])
      expect([
        table2.r1[6],
        table2['r3.1'][0],
        table2['r3.6.3'][1],
        table2['r3.5.3'][0],
        table2.r4[0],
      ]).toEqual([4, 1, 1, 1, 1])
    } finally {
      await own.t.close()
    }
  })

  test('表三的15格各点得开：跨年没有结案的在收到那年是尚未审结，结案那年是结果，此后不再出现', async () => {
    const own = await makeRequestBench('2026-03-02T09:00:00+08:00')
    try {
      const { db } = own.t
      const body = { id: own.bureau.bodyId, name: '测试县应急管理局', slug: 'test-bureau' }
      const cases = remedyBlocks.flatMap(block =>
        remedyResults.flatMap(result =>
          ['2025-12-30', '2026-01-05'].map(day => ({
            block,
            result,
            day,
            number: `${block}${result}${day}`,
          })),
        ),
      )
      await db
        .insertInto('request_remedy')
        .values(
          cases.map(c => ({
            body_id: body.id,
            block: c.block,
            number: c.number,
            authority: '测试县人民政府',
            procedure: 'ordinary',
            received_on: c.day,
            result: c.result,
            decided_on: c.result === 'pending' ? null : '2026-02-02',
            entered_at: own.t.house.now(),
          })),
        )
        .execute()
      const expected = { 2025: [0, 0, 0, 4, 4], 2026: [2, 2, 2, 2, 8], 2027: [0, 0, 0, 2, 2] }
      for (const [year, numbers] of Object.entries(expected)) {
        const { table3 } = await annualFigures(db, body, Number(year))
        for (const block of remedyBlocks) {
          expect(table3[block], `${year} ${block}`).toEqual(numbers)
          for (const [column, result] of [...remedyResults, null].entries()) {
            const page = { limit: 50, offset: 0 }
            const found = await remediesOfCell(db, body.id, Number(year), { block, result }, page)
            const name = `${year} ${block} ${result}`
            expect([found.total, found.rows.length], name).toEqual([numbers[column], numbers[column]])
          }
        }
      }
    } finally {
      await own.t.close()
    }
  })

  test('以前年度的数可以按已公布的报告填入，上年结转与它核对', async () => {
    const own = await makeRequestBench('2026-03-02T09:00:00+08:00')
    try {
      const body = { id: own.bureau.bodyId, name: '测试县应急管理局', slug: 'test-bureau' }
      const table2 = makeTable2([
        { row: 'r1', kind: 'natural', count: 3 },
        { row: 'r3.1', kind: 'natural', count: 2 },
        { row: 'r4', kind: 'natural', count: 1 },
      ])
      await own.t.db
        .transaction()
        .execute(trx =>
          enterYear(
            trx,
            body.id,
            2025,
            { table2, table3: makeTable3([]), source: '2025年度报告' },
            own.who.opennessOfficer.staffId,
            own.t.house.now(),
          ),
        )
      expect(await annualFigures(own.t.db, body, 2025)).toMatchObject({
        source: 'entered',
        table2,
        faults: [],
      })
      const { faults } = await annualFigures(own.t.db, body, 2026)
      expect(faults[0]).toMatchObject({ check: 'carryOver' })
      expect((await annualSum(own.t.db, body.id, 2025)).table2).toEqual(table2)
    } finally {
      await own.t.close()
    }
  })
})

describe('历史登记簿的读入', () => {
  test('看不懂的地方逐行说明，不猜', () => {
    const { cases, findings } = readHistory(
      [
        ['某局依申请公开登记簿'],
        ['登记编号', '申请人类型', '收到日期', '办结日期', '办理结果'],
        ['1', '自然人', '2025年3月7日', '2025.4.1', '予以公开'],
        ['1', '公民', '20250307', '', ''],
        ['3', '外星人', '2025-13-01', '2025-01-01', '随便'],
        ['4', '企业', '2025/3/7', '2025/3/1', '属于国家秘密'],
        ['5', '企业', '2025/3/7', '', 'O6'],
      ],
      '2026-03-02',
    )
    expect(cases.map(c => [c.receivedOn, c.endedOn, c.outcome, c.reportRow])).toEqual([
      ['2025-03-07', '2025-04-01', 'O2', 'r3.1'],
      ['2025-03-07', null, null, null],
    ])
    expect(findings.map(f => [f.row, f.column])).toEqual([
      [5, '申请人类型'],
      [5, '收到日期'],
      [5, '办理结果'],
      [6, '办结日期'],
      [7, '办结日期'],
      [4, '登记编号'],
    ])
  })
  test('日期的各种写法', () => {
    expect(['2025-3-7', '2025/03/07', '2025年3月7日', '20250307', '2025.3.7'].map(readDay)).toEqual(
      Array(5).fill('2025-03-07'),
    )
    expect(['2025-02-30', '明天', ''].map(readDay)).toEqual([null, null, null])
  })
})
