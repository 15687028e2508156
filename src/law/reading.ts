import type { YearSource } from './calendar.ts'
import type { Unit } from './clock.ts'
import { proseDay, proseMoment } from './day.ts'
import type { Day, Moment } from './day.ts'

/** Something that happened to a case. Kinds that a clock does not name are passed over. */
export type ClockEvent = {
  readonly kind: string
  readonly on: Day
  /** For clocks of hours. */
  readonly at?: Moment
  /** Joins the two ends of a pause where several run side by side. */
  readonly ref?: string
  /** Of an extension, in the clock's unit; the longest allowed when left out. */
  readonly length?: number
  /** New last day, of a delay; of what begins the count anew: the last day that a decision or judgement has set. */
  readonly until?: Day
  /** Of the beginning of a pause: last day on which the other side may answer. */
  readonly limit?: Day
}

/**
 * `running` in time · `paused` in time and not counting · `overdue` not done and late · `met` done in time · `late` done
 * late · `closed` ended without need · `short` a minimum period was cut short.
 */
export type ClockState = 'running' | 'paused' | 'overdue' | 'met' | 'late' | 'closed' | 'short'

export const clockStateNames: Record<ClockState, string> = {
  running: '进行中',
  paused: '暂停计算',
  overdue: '已超期',
  met: '按时办结',
  late: '超期办结',
  closed: '已终止',
  short: '期限不足',
}

/** One day (or mark) of the account. `counted` is its number in the period, null where it does not count. */
export type AccountLine = {
  readonly day: Day
  readonly time?: string
  readonly weekday: string
  readonly counted: number | null
  readonly why: string
  readonly provisional: boolean
}

/** An event that the law does not allow, with the reason as a Chinese sentence; it had no effect on the due day. */
export type Refusal = { readonly kind: string; readonly on: Day; readonly reason: string }

export type Reading = {
  /** Id of the clock. */
  readonly clock: string
  readonly unit: Unit
  /** Length in the unit; null where the rule has none (及时、每年). */
  readonly length: number | null
  readonly extended: number
  /** Days (working days where those are the unit) not counted because of pauses, up to the due day. */
  readonly paused: number
  readonly start: Day | Moment
  readonly startKind: string
  /** Null only for 及时. For a minimum period: the first lawful last day. */
  readonly due: Day | Moment | null
  /** Where the rule is a range (5至15个工作日): the end of the shorter one. */
  readonly earliest: Day | null
  /** While a consultation runs that has a last day: the due day if no answer comes. */
  readonly dueAtLatest: Day | null
  readonly state: ClockState
  /** Counted so far, in the unit. */
  readonly counted: number
  /** Until the due day, negative beyond it; for a finished clock, how early (late) it was. Null where nothing is due. */
  readonly left: number | null
  readonly leftUnit: 'workingDays' | 'days' | 'hours'
  /** Crosses into a year without a holiday notice. */
  readonly provisional: boolean
  /** The end before it rolled to a working day; null when it did not. */
  readonly rolledFrom: Day | null
  /** The working day to aim at where the due day is a rest day and does not roll. */
  readonly adviseOn: Day | null
  readonly stopped: Day | Moment | null
  readonly notes: readonly string[]
  readonly refused: readonly Refusal[]
  readonly sources: readonly YearSource[]
  /** Day by day: the number of each calendar day, or why it has none. Made when asked for. */
  readonly account: () => readonly AccountLine[]
}

const leftUnitNames = { workingDays: '个工作日', days: '天', hours: '小时' } as const

/** `还剩3个工作日`, `今天到期`, `已超期2个工作日`, `按时办结，提前5个工作日`. */
export function leftText(reading: Reading): string {
  const { state, left, leftUnit } = reading
  if (left === null) return clockStateNames[state]
  const many = `${Math.abs(left)}${leftUnitNames[leftUnit]}`
  switch (state) {
    case 'running':
      return left === 0 ? (leftUnit === 'hours' ? '即刻到期' : '今天到期') : `还剩${many}`
    case 'paused':
      return `暂停计算，还剩${many}`
    case 'overdue':
      return left === 0 ? '已超期' : `已超期${many}`
    case 'met':
      return left > 0 ? `按时办结，提前${many}` : '按时办结'
    case 'late':
      return left < 0 ? `超期办结，晚${many}` : '超期办结'
    default:
      return clockStateNames[state]
  }
}

/** The due day or moment in words: `2024年10月14日`, `2025年10月1日14时30分`, `及时`. */
export function dueText(reading: Pick<Reading, 'due' | 'unit'>): string {
  if (reading.due === null) return '及时'
  return reading.unit === 'hours' ? proseMoment(reading.due) : proseDay(reading.due)
}

/** 绿 enough time · 黄 little · 红 late · 灰 not counting · none: over. */
export type Light = 'green' | 'yellow' | 'red' | 'grey' | 'none'

/** 绿 more than 3 working days and 30 % left · 黄 less · 红 late · 灰 not counting. Always shown with words. */
export function lightOf(reading: Pick<Reading, 'state' | 'left' | 'length'>): Light {
  if (reading.state === 'paused') return 'grey'
  if (reading.state === 'overdue' || reading.state === 'late') return 'red'
  if (reading.state === 'running') {
    const left = reading.left ?? 0
    return left <= 3 || left <= (reading.length ?? 0) * 0.3 ? 'yellow' : 'green'
  }
  return 'none'
}
