/** A due date asked for in words, checked and answered: what stands behind `zhaoming due` and the console's calculator. */
import { CalendarError } from './calendar.ts'
import type { Calendar, YearSource } from './calendar.ts'
import { clock as clockFrom, periodText, unitNames, variantOf } from './clock.ts'
import type { Clock, Unit } from './clock.ts'
import { clockIds, clockOf } from './clocks.ts'
import { dayFault, dayOfMoment, momentFault, parseMoment } from './day.ts'
import type { Day, Moment } from './day.ts'
import { evidenceNames } from './evidence.ts'
import type { Evidence } from './evidence.ts'
import { readClock } from './readClock.ts'
import type { AccountLine, ClockEvent, ClockState } from './reading.ts'
import { clockStateNames, leftText } from './reading.ts'

/** What was asked, as typed: nothing is checked yet. */
export type DueQuestion = {
  readonly clock?: string | undefined
  readonly variant?: string | undefined
  readonly workingDays?: string | undefined
  readonly days?: string | undefined
  readonly months?: string | undefined
  readonly hours?: string | undefined
  readonly from?: string | undefined
  readonly pauses?: readonly string[] | undefined
  readonly extend?: string | undefined
  readonly restarts?: readonly string[] | undefined
  readonly today?: string | undefined
  readonly explain?: boolean | undefined
}

/** Keys in the order in which programs and people meet them; `due` first. */
export type DueAnswer = {
  readonly due: Day | Moment | null
  readonly from: Day | Moment
  /** The day or moment the count began: `from`, or the last restart. */
  readonly start: Day | Moment
  readonly unit: Unit
  readonly length: number | null
  readonly period: string
  readonly extended: number
  readonly paused: number
  readonly provisional: boolean
  readonly rolledFrom: Day | null
  readonly adviseOn: Day | null
  readonly earliest: Day | null
  readonly clock: {
    readonly id: string
    readonly name: string
    readonly duty: string
    readonly source: string
    readonly clauses: readonly string[]
    readonly evidence: Evidence
    readonly evidenceNote: string
    readonly convention: string | null
  } | null
  /** Only where `today` was given. */
  readonly state?: ClockState
  readonly stateText?: string
  readonly left?: number | null
  readonly leftText?: string
  readonly sources: readonly YearSource[]
  readonly notes: readonly string[]
  readonly account?: readonly AccountLine[]
}

export type DueResult = { readonly answer: DueAnswer } | { readonly faults: readonly string[] }

const longest = { workingDays: 5000, days: 10000, months: 600, hours: 100000 } as const
type PlainUnit = keyof typeof longest
const plainUnits: readonly PlainUnit[] = ['workingDays', 'days', 'months', 'hours']
const flags: Record<PlainUnit, string> = {
  workingDays: '--working-days',
  days: '--days',
  months: '--months',
  hours: '--hours',
}

/** A period that stands in no rule card: rolled, paused and extended as the law does it in general. */
export function plainClock(unit: PlainUnit, length: number): Clock {
  return clockFrom({
    id: unit,
    name: `${length}${unitNames[unit]}`,
    duty: '',
    source: '民法典第二百零一条至第二百零三条',
    clauses: ['民法典/201', '民法典/202', '民法典/203'],
    evidence: 'A',
    period: { unit, length },
    roll: unit === 'days' || unit === 'months' ? 'nextWorkingDay' : 'none',
    starts: ['begin'],
    stops: [],
    restarts: ['supplement'],
    pauses: unit === 'hours' ? [] : [{ from: 'pause', to: 'resume', name: '暂停', clause: '' }],
    ...(unit === 'hours'
      ? {}
      : {
          extension: {
            on: 'extend',
            max: longest[unit],
            times: 1,
            condition: '依法批准',
            clause: '',
            text: `最长${longest[unit]}${unitNames[unit]}`,
          },
        }),
  })
}

function readCount(text: string, flag: string, max: number, faults: string[]): number | null {
  const count = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0
  if (count >= 1 && count <= max) return count
  faults.push(`${flag}应为1至${max}的整数，收到的是“${text}”。`)
  return null
}

function chooseClock(question: DueQuestion, faults: string[]): Clock | null {
  const units = plainUnits.filter(unit => question[unit] !== undefined)
  const given = [...(question.clock === undefined ? [] : ['--clock']), ...units.map(unit => flags[unit])]
  if (given.length === 0) {
    faults.push(
      `请用--clock指明时限（R01至R43），或者用${plainUnits.map(unit => flags[unit]).join('、')}给出期限。`,
    )
    return null
  }
  if (given.length > 1) {
    faults.push(`${given.join('、')}只能用一个。`)
    return null
  }
  const [unit] = units
  if (unit) {
    if (question.variant !== undefined) faults.push('--variant只能与--clock一起用。')
    const length = readCount(question[unit] ?? '', flags[unit], longest[unit], faults)
    return length === null ? null : plainClock(unit, length)
  }
  const found = clockOf(question.clock ?? '')
  if (!found) {
    faults.push(`没有编号为“${question.clock}”的时限，编号从${clockIds[0]}到${clockIds.at(-1)}。`)
    return null
  }
  if (found.period === null) {
    faults.push(
      `${found.id}（${found.name}）不是单独的期限：${found.duty}。请用--clock ${found.of} --pause。`,
    )
    return null
  }
  if (question.variant === undefined) return found
  const variant = variantOf(found, question.variant)
  const names = Object.entries(found.variants ?? {}).map(([key, { name }]) => `${key}（${name}）`)
  if (!variant)
    faults.push(
      names.length > 0
        ? `${found.id}没有“${question.variant}”这一种情形，可用的是：${names.join('、')}。`
        : `${found.id}没有不同的情形，请去掉--variant。`,
    )
  return variant
}

/** A day, or a moment where the clock counts hours. */
function readWhen(text: string, flag: string, hours: boolean, faults: string[]): Day | Moment | null {
  if (hours) {
    const fault = momentFault(text)
    if (!fault) return parseMoment(text)
    faults.push(`${flag}：按小时计算的期限需要时刻。${fault}`)
    return null
  }
  const day = momentFault(text) === null ? dayOfMoment(text) : text
  const fault = dayFault(day)
  if (!fault) return day
  faults.push(`${flag}：${fault}`)
  return null
}

function readPause(text: string, today: Day | null, faults: string[]): { from: Day; to: Day | null } | null {
  const parts = text.split('..')
  const [from = '', to = ''] = parts
  if (parts.length !== 2 || !from) {
    faults.push(`--pause应写“发出日..收到日”，例如“2025-04-18..2025-05-13”，收到的是“${text}”。`)
    return null
  }
  const wrong = [dayFault(from), to ? dayFault(to) : null].filter(fault => fault !== null)
  for (const fault of new Set(wrong)) faults.push(`--pause：${fault}`)
  if (wrong.length > 0) return null
  if (!to && today === null) {
    faults.push(`--pause“${text}”还没有结束，请同时用--today给出今天的日期。`)
    return null
  }
  if (to && to < from) {
    faults.push(`--pause“${text}”首尾颠倒：收到日不能早于发出日。`)
    return null
  }
  return { from, to: to || null }
}

function eventOf(kind: string, when: Day | Moment, rest: Partial<ClockEvent> = {}): ClockEvent {
  return { kind, on: dayOfMoment(when), ...(when.length > 10 ? { at: when } : {}), ...rest }
}

/**
 * Answers a question about a due date. Out: the answer, or every fault of the question at once, in Chinese. Days are
 * civil days and moments of Asia/Shanghai; nothing is taken from the machine's clock.
 */
export function answerDue(question: DueQuestion, calendar: Calendar): DueResult {
  const faults: string[] = []
  const clock = chooseClock(question, faults)
  const hours = clock ? clock.period?.unit === 'hours' : question.hours !== undefined
  if (question.from === undefined) faults.push('缺少--from（起算的日子，当日不计），例如--from 2024-09-10。')
  const from = question.from === undefined ? null : readWhen(question.from, '--from', hours, faults)
  const today = question.today === undefined ? null : readWhen(question.today, '--today', hours, faults)
  const restarts = (question.restarts ?? []).map(text => readWhen(text, '--restart', hours, faults))
  const pauses = (question.pauses ?? []).map(text => readPause(text, today && dayOfMoment(today), faults))
  const extension = clock?.extension
  const extend =
    question.extend === undefined ? null : readCount(question.extend, '--extend', longest.days, faults)

  if (clock) {
    const named = `${clock.id}（${clock.name}）`
    if (restarts.length > 0 && clock.restarts.length === 0)
      faults.push(`${named}没有重新计算的规定，不能用--restart。`)
    if (pauses.length > 0 && clock.pauses.length === 0)
      faults.push(
        hours ? '按小时计算的期限昼夜连续，不能用--pause。' : `${named}没有中止计算的规定，不能用--pause。`,
      )
    if (extend !== null && !extension)
      faults.push(
        clock.role === 'extension'
          ? `${named}本身就是延长，只有一次。`
          : `${named}没有延长的规定，不能用--extend。`,
      )
  }
  for (const restart of restarts)
    if (from !== null && restart !== null && restart < from)
      faults.push(`--restart ${restart}早于--from ${from}，重新计算的日子不能在起算之前。`)
  const restart = restarts.reduce<Day | Moment | null>(
    (last, day) => (day !== null && (last === null || day > last) ? day : last),
    null,
  )
  if (!clock || from === null || faults.length > 0) return { faults }

  const [startKind = 'begin'] = clock.starts
  const [restartKind = startKind] = clock.restarts
  const [pauseRule] = clock.pauses
  const begun = restart ?? from
  const events: ClockEvent[] = [eventOf(startKind, from)]
  if (restart !== null) events.push(eventOf(restartKind, restart))
  if (extend !== null) events.push(eventOf('extend', begun, { length: extend }))
  pauses.forEach((pause, index) => {
    if (!pause || !pauseRule) return
    const ref = String(index)
    events.push(eventOf(pauseRule.from, pause.from, { ref }))
    if (pause.to !== null) events.push(eventOf(pauseRule.to, pause.to, { ref }))
  })
  try {
    return answer(question, clock, events, from, today, begun, calendar)
  } catch (error) {
    if (error instanceof CalendarError) return { faults: [error.message] }
    throw error
  }
}

function answer(
  question: DueQuestion,
  clock: Clock,
  events: readonly ClockEvent[],
  from: Day | Moment,
  today: Day | Moment | null,
  begun: Day | Moment,
  calendar: Calendar,
): DueResult {
  const reading = readClock(clock, events, today ?? begun, calendar)
  if (!reading) return { faults: [`${clock.id}（${clock.name}）无法计算。`] }
  if (reading.refused.length > 0) return { faults: reading.refused.map(refusal => refusal.reason) }
  const plain = clock.id in longest
  const notes = [
    ...reading.notes,
    ...((question.pauses ?? []).length > 0 && reading.paused === 0
      ? ['所给的暂停不在期限之内，或者其中没有应扣除的日子，不影响到期日。']
      : []),
    ...(calendar.region !== null && !reading.sources.some(s => calendar.regionalYears.includes(s.year))
      ? [`没有地区${calendar.region}的地方放假安排，按全国日历计算。`]
      : []),
  ]
  return {
    answer: {
      due: reading.due,
      from,
      start: reading.start,
      unit: reading.unit,
      length: reading.length,
      period: periodText(clock),
      extended: reading.extended,
      paused: reading.paused,
      provisional: reading.provisional,
      rolledFrom: reading.rolledFrom,
      adviseOn: reading.adviseOn,
      earliest: reading.earliest,
      clock: plain
        ? null
        : {
            id: clock.id,
            name: clock.name,
            duty: clock.duty,
            source: clock.source,
            clauses: clock.clauses,
            evidence: clock.evidence,
            evidenceNote: clock.evidenceNote ?? evidenceNames[clock.evidence],
            convention: clock.convention ?? null,
          },
      ...(today === null
        ? {}
        : {
            state: reading.state,
            stateText: clockStateNames[reading.state],
            left: reading.left,
            leftText: leftText(reading),
          }),
      sources: reading.sources,
      notes,
      ...(question.explain ? { account: reading.account() } : {}),
    },
  }
}
