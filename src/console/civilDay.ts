/** Arithmetic on civil days written `YYYY-MM-DD`: no instant and no time zone ever comes between. */

type Parts = { readonly year: number; readonly month: number; readonly day: number }

const pad = (value: number, width: number) => String(value).padStart(width, '0')

export function partsOf(day: string): Parts {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return { year, month, day: date }
}

export function dayFrom({ year, month, day }: Parts): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

const leap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (leap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, counted from March so that leap days come last. */
export function serialOf(day: string): number {
  const { year, month, day: date } = partsOf(day)
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

export function dayOfSerial(serial: number): string {
  const z = serial + 719_468
  const era = Math.floor(z / 146_097)
  const ofEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return dayFrom({
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  })
}

export const addDays = (day: string, count: number): string => dayOfSerial(serialOf(day) + count)

/** The same day of another month; the last day where that month is shorter. */
export function addMonths(day: string, count: number): string {
  const { year, month, day: date } = partsOf(day)
  const at = year * 12 + month - 1 + count
  const [y, m] = [Math.floor(at / 12), (((at % 12) + 12) % 12) + 1]
  return dayFrom({ year: y, month: m, day: Math.min(date, daysInMonth(y, m)) })
}

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: string): number => (((serialOf(day) + 4) % 7) + 7) % 7

/** What people type for a day (`2026-11-22`, `20261122`, `2026.11.22`, `2026年11月22日`), or null where there is no such day. */
export function readDay(text: string): string | null {
  const found = /^\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*$/.exec(text)
  if (!found) return null
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return dayFrom({ year, month, day })
}
