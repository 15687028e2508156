import { describe, expect, it } from 'vitest'
import {
  attributeName,
  attributeOf,
  attributeOfLabel,
  attributes,
  isAttribute,
  labelFor,
  labelLine,
  labelReasons,
} from './attributes.ts'
import { clause, isClauseId } from './clauses.ts'
import { groundOf, grounds, groundsForDocuments, isGround, strengthNames } from './grounds.ts'
import { familyNames, outcomeOf, outcomes } from './outcomes.ts'

describe('不予公开的依据', () => {
  it('条例第十四条至第十六条和第三十六条第七项，八种依据各有编号和年报行', () => {
    expect(grounds.map(one => one.code)).toEqual([
      'E14-1',
      'E14-2',
      'E14-3',
      'E15',
      'E16-1',
      'E16-2',
      'E16-3',
      'E36-7',
    ])
    expect(grounds.map(one => one.reportRow)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(row => `r3.3.${row}`))
    grounds.forEach((one, at) => expect(one.reportLabel.startsWith(`${at + 1}.`), one.code).toBe(true))
  })

  it('引用的条款都已登记，文字出自所引的条款', () => {
    for (const one of grounds) {
      for (const id of one.clauses) expect(isClauseId(id), `${one.code} ${id}`).toBe(true)
      const statute = clause(one.clauses[0] ?? '').text
      const words = one.text.split(/[，。、；]/).filter(part => part.length > 3)
      const kept = words.filter(part => statute.includes(part.replace('行政执法案卷信息', '')))
      expect(kept.length, one.code).toBeGreaterThanOrEqual(words.length - 1)
      expect(one.hints.length, one.code).toBeGreaterThan(0)
      expect(strengthNames[one.strength]).toBeTruthy()
    }
  })

  it('第十四条是“不予”，第十五条是有两种例外的“不得”，第十六条是“可以不予”', () => {
    expect(grounds.map(one => one.strength)).toEqual([
      'must',
      'must',
      'must',
      'must-unless',
      'may',
      'may',
      'may',
      'other-regime',
    ])
    for (const one of grounds.filter(found => found.strength === 'may'))
      expect(one.text).toContain('可以不予公开')
  })

  it('复议法第二十三条：七种不予公开须先复议，专门查询由机关设定', () => {
    expect(grounds.filter(one => one.reviewFirst === true).map(one => one.code)).toHaveLength(7)
    expect(groundOf('E36-7').reviewFirst).toBeNull()
    expect(groundsForDocuments().map(one => one.code)).not.toContain('E36-7')
  })

  it('没有的编号列出可用的编号', () => {
    expect(() => groundOf('E17')).toThrow('没有编号为“E17”的不予公开依据，可用的有E14-1、E14-2、')
    expect([isGround('E15'), isGround('toString')]).toEqual([true, false])
  })
})

describe('申请的办理结果', () => {
  it('十七种结果覆盖年报表二的全部二十一行', () => {
    const leaves = [
      'r3.1',
      'r3.2',
      ...[1, 2, 3, 4, 5, 6, 7, 8].map(row => `r3.3.${row}`),
      ...[1, 2, 3].map(row => `r3.4.${row}`),
      ...[1, 2, 3, 4, 5].map(row => `r3.5.${row}`),
      ...[1, 2, 3].map(row => `r3.6.${row}`),
    ]
    expect(leaves).toHaveLength(21)
    expect([...new Set(outcomes.flatMap(one => one.reportRows))].sort()).toEqual([...leaves].sort())
    expect(outcomes.map(one => one.code)).toEqual(Array.from({ length: 17 }, (_, at) => `O${at + 1}`))
  })

  it('复议法第二十三条：只有不予公开和部分公开须先复议', () => {
    expect(outcomes.filter(one => one.remedy === 'review-first').map(one => one.code)).toEqual(['O3', 'O4'])
    expect(outcomes.filter(one => one.remedy === 'setting').map(one => one.code)).toEqual(['O5'])
  })

  it('每种结果写明答复要点、依据和类别', () => {
    for (const one of outcomes) {
      expect(one.mustSay, one.code).toMatch(/。$/)
      for (const id of one.clauses) expect(isClauseId(id), `${one.code} ${id}`).toBe(true)
      expect(familyNames[one.family]).toBeTruthy()
    }
    expect(() => outcomeOf('O18')).toThrow('没有编号为“O18”的办理结果，编号为O1至O17。')
    expect(outcomeOf('O6').label).toBe('信息不存在')
  })
})

describe('公开属性与标注', () => {
  it('390号文四(一)5：三种属性的标注文字', () => {
    expect(attributes.map(one => [one.name, one.label])).toEqual([
      ['主动公开', '此件公开发布'],
      ['依申请公开', '此件依申请公开'],
      ['不予公开', '此件不公开'],
    ])
    const statute = clause('390号/四(一)5').text
    for (const one of attributes) {
      expect(statute).toContain(`“${one.label}”`)
      for (const id of one.clauses) expect(isClauseId(id), id).toBe(true)
    }
    expect(attributeName('withheld')).toBe('不予公开')
    expect([isAttribute('proactive'), isAttribute('public')]).toEqual([true, false])
    expect(() => attributeOf('public' as never)).toThrow('没有“public”')
  })

  it('机关可以用自己的标注文字，空白的仍用通行文字', () => {
    const shanghai = { proactive: '信息公开形式：主动公开', withheld: '  ' }
    expect(labelFor('proactive', shanghai)).toBe('信息公开形式：主动公开')
    expect(labelFor('withheld', shanghai)).toBe('此件不公开')
    expect(labelLine('on-request', shanghai)).toBe('（此件依申请公开）')
    expect(labelReasons(shanghai)).toEqual([])
    expect(
      labelReasons({ proactive: '（此件公开）', withheld: '此件依申请公开', 'on-request': '长'.repeat(21) }),
    ).toEqual([
      '主动公开的标注“（此件公开）”里不要写括号和换行，排版时会自动加圆括号。',
      `依申请公开的标注“${'长'.repeat(20)}……”过长，最多20个字。`,
    ])
    expect(labelReasons({ withheld: '此件依申请公开' })).toEqual([
      '三种公开属性的标注不能相同，否则看不出文件的属性。',
    ])
  })

  it('从文件里的标注认出属性，正文里的话不算', () => {
    expect(attributeOfLabel('（此件公开发布）')).toBe('proactive')
    expect(attributeOfLabel(' （此件主动公开） ')).toBe('proactive')
    expect(attributeOfLabel('（信息公开形式：主动公开）')).toBe('proactive')
    expect(attributeOfLabel('此件依申请公开')).toBe('on-request')
    expect(attributeOfLabel('（此件不公开）')).toBe('withheld')
    expect(attributeOfLabel('此件不予公开')).toBe('withheld')
    expect(attributeOfLabel('应当在文件成文日期后标注“此件公开发布”')).toBeNull()
    expect(attributeOfLabel('附件：目录')).toBeNull()
    for (const one of attributes) expect(attributeOfLabel(labelLine(one.value))).toBe(one.value)
  })
})
