import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applicantKinds } from '../model.ts'
import {
  addTables2,
  checkTable2,
  columnNames,
  makeTable2,
  resultRows,
  table2Rows,
  type Counted,
  type Table2,
} from './table2.ts'
import { sample } from './sample.fixture.ts'
import { addTables3, checkTable3, makeTable3, remedyBlocks, remedyResults } from './table3.ts'

const countsOf = (table: Table2): Counted[] =>
  (['r1', 'r2', ...resultRows, 'r4'] as const).flatMap(row =>
    applicantKinds.map((kind, at) => ({ row, kind, count: table[row][at]! })),
  )

describe('表二（国办公开办函〔2021〕30号）', () => {
  test('样本的175个单元格全部勾稽', () => {
    expect(checkTable2(sample)).toEqual([])
  })

  test('由各格的件数重新算出的表与样本逐格相同', () => {
    expect(makeTable2(countsOf(sample))).toEqual(sample)
  })

  test('任何一个单元格加1都会被查出，并说出是哪一列', () => {
    for (const row of table2Rows)
      for (let column = 0; column < 7; column += 1) {
        const numbers = [...sample[row]]
        numbers[column]! += 1
        const faults = checkTable2({ ...sample, [row]: numbers })
        expect(faults.length, `${row}/${column}`).toBeGreaterThan(0)
        expect(faults.some(f => f.text.includes(columnNames[column]!) || f.row === row)).toBe(true)
      }
  })

  test('缺行、缺列、负数、小数都说明是哪一行', () => {
    for (const numbers of [undefined, [1, 2], [-1, 0, 0, 0, 0, 0, -1], [0.5, 0, 0, 0, 0, 0, 0.5]]) {
      const faults = checkTable2({ ...sample, 'r3.2': numbers as unknown as number[] })
      expect(faults).toHaveLength(1)
      expect(faults[0]).toMatchObject({ check: 'shape', row: 'r3.2' })
    }
  })

  test('上年结转与上年报告的结转下年度逐列相同', () => {
    const next: Table2 = makeTable2(
      applicantKinds.flatMap((kind, at) => [
        { row: 'r2' as const, kind, count: sample.r4[at]! },
        { row: 'r4' as const, kind, count: sample.r4[at]! },
      ]),
    )
    expect(checkTable2(next, sample)).toEqual([])
    const other = { ...next, r2: [784, 6, 0, 2, 25, 3, 820], r4: [784, 6, 0, 2, 25, 3, 820] }
    expect(checkTable2(other, sample).map(f => [f.check, f.column])).toEqual([
      ['carryOver', 0],
      ['carryOver', 6],
    ])
  })

  test('只要每类申请人收到的都有结果或者结转，任何件数算出的表都勾稽；汇总后仍然勾稽', () => {
    const counts = fc.array(
      fc.record({
        kind: fc.constantFrom(...applicantKinds),
        from: fc.constantFrom('r1' as const, 'r2' as const),
        to: fc.constantFrom(...resultRows, 'r4' as const),
        count: fc.nat(5000),
      }),
      { maxLength: 60 },
    )
    const tableOf = (
      cases: readonly { kind: Counted['kind']; from: 'r1' | 'r2'; to: Counted['row']; count: number }[],
    ) =>
      makeTable2(
        cases.flatMap(c => [
          { row: c.from, kind: c.kind, count: c.count },
          { row: c.to, kind: c.kind, count: c.count },
        ]),
      )
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const [one, two] = [tableOf(a), tableOf(b)]
        expect(checkTable2(one)).toEqual([])
        expect(checkTable2(addTables2([one, two]))).toEqual([])
        expect(addTables2([one, two])).toEqual(tableOf([...a, ...b]))
      }),
    )
  })
})

describe('表三（国办公开办函〔2021〕30号）', () => {
  const table = {
    review: [376, 97, 196, 121, 790],
    directSuit: [16, 1, 12, 27, 56],
    suitAfterReview: [74, 1, 30, 51, 156],
  }

  test('三组各自“总计＝维持＋纠正＋其他＋尚未审结”', () => {
    expect(checkTable3(table)).toEqual([])
    expect(
      makeTable3(
        remedyBlocks.flatMap(block =>
          remedyResults.map((result, at) => ({ block, result, count: table[block][at]! })),
        ),
      ),
    ).toEqual(table)
    for (const block of remedyBlocks)
      for (let at = 0; at < 5; at += 1) {
        const numbers = [...table[block]]
        numbers[at]! += 1
        expect(checkTable3({ ...table, [block]: numbers })).toHaveLength(1)
      }
  })

  test('汇总逐格相加', () => {
    expect(addTables3([table, table]).review).toEqual([752, 194, 392, 242, 1580])
  })
})
