import { describe, expect, test } from 'vitest'
import { guidelineOf } from '../guideline/guidelines.ts'
import { conflictsOf, conflictWords, sharedStretches, type Forbidden, type Listed } from './conflict.ts'

const listed: Listed[] = (['safety-production', 'disaster-relief'] as const).flatMap(list =>
  guidelineOf(list).items.map(i => ({
    list,
    listLabel: guidelineOf(list).field,
    key: i.code,
    codes: [i.code],
    name: i.level2 ?? '',
    content: i.content ?? '',
    how: i.mode ?? '',
  })),
)
const bar = (item: string, more: Partial<Forbidden> = {}): Forbidden => ({
  key: 'b1',
  item,
  code: null,
  scope: '全部',
  why: '条例第十六条',
  ...more,
})
const found = (b: Forbidden) => conflictsOf([b], listed).map(c => [c.item, c.how])

describe('负面清单与目录的冲突（吉林 四(二)；条例第十三条）', () => {
  test('写明同一事项代码的，是确定的冲突，名称写成什么都一样', () => {
    expect(found(bar('某某名录', { code: 'JZ-BZ-02' }))).toEqual([['JZ-BZ-02', 'code']])
  })

  test('名称相同的是确定的冲突，标点和全角半角不算不同', () => {
    const name = listed.find(i => i.key === 'JZ-BZ-02')!.name
    expect(found(bar(` ${name}。`))).toContainEqual(['JZ-BZ-02', 'name'])
  })

  test('只有文字相近的，说出共同的字句和两边的原文，由人说明', () => {
    const all = conflictsOf([bar('救助对象的身份证号码、银行账号')], listed)
    for (const c of all) {
      expect(c.how).toBe('words')
      expect(c.shared.length).toBeGreaterThan(0)
      for (const s of c.shared) expect(`${c.barText}`.replace(/[、：（）]/g, '')).toContain(s)
      expect(conflictWords(c)).toContain('救助对象的身份证号码、银行账号')
    }
  })

  test('条目的范围里写着事项名称的，也要说明', () => {
    const name = listed.find(i => i.key === 'AQSC-GL-02')!.name
    expect(found(bar('工作台账', { scope: `${name}的内部记录` }))).toContainEqual(['AQSC-GL-02', 'words'])
  })

  test('和目录无关的条目不报', () => {
    expect(found(bar('干部人事档案'))).toEqual([])
    expect(found(bar('涉密会议纪要和内部电话簿'))).toEqual([])
  })

  test('说明只对当时的文字有效：任何一边改了，指纹就变', () => {
    const one = conflictsOf([bar('某某', { code: 'JZ-BZ-02' })], listed)[0]!
    const other = conflictsOf([bar('某某', { code: 'JZ-BZ-02', scope: '部分' })], listed)[0]!
    expect(one.words).not.toBe(other.words)
  })

  test('共同的字句至少四个字，长的在前，不重复', () => {
    expect(sharedStretches('事故调查报告和调查组成员', '典型事故调查报告；调查组成员名单')).toEqual([
      '事故调查报告',
      '调查组成员',
    ])
    expect(sharedStretches('应急', '应急')).toEqual([])
  })
})
