import { checkCreditCode, checkOrganisationCode } from './creditCode.ts'

/**
 * 索引号 by a body's own template, because no national scheme exists. Every token has a fixed length, so that a written number
 * can always be taken apart again. Numbers are never used twice and stay after withdrawal; the counter runs per body and year.
 */

/** What stands in the braces of a template. */
export const indexTokens = {
  uscc: '统一社会信用代码（18位）',
  orgcode: '组织机构代码（9位）',
  area: '行政区划码（6位）',
  yyyy: '年份（4位）',
  yyyymm: '年月（6位）',
  yyyymmdd: '年月日（8位）',
  mmdd: '月日（4位）',
  seq: '本年顺序号，位数写在冒号后，如{seq:5}',
} as const

export type IndexToken = keyof typeof indexTokens

export type IndexPart =
  { kind: 'text'; text: string } | { kind: 'token'; token: IndexToken; length: number; pattern: string }

export type IndexValues = {
  uscc?: string | undefined
  orgcode?: string | undefined
  area?: string | undefined
  /** The civil day that gives year, month and day, `YYYY-MM-DD`. */
  on: string
  /** Running number of the body in that year, from 1. */
  sequence: number
}

export type ParsedIndex = {
  ok: true
  uscc?: string
  orgcode?: string
  area?: string
  /** 4 digits. */
  year: number
  /** `MM-DD` or `MM`, where the template carries them. */
  month?: string
  day?: string
  sequence: number
  warnings: string[]
}

const lengths: Readonly<Record<Exclude<IndexToken, 'seq'>, number>> = {
  uscc: 18,
  orgcode: 9,
  area: 6,
  yyyy: 4,
  yyyymm: 6,
  yyyymmdd: 8,
  mmdd: 4,
}

const yearTokens: readonly IndexToken[] = ['yyyy', 'yyyymm', 'yyyymmdd']
const dated: readonly IndexToken[] = [...yearTokens, 'mmdd']

/** A template or a value that cannot give an index number; the message lists all that is wrong. */
export class IndexNumberError extends Error {
  override readonly name = 'IndexNumberError'
}

/** The template in parts; `reasons` says everything that is wrong with it. */
export function readTemplate(template: string): { parts: IndexPart[]; reasons: string[] } {
  const reasons: string[] = []
  const parts: IndexPart[] = []
  if (template.trim() === '') return { parts, reasons: ['索引号模板是空的，例如“{uscc}/{yyyy}-{seq:5}”。'] }
  if (template.length > 80) return { parts, reasons: ['索引号模板过长，最多80个字符。'] }
  for (const piece of template.split(/(\{[^{}]*\})/).filter(text => text !== '')) {
    const inside = /^\{([^{}]*)\}$/.exec(piece)?.[1]
    if (inside === undefined) {
      const bad = [...piece].find(char => !/[0-9A-Za-z./_-]/.test(char))
      if (bad === '{' || bad === '}') reasons.push(`花括号“${bad}”没有成对。`)
      else if (bad !== undefined) reasons.push(`模板的固定部分只用字母、数字和“- / . _”，“${bad}”不能用。`)
      parts.push({ kind: 'text', text: piece })
    } else readToken(inside, parts, reasons)
  }
  return { parts, reasons: [...reasons, ...wholeReasons(parts)] }
}

function readToken(inside: string, parts: IndexPart[], reasons: string[]): void {
  const seq = /^seq:(\d{1,2})$/.exec(inside)
  if (seq !== null) {
    const length = Number(seq[1])
    if (length < 1 || length > 9) reasons.push(`顺序号的位数应在1至9之间，写的是${length}。`)
    else parts.push({ kind: 'token', token: 'seq', length, pattern: `\\d{${length}}` })
    return
  }
  if (inside === 'seq') reasons.push('顺序号要写明位数，如“{seq:5}”。')
  else if (Object.hasOwn(lengths, inside)) {
    const token = inside as keyof typeof lengths
    const length = lengths[token]
    const pattern = token === 'uscc' || token === 'orgcode' ? `[0-9A-Z]{${length}}` : `\\d{${length}}`
    parts.push({ kind: 'token', token, length, pattern })
  } else {
    const known = Object.keys(indexTokens).map(name => (name === 'seq' ? '{seq:5}' : `{${name}}`))
    reasons.push(`“{${inside}}”不是可用的标记，可用的有${known.join('、')}。`)
  }
}

function wholeReasons(parts: readonly IndexPart[]): string[] {
  const reasons: string[] = []
  const count = (tokens: readonly IndexToken[]) =>
    parts.filter(part => part.kind === 'token' && tokens.includes(part.token)).length
  const sequences = count(['seq'])
  if (sequences !== 1) reasons.push(`模板里要有且只有一个顺序号标记{seq:n}，现有${sequences}个。`)
  const years = count(yearTokens)
  if (years !== 1)
    reasons.push(`模板里要有且只有一个年份标记（{yyyy}、{yyyymm}或{yyyymmdd}），现有${years}个。`)
  for (const token of ['uscc', 'orgcode', 'area', 'mmdd'] as const) {
    if (count([token]) > 1) reasons.push(`标记{${token}}只能出现一次。`)
  }
  const owner = count(['uscc', 'orgcode', 'area']) > 0
  const literal = parts.some(part => part.kind === 'text' && /[0-9A-Za-z]/.test(part.text))
  if (!owner && !literal)
    reasons.push('模板里要有能区分机关的部分：{uscc}、{orgcode}、{area}或者本机关固定的字母数字。')
  return reasons
}

/** Everything that is wrong with a template, in Chinese; empty when it can be used. */
export function templateReasons(template: string): string[] {
  return readTemplate(template).reasons
}

function partsOf(template: string): IndexPart[] {
  const { parts, reasons } = readTemplate(template)
  if (reasons.length > 0)
    throw new IndexNumberError(`索引号模板“${template.slice(0, 80)}”不能用：${reasons.join('')}`)
  return parts
}

/**
 * Writes an index number. Throws an IndexNumberError that lists all that is missing or wrong: a value the template needs, a
 * sequence that no longer fits its places, a day that is no day.
 */
export function formatIndexNumber(template: string, values: IndexValues): string {
  const parts = partsOf(template)
  const reasons = new Set<string>()
  const text = parts.map(part => (part.kind === 'text' ? part.text : written(part, values, reasons))).join('')
  if (reasons.size > 0) throw new IndexNumberError(`不能生成索引号：${[...reasons].join('')}`)
  return text
}

function written(part: IndexPart & { kind: 'token' }, values: IndexValues, reasons: Set<string>): string {
  if (dated.includes(part.token)) {
    if (!isDay(values.on)) {
      reasons.add(`日期“${values.on}”不存在，应为“2024-09-10”的样子。`)
      return ''
    }
    const [year = '', month = '', day = ''] = values.on.split('-')
    return { yyyy: year, yyyymm: year + month, yyyymmdd: year + month + day, mmdd: month + day }[
      part.token as 'yyyy'
    ]
  }
  if (part.token === 'seq') {
    const { sequence } = values
    if (!Number.isInteger(sequence) || sequence < 1)
      reasons.add(`顺序号应为从1编起的整数，收到的是${sequence}。`)
    else if (String(sequence).length > part.length) {
      reasons.add(`顺序号${sequence}已超过模板的${part.length}位，请把模板的位数改大。`)
    }
    return String(sequence).padStart(part.length, '0')
  }
  const value = values[part.token as 'uscc' | 'orgcode' | 'area']?.trim().toUpperCase() ?? ''
  if (value === '') reasons.add(`本机关没有登记${indexTokens[part.token]}，模板“{${part.token}}”需要它。`)
  else if (!new RegExp(`^${part.pattern}$`).test(value))
    reasons.add(`“${value}”不是${indexTokens[part.token]}。`)
  return value
}

/** Whether the civil day exists. */
function isDay(on: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(on)
  if (match === null) return false
  return isMonthDay(Number(match[1]), Number(match[2]), Number(match[3]))
}

function isMonthDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day >= 1 && day <= days
}

/**
 * Takes a written index number apart by the template. Wrong check characters of codes are warnings. Throws an IndexNumberError
 * for a template that cannot be used.
 */
export function parseIndexNumber(
  template: string,
  text: string,
): ParsedIndex | { ok: false; reason: string } {
  const parts = partsOf(template)
  const written = text.trim()
  const pattern = parts
    .map(part => (part.kind === 'text' ? part.text.replaceAll(/[.\-/]/g, '\\$&') : `(${part.pattern})`))
    .join('')
  const match = new RegExp(`^${pattern}$`).exec(written)
  if (match === null) {
    return {
      ok: false,
      reason: `“${written.slice(0, 60)}”不合索引号模板“${template}”，应为“${sampleOf(parts)}”的样子。`,
    }
  }
  const values: Partial<Record<IndexToken, string>> = {}
  parts
    .filter(part => part.kind === 'token')
    .forEach((part, at) => {
      values[part.token] = match[at + 1] ?? ''
    })
  return understood(values)
}

function understood(
  values: Partial<Record<IndexToken, string>>,
): ParsedIndex | { ok: false; reason: string } {
  const date = values.yyyymmdd ?? values.yyyymm ?? values.yyyy ?? ''
  const year = Number(date.slice(0, 4))
  const month = date.length >= 6 ? date.slice(4, 6) : values.mmdd?.slice(0, 2)
  const day = date.length === 8 ? date.slice(6, 8) : values.mmdd?.slice(2, 4)
  if (year < 1949 || year > 2099) return { ok: false, reason: `索引号里的年份“${date.slice(0, 4)}”不对。` }
  if (month !== undefined && !isMonthDay(year, Number(month), Number(day ?? '1'))) {
    return {
      ok: false,
      reason: `索引号里的日期“${year}-${month}${day === undefined ? '' : `-${day}`}”不存在。`,
    }
  }
  const sequence = Number(values.seq)
  if (sequence < 1) return { ok: false, reason: '索引号的顺序号不能是0，从1编起。' }
  const credit = values.uscc === undefined ? null : checkCreditCode(values.uscc)
  const organisation = values.orgcode === undefined ? null : checkOrganisationCode(values.orgcode)
  return {
    ok: true,
    ...(values.uscc === undefined ? {} : { uscc: values.uscc }),
    ...(values.orgcode === undefined ? {} : { orgcode: values.orgcode }),
    ...(values.area === undefined ? {} : { area: values.area }),
    year,
    ...(month === undefined ? {} : { month }),
    ...(day === undefined ? {} : { day }),
    sequence,
    warnings: [credit, organisation].flatMap(one =>
      one === null ? [] : one.ok ? one.warnings : one.reasons,
    ),
  }
}

const samples: Readonly<Record<IndexToken, string>> = {
  uscc: '11220000740468418C',
  orgcode: '000014349',
  area: '370400',
  yyyy: '2022',
  yyyymm: '202209',
  yyyymmdd: '20220910',
  mmdd: '0910',
  seq: '1',
}

function sampleOf(parts: readonly IndexPart[]): string {
  return parts
    .map(part => (part.kind === 'text' ? part.text : samples[part.token].padStart(part.length, '0')))
    .join('')
}

/** An example of what the template gives, to be shown beside the setting. Throws for a template that cannot be used. */
export function sampleIndexNumber(template: string): string {
  return sampleOf(partsOf(template))
}

/** Schemes met on government sites, the first is the default of a new body. */
export const knownIndexTemplates = [
  '{uscc}/{yyyy}-{seq:5}',
  '{uscc}/{yyyy}-{seq:7}',
  '{uscc}/{yyyymm}-{seq:5}',
  '{uscc}-/{yyyy}-{mmdd}{seq:3}',
  '{orgcode}/{yyyy}-{seq:5}',
  '{orgcode}/{yyyy}-{seq:6}',
  '{orgcode}-{yyyy}-{seq:6}',
  '{area}/{yyyy}-{seq:5}',
] as const

/** The known scheme that an existing number follows, so that an imported history proposes its own template; null for none. */
export function recogniseIndexTemplate(text: string): string | null {
  return knownIndexTemplates.find(template => parseIndexNumber(template, text).ok) ?? null
}
