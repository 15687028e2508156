import { expect, test } from 'vitest'
import { clockText, dayText, longDay, minuteText, nearText, sizeText } from './time.ts'

const at = Date.parse('2026-11-22T10:31:00+08:00')

test('时间都按北京时间说，和电脑的时区无关', () => {
  expect(dayText('2026-11-21T23:30:00Z')).toBe('2026-11-22')
  expect(clockText('2026-11-21T16:00:00Z')).toBe('00:00')
  expect(minuteText(at)).toBe('2026-11-22 10:31')
})

test('近的说今天昨天，远的说日期，跨年带年份', () => {
  expect(nearText('2026-11-22T09:00:00+08:00', at)).toBe('今天 09:00')
  expect(nearText('2026-11-21T23:59:00+08:00', at)).toBe('昨天 23:59')
  expect(nearText('2026-10-01T08:00:00+08:00', at)).toBe('10-01 08:00')
  expect(nearText('2025-10-01T08:00:00+08:00', at)).toBe('2025-10-01')
})

test('日期和大小照公文的写法', () => {
  expect(longDay('2026-06-03')).toBe('2026年6月3日')
  expect(longDay('不详')).toBe('不详')
  expect([512, 2048, 3_500_000].map(sizeText)).toEqual(['512 B', '2 KB', '3.3 MB'])
})
