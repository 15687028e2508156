import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { Refused } from '#kit/errors.ts'
import { cleanHtml } from './clean.ts'
import { intake } from './intake.ts'
import { isElement, parseHtml, writeHtml, type Node } from './tree.ts'
import { pixel } from './wordFixture.ts'

vi.setConfig({ testTimeout: 60_000 })

const allowed: Record<string, readonly string[]> = {
  p: ['class'],
  h2: ['class'],
  h3: ['class'],
  h4: ['class'],
  table: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ['rowspan', 'colspan', 'scope', 'class'],
  td: ['rowspan', 'colspan', 'class'],
  ol: ['start'],
  ul: [],
  li: ['id'],
  strong: [],
  em: [],
  u: [],
  sup: [],
  sub: [],
  a: ['href', 'id'],
  img: ['src', 'alt'],
  br: [],
}

/** Everything a clean body must be, checked on its tree. */
function expectClean(html: string): void {
  const visit = (node: Node): void => {
    if (!isElement(node)) return
    const attributes = allowed[node.name]
    expect(attributes, `<${node.name}>`).toBeDefined()
    for (const [name, value] of Object.entries(node.attributes)) {
      expect(attributes, `${node.name}.${name}`).toContain(name)
      if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:|#)/i)
      if (name === 'src') expect(value).toMatch(/^cid:[\w.-]+$/)
      if (name === 'class') expect(value).toMatch(/^[a-z]+$/)
    }
    node.children.forEach(visit)
  }
  const nodes = parseHtml(html)
  nodes.forEach(visit)
  expect(nodes.map(n => writeHtml([n])).join('')).toBe(html)
}

describe('正文只留封闭清单里的元素', () => {
  test.each([
    ['<p>甲<script>alert(1)</script>乙</p>', '<p>甲乙</p>'],
    ['<p onclick="x()">甲</p><img src=x onerror=alert(1)>', '<p>甲</p>'],
    ['<a href="javascript:alert(1)">甲</a>', '<p>甲</p>'],
    ['<a href="&#106;avascript:alert(1)">甲</a>', '<p>甲</p>'],
    ['<a href="java\nscript:alert(1)">甲</a>', '<p>甲</p>'],
    ['<a href="data:text/html,<script>1</script>">甲</a>', '<p>甲</p>'],
    ['<a href="vbscript:x">甲</a><a href="//198.51.100.7">乙</a>', '<p>甲乙</p>'],
    ['<a href="https://www.mem.gov.cn/a?b=1&c=2">甲</a>', '<p><a href="https://www.mem.gov.cn/a?b=1&amp;c=2">甲</a></p>'],
    ['<a href="mailto:a@b.cn" target="_blank" style="x">信</a>', '<p><a href="mailto:a@b.cn">信</a></p>'],
    ['<svg><script>alert(1)</script><a xlink:href="javascript:1">甲</a></svg>乙', '<p>乙</p>'],
    ['<math><mi xlink:href="javascript:alert(1)">甲</mi></math>乙', '<p>乙</p>'],
    ['<iframe src="https://x"></iframe><object data="x"></object><embed src="x"><p>甲</p>', '<p>甲</p>'],
    ['<style>p{color:red}</style><link rel=stylesheet href=x><meta http-equiv=refresh content=0><p style="color:red">甲</p>', '<p>甲</p>'],
    ['<form action="https://x"><input value=1><button>提交</button><p>甲</p></form>', '<p>甲</p>'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>甲', '<p>甲</p>'],
    ['<template><p>隐</p></template><p>甲</p>', '<p>甲</p>'],
    ['<xmp><img src=x onerror=alert(1)></xmp><p>甲</p>', '<p>甲</p>'],
    ['<p>甲<!-- 注释 --><!--[if gte mso 9]><xml><w:x>乙</w:x></xml><![endif]--></p>', '<p>甲</p>'],
    ['<img src="https://198.51.100.7/t.png"><img src="data:image/png;base64,AAAA"><img src="cid:image-1.png" alt="图">', '<p><img src="cid:image-1.png" alt="图"></p>'],
    ['<p style="text-align: center;">中</p><p align=right>右</p><p class="MsoNormal date">日</p>', '<p class="center">中</p>\n<p class="right">右</p>\n<p class="date">日</p>'],
    ['<span style="display:none">隐</span><p style="mso-hide:all">隐</p><del>删</del><p hidden>隐</p>留', '<p>留</p>'],
    ['<span style="display:none">隐</span><p>下一段的标签不受影响</p>', '<p>下一段的标签不受影响</p>'],
    ['<h1>一</h1><h5>五</h5>散文字<div>块<div>里块</div></div>', '<h2>一</h2>\n<h4>五</h4>\n<p>散文字</p>\n<p>块</p>\n<p>里块</p>'],
    ['<b>粗<i>斜</b>体</i>', '<p><strong>粗<em>斜</em></strong>体</p>'],
    ['<table><tr><td colspan=2 style="x"><p>甲</p></td><td rowspan="0">乙</td></tr></table>', '<table><tbody><tr><td colspan="2">甲</td><td>乙</td></tr></tbody></table>'],
    ['<td>没有表的单元格</td>', '<p>没有表的单元格</p>'],
    ['<ul><li>一<ul><li>二</li></ul></li>散</ul>', '<ul><li>一<ul><li>二</li></ul></li><li>散</li></ul>'],
    ['甲 < 乙 && 丙 > 丁 "引" &amp;lt;', '<p>甲 &lt; 乙 &amp;&amp; 丙 &gt; 丁 "引" &amp;lt;</p>'],
    ['', ''],
  ])('%s', (source, clean) => {
    expect(cleanHtml(source)).toBe(clean)
    expectClean(cleanHtml(source).replaceAll('\n', ''))
  }) // prettier-ignore

  test('任意标签和属性的组合：输出总在清单之内，成对闭合，再清一次不变', () => {
    const names = [...Object.keys(allowed), 'script', 'style', 'svg', 'math', 'iframe', 'div', 'span', 'font', 'o:p', 'section', 'xmp', 'template', 'noscript', 'h1', 'center', 'del', 'textarea', 'title', 'plaintext', 'form', 'base'] // prettier-ignore
    const attribute = fc.oneof(
      fc.constantFrom('onclick="x()"', 'style="text-align:center"', 'style="display:none"', 'href="javascript:1"', 'href="https://a.cn"', 'src="data:text/html,1"', 'src="cid:a.png"', 'class="date x"', 'colspan=3', 'id="footnote-1"', 'ONERROR=x', 'hidden', 'align=right', "style='x:expression(1)'", 'formaction=javascript:1'),
      fc.string({ maxLength: 12 }),
    ) // prettier-ignore
    const tag = fc.tuple(
      fc.constantFrom(...names),
      fc.array(attribute, { maxLength: 3 }),
      fc.constantFrom('<', '</'),
    )
    const piece = fc.oneof(
      tag.map(([n, a, open]) => `${open}${n} ${open === '<' ? a.join(' ') : ''}>`),
      fc.constantFrom('文字', '<!--', '-->', '<![CDATA[', ']]>', '&lt;script&gt;', '&#x3c;script&#62;', '\u0000', '<', '"', "'", '<?xml', '<scr<script>ipt>alert(1)</scr</script>ipt>'),
      fc.string({ maxLength: 8 }),
    ) // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const clean = cleanHtml(pieces.join(''))
        expectClean(clean.replaceAll('\n', ''))
        expect(cleanHtml(clean)).toBe(clean)
      }),
      { numRuns: 1500 },
    )
  })

  test('任意粘贴：正文里没有脚本、样式、事件', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async noise => {
        const html = `<p>${noise}</p><script>${noise}</script><p onmouseover="${noise}" style="${noise}">通知</p>`
        const result = await intake({ kind: 'html', html })
        if (result.ok) expectClean(result.bodyHtml.replaceAll('\n', ''))
      }),
      { numRuns: 400 },
    )
  })

  test('标签嵌套过深：以一句中文拒绝', () => {
    expect(() => cleanHtml('<em>'.repeat(1000))).toThrow(Refused)
    expect(() => cleanHtml('<em>'.repeat(1000))).toThrow(/嵌套过深/)
  })
})

const wordPaste = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {mso-style-parent:""; font-size:16.0pt;} --></style><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center;line-height:28.0pt'><span style='font-size:22.0pt;font-family:方正小标宋简体'>测试市应急管理局关于做好<span lang=EN-US>2024</span>年汛期工作的通知<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoNormal align=center style='text-align:center'><span>测应急﹝<span lang=EN-US>2024</span>﹞第<span lang=EN-US>012</span>号</span></p>
<p class=MsoNormal><span style='font-family:仿宋_GB2312'>各县（市、区）应急管理局：<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoNormal style='text-indent:32.0pt'><span>请认真落实<span style='display:none;mso-hide:all'>（内部口径）</span>。<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>一、<span style='font:7.0pt "Times New Roman"'>&nbsp;</span></span><![endif]><b>工作安排</b></p>
<table class=MsoTableGrid border=1><thead><tr><td rowspan=2 style='border:solid'><p class=MsoNormal>序号</p></td><td colspan=2><p class=MsoNormal>事项</p></td></tr></thead><tr><td><p>一级</p></td><td><p>二级</p></td></tr><tr><td>1</td><td>预案</td><td>演练</td></tr></table>
<p class=MsoNormal align=right style='text-align:right'>测试市应急管理局</p>
<p class=MsoNormal align=right style='text-align:right'><span lang=EN-US>2024</span>年<span lang=EN-US>6</span>月<span lang=EN-US>3</span>日</p>
<p class=MsoNormal>（此件公开发布）</p>
<p><img width=1 src="file:///C:/Users/x/clip_image001.png"><img src="data:image/png;base64,${Buffer.from(pixel).toString('base64')}" alt="章"></p>
<!--EndFragment--></body></html>`

test('从 Word 粘贴：要素认全，格式去净，列表编号保留，表头合并修正', async () => {
  const result = await intake({ kind: 'html', html: wordPaste })
  if (!result.ok) throw new Error(result.reasons.join())
  expect(result.title?.value).toBe('测试市应急管理局关于做好2024年汛期工作的通知')
  expect(result.documentNumber?.value).toEqual({
    asWritten: '测应急﹝2024﹞第012号',
    normalised: ['测应急〔2024〕12号'],
  })
  expect(result.writtenOn?.value).toBe('2024-06-03')
  expect(result.label?.value).toEqual({ text: '（此件公开发布）', attribute: 'proactive' })
  expect(result.bodyHtml).toBe(
    [
      '<p class="addressee">各县（市、区）应急管理局：</p>',
      '<p>请认真落实。</p>',
      '<h2>一、 工作安排</h2>',
      '<table><thead><tr><th rowspan="2" scope="col">序号</th><th colspan="2" scope="colgroup">事项</th></tr><tr><th scope="col">一级</th><th scope="col">二级</th></tr></thead><tbody><tr><td>1</td><td>预案</td><td>演练</td></tr></tbody></table>',
      '<p class="signatory">测试市应急管理局</p>',
      '<p class="date">2024年6月3日</p>',
      '<p class="label">（此件公开发布）</p>',
      '<p><img src="cid:image-1.png" alt="章"></p>',
    ].join('\n'),
  )
  expect(result.images).toEqual([{ name: 'image-1.png', contentType: 'image/png', bytes: pixel }])
  expect(result.notes.map(n => n.code)).toEqual(['hidden-text', 'unusable-image', 'number-shape'])
})

test('从 WPS 或网页粘贴：整篇装在一个单元格和换行里也能读', async () => {
  const html =
    '<table><tbody><tr><td><div style="text-align:center"><font size=5>关于开展检查的通知</font></div><div align="center">测应急[2024]3号</div>' +
    '<div>各单位：<br>&nbsp;&nbsp;&nbsp;&nbsp;请认真落实。<br></div><div style="text-align:right;">测试市应急管理局&nbsp;&nbsp;<br>2024-6-3</div></td></tr></tbody></table>'
  const result = await intake({ kind: 'html', html })
  if (!result.ok) throw new Error(result.reasons.join())
  expect(result.title?.value).toBe('关于开展检查的通知')
  expect(result.documentNumber?.value.normalised).toEqual(['测应急〔2024〕3号'])
  expect(result.bodyHtml).toBe(
    '<p class="addressee">各单位：</p>\n<p>请认真落实。</p>\n<p class="signatory">测试市应急管理局</p>\n<p class="date">2024-6-3</p>',
  )
  expect(result.writtenOn?.value).toBe('2024-06-03')
})

test('粘贴里的脚本不运行，去除后报告', async () => {
  const result = await intake({
    kind: 'html',
    html: '<p onclick="alert(1)">关于开展检查的通知</p><script>globalThis.ran = true</script><p>各单位：</p><p>请落实。</p>',
  })
  expect(result.ok && result.notes.filter(n => n.code === 'active-content')[0]?.message).toMatch(
    /2 处，已去除，没有运行/,
  )
  expect('ran' in globalThis).toBe(false)
})
