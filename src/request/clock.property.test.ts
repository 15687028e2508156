import fc from 'fast-check'
import { LegalHoliday } from 'tyme4ts'
import { describe, expect, test } from 'vitest'
import { buildCalendar, nationalCalendar } from '#law/calendar.ts'
import { addDays, dayNumber, dayOfMonth, dayOfNumber, monthOf, weekday, yearOf, type Day } from '#law/day.ts'
import { readOverrides } from '#law/overrides.ts'
import { baseDue, payBy, readReply, supplementRestarts } from './clock.ts'
import { consultationsOf } from './consultations.ts'
import type { Fact, FactData, FactKind } from './facts.ts'

/** The clocks of a case against a count of its own, day by day: 补正、征求意见（几份重叠）、延长、缴费、放假安排变动 at once. */

const works = (day: Day) => {
  const legal = LegalHoliday.fromYmd(yearOf(day), monthOf(day), dayOfMonth(day))
  return legal ? legal.isWork() : weekday(day) <= 5
}
const nth = (from: Day, n: number, isWork: (day: Day) => boolean): Day => {
  let [day, left] = [from, n]
  while (left > 0) {
    day = addDays(day, 1)
    if (isWork(day)) left--
  }
  return day
}
type Letter = {
  readonly who: 'thirdParty' | 'coMaker' | 'agency'
  readonly after: number
  /** Days until it was signed for; null: nobody knows. */
  readonly receipt: number | null
  /** Entered with the letter, or only later. */
  readonly isLate: boolean
  readonly answer: number | null
}
const letter: fc.Arbitrary<Letter> = fc.record({
  who: fc.constantFrom('thirdParty', 'coMaker', 'agency'),
  after: fc.nat(40),
  receipt: fc.option(fc.nat(8)),
  isLate: fc.boolean(),
  answer: fc.option(fc.nat(50)),
})
const story = fc.record({
  start: fc.integer({ min: dayNumber('2019-06-01'), max: dayNumber('2026-02-15') }).map(dayOfNumber),
  ask: fc.option(fc.nat(20)),
  supplement: fc.nat(30),
  letters: fc.array(letter, { maxLength: 4 }),
  extension: fc.option(fc.integer({ min: 1, max: 20 })),
  fee: fc.option(fc.record({ after: fc.nat(15), paid: fc.nat(20) })),
})
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never

/** The facts of a story, and what the rules make of it counted by hand. */
function tell(s: Story, isWork: (day: Day) => boolean) {
  const facts: Fact[] = []
  const add = (kind: FactKind, on: Day, data: FactData = {}, ref: string | null = null) =>
    void facts.push({ id: facts.length + 1, kind, on, ref, data, by: 1 })
  add('receive', s.start)
  let begun = s.start
  if (s.ask !== null) {
    const asked = addDays(s.start, s.ask)
    const came = addDays(asked, s.supplement)
    add('askSupplement', asked)
    add('supplement', came)
    // Art. 30: asked by the 7th working day (a rest day after it is too late), else the count goes on.
    if (asked <= nth(s.start, 7, isWork)) begun = came
  }
  if (s.fee) {
    const sent = addDays(begun, s.fee.after)
    const paid = addDays(sent, s.fee.paid)
    add('sendFeeNotice', sent)
    add('receiveFeeNotice', sent)
    add('pay', paid)
    begun = paid
  }
  if (s.extension !== null) add('extend', begun, { length: s.extension })
  const today = addDays(begun, 400)
  const spans = s.letters.map((one, at) => {
    const sent = addDays(begun, one.after)
    const ref = String(at + 1)
    const received = one.receipt === null ? null : addDays(sent, one.receipt)
    add(
      one.who === 'thirdParty' ? 'consultThirdParty' : 'consultAgency',
      sent,
      { who: one.who, receivedOn: one.isLate ? null : received },
      ref,
    )
    if (received !== null && one.isLate) add('receiveLetter', received, {}, ref)
    const heard = one.answer === null ? null : addDays(sent, one.answer)
    if (heard !== null)
      add(one.who === 'thirdParty' ? 'hearThirdParty' : 'hearAgency', heard, { answer: 'consents' }, ref)
    const limit = received === null || one.who === 'agency' ? null : nth(received, 15, isWork)
    return { from: sent, to: [heard ?? today, limit ?? today, today].sort()[0]!, limit }
  })
  let [day, left] = [begun, 20 + (s.extension ?? 0)]
  while (left > 0) {
    day = addDays(day, 1)
    if (isWork(day) && !spans.some(({ from, to }) => day > from && day <= to)) left--
  }
  return { facts, today, due: day, spans }
}

describe('答复期限与独立的逐日计数比较（第三十条至第三十五条）', () => {
  test('补正、几份意见书重叠、延长、缴费任意组合，到期日与逐日数出的相同，逐日说明也相同', () => {
    fc.assert(
      fc.property(story, s => {
        const told = tell(s, works)
        const reading = readReply(told.facts, told.today, nationalCalendar())!
        expect(reading.due).toBe(told.due)
        for (const line of reading.account().slice(1))
          expect(line.counted !== null, line.day).toBe(
            works(line.day) && !told.spans.some(({ from, to }) => line.day > from && line.day <= to),
          )
        for (const [at, one] of consultationsOf(told.facts, told.today, nationalCalendar()).entries())
          expect(one.limit).toBe(told.spans[at]!.limit)
      }),
      { numRuns: 400 },
    )
  })

  test('放假安排改动后，答复、征求意见、缴费的末日都按新日历，与逐日数出的相同（含闰年2月29日）', () => {
    const near = fc.integer({ min: dayNumber('2028-01-03'), max: dayNumber('2028-03-31') }).map(dayOfNumber)
    fc.assert(
      fc.property(
        fc.tuple(story, near).map(([s, start]) => ({ ...s, start })),
        fc.uniqueArray(
          fc.integer({ min: dayNumber('2028-01-01'), max: dayNumber('2028-12-30') }).map(dayOfNumber),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        (s, changed) => {
          const plain = (day: Day) => weekday(day) <= 5
          const isWork = (day: Day) => plain(day) !== changed.includes(day)
          const { overrides, faults } = readOverrides([
            {
              name: '2028.json',
              text: JSON.stringify({
                year: 2028,
                notice: '测试通知',
                source: '测试',
                off: changed.filter(plain),
                work: changed.filter(day => !plain(day)),
                amends: true,
              }),
            },
          ])
          expect(faults).toEqual([])
          const calendar = buildCalendar({ overrides, firstYear: 2027, lastYear: 2031 })
          const told = tell(s, isWork)
          expect(readReply(told.facts, told.today, calendar)!.due).toBe(told.due)
          const notice = told.facts.find(f => f.kind === 'receiveFeeNotice')
          if (notice) expect(payBy(notice.on, calendar)).toBe(nth(notice.on, 20, isWork))
          for (const [at, one] of consultationsOf(told.facts, told.today, calendar).entries())
            expect(one.limit).toBe(told.spans[at]!.limit)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('第三十条：7个工作日以后才告知补正的，收到补正不重新计算；第7个工作日告知的重新计算', () => {
    const calendar = nationalCalendar()
    const facts = (asked: Day): Fact[] => [
      { id: 1, kind: 'receive', on: '2026-03-02', ref: null, data: {}, by: 1 },
      { id: 2, kind: 'askSupplement', on: asked, ref: null, data: {}, by: 1 },
      { id: 3, kind: 'supplement', on: '2026-03-20', ref: null, data: {}, by: 1 },
    ]
    const last = calendar.addWorkingDays('2026-03-02', 7)
    expect(last).toBe('2026-03-11')
    expect(supplementRestarts(facts(last), calendar)).toBe(true)
    expect(readReply(facts(last), '2026-03-20', calendar)!.due).toBe('2026-04-20')
    expect(supplementRestarts(facts('2026-03-12'), calendar)).toBe(false)
    expect(readReply(facts('2026-03-12'), '2026-03-20', calendar)!.due).toBe('2026-03-30')
    expect(baseDue(facts('2026-03-12'), '2026-03-20', calendar)).toBe('2026-03-30')
  })
})
