/**
 * Holiday files loaded by an office: next year's notice before a new release of this program, an emergency change, or a
 * regional holiday. The caller reads the files; here they are understood and checked, every fault at once.
 */
import { dayFault, dayNumber, dayOfNumber, weekdayName, weekdayOfNumber, yearOf } from './day.ts'
import type { Day } from './day.ts'

/** A file as read from disk: its name (for messages) and its text. */
export type CalendarFile = { readonly name: string; readonly text: string }

/** A checked holiday file. `name` of a day off is null where the file gives none. */
export type Override = {
  readonly file: string
  readonly year: number
  /** 通知文号 */
  readonly notice: string
  /** Where the text can be found. */
  readonly source: string
  /** 6-digit code of GB/T 2260, or null for the whole country. */
  readonly region: string | null
  /** True: changes some days of a national year. False: replaces the national year (or, with a region, adds to it). */
  readonly amends: boolean
  readonly off: readonly { readonly day: Day; readonly name: string | null }[]
  readonly work: readonly Day[]
}

const fields = ['year', 'notice', 'source', 'off', 'work', 'region', 'amends']
const firstYear = 1980
const lastYear = 2100

type Faults = (text: string) => void
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Days of `2027-02-05`, `2027-02-05..2027-02-12` or `{ name, from, to }`. */
function readSpan(item: unknown, field: string, fault: Faults): { day: Day; name: string | null }[] {
  let [from, to, name]: [unknown, unknown, string | null] = [item, item, null]
  if (typeof item === 'string' && item.includes('..')) [from, to] = item.split('..')
  if (isRecord(item)) {
    from = item.from
    to = item.to ?? item.from
    if (item.name !== undefined && typeof item.name !== 'string') fault(`“${field}”里的“name”应为文字。`)
    else name = item.name?.trim() || null
  }
  if (typeof from !== 'string' || typeof to !== 'string') {
    fault(`“${field}”里的${JSON.stringify(item)}看不懂，应写“2027-02-05”或“2027-02-05..2027-02-12”。`)
    return []
  }
  const faults = [...new Set([dayFault(from), dayFault(to)])].filter(text => text !== null)
  if (faults.length > 0) {
    for (const text of faults) fault(`“${field}”：${text}`)
    return []
  }
  const [first, last] = [dayNumber(from), dayNumber(to)]
  if (last < first) {
    fault(`“${field}”里的“${from}..${to}”首尾颠倒。`)
    return []
  }
  if (last - first > 30) {
    fault(`“${field}”里的“${from}..${to}”超过31天，请核对。`)
    return []
  }
  return Array.from({ length: last - first + 1 }, (_, i) => ({ day: dayOfNumber(first + i), name }))
}

function readDays(value: unknown, field: string, year: number | null, fault: Faults) {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    fault(`“${field}”应为日期的列表，例如["2027-02-05"]。`)
    return []
  }
  const days = value.flatMap((item: unknown) => readSpan(item, field, fault))
  const seen = new Set<Day>()
  for (const { day } of days) {
    if (seen.has(day)) fault(`“${field}”里“${day}”重复出现。`)
    seen.add(day)
    if (year !== null && yearOf(day) !== year && !day.startsWith(`${year - 1}-12-`))
      fault(`“${field}”里的“${day}”不属于${year}年（只可另含上一年12月的日子）。`)
  }
  return days
}

function readText(value: unknown, field: string, what: string, fault: Faults): string {
  if (typeof value === 'string' && value.trim()) return value.trim()
  fault(`缺少“${field}”（${what}）。`)
  return ''
}

function readOne(value: unknown, file: string, fault: Faults): Override | null {
  if (!isRecord(value)) {
    fault('内容应为一个对象或对象的列表，例如{"year":2027,"notice":"…","source":"…","off":[…],"work":[…]}。')
    return null
  }
  let sound = true
  const note: Faults = text => {
    sound = false
    fault(text)
  }
  for (const key of Object.keys(value))
    if (!fields.includes(key)) note(`不认识的字段“${key}”，可用的字段是：${fields.join('、')}。`)
  let year: number | null = null
  if (typeof value.year === 'number' && Number.isInteger(value.year)) year = value.year
  if (year === null) note('缺少“year”（年份，整数，例如2027）。')
  else if (year < firstYear || year > lastYear) note(`年份${year}不在${firstYear}年至${lastYear}年之内。`)
  const notice = readText(value.notice, 'notice', '通知文号，例如“国办发明电〔2026〕9号”', note)
  const source = readText(value.source, 'source', '出处，例如通知的网址或刊载位置', note)
  const region = value.region === undefined || value.region === null ? null : value.region
  if (region !== null && (typeof region !== 'string' || !/^\d{6}$/.test(region)))
    note('“region”应为六位行政区划代码的文字，例如"450000"。')
  const amends = value.amends ?? false
  if (typeof amends !== 'boolean') note('“amends”应为true或false。')
  const partial = region !== null || amends === true
  const off = readDays(value.off, 'off', year, note)
  const work = readDays(value.work, 'work', year, note).map(item => item.day)
  const offDays = new Set(off.map(item => item.day))
  for (const day of work) {
    if (offDays.has(day)) note(`“${day}”既在“off”（放假）又在“work”（上班）里。`)
    if (!partial && weekdayOfNumber(dayNumber(day)) <= 5)
      note(`“work”里的“${day}”是${weekdayName(day)}，本来就上班，请核对。`)
  }
  if (off.length === 0 && work.length === 0) note('“off”和“work”都是空的，没有可用的安排。')
  else if (!partial && off.length === 0) note('全年安排里没有放假日，请核对“off”。')
  if (off.length > 60) note(`放假日多达${off.length}天，请核对“off”。`)
  if (!sound || year === null) return null
  return {
    file,
    year,
    notice,
    source,
    region: typeof region === 'string' ? region : null,
    amends: amends === true,
    off,
    work,
  }
}

/**
 * Understands holiday files (each one object or a list of them). Returns what is sound and, for the rest, every fault
 * as a Chinese sentence that names its file. Files are taken in the order of their names.
 */
export function readOverrides(files: readonly CalendarFile[]): { overrides: Override[]; faults: string[] } {
  const overrides: Override[] = []
  const faults: string[] = []
  const taken = new Map<string, string>()
  const ordered = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  for (const file of ordered) {
    let value: unknown
    try {
      value = JSON.parse(file.text.replace(/^\uFEFF/, ''))
    } catch {
      faults.push(`放假安排文件“${file.name}”不是有效的JSON，请检查引号、逗号和括号。`)
      continue
    }
    const items: unknown[] = Array.isArray(value) ? value : [value]
    if (items.length === 0) faults.push(`放假安排文件“${file.name}”是空的列表。`)
    for (const [index, item] of items.entries()) {
      const where = items.length > 1 ? `“${file.name}”第${index + 1}项` : `“${file.name}”`
      const override = readOne(item, file.name, text => faults.push(`放假安排文件${where}：${text}`))
      if (!override) continue
      const key = `${override.year} ${override.region ?? ''}`
      const other = override.amends ? undefined : taken.get(key)
      if (other !== undefined) {
        const place = override.region ? `地区${override.region}` : '全国'
        faults.push(
          `放假安排文件${where}：${place}${override.year}年的安排已在“${other}”里，请只留一份，或写明"amends": true。`,
        )
        continue
      }
      if (!override.amends) taken.set(key, file.name)
      overrides.push(override)
    }
  }
  return { overrides, faults }
}
