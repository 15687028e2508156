import { describe, expect, test } from 'vitest'
import type { Finding, Ruling } from './model.ts'
import { options } from './patrol.fixture.ts'
import { cannotOverrule, gate, openFor, orderDays } from './rules.ts'
import { scanText } from './scan.ts'

const drafter = 1
const at = options.today
const find = (text: string): Finding => scanText(text, options)[0]!
const organ = find('经攻府同意。')
const mobile = find('手机13912345678。')
const plate = find('豫H12345号货车。')
const typo = find('认真布署。')
const hint = find('截止目前。')
const mark = find('机密★1年')

const by = (staffId: number, roles: readonly string[] = ['departmentHead']) => ({
  staffId,
  drafterId: drafter,
  roles,
})
const ruled = (finding: Finding, staffId: number, role = 'departmentHead'): Ruling => ({
  findingId: finding.id,
  ruling: 'overruled',
  staffId,
  staffName: `第${staffId}人`,
  role,
  reason: `${at}已核对无误`,
  at: new Array<Date>()[0] as unknown as Date,
})
const texts = (reasons: readonly { text: string }[]) => reasons.map(r => r.text).join('')

describe('吉林一（二）：每一处要么改正，要么写明理由确认无误', () => {
  test('级别对得上：机构名、手机号是A，车牌是B级个人信息，错字是B，用词是C', () => {
    expect([organ, mobile, plate, typo, hint, mark].map(f => `${f.tier}${f.kind}`)).toEqual([
      'Aorgan',
      'Amobile',
      'Bplate',
      'Btypo',
      'Cusage',
      'Aclassification',
    ])
  })

  test('必须写理由', () => {
    expect(texts(cannotOverrule(typo, by(2), '  无 ', []))).toContain('至少4个字')
    expect(cannotOverrule(typo, by(2), '专有名词无误', [])).toEqual([])
  })

  test('A级和个人信息，拟稿人不能自己确认；别人可以', () => {
    for (const finding of [organ, mobile, plate]) {
      expect(texts(cannotOverrule(finding, by(drafter), '我核对过了', [])), finding.kind).toContain(
        '拟稿人不能自己确认',
      )
      expect(cannotOverrule(finding, by(2), '已核对，确需公开', []), finding.kind).toEqual([])
    }
    expect(cannotOverrule(typo, by(drafter), '专有名词无误', [])).toEqual([])
  })

  test('同一个人不能确认两次：第二人须是另一人', () => {
    expect(texts(cannotOverrule(typo, by(2), '专有名词无误', [ruled(typo, 2)]))).toContain('您已确认过')
    expect(cannotOverrule(typo, by(3), '专有名词无误', [ruled(typo, 2)])).toEqual([])
  })

  test('保密法第三十五条：密级标志只有保密审查员能确认', () => {
    expect(texts(cannotOverrule(mark, by(2), '已经依法解密', []))).toContain('只能由保密审查员确认')
    expect(cannotOverrule(mark, by(2, ['secrecyOfficer']), '已经依法解密', [])).toEqual([])
  })

  test('提示不拦；B级送审要一人、签发和发布要两人；A级拟稿人的话不算', () => {
    const context = { drafterId: drafter }
    expect(openFor(hint, [], context)).toBe(0)
    expect(openFor(typo, [], context)).toBe(2)
    expect(openFor(typo, [ruled(typo, drafter)], context)).toBe(1)
    expect(openFor(typo, [ruled(typo, drafter)], { ...context, gate: 'submit' })).toBe(0)
    expect(openFor(typo, [ruled(typo, drafter), ruled(typo, 2)], context)).toBe(0)
    expect(openFor(typo, [ruled(typo, drafter), ruled(typo, drafter)], context)).toBe(1)
    for (const finding of [organ, mobile, plate]) {
      expect(openFor(finding, [ruled(finding, drafter)], context), finding.kind).toBe(1)
      expect(openFor(finding, [ruled(finding, 2)], context), finding.kind).toBe(0)
    }
    expect(openFor(mark, [ruled(mark, 2)], context)).toBe(1)
    expect(openFor(mark, [ruled(mark, 2, 'secrecyOfficer')], context)).toBe(0)
  })

  test('别处的确认、改正的记录不算', () => {
    expect(openFor(organ, [ruled(mobile, 2)], { drafterId: drafter })).toBe(1)
    expect(openFor(organ, [{ ...ruled(organ, 2), ruling: 'mended' }], { drafterId: drafter })).toBe(1)
  })

  test('关口说出每一处在哪里、错在哪里；太多时只列前面的，并说还有多少', () => {
    const reasons = gate([organ, mobile, typo, hint], [ruled(typo, drafter)], { drafterId: drafter })
    expect(reasons).toHaveLength(3)
    expect(reasons[0]).toMatchObject({ field: `finding:${organ.id}`, basis: '19号(2019)/V1' })
    expect(reasons[1]!.text).toMatch(/第1段“139\*\*\*\*5678”/)
    expect(reasons[2]!.text).toContain('还须由第二人确认')
    const many = scanText(Array.from({ length: 40 }, () => '认真布署。').join('\n'), options)
    const all = gate(many, [], { drafterId: drafter })
    expect(all).toHaveLength(21)
    expect(all.at(-1)!.text).toContain('还有20处')
    expect(gate([], [], { drafterId: drafter })).toEqual([])
  })

  test('整改期限：严重的和个人信息1个工作日，其他5个工作日', () => {
    expect([organ, mobile, plate, typo].map(orderDays)).toEqual([1, 1, 1, 5])
  })
})
