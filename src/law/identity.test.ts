import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effortOf } from '../../test/setup/effort.ts'
import {
  checkIdNumber,
  idCheckCharacter,
  isBankCard,
  isLandline,
  isMobile,
  maskAddress,
  maskBankCard,
  maskEmail,
  maskIdNumber,
  maskMobile,
  maskName,
  passesLuhn,
} from './identity.ts'
import { findPersonalData, maskPersonalData } from './personalData.ts'

const reasonsFor = (text: string, today?: string) => {
  const checked = checkIdNumber(text, today)
  return checked.ok ? [] : checked.reasons
}
const two = (value: number) => String(value).padStart(2, '0')
/** Made by the rule for tests; 19491001 and 000 belong to nobody. */
const made = (first17: string) => first17 + idCheckCharacter(first17)
const idNumbers = fc
  .tuple(
    fc.constantFrom('110000', '310000', '410800', '533102', '220000'),
    fc.integer({ min: 1900, max: 2020 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([area, year, month, day, order]) =>
    made(`${area}${year}${two(month)}${two(day)}${String(order).padStart(3, '0')}`),
  )

const luhnCheck = (body: string) => [...'0123456789'].find(digit => passesLuhn(body + digit)) ?? ''

describe('身份证号', () => {
  it('GB 11643：标准里的例号通过，读出出生日期和性别', () => {
    expect(checkIdNumber('11010519491231002X')).toEqual({
      ok: true,
      text: '11010519491231002X',
      bornOn: '1949-12-31',
      gender: '女',
    })
    expect(checkIdNumber('440524188001010014').ok).toBe(false)
    expect(checkIdNumber(' 110105 19491231 002ｘ ').ok).toBe(true)
    expect(idCheckCharacter('44052418800101001')).toBe('4')
  })

  it('错在哪里一次说全，校验码不泄露正确答案', () => {
    expect(reasonsFor('')).toEqual(['没有填写身份证号。'])
    expect(reasonsFor('110105491231002')).toEqual([
      '身份证号应为18位，现有15位。15位的旧号码已停用，请填写18位的号码。',
    ])
    expect(reasonsFor('1'.repeat(9999))).toEqual(['身份证号应为18位，现有40位以上。'])
    expect(reasonsFor('1101051949123100AX')).toEqual(['身份证号前17位应为数字，末位为数字或X。'])
    expect(reasonsFor('000105194913310021')).toEqual([
      '前两位“00”不是省级行政区划码。',
      '第7至14位“19491331”不是有效的出生日期。',
    ])
    expect(reasonsFor('110105194912310021')).toEqual(['校验码不对，请逐位核对。'])
    expect(reasonsFor(made('11010520990101001'), '2026-01-01')).toEqual(['出生日期2099-01-01在今天之后。'])
    expect(reasonsFor(made('11010519000229001'))).toEqual(['第7至14位“19000229”不是有效的出生日期。'])
  })

  it('按规则造出的都通过，改动任何一位数字都不通过', () => {
    fc.assert(
      fc.property(
        idNumbers,
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 0, max: 9 }),
        (id, at, digit) => {
          expect(checkIdNumber(id).ok).toBe(true)
          fc.pre(id[at] !== String(digit))
          expect(checkIdNumber(id.slice(0, at) + digit + id.slice(at + 1)).ok).toBe(false)
        },
      ),
    )
  })
})

describe('电话和银行卡', () => {
  it('手机、固定电话的写法', () => {
    for (const text of ['13800138000', '+86 138 0013 8000', '138-0013-8000', '１９９００００００００'])
      expect(isMobile(text)).toBe(true)
    for (const text of ['12800138000', '1380013800', '138001380001', '']) expect(isMobile(text)).toBe(false)
    for (const text of ['0431-82345678', '(021)62345678', '02162345678', '0391-8379803转12'])
      expect(isLandline(text)).toBe(true)
    for (const text of ['8379803', '0431-1234567', '12345']) expect(isLandline(text)).toBe(false)
  })

  it('银行卡号按Luhn校验，改动任何一位都不通过', () => {
    const bodies = fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 13, maxLength: 16 })
      .map(body => `62${body.join('')}`)
    fc.assert(
      fc.property(bodies, fc.nat(), fc.integer({ min: 0, max: 9 }), (body, place, digit) => {
        const card = body + luhnCheck(body)
        expect(isBankCard(card)).toBe(true)
        const at = place % card.length
        fc.pre(card[at] !== String(digit))
        expect(passesLuhn(card.slice(0, at) + digit + card.slice(at + 1))).toBe(false)
      }),
    )
    expect([passesLuhn(''), passesLuhn('0'), isBankCard('0000000000000000')]).toEqual([false, false, false])
  })
})

describe('遮盖', () => {
  it('姓名、证件、手机、邮箱、银行卡、地址的写法', () => {
    expect(['王', '王明', '王小明', '欧阳小明', '阿卜杜·买买提', ''].map(maskName)).toEqual([
      '*',
      '王*',
      '王*明',
      '欧**明',
      '阿*****提',
      '',
    ])
    expect(maskIdNumber('11010519491231002X')).toBe('1****************X')
    expect(maskIdNumber('11010519491231002X', 'region')).toBe('110105********002X')
    expect(maskIdNumber('G1234567', 'region')).toBe('G******7')
    expect(maskIdNumber('1234')).toBe('****')
    expect([maskMobile('13812345678'), maskMobile('+86 138-1234-5678'), maskMobile('12345')]).toEqual([
      '138****5678',
      '138****5678',
      '*****',
    ])
    expect([maskEmail('alice@b.cn'), maskEmail('a@b.cn'), maskEmail('不是邮箱')]).toEqual([
      'a***@b.cn',
      'a***@b.cn',
      '****',
    ])
    expect([maskBankCard('6222 0210 0111 6245 702'), maskBankCard('123')]).toEqual([
      '**** **** **** 5702',
      '***',
    ])
    expect(
      [
        '河南省焦作市解放区某路1号',
        '云南省瑞丽市某街2号',
        '某路1号',
        '河北省大厂回族自治县某镇',
        '广西壮族自治区南宁市青秀区某路',
        '北京市朝阳小区3号',
        '上海市浦东新区某路',
      ].map(maskAddress),
    ).toEqual([
      '河南省焦作市解放区***',
      '云南省瑞丽市***',
      '***',
      '河北省大厂回族自治县***',
      '广西壮族自治区南宁市青秀区***',
      '北京市***',
      '上海市浦东新区***',
    ])
  })

  it('遮盖后的文字里不再有原来的号码', () => {
    fc.assert(
      fc.property(idNumbers, id => {
        const text = `申请人身份证号${id}，手机13812345678。`
        const masked = maskPersonalData(text)
        expect(masked).toBe(`申请人身份证号${maskIdNumber(id)}，手机138****5678。`)
        expect(findPersonalData(masked)).toEqual([])
      }),
    )
  })
})

describe('在文字里找个人信息', () => {
  it('身份证、手机、银行卡、邮箱、固定电话各归各类', () => {
    const text =
      '联系人王某，身份证11010519491231002X，电话138 0013 8000、0391-8379803，邮箱someone@163.com；旧号110105491231002，卡号' +
      `62220210011162457${luhnCheck('62220210011162457')}。`
    expect(findPersonalData(text).map(one => [one.kind, one.masked, one.certain])).toEqual([
      ['idNumber', '1****************X', true],
      ['mobile', '138****8000', true],
      ['landline', '0391-837****', false],
      ['email', 's***@163.com', true],
      ['idNumber', '1*************2', false],
      ['bankCard', expect.stringMatching(/^\*{4} \*{4} \*{4} 457\d$/), true],
    ])
    for (const one of findPersonalData(text))
      expect(text.slice(one.at, one.at + one.raw.length)).toBe(one.raw)
  })

  it('统一社会信用代码、索引号、文号、日期、金额不是个人信息', () => {
    const text =
      '11220000740468418C/2022-04035 应急厅函〔2019〕390号 2019-05-30 2019年5月30日 1234567.89元 000014349/2022-03848 20200921001'
    expect(findPersonalData(text)).toEqual([])
  })

  it('空格隔开的几个号码分得开', () => {
    const two = findPersonalData('13812345678 13912345678-11010519491231002X')
    expect(two.map(one => one.raw)).toEqual(['13812345678', '13912345678', '11010519491231002X'])
    expect(findPersonalData('2019-05-30 13812345678 2020-06-01').map(one => one.raw)).toEqual(['13812345678'])
    expect(findPersonalData('15 20230101 3')).toEqual([])
  })

  it('不确定的不改动原文', () => {
    expect(maskPersonalData('值班电话0431-82345678')).toBe('值班电话0431-82345678')
  })

  it('十万字也只用线性的时间', async () => {
    const hard = [
      '1'.repeat(100_000),
      '1 '.repeat(50_000),
      'a.'.repeat(50_000),
      'a@'.repeat(50_000),
      '(0'.repeat(50_000),
      `a@${'b.'.repeat(50_000)}`,
    ]
    for (const text of hard)
      expect(await effortOf(() => findPersonalData(text)), text.slice(0, 6)).toBeLessThan(1500)
  })
})
