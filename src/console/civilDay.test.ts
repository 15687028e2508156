import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayFrom,
  dayOfSerial,
  daysInMonth,
  readDay,
  serialOf,
  weekdayOf,
} from './civilDay.ts'

test('一天一天数过去，四百年不错一天，星期也对', () => {
  const wrong: string[] = []
  let serial = serialOf('1800-01-01')
  for (let year = 1800; year < 2200; year += 1)
    for (let month = 1; month <= 12; month += 1)
      for (let date = 1; date <= daysInMonth(year, month); date += 1) {
        const day = dayFrom({ year, month, day: date })
        if (
          serialOf(day) !== serial ||
          dayOfSerial(serial) !== day ||
          addDays(day, 1) !== dayOfSerial(serial + 1)
        )
          wrong.push(day)
        serial += 1
      }
  expect(wrong).toEqual([])
  expect(serial - serialOf('1800-01-01')).toBe(146_097)
  expect(weekdayOf('2026-11-22')).toBe(0)
  expect(weekdayOf('1969-12-31')).toBe(3)
})

test('加一个月落到短月就取月末', () => {
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
  expect(addMonths('2023-01-31', 1)).toBe('2023-02-28')
  expect(addMonths('2024-03-31', -1)).toBe('2024-02-29')
  expect(addMonths('2024-01-15', -1)).toBe('2023-12-15')
  expect([1900, 2000, 2023, 2024].map(year => daysInMonth(year, 2))).toEqual([28, 29, 28, 29])
})

test('几种写法都读得懂，没有的日子不认', () => {
  for (const text of ['2020-06-24', '20200624', '2020.6.24', '2020/06/24', '2020年6月24日', ' 2020-6-24 '])
    expect(readDay(text)).toBe('2020-06-24')
  for (const text of ['2020-02-30', '2020-13-01', '2020-00-01', '24/06/2020', '明天', ''])
    expect(readDay(text)).toBeNull()
})
