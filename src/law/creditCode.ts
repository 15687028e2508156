/**
 * 统一社会信用代码 (GB 32100—2015): 18 characters of a 31-symbol alphabet, the last a check character. The nine before it are
 * the 组织机构代码 of GB 11714, which has a check of its own; codes in real use fail that one, so it only warns.
 */

/** Digits and capitals without I, O, S, V, Z. */
export const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** 3^(i-1) mod 31 for the first 17 places. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** What a letter that is not in the alphabet was probably meant to be. */
const lookalikes: Readonly<Record<string, string>> = { I: '1', O: '0', Z: '2', S: '5', V: 'U' }

export type CheckedCode =
  { ok: true; code: string; warnings: string[] } | { ok: false; code: string; reasons: string[] }

/** Full-width characters become ASCII, letters capital, blanks and the dashes people group by disappear. */
function fold(text: string): string {
  return text
    .replaceAll(/[！-～]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\s\u00a0\u200b-\u200d\u3000\ufeff]/g, '')
    .toUpperCase()
}

/** The check character of the first 17 characters; null when one of them is not in the alphabet or there are not 17. */
export function creditCheckCharacter(first17: string): string | null {
  if (first17.length !== 17) return null
  let sum = 0
  for (let at = 0; at < 17; at += 1) {
    const value = creditCodeAlphabet.indexOf(first17[at] ?? '?')
    if (value < 0) return null
    sum += value * (weights[at] ?? 0)
  }
  return creditCodeAlphabet[(31 - (sum % 31)) % 31] ?? null
}

/**
 * Checks a credit code as typed. Refusals name every wrong place and, where only the last one is wrong, the check character
 * that was expected. `code` is the folded text in either case.
 */
export function checkCreditCode(input: string): CheckedCode {
  const code = fold(input)
  if (code === '') return { ok: false, code, reasons: ['没有填写统一社会信用代码，应为18位。'] }
  const reasons: string[] = []
  if (code.length !== 18) {
    reasons.push(`统一社会信用代码应为18位，现有${code.length > 40 ? '40位以上' : `${code.length}位`}。`)
  }
  ;[...code.slice(0, 18)].forEach((char, at) => {
    if (creditCodeAlphabet.includes(char)) return
    const hint = lookalikes[char] === undefined ? '' : `，可能应为“${lookalikes[char]}”`
    reasons.push(`第${at + 1}位“${char}”不在代码字符集内（只用数字和大写字母，不用I、O、S、V、Z）${hint}。`)
  })
  if (reasons.length === 0 && !/^\d{6}$/.test(code.slice(2, 8))) {
    reasons.push(`第3至8位“${code.slice(2, 8)}”应为登记管理机关的6位行政区划码，只能是数字。`)
  }
  if (reasons.length > 0) return { ok: false, code, reasons }
  const expected = creditCheckCharacter(code.slice(0, 17))
  if (expected !== code[17]) {
    return {
      ok: false,
      code,
      reasons: [`校验码不对：按前17位计算，第18位应为“${expected}”，填的是“${code[17]}”。请逐位核对。`],
    }
  }
  return { ok: true, code, warnings: organisationWarnings(code.slice(8, 17), '第9至17位') }
}

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of the 8 characters of an organisation code (10 is X, 11 is 0); null for other characters. */
export function organisationCheckCharacter(first8: string): string | null {
  if (!/^[0-9A-Z]{8}$/.test(first8)) return null
  let sum = 0
  for (let at = 0; at < 8; at += 1)
    sum += Number.parseInt(first8[at] ?? '0', 36) * (organisationWeights[at] ?? 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

function organisationWarnings(code: string, where: string): string[] {
  const expected = organisationCheckCharacter(code.slice(0, 8))
  if (expected === null || expected === code[8]) return []
  return [
    `${where}的组织机构代码“${code}”校验位按规则应为“${expected}”，请核对；实际使用中有例外，不影响保存。`,
  ]
}

/**
 * Checks a 9-character organisation code (000014349, 01527918X, also typed with a dash before the check character). Only a
 * wrong shape is refused; a wrong check character is a warning, because codes in public use fail it.
 */
export function checkOrganisationCode(input: string): CheckedCode {
  const code = fold(input).replace(/^(.{8})-(.)$/, '$1$2')
  if (code === '') return { ok: false, code, reasons: ['没有填写组织机构代码，应为9位。'] }
  const reasons: string[] = []
  if (code.length !== 9)
    reasons.push(`组织机构代码应为9位，现有${code.length > 40 ? '40位以上' : `${code.length}位`}。`)
  const bad = [...code.slice(0, 9)].find(char => !/[0-9A-Z]/.test(char))
  if (bad !== undefined) reasons.push(`组织机构代码只用数字和大写字母，“${bad}”不能用。`)
  if (reasons.length > 0) return { ok: false, code, reasons }
  return { ok: true, code, warnings: organisationWarnings(code, '填写') }
}
