import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  compareDays,
  dayFault,
  DayError,
  dayNumber,
  dayOfNumber,
  isDay,
  momentFault,
  momentOfEpoch,
  momentOfSeconds,
  parseDay,
  parseMoment,
  proseDay,
  proseMoment,
  secondsOf,
  weekday,
  weekdayName,
} from './day.ts'

describe('公历日', () => {
  test('不存在的日子被拒绝，并说明为什么', () => {
    expect(dayFault('2025-02-30')).toBe('日期“2025-02-30”不存在：2025年2月只有1日至28日。')
    expect(dayFault('2024-02-29')).toBeNull()
    expect(dayFault('2100-02-29')).toContain('只有1日至28日')
    expect(dayFault('2024-13-01')).toContain('一年只有1月至12月')
    expect(dayFault('2024-00-10')).toContain('一年只有1月至12月')
    expect(dayFault('0024-01-10')).toContain('年份不对')
    expect(() => parseDay('2025-02-30')).toThrow(DayError)
    expect(parseDay('2025-02-28')).toBe('2025-02-28')
  })

  test('写法不对但看得懂的日期，提示正确写法', () => {
    expect(dayFault('2024年9月10日')).toBe('日期“2024年9月10日”的写法不对，请写成“2024-09-10”。')
    expect(dayFault('2024/9/1')).toContain('“2024-09-01”')
    expect(dayFault('2025.2.30')).toBe('日期“2025-02-30”不存在：2025年2月只有1日至28日。')
    expect(dayFault('明天')).toContain('不是日期')
    expect(dayFault('')).toContain('不是日期')
    expect(dayFault('２０２４-09-10')).toContain('不是日期')
    expect(isDay(' 2024-09-10')).toBe(false)
  })

  test('序数与日期互逆，并与机器的公历一致', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), number => {
        const day = dayOfNumber(number)
        expect(dayNumber(day)).toBe(number)
        expect(Date.parse(`${day}T00:00:00Z`)).toBe(number * 86_400_000)
      }),
    )
  })

  test('星期：2024年9月10日是周二，1970年1月1日是周四，相邻两日依次轮转', () => {
    expect(weekdayName('2024-09-10')).toBe('周二')
    expect(weekdayName('1970-01-01')).toBe('周四')
    expect(weekdayName('1969-12-28')).toBe('周日')
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), number => {
        expect(weekday(dayOfNumber(number + 1))).toBe((weekday(dayOfNumber(number)) % 7) + 1)
      }),
    )
  })

  test('加减日历日', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31')
    expect(compareDays('2024-02-29', '2024-03-01')).toBeLessThan(0)
  })

  test('民法典第二百零二条：到期月的对应日为期间的最后一日，没有对应日的，月末日为最后一日', () => {
    expect(addMonths('2025-01-15', 6)).toBe('2025-07-15')
    expect(addMonths('2025-08-31', 6)).toBe('2026-02-28')
    expect(addMonths('2023-08-31', 6)).toBe('2024-02-29')
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28')
    expect(addMonths('2025-10-31', 1)).toBe('2025-11-30')
    expect(addMonths('2025-03-31', -1)).toBe('2025-02-28')
    expect(addMonths('2025-12-05', 1)).toBe('2026-01-05')
  })

  test('公文写法不补零', () => {
    expect(proseDay('2024-09-10')).toBe('2024年9月10日')
    expect(proseDay('2025-01-05')).toBe('2025年1月5日')
    expect(proseMoment('2025-10-01T09:05')).toBe('2025年10月1日9时05分')
  })
})

describe('时刻（北京时间）', () => {
  test('能读的写法归一，读不了的说明原因', () => {
    expect(parseMoment('2025-10-01T09:30')).toBe('2025-10-01T09:30')
    expect(parseMoment('2025-10-01 09:30:00')).toBe('2025-10-01T09:30')
    expect(parseMoment('2025-10-01T09:30:07')).toBe('2025-10-01T09:30:07')
    expect(momentFault('2025-10-01')).toContain('不是时刻')
    expect(momentFault('2025-10-01T24:30')).toContain('时为00至23')
    expect(momentFault('2025-02-30T09:30')).toContain('只有1日至28日')
    expect(() => parseMoment('2025-10-01T9:30')).toThrow(DayError)
  })

  test('秒数与时刻互逆；世界时午后四点已是北京的第二天', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 4_000_000_000 }), seconds => {
        expect(secondsOf(momentOfSeconds(seconds))).toBe(seconds)
      }),
    )
    expect(momentOfEpoch(Date.parse('2025-09-30T16:00:00Z'))).toBe('2025-10-01T00:00')
    expect(momentOfEpoch(Date.parse('2025-10-01T01:30:09.900Z'))).toBe('2025-10-01T09:30:09')
  })
})
