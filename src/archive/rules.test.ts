import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RegisterRow } from './model.ts'
import {
  differences,
  disposalDueOn,
  findGaps,
  openOn,
  retentionOf,
  transferDueOn,
  upwardRow,
  type NumberUse,
} from './rules.ts'

const use = fc.record({
  sequence: fc.integer({ min: 1, max: 40 }),
  documentId: fc.option(fc.integer({ min: 1, max: 99 })),
  state: fc.constantFrom('issued' as const, 'pending' as const, 'dropped' as const, 'void' as const),
  note: fc.option(fc.constantFrom('编错', '重复取号')),
})
const explained = fc
  .tuple(fc.integer({ min: 1, max: 45 }), fc.integer({ min: 0, max: 10 }))
  .map(([first, n]) => ({
    first,
    last: first + n,
    kind: 'outside' as const,
    reason: '纸质办理',
  }))

describe('发文号码的连续性', () => {
  test('上海 五(十五)：任何一组号码，逐号比对，每个缺号、重号恰好报一次，说明过的不再算问题', () => {
    fc.assert(
      fc.property(
        fc.array(use, { maxLength: 40 }),
        fc.array(explained, { maxLength: 4 }),
        fc.integer({ min: 0, max: 45 }),
        (uses: NumberUse[], said, last) => {
          const gaps = findGaps({ series: '测', year: 2026, last, uses, explained: said })
          const top = Math.max(last, ...uses.map(u => u.sequence))
          for (let n = 1; n <= top; n++) {
            const there = uses.filter(u => u.sequence === n)
            const issued = there.filter(u => u.state === 'issued').length
            const reported = gaps.filter(g => g.first <= n && n <= g.last)
            if (issued === 1) {
              expect(reported).toEqual([])
              continue
            }
            expect(reported).toHaveLength(1)
            const accounted =
              issued > 1
                ? false
                : there.some(u => u.state === 'void')
                  ? there.find(u => u.state === 'void')!.note !== null
                  : there.some(u => u.state === 'pending') || said.some(e => e.first <= n && n <= e.last)
            expect(reported[0]!.finding).toBe(!accounted)
          }
          expect(gaps.every(g => g.first <= g.last && g.first >= 1 && g.last <= top)).toBe(true)
          expect(gaps.map(g => g.first)).toEqual([...gaps.map(g => g.first)].sort((a, b) => a - b))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('一段九万个号的空缺只报一条，不逐号展开', () => {
    const uses: NumberUse[] = [{ sequence: 99999, documentId: 1, state: 'issued', note: null }]
    const gaps = findGaps({ series: '测', year: 2026, last: 0, uses, explained: [] })
    expect(gaps).toHaveLength(1)
    expect(gaps[0]).toMatchObject({ first: 1, last: 99998, kind: 'missing', finding: true })
  })
})

const row: RegisterRow = {
  id: 1,
  number: '测应急〔2026〕1号',
  title: '关于某事的通知',
  kind: '通知',
  attribute: 'withheld',
  ground: 'E15',
  state: 'issued',
  registeredOn: '2026-03-02',
  writtenOn: '2026-03-02',
  issuedOn: '2026-03-02',
  publishedAt: null,
  address: null,
  imported: false,
  receipt: null,
  purged: false,
}

test('向上备案的一行：不予公开的只有文号、属性和依据，没有标题；清除过的也没有', () => {
  expect(upwardRow(row)).toMatchObject({
    number: row.number,
    attribute: 'withheld',
    ground: 'E15',
    title: null,
  })
  expect(upwardRow({ ...row, attribute: 'on-request' }).title).toBe(row.title)
  expect(upwardRow({ ...row, attribute: 'proactive', purged: true }).title).toBeNull()
  expect(upwardRow({ ...row, attribute: null }).title).toBeNull()
})

test('备案以后的差异：新增、改动（写明是哪一项）、消失', () => {
  const other = { ...row, id: 2, number: '测应急〔2026〕2号' }
  expect(
    differences(
      [row, other],
      [
        { ...row, attribute: 'proactive', ground: null },
        { ...row, id: 3 },
      ],
    ),
  ).toEqual([
    { id: 1, what: 'changed', number: row.number, fields: ['公开属性', '不予公开的依据'] },
    { id: 3, what: 'added', number: row.number, fields: [] },
    { id: 2, what: 'gone', number: other.number, fields: [] },
  ])
  expect(differences([row], [row])).toEqual([])
})

test('档案法实施条例第二十条：县级满十年、其余满二十年移交；档案法第二十七条：满二十五年开放；2月29日归到2月末', () => {
  expect(transferDueOn('2016-03-02', 'county')).toBe('2026-03-02')
  expect(transferDueOn('2006-03-02', 'city')).toBe('2026-03-02')
  expect(transferDueOn('2006-03-02', 'ministry')).toBe('2026-03-02')
  expect(transferDueOn('2004-02-29', 'county')).toBe('2014-02-28')
  expect(openOn('2000-02-29')).toBe('2025-02-28')
})

test('保管期限：单件的决定先于本机关的规则，规则先于缺省表；永久的没有届满日', () => {
  const none = new Map()
  expect(retentionOf({ kind: '函', normative: false }, null, none)).toMatchObject({
    term: '10-years',
    mark: 'K',
  })
  expect(retentionOf({ kind: '函', normative: true }, null, none).term).toBe('permanent')
  expect(retentionOf({ kind: null, normative: false }, null, none).term).toBe('30-years')
  const rules = new Map([['routine', '30-years' as const]])
  expect(retentionOf({ kind: '函', normative: false }, null, rules)).toMatchObject({
    term: '30-years',
    mark: 'A',
  })
  expect(retentionOf({ kind: '函', normative: false }, { term: 'permanent' }, rules).term).toBe('permanent')
  expect(disposalDueOn('2016-03-02', '10-years')).toBe('2026-03-02')
  expect(disposalDueOn('2016-03-02', 'permanent')).toBeNull()
})
