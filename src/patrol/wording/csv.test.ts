import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tiers, wordKinds, type LexiconEntry, type WordKind } from '../model.ts'
import { starter } from '../starter/starter.ts'
import { readLexiconCsv, writeLexiconCsv } from './csv.ts'
import { entryFaults } from './lexicon.ts'

describe('词库文件', () => {
  test('自带的词库导出再导入，一条不差', () => {
    const { entries, faults } = readLexiconCsv(writeLexiconCsv(starter))
    expect(faults).toEqual([])
    expect(entries).toEqual(starter)
  })

  test('任意词条导出再导入不变：逗号、引号、换行、等号开头', () => {
    const words = fc.string({
      unit: fc.constantFrom('应', '急', ',', '"', '=', '+', "'", '@', '-', 'a'),
      minLength: 1,
      maxLength: 8,
    })
    const entries = fc.record({
      wrong: words.map(w => `错${w}`.trim()),
      right: fc.option(
        words.map(w => `对${w}`.trim()),
        { nil: null },
      ),
      tier: fc.constantFrom(...tiers),
      kind: fc.constantFrom(...(Object.keys(wordKinds) as WordKind[])),
      note: fc
        .string({ unit: fc.constantFrom('说', '明', ',', '"', '\n', '='), maxLength: 10 })
        .map(s => s.trim()),
      source: words.map(w => w.trim()),
      except: fc.constant<string[]>([]),
    })
    fc.assert(
      fc.property(fc.uniqueArray(entries, { selector: e => e.wrong, maxLength: 20 }), given => {
        const able = given.filter(e => entryFaults(e as LexiconEntry).length === 0)
        expect(readLexiconCsv(writeLexiconCsv(able)).entries).toEqual(able)
      }),
    )
  })

  test('表头可以换次序，只有错误写法也行；没有表头按导出的次序', () => {
    expect(readLexiconCsv('正确写法,错误写法\n政府,攻府\n').entries).toEqual([
      { wrong: '攻府', right: '政府', tier: 'B', kind: 'typo', note: '', source: '', except: [] },
    ])
    expect(readLexiconCsv('攻府,政府,a,国家机构名称\r\n').entries[0]).toMatchObject({
      tier: 'A',
      kind: 'organ',
    })
  })

  test('每个错误都说出在第几行，错的行不收，对的行照收', () => {
    const { entries, faults, faultCount } = readLexiconCsv(
      '错误写法,正确写法,级别,类别\n攻府,政府,A,错别字\n帐,账,A,错别字\n布署,部署,D,错别字\n"讯\n期",汛期,B,天气\n,空的,,\n攻府,政府,B,\n',
    )
    expect(entries.map(e => e.wrong)).toEqual(['攻府'])
    expect(faultCount).toBe(5)
    expect(faults[0]).toMatch(/^第3行：.*只能定为C级/)
    expect(faults[1]).toMatch(/^第4行：.*级别应为A、B或C/)
    expect(faults[2]).toMatch(/^第5行：没有“天气”这个类别/)
    expect(faults[3]).toMatch(/^第7行：请填写错误写法/)
    expect(faults[4]).toMatch(/^第8行：“攻府”重复/)
  })

  test('引号没有配对、空文件、全是空行：不出错，不无限循环', () => {
    expect(readLexiconCsv('"没有配对的引号,政府').entries.length).toBeLessThanOrEqual(1)
    expect(readLexiconCsv('').entries).toEqual([])
    expect(readLexiconCsv('\n\n,,,\n').entries).toEqual([])
  })

  test('一百万行的词库：读得完，或一句话说明不收', () => {
    const lines = ['错误写法,正确写法']
    for (let i = 0; i < 1_000_001; i++) lines.push(`错${i.toString(36)}字,对`)
    expect(() => readLexiconCsv(lines.join('\n'))).toThrow('超过1,000,000个的上限')
    expect(readLexiconCsv(lines.slice(0, 200_001).join('\n')).entries).toHaveLength(200_000)
  })
})
