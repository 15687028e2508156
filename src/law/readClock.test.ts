import { describe, expect, test } from 'vitest'
import { buildCalendar, CalendarError, nationalCalendar } from './calendar.ts'
import type { Clock } from './clock.ts'
import { variantOf } from './clock.ts'
import { clocks } from './clocks.ts'
import type { Day } from './day.ts'
import { readOverrides } from './overrides.ts'
import { readClock } from './readClock.ts'
import type { ClockEvent, Reading } from './reading.ts'
import { dueText, leftText } from './reading.ts'

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

describe('状态', () => {
  const issue: ClockEvent = { kind: 'issue', on: '2024-09-10' }
  test('第二十六条：没有开始的时钟读不出期限', () => {
    expect(readClock(clocks.R02, [], '2024-09-10', calendar)).toBeNull()
    expect(readClock(clocks.R02, [{ kind: 'receive', on: '2024-09-10' }], '2024-09-10', calendar)).toBeNull()
    expect(readClock(clocks.R08, [consult('2024-09-10')], '2024-09-10', calendar)).toBeNull()
  })

  test('印发后二十个工作日内为进行中，最后一天仍在期限内，次日超期', () => {
    expect(read(clocks.R02, '2024-09-10', issue)).toMatchObject({ state: 'running', counted: 0, left: 20 })
    expect(read(clocks.R02, '2024-10-11', issue)).toMatchObject({ state: 'running', counted: 18, left: 2 })
    const last = read(clocks.R02, '2024-10-14', issue)
    expect(last).toMatchObject({ due: '2024-10-14', state: 'running', left: 0, counted: 20 })
    expect(leftText(last)).toBe('今天到期')
    const over = read(clocks.R02, '2024-10-16', issue)
    expect(over).toMatchObject({ state: 'overdue', left: -2 })
    expect(leftText(over)).toBe('已超期2个工作日')
    expect(dueText(over)).toBe('2024年10月14日')
  })

  test('到期日之后的周末已经超期，但还没有超出一个工作日', () => {
    const reading = read(clocks.R02, '2024-11-02', { kind: 'issue', on: '2024-09-30' })
    expect(reading).toMatchObject({ due: '2024-11-01', state: 'overdue', left: 0 })
    expect(Object.is(reading.left, -0)).toBe(false)
    expect(leftText(reading)).toBe('已超期')
  })

  test('公布之后按公布之日判断是否按时，与今天无关', () => {
    const met = read(clocks.R02, '2026-01-01', issue, { kind: 'publish', on: '2024-09-30' })
    expect(met).toMatchObject({ state: 'met', left: 6, stopped: '2024-09-30' })
    expect(leftText(met)).toBe('按时办结，提前6个工作日')
    const late = read(clocks.R02, '2026-01-01', issue, { kind: 'publish', on: '2024-10-16' })
    expect(late).toMatchObject({ state: 'late', left: -2 })
    expect(leftText(late)).toBe('超期办结，晚2个工作日')
    expect(read(clocks.R02, '2026-01-01', issue, { kind: 'publish', on: '2024-10-14' }).state).toBe('met')
  })

  test('当场答复：收到当天答复为按时', () => {
    expect(
      read(clocks.R04, '2025-01-10', receive('2025-01-08'), { kind: 'reply', on: '2025-01-08' }),
    ).toMatchObject({
      state: 'met',
      left: 20,
    })
  })

  test('第三十条：逾期不补正视为放弃申请，时钟终止', () => {
    const reading = read(clocks.R04, '2025-06-01', receive('2025-01-08'), {
      kind: 'abandon',
      on: '2025-03-03',
    })
    expect(reading).toMatchObject({ state: 'closed', left: null })
    expect(leftText(reading)).toBe('已终止')
  })

  test('事件的先后不依赖给出的顺序', () => {
    const events = [hear('2025-05-13'), receive('2025-04-10'), consult('2025-04-18')]
    expect(readClock(clocks.R04, events, '2025-05-20', calendar)?.due).toBe('2025-06-03')
  })

  test('第二十六条：公开之后信息变更，重新起算', () => {
    const reading = read(
      clocks.R01,
      '2025-03-05',
      { kind: 'form', on: '2025-01-02' },
      { kind: 'publish', on: '2025-01-10' },
      { kind: 'change', on: '2025-03-03' },
    )
    expect(reading).toMatchObject({
      start: '2025-03-03',
      startKind: 'change',
      due: '2025-03-31',
      state: 'running',
    })
    expect(read(clocks.R01, '2025-03-05', { kind: 'change', on: '2025-03-03' }).due).toBe('2025-03-31')
  })
})

describe('按日、按月和固定日期', () => {
  test('民法典第二百零三条：末日是法定休假日的顺延；补班的周六不是休假日，不顺延', () => {
    const rolled = read(clocks.R11, '2025-10-01', { kind: 'learn', on: '2025-08-05' })
    expect(rolled).toMatchObject({ due: '2025-10-09', rolledFrom: '2025-10-04', leftUnit: 'days', left: 8 })
    expect(rolled.notes[0]).toContain('顺延至2025年10月9日')
    const makeUp = read(clocks.R11, '2025-10-01', { kind: 'learn', on: '2025-08-12' })
    expect(makeUp).toMatchObject({ due: '2025-10-11', rolledFrom: null })
    expect(makeUp.notes).toEqual(['期满日2025年10月11日是调休上班日，不是休息日，不顺延。'])
  })

  test('行政复议法第二十条：不可抗力耽误的日数扣除后再顺延', () => {
    const reading = read(
      clocks.R11,
      '2025-12-01',
      { kind: 'learn', on: '2025-08-05' },
      { kind: 'hinder', on: '2025-08-10' },
      { kind: 'unhinder', on: '2025-08-20' },
    )
    expect(reading).toMatchObject({ paused: 10, due: '2025-10-14', rolledFrom: null })
    const months = read(
      clocks.R12,
      '2025-12-01',
      { kind: 'learn', on: '2025-03-04' },
      { kind: 'hinder', on: '2025-08-10' },
      { kind: 'unhinder', on: '2025-08-20' },
    )
    expect(months).toMatchObject({ paused: 10, due: '2025-09-15', rolledFrom: '2025-09-14' })
  })

  test('第四十九条：1月31日是固定日期，不顺延，提前到此前最后一个工作日提醒', () => {
    const reading = read(clocks.R17, '2026-01-20', { kind: 'reportYear', on: '2025-12-31' })
    expect(reading).toMatchObject({ due: '2026-01-31', adviseOn: '2026-01-30', state: 'running', left: 11 })
    expect(read(clocks.R17, '2026-02-01', { kind: 'reportYear', on: '2025-12-31' }).state).toBe('overdue')
    const next = [
      { kind: 'reportYear', on: '2024-12-31' },
      { kind: 'publish', on: '2025-01-20' },
      { kind: 'reportYear', on: '2025-12-31' },
    ]
    expect(read(clocks.R17, '2026-01-20', ...next)).toMatchObject({ due: '2026-01-31', state: 'running' })
    expect(read(clocks.R17, '2026-01-20', ...next.slice(0, 2))).toMatchObject({
      due: '2025-01-31',
      state: 'met',
    })
  })

  test('最短期限：不满三十日就截止为期限不足，期满后截止为合规，末日休息时建议推后', () => {
    const draft: ClockEvent = { kind: 'publishDraft', on: '2025-09-05' }
    expect(read(clocks.R20, '2025-09-20', draft)).toMatchObject({
      due: '2025-10-05',
      adviseOn: '2025-10-09',
      state: 'running',
    })
    const short = read(clocks.R20, '2025-11-01', draft, { kind: 'closeConsultation', on: '2025-10-04' })
    expect(short.state).toBe('short')
    expect(leftText(short)).toBe('期限不足')
    expect(read(clocks.R20, '2025-11-01', draft, { kind: 'closeConsultation', on: '2025-10-09' }).state).toBe(
      'met',
    )
    expect(read(clocks.R20, '2025-11-01', draft).state).toBe('met')
  })

  test('给审查机构的时间：审查机构自己提前完成不算期限不足', () => {
    const send: ClockEvent = { kind: 'sendForLegalityReview', on: '2026-09-28' }
    const done: ClockEvent = { kind: 'concludeLegalityReview', on: '2026-09-30' }
    expect(read(clocks.R22, '2026-10-20', send, done)).toMatchObject({ due: '2026-10-13', state: 'met' })
    expect(read(clocks.R24, '2026-10-01', send)).toMatchObject({ earliest: '2026-10-10', due: '2026-10-23' })
  })

  test('听证会七日前：往前数，材料当天送达为按时', () => {
    const hearing: ClockEvent = { kind: 'hear', on: '2025-10-14' }
    const reading = read(clocks.R21, '2025-09-20', hearing)
    expect(reading).toMatchObject({
      due: '2025-10-07',
      adviseOn: '2025-09-30',
      state: 'running',
      left: 17,
      counted: 0,
    })
    expect(
      read(clocks.R21, '2025-10-14', { kind: 'deliverMaterials', on: '2025-10-07' }, hearing).state,
    ).toBe('met')
    expect(
      read(clocks.R21, '2025-10-14', { kind: 'deliverMaterials', on: '2025-10-08' }, hearing).state,
    ).toBe('late')
  })

  test('每年一次与每日一次：做过之后到下一期', () => {
    const attribute: ClockEvent = { kind: 'attribute', on: '2024-05-06' }
    expect(read(clocks.R40, '2025-06-01', attribute)).toMatchObject({ due: '2025-12-31', state: 'running' })
    expect(read(clocks.R40, '2026-01-01', attribute).state).toBe('overdue')
    expect(read(clocks.R40, '2026-01-01', attribute, { kind: 'reexamine', on: '2025-11-03' })).toMatchObject({
      due: '2026-12-31',
      state: 'running',
    })
    expect(read(clocks.R40, '2027-06-01', attribute, { kind: 'publish', on: '2025-11-03' }).state).toBe(
      'closed',
    )
    const flood: ClockEvent = { kind: 'startDisaster', on: '2025-07-05' }
    expect(read(clocks.R35, '2025-07-05', flood)).toMatchObject({ due: '2025-07-05', state: 'running' })
    expect(read(clocks.R35, '2025-07-07', flood, { kind: 'publishLosses', on: '2025-07-05' }).state).toBe(
      'overdue',
    )
    expect(read(clocks.R35, '2025-07-06', flood, { kind: 'publishLosses', on: '2025-07-05' })).toMatchObject({
      due: '2025-07-06',
      state: 'running',
    })
    expect(read(clocks.R35, '2025-08-01', flood, { kind: 'stabilise', on: '2025-07-20' }).state).toBe(
      'closed',
    )
  })

  test('及时：没有天数，不编造到期日', () => {
    const approve: ClockEvent = { kind: 'approve', on: '2025-07-05' }
    const reading = read(clocks.R32, '2025-07-20', approve)
    expect(reading).toMatchObject({ due: null, state: 'running', left: null, counted: 15 })
    expect(dueText(reading)).toBe('及时')
    expect(read(clocks.R32, '2025-07-20', approve, { kind: 'publish', on: '2025-07-08' }).state).toBe('met')
  })

  test('情形：涉及市场主体的征求意见为三十日', () => {
    const market = variantOf(clocks.R23, 'market')
    expect(market && read(market, '2025-01-10', { kind: 'publishDraft', on: '2025-03-03' }).due).toBe(
      '2025-04-02',
    )
  })
})

test('同一天的事件都有时刻的按时刻排，否则按给出的先后', () => {
  const at = (kind: string, time?: string): ClockEvent => ({
    kind,
    on: '2025-03-03',
    ...(time ? { at: `2025-03-03T${time}` } : {}),
  })
  const timed = read(
    clocks.R01,
    '2025-03-05',
    at('publish', '16:00'),
    at('change', '15:00'),
    at('form', '09:00'),
  )
  expect(timed).toMatchObject({ startKind: 'change', state: 'met' })
  const changed = read(clocks.R01, '2025-03-05', at('form', '09:00'), at('publish', '15:00'), at('change'))
  expect(changed).toMatchObject({ startKind: 'change', state: 'running' })
})

describe('按小时', () => {
  const discover: ClockEvent = { kind: 'discover', on: '2025-10-01', at: '2025-10-01T09:30' }
  test('四十八小时昼夜、周末和节假日连续计算', () => {
    expect(read(clocks.R27, '2025-10-01T09:30', discover)).toMatchObject({
      due: '2025-10-03T09:30',
      left: 48,
      provisional: false,
    })
    const later = read(clocks.R27, '2025-10-02T21:45', discover)
    expect(later).toMatchObject({ state: 'running', counted: 36.25, left: 11.75, leftUnit: 'hours' })
    expect(leftText(later)).toBe('还剩11.75小时')
    expect(read(clocks.R27, '2025-10-03T09:30', discover).state).toBe('running')
    expect(read(clocks.R27, '2025-10-03T09:30:01', discover).state).toBe('overdue')
  })
  test('监测发现与接报取较早者；发布时刻决定是否按时', () => {
    const report: ClockEvent = { kind: 'report', on: '2025-10-01', at: '2025-10-01T08:00' }
    expect(read(clocks.R25, '2025-10-01T10:00', discover, report).due).toBe('2025-10-01T13:00')
    const release = (at: string): ClockEvent => ({ kind: 'release', on: at.slice(0, 10), at })
    expect(read(clocks.R25, '2025-10-02', discover, release('2025-10-01T14:30')).state).toBe('met')
    expect(read(clocks.R25, '2025-10-02', discover, release('2025-10-01T14:31'))).toMatchObject({
      state: 'late',
      left: -0.02,
    })
  })
  test('只有日期的事件从零时起算，并说明', () => {
    const reading = read(clocks.R25, '2025-10-01T01:00', { kind: 'discover', on: '2025-10-01' })
    expect(reading.due).toBe('2025-10-01T05:00')
    expect(reading.notes).toEqual(['只有日期、没有时刻，从当日0时起算。'])
  })
})

describe('暂定', () => {
  test('跨入没有放假通知的年份为暂定，载入通知后重新计算', () => {
    const issue: ClockEvent = { kind: 'issue', on: '2026-12-18' }
    const reading = read(clocks.R02, '2026-12-20', issue)
    expect(reading).toMatchObject({ due: '2027-01-15', provisional: true })
    expect(reading.notes).toEqual(['2027年的放假安排尚未录入，到期日为暂定，录入后重新计算。'])
    expect(reading.account().filter(line => line.provisional)[0]?.day).toBe('2027-01-01')
    expect(read(clocks.R02, '2026-12-20', { kind: 'issue', on: '2026-12-01' }).provisional).toBe(false)
    const { overrides } = readOverrides([
      {
        name: '2027.json',
        text: '{"year":2027,"notice":"国办发明电〔2026〕1号","source":"测试","off":["2027-01-01..2027-01-03"],"work":[]}',
      },
    ])
    expect(readClock(clocks.R02, [issue], '2026-12-20', buildCalendar({ overrides }))).toMatchObject({
      due: '2027-01-18',
      provisional: false,
      notes: [],
    })
  })

  test('按小时和固定日期不因没有通知而暂定；按日的看期满日', () => {
    expect(
      read(clocks.R27, '2027-05-01T00:00', { kind: 'report', on: '2027-05-01', at: '2027-05-01T00:00' })
        .provisional,
    ).toBe(false)
    expect(read(clocks.R17, '2027-01-01', { kind: 'reportYear', on: '2026-12-31' }).provisional).toBe(false)
    expect(read(clocks.R11, '2026-12-01', { kind: 'learn', on: '2026-11-20' })).toMatchObject({
      due: '2027-01-19',
      provisional: true,
    })
    expect(read(clocks.R11, '2026-12-01', { kind: 'learn', on: '2026-09-20' }).provisional).toBe(false)
  })

  test('超出日历的日子有明白的说法', () => {
    expect(() =>
      readClock(clocks.R02, [{ kind: 'issue', on: '2100-12-20' }], '2100-12-30', calendar),
    ).toThrow(CalendarError)
  })
})
