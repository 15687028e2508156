/**
 * 发文字号: parsed from whatever bracket people type, written in the one form of GB/T 9704—2012 7.2.5 (code, year in six-
 * cornered brackets, number without 第 and without leading zeros, 号). Orders, announcements, the unified number of
 * normative documents and "none" have shapes of their own.
 */

/** standard 应急厅函〔2019〕390号 · order 国务院令第711号 · annual 应急管理部公告2024年第3号 · unified HFGS-2022-7 · none 无. */
export type NumberShape = 'standard' | 'order' | 'annual' | 'unified' | 'none'

export type ParsedNumber = {
  ok: true
  shape: NumberShape
  /** 机关代字 (应急厅函), issuer of an order (国务院令), letters of a unified number (HFGS); empty where there is none. */
  code: string
  year: number | null
  sequence: number | null
  /** The canonical form. */
  text: string
  /** What was repaired, for the person who typed it. */
  warnings: string[]
}

export type RefusedNumber = { ok: false; reason: string }

export type NumberParts = { code: string; year: number | null; sequence: number | null; shape?: NumberShape }

const model = '应写作“应急厅函〔2019〕390号”的样子：机关代字、六角括号里的四位年份、顺序号、“号”字。'

const yearOutside = `年份没有放在括号里，不能分清年份和顺序号。${model}`

/** Round brackets of a code (粤府函（办）) are kept full width; brackets of the year always become 〔〕. */
const codeShape = /^[\p{Script=Han}A-Za-z（）·]{1,20}$/u

const openers = '〔﹝[［(（【〖{｛<＜〈《'
const closers = '〕﹞]］)）】〗}｝>＞〉》'
const chineseDigits: Readonly<Record<string, string>> = {
  〇: '0',
  '○': '0',
  零: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
}

/** 七百一十一 → 711, 〇三 → 3; null for what is no number up to 99999. */
export function readChineseNumber(text: string): number | null {
  if (!/^[〇○零一二三四五六七八九十百千]{1,9}$/.test(text)) return null
  if (!/[十百千]/.test(text)) return Number([...text].map(char => chineseDigits[char] ?? '').join(''))
  let total = 0
  let figure: number | null = null
  for (const char of text) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[char]
    if (unit === undefined) figure = Number(chineseDigits[char])
    else {
      total += (figure ?? 1) * unit
      figure = null
    }
  }
  return total + (figure ?? 0)
}

/** Digits, letters and dashes of any width become ASCII; every kind of blank, visible or not, disappears. */
function fold(text: string): string {
  return text
    .replaceAll(/[０-９Ａ-Ｚａ-ｚ]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll(/[‐‑‒–—―－﹣−]/g, '-')
    .replaceAll(/[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]/g, '')
}

const refuse = (reason: string): RefusedNumber => ({ ok: false, reason })

/** Writes the canonical form. `parse` of it gives the same parts back. */
export function formatDocumentNumber(parts: NumberParts): string {
  const { code, year, sequence } = parts
  switch (parts.shape ?? 'standard') {
    case 'none':
      return '无'
    case 'order':
      return `${code}第${sequence}号`
    case 'annual':
      return `${code}${year}年第${sequence}号`
    case 'unified':
      return `${code}-${year}-${sequence}`
    case 'standard':
      return `${code}〔${year}〕${sequence}号`
  }
}

function accept(
  shape: NumberShape,
  code: string,
  year: number | null,
  sequence: number | null,
  warnings: string[],
) {
  const text = formatDocumentNumber({ shape, code, year, sequence })
  return { ok: true, shape, code, year, sequence, text, warnings } satisfies ParsedNumber
}

/** Reads the number itself: leading zeros and Chinese numerals are repaired with a warning. */
function readSequence(digits: string, warnings: string[]): number | RefusedNumber {
  const chinese = /^\d/.test(digits) ? null : readChineseNumber(digits)
  if (chinese !== null) warnings.push('顺序号应用阿拉伯数字，已改正。')
  const figures = chinese === null ? digits : String(chinese)
  if (/^0+$/.test(figures)) return refuse(`顺序号不能是0，从1编起。${model}`)
  if (figures.startsWith('0')) warnings.push('顺序号前不编虚位0，已删去。')
  const sequence = Number(figures)
  if (sequence > 99999) return refuse(`顺序号“${digits}”过长，最多5位。${model}`)
  return sequence
}

const prefix = /^(?:发文字号|发文文号|文件编号|公文字号|文号|字号)[:：]?/
const suffix = /[。．.，,；;、]+$/
const chineseFigure = '〇○零一二三四五六七八九十百千'
const yearInBrackets = new RegExp(
  `^(.*?)([${escaped(openers)}])([0-9〇○零一二三四五六七八九]+)年?([${escaped(closers)}])(.*)$`,
  'u',
)
const tailShape = new RegExp(`^(第?)([0-9]+|[${chineseFigure}]+)(号?)(文?)$`)
const orderShape = new RegExp(`^([\\p{Script=Han}（）()·]{0,30}令|)第([0-9]+|[${chineseFigure}]+)号$`, 'u')
const annualShape = new RegExp(
  `^([\\p{Script=Han}（）()·]{0,30}?)[（(]?((?:19|20)\\d{2})年第?([0-9]+|[${chineseFigure}]+)号[）)]?$`,
  'u',
)
const unifiedShape = /^([A-Za-z]{2,10})-+(\d{4})-+(\d+)$/

function escaped(chars: string): string {
  return chars.replaceAll(/[\\\]^[-]/g, '\\$&')
}

/**
 * Reads a document number as a person typed it. Accepts every bracket style, full-width figures, blanks, a 第, leading zeros,
 * a missing 号 (each repaired with a warning), orders (第711号, 国务院令第711号), announcements (2024年第3号), unified numbers
 * (HFGS-2022-7) and 无. Refuses the rest with a Chinese sentence that says what is wrong and how it should look.
 */
export function parseDocumentNumber(input: string): ParsedNumber | RefusedNumber {
  if (input.length > 200) return refuse(`发文字号过长（${input.length}个字符），请只填写文号。${model}`)
  const folded = fold(input).replace(prefix, '')
  if (folded === '') return refuse(`没有填写发文字号。${model}没有文号的请填“无”。`)
  if (/^(?:无|无文号|没有|-+|\/)$/.test(folded)) return accept('none', '', null, null, [])
  const warnings: string[] = []
  const text = folded.replace(suffix, '')
  if (text !== folded) warnings.push('文号末尾的标点已删去。')

  const unified = unifiedShape.exec(text)
  if (unified !== null) return parseUnified(unified, warnings)
  const order = orderShape.exec(text)
  if (order !== null) return parseOrder(order, warnings)
  const annual = annualShape.exec(text)
  if (annual !== null) return parseAnnual(annual, warnings)
  const standard = yearInBrackets.exec(text)
  return standard === null ? refuse(whyNotStandard(text)) : parseStandard(standard, warnings)
}

function parseUnified(match: RegExpExecArray, warnings: string[]): ParsedNumber | RefusedNumber {
  const [, letters = '', year = '', digits = ''] = match
  if (!/^(?:19|20)/.test(year)) return refuse(`年份“${year}”不对，应在1900年至2099年之间。`)
  const sequence = readSequence(digits, warnings)
  if (typeof sequence !== 'number') return sequence
  return accept('unified', letters.toUpperCase(), Number(year), sequence, warnings)
}

function parseOrder(match: RegExpExecArray, warnings: string[]): ParsedNumber | RefusedNumber {
  const [, issuer = '', digits = ''] = match
  const sequence = readSequence(digits, warnings)
  if (typeof sequence !== 'number') return sequence
  return accept('order', withFullBrackets(issuer), null, sequence, warnings)
}

function parseAnnual(match: RegExpExecArray, warnings: string[]): ParsedNumber | RefusedNumber {
  const [whole, code = '', year = '', digits = ''] = match
  if (!/^$|(?:公告|通告|公报|通报|令)$/.test(code)) return refuse(yearOutside)
  if (!whole.includes('年第')) warnings.push('年份和顺序号之间应有“第”字，已补上。')
  const sequence = readSequence(digits, warnings)
  if (typeof sequence !== 'number') return sequence
  return accept('annual', withFullBrackets(code), Number(year), sequence, warnings)
}

function parseStandard(match: RegExpExecArray, warnings: string[]): ParsedNumber | RefusedNumber {
  const [, head = '', open = '', yearText = '', close = '', tail = ''] = match
  const code = withFullBrackets(head)
  if (code === '') return refuse(`年份前面缺少机关代字。${model}`)
  if (!codeShape.test(code)) {
    const bad = [...code].find(char => !/[\p{Script=Han}A-Za-z（）·]/u.test(char))
    return refuse(
      bad === undefined
        ? `机关代字“${code}”过长，最多20个字。${model}`
        : `机关代字“${code}”里有不应出现的“${bad}”，机关代字只用汉字和字母。${model}`,
    )
  }
  const year = [...yearText].map(char => chineseDigits[char] ?? char).join('')
  if (year !== yearText) warnings.push('年份应用阿拉伯数字，已改正。')
  if (year.length !== 4) return refuse(`年份“${yearText}”不是四位，年份应写全称，如“〔2019〕”。`)
  if (!/^(?:19|20)/.test(year)) return refuse(`年份“${yearText}”不对，应在1900年至2099年之间。`)
  if (match[0].includes(`年${close}`)) warnings.push('括号里的“年”字已删去。')
  if (open !== '〔' || close !== '〕')
    warnings.push(`年份应放在六角括号“〔〕”里，原写作“${open}${close}”，已改正。`)
  const end = tailShape.exec(tail)
  if (end === null) {
    return refuse(
      /^[第号]*$/.test(tail)
        ? `年份后面缺少顺序号。${model}`
        : `年份后面的“${tail}”不是“顺序号＋号”的样子，如“390号”。`,
    )
  }
  const [, ordinal = '', digits = '', mark = '', extra = ''] = end
  if (ordinal !== '') warnings.push('顺序号前不加“第”字，已删去。')
  if (mark === '') warnings.push('顺序号后缺少“号”字，已补上。')
  if (extra !== '') warnings.push('“号”字后面的“文”字已删去。')
  const sequence = readSequence(digits, warnings)
  if (typeof sequence !== 'number') return sequence
  return accept('standard', code, Number(year), sequence, warnings)
}

function whyNotStandard(text: string): string {
  if (/[0-9]{4}年?[^0-9]?[0-9]+号?$/.test(text)) return yearOutside
  if (new RegExp(`[${escaped(openers)}][0-9]{4}[^0-9]*$`).test(text)) return `年份的括号没有写完整。${model}`
  if (!/[0-9]/.test(text)) return `“${text.slice(0, 20)}”里没有年份和顺序号。${model}`
  return `“${text.slice(0, 30)}”不是发文字号的样子。${model}`
}

const withFullBrackets = (text: string) => text.replaceAll('(', '（').replaceAll(')', '）')
