import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatIndexNumber,
  knownIndexTemplates,
  parseIndexNumber,
  recogniseIndexTemplate,
  sampleIndexNumber,
  templateReasons,
} from './indexNumber.ts'

/** Numbers read on government sites, with the template that makes them. */
const genuine: readonly (readonly [template: string, text: string, sequence: number])[] = [
  ['{uscc}/{yyyy}-{seq:5}', '11220000740468418C/2022-04035', 4035],
  ['{uscc}/{yyyy}-{seq:5}', '11500000MB1B37366Q/2026-00217', 217],
  ['{uscc}/{yyyy}-{seq:5}', '11330700MB10327095/2013-02249', 2249],
  ['{uscc}/{yyyy}-{seq:7}', '11370322004222241N/2021-5135380', 5135380],
  ['{uscc}/{yyyymm}-{seq:5}', '11341700MB1631138U/202504-00027', 27],
  ['{uscc}-/{yyyy}-{mmdd}{seq:3}', '11532300MB19155603-/2020-0921001', 1],
  ['{orgcode}/{yyyy}-{seq:5}', '000014349/2022-03848', 3848],
  ['{orgcode}/{yyyy}-{seq:5}', '000014349/2019-00058', 58],
  ['{orgcode}/{yyyy}-{seq:5}', '000013338/2023-00079', 79],
  ['{orgcode}/{yyyy}-{seq:5}', '750687753/2024-00003', 3],
  ['{orgcode}/{yyyy}-{seq:5}', '763108562/2024-00021', 21],
  ['{orgcode}/{yyyy}-{seq:6}', '736916953/2024-000372', 372],
  ['{orgcode}-{yyyy}-{seq:6}', '01527918X-2020-153077', 153077],
  ['{area}/{yyyy}-{seq:5}', '370400/2022-00091', 91],
  ['000000001/{yyyy}-{seq:5}', '000000001/2021-00151', 151],
  ['sggzyjyzx/{yyyy}-{seq:5}', 'sggzyjyzx/2024-00002', 2],
  ['8923888D/{yyyy}-{seq:4}', '8923888D/2020-0113', 113],
]
const reasonFor = (template: string, text: string) => {
  const parsed = parseIndexNumber(template, text)
  return parsed.ok ? '' : parsed.reason
}

describe('索引号', () => {
  it('各地在用的索引号都能按模板拆开，再写出来一字不差', () => {
    for (const [template, text, sequence] of genuine) {
      expect(templateReasons(template), template).toEqual([])
      const parsed = parseIndexNumber(template, text)
      if (!parsed.ok) throw new Error(parsed.reason)
      expect(parsed.sequence).toBe(sequence)
      const { uscc, orgcode, area, year, month = '01', day = '01' } = parsed
      expect(
        formatIndexNumber(template, { uscc, orgcode, area, on: `${year}-${month}-${day}`, sequence }),
      ).toBe(text)
    }
  })

  it('分组的写法用固定部分和年月日标记', () => {
    const ningbo = '3302-{area}-02-07-{yyyymmdd}-{seq:3}'
    const text = formatIndexNumber(ningbo, { area: '330200', on: '2009-03-05', sequence: 12 })
    expect(text).toBe('3302-330200-02-07-20090305-012')
    expect(parseIndexNumber(ningbo, text)).toMatchObject({ year: 2009, month: '03', day: '05', sequence: 12 })
    const lianyungang = 'lyg01-03-{yyyy}-{seq:4}'
    expect(formatIndexNumber(lianyungang, { on: '2008-12-31', sequence: 9 })).toBe('lyg01-03-2008-0009')
    const yunnan = '{area}MZ0107{yyyy}{seq:5}'
    expect(formatIndexNumber(yunnan, { area: '530000', on: '2020-01-01', sequence: 1 })).toHaveLength(21)
  })

  it('索引号前缀里的代码校验位不合只作提示', () => {
    expect(parseIndexNumber('{orgcode}/{yyyy}-{seq:6}', '736916953/2024-000372')).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('校验位按规则应为“1”')],
    })
    expect(parseIndexNumber('{uscc}/{yyyy}-{seq:5}', '11220000740468418D/2022-04035')).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('第18位应为“C”')],
    })
  })

  it('从已有的索引号认出模板', () => {
    expect(recogniseIndexTemplate('11220000740468418C/2022-04035')).toBe('{uscc}/{yyyy}-{seq:5}')
    expect(recogniseIndexTemplate('01527918X-2020-153077')).toBe('{orgcode}-{yyyy}-{seq:6}')
    expect(recogniseIndexTemplate('11532300MB19155603-/2020-0921001')).toBe('{uscc}-/{yyyy}-{mmdd}{seq:3}')
    expect(recogniseIndexTemplate('不是索引号')).toBeNull()
  })

  it('模板的错一次说全', () => {
    expect(templateReasons('')).toEqual(['索引号模板是空的，例如“{uscc}/{yyyy}-{seq:5}”。'])
    expect(templateReasons('{year}第{seq}')).toEqual([
      '“{year}”不是可用的标记，可用的有{uscc}、{orgcode}、{area}、{yyyy}、{yyyymm}、{yyyymmdd}、{mmdd}、{seq:5}。',
      '模板的固定部分只用字母、数字和“- / . _”，“第”不能用。',
      '顺序号要写明位数，如“{seq:5}”。',
      '模板里要有且只有一个顺序号标记{seq:n}，现有0个。',
      '模板里要有且只有一个年份标记（{yyyy}、{yyyymm}或{yyyymmdd}），现有0个。',
      '模板里要有能区分机关的部分：{uscc}、{orgcode}、{area}或者本机关固定的字母数字。',
    ])
    expect(templateReasons('{uscc}{uscc}/{yyyy}{yyyymm}-{seq:12}')).toHaveLength(4)
    expect(templateReasons('{uscc}/{yyyy-{seq:5}')).toContain('花括号“{”没有成对。')
    expect(templateReasons('{constructor}/{yyyy}-{seq:5}')[0]).toContain('“{constructor}”不是可用的标记')
    expect(templateReasons('x'.repeat(81))).toEqual(['索引号模板过长，最多80个字符。'])
  })

  it('缺少的代码、超出位数的顺序号、不存在的日期一次说全', () => {
    expect(() => formatIndexNumber('{uscc}/{yyyy}-{seq:3}', { on: '2024-02-30', sequence: 1000 })).toThrow(
      '不能生成索引号：本机关没有登记统一社会信用代码（18位），模板“{uscc}”需要它。日期“2024-02-30”不存在，应为“2024-09-10”的样子。顺序号1000已超过模板的3位，请把模板的位数改大。',
    )
    expect(() =>
      formatIndexNumber('{area}/{yyyy}-{seq:3}', { area: '37', on: '2024-02-29', sequence: 0 }),
    ).toThrow('“37”不是行政区划码（6位）。顺序号应为从1编起的整数，收到的是0。')
    expect(() => formatIndexNumber('{x}', { on: '2024-01-01', sequence: 1 })).toThrow('索引号模板“{x}”不能用')
  })

  it('不合模板的索引号给出样子', () => {
    expect(reasonFor('{uscc}/{yyyy}-{seq:5}', '2022-1')).toBe(
      '“2022-1”不合索引号模板“{uscc}/{yyyy}-{seq:5}”，应为“11220000740468418C/2022-00001”的样子。',
    )
    expect(reasonFor('{area}/{yyyy}-{seq:5}', '370400/1022-00091')).toContain('年份“1022”不对')
    expect(reasonFor('{area}/{yyyymm}-{seq:5}', '370400/202213-00091')).toContain('日期“2022-13”不存在')
    expect(reasonFor('{area}/{yyyymmdd}-{seq:5}', '370400/20230229-00091')).toContain(
      '日期“2023-02-29”不存在',
    )
    expect(reasonFor('{area}/{yyyy}-{seq:5}', '370400/2022-00000')).toContain('不能是0')
    expect(sampleIndexNumber('{uscc}-/{yyyy}-{mmdd}{seq:3}')).toBe('11220000740468418C-/2022-0910001')
  })

  it('任何模板写出的索引号都能拆回原来的年份和顺序号，不同的顺序号写法不同', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...knownIndexTemplates),
        fc.integer({ min: 1949, max: 2099 }),
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 999 }),
        (template, year, sequence, other) => {
          const values = {
            uscc: '11220000740468418C',
            orgcode: '000014349',
            area: '370400',
            on: `${year}-09-10`,
          }
          const text = formatIndexNumber(template, { ...values, sequence })
          expect(parseIndexNumber(template, text)).toMatchObject({ ok: true, year, sequence, warnings: [] })
          expect(formatIndexNumber(template, { ...values, sequence: other }) === text).toBe(
            other === sequence,
          )
        },
      ),
    )
  })
})
