import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effortOf } from '../../../test/setup/effort.ts'
import { bankCard, idNumber, mobile } from '../patrol.fixture.ts'
import { maskText, personalHits } from './find.ts'

const found = (text: string, offices: readonly string[] = []) =>
  personalHits(text, new Set(offices)).map(h => [h.kind, h.tier, text.slice(h.start, h.end), h.masked])

describe('个人信息', () => {
  test('身份证号要过校验码；15位的旧号码、被电子表格改坏的只算疑似', () => {
    const id = idNumber(1)
    expect(found(`身份证${id}。`)).toEqual([['idNumber', 'A', id, `${id[0]}****************${id[17]}`]])
    const last = id[17] === '1' ? '2' : '1'
    expect(found(`身份证${id.slice(0, 17)}${last}。`)).toEqual([])
    expect(found('号码410802900101123。')[0]?.slice(0, 2)).toEqual(['idNumber', 'B'])
    expect(found(`${id.slice(0, 15)}000`)[0]?.slice(0, 2)).toEqual(['idNumber', 'B'])
  })

  test('拆开写的、全角的、粘着字母的身份证号和手机号也认得', () => {
    const id = idNumber(2)
    for (const text of [
      [...id].join(' '),
      id.replace(/(.{6})(.{8})/, '$1 $2 '),
      id.replaceAll(/\d/g, d => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
      `sfz${id}`,
    ])
      expect(found(text)[0]?.slice(0, 2), text).toEqual(['idNumber', 'A'])
    const n = mobile(2)
    for (const text of [
      `+86 ${n}`,
      `${n.slice(0, 3)}-${n.slice(3, 7)}-${n.slice(7)}`,
      `${n.slice(0, 3)} ${n.slice(3, 7)} ${n.slice(7)}`,
      `tel${n}`,
    ])
      expect(found(text)[0]?.slice(0, 2), text).toEqual(['mobile', 'A'])
  })

  test('金额、统一社会信用代码、索引号、项目代码、坐标、日期不是个人信息', () => {
    for (const text of [
      '投资13900000000元',
      '产值13912345678.50元',
      '统一社会信用代码11220000740468418C',
      '91410800MA12345678',
      '11220000740468418C/2022-04035',
      '2024-410802-04-01-123456',
      '东经113.25467891234',
      '20240903201530123',
      '准考证号20244108123456',
      '王*明 4108**********1234 138****5678',
      '设备编号6217001234',
      'ISBN 9787302511625',
    ])
      expect(found(text), text).toEqual([])
  })

  test('银行卡：62开头的过Luhn即是；4、5开头的要有“卡号”“账号”在前', () => {
    expect(found(`卡号${bankCard(1)}`)[0]?.slice(0, 2)).toEqual(['bankCard', 'A'])
    expect(found('4111111111111111')).toEqual([])
    expect(found('银行账号：4111111111111111')[0]?.slice(0, 2)).toEqual(['bankCard', 'A'])
    expect(found(`${bankCard(1).slice(0, 18)}${(Number(bankCard(1)[18]) + 1) % 10}`)).toEqual([])
  })

  test('固定电话：办公电话不报，住宅电话要遮，没说明的提示；白名单里的不报', () => {
    expect(found('联系电话：0391-2119119')).toEqual([])
    expect(found('家庭电话0391-2119119')[0]?.slice(0, 2)).toEqual(['landline', 'A'])
    expect(found('张某，0391-2119119')[0]?.slice(0, 2)).toEqual(['landline', 'C'])
    expect(found('张某，0391-2119119', ['03912119119'])).toEqual([])
    expect(found(`值班手机${mobile(1)}`, [mobile(1)])).toEqual([])
  })

  test('住址到门牌号；机关、企业的地址和到村、街道为止的不报', () => {
    for (const [text, hit] of [
      ['家住解放区民主路88号院3号楼2单元501室，', '解放区民主路88号院3号楼2单元501室'],
      ['住址：武陟县西陶镇东陶村3组12号。', '武陟县西陶镇东陶村3组12号'],
      ['现住山阳区阳光小区3-2-501', '山阳区阳光小区3-2-501'],
      ['户籍地温县岳村乡前崔庄村二组15号', '温县岳村乡前崔庄村二组15号'],
      ['家庭地址：焦作市人民路100号5幢302室', '焦作市人民路100号5幢302室'],
    ] as const)
      expect(
        found(text).map(f => [f[0], f[1], f[2]]),
        text,
      ).toEqual([['address', 'A', hit]])
    for (const text of [
      '办公地址：焦作市人民路889号阳光大厦A座1203室',
      '市应急管理局3楼305室',
      '会议室：行政中心2号楼5层508室',
      '修武县方庄镇沙墙村2组发生滑坡',
      '博爱县金城乡3个村120户受灾',
      '高庄村1号矿井',
      '人民路100号附近',
      '注册地址：郑州市商务外环路8号10层1003室',
      '中站区朱村街道办事处第3社区',
      '附件3第2页5号楼施工方案',
    ])
      expect(found(text), text).toEqual([])
  })

  test('遮盖住址留到村和路，遮盖以后不再是住址', () => {
    const { text } = maskText('家住解放区民主路88号院3号楼2单元501室。')
    expect(text).toBe('家住解放区民主路***。')
    expect(personalHits(text)).toEqual([])
  })

  test('车牌、护照、邮箱', () => {
    expect(found('豫H12345号货车与豫H·D12345相撞').map(f => f[2])).toEqual(['豫H12345', '豫H·D12345'])
    expect(found('豫A2班、京ICP备12345678号、晋A股、鲁班锁')).toEqual([])
    expect(found('护照号码E12345678')[0]?.slice(0, 2)).toEqual(['passport', 'A'])
    expect(found('产品型号E12345678')).toEqual([])
    expect(found('a@gmail.com b@qq.com c@jz.gov.cn d@x.cn').map(f => [f[1], f[2]])).toEqual([
      ['B', 'a@gmail.com'],
      ['C', 'b@qq.com'],
      ['C', 'd@x.cn'],
    ])
  })

  test('个人信息保护法第三十一条：未成年人的姓名；已经隐去的和成年人不报', () => {
    expect(found('王小明（男，9岁）落水')[0]).toEqual(['minor', 'B', '王小明', '王*明'])
    expect(found('受伤学生李强已送医')[0]?.slice(0, 3)).toEqual(['minor', 'B', '李强'])
    for (const text of [
      '王某明（男，9岁）',
      '王小明（男，35岁）',
      '留守儿童关爱保护',
      '孤儿安置工作',
      '困境儿童家庭',
    ])
      expect(found(text), text).toEqual([])
  })

  test('任意文字：每一处都在原文里，不重叠，遮盖后同样的内容不再出现', () => {
    const piece = fc.oneof(
      fc.integer({ min: 1, max: 500 }).map(mobile),
      fc.integer({ min: 1, max: 500 }).map(idNumber),
      fc.integer({ min: 1, max: 500 }).map(bankCard),
      fc.constantFrom(
        '家住解放区民主路88号院3号楼2单元501室',
        '豫H12345',
        'a@gmail.com',
        '王小明（男，9岁）',
      ),
      fc.string({ maxLength: 8 }),
      fc.constantFrom('，', '。', '、', '\n', ' ', '：'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('，')
        let end = 0
        for (const hit of personalHits(text)) {
          expect(hit.start).toBeGreaterThanOrEqual(end)
          expect(hit.end).toBeGreaterThan(hit.start)
          end = hit.end
        }
        const { text: masked, removed } = maskText(text)
        for (const hit of removed) expect(masked).not.toContain(text.slice(hit.start, hit.end))
      }),
      { numRuns: 300 },
    )
  })

  test('很长的文字不变慢：满篇数字、满篇字母、满篇地址', async () => {
    const units = [
      '1',
      '4108021990',
      '1 ',
      'a',
      'a.',
      'a@',
      '路1号',
      '村1组',
      '1-1-1，小区',
      '王小',
      '豫A1',
      '（男，',
    ]
    const took = await effortOf(() => {
      for (const unit of units) personalHits(unit.repeat(Math.ceil(200_000 / unit.length)))
    })
    expect(took).toBeLessThan(8000)
  })
})
