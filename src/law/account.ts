import { addDays, addMonths, dayOfMoment, daysBetween, secondsOf, weekdayName } from './day.ts'
import type { Day, Moment } from './day.ts'
import { pauseOn } from './pauses.ts'
import type { Span } from './pauses.ts'
import { eventName, momentOfEvent, restName } from './plan.ts'
import type { Measured, Plan } from './plan.ts'
import type { AccountLine } from './reading.ts'

const lineOf = (plan: Plan, day: Day, counted: number | null, why: string, time?: string): AccountLine => ({
  day,
  ...(time === undefined ? {} : { time }),
  weekday: weekdayName(day),
  counted,
  why,
  provisional: plan.calendar.provisional(day),
})

const startWhy = (plan: Plan) => `当日不计（${eventName(plan.start.kind)}）`
const adviceLine = (plan: Plan): AccountLine[] =>
  plan.adviseOn ? [lineOf(plan, plan.adviseOn, null, '最近的工作日，建议以此为准')] : []
const byDay = (a: AccountLine, b: AccountLine) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)

/** Every calendar day from the start to the due day: its number, or why it has none. */
export function accountOf(plan: Plan): AccountLine[] {
  const { period, due, start } = plan
  if (due === null) return [lineOf(plan, start.on, null, `${eventName(start.kind)}，应当及时办理`)]
  switch (period.unit) {
    case 'hours':
      return accountOfHours(plan, due)
    case 'months':
      return accountOfMonths(plan, period, due)
    case 'workingDays':
    case 'days':
      return plan.clock.bound === 'before' ? accountBackwards(plan, due) : accountOfDays(plan, period, due)
    default:
      return [
        lineOf(plan, start.on, null, eventName(start.kind)),
        ...(due === start.on ? [] : [lineOf(plan, due, null, '最后一日')]),
        ...adviceLine(plan),
      ].sort(byDay)
  }
}

const pauseWhy = ({ name }: Span) => (name === '暂停' ? name : `暂停（${name}）`)

function dayWhy(plan: Plan, day: Day, working: boolean): { counts: boolean; why: string } {
  const { kind } = plan.calendar.kindOf(day)
  const rest = kind === 'weekend' || kind === 'holiday'
  const makeUp = kind === 'makeUp' ? '调休上班' : null
  const pause = pauseOn(plan.spans, day)
  if (working && rest) return { counts: false, why: restName(day, plan.calendar) }
  if (pause) return { counts: false, why: pauseWhy(pause) }
  if (working) return { counts: true, why: makeUp ?? '工作日' }
  return { counts: true, why: rest ? restName(day, plan.calendar) : (makeUp ?? '') }
}

function accountOfDays(plan: Plan, period: Measured, due: Day): AccountLine[] {
  const lines = [lineOf(plan, plan.start.on, null, startWhy(plan))]
  const total = period.length + plan.extended
  let counted = 0
  for (let day = addDays(plan.start.on, 1); day <= due; day = addDays(day, 1)) {
    const { counts, why } = dayWhy(plan, day, period.unit === 'workingDays')
    if (day > plan.unrolled) {
      const rest = !plan.calendar.isWorkingDay(day)
      if (plan.clock.roll === 'nextWorkingDay')
        lines.push(
          lineOf(
            plan,
            day,
            null,
            rest ? `顺延：${restName(day, plan.calendar)}` : '顺延至首个工作日，期限届满',
          ),
        )
      else lines.push(lineOf(plan, day, null, day === due ? '延迟答复的最后一日' : '延迟答复'))
      continue
    }
    if (counts) counted++
    const parts = [why]
    if (counts && counted > period.length) parts.push('延期')
    if (counts && counted === total) parts.push(day === due ? '期限届满' : '期满，当天休息')
    lines.push(lineOf(plan, day, counts ? counted : null, parts.filter(Boolean).join('，')))
  }
  return plan.adviseOn && plan.clock.bound === 'atLeast' ? [...lines, ...adviceLine(plan)] : lines
}

function accountBackwards(plan: Plan, due: Day): AccountLine[] {
  const lines: AccountLine[] = []
  let counted = 0
  for (let day = plan.start.on; day >= due; day = addDays(day, -1)) {
    if (day === plan.start.on) {
      lines.push(lineOf(plan, day, null, startWhy(plan)))
      continue
    }
    const { counts, why } = dayWhy(plan, day, plan.period.unit === 'workingDays')
    if (counts) counted++
    const parts = [why, ...(day === due ? ['最后一日'] : [])]
    lines.push(lineOf(plan, day, counts ? counted : null, parts.filter(Boolean).join('，')))
  }
  const advised = plan.adviseOn && plan.adviseOn < due ? adviceLine(plan) : []
  return [...advised, ...lines.reverse()]
}

function accountOfMonths(plan: Plan, period: Measured, due: Day): AccountLine[] {
  const lines = [lineOf(plan, plan.start.on, null, startWhy(plan))]
  const total = period.length + plan.extended
  for (let month = 1; month <= total; month++)
    lines.push(lineOf(plan, addMonths(plan.start.on, month), month, `第${month}个月的对应日或者月末日`))
  for (const span of plan.spans)
    lines.push(
      lineOf(
        plan,
        span.to,
        null,
        `${pauseWhy(span)}${daysBetween(span.from, span.to)}日，自${addDays(span.from, 1)}起`,
      ),
    )
  lines.sort(byDay)
  if (plan.unrolled > addMonths(plan.start.on, total))
    lines.push(lineOf(plan, plan.unrolled, null, '补足暂停的日数后期满'))
  for (let day = addDays(plan.unrolled, 1); day <= due; day = addDays(day, 1))
    lines.push(
      lineOf(
        plan,
        day,
        null,
        plan.calendar.isWorkingDay(day)
          ? '顺延至首个工作日，期限届满'
          : `顺延：${restName(day, plan.calendar)}`,
      ),
    )
  if (plan.adviseOn) lines.push(...adviceLine(plan))
  return lines.sort(byDay)
}

function accountOfHours(plan: Plan, due: Moment): AccountLine[] {
  const begun = momentOfEvent(plan.start)
  const hoursAt = (moment: Moment) => Math.round((secondsOf(moment) - secondsOf(begun)) / 36) / 100
  const rest = (day: Day) => (plan.calendar.isWorkingDay(day) ? '' : `${restName(day, plan.calendar)}，`)
  const first = dayOfMoment(begun)
  const last = dayOfMoment(due)
  const lines = [
    lineOf(plan, first, 0, `${rest(first)}${eventName(plan.start.kind)}，开始计时`, begun.slice(11)),
  ]
  for (let day = first; day < last; day = addDays(day, 1))
    lines.push(lineOf(plan, day, hoursAt(`${addDays(day, 1)}T00:00`), `${rest(day)}照常计算`, '24:00'))
  lines.push(lineOf(plan, last, hoursAt(due), `${rest(last)}期限届满`, due.slice(11)))
  return lines.map(line => ({ ...line, provisional: false }))
}
