import { daysInMonth, type Day } from '#law/day.ts'
import { readChineseNumber } from '#law/documentNumber.ts'

/** Days as clerks write them: `2023年4月10日`, `2022年08月28日`, `二〇一九年五月三十日`, `2020-6-23`, `2020/6/23`, `2020.6.23`. */

const digits = '[0-9０-９]'
const numerals = '[〇○零ＯOo0一二三四五六七八九十廿卅]'
const arabic = `${digits}{4}\\s*年\\s*${digits}{1,2}\\s*月\\s*${digits}{1,2}\\s*[日号]`
const chinese = `[一二]${numerals}{3}年${numerals}{1,2}月${numerals}{1,4}[日号]`
const separated = `${digits}{4}[-/.．]${digits}{1,2}[-/.．]${digits}{1,2}(?!${digits})`
export const datePattern = `(?:${arabic}|${chinese}|${separated})`

const anyDate = new RegExp(datePattern, 'gu')
const dateAlone = new RegExp(`^${datePattern}$`, 'u')

const figure: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9, // prettier-ignore
}

/** Months and days in words: 三十一, 十, 廿三. */
const smallNumber = (text: string): number =>
  readChineseNumber(text.replace('廿', '二十').replace('卅', '三十')) ?? NaN

const halfWidth = (text: string): string =>
  text.replace(/[０-９．]/g, c => (c === '．' ? '.' : String.fromCharCode(c.charCodeAt(0) - 0xfee0)))

function partsOf(written: string): [number, number, number] | null {
  const text = halfWidth(written).replace(/\s/g, '')
  const plain = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text)
  if (plain) return [Number(plain[1]), Number(plain[2]), Number(plain[3])]
  const words = /^(.{4})年(.{1,2})月(.{1,4})[日号]$/u.exec(text)
  if (!words) return null
  const year = [...(words[1] ?? '')].map(c => figure[c] ?? 0).reduce((sum, n) => sum * 10 + n, 0)
  return [year, smallNumber(words[2] ?? ''), smallNumber(words[3] ?? '')]
}

/** The day a written date names, or null where there is no such day (2023年2月30日). */
export function readDay(written: string): Day | null {
  const parts = partsOf(written.trim())
  if (!parts) return null
  const [year, month, day] = parts
  if (!(year >= 1900 && year <= 2199) || !(month >= 1 && month <= 12)) return null
  if (!(day >= 1 && day <= daysInMonth(year, month))) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Every written date in a text, in order; `day` is null where no such day exists. */
export function datesIn(text: string): { written: string; day: Day | null }[] {
  return [...text.matchAll(anyDate)].map(m => ({ written: m[0], day: readDay(m[0]) }))
}

/** True where the text is a date and nothing else. */
export const isDateAlone = (text: string): boolean => dateAlone.test(text.trim())

/** `2022-08-28` as 公文 print it: 2022年8月28日 (GB/T 9704: Arabic numerals, no leading zero). */
export function printedDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
