import { basisView, type BasisView } from '#law/clauses.ts'
import type { Calendar } from '#law/calendar.ts'
import { clocks } from '#law/clocks.ts'
import { leftText, lightOf, type Light, type Reading } from '#law/reading.ts'
import { readConsultation, readPayment, readReply, readSupplement, supplementRestarts } from './clock.ts'
import { consultationsOf } from './consultations.ts'
import { feeNoticeOf, type Fact } from './facts.ts'
import type { RequestState } from './workflow.ts'

export type ClockView = {
  readonly id: string
  readonly name: string
  readonly basis: BasisView
  readonly startedOn: string
  /** Null while the count stands still until it begins anew. */
  readonly dueOn: string | null
  /** While others are heard: the last day if none of them ever answers. */
  readonly dueAtLatest: string | null
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

const waitingWords = {
  supplementing: '待补正，收到补正后重新计算',
  charging: '待缴费，缴费后重新计算',
} as const

/** Why the answer's count stands still, where it will begin anew; null where it runs. */
const waitingOf = (state: RequestState, restarts: boolean): string | null =>
  state === 'charging' || (state === 'supplementing' && restarts) ? waitingWords[state] : null

/**
 * The reading of the answer as lists show it; waiting for the applicant shows grey with the reason. `restarts`: a supplement will begin
 * the count anew.
 */
export function replyLight(
  state: RequestState,
  reading: Reading | null,
  restarts: boolean,
  submitted?: {
    readonly on: string
    readonly today: string
    readonly calendar: Calendar
    readonly days: number
  },
): { due: string | null; light: Light | null; words: string | null } {
  if (state === 'submitted') return submitted ? confirmLight(submitted, submitted.days) : unconfirmed
  if (!reading) return { due: null, light: null, words: null }
  const waiting = waitingOf(state, restarts)
  if (waiting) return { due: null, light: 'grey', words: waiting }
  // What is taken as given up has no last day any more; it is told so in writing all the same.
  if (reading.state === 'closed') return { due: null, light: 'none', words: '视为放弃，待书面告知' }
  return { due: reading.due, light: lightOf(reading), words: leftText(reading) }
}

function viewOf(reading: Reading, basis: string, of = ''): ClockView {
  const clock = clocks[reading.clock as keyof typeof clocks]
  return {
    id: `${reading.clock}${of}`,
    name: of ? `${clock.name}（${of}）` : clock.name,
    basis: basisView(basis),
    startedOn: reading.start,
    dueOn: reading.due,
    dueAtLatest: reading.state === 'paused' ? reading.dueAtLatest : null,
    state: reading.state,
    light: lightOf(reading),
    words: leftText(reading),
    left: reading.left ?? 0,
    provisional: reading.provisional,
    notes: reading.notes,
    account: reading.account().map(l => ({ day: l.day, weekday: l.weekday, counted: l.counted, why: l.why })),
  }
}

/** The answer while its count stands still: grey, with no last day. */
const standing = (reading: Reading, words: string): ClockView => ({
  ...viewOf(reading, '条例/33'),
  dueOn: null,
  light: 'grey',
  words,
  provisional: false,
  notes: [],
  account: [],
})

/**
 * The clocks of a case that still tell something, each with its day-by-day account: the answer, asking to supplement, and what others
 * were given to answer or to pay.
 */
export function clockViews(
  state: RequestState,
  facts: readonly Fact[],
  today: string,
  calendar: Calendar,
): ClockView[] {
  const reply = readReply(facts, today, calendar)
  const asks = state === 'received' || state === 'handling'
  const supplement = asks ? readSupplement(facts, today, calendar) : null
  const waiting = waitingOf(state, supplementRestarts(facts, calendar))
  const notice = state === 'charging' ? feeNoticeOf(facts) : null
  const pay = notice?.receivedOn ? readPayment(notice.receivedOn, today, calendar) : null
  const others = consultationsOf(facts, today, calendar).filter(c => c.answer === null && c.receivedOn)
  return [
    ...(reply && waiting ? [standing(reply, waiting)] : []),
    ...(reply && !waiting && reply.due !== null && reply.state !== 'closed'
      ? [viewOf(reply, '条例/33')]
      : []),
    ...(supplement && supplement.due !== null && supplement.state === 'running'
      ? [viewOf(supplement, '条例/30')]
      : []),
    ...(pay ? [viewOf(pay, '109号(2020)/6')] : []),
    ...others.flatMap(c =>
      c.who === 'agency'
        ? []
        : [
            viewOf(
              readConsultation(c.who, c.receivedOn!, today, calendar),
              c.who === 'thirdParty' ? '条例/32' : '条例/34',
              `第${c.ref}份`,
            ),
          ],
    ),
  ]
}
