import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compact, foldText, makeSegmenter, pairsOf } from './segment.ts'

const segmenter = makeSegmenter({ version: 1, words: ['应急管理局', '政务公开', '双随机、一公开'] })

describe('切词', () => {
  it('领域词典里的词是一个词，其中的短词也收进索引', () => {
    expect(segmenter.indexWords('焦作市应急管理局政务公开')).toEqual(
      expect.arrayContaining(['应急管理局', '应急', '管理', '政务公开', '政务', '公开']),
    )
  })
  it('含标点的名称是一个词，写不写标点都一样', () => {
    expect(segmenter.indexWords('推进双随机、一公开')).toContain('双随机一公开')
    expect(segmenter.queryTerms('双随机一公开').map(t => t.word)).toEqual(['双随机一公开'])
  })
  it('词典不认识的连续单字按两字收，查得到也不会太宽', () => {
    expect(segmenter.indexWords('磴口镇')).toContain('磴口')
    expect(segmenter.queryTerms('磴口').map(t => t.word)).toEqual(['磴口'])
  })
  it('宽窄、大小写、空白归一；控制符、表情和孤立代理去掉', () => {
    expect(foldText('ＧＢ／Ｔ　9704—２０１２')).toBe('gb t 9704 2012')
    expect(compact('\ud800公\u0000开😀')).toBe('公开')
    expect(pairsOf('政务公开')).toEqual(['政务', '务公', '公开'])
  })
  it('任何输入都切得动，词里没有空白和标点', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        for (const word of segmenter.indexWords(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u)
        segmenter.queryTerms(text)
      }),
      { numRuns: 300 },
    )
  })
  it('任一标题都找得到自己的任一半', () => {
    const title = '关于全面推进应急管理系统安全生产和救灾领域政务公开标准化规范化工作的通知'
    const words = new Set(segmenter.titleWords(title))
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: title.length - 2 }),
        fc.integer({ min: 2, max: 20 }),
        (from, length) => {
          for (const pair of pairsOf(compact(title.slice(from, from + length))))
            expect(words.has(pair)).toBe(true)
        },
      ),
    )
  })
})
