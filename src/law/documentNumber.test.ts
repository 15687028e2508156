import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effortOf } from '../../test/setup/effort.ts'
import { formatDocumentNumber, parseDocumentNumber, readChineseNumber } from './documentNumber.ts'
import { findDocumentNumbers, normaliseForSearch } from './documentNumberSearch.ts'

const read = (text: string) => {
  const parsed = parseDocumentNumber(text)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed
}
const reasonFor = (text: string) => {
  const parsed = parseDocumentNumber(text)
  return parsed.ok ? `读成了${parsed.text}` : parsed.reason
}

const codes = fc.constantFrom(
  '应急厅函',
  '沪应急办',
  '吉应急办发',
  '国办公开办函',
  '五政办规',
  '粤府函（办）',
  '和政发',
  'X字',
)
const parts = fc.record({
  code: codes,
  year: fc.integer({ min: 1949, max: 2099 }),
  sequence: fc.integer({ min: 1, max: 99999 }),
})

describe('发文字号的读写', () => {
  it('GB/T 9704 7.2.5：规范的文号原样读出，没有提示', () => {
    const real = [
      '应急厅函〔2019〕390号',
      '沪应急办〔2023〕20号',
      '吉应急办发〔2022〕28号',
      '豫应急办〔2020〕62号',
      '焦政办〔2020〕21号',
      '楚应急〔2020〕33号',
      '国办公开办函〔2021〕30号',
      '建办厅函〔2021〕531号',
      '五政办规〔2024〕1号',
      '云政办发〔2020〕33号',
    ]
    for (const text of real) expect(read(text)).toMatchObject({ shape: 'standard', text, warnings: [] })
    expect(read('应急厅函〔2019〕390号')).toMatchObject({ code: '应急厅函', year: 2019, sequence: 390 })
  })

  it('各种括号都读得出，并提示改为六角括号', () => {
    for (const pair of ['[]', '［］', '﹝﹞', '（）', '()', '【】', '〖〗', '<>', '《》', '｛｝', '〔]']) {
      const parsed = read(`应急厅函${pair[0]}2019${pair[1]}390号`)
      expect(parsed.text).toBe('应急厅函〔2019〕390号')
      expect(parsed.warnings).toEqual([`年份应放在六角括号“〔〕”里，原写作“${pair}”，已改正。`])
    }
  })

  it('全角数字、空格、看不见的字符不影响读数', () => {
    expect(read(' 应急厅函 〔２０１９〕　３９０ 号\u200b').text).toBe('应急厅函〔2019〕390号')
    expect(read('发文字号：应急厅函〔2019〕390号').warnings).toEqual([])
  })

  it('多写的“第”、虚位、“文”和缺少的“号”改正并提示', () => {
    expect(read('应急厅函〔2019〕第012文')).toMatchObject({
      text: '应急厅函〔2019〕12号',
      warnings: [
        '顺序号前不加“第”字，已删去。',
        '顺序号后缺少“号”字，已补上。',
        '“号”字后面的“文”字已删去。',
        '顺序号前不编虚位0，已删去。',
      ],
    })
    expect(read('应急厅函〔2019〕390').warnings).toEqual(['顺序号后缺少“号”字，已补上。'])
    expect(read('应急厅函〔二〇一九〕三百九十号').text).toBe('应急厅函〔2019〕390号')
    expect(read('应急厅函〔2019年〕390号。').warnings).toEqual([
      '文号末尾的标点已删去。',
      '括号里的“年”字已删去。',
    ])
  })

  it('令、公告、统一编号、无文号各有写法', () => {
    expect(read('第711号')).toMatchObject({ shape: 'order', code: '', sequence: 711, year: null })
    expect(read('国务院令第711号')).toMatchObject({ shape: 'order', code: '国务院令', warnings: [] })
    expect(read('国务院令第七百一十一号').text).toBe('国务院令第711号')
    expect(read('2024年第3号')).toMatchObject({ shape: 'annual', year: 2024, sequence: 3 })
    expect(read('应急管理部公告（2024年第3号）').text).toBe('应急管理部公告2024年第3号')
    expect(read('hfgs—2017—9')).toMatchObject({ shape: 'unified', code: 'HFGS', text: 'HFGS-2017-9' })
    expect(read('HFGS-2022-7').warnings).toEqual([])
    for (const none of ['无', ' 无文号 ', '—'])
      expect(read(none)).toMatchObject({ shape: 'none', text: '无' })
  })

  it('读不出的说明错在哪里、该怎么写', () => {
    expect(reasonFor('')).toBe(
      '没有填写发文字号。应写作“应急厅函〔2019〕390号”的样子：机关代字、六角括号里的四位年份、顺序号、“号”字。没有文号的请填“无”。',
    )
    expect(reasonFor('应急厅函〔19〕390号')).toBe('年份“19”不是四位，年份应写全称，如“〔2019〕”。')
    expect(reasonFor('应急厅函〔3019〕390号')).toContain('年份“3019”不对')
    expect(reasonFor('〔2019〕390号')).toContain('年份前面缺少机关代字')
    expect(reasonFor('应急厅函2019年390号')).toContain('年份没有放在括号里')
    expect(reasonFor('应急厅函2019390号')).toContain('年份没有放在括号里')
    expect(reasonFor('应急厅函〔2019〕号')).toContain('年份后面缺少顺序号')
    expect(reasonFor('应急厅函〔2019〕0号')).toContain('顺序号不能是0')
    expect(reasonFor('应急厅函〔2019〕123456号')).toContain('最多5位')
    expect(reasonFor('应急厅函〔2019〕三号楼')).toContain('不是“顺序号＋号”的样子')
    expect(reasonFor('应急@厅〔2019〕390号')).toContain('不应出现的“@”')
    expect(reasonFor('应急厅函〔2019')).toContain('括号没有写完整')
    expect(reasonFor('关于印发方案的通知')).toContain('没有年份和顺序号')
    expect(reasonFor('甲'.repeat(21) + '〔2019〕1号')).toContain('过长，最多20个字')
    expect(reasonFor('应'.repeat(5000))).toContain('发文字号过长（5000个字符）')
  })

  it('写出再读回，机关代字、年份、顺序号不变，没有提示', () => {
    fc.assert(
      fc.property(parts, given => {
        const text = formatDocumentNumber(given)
        expect(parseDocumentNumber(text)).toEqual({
          ok: true,
          shape: 'standard',
          ...given,
          text,
          warnings: [],
        })
      }),
    )
  })

  it('读出的规范写法再读一次不变，任意文字都不出错', () => {
    const messy = fc.array(
      fc.constantFrom(...'应急厅函令公告〔〕[]（）【】第号年文0123９〇一十百-— 　HF无2019'.split('')),
      { maxLength: 24 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          messy.map(chars => chars.join('')),
          fc.string({ unit: 'binary' }),
        ),
        text => {
          const parsed = parseDocumentNumber(text)
          if (!parsed.ok) expect(parsed.reason).toMatch(/[\u4e00-\u9fff]/)
          else expect(parseDocumentNumber(parsed.text)).toEqual({ ...parsed, warnings: [] })
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('汉字数字按位读和按数读都对', () => {
    expect(
      ['七百一十一', '八十八', '十', '二〇一九', '三百零五', '一千二百五十九'].map(readChineseNumber),
    ).toEqual([711, 88, 10, 2019, 305, 1259])
    expect(readChineseNumber('七十A')).toBeNull()
  })
})

describe('在文字里找文号', () => {
  it('书名号后的括号、顿号、连词之间的文号分得开', () => {
    const text =
      '为贯彻落实《关于…的通知》（豫应急办〔2020〕62号）和《关于做好…的通知》（焦政办[2020]21号）要求，根据国办发（2016）80号、应急厅函﹝2019﹞第390号和吉应急办发【2022】28号，以及《条例》（中华人民共和国国务院令第711号）。'
    expect(normaliseForSearch(text)).toEqual([
      '豫应急办〔2020〕62号',
      '焦政办〔2020〕21号',
      '国办发〔2016〕80号',
      '应急厅函〔2019〕390号',
      '吉应急办发〔2022〕28号',
      '国务院令第711号',
    ])
    expect(findDocumentNumbers(text)[1]).toEqual({
      at: text.indexOf('焦政办'),
      raw: '焦政办[2020]21号',
      text: '焦政办〔2020〕21号',
    })
  })

  it('代字里本有的“和”字不被当作连词', () => {
    expect(normaliseForSearch('和政发〔2024〕1号')).toEqual(['和政发〔2024〕1号'])
    expect(normaliseForSearch('甲函〔2024〕1号和乙函〔2024〕2号')).toEqual([
      '甲函〔2024〕1号',
      '乙函〔2024〕2号',
    ])
  })

  it('公告、统一编号、带圆括号的代字也找得到，年份和页码不算文号', () => {
    expect(
      normaliseForSearch('见应急管理部公告2024年第3号，编号HFGS—2022—7；粤府函（办）〔2024〕5号'),
    ).toEqual(['应急管理部公告2024年第3号', 'HFGS-2022-7', '粤府函（办）〔2024〕5号'])
    expect(normaliseForSearch('张三（2019）12页，参见[2020] 3，第711号房，电话021-2019-1234')).toEqual([])
  })

  it('查询词里的文号与正文里的归为同一写法', () => {
    expect(normaliseForSearch('应急厅函[2019]390')).toEqual(
      normaliseForSearch('（应急厅函〔２０１９〕３９０号）'),
    )
  })

  it('插进任何说明文字的文号都找得回来', () => {
    const around = fc.constantFrom('', '根据', '（', '《通知》（', '，', '\n', '1. ', '见')
    fc.assert(
      fc.property(around, parts, around, (before, given, after) => {
        const text = formatDocumentNumber(given)
        expect(normaliseForSearch(before + text + after)).toEqual([text])
      }),
    )
  })

  it('十万字的正文用时随长度线性增长', async () => {
    const hard = ['（'.repeat(50_000), '〔2019'.repeat(20_000), '应'.repeat(100_000), '令第'.repeat(50_000)]
    hard.push(
      '应急厅函〔2019〕390号、'.repeat(7_000),
      '( '.repeat(50_000),
      'A'.repeat(100_000),
      '〔 '.repeat(50_000),
    )
    for (const text of hard)
      expect(await effortOf(() => findDocumentNumbers(text)), text.slice(0, 8)).toBeLessThan(1500)
  })
})
