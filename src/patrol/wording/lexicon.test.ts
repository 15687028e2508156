import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LexiconEntry } from '../model.ts'
import { lexicon as shipped, word } from '../patrol.fixture.ts'
import { starter } from '../starter/starter.ts'
import { foldText, foldWord } from './fold.ts'
import { entryFaults, makeLexicon, mostHits, variantsOf } from './lexicon.ts'

const entry = (wrong: string, more: Partial<LexiconEntry> = {}) => word(wrong, null, more)
const found = (entries: readonly LexiconEntry[], text: string) =>
  makeLexicon('test', entries)
    .find(text)
    .map(h => text.slice(h.start, h.end))

describe('词库', () => {
  test('写法可以有几种：竖线分开，方括号里互换，圆括号里可有可无', () => {
    expect(variantsOf('攻府')).toEqual(['攻府'])
    expect(variantsOf('攻府|攻俯')).toEqual(['攻府', '攻俯'])
    expect(variantsOf('[布步]署')).toEqual(['布署', '步署'])
    expect(variantsOf('全(国)人民')).toEqual(['全人民', '全国人民'])
    expect(variantsOf('[布署')).toContain('括号不成对')
    expect(variantsOf('[一二三四五][一二三四五][一二三四五]')).toContain('超过64种')
    expect(variantsOf(' | ')).toContain('空的')
  })

  test('例外的写法不报，正确写法里含有错误写法时也不报', () => {
    const entries = [entry('既使', { right: '即使', except: ['既使用'] })]
    expect(found(entries, '既使用又维护，既使下雨也要巡查。')).toEqual(['既使'])
    expect(found([entry('截止', { right: '截止日期' })], '截止日期为三月；截止三月。')).toEqual(['截止'])
  })

  test('字间夹空格、零宽字符、符号也找得到，并说明夹了东西', () => {
    const [hit] = makeLexicon('t', [entry('攻府')]).find('县攻 \u200b府办')
    expect(hit).toMatchObject({ start: 1, end: 5, spaced: true })
    for (const text of ['攻·府', '攻*府', '攻_府', '攻　府', '攻\u00ad府', '攻-府'])
      expect(found([entry('攻府')], text), text).toHaveLength(1)
    expect(found([entry('扫黑险恶')], '扫、黑、险、恶')).toHaveLength(1)
  })

  test('跨句、跨行、跨格的不算一个词：进攻。府兵', () => {
    for (const text of ['进攻。府兵', '进攻，府兵', '攻\n府', '攻\t府', '攻      府', '进攻（府兵）'])
      expect(found([entry('攻府')], text), text).toEqual([])
    expect(found([entry('扫黑险恶')], '扫，黑险、恶')).toEqual([])
  })

  test('词里本来有标点的，有没有标点都找得到', () => {
    const entries = [entry('双随机一公示|双随机、一公示')]
    expect(found(entries, '开展双随机、一公示检查')).toEqual(['双随机、一公示'])
    expect(found(entries, '开展双随机一公示检查')).toEqual(['双随机一公示'])
  })

  test('全角半角、大小写不分', () => {
    expect(found([entry('ＡＢc')], '这是abC。')).toEqual(['abC'])
  })

  test('大词里的小词不重复报；级别更高的小词照报', () => {
    expect(found([entry('人民攻府'), entry('攻府')], '县人民攻府')).toEqual(['人民攻府'])
    expect(found([entry('人民攻府', { tier: 'C' }), entry('攻府', { tier: 'A' })], '县人民攻府')).toEqual([
      '人民攻府',
      '攻府',
    ])
  })

  test('不合适的词条逐条说明原因', () => {
    expect(entryFaults(entry('。，'))[0]).toContain('没有字')
    expect(entryFaults(entry('帐'))[0]).toContain('只能定为C级')
    expect(entryFaults(entry('帐', { tier: 'C' }))).toEqual([])
    expect(entryFaults(entry('布署', { right: '布 署' }))[0]).toContain('与正确写法相同')
    expect(entryFaults(entry('既使', { except: ['即使'] }))[0]).toContain('不会起作用')
    expect(entryFaults(entry('字'.repeat(61)))[0]).toContain('超过60个字')
  })

  test('满篇都是错词：停在上限，不把内存撑满', () => {
    expect(
      makeLexicon('t', [entry('啊啊'), entry('啊啊啊')]).find('啊'.repeat(100_000)).length,
    ).toBeLessThanOrEqual(mostHits)
  })

  test('折叠后的每个字都指得回原文：任意文字', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        const folded = foldText(text)
        for (let i = 1; i < folded.length; i++) expect(folded.at[i]).toBeGreaterThan(folded.at[i - 1]!)
        expect(String.fromCharCode(...folded.codes.subarray(0, folded.length))).toBe(foldWord(text))
      }),
    )
  })
})

describe('自带的词库', () => {
  test('有几百条，每条都能用，没有重复', () => {
    expect(starter.length).toBeGreaterThan(500)
    for (const e of starter) expect(entryFaults(e), e.wrong).toEqual([])
    expect(new Set(starter.map(e => e.wrong)).size).toBe(starter.length)
  })

  test('每条错误写法都找得到，改成正确写法以后不再报任何问题', () => {
    for (const e of starter) {
      const spellings = variantsOf(e.wrong) as string[]
      for (const spelling of spellings) {
        const hits = shipped.find(`我们，${spelling}。`)
        expect(hits.length, spelling).toBeGreaterThan(0)
      }
      if (e.right === null) continue
      const again = shipped.find(`我们，${e.right}。`)
      expect(
        again.map(h => h.entry.wrong),
        e.right,
      ).toEqual([])
    }
  })

  test('检查通报点名的错误都在，国名和机构名是A级', () => {
    for (const [wrong, right] of [
      ['攻府', '政府'],
      ['中共人民共和国', '中华人民共和国'],
      ['中华人民共合国', '中华人民共和国'],
      ['中华人民大和国', '中华人民共和国'],
    ] as const)
      expect(starter.find(e => e.wrong === wrong)).toMatchObject({ right, tier: 'A' })
    expect(starter.find(e => e.wrong === '扫黑险恶')).toMatchObject({ right: '扫黑除恶' })
    expect(starter.find(e => e.wrong === '秸杆')).toMatchObject({ right: '秸秆' })
  })

  test('例外都起作用：例外的写法本身不报这一条', () => {
    for (const e of starter)
      for (const except of e.except)
        expect(
          shipped.find(except).filter(h => h.entry.wrong === e.wrong),
          `${e.wrong}／${except}`,
        ).toEqual([])
  })
})
