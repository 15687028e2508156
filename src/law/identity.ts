/**
 * Personal identifiers: checks and masks, pure. A finding is certain when its own check digit or shape proves it; an uncertain
 * one is shown to a person and never changed silently.
 */

export type CheckedIdentity =
  { ok: true; text: string; bornOn: string; gender: '男' | '女' } | { ok: false; reasons: string[] }

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idCheckCharacters = '10X98765432'

const fold = (text: string) =>
  text
    .replaceAll(/[！-～]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\s\u00a0\u200b-\u200d\u3000\ufeff]/g, '')

/** The check character of the first 17 digits (ISO 7064 MOD 11-2); null when there are not 17 digits. */
export function idCheckCharacter(first17: string): string | null {
  if (!/^[0-9]{17}$/.test(first17)) return null
  let sum = 0
  for (let at = 0; at < 17; at += 1) sum += Number(first17[at]) * (idWeights[at] ?? 0)
  return idCheckCharacters[sum % 11] ?? null
}

function isDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day >= 1 && day <= days
}

/** First two digits of 行政区划码: the provinces, with 81 82 83 of residence permits and 91 for abroad. */
const provinces = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/

/**
 * Checks an 18-character citizen number (GB 11643): figures, province, day of birth, check character. `today` (`YYYY-MM-DD`), where
 * given, refuses a day of birth in the future. All that is wrong is said at once; the check character only when the rest is right.
 */
export function checkIdNumber(input: string, today?: string): CheckedIdentity {
  const text = fold(input).toUpperCase()
  if (text === '') return { ok: false, reasons: ['没有填写身份证号。'] }
  if (text.length !== 18) {
    const old = /^\d{15}$/.test(text) ? '15位的旧号码已停用，请填写18位的号码。' : ''
    return {
      ok: false,
      reasons: [`身份证号应为18位，现有${text.length > 40 ? '40位以上' : `${text.length}位`}。${old}`],
    }
  }
  if (!/^\d{17}[0-9X]$/.test(text)) return { ok: false, reasons: ['身份证号前17位应为数字，末位为数字或X。'] }
  const reasons: string[] = []
  if (!provinces.test(text)) reasons.push(`前两位“${text.slice(0, 2)}”不是省级行政区划码。`)
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)]
  const bornOn = `${year}-${month}-${day}`
  if (Number(year) < 1900 || !isDay(Number(year), Number(month), Number(day))) {
    reasons.push(`第7至14位“${text.slice(6, 14)}”不是有效的出生日期。`)
  } else if (today !== undefined && bornOn > today) reasons.push(`出生日期${bornOn}在今天之后。`)
  if (reasons.length > 0) return { ok: false, reasons }
  if (idCheckCharacter(text.slice(0, 17)) !== text[17]) {
    // The right character is not given away: it would turn a guess into a usable number.
    return { ok: false, reasons: ['校验码不对，请逐位核对。'] }
  }
  return { ok: true, text, bornOn, gender: Number(text[16]) % 2 === 1 ? '男' : '女' }
}

/** Whether the text is a mobile number of the mainland, with or without +86 and dashes. */
export function isMobile(input: string): boolean {
  return /^(?:\+?86-?)?1[3-9]\d-?\d{4}-?\d{4}$/.test(fold(input))
}

/** Whether the text is a fixed line: 0431-12345678, (021)12345678, 8379803 needs its area code. */
export function isLandline(input: string): boolean {
  return /^(?:\+?86-?)?(?:\(0\d{2,3}\)|0\d{2,3}-?)[2-9]\d{6,7}(?:[-转]\d{1,6})?$/.test(fold(input))
}

/** The Luhn check of a string of digits. */
export function passesLuhn(digits: string): boolean {
  if (!/^\d{2,}$/.test(digits)) return false
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    let value = Number(digits[digits.length - 1 - at])
    if (at % 2 === 1) value = value > 4 ? value * 2 - 9 : value * 2
    sum += value
  }
  return sum % 10 === 0
}

/** Whether the text can be a bank card: 16 to 19 digits of a card scheme (62, 4, 5, 3, 60, 9) that pass Luhn. */
export function isBankCard(input: string): boolean {
  const digits = fold(input).replaceAll('-', '')
  return (
    /^(?:62|60|4|5[0-9]|3[0-9]|9[0-9])\d{10,}$/.test(digits) &&
    /^\d{16,19}$/.test(digits) &&
    passesLuhn(digits)
  )
}

const stars = (count: number) => '*'.repeat(Math.max(0, count))

/** 王小明 → 王*明, 王明 → 王*, 欧阳小明 → 欧**明. An organisation's name is not masked by this. */
export function maskName(name: string): string {
  const chars = [...name.trim()]
  if (chars.length <= 1) return stars(chars.length)
  if (chars.length === 2) return `${chars[0]}*`
  return `${chars[0]}${stars(chars.length - 2)}${chars.at(-1)}`
}

/** Any document of identity: 110101********1234; `ends` keeps the first and the last character only: 1****************8. */
export function maskIdNumber(number: string, keep: 'region' | 'ends' = 'ends'): string {
  const text = number.trim()
  if (text.length <= 4) return stars(text.length)
  if (keep === 'region' && text.length >= 15)
    return text.slice(0, 6) + stars(text.length - 10) + text.slice(-4)
  return text.slice(0, 1) + stars(text.length - 2) + text.slice(-1)
}

/** 138****5678; a shorter or longer number keeps three and four figures where it can. */
export function maskMobile(number: string): string {
  const digits = fold(number)
    .replaceAll(/[^0-9+]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')
  if (digits.length < 8) return stars(digits.length)
  return digits.slice(0, 3) + stars(digits.length - 7) + digits.slice(-4)
}

/** a***@b.cn: the domain stays, so that the owner recognises it. */
export function maskEmail(email: string): string {
  const text = email.trim()
  const at = text.lastIndexOf('@')
  if (at < 1) return stars([...text].length)
  return `${text.slice(0, 1)}***${text.slice(at)}`
}

/** **** **** **** 1234. */
export function maskBankCard(number: string): string {
  const digits = number.replaceAll(/\D/g, '')
  return digits.length < 8 ? stars(digits.length) : `**** **** **** ${digits.slice(-4)}`
}

const province = '(?:[^省市区县\\d]{2,8}(?:省|自治区|特别行政区|市))'
const city = '(?:[^市州盟县区\\d]{1,10}(?:自治州|州|地区|市|盟))'
/** 小区, 社区 and the like name a home, not a district. */
const county = '[^县区旗市\\d]{1,12}(?:自治县|自治旗|县|旗|(?<![小社园校厂片])区)'
const downToCounty = new RegExp(`^${province}?${city}?${county}`, 'u')
const downToCity = new RegExp(`^(?:${province}?${city}|${province})`, 'u')

/** An address down to the county: 河南省焦作市解放区***. Without a county the city or province stays; without any, nothing. */
export function maskAddress(address: string): string {
  const text = address.trim()
  if (text === '') return ''
  return `${(downToCounty.exec(text) ?? downToCity.exec(text))?.[0] ?? ''}***`
}
