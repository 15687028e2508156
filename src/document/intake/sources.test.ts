import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { findBrokenLines, joinBrokenLines } from './brokenLines.ts'
import { intake } from './intake.ts'
import type { Accepted, Recognised, RecognisedFields } from './types.ts'

vi.setConfig({ testTimeout: 60_000 })

const folder = new URL('../../../demo/documents/', import.meta.url)
const today = '2026-11-22'

type Facts = {
  readonly file: string
  readonly text: string
  readonly title: string
  readonly documentNumber: string | null
  readonly writtenOn: string | null
  readonly issuedOn: string | null
  readonly publishedOn: string | null
  readonly indexNumber: string | null
  readonly category: string | null
  readonly attribute: string | null
  readonly label: string | null
  readonly signatories: readonly string[] | null
}
const facts = JSON.parse(readFileSync(new URL('metadata.json', folder), 'utf8')) as Facts[]

async function fromDocx(file: string): Promise<Accepted> {
  const result = await intake(
    { kind: 'docx', bytes: readFileSync(new URL(file, folder)), fileName: file },
    { today },
  )
  if (!result.ok) throw new Error(result.reasons.join())
  return result
}
async function fromText(file: string): Promise<Accepted> {
  const result = await intake({ kind: 'text', text: readFileSync(new URL(file, folder), 'utf8') }, { today })
  if (!result.ok) throw new Error(result.reasons.join())
  return result
}
const value = <T>(field: Recognised<T> | null): T | null => (field === null ? null : field.value)

describe('五份源文件', () => {
  test.each(facts)('$file：从 DOCX 认出的要素与 metadata.json 逐项一致', async fact => {
    const result = await fromDocx(fact.file)
    expect(value(result.title)).toBe(fact.title)
    expect(value(result.documentNumber)?.normalised ?? null).toEqual(
      fact.documentNumber && [fact.documentNumber],
    )
    expect(value(result.writtenOn)).toBe(fact.writtenOn)
    expect(value(result.issuedOn)).toBe(fact.issuedOn)
    expect(value(result.publishedOn)).toBe(fact.publishedOn)
    expect(value(result.indexNumber)).toBe(fact.indexNumber)
    expect(value(result.category)).toBe(fact.category)
    expect(value(result.label)?.attribute ?? null).toBe(fact.attribute)
    expect(value(result.label)?.text ?? null).toBe(fact.label)
    expect(value(result.signatories)).toEqual(fact.signatories)
  })

  test.each(facts)('$file：粘贴同一份文字得到同样的正文和要素', async fact => {
    const docx = await fromDocx(fact.file)
    const text = await fromText(fact.text)
    expect(text.bodyHtml).toBe(docx.bodyHtml)
    expect(text.bodyText).toBe(docx.bodyText)
    const values = (r: Accepted) =>
      Object.fromEntries(fieldNames.map(name => [name, value(r[name] as Recognised<unknown> | null)]))
    expect(values(text)).toEqual(values(docx))
  })

  test.each(facts)('$file：正文一字不差，只有标题、文号、信息表和标记不在正文里', async fact => {
    const source = readFileSync(new URL(fact.text, folder), 'utf8')
    const result = await fromDocx(fact.file)
    const squeeze = (t: string) => t.replace(/\s/g, '')
    const words = squeeze(
      source
        .replace(/\[([^\]]+)\]\(#\)/g, '$1')
        .replace(/^#+ /gm, '')
        .replace(/\*\*/g, '')
        .replace(/^---$/gm, ''),
    )
    const body = squeeze(result.bodyText)
    expect(words.endsWith(body)).toBe(true)
    const head = words.slice(0, words.length - body.length)
    expect(head).toContain(squeeze(fact.title))
    if (fact.indexNumber === null)
      expect(head.length).toBe(fact.title.length + (fact.documentNumber ?? '').length)
  })

  test('390号：主送、附件、署名、日期各有出处，位置都在规定之处', async () => {
    const result = await fromDocx('mem-390.docx')
    expect(result.addressee).toEqual({
      value: '各省、自治区、直辖市应急管理厅（局），新疆生产建设兵团应急管理局，部机关各司局',
      confidence: 'sure',
      evidence: '各省、自治区、直辖市应急管理厅（局），新疆生产建设兵团应急管理局，部机关各司局：',
    })
    expect(value(result.attachments)).toEqual([
      '安全生产领域基层政务公开标准目录',
      '救灾领域基层政务公开标准目录',
    ])
    expect(result.writtenOn).toEqual({ value: '2019-05-30', confidence: 'sure', evidence: '2019年5月30日' })
    expect(value(result.kind)).toBe('通知')
    expect(result.label).toBeNull()
    expect(result.annexedText).toBeNull()
  })

  test('390号：正文引用的“此件公开发布”和国办发〔2017〕42号不被当作本件的标注和文号', async () => {
    const result = await fromDocx('mem-390.docx')
    expect(result.bodyText).toContain('“此件公开发布”')
    expect(result.bodyText).toContain('国办发〔2017〕42号')
    expect(result.label).toBeNull()
    expect(value(result.documentNumber)?.normalised).toEqual(['应急厅函〔2019〕390号'])
  })

  test('390号：六处被截断的句子逐一报告，不自动合并，合并后一字不少', async () => {
    const result = await fromDocx('mem-390.docx')
    const broken = findBrokenLines(result.bodyHtml)
    expect(broken.map(b => `${b.before.slice(-4)}｜${b.after.slice(0, 4)}`)).toEqual([
      '求，以提｜升政务公',
      '督管理职｜能和救灾',
      '的部门，｜每年对依',
      '闻乐见、｜便于理解',
      '和主要商｜业网站的',
      '要议事日｜程，由本',
    ])
    expect(result.notes.filter(n => n.code === 'broken-line')).toHaveLength(6)
    const { html, joined } = joinBrokenLines(result.bodyHtml)
    expect(joined).toHaveLength(6)
    expect(html).toContain('以提升政务公开质量为主线')
    expect(html.replace(/<[^>]+>|\s/g, '')).toBe(result.bodyHtml.replace(/<[^>]+>|\s/g, ''))
    expect(findBrokenLines(html)).toEqual([])
    const first = joinBrokenLines(result.bodyHtml, [broken[0]?.at ?? -1])
    expect(first.joined).toHaveLength(1)
    expect(findBrokenLines(first.html)).toHaveLength(5)
  })

  test('瑞丽：两个署名机关分开，没有日期就是没有日期，并说明', async () => {
    const result = await fromDocx('ruili-guideline.docx')
    expect(value(result.signatories)).toEqual(['瑞丽市自然灾害应急管理委员会办公室', '瑞丽市应急管理局'])
    expect(result.writtenOn).toBeNull()
    expect(result.documentNumber).toBeNull()
    expect(result.addressee).toBeNull()
    expect(result.notes.map(n => n.code)).toEqual(['number-missing', 'date-unknown'])
    expect(value(result.attachments)).toEqual(['救灾领域基层政务公开标准目录'])
  })

  test('焦作：标题跨两段；没有署名时日期按附件说明之后的位置认，并标为“可能”', async () => {
    const result = await fromDocx('jiaozuo-notice.docx')
    expect(result.title?.evidence).toBe(
      '焦作市应急管理局关于全面推进应急管理系统安全生产和救灾领域政务公开\n标准化规范化工作的通知',
    )
    expect(result.writtenOn).toEqual({ value: '2020-06-23', confidence: 'likely', evidence: '2020年6月23日' })
    expect(result.bodyHtml).toContain('<p class="date">2020年6月23日</p>\n<p>（联系人：')
    expect(value(result.addressee)).toBe('各县（市）区应急管理局、局机关各科室及二级机构')
  })

  test('上海：文号在标题之前；署名之后是附文；版记的抄送、印发机关、印发日期、份数都认出', async () => {
    const result = await fromDocx('shanghai-2023-20.docx')
    expect(value(result.copiedTo)).toBe('市消防救援总队')
    expect(value(result.issuedBy)).toBe('上海市应急管理局办公室')
    expect(value(result.copies)).toBe(42)
    expect(result.issuedOn?.evidence).toBe('2023年4月10日印发')
    expect(value(result.annexedText)?.title).toBe('2023 年上海市应急管理局政务公开工作要点')
    expect(result.bodyHtml).toContain('<h2 class="center">2023 年上海市应急管理局 政务公开工作要点</h2>')
    expect(result.bodyHtml).toContain(
      '<p class="label">（信息公开形式：主动公开）</p>\n<p class="imprint">抄送：',
    )
    expect(result.bodyHtml).toContain('<p><strong>（一）实施政策文件标签化管理。</strong>制定')
  })

  test('吉林：页首信息表的索引号、分类、日期认出，不进正文', async () => {
    const result = await fromDocx('jilin-2022-28.docx')
    expect(result.indexNumber).toEqual({
      value: '11220000740468418C/2022-04035',
      confidence: 'sure',
      evidence: '索引号：11220000740468418C/2022-04035',
    })
    expect(result.publishedOn?.evidence).toBe('发布日期：2022年08月28日')
    expect(result.title?.confidence).toBe('sure')
    expect(result.bodyHtml).not.toContain('索引号')
    expect(result.bodyHtml).not.toContain('<table')
    expect(value(result.annexedText)?.title).toBe('2022年省应急管理厅政务公开工作要点')
  })

  test('标题层次：一、为二级，（一）为三级；整段起头的（一）不是标题', async () => {
    const mem = await fromDocx('mem-390.docx')
    expect(mem.bodyHtml.match(/<h2>/g)).toHaveLength(5)
    expect(mem.bodyHtml).toContain('<h3>（一）指导思想。</h3>')
    expect(mem.bodyHtml).toContain('<p>（二）完善工作机制。本单位')
    const jiaozuo = await fromDocx('jiaozuo-notice.docx')
    expect(jiaozuo.bodyHtml).toContain('<h3>（二）规范政务公开工作流程，推进办事服务公开标准化</h3>')
  })
})

const fieldNames: readonly (keyof RecognisedFields)[] = [
  'letterhead',
  'title',
  'kind',
  'documentNumber',
  'writtenOn',
  'issuedOn',
  'publishedOn',
  'addressee',
  'signatories',
  'label',
  'attachments',
  'indexNumber',
  'category',
  'copiedTo',
  'issuedBy',
  'copies',
  'annexedText',
]
