import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { dayOfNumber, numberOfDate } from '#law/day.ts'
import { datesIn, printedDay, readDay } from './dates.ts'
import { headingLevel } from './headings.ts'
import { intake } from './intake.ts'
import type { Accepted, IntakeLimits } from './types.ts'
import { bodiesIn, readLabel } from './wording.ts'

vi.setConfig({ testTimeout: 60_000 })

async function read(lines: readonly string[], limits: Partial<IntakeLimits> = {}): Promise<Accepted> {
  const result = await intake({ kind: 'text', text: lines.join('\n') }, limits)
  if (!result.ok) throw new Error(result.reasons.join())
  return result
}
const codes = (result: Accepted) => result.notes.map(n => n.code)
const title = '测试市应急管理局关于开展检查的通知'
const foot = ['测试市应急管理局', '2024年6月3日']
const middle = ['各单位：', '现将有关事项通知如下，请认真贯彻执行。']

describe('成文日期', () => {
  test.each([
    ['2023年4月10日', '2023-04-10'],
    ['2022年08月28日', '2022-08-28'],
    ['二〇一九年五月三十日', '2019-05-30'],
    ['二○一九年十二月三十一日', '2019-12-31'],
    ['二零二〇年十月十日', '2020-10-10'],
    ['二〇二〇年二月廿九日', '2020-02-29'],
    ['２０２４年６月３日', '2024-06-03'],
    ['2024 年 6 月 3 日', '2024-06-03'],
    ['2020-6-23', '2020-06-23'],
    ['2020/6/23', '2020-06-23'],
    ['2020.06.23', '2020-06-23'],
    ['2023年2月29日', null],
    ['2023年13月1日', null],
    ['2023年4月31日', null],
    ['二〇二三年二月三十日', null],
    ['1024年1月1日', null],
    ['4月10日', null],
    ['2023年4月', null],
  ])('%s → %s', (written, day) => {
    expect(readDay(written)).toBe(day)
  })

  test('任何一天按公文写法印出再读回，不变', () => {
    const number = fc.integer({ min: numberOfDate(1950, 1, 1), max: numberOfDate(2150, 1, 1) })
    fc.assert(
      fc.property(number, n => {
        const day = dayOfNumber(n)
        expect(readDay(printedDay(day))).toBe(day)
        expect(datesIn(`于${printedDay(day)}前报送`).map(f => f.day)).toEqual([day])
      }),
    )
  })

  test('几个单独成行的日期：取署名之下的，并说明为什么', async () => {
    const result = await read([
      title,
      ...middle,
      '2024年1月1日',
      '以上为时间节点。',
      ...foot,
      '附件',
      '测试表',
      '2024年7月1日',
    ])
    expect(result.writtenOn).toEqual({ value: '2024-06-03', confidence: 'sure', evidence: '2024年6月3日' })
    const note = result.notes.find(n => n.code === 'date-chosen')
    expect(note?.message).toContain('在署名之下')
    expect(note?.message).toContain('“2024年1月1日”“2024年7月1日”')
  })

  test('署名和日期写在一行、署名后带（印章）、几个机关联合署名', async () => {
    const oneLine = await read([title, ...middle, '测试市应急管理局　　2024年6月3日'])
    expect(oneLine.writtenOn?.value).toBe('2024-06-03')
    expect(oneLine.signatories?.value).toEqual(['测试市应急管理局'])
    const joint = await read([
      title,
      ...middle,
      '测试市应急管理局（印章）',
      '测 试 市 水 利 局',
      '2024年6月3日（印章）',
    ])
    expect(joint.signatories?.value).toEqual(['测试市应急管理局', '测试市水利局'])
    expect(joint.writtenOn?.value).toBe('2024-06-03')
  })

  test('不存在的日期：留空，说明，不猜', async () => {
    const result = await read([title, ...middle, '测试市应急管理局', '2023年2月30日'])
    expect(result.writtenOn).toBeNull()
    expect(codes(result)).toEqual(expect.arrayContaining(['date-invalid', 'date-unknown']))
    expect(result.notes.find(n => n.code === 'date-invalid')?.message).toContain(
      '“2023年2月30日”不是一个存在的日期',
    )
  })

  test('晚于今天的日期：照录并提示；不知道今天就不提示', async () => {
    const lines = [title, ...middle, '测试市应急管理局', '2031年1月1日']
    const result = await read(lines, { today: '2026-11-22' })
    expect(result.writtenOn?.value).toBe('2031-01-01')
    expect(result.notes.find(n => n.code === 'date-future')?.message).toBe(
      '成文日期2031-01-01晚于今天（2026-11-22），请核对。',
    )
    expect(codes(await read(lines))).not.toContain('date-future')
  })

  test('题注里的日期在没有落款时可用，标为“可能”', async () => {
    const result = await read([
      '测试市应急管理局公告',
      '（2024年6月3日测试市应急管理局第5次局务会议通过）',
      '第一条 为了规范工作，制定本公告。',
    ])
    expect(result.writtenOn).toMatchObject({ value: '2024-06-03', confidence: 'likely' })
  })

  test('信息表与落款不一致、印发早于成文：都提示', async () => {
    const table = ['索引号：\tA1/2024-1\t成文日期：\t2024年6月4日']
    const result = await read([
      ...table,
      title,
      ...middle,
      ...foot,
      '测试市应急管理局办公室 2024年6月1日印发',
    ])
    expect(result.writtenOn?.value).toBe('2024-06-03')
    expect(codes(result).filter(c => c === 'date-differs')).toHaveLength(2)
    expect(result.issuedBy?.value).toBe('测试市应急管理局办公室')
  })
})

describe('标题', () => {
  test.each<[string, string[], string]>([
    ['一行', [title], title],
    ['三行', ['测试市应急管理局', '关于印发测试市生产安全事故', '应急预案的通知'], '测试市应急管理局关于印发测试市生产安全事故应急预案的通知'],
    ['书名号跨行', ['关于印发《安全生产', '信息公开办法》的通知'], '关于印发《安全生产信息公开办法》的通知'],
    ['断在“办法”之后', ['关于印发安全生产办法', '和救灾办法的通知'], '关于印发安全生产办法和救灾办法的通知'],
    ['（试行）另起一行', ['测试市安全生产管理办法', '（试行）'], '测试市安全生产管理办法（试行）'],
    ['份号、紧急程度、红头、签发人、文号在前', ['000123', '特急', '测试市应急管理局文件', '测应急〔2024〕12号   签发人：某某', title], title],
    ['红头只有机关名', ['测试市应急管理局', '测应急函〔2024〕12号', title], title],
  ])('%s', async (_, head, expected) => {
    const result = await read([...head, ...middle, ...foot])
    expect(result.title?.value).toBe(expected)
    expect(result.addressee?.value).toBe('各单位')
    expect(result.bodyText.startsWith('各单位：')).toBe(true)
  }) // prettier-ignore

  test('份号、紧急程度、签发人不进正文，也不丢', async () => {
    const head = ['000123', '特 急', '测试市应急管理局文件', '测应急〔2024〕12号   签发人：某某', title]
    const result = await read([...head, ...middle, ...foot])
    expect(result.urgency?.value).toBe('特急')
    expect(result.signer?.value).toBe('某某')
    expect(result.letterhead?.value).toBe('测试市应急管理局文件')
    expect(codes(result)).toEqual(['copy-number'])
  })

  test('没有标题：说明，正文不丢', async () => {
    const result = await read(['各单位要认真落实防汛责任，确保安全度汛。', '请遵照执行。'])
    expect(result.title).toBeNull()
    expect(codes(result)).toContain('title-missing')
    expect(result.bodyText).toBe('各单位要认真落实防汛责任，确保安全度汛。\n请遵照执行。')
  })

  test('中文之间因换行留下的空格去掉，西文数字旁的保留', async () => {
    const result = await read(['关于印发 《2022年 Safety 工作 要点》的通知', ...middle, ...foot])
    expect(result.title?.value).toBe('关于印发《2022年 Safety 工作要点》的通知')
  })
})

describe('发文字号（GB/T 9704 7.2.5）', () => {
  test.each([
    ['测应急〔2024〕12号', true],
    ['测应急[2024]12号', false],
    ['测应急（2024）12号', false],
    ['测应急【2024】第012号', false],
    ['测应急﹝２０２４﹞１２号', false],
    ['文号：测应急〔2024〕12号', true],
  ])('%s', async (written, standard) => {
    for (const head of [
      [written, title],
      [title, written],
    ]) {
      const result = await read([...head, ...middle, ...foot])
      expect(result.documentNumber?.value.normalised).toEqual(['测应急〔2024〕12号'])
      expect(codes(result).includes('number-shape')).toBe(!standard)
      expect(result.bodyText).not.toContain('12号')
    }
  })

  test('令和公告的编号', async () => {
    expect(
      (await read(['测试市应急管理局令', '第12号', ...middle])).documentNumber?.value.normalised,
    ).toEqual(['第12号'])
    const notice = await read(['测试市应急管理局公告', '2024年第3号', '现将检查结果公告如下。', ...foot])
    expect(notice.documentNumber?.value.normalised).toEqual(['2024年第3号'])
  })

  test('不止一个文号：取第一个，全部列出，请核对', async () => {
    const result = await read(['测应急〔2024〕12号', title, '测应急办〔2024〕7号', ...middle, ...foot])
    expect(result.documentNumber?.value.normalised).toEqual(['测应急〔2024〕12号', '测应急办〔2024〕7号'])
    expect(result.documentNumber?.confidence).toBe('likely')
    expect(codes(result)).toContain('several-numbers')
  })

  test('正文引用的文号不是本件文号', async () => {
    const result = await read([title, '各单位：', '根据国办发〔2017〕42号要求，通知如下。', ...foot])
    expect(result.documentNumber).toBeNull()
  })
})

describe('主送、附件、公开标注、版记', () => {
  test('以冒号结尾的正文不是主送机关', async () => {
    for (const line of [
      '为做好汛期工作，现通知如下：',
      '经研究，决定如下：',
      '一、工作目标：',
      '《办法》规定：',
    ]) {
      expect((await read([title, line, '请遵照执行。', ...foot])).addressee).toBeNull()
    }
  })

  test('附件说明：一行一个、同一行几个、不编号的一个、另起行的', async () => {
    const list = async (...lines: string[]) =>
      (await read([title, ...middle, ...lines, ...foot])).attachments?.value
    expect(await list('附件：1.检查表', '2.汇总表；', '3．名单')).toEqual(['检查表', '汇总表', '名单'])
    expect(await list('附件：1.检查表 2.汇总表')).toEqual(['检查表', '汇总表'])
    expect(await list('附件：检查表')).toEqual(['检查表'])
    expect(await list('附件：', '1.检查表', '2.汇总表')).toEqual(['检查表', '汇总表'])
    expect(await list('附件：1.检查表', '3.不连号的不算')).toEqual(['检查表'])
  })

  test.each([
    ['（此件公开发布）', 'proactive'],
    ['(此件主动公开)', 'proactive'],
    ['此件依申请公开', 'on-request'],
    ['（此件不公开）', 'withheld'],
    ['（此件不予公开）', 'withheld'],
    ['（信息公开形式：主动公开）', 'proactive'],
    ['公开属性：依申请公开', 'on-request'],
    ['政府信息公开选项', null],
    ['应当标注“此件公开发布”', null],
    ['此件公开发布，自印发之日起施行', null],
  ])('标注“%s” → %s', (line, attribute) => {
    expect(readLabel(line)?.attribute ?? null).toBe(attribute)
  })

  test('公开标注前后不一致：提示', async () => {
    const result = await read([title, ...middle, ...foot, '（此件公开发布）', '公开属性：依申请公开'])
    expect(result.label).toMatchObject({ value: { attribute: 'proactive' }, confidence: 'likely' })
    expect(codes(result)).toContain('label-differs')
  })

  test('红头的文号、签发人排在无线表格里；抄送跨行', async () => {
    const html =
      `<p>测试市应急管理局文件</p><table><tr><td>测应急〔2024〕12号</td><td>签发人：某某</td></tr></table><p>${title}</p>` +
      '<p>市政府：</p><p>请批示。</p><p>测试市应急管理局</p><p>2024年6月3日</p><p>抄送：市水利局，</p><p>市气象局。</p>'
    const result = await intake({ kind: 'html', html })
    if (!result.ok) throw new Error(result.reasons.join())
    expect(result.documentNumber?.value.normalised).toEqual(['测应急〔2024〕12号'])
    expect(result.signer?.value).toBe('某某')
    expect(result.title?.value).toBe(title)
    expect(result.copiedTo?.value).toBe('市水利局，市气象局')
    expect(result.bodyHtml).not.toContain('<table')
  })

  test('版记在表格里同样认出', async () => {
    const html =
      `<p>${title}</p><p>各单位：</p><p>请落实。</p><p>测试市应急管理局</p><p>2024年6月3日</p>` +
      '<table><tr><td colspan=2>抄送：市水利局，市气象局。</td></tr><tr><td>测试市应急管理局办公室</td><td>2024年6月4日印发</td></tr></table>'
    const result = await intake({ kind: 'html', html })
    if (!result.ok) throw new Error(result.reasons.join())
    expect(result.copiedTo?.value).toBe('市水利局，市气象局')
    expect(result.issuedBy?.value).toBe('测试市应急管理局办公室')
    expect(result.issuedOn?.value).toBe('2024-06-04')
  })

  test('附件材料与附文：附文在落款之后，标题可跨行', async () => {
    const result = await read([
      title,
      ...middle,
      ...foot,
      '附件',
      '测试市安全生产',
      '责任清单',
      '一、总则',
      '第一项。',
    ])
    expect(result.annexedText?.value.title).toBe('测试市安全生产责任清单')
    expect(result.bodyHtml).toContain(
      '<p class="date">2024年6月3日</p>\n<p>附件</p>\n<h2 class="center">测试市安全生产<br>责任清单</h2>',
    )
  })

  test('署名只认机关名称', () => {
    expect(bodiesIn('瑞丽市自然灾害应急管理委员会办公室 瑞丽市应急管理局')).toHaveLength(2)
    expect(bodiesIn('中共测试市委办公室')).toHaveLength(1)
    expect(bodiesIn('请于6月28日前报送市应急管理局。')).toEqual([])
    expect(bodiesIn('联系人：某某 应急管理局')).toEqual([])
    expect(bodiesIn('关于开展检查的通知')).toEqual([])
  })
})

describe('标题层次', () => {
  test.each<[string, string | null, number | null]>([
    ['一、总体要求', '（一）指导思想', 2],
    ['第一章 总则', '第一条', 2],
    ['（一）指导思想。', '全面贯彻', 3],
    ['（一）身份证', '（二）户口簿', null],
    ['1.工作目标', '到2025年', 4],
    ['1.检查表', '2.汇总表', null],
    ['1.在起草政策性文件时，应当设置公开属性一栏。', '2.', null],
    ['一、提高认识。各单位要高度重视。', null, null],
    ['（十二）推进执法信息公开。统一发布执法事项', null, null],
    ['第一条 为了规范工作，制定本办法。', null, null],
    ['一、', null, null],
    ['1.5米以上', null, null],
    ['普通段落', null, null],
  ])('%s → %s', (text, next, level) => {
    expect(headingLevel(text, next)).toBe(level)
  })
})

test('掩去名字的星号不被当作加粗（王**、李**）', async () => {
  const result = await read([title, '各单位：', '当事人王**、李**已接受处理。', ...foot])
  expect(result.bodyText).toContain('王**、李**')
  expect(result.bodyHtml).not.toContain('<strong>')
})

test('任意文字：不抛错；非空文字不丢失', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async text => {
      const result = await intake({ kind: 'text', text })
      if (!result.ok) expect(result.reasons.join()).toMatch(/。$/)
    }),
    { numRuns: 500 },
  )
})

test('任意排列的公文各行：每一行都在正文或认出的要素里', async () => {
  const line = fc.constantFrom(title, '测应急〔2024〕12号', '各单位：', '一、总体要求', '（一）目标', '1.检查表', '请认真落实。', '附件：1.检查表', '测试市应急管理局', '2024年6月3日', '（此件公开发布）', '抄送：市水利局', '测试市应急管理局办公室', '2024年6月4日印发', '共印10份', '附件', '责任清单', '特急', '签发人：某某', '（联系人：某某）') // prettier-ignore
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), async lines => {
      const result = await intake({ kind: 'text', text: lines.join('\n') })
      if (!result.ok) return
      const { title: heading, documentNumber, letterhead, urgency, signer } = result
      const fields = [heading, documentNumber, letterhead, urgency, signer].map(f => f?.evidence)
      const kept = [result.bodyText, ...fields].join('\n')
      for (const l of lines) expect(kept).toContain(l)
    }),
    { numRuns: 600 },
  )
})
