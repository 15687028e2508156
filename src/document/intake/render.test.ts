import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { cleanHtml } from './clean.ts'
import { intake } from './intake.ts'
import { labelled, outline, plainText, withAnchors } from './render.ts'

vi.setConfig({ testTimeout: 60_000 })

const folder = new URL('../../../demo/documents/', import.meta.url)
async function body(name: string): Promise<string> {
  const bytes = readFileSync(new URL(`${name}.docx`, folder))
  const result = await intake({ kind: 'docx', bytes, fileName: `${name}.docx` })
  if (!result.ok) throw new Error(result.reasons.join())
  return result.bodyHtml
}
const label = '此件公开发布'

describe('GB/T 9704 7.3.6 与390号文五（一）5：公开标注在成文日期之后', () => {
  test('390号：标注紧跟成文日期', async () => {
    const result = labelled(await body('mem-390'), { writtenOn: '2019-05-30', label })
    expect(result.placed).toBe('date')
    expect(result.after).toBe('2019年5月30日')
    expect(
      result.html.endsWith('<p class="date">2019年5月30日</p>\n<p class="label">（此件公开发布）</p>'),
    ).toBe(true)
  })

  test('焦作：在日期之后、联系人附注之前', async () => {
    const result = labelled(await body('jiaozuo-notice'), { writtenOn: '2020-06-23', label })
    expect(result.html).toContain(
      '<p class="date">2020年6月23日</p>\n<p class="label">（此件公开发布）</p>\n<p>（联系人：',
    )
  })

  test('吉林：有附文时仍在落款日期之后、附文之前', async () => {
    const result = labelled(await body('jilin-2022-28'), { writtenOn: '2022-08-28', label })
    expect(result.html).toContain(
      '<p class="date">2022年8月28日</p>\n<p class="label">（此件公开发布）</p>\n<h2 class="center">',
    )
  })

  test('瑞丽：没有日期的，在署名之后', async () => {
    const result = labelled(await body('ruili-guideline'), { writtenOn: null, label })
    expect(result.placed).toBe('signatory')
    expect(result.html).toMatch(/瑞丽市应急管理局<\/p>\n<p class="label">（此件公开发布）<\/p>$/)
  })

  test('上海：原件已有同一属性的标注，原处保留，不重复', async () => {
    const source = await body('shanghai-2023-20')
    const result = labelled(source, { writtenOn: '2023-04-10', label })
    expect(result).toEqual({ html: source, placed: 'kept', after: '' })
  })

  test('原有标注的属性不同：去掉旧的，放上新的', async () => {
    const source = await body('shanghai-2023-20')
    const result = labelled(source, { writtenOn: '2023-04-10', label: '此件依申请公开' })
    expect(result.placed).toBe('date')
    expect(result.html).not.toContain('主动公开）')
    expect(result.html.match(/class="label"/g)).toHaveLength(1)
    expect(result.html).toContain(
      '<p class="date">2023年4月10日</p>\n<p class="label">（此件依申请公开）</p>',
    )
  })

  test('编辑后没有标记的正文：按文字认出落款日期；正文里的日期不算', () => {
    const html =
      '<p>2024年1月1日起施行。</p><p>2024年1月1日</p><p>测试市应急管理局</p><p>2024年6月3日</p><p>抄送：市水利局</p>'
    const result = labelled(html, { writtenOn: '2024-06-03', label })
    expect(result.after).toBe('2024年6月3日')
    expect(result.html).toContain('<p>2024年6月3日</p>\n<p class="label">（此件公开发布）</p>\n<p>抄送')
  })

  test('没有落款：放在末尾；有版记的放在版记之前；空正文也不出错', () => {
    expect(labelled('<p>甲。</p>', { writtenOn: null, label })).toEqual({
      html: '<p>甲。</p>\n<p class="label">（此件公开发布）</p>',
      placed: 'end',
      after: '甲。',
    })
    const imprint = labelled('<p>甲。</p><p class="imprint">抄送：乙</p>', { writtenOn: null, label })
    expect(imprint.html).toBe(
      '<p>甲。</p>\n<p class="label">（此件公开发布）</p>\n<p class="imprint">抄送：乙</p>',
    )
    expect(labelled('', { writtenOn: null, label }).html).toBe('<p class="label">（此件公开发布）</p>')
  })

  test('放两次与放一次相同；标注之外一字不变', async () => {
    for (const name of ['mem-390', 'ruili-guideline', 'jiaozuo-notice', 'jilin-2022-28']) {
      const source = await body(name)
      const once = labelled(source, { writtenOn: null, label })
      expect(labelled(once.html, { writtenOn: null, label }).html).toBe(once.html)
      expect(
        once.html.replace('<p class="label">（此件公开发布）</p>', '').replace(/\n+/g, '\n').trim(),
      ).toBe(source)
      expect(cleanHtml(once.html)).toBe(once.html)
    }
  })

  test('自定的标注文字带不带括号都一样', () => {
    expect(labelled('', { writtenOn: null, label: '（信息公开形式：主动公开）' }).html).toBe(
      labelled('', { writtenOn: null, label: '信息公开形式：主动公开' }).html,
    )
  })
})

describe('目录', () => {
  test('390号：各级标题和段首标题，锚点取自编号', async () => {
    const entries = outline(await body('mem-390'))
    expect(entries.filter(e => e.level === 2).map(e => [e.anchor, e.text])).toEqual([
      ['s1', '一、总体要求'],
      ['s2', '二、适用范围'],
      ['s3', '三、公开事项与标准目录'],
      ['s4', '四、公开流程规范'],
      ['s5', '五、组织保障'],
    ])
    expect(entries.find(e => e.anchor === 's4-2')).toEqual({
      level: 3,
      text: '（二）政策解读流程。',
      anchor: 's4-2',
      runIn: false,
    })
    expect(entries.find(e => e.anchor === 's5-3')).toEqual({
      level: 3,
      text: '（三）建立信息公开保密审查制度',
      anchor: 's5-3',
      runIn: true,
    })
    expect(entries.find(e => e.anchor === 's4-3-2')?.text).toBe('2. 准确分析研判')
  })

  test('附文的锚点另起，编号跨章连续也不混', async () => {
    const anchors = outline(await body('shanghai-2023-20')).map(e => e.anchor)
    expect(anchors[0]).toBe('a1')
    expect(anchors).toContain('a1-s2-5')
    expect(anchors).toContain('a1-s5-18')
    expect(new Set(anchors).size).toBe(anchors.length)
  })

  test('章、节、条：第五条 → article-5，条号全文连续', () => {
    const html =
      '<h2>第一章 总则</h2><p>第一条 为了规范工作。</p><h2>第二章 职责</h2><p>第二条　本办法所称。</p><p>第十二条 其他。</p>'
    expect(outline(html).map(e => [e.level, e.anchor, e.text])).toEqual([
      [2, 'chapter-1', '第一章 总则'],
      [4, 'article-1', '第一条'],
      [2, 'chapter-2', '第二章 职责'],
      [4, 'article-2', '第二条'],
      [4, 'article-12', '第十二条'],
    ])
  })

  test('更正文字不改变锚点；同号的加后缀；没有编号的按次序', () => {
    const anchors = (html: string) => outline(html).map(e => e.anchor)
    expect(anchors('<h2>一、旧</h2><p>甲</p><h2>二、乙</h2>')).toEqual(
      anchors('<p>多一段</p><h2>一、新</h2><h2>二、乙</h2>'),
    )
    expect(anchors('<h2>一、甲</h2><h2>一、乙</h2><h2>工作要求</h2>')).toEqual(['s1', 's1_2', 'h1'])
  })

  test('withAnchors：每个目录项在正文里有且只有一个位置', async () => {
    for (const name of [
      'mem-390',
      'shanghai-2023-20',
      'jilin-2022-28',
      'jiaozuo-notice',
      'ruili-guideline',
    ]) {
      const source = await body(name)
      const html = withAnchors(source)
      for (const { anchor } of outline(source)) expect(html.split(`id="${anchor}"`)).toHaveLength(2)
      expect(plainText(html)).toBe(plainText(source))
    }
  })
})

describe('纯文本', () => {
  test('段落、表格、列表、换行各成其行，实体还原', () => {
    expect(
      plainText(
        '<h2>一、标题</h2><p>甲&lt;乙&amp;丙<br>下一行</p><table><thead><tr><th>序号</th><th>事项</th></tr></thead><tbody><tr><td>1</td><td><p>预</p><p>案</p></td></tr></tbody></table><ul><li>点一</li><li>点二</li></ul>',
      ),
    ).toBe('一、标题\n甲<乙&丙\n下一行\n序号\t事项\n1\t预案\n点一\n点二')
  })

  test('任意清理过的正文：纯文本里没有标签残余，锚点、标注不改变文字', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 8 }), words => {
        const html = cleanHtml(
          words.map((w, i) => `<${['p', 'h2', 'li', 'td'][i % 4]}>${w.replace(/[<>&]/g, '')}`).join(''),
        )
        expect(plainText(withAnchors(html))).toBe(plainText(html))
      }),
    )
  })
})
