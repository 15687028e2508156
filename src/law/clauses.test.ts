import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clause, clauses, clauseSources, cite, findClauses, isClauseId, isInForce } from './clauses.ts'
import { articleOf, chineseNumber, clausesOf } from './clauses/source.ts'

const placesOf = (source: string) =>
  clauses.filter(one => one.source === source).map(one => one.id.slice(source.length + 1))

describe('条款登记', () => {
  it('编号唯一，没有空的文字，日期是公历日', () => {
    expect(new Set(clauses.map(one => one.id)).size).toBe(clauses.length)
    expect(new Set(clauseSources.map(one => one.source)).size).toBe(clauseSources.length)
    for (const one of clauses) {
      expect(one.text.length, one.id).toBeGreaterThan(3)
      expect(one.text, one.id).toBe(one.text.trim())
      expect(one.article, one.id).not.toBe('')
      expect(one.document, one.id).not.toMatch(/undefined|《》/)
      for (const day of [one.inForceFrom, one.inForceUntil]) {
        if (day !== undefined) expect(day, one.id).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      }
    }
  })

  it('文字里没有半角的括号和标点', () => {
    for (const one of clauses) expect(one.text, one.id).not.toMatch(/[(),;:!?](?!\d)|[\u4e00-\u9fff]\.(?!\d)/)
  })

  it('证据等级低于甲等的都写明出处或者核对要求', () => {
    for (const one of clauses.filter(found => found.mark === 'K' || found.mark === 'C')) {
      const national = ['党政机关公文处理工作条例', 'GB/T 9704', 'GB 11643'].includes(one.source)
      if (!national) expect(one.note, one.id).toBeTruthy()
    }
  })

  it('条例从第一条到第五十六条一条不缺，款和项的号连续', () => {
    const places = placesOf('条例')
    expect(places.filter(place => /^\d+$/.test(place))).toEqual(
      Array.from({ length: 56 }, (_, at) => String(at + 1)),
    )
    for (const source of ['条例', '713号']) {
      for (const place of placesOf(source)) {
        const last = /^(.*)\((\d+)\)$/.exec(place)
        if (last === null || source === '713号') continue
        const before = Number(last[2]) - 1
        if (before > 0) expect(placesOf(source), place).toContain(`${last[1]}(${before})`)
      }
    }
  })

  it('条例第二十条十五项、第三十六条七项、第三十一条三项称“项”，第三十三条三款称“款”', () => {
    expect(placesOf('条例').filter(place => place.startsWith('20('))).toHaveLength(15)
    expect(placesOf('条例').filter(place => place.startsWith('36('))).toHaveLength(7)
    expect(clause('条例/20(12)').article).toBe('第二十条第（十二）项')
    expect(clause('条例/31(3)').article).toBe('第三十一条第（三）项')
    expect(clause('条例/33(3)').article).toBe('第三十三条第三款')
    expect(clause('条例/50(1)(4)').article).toBe('第五十条第一款第（四）项')
  })

  it('五份来源文件逐段登记，节号连续', () => {
    const sections = (source: string) => placesOf(source).filter(place => /^[一二三四五]$/.test(place))
    expect(sections('390号')).toEqual(['一', '二', '三', '四', '五'])
    expect(sections('瑞丽')).toEqual(['一', '二', '三', '四'])
    expect(sections('焦作')).toEqual(['一', '二', '三'])
    expect(sections('上海')).toEqual(['一', '二', '三', '四', '五'])
    expect(sections('吉林')).toEqual(['一', '二', '三', '四'])
    const items = (source: string, head: string) =>
      placesOf(source).filter(place => place.startsWith(head) && /\d$/.test(place)).length
    expect([items('390号', '四(一)'), items('390号', '四(二)')]).toEqual([6, 6])
    expect([items('390号', '四(三)'), items('390号', '四(四)')]).toEqual([4, 2])
    expect([items('瑞丽', '四(一)'), items('瑞丽', '四(二)'), items('瑞丽', '四(三)')]).toEqual([5, 5, 4])
    const points = placesOf('上海').flatMap(place => /^[一二三四五]\((.+)\)$/.exec(place)?.[1] ?? [])
    expect(points).toEqual(Array.from({ length: 18 }, (_, at) => chineseNumber(at + 1)))
    const jilin = placesOf('吉林').filter(place => /\(.\)$/.test(place))
    expect(jilin).toEqual(
      ['一', '二', '三', '四'].flatMap(head => ['一', '二', '三'].map(n => `${head}(${n})`)),
    )
  })

  it('每个来源的条号前后有序，引用的写法与编号一致', () => {
    for (const source of clauseSources) {
      const articles = clausesOf(source).flatMap(one => {
        const match = /\/(\d+)(?=$|\()/.exec(one.id)
        return match === null ? [] : [{ number: Number(match[1]), one }]
      })
      articles.forEach(({ number, one }, at) => {
        expect(number, one.id).toBeGreaterThanOrEqual(articles[at - 1]?.number ?? 0)
        if (source.source !== '示范指标(2021)')
          expect(one.article, one.id).toContain(`第${chineseNumber(number)}条`)
      })
    }
  })
})

describe('引用与查找', () => {
  it('法律和条例不写文号，文件写文号', () => {
    expect(cite('条例/26')).toBe('《中华人民共和国政府信息公开条例》第二十六条')
    expect(cite('复议法/23(1)(4)')).toBe('《中华人民共和国行政复议法》第二十三条第一款第（四）项')
    expect(cite('390号/四(一)5')).toBe(
      '《应急管理部办公厅关于印发安全生产和救灾领域基层政务公开标准目录指引的通知》（应急厅函〔2019〕390号）四（一）5',
    )
    expect(cite('地方解读规定/时限')).toBe('郑州市（2016年）、太康县（2018年）关于政策解读的规定时限')
  })

  it('没有登记的依据说明是来源不对还是条号不对', () => {
    expect(() => clause('条例/57')).toThrow('依据“条例/57”没有登记：《中华人民共和国政府信息公开条例》已登记')
    expect(() => clause('某法/1')).toThrow('依据“某法/1”的来源没有登记。编号写作“来源/条号”')
    expect(() => cite('')).toThrow('没有登记')
    expect(isClauseId('constructor')).toBe(false)
  })

  it('阿拉伯数字和汉字的条号、全角和半角的括号都能查到', () => {
    expect(findClauses('条例 第26条')).toContain(clause('条例/26'))
    expect(findClauses('政府信息公开条例 第二十六条')).toEqual([clause('条例/26')])
    expect(findClauses('390号/四（一）5')).toEqual([clause('390号/四(一)5')])
    expect(findClauses('此件公开发布').map(one => one.id)).toEqual(['390号/四(一)5', '瑞丽/四(一)4'])
    expect(findClauses('  ')).toEqual([])
    expect(findClauses('没有这样的词句')).toEqual([])
  })

  it('施行日期和失效日期两端都算', () => {
    const precedence = clause('复议法/23(1)(4)')
    expect([isInForce(precedence, '2023-12-31'), isInForce(precedence, '2024-01-01')]).toEqual([false, true])
    const postage = clause('235号(2016)/三')
    expect([isInForce(postage, '2019-05-14'), isInForce(postage, '2019-05-15')]).toEqual([true, false])
    expect(isInForce(clause('瑞丽/二'), '2026-01-01')).toBe(true)
  })

  it('任何登记的编号都能打开、引用并按自己的编号查到', () => {
    fc.assert(
      fc.property(fc.constantFrom(...clauses), one => {
        expect(clause(one.id)).toBe(one)
        expect(cite(one.id).endsWith(one.article)).toBe(true)
        expect(findClauses(one.id.replaceAll(' ', ''))).toContain(one)
      }),
    )
  })
})

describe('汉字数字与条号', () => {
  it('写出法律条文的数字', () => {
    expect([1, 10, 11, 20, 26, 56, 100, 101, 110, 111, 1001, 1259].map(chineseNumber)).toEqual(
      '一 十 十一 二十 二十六 五十六 一百 一百零一 一百一十 一百一十一 一千零一 一千二百五十九'.split(' '),
    )
    expect(() => chineseNumber(0)).toThrow('1至9999')
  })

  it('不同的数写法不同，读回是原数', () => {
    const read = (text: string) => {
      let total = 0
      let figure = 0
      for (const char of text.startsWith('十') ? `一${text}` : text) {
        const unit = { 千: 1000, 百: 100, 十: 10 }[char]
        if (unit === undefined) figure = '零一二三四五六七八九'.indexOf(char)
        else {
          total += figure * unit
          figure = 0
        }
      }
      return total + figure
    }
    fc.assert(fc.property(fc.integer({ min: 1, max: 9999 }), n => read(chineseNumber(n)) === n))
  })

  it('没有款的条按项称呼，有款的条按款称呼', () => {
    expect(articleOf('36(4)')).toBe('第三十六条第四款')
    expect(articleOf('36(4)', { 36: 0 })).toBe('第三十六条第（四）项')
    expect(articleOf('53(4)', { 53: 1 })).toBe('第五十三条第一款第（四）项')
    expect(articleOf('四(一)5')).toBe('四（一）5')
    expect(articleOf('7.2.5')).toBe('7.2.5')
  })
})

describe('全库引用的依据', () => {
  const root = join(import.meta.dirname, '..')
  const numbered =
    /(['"`])([^'"`\n]{1,24})\/([0-9一二三四五六七八九十A-Z][0-9A-Z一二三四五六七八九十().]*)\1/g
  const topical = /(['"`])([^'"`\n/]{1,24}|GB\/T 9704)\/([^'"`\n/]{1,24})\1/g
  const sources = new Set(clauseSources.map(one => one.source))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !/\.(test|gen)\.tsx?$/.test(name))
    .map(name => ({ name, text: readFileSync(join(root, name), 'utf8') }))

  /** Literals of the shape 来源/条号 in all of src, and literals of any shape behind the name of a registered source. */
  const cited = files.flatMap(({ name, text }) => [
    ...[...text.matchAll(numbered)]
      .filter(([, , source = '']) => /[\u4e00-\u9fff]/.test(source) || source.startsWith('GB'))
      .map(([, , source, place]) => ({ name, id: `${source}/${place}` })),
    ...[...text.matchAll(topical)]
      .filter(([, , source = '']) => sources.has(source))
      .map(([, , source, place]) => ({ name, id: `${source}/${place}` })),
  ])

  it('源代码里每个写成“来源/条号”的依据都已登记', () => {
    expect(cited.length).toBeGreaterThan(400)
    expect(new Set(cited.map(one => one.name)).size).toBeGreaterThan(3)
    expect(cited.filter(one => !isClauseId(one.id)).map(one => `${one.name}: ${one.id}`)).toEqual([])
  })
})
