import { checkIdNumber, isBankCard, maskBankCard, maskEmail, maskIdNumber, maskMobile } from './identity.ts'

export type PersonalDataKind = 'idNumber' | 'bankCard' | 'mobile' | 'landline' | 'email'

export const personalDataNames: Readonly<Record<PersonalDataKind, string>> = {
  idNumber: '身份证号',
  bankCard: '银行卡号',
  mobile: '手机号码',
  landline: '固定电话',
  email: '电子邮箱',
}

export type PersonalDataFinding = {
  kind: PersonalDataKind
  /** Offset of the first character in the text. */
  at: number
  /** As it stands there; never to be logged. */
  raw: string
  /** What may be shown instead. */
  masked: string
  /** false: a person has to look (an old 15-digit number, an office telephone, a card without a known scheme). */
  certain: boolean
}

const gap = '[ \\u00a0\\u3000-]?'

/** Groups of digits with single blanks or dashes between, at most 24 figures: identity numbers, cards, mobiles. */
const figures = new RegExp(
  `(?<![0-9A-Za-z])(?:\\+86${gap})?[0-9０-９](?:${gap}[0-9０-９]){6,23}(?:${gap}[XxＸｘ])?(?![0-9A-Za-z])`,
  'gu',
)
const landline = /(?<![0-9])(?:[（(]0\d{2,3}[）)]|0\d{2,3}[-－—])[2-9]\d{6,7}(?![0-9])/gu
const email =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,12}/gu

/**
 * Personal data in a text, in order, without overlaps: citizen numbers (with their check digit), bank cards (with Luhn), mobiles,
 * fixed lines, e-mail addresses. Linear in the length of the text. Names and addresses need more than a pattern and are not looked for.
 */
export function findPersonalData(text: string): PersonalDataFinding[] {
  const found: PersonalDataFinding[] = []
  for (const match of text.matchAll(figures)) {
    found.push(...readGroup(match[0], match.index))
  }
  for (const match of text.matchAll(landline)) {
    found.push({
      kind: 'landline',
      at: match.index,
      raw: match[0],
      masked: maskLandline(match[0]),
      certain: false,
    })
  }
  for (const match of text.matchAll(email)) {
    found.push({ kind: 'email', at: match.index, raw: match[0], masked: maskEmail(match[0]), certain: true })
  }
  found.sort((a, b) => a.at - b.at)
  let end = 0
  return found.filter(one => {
    if (one.at < end) return false
    end = one.at + one.raw.length
    return true
  })
}

const run = /[+0-9０-９XxＸｘ]+/gu

/** No known way of grouping a number has more than five runs of figures. */
const mostRuns = 5

/** A group can hold several numbers side by side: the longest that proves itself is taken, then the next. */
function readGroup(group: string, offset: number): PersonalDataFinding[] {
  const runs = [...group.matchAll(run)].map(match => ({
    from: match.index,
    to: match.index + match[0].length,
  }))
  const found: PersonalDataFinding[] = []
  for (let first = 0; first < runs.length; first += 1) {
    for (let last = Math.min(first + mostRuns, runs.length) - 1; last >= first; last -= 1) {
      const from = runs[first]?.from ?? 0
      const finding = readFigures(group.slice(from, runs[last]?.to), offset + from)
      if (finding === null) continue
      found.push(finding)
      first = last
      break
    }
  }
  return found
}

/** How people group these numbers; figures that stand together in any other way do so by chance. */
const mobileGroups = /^(?:\+86\D?)?(?:\d{11}|\d{3}\D\d{4}\D\d{4}|\d{3}\D\d{8}|\d{7}\D\d{4})$/
const idGroups =
  /^(?:\d{17}\D?[0-9Xx]|\d{6}\D\d{8}\D\d{3}[0-9Xx]|\d{6}\D\d{4}\D\d{4}\D\d{3}[0-9Xx]|\d{14}\D\d{3}[0-9Xx])$/
const cardGroups = /^(?:\d{16,19}|\d{4}\D\d{4}\D\d{4}\D\d{4}(?:\D\d{1,3})?|\d{6}\D\d{10,13})$/

function readFigures(raw: string, at: number): PersonalDataFinding | null {
  const plain = raw.replaceAll(/[０-９Ｘｘ]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
  const digits = plain.replaceAll(/[^0-9Xx+]/g, '').replace(/^\+86/, '')
  if (idGroups.test(plain) && checkIdNumber(digits).ok) {
    return { kind: 'idNumber', at, raw, masked: maskIdNumber(digits), certain: true }
  }
  if (/^1[3-9]\d{9}$/.test(digits) && mobileGroups.test(plain)) {
    return { kind: 'mobile', at, raw, masked: maskMobile(digits), certain: true }
  }
  if (cardGroups.test(plain) && isBankCard(digits)) {
    return { kind: 'bankCard', at, raw, masked: maskBankCard(digits), certain: digits.startsWith('62') }
  }
  if (isOldIdNumber(plain)) return { kind: 'idNumber', at, raw, masked: maskIdNumber(digits), certain: false }
  return null
}

/** 15 digits without a check character: province, YYMMDD that exists. */
function isOldIdNumber(digits: string): boolean {
  if (!/^\d{15}$/.test(digits)) return false
  const [year, month, day] = [digits.slice(6, 8), digits.slice(8, 10), digits.slice(10, 12)].map(Number)
  if (!/^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/.test(digits)) return false
  const days =
    [31, (year ?? 0) % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][(month ?? 0) - 1] ?? 0
  return (day ?? 0) >= 1 && (day ?? 0) <= days
}

function maskLandline(raw: string): string {
  return raw.replace(/\d{4}$/, '****')
}

/** The text with every certain finding replaced by its mask, for lists, exports and notices. */
export function maskPersonalData(text: string): string {
  let masked = ''
  let from = 0
  for (const one of findPersonalData(text)) {
    if (!one.certain) continue
    masked += text.slice(from, one.at) + one.masked
    from = one.at + one.raw.length
  }
  return masked + text.slice(from)
}
