/**
 * Civil days of Asia/Shanghai as `YYYY-MM-DD`, and moments as `YYYY-MM-DDTHH:MM[:SS]`. Integer arithmetic only: no
 * time zone, no clock of the machine, so a due date is the same on every computer.
 */

/** A civil day, `YYYY-MM-DD`. Text order is time order. */
export type Day = string

/** A minute (or second) of Asia/Shanghai, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`. Text order is time order. */
export type Moment = string

/** A day that cannot be read or that does not exist; the message is written for the person who typed it. */
export class DayError extends Error {
  override readonly name = 'DayError'
}

const shape = /^(\d{4})-(\d{2})-(\d{2})$/
const looseShape = /^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/
const momentShape = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/

const pad = (n: number, width = 2) => String(n).padStart(width, '0')

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1970-01-01 of a proleptic Gregorian date. */
export function numberOfDate(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

/** The day that carries this number (days since 1970-01-01). */
export function dayOfNumber(number: number): Day {
  const z = number + 719468
  const era = Math.floor(z / 146097)
  const dayOfEra = z - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const mp = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1
  const month = mp < 10 ? mp + 3 : mp - 9
  return `${pad(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4)}-${pad(month)}-${pad(day)}`
}

/** Year, month, day of a valid day; no checks, for speed. */
export function yearOf(day: Day): number {
  return (
    (day.charCodeAt(0) - 48) * 1000 +
    (day.charCodeAt(1) - 48) * 100 +
    (day.charCodeAt(2) - 48) * 10 +
    (day.charCodeAt(3) - 48)
  )
}
export function monthOf(day: Day): number {
  return (day.charCodeAt(5) - 48) * 10 + (day.charCodeAt(6) - 48)
}
export function dayOfMonth(day: Day): number {
  return (day.charCodeAt(8) - 48) * 10 + (day.charCodeAt(9) - 48)
}

/** Days since 1970-01-01 of a day already known to be valid; no checks, for speed. */
export function dayNumber(day: Day): number {
  return numberOfDate(yearOf(day), monthOf(day), dayOfMonth(day))
}

/** Why a text is not a day, as a sentence for the person who typed it; null when it is one. */
export function dayFault(text: string): string | null {
  const parts = shape.exec(text)
  if (!parts) {
    const loose = looseShape.exec(text)
    if (loose) {
      const guess = `${loose[1]}-${pad(Number(loose[2]))}-${pad(Number(loose[3]))}`
      const meant = dayFault(guess)
      return meant ?? `日期“${text}”的写法不对，请写成“${guess}”。`
    }
    return `“${text}”不是日期，请按“年-月-日”填写，例如“2024-09-10”。`
  }
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (year < 1000) return `日期“${text}”的年份不对，请核对。`
  if (month < 1 || month > 12) return `日期“${text}”不存在：一年只有1月至12月。`
  const last = daysInMonth(year, month)
  if (day < 1 || day > last) return `日期“${text}”不存在：${year}年${month}月只有1日至${last}日。`
  return null
}

export function isDay(text: string): boolean {
  return dayFault(text) === null
}

/** The same text as a `Day`. Throws `DayError` with a Chinese sentence for anything that is not a real day. */
export function parseDay(text: string): Day {
  const fault = dayFault(text)
  if (fault) throw new DayError(fault)
  return text
}

/** The day `days` calendar days later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return dayOfNumber(dayNumber(day) + days)
}

/**
 * The corresponding day `months` months later; where the month has none, its last day.
 * 民法典第二百零二条：按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。
 */
export function addMonths(day: Day, months: number): Day {
  const count = yearOf(day) * 12 + (monthOf(day) - 1) + months
  const year = Math.floor(count / 12)
  const month = count - year * 12 + 1
  return `${pad(year, 4)}-${pad(month)}-${pad(Math.min(dayOfMonth(day), daysInMonth(year, month)))}`
}

/** Calendar days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return dayNumber(b) - dayNumber(a)
}

/** Monday 1 … Sunday 7, of a day number. */
export function weekdayOfNumber(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1
}

/** Monday 1 … Sunday 7. */
export function weekday(day: Day): number {
  return weekdayOfNumber(dayNumber(day))
}

const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']

export function weekdayName(day: Day): string {
  return weekdayNames[weekday(day) - 1] ?? ''
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compareDays(a: Day, b: Day): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function earlierDay(a: Day, b: Day): Day {
  return a <= b ? a : b
}
export function laterDay(a: Day, b: Day): Day {
  return a >= b ? a : b
}

/** `2024年9月10日`: the form of prose and of documents (GB/T 9704: Arabic figures, no padding). */
export function proseDay(day: Day): string {
  return `${yearOf(day)}年${monthOf(day)}月${dayOfMonth(day)}日`
}

/** Why a text is not a moment, as a sentence; null when it is one. */
export function momentFault(text: string): string | null {
  const parts = momentShape.exec(text)
  if (!parts) return `“${text}”不是时刻，请按“年-月-日T时:分”填写（北京时间），例如“2025-10-01T09:30”。`
  const fault = dayFault(parts[1] ?? '')
  if (fault) return fault
  if (Number(parts[2]) > 23 || Number(parts[3]) > 59 || Number(parts[4] ?? 0) > 59)
    return `时刻“${text}”不存在：时为00至23，分、秒为00至59。`
  return null
}

/** The canonical moment (`T` between day and time, seconds only where there are some). Throws `DayError`. */
export function parseMoment(text: string): Moment {
  const fault = momentFault(text)
  if (fault) throw new DayError(fault)
  return momentOfSeconds(secondsOf(text))
}

/** Seconds since 1970-01-01T00:00 Shanghai time of a valid moment. A plain day counts from its midnight. */
export function secondsOf(moment: Moment): number {
  const number = (at: number) => (moment.charCodeAt(at) - 48) * 10 + (moment.charCodeAt(at + 1) - 48)
  const hours = moment.length >= 16 ? number(11) : 0
  const minutes = moment.length >= 16 ? number(14) : 0
  const seconds = moment.length >= 19 ? number(17) : 0
  return dayNumber(moment) * 86400 + hours * 3600 + minutes * 60 + seconds
}

export function momentOfSeconds(total: number): Moment {
  const number = Math.floor(total / 86400)
  const rest = total - number * 86400
  const seconds = rest % 60
  const time = `${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}`
  return `${dayOfNumber(number)}T${time}${seconds ? `:${pad(seconds)}` : ''}`
}

/** The moment in Asia/Shanghai of an instant in epoch milliseconds (no daylight saving since 1991). */
export function momentOfEpoch(milliseconds: number): Moment {
  return momentOfSeconds(Math.floor(milliseconds / 1000) + 8 * 3600)
}

export function dayOfMoment(moment: Moment): Day {
  return moment.slice(0, 10)
}

/** `2025年10月1日14时30分` */
export function proseMoment(moment: Moment): string {
  return `${proseDay(dayOfMoment(moment))}${Number(moment.slice(11, 13))}时${moment.slice(14, 16)}分`
}
