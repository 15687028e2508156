import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effortOf } from '../../test/setup/effort.ts'
import { numberKeyOf, numberProbe, readNumber } from './numberKey.ts'

describe('文号的键', () => {
  it('同一个文号，括号、宽窄、空格、“第”、前导零不同，键相同', () => {
    for (const way of [
      '应急厅函〔2019〕390号',
      '应急厅函[2019]390号',
      '应急厅函（2019） 390 号',
      '应急厅函【２０１９】３９０号',
      '应急厅函〔2019〕第0390号',
      '应急厅函2019-390',
      '应急厅函字〔2019〕390号',
    ])
      expect(numberKeyOf(way), way).toBe('2019|390|应急厅函')
  })
  it('没有机关代字的半个文号是键的前一段', () => {
    expect(numberProbe('〔2019〕390号')).toEqual({ key: '2019|390|', whole: false })
    expect(numberKeyOf('应急厅函〔2019〕390号')!.startsWith('2019|390|')).toBe(true)
  })
  it('不是文号的不当文号', () => {
    for (const text of [
      '2019 390',
      '政务公开',
      '2023年上海市应急管理局政务公开工作要点',
      '',
      '12345',
      '〔2019〕',
      '0371-12345678',
      'a'.repeat(1000),
    ])
      expect(readNumber(text), text).toBeNull()
  })
  it('任何输入都不出错，也不拖慢', async () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 250 }), text => void readNumber(text)))
    const hard = '应'.repeat(60) + '2019'.repeat(30)
    expect(await effortOf(() => readNumber(hard))).toBeLessThan(200)
  })
})
