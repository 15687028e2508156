import { describe, expect, test } from 'vitest'
import { nationalCalendar } from './calendar.ts'
import type { Clock } from './clock.ts'
import { clocks } from './clocks.ts'
import type { Day } from './day.ts'
import { readClock } from './readClock.ts'
import type { ClockEvent, Reading } from './reading.ts'
import { leftText } from './reading.ts'

const calendar = nationalCalendar()

function read(clock: Clock, now: string, ...events: ClockEvent[]): Reading {
  const reading = readClock(clock, events, now, calendar)
  if (!reading) throw new Error('时钟没有开始')
  return reading
}
const receive = (on: Day): ClockEvent => ({ kind: 'receive', on })
const consult = (on: Day, rest: Partial<ClockEvent> = {}): ClockEvent => ({
  kind: 'consultThirdParty',
  on,
  ...rest,
})
const hear = (on: Day, rest: Partial<ClockEvent> = {}): ClockEvent => ({
  kind: 'hearThirdParty',
  on,
  ...rest,
})

describe('第三十三条：征求第三方意见的时间不计入答复期限', () => {
  test('征求意见期间暂停，收到意见的次日恢复', () => {
    const sent = [receive('2025-04-10'), consult('2025-04-18')]
    const waiting = read(clocks.R04, '2025-04-30', ...sent)
    expect(waiting).toMatchObject({ state: 'paused', counted: 6, left: 14, paused: 9 })
    expect(leftText(waiting)).toBe('暂停计算，还剩14个工作日')
    expect(read(clocks.R04, '2025-05-09', ...sent).left).toBe(14)
    expect(read(clocks.R04, '2025-05-13', ...sent, hear('2025-05-13'))).toMatchObject({
      state: 'running',
      due: '2025-06-03',
      paused: 15,
      left: 14,
    })
  })

  test('有答复期限的，期限届满仍未答复即恢复计算，并预先给出最迟的到期日', () => {
    const events = [receive('2025-04-10'), consult('2025-04-18', { limit: '2025-05-13' })]
    expect(read(clocks.R04, '2025-04-30', ...events)).toMatchObject({
      state: 'paused',
      dueAtLatest: '2025-06-03',
    })
    expect(read(clocks.R04, '2025-05-20', ...events)).toMatchObject({
      state: 'running',
      due: '2025-06-03',
      dueAtLatest: null,
    })
    const lateAnswer = read(clocks.R04, '2025-05-20', ...events, hear('2025-05-16'))
    expect(lateAnswer.due).toBe('2025-06-03')
    expect(lateAnswer.notes.join()).toContain('只扣除到届满之日')
  })

  test('两次征求意见重叠的日子只扣一次，不重叠的都扣', () => {
    const overlapping = read(
      clocks.R04,
      '2025-05-20',
      receive('2025-04-10'),
      consult('2025-04-18', { ref: '甲' }),
      { kind: 'consultAgency', on: '2025-04-21', ref: '丙' },
      consult('2025-04-25', { ref: '乙' }),
      hear('2025-05-07', { ref: '甲' }),
      { kind: 'hearAgency', on: '2025-04-22', ref: '丙' },
      hear('2025-05-13', { ref: '乙' }),
    )
    expect(overlapping).toMatchObject({ due: '2025-06-03', paused: 15 })
    const apart = read(
      clocks.R04,
      '2025-06-20',
      receive('2025-04-10'),
      consult('2025-04-14'),
      hear('2025-04-16'),
      consult('2025-04-21'),
      hear('2025-04-23'),
    )
    expect(apart).toMatchObject({ paused: 4, due: calendar.addWorkingDays('2025-04-10', 24) })
  })

  test('一处答复、另一处仍在征求，继续暂停', () => {
    const reading = read(
      clocks.R04,
      '2025-04-24',
      receive('2025-04-10'),
      consult('2025-04-14', { ref: '甲' }),
      consult('2025-04-15', { ref: '乙' }),
      hear('2025-04-21', { ref: '甲' }),
    )
    expect(reading).toMatchObject({ state: 'paused', counted: 2 })
  })

  test('期限届满之后才发出的征求意见书不再扣除', () => {
    const base = read(clocks.R04, '2025-03-01', receive('2025-01-15'))
    expect(base.due).toBe('2025-02-18')
    const after = read(
      clocks.R04,
      '2025-03-01',
      receive('2025-01-15'),
      consult('2025-02-19'),
      hear('2025-02-25'),
    )
    expect(after).toMatchObject({ due: '2025-02-18', paused: 0, state: 'overdue' })
    expect(after.notes.join()).toContain('不再扣除')
  })

  test('答复作出之后，未结束的征求意见不再影响到期日', () => {
    const reading = read(
      clocks.R04,
      '2025-12-01',
      receive('2025-04-10'),
      consult('2025-04-18'),
      { kind: 'reply', on: '2025-04-25' },
      hear('2025-05-13'),
    )
    expect(reading).toMatchObject({ state: 'met', paused: 5, due: calendar.addWorkingDays('2025-04-10', 25) })
  })

  test('收到意见但没有对应的征求意见书，不作扣除并说明', () => {
    const reading = read(clocks.R04, '2025-05-01', receive('2025-04-10'), hear('2025-04-18'))
    expect(reading.due).toBe(read(clocks.R04, '2025-05-01', receive('2025-04-10')).due)
    expect(reading.refused[0]?.reason).toBe(
      '2025年4月18日收到第三方意见，但没有对应的“征求第三方意见”，未作扣除。',
    )
  })
})

describe('第三十三条第二款：延长答复期限', () => {
  const extend = (on: Day, length?: number): ClockEvent => ({
    kind: 'extend',
    on,
    ...(length ? { length } : {}),
  })

  test('延长二十个工作日，从原期限最后一日接着计算', () => {
    expect(read(clocks.R04, '2024-10-10', receive('2024-09-10'), extend('2024-10-10'))).toMatchObject({
      due: '2024-11-11',
      extended: 20,
    })
    expect(read(clocks.R05, '2024-10-10', { kind: 'endBase', on: '2024-10-14' }).due).toBe('2024-11-11')
    expect(read(clocks.R04, '2024-10-10', receive('2024-09-10'), extend('2024-10-14', 5)).due).toBe(
      '2024-10-21',
    )
  })

  test('超过二十个工作日、第二次、届满之后的延长都被拒绝，并说明理由', () => {
    const reasons = (...events: ClockEvent[]) =>
      read(clocks.R04, '2024-12-01', receive('2024-09-10'), ...events).refused.map(refusal => refusal.reason)
    expect(reasons(extend('2024-10-10', 21))[0]).toContain('最长不得超过20个工作日')
    expect(reasons(extend('2024-10-10', 5), extend('2024-10-11', 5))[0]).toContain('已经延长过一次')
    expect(reasons(extend('2024-10-15'))[0]).toBe(
      '期限已于2024年10月14日届满，届满之后不能再延长；延长须经政府信息公开工作机构负责人同意，并在原期限届满前告知申请人。',
    )
    expect(reasons(extend('2024-10-10', 1.5))[0]).toContain('应为正整数')
    expect(reasons(extend('2024-10-10', 20))).toEqual([])
    expect(read(clocks.R04, '2024-12-01', receive('2024-09-10'), extend('2024-10-10', 21)).due).toBe(
      '2024-10-14',
    )
  })

  test('征求意见把期限推后的，在推后的期限内仍可延长', () => {
    const events = [receive('2024-09-10'), consult('2024-10-10'), hear('2024-10-17')]
    expect(read(clocks.R04, '2024-12-01', ...events, extend('2024-10-18', 5))).toMatchObject({
      refused: [],
      extended: 5,
      paused: 6,
    })
  })

  test('没有延长规定的时限不理会延长事件', () => {
    expect(
      read(clocks.R02, '2024-10-01', { kind: 'issue', on: '2024-09-10' }, extend('2024-09-20')),
    ).toMatchObject({
      due: '2024-10-14',
      extended: 0,
      refused: [],
    })
  })
})

describe('重新计算', () => {
  test('第三十条：答复期限自收到补正之日起计算，此前的征求意见和延长不再计入', () => {
    const reading = read(
      clocks.R04,
      '2026-03-01',
      receive('2026-01-20'),
      consult('2026-01-22'),
      hear('2026-02-04'),
      { kind: 'extend', on: '2026-02-05' },
      { kind: 'supplement', on: '2026-02-24' },
    )
    expect(reading).toMatchObject({
      start: '2026-02-24',
      startKind: 'supplement',
      due: '2026-03-23',
      paused: 0,
      extended: 0,
    })
  })

  test('国办函〔2020〕109号：缴费的次日起重新计算，以最后一次为准', () => {
    const reading = read(
      clocks.R04,
      '2025-11-01',
      receive('2025-08-01'),
      { kind: 'supplement', on: '2025-08-11' },
      { kind: 'pay', on: '2025-09-22' },
    )
    expect(reading).toMatchObject({ start: '2025-09-22', due: '2025-10-24' })
    expect(read(clocks.R10, '2025-10-01', { kind: 'pay', on: '2025-09-22' }).due).toBe('2025-10-24')
  })

  test('补正前发出、补正后才收到的征求意见，只扣除补正之后的日子', () => {
    const reading = read(
      clocks.R04,
      '2026-04-01',
      receive('2026-01-20'),
      consult('2026-02-10'),
      { kind: 'supplement', on: '2026-02-24' },
      hear('2026-02-26'),
    )
    expect(reading).toMatchObject({ paused: 2, due: '2026-03-25' })
  })
})

describe('第三十五条：合理的延迟答复期限', () => {
  const delay = (on: Day, until: Day): ClockEvent => ({ kind: 'delay', on, until })
  test('在届满之前确定的延迟期限成为新的到期日', () => {
    const reading = read(clocks.R04, '2024-10-10', receive('2024-09-10'), delay('2024-10-10', '2024-12-20'))
    expect(reading).toMatchObject({ due: '2024-12-20', state: 'running' })
    expect(reading.account().at(-1)?.why).toBe('延迟答复的最后一日')
  })
  test('届满之后或者不晚于原期限的延迟被拒绝', () => {
    expect(
      read(clocks.R04, '2024-12-01', receive('2024-09-10'), delay('2024-10-15', '2024-12-20')).refused,
    ).toHaveLength(1)
    expect(
      read(clocks.R04, '2024-12-01', receive('2024-09-10'), delay('2024-09-15', '2024-10-14')).refused,
    ).toHaveLength(1)
  })
})

describe('逐日说明', () => {
  test('每一个日历日都有编号或者不计的理由', () => {
    const lines = read(
      clocks.R04,
      '2025-05-20',
      receive('2025-04-24'),
      consult('2025-04-28'),
      hear('2025-04-29'),
    ).account()
    const why = (day: Day) => lines.find(line => line.day === day)
    expect(lines[0]).toMatchObject({ day: '2025-04-24', counted: null, why: '当日不计（收到申请）' })
    expect(why('2025-04-25')).toMatchObject({ counted: 1, why: '工作日', weekday: '周五' })
    expect(why('2025-04-26')).toMatchObject({ counted: null, why: '周末' })
    expect(why('2025-04-27')).toMatchObject({ counted: 2, why: '调休上班' })
    expect(why('2025-04-29')).toMatchObject({ counted: null, why: '暂停（征求第三方意见）' })
    expect(why('2025-05-01')).toMatchObject({ counted: null, why: '节假日（劳动节）' })
    expect(lines.at(-1)).toMatchObject({ counted: 20, why: '工作日，期限届满' })
  })

  test('顺延的日子写明顺延，最后一日写明届满', () => {
    const lines = read(clocks.R11, '2025-10-01', { kind: 'learn', on: '2025-08-05' }).account()
    expect(lines).toHaveLength(66)
    expect(lines.find(line => line.day === '2025-10-04')).toMatchObject({ counted: 60 })
    expect(lines.find(line => line.day === '2025-10-05')).toMatchObject({
      counted: null,
      why: '顺延：节假日（国庆节、中秋节）',
    })
    expect(lines.at(-1)).toMatchObject({ day: '2025-10-09', why: '顺延至首个工作日，期限届满' })
  })

  test('延期的日子标明延期', () => {
    const lines = read(clocks.R04, '2024-10-10', receive('2024-09-10'), {
      kind: 'extend',
      on: '2024-10-10',
      length: 2,
    }).account()
    expect(lines.at(-1)).toMatchObject({ day: '2024-10-16', counted: 22, why: '工作日，延期，期限届满' })
    expect(lines.find(line => line.counted === 20)?.why).toBe('工作日')
  })
})
