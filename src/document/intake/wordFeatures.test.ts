import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { intake } from './intake.ts'
import type { Accepted } from './types.ts'
import {
  centred,
  para,
  part,
  pictureRun,
  pixel,
  plainFoot,
  plainHead,
  rel,
  run,
  wordFile,
  type WordFixture,
} from './wordFixture.ts'

vi.setConfig({ testTimeout: 60_000 })

async function read(fixture: WordFixture): Promise<Accepted> {
  const result = await intake({ kind: 'docx', bytes: wordFile(fixture), fileName: '通知.docx' })
  if (!result.ok) throw new Error(result.reasons.join())
  return result
}
const between = (inner: string) => plainHead + inner + plainFoot
const codes = (result: Accepted) => result.notes.map(n => n.code)

test('最普通的一件：各要素齐全，没有任何提示', async () => {
  const result = await read({ body: plainHead + plainFoot })
  expect(result.title).toEqual({
    value: '测试市应急管理局关于做好汛期安全生产工作的通知',
    confidence: 'sure',
    evidence: '测试市应急管理局关于做好汛期安全生产工作的通知',
  })
  expect(result.documentNumber?.value).toEqual({
    asWritten: '测应急〔2024〕12号',
    normalised: ['测应急〔2024〕12号'],
  })
  expect(result.addressee?.value).toBe('各县（市、区）应急管理局')
  expect(result.signatories?.value).toEqual(['测试市应急管理局'])
  expect(result.writtenOn?.value).toBe('2024-06-03')
  expect(result.notes).toEqual([])
})

const numbering = (levels: string, nums = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') => ({
  relationships: rel('rId1', 'numbering', 'numbering.xml'),
  parts: {
    'word/numbering.xml': part(
      'w:numbering',
      `<w:abstractNum w:abstractNumId="0">${levels}</w:abstractNum>${nums}`,
    ),
  },
})
const level = (i: number, format: string, words: string) =>
  `<w:lvl w:ilvl="${i}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${words}"/></w:lvl>`
const item = (words: string, at: number, num = 1) =>
  para(words, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${num}"/></w:numPr>`)

test('自动编号照读者所见写出：一、（一）1. 不变成网页列表，隔段之后继续编', async () => {
  const result = await read({
    body: between(
      item('总体要求', 0) + para('按部署办理。') + item('主要任务', 0) + item('加强值守', 1) + para('落实带班。') +
        item('核对名单', 2) + para('逐户核对。') + item('畅通信息', 1) + para('及时报告。') + item('保障措施', 0) + item('细化方案', 1) + para('报备。'),
    ),
    ...numbering(level(0, 'chineseCounting', '%1、') + level(1, 'chineseCountingThousand', '（%2）') + level(2, 'decimal', '%3.')),
  }) // prettier-ignore
  expect(result.bodyHtml.match(/<h[2-4]>.*<\/h[2-4]>/g)).toEqual([
    '<h2>一、总体要求</h2>',
    '<h2>二、主要任务</h2>',
    '<h3>（一）加强值守</h3>',
    '<h4>1. 核对名单</h4>',
    '<h3>（二）畅通信息</h3>',
    '<h2>三、保障措施</h2>',
    '<h3>（一）细化方案</h3>',
  ])
})

test('自动编号的起始值、重新起编、带圈数字、项目符号', async () => {
  const nums =
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' +
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
  const result = await read({
    body: between(
      item('第一件事要办好。', 0) +
        item('第二件事要办好。', 0) +
        item('第七件事要办好。', 0, 2) +
        item('带圈的事要办好。', 1) +
        item('点', 2) +
        item('又一点', 2),
    ),
    ...numbering(
      level(0, 'decimal', '%1.') + level(1, 'decimalEnclosedCircle', '%2') + level(2, 'bullet', ''),
      nums,
    ),
  })
  expect(result.bodyText).toContain(
    '1. 第一件事要办好。\n2. 第二件事要办好。\n7. 第七件事要办好。\n①带圈的事要办好。\n点\n又一点',
  )
  expect(result.bodyHtml).toContain('<ul><li>点</li><li>又一点</li></ul>')
})

const cell = (inner: string, properties = '') =>
  `<w:tc>${properties ? `<w:tcPr>${properties}</w:tcPr>` : ''}${para(inner)}</w:tc>`
const row = (cells: string, header = false) =>
  `<w:tr>${header ? '<w:trPr><w:tblHeader/></w:trPr>' : ''}${cells}</w:tr>`

test('表头单元格向下合并：合并的各行同在表头，跨行不被截断', async () => {
  const result = await read({
    body: between(
      `<w:tbl>${row(cell('序号', '<w:vMerge w:val="restart"/>') + cell('公开事项', '<w:gridSpan w:val="2"/>') + cell('时限', '<w:vMerge w:val="restart"/>'), true)}` +
        row(cell('', '<w:vMerge/>') + cell('一级') + cell('二级') + cell('', '<w:vMerge/>')) +
        `${row(cell('1') + cell('备灾管理') + cell('综合减灾示范社区') + cell('20个工作日'))}</w:tbl>`,
    ),
  })
  expect(result.bodyHtml).toContain(
    '<table><thead><tr><th rowspan="2" scope="col">序号</th><th colspan="2" scope="colgroup">公开事项</th><th rowspan="2" scope="col">时限</th></tr>' +
      '<tr><th scope="col">一级</th><th scope="col">二级</th></tr></thead>' +
      '<tbody><tr><td>1</td><td>备灾管理</td><td>综合减灾示范社区</td><td>20个工作日</td></tr></tbody></table>',
  )
  expect(result.bodyText).toContain('1\t备灾管理\t综合减灾示范社区\t20个工作日')
})

test('表头合并到底的单元格：表头行并入表体，仍是表头单元格', async () => {
  const result = await read({
    body: between(
      `<w:tbl>${row(cell('类别', '<w:vMerge w:val="restart"/>') + cell('事项'), true)}${row(cell('', '<w:vMerge/>') + cell('预案'))}${row(cell('', '<w:vMerge/>') + cell('演练'))}</w:tbl>`,
    ),
  })
  expect(result.bodyHtml).toContain(
    '<table><tbody><tr><th rowspan="3" scope="col">类别</th><th scope="col">事项</th></tr><tr><td>预案</td></tr><tr><td>演练</td></tr></tbody></table>',
  )
})

test('文号在文本框里（新旧两种写法并存）：认一次，不进正文', async () => {
  const content = `<w:txbxContent>${para('测应急办〔2024〕8号')}</w:txbxContent>`
  const box =
    '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="x">' +
    `<wps:wsp><wps:txbx>${content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>` +
    `<mc:Fallback><w:pict><v:shape><v:textbox>${content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
  const result = await read({
    body: box + centred('关于开展防汛检查的通知') + para('各单位：') + para('请认真落实。') + plainFoot,
  })
  expect(result.documentNumber?.value.normalised).toEqual(['测应急办〔2024〕8号'])
  expect(result.documentNumber?.confidence).toBe('sure')
  expect(result.title?.value).toBe('关于开展防汛检查的通知')
  expect(result.bodyText).toBe('各单位：\n请认真落实。\n测试市应急管理局\n2024年6月3日')
})

test('文号只在页眉里：取来并提示核对', async () => {
  const result = await read({
    body: centred('关于开展防汛检查的通知') + para('各单位：') + para('请认真落实。') + plainFoot,
    relationships: rel('rId3', 'header', 'header1.xml') + rel('rId4', 'footer', 'footer1.xml'),
    parts: {
      'word/header1.xml': part('w:hdr', para('测应急办〔2024〕9号')),
      'word/footer1.xml': part('w:ftr', para('— 1 —')),
    },
  })
  expect(result.documentNumber?.value.normalised).toEqual(['测应急办〔2024〕9号'])
  expect(result.documentNumber?.confidence).toBe('likely')
  expect(codes(result)).toEqual(['number-elsewhere'])
})

test('标题、署名用软换行：各行分开认', async () => {
  const broken = (...lines: string[]) =>
    para(`<w:r>${lines.map(l => `<w:t>${l}</w:t>`).join('<w:br/>')}</w:r>`)
  const result = await read({
    body:
      broken('测试市应急管理局', '关于开展防汛检查的通知') +
      para('各单位：') +
      para('请认真落实。') +
      broken('测试市应急管理局', '测试市水利局', '2024年6月3日'),
  })
  expect(result.title?.value).toBe('测试市应急管理局关于开展防汛检查的通知')
  expect(result.signatories?.value).toEqual(['测试市应急管理局', '测试市水利局'])
  expect(result.writtenOn?.value).toBe('2024-06-03')
})

test('批注和修订：插入的接受，删除的去掉，都报告', async () => {
  const changed =
    '<w:p><w:r><w:t>请于</w:t></w:r><w:del w:id="1" w:author="甲"><w:r><w:delText>六月</w:delText></w:r></w:del>' +
    '<w:ins w:id="2" w:author="甲"><w:r><w:t>七月</w:t></w:r></w:ins><w:commentRangeStart w:id="0"/><w:r><w:t>底前报送。</w:t></w:r>' +
    '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>' +
    '<w:p><w:moveFrom w:id="3"><w:r><w:t>移走的话。</w:t></w:r></w:moveFrom><w:r><w:t>结束。</w:t></w:r></w:p>'
  const result = await read({
    body: between(changed),
    relationships: rel('rId7', 'comments', 'comments.xml'),
    parts: { 'word/comments.xml': part('w:comments', `<w:comment w:id="0">${para('这里要改')}</w:comment>`) },
  })
  expect(result.bodyText).toContain('请于七月底前报送。\n结束。')
  expect(result.bodyText).not.toMatch(/六月|移走|要改/)
  expect(codes(result)).toEqual(['comments', 'revisions'])
  expect(result.notes[1]?.message).toContain('3 处')
})

test('隐藏文字、删除线、公式、嵌入对象、图表：分别处理并报告', async () => {
  const inner =
    para(
      run('公开的话。') + run('隐藏的话。', '<w:vanish/>') + run('样式隐藏。', '<w:rStyle w:val="Hid"/>'),
    ) +
    para(run('划掉的话。', '<w:strike/>')) +
    para('<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>') +
    para(
      '<w:r><w:object><v:shape><v:imagedata r:id="rId8"/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet" r:id="rId9"/></w:object></w:r>',
    ) +
    para(
      '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></wp:inline></w:drawing></w:r>',
    )
  const result = await read({
    body: between(inner),
    relationships: rel('rId9', 'oleObject', 'embeddings/o.bin') + rel('rId2', 'styles', 'styles.xml'),
    parts: {
      'word/embeddings/o.bin': 'x',
      'word/styles.xml': part('w:styles', '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>'),
    },
  }) // prettier-ignore
  expect(result.bodyText).toContain('公开的话。\n划掉的话。\nE=mc')
  expect(result.bodyText).not.toMatch(/隐藏/)
  expect(codes(result)).toEqual([
    'hidden-text',
    'struck-text',
    'embedded-object',
    'unusable-drawing',
    'formula',
  ])
  expect(result.notes[0]?.message).toContain('2 处')
})

test('图片：嵌入的成为部件，相同的只存一份；网络图片不下载；不能显示的格式报告', async () => {
  const pictures =
    para(pictureRun('r:embed="rId1"', '抢险现场')) +
    para(pictureRun('r:embed="rId1"')) +
    para(pictureRun('r:link="rId2"')) +
    para(pictureRun('r:embed="rId3"')) +
    para(pictureRun('r:embed="rId4"'))
  const result = await read({
    body: between(pictures),
    relationships:
      rel('rId1', 'image', 'media/image1.png') +
      rel('rId2', 'image', 'http://198.51.100.7/track.png', true) +
      rel('rId3', 'image', 'media/image2.emf') +
      rel('rId4', 'image', 'media/image3.png'),
    parts: {
      'word/media/image1.png': pixel,
      'word/media/image2.emf': 'EMF',
      'word/media/image3.png': '<svg onload="alert(1)"/>',
    },
  })
  expect(result.images).toEqual([{ name: 'image-1.png', contentType: 'image/png', bytes: pixel }])
  expect(result.bodyHtml.match(/<img[^>]*>/g)).toEqual([
    '<img src="cid:image-1.png" alt="抢险现场">',
    '<img src="cid:image-1.png" alt="">',
  ])
  expect(codes(result)).toEqual(['remote-image', 'unusable-image'])
  expect(result.notes[1]?.message).toContain('2 张')
})

test('外部模板、外部对象不读取；危险的链接只留文字', async () => {
  const link = (id: string, words: string) => `<w:hyperlink r:id="${id}">${run(words)}</w:hyperlink>`
  const field =
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "javascript:alert(1)" </w:instrText></w:r>' +
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>域链接</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
  const result = await read({
    body: between(para(link('rId1', '官网') + link('rId2', '脚本') + link('rId3', '文件') + field)),
    relationships:
      rel('rId1', 'hyperlink', 'https://www.mem.gov.cn/', true) +
      rel('rId2', 'hyperlink', 'javascript:alert(1)', true) +
      rel('rId3', 'hyperlink', 'file:///C:/a.exe', true) +
      rel('rId4', 'settings', 'settings.xml') +
      rel('rId5', 'oleObject', 'http://198.51.100.7/x.xls', true),
    parts: {
      'word/settings.xml': part('w:settings', '<w:attachedTemplate r:id="rId1"/>'),
      'word/_rels/settings.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rel('rId1', 'attachedTemplate', 'http://198.51.100.7/t.dotm', true)}</Relationships>`,
    },
  })
  expect(result.bodyHtml).toContain('<p><a href="https://www.mem.gov.cn/">官网</a>脚本文件域链接</p>')
  expect(codes(result)).toEqual(['external-template', 'external-link', 'active-content'])
})

test('样式继承的居中、右对齐和标题级别，缺省样式，都按继承结果', async () => {
  const result = await read({
    body:
      para('测试市应急管理局文件', '<w:pStyle w:val="B"/>') +
      para('测应急〔2024〕12号', '<w:pStyle w:val="B"/>') +
      para('关于开展检查的通知', '<w:pStyle w:val="T"/>') +
      para('各单位：') +
      para('工作安排', '<w:pStyle w:val="H1"/>') +
      para('请落实。') +
      para('居中说明文字', '<w:pStyle w:val="B"/>') +
      plainFoot,
    relationships: rel('rId2', 'styles', 'styles.xml'),
    parts: {
      'word/styles.xml': part(
        'w:styles',
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="正文居中"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>' +
          '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="子"/><w:basedOn w:val="A"/></w:style>' +
          '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/><w:basedOn w:val="A"/></w:style>' +
          '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>',
      ),
    },
  })
  expect(result.letterhead?.value).toBe('测试市应急管理局文件')
  expect(result.title?.confidence).toBe('sure')
  expect(result.bodyHtml).toContain('<h2>工作安排</h2>\n<p>请落实。</p>\n<p class="center">居中说明文字</p>')
})

test('别的前缀、严格格式的命名空间也能读', async () => {
  const strict =
    '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body>' +
    ['关于开展检查的通知', '各单位：', '请落实。', '测试市应急管理局', '2024年6月3日']
      .map(t => `<x:p><x:r><x:t>${t}</x:t></x:r></x:p>`)
      .join('') +
    '</x:body></x:document>'
  const result = await read({ body: '', parts: {}, document: strict })
  expect(result.title?.value).toBe('关于开展检查的通知')
  expect(result.writtenOn?.value).toBe('2024-06-03')
})

test('脚注随文保留，序号相互链接', async () => {
  const result = await read({
    body: between(para(`${run('据统计')}<w:r><w:footnoteReference w:id="2"/></w:r>${run('共三起。')}`)),
    relationships: rel('rId6', 'footnotes', 'footnotes.xml'),
    parts: {
      'word/footnotes.xml': part(
        'w:footnotes',
        `<w:footnote w:type="separator" w:id="0">${para('线')}</w:footnote><w:footnote w:id="2">${para('来源：年报。')}</w:footnote>`,
      ),
    },
  })
  expect(result.bodyHtml).toContain('<sup><a href="#footnote-2" id="footnote-ref-2">[1]</a></sup>')
  expect(result.bodyHtml).toMatch(/<ol><li id="footnote-2">来源：年报。/)
  expect(result.bodyText).not.toContain('线')
})

test('相邻的同样文字段合为一段，粗体、下划线、上标保留', async () => {
  const inner =
    run('三', '<w:b/>') +
    run('项', '<w:b/>') +
    run('要求') +
    run('加线', '<w:u w:val="single"/>') +
    run('2', '<w:vertAlign w:val="superscript"/>')
  const result = await read({ body: between(para(inner)) })
  expect(result.bodyHtml).toContain('<p><strong>三项</strong>要求<u>加线</u><sup>2</sup></p>')
})

test('同样的段落，从 DOCX、粘贴的网页、粘贴的文字读出的正文和要素完全一样', async () => {
  const line = fc.constantFrom('测试市应急管理局文件', '测应急〔2024〕12号', '测试市应急管理局关于开展检查的通知', '各单位：', '一、总体要求', '（一）目标', '请认真落实，', '确保安全。', '附件：1.检查表', '2.汇总表', '测试市应急管理局', '2024年6月3日', '（此件公开发布）', '抄送：市水利局', '共印10份', '责任清单', '特急') // prettier-ignore
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async lines => {
      const text = await intake({ kind: 'text', text: lines.join('\n') })
      const html = await intake({
        kind: 'html',
        html: lines.map(l => `<p class=MsoNormal>${l}</p>`).join(''),
      })
      const bytes = wordFile({ body: lines.map(l => para(l)).join('') })
      expect(await intake({ kind: 'docx', bytes, fileName: 'a.docx' })).toEqual(text)
      expect(html).toEqual(text)
    }),
    { numRuns: 150 },
  )
})
