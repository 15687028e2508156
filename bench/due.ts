import { buildCalendar } from '#law/calendar.ts'
import { clocks } from '#law/clocks.ts'
import { addDays } from '#law/day.ts'
import { readClock } from '#law/readClock.ts'
import type { ClockEvent } from '#law/reading.ts'
import type { Figure } from './figure.ts'

const total = 1_000_000
const days = 2600

/** Median of five runs in milliseconds; `work` returns something that depends on all it did. */
function median(work: () => number): { milliseconds: number; check: number } {
  const runs = Array.from({ length: 5 }, () => {
    const begun = performance.now()
    const check = work()
    return { milliseconds: performance.now() - begun, check }
  }).sort((a, b) => a.milliseconds - b.milliseconds)
  return runs[2] ?? { milliseconds: Number.NaN, check: 0 }
}

const perSecond = (milliseconds: number) => Math.round((total / milliseconds) * 1000)

/** Due dates on one core, from text to text: plain additions, and whole readings of a clock with its state and notes. */
export async function bench(): Promise<Figure[]> {
  const calendar = buildCalendar()
  const starts = Array.from({ length: days }, (_, i) => addDays('2019-01-01', i))
  const at = (i: number) => starts[i % days] ?? '2019-01-01'

  const added = median(() => {
    let check = 0
    for (let i = 0; i < total; i++) check += calendar.addWorkingDays(at(i), 1 + (i % 60)).charCodeAt(9)
    return check
  })
  const issued = starts.map((on): ClockEvent[] => [{ kind: 'issue', on }])
  const read = median(() => {
    let check = 0
    for (let i = 0; i < total; i++)
      check += (readClock(clocks.R02, issued[i % days] ?? [], '2024-06-01', calendar)?.due ?? '').charCodeAt(
        9,
      )
    return check
  })
  const answered = starts.map((on): ClockEvent[] => [
    { kind: 'receive', on },
    { kind: 'consultThirdParty', on: addDays(on, 5) },
    { kind: 'hearThirdParty', on: addDays(on, 19) },
    { kind: 'extend', on: addDays(on, 20), length: 10 },
  ])
  const paused = median(() => {
    let check = 0
    for (let i = 0; i < total / 10; i++)
      check += (
        readClock(clocks.R04, answered[i % days] ?? [], '2024-06-01', calendar)?.due ?? ''
      ).charCodeAt(9)
    return check
  })
  const built = median(() => buildCalendar().regionalYears.length)
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`
  return [
    {
      name: 'due dates, text to text',
      unit: '/s',
      value: perSecond(added.milliseconds),
      detail: `1,000,000 in ${seconds(added.milliseconds)} on one core, 1 to 60 working days from any day of 2019 to 2026; check ${added.check}`,
      target: { at: 'least', value: 500_000 },
    },
    {
      name: 'whole readings of R02 (due day, state, what is left, sources)',
      unit: '/s',
      value: perSecond(read.milliseconds),
      detail: `1,000,000 in ${seconds(read.milliseconds)} on one core; check ${read.check}`,
      target: null,
    },
    {
      name: 'whole readings of R04 with a consultation and an extension',
      unit: '/s',
      value: Math.round((total / 10 / paused.milliseconds) * 1000),
      detail: `100,000 in ${seconds(paused.milliseconds)} on one core; check ${paused.check}`,
      target: null,
    },
    {
      name: 'building the calendar 1980 to 2100',
      unit: 'ms',
      value: Math.round(built.milliseconds * 100) / 100,
      detail: '44,195 days, notices of 2019 to 2026',
      target: null,
    },
  ]
}
