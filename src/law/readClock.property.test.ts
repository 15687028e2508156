import fc from 'fast-check'
import { LegalHoliday } from 'tyme4ts'
import { describe, expect, test } from 'vitest'
import { nationalCalendar } from './calendar.ts'
import type { Clock } from './clock.ts'
import { clocks } from './clocks.ts'
import { addDays, dayNumber, dayOfMonth, dayOfNumber, monthOf, weekday, yearOf } from './day.ts'
import type { Day } from './day.ts'
import { plainClock } from './due.ts'
import { readClock } from './readClock.ts'
import type { ClockEvent, Reading } from './reading.ts'

const calendar = nationalCalendar()

function read(clock: Clock, now: string, ...events: ClockEvent[]): Reading {
  const reading = readClock(clock, events, now, calendar)
  if (!reading) throw new Error('时钟没有开始')
  return reading
}
const receive = (on: Day): ClockEvent => ({ kind: 'receive', on })

describe('与独立的逐日计数比较', () => {
  const works = (day: Day) => {
    const legal = LegalHoliday.fromYmd(yearOf(day), monthOf(day), dayOfMonth(day))
    return legal ? legal.isWork() : weekday(day) <= 5
  }
  const anyDay = fc.integer({ min: dayNumber('2019-01-01'), max: dayNumber('2026-04-30') }).map(dayOfNumber)
  const pause = fc.tuple(fc.nat(60), fc.nat(25))

  test('任意起算日、零至六十个工作日、至多三段暂停，到期日与逐日数出的相同', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(60), fc.array(pause, { maxLength: 3 }), (start, length, pauses) => {
        const spans = pauses.map(([after, long]) => ({
          from: addDays(start, after),
          to: addDays(start, after + long),
        }))
        let [day, left] = [start, length]
        while (left > 0) {
          day = addDays(day, 1)
          if (works(day) && !spans.some(({ from, to }) => day > from && day <= to)) left--
        }
        const events: ClockEvent[] = [
          { kind: 'begin', on: start },
          ...spans.flatMap(({ from, to }, i) => [
            { kind: 'pause', on: from, ref: `${i}` },
            { kind: 'resume', on: to, ref: `${i}` },
          ]),
        ]
        const reading = read(plainClock('workingDays', length), day, ...events)
        expect(reading.due).toBe(day)
        const account = reading.account()
        expect(account).toHaveLength(dayNumber(day) - dayNumber(start) + 1)
        expect(account.filter(line => line.counted !== null).map(line => line.counted)).toEqual(
          Array.from({ length }, (_, i) => i + 1),
        )
        for (const line of account.slice(1))
          expect(line.counted !== null, line.day).toBe(
            works(line.day) && !spans.some(({ from, to }) => line.day > from && line.day <= to),
          )
      }),
      { numRuns: 500 },
    )
  })

  test('任意一天看，已计数与剩余之和等于期限', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(80),
        pause,
        (start, length, later, [after, long]) => {
          const from = addDays(start, after)
          const events = [
            { kind: 'begin', on: start },
            { kind: 'pause', on: from },
            { kind: 'resume', on: addDays(from, long) },
          ]
          const reading = read(plainClock('workingDays', length), addDays(start, later), ...events)
          if (reading.state !== 'overdue') expect(reading.counted + (reading.left ?? 0)).toBe(length)
          else expect(reading.counted).toBe(length)
        },
      ),
    )
  })

  test('起算越晚到期不早，延长n日等于把期限加长n日', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20 }), fc.nat(10), (start, extra, later) => {
        const at = (on: Day, ...more: ClockEvent[]) => read(clocks.R04, on, receive(on), ...more).due ?? ''
        expect(at(addDays(start, later)) >= at(start)).toBe(true)
        const extended = at(start, { kind: 'extend', on: start, length: extra })
        expect(extended).toBe(calendar.addWorkingDays(start, 20 + extra))
        expect(extended).toBe(calendar.addWorkingDays(at(start), extra))
      }),
    )
  })

  test('按日的期限顺延后总是落在工作日，且只越过休息日', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 90 }), (start, length) => {
        const reading = read(plainClock('days', length), start, { kind: 'begin', on: start })
        const due = reading.due ?? ''
        expect(works(due)).toBe(true)
        for (let day = addDays(start, length); day < due; day = addDays(day, 1))
          expect(works(day)).toBe(false)
        expect(due >= addDays(start, length)).toBe(true)
      }),
    )
  })
})
