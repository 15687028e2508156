import { expect, test } from 'vitest'
import { usualPeriods } from './periods.ts'
import {
  countOf,
  isChosen,
  mostByHand,
  nothing,
  pageToggled,
  readSelection,
  toggled,
  writeSelection,
} from './selection.ts'

const roundTrip = (selection: ReturnType<typeof readSelection>) => {
  const { sel, but } = writeSelection(selection)
  return readSelection({ ...(sel ? { sel } : {}), ...(but ? { but } : {}) })
}

test('选中的公文写进地址，再读出来还是那些；乱写的地址不选中任何东西', () => {
  for (const selection of [
    nothing,
    { how: 'some', ids: [1, 35, 36, 1_000_000] },
    { how: 'all', but: [] },
    { how: 'all', but: [7] },
  ] as const)
    expect(roundTrip(selection)).toEqual(selection)
  expect(readSelection({ sel: '<script>' })).toEqual(nothing)
  expect(readSelection({ sel: 'a.a.a' })).toEqual({ how: 'some', ids: [10] })
  expect(readSelection({})).toEqual(nothing)
  const many = { how: 'some', ids: Array.from({ length: 900 }, (_, i) => i + 1) } as const
  expect(writeSelection(many).sel!.length).toBeLessThan(4000)
  expect(roundTrip(many)).toMatchObject({ ids: many.ids.slice(0, mostByHand) })
})

test('跨页选择：别的页选过的不丢；全选之后取消个别的', () => {
  const first = pageToggled(nothing, [1, 2, 3], true)
  const both = pageToggled(toggled(first, 2), [11, 12], true)
  expect(both).toEqual({ how: 'some', ids: [1, 3, 11, 12] })
  expect(pageToggled(both, [1, 2, 3], false)).toEqual({ how: 'some', ids: [11, 12] })
  const all = toggled({ how: 'all', but: [] }, 5)
  expect(isChosen(all, 5)).toBe(false)
  expect(isChosen(all, 6)).toBe(true)
  expect(countOf(all, 300)).toBe(299)
  expect(countOf(pageToggled(all, [5, 6], true), 300)).toBe(300)
})

test('本月、上月、本季、本年、上年：月末、闰年、跨年都对', () => {
  const of = (today: string) => Object.fromEntries(usualPeriods(today).map(p => [p.label, [p.from, p.until]]))
  expect(of('2024-02-29')).toMatchObject({
    本月: ['2024-02-01', '2024-02-29'],
    上月: ['2024-01-01', '2024-01-31'],
    本季: ['2024-01-01', '2024-03-31'],
  })
  expect(of('2026-01-31')).toMatchObject({
    上月: ['2025-12-01', '2025-12-31'],
    本季: ['2026-01-01', '2026-03-31'],
    上年: ['2025-01-01', '2025-12-31'],
  })
  expect(of('2026-12-31')).toMatchObject({
    本季: ['2026-10-01', '2026-12-31'],
    本年: ['2026-01-01', '2026-12-31'],
  })
})
