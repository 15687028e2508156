import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkCreditCode,
  checkOrganisationCode,
  creditCheckCharacter,
  creditCodeAlphabet,
  organisationCheckCharacter,
} from './creditCode.ts'

const genuine = [
  '11220000740468418C',
  '11370322004222241N',
  '11330700MB10327095',
  '11341700MB1631138U',
  '11500000MB1B37366Q',
  '11532300MB19155603',
]
const reasonsFor = (text: string) => {
  const checked = checkCreditCode(text)
  return checked.ok ? [] : checked.reasons
}

const character = fc.constantFrom(...creditCodeAlphabet)
const digit = fc.constantFrom(...'0123456789')
const codes = fc
  .tuple(fc.array(character, { minLength: 2, maxLength: 2 }), fc.array(digit, { minLength: 6, maxLength: 6 }))
  .chain(([head, area]) =>
    fc.array(character, { minLength: 9, maxLength: 9 }).map(own => [...head, ...area, ...own].join('')),
  )
  .map(first17 => first17 + creditCheckCharacter(first17))

describe('统一社会信用代码', () => {
  it('GB 32100：政府网站上在用的代码全部通过', () => {
    for (const code of genuine) expect(checkCreditCode(code)).toEqual({ ok: true, code, warnings: [] })
  })

  it('小写、全角、空格先改正再校验', () => {
    expect(checkCreditCode(' 11220000 740468418ｃ ')).toEqual({
      ok: true,
      code: '11220000740468418C',
      warnings: [],
    })
  })

  it('校验码不对时说出应为哪一个', () => {
    expect(reasonsFor('11220000740468418D')).toEqual([
      '校验码不对：按前17位计算，第18位应为“C”，填的是“D”。请逐位核对。',
    ])
  })

  it('不在字符集里的字母逐位指出，并提示可能的本字', () => {
    expect(reasonsFor('1122000O74O468418C')).toEqual([
      '第8位“O”不在代码字符集内（只用数字和大写字母，不用I、O、S、V、Z），可能应为“0”。',
      '第11位“O”不在代码字符集内（只用数字和大写字母，不用I、O、S、V、Z），可能应为“0”。',
    ])
    expect(reasonsFor('11220000740468418＃')[0]).toContain('第18位“#”不在代码字符集内')
  })

  it('位数不对、区划码不是数字、没有填写都说清楚', () => {
    expect(reasonsFor('')).toEqual(['没有填写统一社会信用代码，应为18位。'])
    expect(reasonsFor('1122000074046841')).toEqual(['统一社会信用代码应为18位，现有16位。'])
    expect(reasonsFor('1'.repeat(100_000))).toEqual(['统一社会信用代码应为18位，现有40位以上。'])
    expect(reasonsFor('11A20000740468418C')[0]).toContain('第3至8位“A20000”应为登记管理机关的6位行政区划码')
  })

  it('按规则造出的代码都通过，改动任何一位都不通过', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 17 }), character, (code, at, other) => {
        expect(checkCreditCode(code).ok).toBe(true)
        fc.pre(code[at] !== other)
        expect(checkCreditCode(code.slice(0, at) + other + code.slice(at + 1)).ok).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })

  it('相邻两位互换而不同的，都不通过', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 16 }), (code, at) => {
        const [one, next] = [code[at] ?? '', code[at + 1] ?? '']
        fc.pre(one !== next)
        expect(checkCreditCode(code.slice(0, at) + next + one + code.slice(at + 2)).ok).toBe(false)
      }),
    )
  })

  it('主体标识码的校验位不合规则只作提示', () => {
    const first17 = '11530000' + '736916953'
    const checked = checkCreditCode(first17 + creditCheckCharacter(first17))
    expect(checked).toMatchObject({ ok: true })
    expect(checked.ok && checked.warnings).toEqual([
      '第9至17位的组织机构代码“736916953”校验位按规则应为“1”，请核对；实际使用中有例外，不影响保存。',
    ])
  })

  it('任意文字都有答复，不出错', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const checked = checkCreditCode(text)
        if (!checked.ok) expect(checked.reasons.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('组织机构代码', () => {
  it('GB 11714：合规则的代码没有提示', () => {
    for (const code of [
      '000014349',
      '750687753',
      '763108562',
      '000013338',
      '01527918X',
      '014560025',
      '740468418',
    ]) {
      expect(checkOrganisationCode(code)).toEqual({ ok: true, code, warnings: [] })
      expect(organisationCheckCharacter(code.slice(0, 8))).toBe(code[8])
    }
    expect(checkOrganisationCode('01527918-x')).toEqual({ ok: true, code: '01527918X', warnings: [] })
  })

  it('政府网站在用而不合规则的代码只提示，不拦', () => {
    for (const [code, expected] of [
      ['736916953', '1'],
      ['035210000', '8'],
      ['000000001', '0'],
    ]) {
      const checked = checkOrganisationCode(code ?? '')
      expect(checked.ok && checked.warnings[0]).toContain(`应为“${expected}”`)
    }
  })

  it('位数和字符不对的一并指出', () => {
    expect(checkOrganisationCode('12_4')).toMatchObject({
      reasons: ['组织机构代码应为9位，现有4位。', '组织机构代码只用数字和大写字母，“_”不能用。'],
    })
    expect(checkOrganisationCode(' ')).toMatchObject({ ok: false })
    expect(organisationCheckCharacter('１２３')).toBeNull()
    expect(creditCheckCharacter('短')).toBeNull()
  })
})
