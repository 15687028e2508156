/**
 * Working days, numbered once: a period of working days is then one addition (here and in SQL alike).
 * A working day is Monday to Friday minus public holidays and 调休 days off, plus the make-up weekend days of the yearly
 * notice (行政处罚法第八十五条、行政复议法第八十八条：工作日不含法定节假日).
 */
import { dayNumber, dayOfNumber, dayFault, isLeapYear, numberOfDate, weekdayOfNumber, yearOf } from './day.ts'
import type { Day } from './day.ts'
import type { Evidence } from './evidence.ts'
import { holidayYears } from './holidays.ts'
import type { HolidayYear } from './holidays.ts'
import type { Override } from './overrides.ts'

/** A day outside the years of the calendar; the message is written for people. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError'
}

/** Where a year's working days come from. `notice` is null for a year without a notice: provisional. */
export type YearSource = {
  readonly year: number
  readonly notice: string | null
  readonly source: string
  /** Of the days. */
  readonly evidence: Evidence | null
  /** Of the notice's number. */
  readonly numberEvidence: Evidence | null
  readonly provisional: boolean
}

/** What a day is: 工作日、周末、节假日、调休上班日. `name` is the holiday's, where known. */
export type DayKind = {
  readonly kind: 'workday' | 'weekend' | 'holiday' | 'makeUp'
  readonly working: boolean
  readonly name: string | null
}

export type Calendar = {
  /** Region code whose holidays are included, or null for the national calendar. */
  readonly region: string | null
  /** Years for which the region has an arrangement of its own. */
  readonly regionalYears: readonly number[]
  readonly firstDay: Day
  readonly lastDay: Day
  /** Last day covered by an unbroken run of years with a notice. */
  readonly knownUntil: Day
  isWorkingDay(day: Day): boolean
  kindOf(day: Day): DayKind
  /** How many working days have begun by the end of this day, from the first day of the calendar. */
  ordinal(day: Day): number
  /** The working day that carries this number. */
  day(ordinal: number): Day
  /**
   * The n-th working day after `day`, which itself is not counted (民法典第二百零一条); n = 0 gives `day`, a negative n the
   * n-th working day before it.
   */
  addWorkingDays(day: Day, n: number): Day
  /** Working days in (from, to]; negative when `to` is earlier. */
  workingDaysBetween(from: Day, to: Day): number
  /** The first working day on or after `day`. */
  nextWorkingDay(day: Day): Day
  /** The last working day on or before `day`. */
  previousWorkingDay(day: Day): Day
  /** True where the year of `day` has no notice yet. */
  provisional(day: Day): boolean
  /** True where any year touched by from … to has no notice. */
  provisionalBetween(from: Day, to: Day): boolean
  sourceOf(year: number): YearSource
  sourcesBetween(from: Day, to: Day): YearSource[]
}

export type CalendarOptions = {
  /** Notices of the State Council; the built-in ones when left out. */
  readonly years?: readonly HolidayYear[]
  /** Checked files of the office, see `readOverrides`. */
  readonly overrides?: readonly Override[]
  /** 6-digit region code; holidays of its province and city apply too, the national ones always. */
  readonly region?: string | null
  readonly firstYear?: number
  readonly lastYear?: number
}

const kinds: readonly DayKind[] = [
  { kind: 'workday', working: true, name: null },
  { kind: 'weekend', working: false, name: null },
  { kind: 'holiday', working: false, name: null },
  { kind: 'makeUp', working: true, name: null },
]
const [workday, weekend, holiday, makeUp] = [0, 1, 2, 3]

const textsOf = new Map<string, readonly Day[]>()

/** The texts of all days of some years, made once for all calendars. */
function dayTexts(firstYear: number, lastYear: number, first: number, count: number): readonly Day[] {
  const key = `${firstYear} ${lastYear}`
  const known = textsOf.get(key)
  if (known) return known
  const texts = Array.from({ length: count }, (_, i) => dayOfNumber(first + i))
  textsOf.set(key, texts)
  return texts
}

/** `450102` → `450000`, `450100`, `450102`: the regions whose holidays apply, the widest first. */
export function regionsAbove(region: string): string[] {
  return [...new Set([`${region.slice(0, 2)}0000`, `${region.slice(0, 4)}00`, region])]
}

/** Why a text is not a region code, or null. */
export function regionFault(region: string): string | null {
  return /^\d{6}$/.test(region) ? null : `“${region}”不是行政区划代码，请填六位数字，例如“450000”。`
}

/**
 * Builds the calendar of a region (or of the country) from notices and files. Spans 1980 to 2100 unless told
 * otherwise; a year without a notice is plain Monday to Friday and provisional.
 */
export function buildCalendar(options: CalendarOptions = {}): Calendar {
  const { years = holidayYears, overrides = [], region = null, firstYear = 1980, lastYear = 2100 } = options
  const first = numberOfDate(firstYear, 1, 1)
  const count = numberOfDate(lastYear + 1, 1, 1) - first
  const texts = dayTexts(firstYear, lastYear, first, count)
  const codes = new Uint8Array(count)
  const names = new Map<number, string>()
  for (let i = 0; i < count; i++) codes[i] = weekdayOfNumber(first + i) <= 5 ? workday : weekend

  const rest = (number: number, name: string) => {
    const i = number - first
    if (i < 0 || i >= count) return
    codes[i] = holiday
    names.set(i, name)
  }
  const worked = (number: number) => {
    const i = number - first
    if (i < 0 || i >= count) return
    codes[i] = weekdayOfNumber(number) <= 5 ? workday : makeUp
    names.delete(i)
  }

  const sources = new Map<number, YearSource>()
  const replaced = new Set(overrides.filter(o => !o.region && !o.amends).map(o => o.year))
  for (const year of years) {
    if (replaced.has(year.year)) continue
    for (const { name, from, to, work = [] } of year.holidays) {
      for (let n = dayNumber(from); n <= dayNumber(to); n++) rest(n, name)
      for (const day of work) worked(dayNumber(day))
    }
    const numbers = year.notices.map(notice => notice.number).join('、')
    sources.set(year.year, {
      year: year.year,
      notice: numbers,
      source: year.notices.map(notice => `《${notice.title}》`).join('、'),
      evidence: year.evidence,
      numberEvidence: year.notices.some(notice => notice.evidence === 'K') ? 'K' : 'A',
      provisional: false,
    })
  }

  const mine = region === null ? [] : regionsAbove(region)
  const layers = [
    overrides.filter(o => !o.region && !o.amends),
    overrides.filter(o => !o.region && o.amends),
    ...mine.map(code => overrides.filter(o => o.region === code)),
  ]
  for (const override of layers.flat()) {
    for (const { day, name } of override.off)
      rest(dayNumber(day), name ?? (override.region ? '地方节假日' : ''))
    for (const day of override.work) worked(dayNumber(day))
    const before = sources.get(override.year)
    const whole = !override.region && !override.amends
    sources.set(override.year, {
      year: override.year,
      notice: before?.notice ? `${before.notice}、${override.notice}` : override.notice,
      source: before?.source ? `${before.source}、${override.source}` : override.source,
      evidence: before?.evidence ?? null,
      numberEvidence: before?.numberEvidence ?? null,
      provisional: !whole && (before?.provisional ?? true),
    })
  }

  const ordinals = new Int32Array(count)
  const workingDays = new Int32Array(count + 1)
  let total = 0
  for (let i = 0; i < count; i++) {
    if (codes[i] === workday || codes[i] === makeUp) workingDays[++total] = i
    ordinals[i] = total
  }

  const outside = (what: string) =>
    new CalendarError(`${what}不在日历之内，工作日历只包括${firstYear}年至${lastYear}年。`)
  const indexOf = (day: Day): number => {
    const i = dayNumber(day) - first
    if (i >= 0 && i < count) return i
    const fault = dayFault(day)
    throw fault ? new CalendarError(fault) : outside(`“${day}”`)
  }
  const at = (ordinal: number): Day => {
    const i = ordinal >= 1 && ordinal <= total ? workingDays[ordinal] : undefined
    const text = i === undefined ? undefined : texts[i]
    if (text === undefined) throw outside('所求的工作日')
    return text
  }
  const ordinalAt = (i: number) => ordinals[i] ?? 0
  const working = (i: number) => codes[i] === workday || codes[i] === makeUp
  const sourceOf = (year: number): YearSource =>
    sources.get(year) ?? {
      year,
      notice: null,
      source: '放假通知未录入，按周一至周五计算',
      evidence: null,
      numberEvidence: null,
      provisional: true,
    }
  const known = (year: number) => !sourceOf(year).provisional
  const firstKnown = [...sources.keys()].filter(known).sort((a, b) => a - b)[0]
  let knownYear = firstKnown ?? firstYear - 1
  while (firstKnown !== undefined && known(knownYear + 1)) knownYear++

  return {
    region,
    regionalYears: layers
      .slice(2)
      .flat()
      .map(override => override.year),
    firstDay: `${firstYear}-01-01`,
    lastDay: `${lastYear}-12-31`,
    knownUntil: `${knownYear}-12-31`,
    isWorkingDay: day => working(indexOf(day)),
    kindOf: day => {
      const i = indexOf(day)
      const kind = kinds[codes[i] ?? workday] as DayKind
      return codes[i] === holiday ? { ...kind, name: names.get(i) || null } : kind
    },
    ordinal: day => ordinalAt(indexOf(day)),
    day: at,
    addWorkingDays: (day, n) => {
      const i = indexOf(day)
      if (n > 0) return at(ordinalAt(i) + n)
      if (n === 0) return day
      return at(ordinalAt(i) - (working(i) ? 1 : 0) + n + 1)
    },
    workingDaysBetween: (from, to) => ordinalAt(indexOf(to)) - ordinalAt(indexOf(from)),
    nextWorkingDay: day => {
      const i = indexOf(day)
      return working(i) ? day : at(ordinalAt(i) + 1)
    },
    previousWorkingDay: day => at(ordinalAt(indexOf(day))),
    provisional: day => !known(yearOf(day)),
    provisionalBetween: (from, to) => {
      for (let year = yearOf(from); year <= yearOf(to); year++) if (!known(year)) return true
      return false
    },
    sourceOf,
    sourcesBetween: (from, to) =>
      Array.from({ length: Math.max(0, yearOf(to) - yearOf(from) + 1) }, (_, i) =>
        sourceOf(yearOf(from) + i),
      ),
  }
}

let national: Calendar | undefined

/** The national calendar of the built-in notices, built on first use. */
export function nationalCalendar(): Calendar {
  return (national ??= buildCalendar())
}

/** Days in a year that are working days: 2024 has 251. */
export function workingDaysInYear(calendar: Calendar, year: number): number {
  const days = isLeapYear(year) ? 366 : 365
  const first = numberOfDate(year, 1, 1)
  let total = 0
  for (let i = 0; i < days; i++) if (calendar.isWorkingDay(dayOfNumber(first + i))) total++
  return total
}

/** Every working day with its number, for the table `working_days(day, ordinal, region)`. */
export function* listWorkingDays(
  calendar: Calendar,
  from: Day,
  to: Day,
): Generator<{ day: Day; ordinal: number }> {
  const last = calendar.ordinal(to)
  for (
    let ordinal = calendar.ordinal(from) + (calendar.isWorkingDay(from) ? 0 : 1);
    ordinal <= last;
    ordinal++
  )
    yield { day: calendar.day(ordinal), ordinal }
}
