import { basisView, type BasisView } from '#law/clauses.ts'
import type { Calendar } from '#law/calendar.ts'
import { clocks } from '#law/clocks.ts'
import { leftText, lightOf, type Light, type Reading } from '#law/reading.ts'
import { readReply, readSupplement } from './clock.ts'
import type { Fact } from './facts.ts'
import type { RequestState } from './workflow.ts'

export type ClockView = {
  readonly id: string
  readonly name: string
  readonly basis: BasisView
  readonly startedOn: string
  readonly dueOn: string
  readonly state: string
  readonly light: Light
  readonly words: string
  readonly left: number
  readonly provisional: boolean
  readonly notes: readonly string[]
  readonly account: readonly {
    readonly day: string
    readonly weekday: string
    readonly counted: number | null
    readonly why: string
  }[]
}

const unconfirmed = { due: null, light: 'grey', words: '双方确认后起算' } as const
/**
 * The internal warning from the submission on: no statutory clock runs before both sides have confirmed, but a body that leaves
 * an application lying answers for it (条例第三十一条). `days`: working days that the body has set itself to confirm in.
 */
export function confirmLight(
  submitted: { readonly on: string; readonly today: string; readonly calendar: Calendar },
  days: number,
): { due: string; light: Light; words: string } {
  const passed = Math.max(0, submitted.calendar.workingDaysBetween(submitted.on, submitted.today))
  const due = submitted.calendar.addWorkingDays(submitted.on, days)
  if (passed > days) return { due, light: 'red', words: `提交已${passed}个工作日，仍未双方确认` }
  return {
    due,
    light: passed >= days - 1 ? 'yellow' : 'green',
    words: passed === 0 ? '今天提交，待双方确认' : `提交${passed}个工作日，待双方确认`,
  }
}

/** The reading of the answer as lists show it; waiting for the applicant shows grey with the reason. */
export function replyLight(
  state: RequestState,
  reading: Reading | null,
  submitted?: {
    readonly on: string
    readonly today: string
    readonly calendar: Calendar
    readonly days: number
  },
): { due: string | null; light: Light | null; words: string | null } {
  if (state === 'submitted') return submitted ? confirmLight(submitted, submitted.days) : unconfirmed
  if (!reading) return { due: null, light: null, words: null }
  if (state === 'supplementing') return { due: null, light: 'grey', words: '待补正，收到补正后重新计算' }
  if (state === 'charging') return { due: null, light: 'grey', words: '待缴费，缴费后重新计算' }
  return { due: reading.due, light: lightOf(reading), words: leftText(reading) }
}

function viewOf(reading: Reading, basis: string): ClockView {
  const clock = clocks[reading.clock as keyof typeof clocks]
  return {
    id: reading.clock,
    name: clock.name,
    basis: basisView(basis),
    startedOn: reading.start,
    dueOn: reading.due ?? '',
    state: reading.state,
    light: lightOf(reading),
    words: leftText(reading),
    left: reading.left ?? 0,
    provisional: reading.provisional,
    notes: reading.notes,
    account: reading.account().map(l => ({ day: l.day, weekday: l.weekday, counted: l.counted, why: l.why })),
  }
}

/** The clocks of a case that still tell something, each with its day-by-day account. */
export function clockViews(
  state: RequestState,
  facts: readonly Fact[],
  today: string,
  calendar: Calendar,
): ClockView[] {
  const reply = readReply(facts, today, calendar)
  const supplement = state === 'received' ? readSupplement(facts, today, calendar) : null
  return [
    ...(reply && reply.due !== null && reply.state !== 'closed' ? [viewOf(reply, '条例/33')] : []),
    ...(supplement && supplement.due !== null && supplement.state === 'running'
      ? [viewOf(supplement, '条例/30')]
      : []),
  ]
}
